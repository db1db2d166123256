"""Kinds of work: an editable table in each community, which starts with the defaults."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from data import project_schema as tables
from data import records
from data.nouns import Noun
from data.records import refuse_errors
from data.store import Store
from data.write import Write
from geo.errors import Problem
from geo.words import N_
from geo.work_checks import check_kind
from geo.works import DEFAULT_KINDS, WorkKind

_COLUMNS = (
    "id", "title", "unit", "work_class", "colour", "icon", "measured_by", "measured_field", "archived", "version",
    "updated_by",
)  # fmt: skip


def _to_row(kind: WorkKind) -> dict[str, Any]:
    return {**{name: getattr(kind, name) for name in _COLUMNS}, "layers": list(kind.layers)}


def _from_row(row: Mapping[str, Any]) -> WorkKind:
    return WorkKind(**{name: row[name] for name in _COLUMNS}, layers=tuple(row["layers"]))


KIND: Noun[WorkKind] = Noun(tables.work_kind, N_("工作类型"), _to_row, _from_row)


def work_kinds(store: Store, community: str) -> list[WorkKind]:
    """The kinds of a community in the order in which they are offered; the defaults until one is changed or used."""
    with store.read() as connection:
        return kept_kinds(connection, community)


def kept_kinds(connection: Connection, community: str) -> list[WorkKind]:
    """As `work_kinds`, within a transaction."""
    order = {kind.id: place for place, kind in enumerate(DEFAULT_KINDS)}
    kept = records.find(connection, KIND, community) or list(DEFAULT_KINDS)
    return sorted(kept, key=lambda kind: (order.get(kind.id, len(order) - 1.5), kind.id))


def add_kind(tx: Write, community: str, kind: WorkKind) -> WorkKind:
    """Add a kind of work; raises `Refused` with every fault, or `AlreadyExists`."""

    tx.require("edit_work_kinds", community)

    def work(inner: Write) -> list[WorkKind]:
        refuse_errors(check_kind(kind))
        seed_kinds(inner, community)
        return records.add(inner, KIND, community, [kind])

    return records.once(tx, KIND, community, "add_kind", work)[0]


def save_kind(tx: Write, community: str, kind: WorkKind) -> WorkKind:
    """Save a changed kind (archived: no longer offered, kept where it is used); `StaleVersion` with both values.

    The unit of a kind in use cannot be changed: its quantities would change their meaning. Archive
    the kind and add another one instead.
    """

    tx.require("edit_work_kinds", community)

    def work(inner: Write) -> list[WorkKind]:
        seed_kinds(inner, community)
        before = records.get(inner.connection, KIND, community, kind.id)
        problems = check_kind(kind)
        if before.unit != kind.unit and _in_use(inner.connection, community, kind.id):
            problems.append(
                Problem(N_("已有工作按“{unit}”计;请停用这一类型并另建一个"), None, "unit", values={"unit": before.unit})
            )
        refuse_errors(problems)
        return records.save(inner, KIND, community, [kind])

    return records.once(tx, KIND, community, "save_kind", work)[0]


def seed_kinds(tx: Write, community: str) -> None:
    """Write the defaults into a community that has no kinds of its own yet (inside a step)."""
    tx.lock(community)
    if not records.find(tx.connection, KIND, community):
        records.add(records.without_key(tx), KIND, community, DEFAULT_KINDS)


def _in_use(connection: Connection, community: str, kind: str) -> bool:
    table = tables.work
    query = select(table.c.id).where(table.c.community == community, table.c.kind == kind).limit(1)
    return connection.execute(query).first() is not None
