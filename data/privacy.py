"""Numbers and people's data: revealed one by one with a reason and a log line, exported, erased.

The log of reveals is append-only like the history. No number enters it, the history, an idempotency key or
an error message.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, text

from data import china_day, records
from data import people_schema as tables
from data.assignments import ASSIGNMENT
from data.engine import sqlite_path
from data.handovers import HANDOVER
from data.history import changes
from data.own_places import own_places, people_of
from data.people import FACTS, Person, person, save_stored, stored_person
from data.people_checks import hides_a_number, mask
from data.records import NoSuchRecord, refuse_errors
from data.rights import ALL, Viewer, reach, require
from data.store import Store
from data.write import Write
from geo.errors import Problem
from geo.words import N_

__all__ = ["Reveal", "erase_person", "export_person", "log_reveal", "mask", "reveal_mobile", "reveals"]

REVEAL, EXPORT, EXPORT_LIST, ERASE = "reveal", "export", "export_list", "erase"
SHORTEST_REASON = 2


@dataclass(frozen=True)
class Reveal:
    """One line of the log: who saw (or took out, or erased) the data of whom, when, in which role, and why."""

    id: int
    at: datetime
    who: str
    viewer_role: str
    person: str
    action: str
    reason: str


def reveal_mobile(
    store: Store, viewer: Viewer, community: str, id: str, reason: str, *, day: date | None = None
) -> str:
    """The mobile of a person in clear, for a reason that is written down first; "" if none is kept.

    A viewer whose right reaches only their own places (of today) sees the numbers of the people there. Raises
    `NotAllowed`, `Refused` without a reason, `NoSuchRecord`.
    """
    moment = day or china_day.today()
    own = reach(viewer.within(community).role, "reveal_mobile") != ALL and id in people_of(
        store, community, own_places(store, community, viewer, china_day.today()), moment
    )
    require(viewer.within(community), "reveal_mobile", own=own)
    with store.write(viewer) as tx:
        tx.lock(community)
        found, number = stored_person(tx.connection, community, id)
        if found.erased_number is not None or found.merged_into:
            raise NoSuchRecord(N_("此人的信息已删除或已合并到另一人。请刷新后再试。"))
        log_reveal(tx, viewer, community, [id], REVEAL, reason)
    return number


def log_reveal(tx: Write, viewer: Viewer, community: str, people: Sequence[str], action: str, reason: str) -> None:
    """Append a line for each person; `Refused` for a missing reason or one with a number in it."""
    refuse_errors(_reason_faults(reason))
    tx.lock(community)
    table = tables.reveal
    newest = tx.connection.execute(select(func.max(table.c.id)).where(table.c.community == community)).scalar() or 0
    rows = [
        {
            "community": community,
            "id": number,
            "at": tx.at,
            "who": viewer.name,
            "viewer_role": viewer.role,
            "person": id,
            "action": action,
            "reason": reason.strip(),
        }
        for number, id in enumerate(people, newest + 1)
    ]
    if rows:
        tx.connection.execute(table.insert(), rows)


def reveals(
    store: Store, viewer: Viewer, community: str, *, person: str | None = None, limit: int = 200
) -> list[Reveal]:
    """The newest lines of the log first. Raises `NotAllowed`."""
    require(viewer.within(community), "see_reveals")
    table = tables.reveal
    columns = [column for column in table.columns if column.name != "community"]
    query = select(*columns).where(table.c.community == community).order_by(table.c.id.desc()).limit(limit)
    if person is not None:
        query = query.where(table.c.person == person)
    with store.read() as connection:
        return [Reveal(**row._mapping) for row in connection.execute(query)]


def export_person(store: Store, viewer: Viewer, community: str, id: str, reason: str) -> dict[str, Any]:
    """Everything that is kept about a person, as plain JSON: what they may ask for. Logged. Raises as `reveal_mobile`.

    Keys: person (with the mobile in clear), assignments, handovers, history (of the person's record), reveals.
    """
    require(viewer.within(community), "export_person")
    found = person(store, viewer, community, id)
    with store.write(viewer) as tx:
        log_reveal(tx, viewer, community, [id], EXPORT, reason)
        _, number = stored_person(tx.connection, community, id)
        held = records.find(tx.connection, ASSIGNMENT, community, person=id)
        everything = records.find(tx.connection, HANDOVER, community)
    taken = [item for item in everything if item.person == id or any(i.taker == id for i in item.items)]
    log = changes(store, community, layer="people", row_id=id, limit=10_000)
    seen = reveals(store, replace(viewer, role="administrator"), community, person=id, limit=10_000)
    plain: dict[str, Any] = _plain(
        {
            "person": {**asdict(found), "mobile": number},
            "assignments": [asdict(item) for item in held],
            "handovers": [asdict(item) for item in taken],
            "history": [asdict(item) for item in log],
            "reveals": [asdict(item) for item in seen],
        }
    )
    return plain


def erase_person(store: Store, viewer: Viewer, community: str, id: str, reason: str, *, day: date | None = None) -> int:
    """Erase what tells who a person is, and return the number N of 已删除人员 N. It cannot be undone.

    Name, shown name, organisation, phones and the note of consent go; the duties stay in the record, those
    that go on end with `day`. The history never held any of it. On SQLite the freed pages are overwritten and
    the write-ahead log is emptied, so that the file itself does not hold it either; backups made before do.
    """
    require(viewer.within(community), "erase_person")
    moment = day or china_day.today()
    with store.write(viewer) as tx:
        sqlite = tx.connection.dialect.name == "sqlite"
        if sqlite:
            tx.connection.execute(text("PRAGMA secure_delete = ON"))
        tx.lock(community)
        found, _ = stored_person(tx.connection, community, id)
        doubles = _merged_into(tx, community, id)
        if found.erased_number is not None:
            raise NoSuchRecord(N_("此人的信息已经删除。"))
        log_reveal(tx, viewer, community, [id, *doubles], ERASE, reason)
        number = _next_number(tx, community)
        kept = {name: getattr(found, name) for name in FACTS}
        blank = Person(id, **{**kept, "erased_number": number}, version=found.version)
        save_stored(tx, community, blank, "")
        _end_duties(tx, community, id, moment)
    if sqlite and sqlite_path(store.url):
        with store.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")  # the engine begins a transaction, and a checkpoint needs none
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()
    return number


def _end_duties(tx: Write, community: str, id: str, day: date) -> None:
    """Duties that go on end with the day; those that had not begun are withdrawn."""
    held = records.find(tx.connection, ASSIGNMENT, community, person=id, withdrawn=False)
    ended = [
        replace(item, withdrawn=True) if item.since > day else replace(item, until=day)
        for item in held
        if item.until is None or item.until > day
    ]
    records.save(records.without_key(tx), ASSIGNMENT, community, ended)


def _merged_into(tx: Write, community: str, id: str) -> list[str]:
    table = tables.person
    query = select(table.c.id).where(table.c.community == community, table.c.merged_into == id)
    return [row.id for row in tx.connection.execute(query)]


def _next_number(tx: Write, community: str) -> int:
    table = tables.person
    query = select(func.max(table.c.erased_number)).where(table.c.community == community)
    return (tx.connection.execute(query).scalar() or 0) + 1


def _reason_faults(reason: str) -> list[Problem]:
    if len(reason.strip()) < SHORTEST_REASON:
        return [Problem(N_("请写明原因,例如“漏水,需通知住户”"), None, "reason")]
    if hides_a_number(reason):
        return [Problem(N_("原因里不能写手机号或身份证号"), None, "reason")]
    return []


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date | datetime) else value
