"""What works cost by unit prices, and how urgent they are by criteria that anyone may weigh anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.errors import Problem
from geo.words import N_

FEN_A_YUAN = 100


@dataclass(frozen=True)
class UnitPrice:
    """The price of one unit of a kind of work in yuan, lowest and highest, with base year and source.

    `is_sample`: invented, to be replaced by a local one. `archived`: no longer used.
    """

    kind: str
    unit: str
    low_yuan: float
    high_yuan: float
    base_year: int
    source: str
    is_sample: bool = False
    archived: bool = False
    version: int = 1
    updated_by: str = ""

    @property
    def id(self) -> str:
        """A kind of work has one price: its id is that of the kind."""
        return self.kind


ESTIMATE = N_("示例估价,未经核实,请换成当地造价信息")

UNIT_PRICES: tuple[UnitPrice, ...] = (
    UnitPrice("roof_leak", "m²", 60, 120, 2024, ESTIMATE, is_sample=True),
    UnitPrice("asphalt_overlay", "m²", 80, 150, 2024, ESTIMATE, is_sample=True),
    UnitPrice("sewer_renewal", "m", 600, 1500, 2024, ESTIMATE, is_sample=True),
    UnitPrice("building_renovation", "栋", 200_000, 600_000, 2024, ESTIMATE, is_sample=True),
    UnitPrice("street_lights", "盏", 3_000, 6_000, 2024, ESTIMATE, is_sample=True),
    UnitPrice("garden", "个", 200_000, 800_000, 2024, ESTIMATE, is_sample=True),
    UnitPrice("waste_sorting", "处", 20_000, 60_000, 2024, ESTIMATE, is_sample=True),
    UnitPrice("public_space", "m²", 150, 400, 2024, ESTIMATE, is_sample=True),
    UnitPrice("facility", "m²", 800, 2_500, 2024, ESTIMATE, is_sample=True),
)
"""What a community starts with: orders of magnitude to be replaced, not facts about anywhere."""

NO_PRICE, NO_QUANTITY, OTHER_UNIT = "no_price", "no_quantity", "other_unit"
MISSING_TITLES = {
    NO_PRICE: N_("没有单价"),
    NO_QUANTITY: N_("没有数量"),
    OTHER_UNIT: N_("单价的单位与数量的单位不同"),
}


def check_prices(prices: Sequence[UnitPrice]) -> list[Problem]:
    """Faults of a price table, by row: a price below zero, low above high, a kind twice, no source."""
    problems, seen = [], set()
    for row, price in enumerate(prices, 1):
        values = {"kind": price.kind}
        if not 1990 <= price.base_year <= 2100:
            problems.append(Problem(N_("{kind} 的基准年应为四位年份"), row, "base_year", values=values))
        if not 0 <= price.low_yuan <= price.high_yuan < float("inf"):
            problems.append(Problem(N_("{kind} 的单价应从低到高,且不小于 0"), row, "low_yuan", values=values))
        if price.kind in seen:
            problems.append(Problem(N_("{kind} 有两个单价"), row, "kind", values=values))
        if not price.source.strip():
            problems.append(Problem(N_("{kind} 的单价没有出处"), row, "source", "warning", values))
        seen.add(price.kind)
    return problems


def work_costs(works: pd.DataFrame, prices: Sequence[UnitPrice] = UNIT_PRICES) -> pd.DataFrame:
    """The cost range of each work in 分: quantity × unit price.

    `works` (by id) has kind, unit, planned and measured. The quantity is the planned one, else the measured one.
    Columns: quantity, basis ("planned", "measured" or ""), unit, low_fen, high_fen, mid_fen (Int64, missing where
    no cost can be given), missing (word of `MISSING_TITLES`, "" none), base_year, source.
    """
    of_kind = {price.kind: price for price in prices}
    planned = pd.to_numeric(works["planned"], errors="coerce")
    quantity = planned.fillna(pd.to_numeric(works["measured"], errors="coerce"))
    priced = works["kind"].isin(list(of_kind)).to_numpy()
    unit = works["kind"].map({kind: price.unit for kind, price in of_kind.items()})
    other = priced & (works["unit"] != unit).to_numpy()
    missing = np.select([~priced, quantity.isna(), other], [NO_PRICE, NO_QUANTITY, OTHER_UNIT], "").astype(object)
    rates = {
        side: works["kind"].map({kind: getattr(price, f"{side}_yuan") for kind, price in of_kind.items()}).astype(float)
        for side in ("low", "high")
    }
    usable = pd.Series(missing == "", index=works.index)
    low, high = ((quantity * rates[side] * FEN_A_YUAN).where(usable).round() for side in ("low", "high"))
    basis = np.select([planned.notna(), quantity.notna()], ["planned", "measured"], "").astype(object)
    return pd.DataFrame(
        {
            "quantity": quantity, "basis": basis, "unit": works["unit"], "low_fen": low.astype("Int64"),
            "high_fen": high.astype("Int64"), "mid_fen": ((low + high) / 2).round().astype("Int64"), "missing": missing,
            "base_year": works["kind"].map({k: p.base_year for k, p in of_kind.items()}).astype("Int64"),
            "source": works["kind"].map({k: p.source for k, p in of_kind.items()}).fillna(""),
        },
        index=works.index,
    )  # fmt: skip


@dataclass(frozen=True)
class Criterion:
    """Something that makes a work more needed: its title, its weight, and the value that already counts in full."""

    key: str
    title: str
    weight: float
    full: float
    unit: str = ""
    source: str = N_("通行做法,可修改")


CRITERIA: tuple[Criterion, ...] = (
    Criterion("households", N_("受益户数"), 3.0, 500.0, N_("户")),
    Criterion("needs", N_("居民诉求"), 3.0, 20.0, N_("件")),
    Criterion("faults", N_("已查明的隐患"), 2.0, 5.0, N_("处")),
    Criterion("age", N_("房龄"), 1.0, 30.0, N_("年")),
    Criterion("basic", N_("基础类工程"), 1.0, 1.0),
)
"""The criteria that a community starts with; the values come as columns of the same keys."""


def scores(values: pd.DataFrame, criteria: Sequence[Criterion] = CRITERIA, weights: Mapping[str, float] | None = None) -> pd.DataFrame:  # fmt: skip # noqa: E501
    """How needed each work is, 0 to 100, with the part that every criterion adds.

    part = 100 × weight ÷ Σ weights × min(value ÷ full, 1); values below 0 and missing ones add nothing.
    `weights` replaces those of the criteria. Columns: score, one per criterion (its part), unknown (tuple of the
    criteria without a value).
    All weights 0 gives scores of 0. Raises `ValueError` for a negative weight.
    """
    used = {item.key: (weights or {}).get(item.key, item.weight) for item in criteria}
    if min(used.values(), default=0.0) < 0:
        raise ValueError(f"weights must not be negative: {used}")
    total = sum(used.values()) or 1.0
    given = values.reindex(columns=list(used)).apply(pd.to_numeric, errors="coerce").astype(float)
    full = pd.Series({item.key: item.full for item in criteria})
    share = (given / full).clip(0, 1).fillna(0.0)
    parts = share * (100 * pd.Series(used) / total)
    keys = np.array(list(used), dtype=object)
    unknown = [tuple(keys[row]) for row in given.isna().to_numpy()]
    return parts.assign(score=parts.sum(axis=1), unknown=pd.Series(unknown, index=values.index, dtype=object))
