"""Progress entries: what has been reached by a day, with words, place and photos.

The latest entry by day says how much of the work is done; the work follows in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from data import project_schema as tables
from data import records
from data.china_day import CHINA
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


@dataclass(frozen=True)
class Entry:
    """One report: `quantity` is the quantity *to date* in the unit of the work, None for words or photos alone.

    `written_at`: when it was first written (UTC); set when it is added, and kept by every correction.
    """

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
    written_at: datetime | None = None


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


def entry(store: Store, community: str, id: str) -> Entry:
    """The entry of this id; `NoSuchRecord` if there is none."""
    with store.read() as connection:
        return records.get(connection, ENTRY, community, id)


def add_entry(
    tx: Write, community: str, new: Entry, *, status: str = "", photos: Sequence[Photo] = (), folder: Path | None = None
) -> Entry:
    """Add an entry with its photos, bring the work's done quantity (and status, if given) along: all or nothing.

    `photos` show pictures that are kept under `folder` (`data.pictures.keep_picture`). Raises
    `Refused` with every fault, `NoSuchRecord` for an unknown work, `NotAllowed` for somebody else's work.
    """
    require_report(tx, community, [new.work])
    _require_publishing(tx, community, photos)

    def work(inner: Write) -> list[Entry]:
        target = records.get(inner.connection, WORK, community, new.work)
        _refuse_faults(inner, community, new, target, status, photos, folder)
        stored = records.add(inner, ENTRY, community, [replace(new, written_at=inner.at)])
        _attach(inner, community, new, photos)
        _bring_along(inner, community, [replace(target, status=status or target.status)])
        return stored

    return records.once(tx, ENTRY, community, "add_entry", work)[0]


def save_entry(
    tx: Write, community: str, changed: Entry, *, status: str = "", cap_accepted: bool = False,
    photos: Sequence[Photo] = (), folder: Path | None = None,
) -> Entry:  # fmt: skip
    """Save a corrected entry, or archive a mistaken one; the work follows (with `status`, if one is given).

    An entry that was written for the wrong work takes its photos to the right one, and both works follow.
    `cap_accepted`: no more stays accepted than is done now. Raises `StaleVersion` with both values, and as
    `add_entry`; `NotAllowed` for `cap_accepted` by who may not edit projects.
    """
    before = records.get(tx.connection, ENTRY, community, changed.id)
    require_report(tx, community, sorted({before.work, changed.work}))
    _require_publishing(tx, community, photos)
    if cap_accepted:
        tx.require("edit_projects", community)

    def work(inner: Write) -> list[Entry]:
        target = records.get(inner.connection, WORK, community, changed.work)
        _refuse_faults(inner, community, changed, target, status, photos, folder)
        stored = records.save(inner, ENTRY, community, [replace(changed, written_at=before.written_at)])
        _attach(inner, community, changed, photos)
        targets = [replace(target, status=status or target.status)]
        if before.work != changed.work:
            _move_photos(inner, community, changed)
            targets.append(records.get(inner.connection, WORK, community, before.work))
        _bring_along(inner, community, targets, cap_accepted=cap_accepted)
        return stored

    return records.once(tx, ENTRY, community, "save_entry", work)[0]


def _require_publishing(tx: Write, community: str, photos: Sequence[Photo]) -> None:
    if any(item.public for item in photos):
        tx.require("publish_photos", community)


def _refuse_faults(
    tx: Write, community: str, item: Entry, target: Work, status: str, photos: Sequence[Photo], folder: Path | None
) -> None:
    if photos and not folder:
        raise ValueError("photos need the folder that their pictures are kept in")
    problems = _problems(tx.connection, community, item, target, tx.at.astimezone(CHINA).date())
    problems += [problem for photo in photos if folder for problem in check_photo(photo, folder)]
    refuse_errors([*problems, *_status_faults(status)])


def _attach(tx: Write, community: str, owner: Entry, photos: Sequence[Photo]) -> None:
    attached = [replace(item, work=owner.work, entry=owner.id, is_sample=owner.is_sample) for item in photos]
    if attached:
        records.add(tx, PHOTO, community, attached)


def _move_photos(tx: Write, community: str, owner: Entry) -> None:
    own = records.find(tx.connection, PHOTO, community, entry=owner.id)
    records.save(tx, PHOTO, community, [replace(item, work=owner.work) for item in own])


def _status_faults(status: str) -> list[Problem]:
    if not status or status in dict(STATUSES):
        return []
    return [Problem(N_("“{value}”不在可选项中"), column="status", values={"value": status})]


def _bring_along(tx: Write, community: str, targets: Sequence[Work], *, cap_accepted: bool = False) -> None:
    """Save the works with what their latest entries say is done; nothing left says nothing is known to be done."""
    moved = followed(tx.connection, community, targets)
    if cap_accepted:
        moved = [replace(item, accepted=_capped(item.accepted, item.done)) for item in moved]
    records.save(tx, WORK, community, moved)


def _capped(accepted: float | None, done: float | None) -> float | None:
    return None if accepted is None or done is None else min(accepted, done)


def _problems(connection: Connection, community: str, draft: Entry, target: Work, today: date) -> list[Problem]:
    around = surroundings(connection, community, [])
    kind = around.kinds.get(target.kind)
    reported = records.find(connection, ENTRY, community, work=target.id, archived=False)
    earlier = {item.day: item.quantity for item in reported if item.quantity is not None and item.id != draft.id}
    checked = EntryDraft(draft.day, draft.quantity, draft.words, draft.lon, draft.lat, earlier)
    return check_entry(checked, target, kind.unit if kind else "", today, around)
