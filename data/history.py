"""The history: each change of each row, who made it, when, and the row before and after. Append-only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from data import schema
from data.store import Store


@dataclass(frozen=True)
class Change:
    """One change. `id` counts within the community; `at` is UTC; `action` is "add", "change" or "delete".

    `before` and `after` hold the whole row (geometry as WKT), None where there was none.
    """

    id: int
    at: datetime
    who: str
    community: str
    table: str
    row_id: str
    layer: str
    action: str
    version: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def changes(
    store: Store, community: str, *, layer: str | None = None, row_id: str | None = None, limit: int = 200
) -> list[Change]:
    """The newest changes first, of the community, of one layer or of one row."""
    table = schema.history
    query = select(table).where(table.c.community == community).order_by(table.c.id.desc()).limit(limit)
    if layer is not None:
        query = query.where(table.c.layer == layer)
    if row_id is not None:
        query = query.where(table.c.row_id == row_id)
    with store.read() as connection:
        return [Change(**row._mapping) for row in connection.execute(query)]


def changes_of(store: Store, community: str, rows: Mapping[str, Sequence[str]], *, limit: int = 200) -> list[Change]:
    """The newest changes of these rows (ids by table) first."""
    table = schema.history.c
    wanted = [(table.table == name) & table.row_id.in_(list(ids)) for name, ids in rows.items() if ids]
    if not wanted:
        return []
    query = select(schema.history).where(table.community == community, or_(*wanted)).order_by(table.id.desc())
    with store.read() as connection:
        return [Change(**row._mapping) for row in connection.execute(query.limit(limit))]
