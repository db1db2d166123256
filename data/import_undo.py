"""An import taken back as a whole: what it added goes, what it changed is as it was before."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import shapely
from sqlalchemy import delete, select

from data import schema
from data.bulk import StoredRow, stored_rows, write_rows
from data.frames import edit_of, layer_query
from data.write import HistoryEntry, Write
from geo.errors import MapError
from geo.words import N_

PART = 500


class ImportChangedSince(MapError):  # noqa: N818 - named as the leaves in data.errors
    """Some of the rows were changed or deleted after the import; nothing was undone. `ids` are theirs."""

    def __init__(self, ids: Sequence[str]) -> None:
        super().__init__(
            N_("有 {count} 个对象在导入之后又被修改({ids}),没有撤销。"), count=len(ids), ids="、".join(ids[:5])
        )
        self.ids = tuple(ids)


def undo_import(tx: Write, community: str, at: datetime) -> int:
    """Take back the import of this person at this time, in one transaction; how many rows it concerned.

    All or nothing: `ImportChangedSince` where any row was touched since. The undoing has its own history.
    """
    tx.lock(community)
    entries = _entries(tx, community, at)
    for layer in dict.fromkeys(entry.layer for entry in entries):
        tx.require(edit_of(layer), community)
    changed = [
        id for layer in dict.fromkeys(e.layer for e in entries) for id in _touched(tx, community, layer, entries)
    ]
    if changed:
        raise ImportChangedSince(changed)
    for layer in dict.fromkeys(entry.layer for entry in entries):
        _take_back(tx, community, layer, [entry for entry in entries if entry.layer == layer])
    return len(entries)


def _entries(tx: Write, community: str, at: datetime) -> list[Any]:
    table = schema.history
    query = select(table).where(
        table.c.community == community, table.c.at == at, table.c.who == tx.who, table.c.table == "feature"
    )
    return list(tx.connection.execute(query.order_by(table.c.id)))


def _present(tx: Write, community: str, layer: str) -> dict[str, StoredRow]:
    return stored_rows(tx.connection.execute(layer_query(community, layer)).all())


def _touched(tx: Write, community: str, layer: str, entries: Sequence[Any]) -> list[str]:
    present = _present(tx, community, layer)
    return [
        entry.row_id for entry in entries
        if entry.layer == layer
        and (entry.row_id not in present or present[entry.row_id].version != entry.version)
    ]  # fmt: skip


def _take_back(tx: Write, community: str, layer: str, entries: Sequence[Any]) -> None:
    present = _present(tx, community, layer)
    added = [entry for entry in entries if entry.action == "add"]
    table = schema.feature
    for start in range(0, len(added), PART):
        part = [entry.row_id for entry in added[start : start + PART]]
        mine = (table.c.community == community) & (table.c.layer == layer) & table.c.id.in_(part)
        tx.connection.execute(delete(table).where(mine))
    gone = [HistoryEntry(entry.row_id, "delete", entry.version + 1, entry.after, None) for entry in added]
    tx.record(community, "feature", layer, gone)
    before = {entry.row_id: _row(entry.before) for entry in entries if entry.action == "change"}
    versions = {id: present[id].version + 1 for id in before}
    write_rows(tx, community, layer, present, before, versions)


def _row(facts: dict[str, Any]) -> StoredRow:
    """The row that the history tells of."""
    wkt = facts["geometry"]
    wkb = None if wkt is None else shapely.to_wkb(shapely.from_wkt(wkt), byte_order=1)
    return StoredRow(
        facts["name"], facts["code"], facts["parent"], bool(facts["is_sample"]), facts["values"], wkb, facts["version"]
    )
