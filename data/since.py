"""The works as they stood at an earlier moment: read from the history, public facts only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from data import schema
from data.meetings import end_of
from data.store import Store
from data.work_frames import work_view
from geo.since import News, WorkThen, news_since
from geo.works import WorkDate

SETTING_UP = timedelta(days=1)
"""What is written in the first day of a community's records is how things stood, not news."""


@dataclass(frozen=True)
class Since:
    """What happened since `day`; `known_from` is the day from which the history can say it, if later than `day`."""

    day: date
    known_from: date | None
    news: tuple[News, ...]


def since(store: Store, community: str, day: date, today: date) -> Since:
    """What happened after `day` until `today` to the works that everybody may see."""
    moment = end_of(day)
    first = _first_record(store, community)
    begins = first + SETTING_UP if first else None
    late = begins is not None and begins > moment
    then = works_then(store, community, begins if late and begins else moment)
    view = work_view(store, community, today, role="visitor")
    known_from = first.astimezone(moment.tzinfo).date() if late and first else None
    return Since(day, known_from, tuple(news_since(view.works, then, day, today)))


def works_then(store: Store, community: str, moment: datetime) -> dict[str, WorkThen | None]:
    """Works that were written after `moment`, as they stood then; None where they were not there yet.

    Only the status and the dates are selected: nothing internal leaves the history.
    """
    table = schema.history.c
    after = (table.community == community) & (table.table == "work") & (table.at > moment)
    first = select(func.min(table.id)).where(after).group_by(table.row_id)
    before = table.before
    query = select(
        table.row_id,
        table.action,
        before["status"].as_string(),
        before["start_day"].as_string(),
        before["start_confirmed"].as_boolean(),
        before["end_day"].as_string(),
        before["end_confirmed"].as_boolean(),
        before["archived"].as_boolean(),
    ).where(table.community == community, table.id.in_(first))
    with store.read() as connection:
        rows = connection.execute(query).all()
    return {id: None if action == "add" or gone else _then(*facts) for id, action, *facts, gone in rows}


def _then(status: str, start: str | None, start_sure: bool, end: str | None, end_sure: bool) -> WorkThen:
    return WorkThen(status, _day(start, start_sure), _day(end, end_sure))


def _day(day: str | None, confirmed: Any) -> WorkDate | None:
    return WorkDate(date.fromisoformat(day), bool(confirmed)) if day else None


def _first_record(store: Store, community: str) -> datetime | None:
    table = schema.history.c
    with store.read() as connection:
        found: datetime | None = connection.execute(
            select(func.min(table.at)).where(table.community == community, table.table == "work")
        ).scalar()
    return found
