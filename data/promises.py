"""Public promises: what was said, where and when, and which works are to keep it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from data import project_schema as tables
from data import records
from data.nouns import Children, Noun
from data.records import refuse_errors
from data.store import Store
from data.write import Write
from geo.ledger import Promise
from geo.words import N_
from geo.work_checks import check_promise

_COLUMNS = (
    "id", "title", "quantity", "bound", "unit", "source", "source_date", "compound", "words", "is_sample", "archived",
    "version", "updated_by",
)  # fmt: skip


def _to_row(item: Promise) -> dict[str, Any]:
    return {**{name: getattr(item, name) for name in _COLUMNS}, "works": [[work] for work in item.works]}


def _from_row(row: Mapping[str, Any]) -> Promise:
    return Promise(**{name: row[name] for name in _COLUMNS}, works=tuple(work for (work,) in row["works"]))


PROMISE: Noun[Promise] = Noun(
    tables.promise,
    N_("公开承诺"),
    _to_row,
    _from_row,
    (Children("works", tables.promise_work, "promise", ("work",)),),
)


def promises(store: Store, community: str) -> list[Promise]:
    """The promises of a community, by id."""
    with store.read() as connection:
        return records.find(connection, PROMISE, community, archived=False)


def public_promises(store: Store, community: str) -> list[Promise]:
    """The same, without who wrote them down, from a query that never selects it."""
    table, link = tables.promise, tables.promise_work.c
    columns = [table.c[name] for name in _COLUMNS if name != "updated_by"]
    query = select(*columns).where(table.c.community == community, table.c.archived.is_(False)).order_by(table.c.id)
    linked = select(link.promise, link.work).where(link.community == community).order_by(link.position)
    with store.read() as connection:
        works: dict[str, list[str]] = {}
        for row in connection.execute(linked):
            works.setdefault(row.promise, []).append(row.work)
        return [Promise(**row._mapping, works=tuple(works.get(row.id, ()))) for row in connection.execute(query)]


def add_promises(tx: Write, community: str, new: Sequence[Promise]) -> list[Promise]:
    """Add promises; raises `Refused` with every fault, or `AlreadyExists`."""

    tx.require("edit_promises", community)

    def work(inner: Write) -> list[Promise]:
        refuse_errors([problem for item in new for problem in check_promise(item)])
        return records.add(inner, PROMISE, community, new)

    return records.once(tx, PROMISE, community, "add_promises", work)


def save_promise(tx: Write, community: str, changed: Promise) -> Promise:
    """Save a promise at the version that was read; `Refused`, or `StaleVersion` with both values."""

    tx.require("edit_promises", community)

    def work(inner: Write) -> list[Promise]:
        refuse_errors(check_promise(changed))
        return records.save(inner, PROMISE, community, [changed])

    return records.once(tx, PROMISE, community, "save_promise", work)[0]
