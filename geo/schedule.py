"""Dates of works: what is late, what waits for confirmation, and which works contradict the order.

An estimated date that has passed has not happened: it stays estimated and the work is late. Nothing
here asks the clock; `today` is always an argument.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from geo.words import N_
from geo.works import FINISHED, NOT_BEGUN, Vocabulary

LATE_WORDS: Vocabulary = (
    ("", ""),
    ("start_passed", N_("预计开工日期已过,尚未开工")),
    ("end_passed", N_("预计完工日期已过,尚未完工")),
    ("confirmed_passed", N_("确认的日期已过,状态未更新")),
    ("unconfirmed", N_("已完工,日期仍为预计,请确认")),
)
"""What the dates of a work say beside its status. All but the last make the work late."""


def lateness(works: pd.DataFrame, today: date) -> pd.DataFrame:
    """Whether each work is late, why, and by how many days.

    `works` has status, start, end (dates, NaT where unknown), start_confirmed, end_confirmed. A date
    of `today` is not late yet. Result (same index): late (bool), reason (word of `LATE_WORDS`),
    days_late (integer, 0 where not late; the longer one where both dates have passed).
    """
    now = np.datetime64(today, "D")
    start, end = (_days(works[key]) for key in ("start", "end"))
    begun = ~works["status"].isin(NOT_BEGUN).to_numpy(dtype=bool)
    finished = works["status"].isin(FINISHED).to_numpy(dtype=bool)
    start_late, end_late = (start < now) & ~begun, (end < now) & ~finished
    confirmed = np.where(end_late, _flags(works["end_confirmed"]), _flags(works["start_confirmed"]))
    late = start_late | end_late
    unconfirmed = finished & (((end < now) & ~_flags(works["end_confirmed"])) | np.isnat(end))
    reason = np.select(
        [late & confirmed, end_late, start_late, unconfirmed],
        ["confirmed_passed", "end_passed", "start_passed", "unconfirmed"],
        "",
    )
    days = np.maximum(_overrun(start, start_late, now), _overrun(end, end_late, now))
    return pd.DataFrame({"late": late, "reason": reason, "days_late": days}, index=works.index)


PHASES: Mapping[str, int] = {
    "sewer_renewal": 1, "street_lights": 2, "asphalt_overlay": 3, "public_space": 4, "garden": 4,
}  # fmt: skip
"""Order on one spot: pipes, cables and lights, paving, planting (common practice, an editable default)."""


@dataclass(frozen=True)
class OrderConflict:
    """Work `first` is to end before work `second`, which lies on the same spot and should precede it."""

    first: str
    second: str
    days: int


def order_conflicts(
    works: pd.DataFrame, touching: pd.DataFrame, phases: Mapping[str, int] = PHASES
) -> list[OrderConflict]:
    """Pairs of works on one spot whose dates contradict the order of works.

    `works` (by work id) has kind, end, status; `touching` pairs works that share ground (columns
    left, right: ids, each pair once). A later phase that ends before an earlier one would be dug up
    again. Left out: pairs of one phase, kinds without a phase, works without an end date or finished
    (digging up what is there already is a matter of years, not of order). `days` says how far apart the ends are.
    """
    pairs = pd.DataFrame({"first": touching["left"], "second": touching["right"]})
    turned = pairs.rename(columns={"first": "second", "second": "first"})
    both = pd.concat([pairs, turned[pairs.columns]], ignore_index=True)
    phase, end = works["kind"].map(phases), pd.to_datetime(works["end"])
    later = both["first"].map(phase) > both["second"].map(phase)
    gap = (both["second"].map(end) - both["first"].map(end)).dt.days
    open_ones = ~works["status"].isin(FINISHED)
    digs_up = later & (gap > 0) & both["first"].map(open_ones) & both["second"].map(open_ones)
    found = both[digs_up].assign(days=gap[digs_up].astype(int)).sort_values(["first", "second"])
    return [OrderConflict(row.first, row.second, row.days) for row in found.itertuples(index=False)]


def _days(values: pd.Series) -> np.ndarray:
    days: np.ndarray = pd.to_datetime(values).to_numpy().astype("datetime64[D]")
    return days


def _flags(values: pd.Series) -> np.ndarray:
    flags: np.ndarray = values.eq(True).to_numpy(dtype=bool)
    return flags


def _overrun(day: np.ndarray, late: np.ndarray, now: np.datetime64) -> np.ndarray:
    days: np.ndarray = (now - np.where(late, day, now)).astype("timedelta64[D]").astype(int)
    return days


@dataclass(frozen=True)
class WorksOfPlace:
    """The works that concern a building: finished ones (the latest first), running ones, and those to come.

    Each frame has the columns of the works and `relation`: "on" (the work lies on the building) or
    "near" (within `geo.spreading.NEAR_M`).
    """

    past: pd.DataFrame
    now: pd.DataFrame
    next: pd.DataFrame


def works_of_building(works: pd.DataFrame, building: str) -> WorksOfPlace:
    """The works on or near a building by where they stand; those without a date come last in their group."""
    on, near = (
        np.fromiter((building in places for places in works[key]), dtype=bool, count=len(works))
        for key in ("buildings", "near")
    )
    chosen = works[on | near].assign(relation=np.where(on, "on", "near")[on | near])
    finished, begun = chosen["status"].isin(FINISHED), ~chosen["status"].isin(NOT_BEGUN)
    return WorksOfPlace(
        past=chosen[finished].sort_values("end_day", ascending=False, kind="stable"),
        now=chosen[begun & ~finished].sort_values("end_day", kind="stable"),
        next=chosen[~begun].sort_values("start_day", kind="stable"),
    )
