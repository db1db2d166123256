"""Many works at once: status and dates in one transaction, which can be undone as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from data import project_schema as tables
from data import records
from data.nouns import Noun, facts_of, record_of
from data.records import new_id, refuse_errors
from data.store import Store
from data.works import WORK, surroundings
from data.write import Write
from geo.errors import MapError
from geo.words import N_
from geo.work_checks import check_work
from geo.works import Work, WorkDate


class UndoConflict(MapError):  # noqa: N818 - named as the leaves in data.errors
    """Some works were changed again since; nothing was undone. `conflicts` maps work id → fields changed since."""

    def __init__(self, conflicts: Mapping[str, tuple[str, ...]], names: Mapping[str, str]) -> None:
        listed = "、".join(names[id] for id in conflicts)
        super().__init__(N_("以下工作后来又被修改,没有撤销:{works}。请逐项处理。"), works=listed)
        self.conflicts = dict(conflicts)


@dataclass(frozen=True)
class ChangeBatch:
    """A change of many works. `changes`: (work id, fields before, fields after), as the history writes them."""

    id: str
    title: str
    changes: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...]
    undone: bool = False
    version: int = 1
    updated_by: str = ""


def _to_row(item: ChangeBatch) -> dict[str, Any]:
    return {**vars(item), "changes": [list(change) for change in item.changes]}


def _from_row(row: Mapping[str, Any]) -> ChangeBatch:
    columns = {name: row[name] for name in ChangeBatch.__dataclass_fields__}
    return ChangeBatch(**{**columns, "changes": tuple((id, was, now) for id, was, now in row["changes"])})


BATCH: Noun[ChangeBatch] = Noun(tables.change_batch, N_("批量修改"), _to_row, _from_row)


class _Keep:
    """The type of `KEEP`."""


KEEP: Final = _Keep()
"""Leave this field of the works as it is."""

EDITED = ("status", "start", "end", "warranty_until")
FIELDS = ("status", "start_day", "start_confirmed", "end_day", "end_confirmed")


@dataclass(frozen=True)
class Edit:
    """What to do to every chosen work: set the status or dates, or move estimated dates by `shift_days`."""

    status: str | _Keep = KEEP
    start: WorkDate | _Keep | None = KEEP
    end: WorkDate | _Keep | None = KEEP
    shift_days: int = 0


def edit_works(tx: Write, community: str, versions: Mapping[str, int], edit: Edit, *, title: str) -> ChangeBatch:
    """Change many works (id → version that was seen) in one transaction; the batch that undoes it.

    Raises `Refused` with every fault, `StaleVersion` for the first work that somebody saved since.
    """

    tx.require("edit_projects", community)

    def work(inner: Write) -> list[ChangeBatch]:
        before = records.get_all(inner.connection, WORK, community, list(versions))
        wanted = [replace(_edited(item, edit), version=versions[item.id]) for item in before]
        around = surroundings(inner.connection, community, wanted)
        refuse_errors(
            [
                replace(problem, row=row)
                for row, item in enumerate(wanted, 1)
                for problem in check_work(item, around)
                if problem.column in EDITED  # an old fault elsewhere in a work does not hinder this
            ]
        )
        after = records.save(inner, WORK, community, wanted)
        changes = tuple(
            (was.id, _fields(was), _fields(now)) for was, now in zip(before, after, strict=True) if was != now
        )
        return records.add(inner, BATCH, community, [ChangeBatch(new_id("b"), title, changes)])

    return records.once(tx, BATCH, community, "edit_works", work)[0]


def undo(tx: Write, community: str, batch: str) -> ChangeBatch:
    """Put back what a batch changed, where nobody has changed the same fields since; all or nothing.

    Other fields of the works keep what they have now. Raises `UndoConflict` naming works and fields.
    A batch that was undone stays undone.
    """

    tx.require("edit_projects", community)

    def work(inner: Write) -> list[ChangeBatch]:
        found = records.get(inner.connection, BATCH, community, batch)
        if found.undone:
            return [found]
        chosen = records.get_all(inner.connection, WORK, community, [id for id, _, _ in found.changes])
        present = {item.id: item for item in chosen}
        conflicts = {}
        for id, _, after in found.changes:
            now = _fields(present[id])
            differing = tuple(key for key in FIELDS if now[key] != after[key])
            if differing:
                conflicts[id] = differing
        if conflicts:
            raise UndoConflict(conflicts, {id: present[id].name for id in conflicts})
        restored = [_restored(present[id], before) for id, before, _ in found.changes]
        records.save(inner, WORK, community, restored)
        return records.save(inner, BATCH, community, [replace(found, undone=True)])

    return records.once(tx, BATCH, community, "undo", work)[0]


def batches(store: Store, community: str) -> list[ChangeBatch]:
    """The batches of a community that can still be undone."""
    with store.read() as connection:
        return records.find(connection, BATCH, community, undone=False)


def _edited(item: Work, edit: Edit) -> Work:
    start = item.start if isinstance(edit.start, _Keep) else edit.start
    end = item.end if isinstance(edit.end, _Keep) else edit.end
    status = item.status if isinstance(edit.status, _Keep) else edit.status
    return replace(item, status=status, start=_shifted(start, edit.shift_days), end=_shifted(end, edit.shift_days))


def _shifted(date: WorkDate | None, days: int) -> WorkDate | None:
    """A confirmed date stands: only what is estimated can be moved."""
    if date is None or date.confirmed or not days:
        return date
    return WorkDate(date.day + timedelta(days=days))


def _fields(item: Work) -> dict[str, Any]:
    row = facts_of(WORK, WORK.to_row(item))
    return {key: row[key] for key in FIELDS}


def _restored(item: Work, fields: Mapping[str, Any]) -> Work:
    facts = {**facts_of(WORK, WORK.to_row(item)), **fields}
    return record_of(WORK, facts)
