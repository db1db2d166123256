"""Duties over time: which assignment holds on which day, and which of them contradict each other.

An assignment says: this person, in this role, for this place, from a day to a day. Both days are
**inclusive** (the way people write 6月1日至6月30日); a missing last day means until further notice. A
successor therefore begins on the day after.

Frames of assignments have the index = assignment id and the columns person, role, layer, place,
since, until (dates; until None/NaT = open) and stands_in_for (id of the assignment that is covered
while its holder is on leave, "" for a principal).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

COLUMNS = ("person", "role", "layer", "place", "since", "until", "stands_in_for")
FOREVER = np.datetime64("9999-12-31")
ALWAYS = np.datetime64("0001-01-01")


@dataclass(frozen=True)
class Holder:
    """A person who holds a place on a day. `covered_by`: who stands in for them on that day ("" nobody)."""

    assignment: str
    person: str
    role: str
    layer: str
    place: str
    stands_in_for: str = ""
    covered_by: str = ""


def holds_on(assignments: pd.DataFrame, day: date) -> pd.Series:
    """For each assignment whether it holds on the day (both its days included).

    >>> frame = pd.DataFrame({"since": [date(2025, 6, 1)] * 2, "until": [date(2025, 6, 30), None]})
    >>> holds_on(frame, date(2025, 6, 30)).tolist(), holds_on(frame, date(2025, 7, 1)).tolist()
    ([True, True], [False, True])
    """
    moment = np.datetime64(day)
    since, until = days(assignments["since"], ALWAYS), days(assignments["until"], FOREVER)
    return pd.Series((since <= moment) & (moment <= until), index=assignments.index, name="holds")


def holders(assignments: pd.DataFrame, day: date) -> list[Holder]:
    """Everybody who holds a place on the day, in the order of the frame; stand-ins beside those they cover."""
    now = assignments[holds_on(assignments, day).to_numpy(dtype=bool)]
    covered = {row.stands_in_for: row.person for row in now.itertuples() if row.stands_in_for}
    return [
        Holder(
            str(row.Index),
            row.person,
            row.role,
            row.layer,
            row.place,
            row.stands_in_for or "",
            covered.get(row.Index, ""),
        )
        for row in now.itertuples()
    ]


def holders_by_place(assignments: pd.DataFrame, day: date) -> Mapping[tuple[str, str], tuple[Holder, ...]]:
    """(layer, place id) → its holders on the day; places without one are missing."""
    found: dict[tuple[str, str], list[Holder]] = {}
    for holder in holders(assignments, day):
        found.setdefault((holder.layer, holder.place), []).append(holder)
    return {place: tuple(held) for place, held in found.items()}


def overlapping(assignments: pd.DataFrame, single_roles: frozenset[str]) -> list[tuple[str, str]]:
    """Pairs of assignments that hold one place in one single-holder role at the same time.

    Stand-ins do not count: they are there because the principal is away. Within a place and role the
    assignments are sorted by their first day; the one that reaches farthest so far is compared with each next.
    """
    principal = assignments["stands_in_for"].fillna("").eq("") & assignments["role"].isin(single_roles)
    chosen = assignments[principal.to_numpy(dtype=bool)]
    frame = pd.DataFrame(
        {
            "key": chosen["role"] + "\0" + chosen["layer"] + "\0" + chosen["place"],
            "since": days(chosen["since"], ALWAYS),
            "until": days(chosen["until"], FOREVER),
        },
        index=chosen.index,
    ).sort_values(["key", "since"], kind="stable")
    pairs, last = [], None
    for row in frame.itertuples():
        if last is not None and last.key == row.key and row.since <= last.until:
            pairs.append((str(last.Index), str(row.Index)))
        if last is None or last.key != row.key or row.until >= last.until:
            last = row
    return pairs


def free_days(
    periods: list[tuple[date, date | None]], since: date, until: date | None
) -> list[tuple[date, date | None]]:
    """The parts of a span that none of the periods covers (all days inclusive, None = open).

    >>> free_days([(date(2025, 3, 1), date(2025, 3, 31))], date(2025, 2, 1), date(2025, 4, 30))
    [(datetime.date(2025, 2, 1), datetime.date(2025, 2, 28)), (datetime.date(2025, 4, 1), datetime.date(2025, 4, 30))]
    """
    gaps: list[tuple[date, date | None]] = []
    start = since
    for begin, end in sorted(periods, key=lambda period: period[0]):
        if until is not None and begin > until:
            break
        if begin > start:
            gaps.append((start, begin - timedelta(days=1)))
        if end is None:
            return gaps
        start = max(start, end + timedelta(days=1))
    if until is None or start <= until:
        gaps.append((start, until))
    return gaps


def days(values: pd.Series, missing: np.datetime64) -> np.ndarray:
    """A column of dates (objects, ISO texts or datetimes) as datetime64[D], `missing` where there is none."""
    if values.dtype.kind == "M":
        found = values.to_numpy().astype("datetime64[D]")
    else:
        plain = [None if value is None or value != value or value == "" else value for value in values]
        found = np.array(plain, dtype="datetime64[D]")
    result: np.ndarray = np.where(np.isnat(found), missing, found)
    return result
