"""Saving new outlines of grids in one write, with what it means for who is responsible; and taking it back.

Nobody's duty is lost silently: whoever holds a grid that goes on keeps it; a new grid is at first held by those of
the grid whose ground it takes; of a grid that ends, duties go over to the grid that takes its ground, and where that
grid has its own single holder already, the duty ends and is named (`GridChange.released`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import shapely
from sqlalchemy import func, select

from data import records, schema
from data.assignments import ASSIGNMENT, Assignment, added, check_assignments
from data.features import Feature, add_feature, delete_feature, save_feature
from data.features import _feature as _stored
from data.nouns import record_of
from data.records import new_id
from data.rights import Viewer, require
from data.write import Write
from geo.errors import MapError
from geo.grid_plan import GridPlan, Outline
from geo.words import N_

GRID = "grid"


class GridsChangedError(MapError):
    """The grids are not any more as this plan or undoing saw them; nothing was written."""


@dataclass(frozen=True)
class GridChange:
    """A saved plan: the numbers of its first and last history entry (which undo it), and what became of duties.

    `carried`: (person, role, grid) that somebody now holds as well or instead; `released`: (person, role, grid)
    of those whose grid ended and who hold nothing instead: they need a hand-over or another grid.
    """

    first: int
    last: int
    carried: tuple[tuple[str, str, str], ...] = ()
    released: tuple[tuple[str, str, str], ...] = ()


def save_grids(
    tx: Write, viewer: Viewer, community: str, plan: GridPlan, versions: dict[str, int], day: date
) -> GridChange:
    """Save a plan that saw the grids at `versions` (id → version); duties change on `day`.

    Raises `NotAllowed`, `GridsChangedError` when somebody changed one of the grids since, `BadValue`.
    """
    require(viewer.within(community), "edit_grids")

    def work() -> dict[str, Any]:
        inner = records.without_key(tx)
        inner.lock(community)
        present = _grids(inner, community)
        _refuse_changed(plan, present, versions)
        first = _last_entry(inner, community) + 1
        for outline in plan.outlines:
            _put(inner, community, outline, present)
        for old, _heir in plan.ended:
            delete_feature(inner, community, GRID, old, version=present[old].version)
        carried, released = _duties(inner, community, plan, present, day)
        return {"first": first, "last": _last_entry(inner, community), "carried": carried, "released": released}

    told = tx.step(community, "save_grids", work)
    pairs = {key: tuple(tuple(item) for item in told[key]) for key in ("carried", "released")}
    return GridChange(told["first"], told["last"], **pairs)


def undo_grids(tx: Write, viewer: Viewer, community: str, change: GridChange) -> None:
    """Put grids and duties back as they were before a change; `GridsChangedError` if they changed since."""
    require(viewer.within(community), "edit_grids")

    def work() -> None:
        inner = records.without_key(tx)
        inner.lock(community)
        table = schema.history
        query = select(table).where(table.c.community == community, table.c.id.between(change.first, change.last))
        entries = list(inner.connection.execute(query.order_by(table.c.id.desc())))
        present = _grids(inner, community)
        for entry in entries:
            if entry.table == "feature" and entry.layer == GRID:
                _restore_grid(inner, community, entry, present.get(entry.row_id))
        duties = [entry for entry in entries if entry.table == ASSIGNMENT.table.name]
        _restore_duties(inner, community, duties)

    tx.step(community, "undo_grids", work)


def _put(tx: Write, community: str, outline: Outline, present: dict[str, Feature]) -> None:
    values = {"compound": outline.compound or None}
    if outline.id in present:
        old = present[outline.id]
        save_feature(
            tx,
            community,
            GRID,
            old.id,
            version=old.version,
            name=outline.name,
            values=values,
            geometry=outline.geometry,
        )
        return
    sample = outline.origin in present and present[outline.origin].is_sample
    add_feature(
        tx, community, GRID, outline.id, name=outline.name, values=values, geometry=outline.geometry, is_sample=sample
    )


def _refuse_changed(plan: GridPlan, present: dict[str, Feature], versions: dict[str, int]) -> None:
    touched = [*(old for old, _heir in plan.ended), *(item.id for item in plan.outlines)]
    touched += [item.origin for item in plan.outlines if item.origin]
    stale = sorted({id for id in touched if versions.get(id, 0) != (present[id].version if id in present else 0)})
    if stale:
        raise GridsChangedError(N_("网格 {ids} 刚被别人改过,没有保存。请看过现在的网格后再试。"), ids=", ".join(stale))


def _duties(
    tx: Write, community: str, plan: GridPlan, present: dict[str, Feature], day: date
) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    """Bring the assignments along; (carried, released)."""
    live = [
        item
        for item in records.find(tx.connection, ASSIGNMENT, community, layer=GRID, withdrawn=False)
        if item.until is None or item.until >= day
    ]
    heirs = dict(plan.ended)
    wanted = [(item, new) for origin, new in _pairs(plan, present) for item in live if item.place == origin]
    wanted += [(item, heirs[item.place]) for item in live if item.place in heirs]
    records.save(tx, ASSIGNMENT, community, [_ended(item, day) for item in live if item.place in heirs])
    new: list[Assignment] = []
    released: list[tuple[str, str, str]] = []
    for item, place in [pair for pair in wanted if not pair[0].stands_in_for]:
        moved = _moved(item, place, day)
        there = [o for o in [*live, *new] if (o.person, o.role, o.place) == (item.person, item.role, place)]
        if any(_meet(other, moved) for other in there):
            continue  # already responsible there
        if check_assignments(tx.connection, community, [*new, moved]):
            released.append((item.person, item.role, item.place))
        else:
            new.append(moved)
    added(tx, community, new)
    return [(item.person, item.role, item.place) for item in new], released


def _pairs(plan: GridPlan, present: dict[str, Feature]) -> list[tuple[str, str]]:
    """(grid whose ground is taken, new grid)."""
    return [(item.origin, item.id) for item in plan.outlines if item.id not in present and item.origin]


def _moved(item: Assignment, place: str, day: date) -> Assignment:
    return replace(
        item, id=new_id("as"), place=place, since=max(day, item.since), handover="", version=0, updated_by=""
    )


def _ended(item: Assignment, day: date) -> Assignment:
    return replace(item, until=day - timedelta(days=1)) if item.since < day else replace(item, withdrawn=True)


def _meet(one: Assignment, other: Assignment) -> bool:
    return (other.until is None or one.since <= other.until) and (one.until is None or other.since <= one.until)


def _restore_grid(tx: Write, community: str, entry: Any, now: Feature | None) -> None:
    if (now.version if now else None) != (entry.version if entry.after is not None else None):
        raise GridsChangedError(N_("网格 {ids} 之后又改过,不能撤销。"), ids=entry.row_id)
    before = entry.before
    if before is None:
        delete_feature(tx, community, GRID, entry.row_id, version=now.version if now else 0)
        return
    given = {key: before[key] for key in ("name", "code", "parent", "is_sample", "values")}
    given["geometry"] = shapely.from_wkt(before["geometry"])
    if now is None:
        add_feature(tx, community, GRID, entry.row_id, **given)
    else:
        save_feature(tx, community, GRID, entry.row_id, version=now.version, **given)


def _restore_duties(tx: Write, community: str, entries: Iterable[Any]) -> None:
    """Entries from the last to the first; what was added is withdrawn, the rest is as it was."""
    wanted: list[Assignment] = []
    for entry in entries:
        now = records.get(tx.connection, ASSIGNMENT, community, entry.row_id)
        if now.version != entry.version:
            raise GridsChangedError(N_("这些网格的负责人之后又调整过,不能撤销。"))
        if entry.before is None:
            wanted.append(replace(now, withdrawn=True))
        else:
            wanted.append(replace(record_of(ASSIGNMENT, entry.before), version=now.version))
    records.save(tx, ASSIGNMENT, community, wanted)


def _grids(tx: Write, community: str) -> dict[str, Feature]:
    table = schema.feature
    query = select(table).where(table.c.community == community, table.c.layer == GRID)
    return {row.id: _stored(row) for row in tx.connection.execute(query)}


def _last_entry(tx: Write, community: str) -> int:
    newest = select(func.max(schema.history.c.id)).where(schema.history.c.community == community)
    return int(tx.connection.execute(newest).scalar() or 0)


__all__ = ["GridChange", "GridsChangedError", "save_grids", "undo_grids"]
