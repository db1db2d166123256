"""What has happened to the works since a day: what is told at a residents' meeting.

Two sources say it. Confirmed days of the works themselves (begun, finished), however late they were typed in;
and the works as the history has them on that day (new, other dates, other status). Estimates never count as
something that happened.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from geo.schedule import lateness
from geo.words import N_
from geo.works import FINISHED, NOT_BEGUN, Vocabulary, WorkDate

NEWS_KINDS: Vocabulary = (
    ("accepted", N_("已验收")),
    ("done", N_("已完工")),
    ("begun", N_("已开工")),
    ("late", N_("已逾期")),
    ("date", N_("日期有变")),
    ("new", N_("新增工作")),
)
"""What can have happened, in the order in which it is told."""


@dataclass(frozen=True)
class WorkThen:
    """A work as it stood on the day that is looked back to."""

    status: str
    start: WorkDate | None = None
    end: WorkDate | None = None


@dataclass(frozen=True)
class News:
    """One thing that happened to a work. `day` is the day it is about, `before` what that day used to be
    (only where dates changed); `days_late` and `was_late` are about lateness."""

    kind: str
    work: str
    name: str
    project: str
    project_name: str
    day: WorkDate | None = None
    before: WorkDate | None = None
    days_late: int = 0
    was_late: bool = False


def news_since(works: pd.DataFrame, then: Mapping[str, WorkThen | None], since: date, today: date) -> list[News]:
    """What happened after `since` until `today`, by kind, then by day and name.

    `works` are those of a work view that the reader may see. `then` holds those that the history knows
    otherwise: a work as it stood on `since`, None where it was not there yet; works that are not in it stood
    as they stand now.
    """
    late_then = _late_then(works, then, since)
    found = [item for row in works.itertuples() for item in _news(row, then, since, today, bool(late_then[row.Index]))]
    order = {kind: place for place, (kind, _title) in enumerate(NEWS_KINDS)}
    return sorted(found, key=lambda item: (order[item.kind], item.day.day if item.day else date.max, item.name))


def _news(row: Any, then: Mapping[str, WorkThen | None], since: date, today: date, was_late: bool) -> Iterator[News]:
    start, end = work_date(row.start_day, row.start_confirmed), work_date(row.end_day, row.end_confirmed)
    facts = {"work": row.Index, "name": row.name, "project": row.project, "project_name": row.project_name}
    past = then.get(row.Index, WorkThen(row.status, start, end))
    status_then = past.status if past else "planned"
    if row.status in FINISHED and (status_then not in FINISHED or _fell(end, since, today)):
        yield News("accepted" if row.status == "accepted" else "done", day=_certain(end), **facts)
    elif row.status == "accepted" and status_then != "accepted":
        yield News("accepted", **facts)
    elif row.status not in (*FINISHED, *NOT_BEGUN) and (status_then in NOT_BEGUN or _fell(start, since, today)):
        yield News("begun", day=_certain(start), **facts)
    if row.late:
        day = start if row.reason == "start_passed" else end
        yield News("late", day=day, days_late=int(row.days_late), was_late=was_late, **facts)
    if past is None and not _happened_before(start, since):
        yield News("new", day=end, **facts)
    if past is not None and row.status not in FINISHED:
        for before, now in ((past.end, end), (past.start, start if row.status in NOT_BEGUN else past.start)):
            if before != now and (before is None or now is None or before.day != now.day):
                yield News("date", day=now, before=before, **facts)
                break


def work_date(day: Any, confirmed: Any) -> WorkDate | None:
    """A day of a frame with its certainty, None where there is none."""
    return None if pd.isna(day) else WorkDate(pd.Timestamp(day).date(), bool(confirmed))


def _fell(day: WorkDate | None, since: date, today: date) -> bool:
    """Whether a day that is certain lies after `since`, `today` at the latest."""
    return day is not None and day.confirmed and since < day.day <= today


def _certain(day: WorkDate | None) -> WorkDate | None:
    return day if day and day.confirmed else None


def _happened_before(start: WorkDate | None, since: date) -> bool:
    """Whether a work entered later had in truth begun before."""
    return start is not None and start.confirmed and start.day <= since


def _late_then(works: pd.DataFrame, then: Mapping[str, WorkThen | None], since: date) -> pd.Series:
    """Whether each work was late on `since` already."""
    rows = []
    for row in works.itertuples():
        now = WorkThen(
            row.status, work_date(row.start_day, row.start_confirmed), work_date(row.end_day, row.end_confirmed)
        )
        past = then.get(row.Index, now) or now
        start, end = past.start, past.end
        days = (start.day if start else None, end.day if end else None)
        rows.append((past.status, *days, bool(start and start.confirmed), bool(end and end.confirmed)))
    columns = ["status", "start", "end", "start_confirmed", "end_confirmed"]
    frame = pd.DataFrame(rows, columns=columns, index=works.index)
    return lateness(frame, since)["late"] if len(frame) else pd.Series(dtype=bool)
