"""Two plans side by side: what each costs, whom it reaches, where it conflicts, how long it closes things."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date

import numpy as np
import pandas as pd

from geo.words import N_

DAYS_A_MONTH = 30.4375


Season = tuple[int, int]
"""The first and the last month of a year in which a work is planned, both whole."""

SEASONS: Mapping[str, Season] = {
    "sewer_renewal": (3, 6), "street_lights": (7, 7), "asphalt_overlay": (8, 9), "garden": (10, 11),
    "public_space": (10, 11),
}  # fmt: skip
"""When in a year a work of a kind is planned: pipes, lights, paving, planting (editable default)."""

OTHER_SEASON: Season = (3, 10)

CLOSING = ("sewer_renewal", "asphalt_overlay")
"""Kinds of work that shut a road or water while they last (editable default)."""


def planned_dates(kind: str, year: int, seasons: Mapping[str, Season] = SEASONS) -> tuple[date, date]:
    """First and last day, estimated, of a work that a plan puts into a year.

    >>> planned_dates("asphalt_overlay", 2027)
    (datetime.date(2027, 8, 1), datetime.date(2027, 9, 30))
    """
    first, last = seasons.get(kind, OTHER_SEASON)
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


@dataclass(frozen=True)
class PlannedWork:
    """A work in a plan: `id` of a work of a project, or of a possible one, which then has `assets` (layer, id).

    `cost_fen` is what the plan reckoned with, between `low_fen` and `high_fen`; `quantity` in the unit of its kind.
    """

    id: str
    kind: str
    name: str
    year: int
    low_fen: int
    high_fen: int
    cost_fen: int
    households: int
    quantity: float
    assets: tuple[tuple[str, str], ...] = ()

    @property
    def is_possible(self) -> bool:
        """Whether no project holds it yet."""
        return bool(self.assets)


@dataclass(frozen=True)
class Scenario:
    """A plan under a name. `terms`: what it was made with, as the address writes it; `households`: whom it reaches.

    `made`: the projects that were made of it, `moved`: the batches of changed dates, so that both can be undone.
    """

    id: str
    name: str
    terms: str
    works: tuple[PlannedWork, ...]
    households: int
    made: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    is_sample: bool = False
    archived: bool = False
    version: int = 1
    updated_by: str = ""


@dataclass(frozen=True)
class ScenarioSummary:
    """The figures of one plan; `without_cost` and `without_dates` count works that the figures leave out."""

    works: int
    low_fen: int
    high_fen: int
    households: int
    conflicts: int
    closed_months: float
    without_cost: int
    without_dates: int


FIGURE_TITLES = {
    "works": N_("工程数"),
    "low_fen": N_("造价(低)"),
    "high_fen": N_("造价(高)"),
    "households": N_("惠及户数"),
    "conflicts": N_("冲突"),
    "closed_months": N_("封闭月数"),
    "without_cost": N_("没有造价的工程"),
    "without_dates": N_("没有日期的工程"),
}


def scenario_summary(
    works: pd.DataFrame, costs: pd.DataFrame, serves: pd.DataFrame, households: pd.Series, found: pd.DataFrame
) -> ScenarioSummary:
    """The figures of a plan.

    `works` (by id) has start_day, end_day and closes (whether it shuts a road or water; works without the column all
    do); `costs` from `geo.cost.work_costs`; `serves` pairs work and building; `households` by building; `found` from
    `geo.dig_once`. Each household counts once. Months of closure are those of the calendar in which anything is
    shut: works at the same time close once. Conflicts are the findings that are not good occasions, among these works.
    """
    served = serves[serves["work"].isin(works.index)]["building"].unique()
    own = costs.reindex(works.index)
    among = found["first"].isin(works.index) & found["second"].isin(works.index) & ~found["good"].astype(bool)
    closing = works[works["closes"].astype(bool)] if "closes" in works else works
    dated = closing.dropna(subset=["start_day", "end_day"])
    return ScenarioSummary(
        len(works),
        int(own["low_fen"].sum()),
        int(own["high_fen"].sum()),
        int(pd.to_numeric(households, errors="coerce").reindex(served).fillna(0).sum()),
        int(among.sum()),
        round(closed_days(dated["start_day"], dated["end_day"]) / DAYS_A_MONTH, 1),
        int(own["low_fen"].isna().sum()),
        int(len(closing) - len(dated)),
    )


def closed_days(start: Iterable[object], end: Iterable[object]) -> int:
    """Days on which at least one of the spans holds, both its days included.

    >>> closed_days(["2026-03-01", "2026-03-05", "2026-04-01"], ["2026-03-10", "2026-03-12", "2026-04-02"])
    14
    """
    first = pd.to_datetime(pd.Series(list(start))).to_numpy().astype("datetime64[D]").astype(int)
    last = np.maximum(pd.to_datetime(pd.Series(list(end))).to_numpy().astype("datetime64[D]").astype(int), first)
    order = np.argsort(first, kind="stable")
    first, last = first[order], last[order]
    before = np.concatenate([[-(10**9)], np.maximum.accumulate(last)[:-1]]) if len(last) else last
    return int(np.maximum(last - np.maximum(first - 1, before), 0).sum())


def compare(one: ScenarioSummary, other: ScenarioSummary) -> pd.DataFrame:
    """Both plans and the difference (other - one), a row per figure: title, one, other, difference."""
    rows = [(FIGURE_TITLES[item.name], getattr(one, item.name), getattr(other, item.name)) for item in fields(one)]
    frame = pd.DataFrame(rows, columns=["title", "one", "other"], index=[item.name for item in fields(one)])
    return frame.assign(difference=frame["other"] - frame["one"])
