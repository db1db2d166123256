"""The table of unit prices as people edit it, and the prices that it means."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from dashboard.text import _
from geo.cost import UnitPrice
from geo.words import N_
from geo.works import WorkKind

COLUMNS = {
    "kind": N_("类型"), "unit": N_("计量单位"), "low": N_("低价(元)"), "high": N_("高价(元)"), "year": N_("基准年"),
    "source": N_("出处"), "sample": N_("示例"),
}  # fmt: skip


def table_of(kinds: Sequence[WorkKind], prices: Sequence[UnitPrice]) -> pd.DataFrame:
    """A row per kind of work; empty cells where there is no price."""
    known = {item.kind: item for item in prices}
    rows = []
    for kind in kinds:
        price = known.get(kind.id)
        rows.append({
            "kind": _(kind.title), "unit": _(kind.unit).strip("\u200b"), "low": price.low_yuan if price else None,
            "high": price.high_yuan if price else None, "year": price.base_year if price else None,
            "source": _(price.source) if price else "", "sample": _(N_("示例")) if price and price.is_sample else "",
        })  # fmt: skip
    frame = pd.DataFrame(rows)
    return frame.astype({"low": "float64", "high": "float64", "year": "Int64"})


def prices_of(table: pd.DataFrame, kinds: Sequence[WorkKind], before: Sequence[UnitPrice]) -> list[UnitPrice]:
    """The prices that the table means; a row without any price is a kind without one.

    A price that was changed is no longer the sample's. Half a price means from and to the same.
    """
    known, found = {item.kind: item for item in before}, []
    for kind, row in zip(kinds, table.to_dict("records"), strict=True):
        low, high = (None if pd.isna(row[side]) else float(row[side]) for side in ("low", "high"))
        if low is None and high is None:
            continue
        old = known.get(kind.id)
        base = old or UnitPrice(kind.id, kind.unit, 0, 0, 0, "")
        source = str(row["source"] or "").strip()
        made = replace(
            base, unit=kind.unit, low_yuan=low if low is not None else high or 0.0,
            high_yuan=high if high is not None else low or 0.0,
            base_year=0 if pd.isna(row["year"]) else int(row["year"]),
            source=base.source if source == _(base.source) else source,
        )  # fmt: skip
        found.append(made if made == old else replace(made, is_sample=False))
    return found
