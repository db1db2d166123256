"""Progress entries: what has been reached by a day, with words, place and photos.

The latest entry by day says how much of the work is done; the work follows in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from data import project_schema as tables
from data import records
from data.nouns import noun_of
from data.own_places import require_report
from data.photos import PHOTO, Photo, check_photo
from data.records import refuse_errors
from data.store import Store
from data.works import WORK, followed, surroundings
from data.write import Write
from geo.errors import Problem
from geo.words import N_
from geo.work_checks import EntryDraft, check_entry
from geo.works import STATUSES, Work

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Entry:
    """One report: `quantity` is the quantity *to date* in the unit of the work, None for words or photos alone."""

    id: str
    work: str
    day: date
    quantity: float | None = None
    words: str = ""
    lon: float | None = None
    lat: float | None = None
    is_sample: bool = False
    archived: bool = False
    version: int = 1
    updated_by: str = ""


ENTRY = noun_of(Entry, tables.entry, N_("进展记录"))


def entries(store: Store, community: str, *, work: str = "", project: str = "") -> list[Entry]:
    """Entries of a work or of a project (also of its works that were split since), the newest day first."""
    where: dict[str, Any] = {"archived": False, **({"work": work} if work else {})}
    with store.read() as connection:
        if project:
            table = tables.work.c
            query = select(table.id).where(table.community == community, table.project == project)
            where["work"] = list(connection.execute(query).scalars())
        found = records.find(connection, ENTRY, community, **where)
    return sorted(found, key=lambda item: (item.day, item.id), reverse=True)


def entry_problems(store: Store, community: str, draft: Entry, today: date) -> list[Problem]:
    """Every fault of an entry that is not saved yet, for the form; warnings are said and pass."""
    with store.read() as connection:
        return _problems(connection, community, draft, records.get(connection, WORK, community, draft.work), today)


def add_entry(
    tx: Write, community: str, new: Entry, *, status: str = "", photos: Sequence[Photo] = (), folder: Path | None = None
) -> Entry:
    """Add an entry with its photos, bring the work's done quantity (and status, if given) along: all or nothing.

    `photos` show pictures that are kept under `folder` (`data.pictures.keep_picture`). Raises
    `Refused` with every fault, `NoSuchRecord` for an unknown work, `NotAllowed` for somebody else's work.
    """
    require_report(tx, community, [new.work])
    if any(item.public for item in photos):
        tx.require("publish_photos", community)

    def work(inner: Write) -> list[Entry]:
        target = records.get(inner.connection, WORK, community, new.work)
        problems = _problems(inner.connection, community, new, target, inner.at.astimezone(ZONE).date())
        problems += [problem for item in photos if folder for problem in check_photo(item, folder)]
        if photos and not folder:
            raise ValueError("photos need the folder that their pictures are kept in")
        refuse_errors([*problems, *_status_faults(status)])
        stored = records.add(inner, ENTRY, community, [new])
        attached = [replace(item, work=new.work, entry=new.id, is_sample=new.is_sample) for item in photos]
        if attached:
            records.add(inner, PHOTO, community, attached)
        _bring_along(inner, community, replace(target, status=status or target.status))
        return stored

    return records.once(tx, ENTRY, community, "add_entry", work)[0]


def save_entry(tx: Write, community: str, changed: Entry, *, status: str = "") -> Entry:
    """Save a corrected entry, or archive a mistaken one; the work follows (with `status`, if one is given).

    Raises `StaleVersion` with both values, and as `add_entry`.
    """
    stored = records.get(tx.connection, ENTRY, community, changed.id)
    require_report(tx, community, sorted({stored.work, changed.work}))

    def work(inner: Write) -> list[Entry]:
        target = records.get(inner.connection, WORK, community, changed.work)
        today = inner.at.astimezone(ZONE).date()
        refuse_errors([*_problems(inner.connection, community, changed, target, today), *_status_faults(status)])
        stored = records.save(inner, ENTRY, community, [changed])
        _bring_along(inner, community, replace(target, status=status or target.status))
        return stored

    return records.once(tx, ENTRY, community, "save_entry", work)[0]


def _status_faults(status: str) -> list[Problem]:
    if not status or status in dict(STATUSES):
        return []
    return [Problem(N_("“{value}”不在可选项中"), column="status", values={"value": status})]


def _bring_along(tx: Write, community: str, target: Work) -> None:
    """Save the work with what its latest entry says is done; nothing left says nothing is known to be done."""
    records.save(tx, WORK, community, followed(tx.connection, community, [target]))


def _problems(connection: Connection, community: str, draft: Entry, target: Work, today: date) -> list[Problem]:
    around = surroundings(connection, community, [])
    kind = around.kinds.get(target.kind)
    reported = records.find(connection, ENTRY, community, work=target.id, archived=False)
    earlier = {item.day: item.quantity for item in reported if item.quantity is not None and item.id != draft.id}
    checked = EntryDraft(draft.day, draft.quantity, draft.words, draft.lon, draft.lat, earlier)
    return check_entry(checked, target, kind.unit if kind else "", today, around)
