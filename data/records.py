"""Keeping records: add, save, read - the same for every noun that is not a feature of the map.

From the row of a `Noun` follow the history (before and after as plain JSON), the check of versions and
what an idempotency key remembers, so that no noun writes these again.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Table, delete, select, update

from data.errors import AlreadyExists, StaleVersion
from data.nouns import Children, Noun, R, facts_of, record_of
from data.rows import check_id, check_text
from data.write import HistoryEntry, Write
from geo.errors import MapError, Problem
from geo.words import N_

REVISION = "work"
"""All tables of projects share one revision: whatever changes, the views of works are made anew."""


_log = logging.getLogger(__name__)


class NoSuchRecord(MapError):  # noqa: N818 - named as the leaves in data.errors
    """No record of that id is kept (perhaps it has just been removed)."""


class Refused(MapError):  # noqa: N818
    """A record has errors; `problems` are all of them, also the warnings, each at its field."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        errors = [problem for problem in problems if problem.severity == "error"]
        super().__init__(N_("没有保存,请改正 {count} 处:{first}"), count=len(errors), first=errors[0].text())


def refuse_errors(problems: Sequence[Problem]) -> None:
    """Raise `Refused` if any of the problems is an error; warnings pass."""
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        # Which rule and which field; never the values, which may tell who somebody is.
        _log.warning("refused: %s", "; ".join(f"{problem.column}: {problem.message}" for problem in errors[:10]))
        raise Refused(problems)


def new_id(start: str) -> str:
    """An id that nobody has used: `start`, a dash and 16 hexadecimal digits."""
    return f"{start}-{uuid4().hex[:16]}"


def add(tx: Write, noun: Noun[R], community: str, records: Sequence[R]) -> list[R]:
    """Add records in one go and return them as stored; `AlreadyExists` names the first id that is taken."""

    def produce() -> list[dict[str, Any]]:
        tx.lock(community)
        rows = [_stamped(tx, community, noun, record, 1) for record in records]
        _refuse_taken(tx.connection, noun, community, [row["id"] for row in rows])
        _insert(tx, noun, community, rows)
        facts = [facts_of(noun, row) for row in rows]
        entries = [HistoryEntry(row["id"], "add", 1, None, fact) for row, fact in zip(rows, facts, strict=True)]
        tx.record(community, noun.table.name, noun.revision, entries)
        return facts

    return [record_of(noun, fact) for fact in tx.step(community, f"add_{noun.table.name}", produce)]


def save(tx: Write, noun: Noun[R], community: str, records: Sequence[R]) -> list[R]:
    """Save changed records and return them as stored; unchanged ones stay as they are.

    Raises `NoSuchRecord`, or `StaleVersion` with both values when somebody saved one since it was read;
    then none of them is saved.
    """

    def produce() -> list[dict[str, Any]]:
        tx.lock(community)
        present = {row["id"]: row for row in stored_rows(tx.connection, noun, community, [r.id for r in records])}
        entries, facts = [], []
        for record in records:
            before, after = _change(tx, noun, community, record, present)
            if before != after:
                entries.append(HistoryEntry(record.id, "change", after["version"], before, after))
            facts.append(after)
        tx.record(community, noun.table.name, noun.revision, entries)
        return facts

    return [record_of(noun, fact) for fact in tx.step(community, f"save_{noun.table.name}", produce)]


def once(tx: Write, noun: Noun[R], community: str, name: str, work: Callable[[Write], Sequence[R]]) -> list[R]:
    """Do `work`, which may check, add and save several things, as one step of the write's key.

    `work` gets the same write without a key (a step inside a step would be remembered twice) and
    returns records, which a repeated key hands back without doing or checking anything again.
    """

    def produce() -> list[dict[str, Any]]:
        tx.lock(community)
        return [facts_of(noun, noun.to_row(record)) for record in work(without_key(tx))]

    return [record_of(noun, facts) for facts in tx.step(community, name, produce)]


def without_key(tx: Write) -> Write:
    """The same write, to be used inside a step of its own."""
    return replace(tx, key=None)


def find(connection: Connection, noun: Noun[R], community: str, **where: Any) -> list[R]:
    """The records of a community whose columns equal `where` (a list: one of it), by id."""
    return [noun.from_row(row) for row in stored_rows(connection, noun, community, None, where)]


def get(connection: Connection, noun: Noun[R], community: str, id: str) -> R:
    """The record of this id; `NoSuchRecord` if there is none."""
    return get_all(connection, noun, community, [id])[0]


def get_all(connection: Connection, noun: Noun[R], community: str, ids: Sequence[str]) -> list[R]:
    """The records of these ids in this order; `NoSuchRecord` names the first that is missing."""
    found = {row["id"]: noun.from_row(row) for row in stored_rows(connection, noun, community, ids)}
    for id in ids:
        if id not in found:
            raise NoSuchRecord(N_("{noun} {id} 不存在或已被删除。请刷新后再试。"), noun=noun.title, id=id)
    return [found[id] for id in ids]


def stored_rows(
    connection: Connection,
    noun: Noun[R],
    community: str,
    ids: Sequence[str] | None,
    where: Mapping[str, Any] | None = None,
) -> list[dict[str, Any]]:
    """Rows with their children under the children's keys, by id; of all records where `ids` is None."""
    table = noun.table
    query = select(table).where(table.c.community == community).order_by(table.c.id)
    for column, value in (where or {}).items():
        own = table.c[column]
        query = query.where(own.in_(value) if isinstance(value, tuple | list) else own == value)
    if ids is None:
        rows = [dict(row._mapping) for row in connection.execute(query)]
    else:
        rows = [
            dict(row._mapping) for part in _parts(ids) for row in connection.execute(query.where(table.c.id.in_(part)))
        ]
    for children in noun.children:
        kept = _children(connection, children, community, [row["id"] for row in rows])
        for row in rows:
            row[children.key] = kept.get(row["id"], [])
    return rows


def _stamped(tx: Write, community: str, noun: Noun[R], record: R, version: int) -> dict[str, Any]:
    row = noun.to_row(record)
    check_id(record.id)
    for value in row.values():
        if isinstance(value, str):
            check_text(value)
    return {"community": community, **row, "version": version, "updated_at": tx.at, "updated_by": tx.who}


def _change(
    tx: Write, noun: Noun[R], community: str, record: R, present: Mapping[str, dict[str, Any]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Update one row if it differs; facts before and after (the same where nothing changed)."""
    if record.id not in present:
        raise NoSuchRecord(N_("{noun} {id} 不存在或已被删除。请刷新后再试。"), noun=noun.title, id=record.id)
    old = present[record.id]
    row = _stamped(tx, community, noun, record, old["version"] + 1)
    before, after = facts_of(noun, old), facts_of(noun, row)
    differing = {key for key in after if key not in ("version", "updated_by") and after[key] != before[key]}
    if record.version != old["version"]:
        differences = {key: (after[key], before[key]) for key in sorted(differing)}
        raise StaleVersion(mine=record, theirs=noun.from_row(old), differences=differences)
    if not differing:
        return before, before
    own = {key: value for key, value in row.items() if key not in {item.key for item in noun.children}}
    tx.connection.execute(update(noun.table).where(*_is(noun.table, community, record.id)).values(own))
    for children in noun.children:
        if children.key in differing:
            mine = (children.table.c.community == community) & (children.table.c[children.owner] == record.id)
            tx.connection.execute(delete(children.table).where(mine))
            _insert_children(tx, children, community, [row])
    return before, after


def _insert(tx: Write, noun: Noun[R], community: str, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    lists = {item.key for item in noun.children}
    tx.connection.execute(
        noun.table.insert(), [{key: value for key, value in row.items() if key not in lists} for row in rows]
    )
    for children in noun.children:
        _insert_children(tx, children, community, rows)


def _insert_children(tx: Write, children: Children, community: str, rows: Iterable[dict[str, Any]]) -> None:
    items = [
        {
            "community": community,
            children.owner: row["id"],
            "position": position,
            **dict(zip(children.columns, item, strict=True)),
        }
        for row in rows
        for position, item in enumerate(row[children.key])
    ]
    if items:
        tx.connection.execute(children.table.insert(), items)


def _children(
    connection: Connection, children: Children, community: str, owners: Sequence[str]
) -> dict[str, list[list[str]]]:
    table, kept = children.table, dict[str, list[list[str]]]()
    query = select(table).where(table.c.community == community).order_by(table.c.position)
    for part in _parts(owners):
        for row in connection.execute(query.where(table.c[children.owner].in_(part))):
            item = row._mapping
            kept.setdefault(item[children.owner], []).append([item[column] for column in children.columns])
    return kept


def _refuse_taken(connection: Connection, noun: Noun[R], community: str, ids: Sequence[str]) -> None:
    twice = {id for id, times in Counter(ids).items() if times > 1}
    table = noun.table
    query = select(table.c.id).where(table.c.community == community)
    taken = twice | {row.id for part in _parts(ids) for row in connection.execute(query.where(table.c.id.in_(part)))}
    if taken:
        raise AlreadyExists(N_("{noun} {id} 已经存在。请换一个编号。"), noun=noun.title, id=min(taken))


def _is(table: Table, community: str, id: str) -> tuple[Any, Any]:
    return table.c.community == community, table.c.id == id


def _parts(ids: Sequence[str], size: int = 500) -> list[Sequence[str]]:
    """Ids in parts that fit a statement (databases limit the number of parameters)."""
    return [ids[start : start + size] for start in range(0, len(ids), size)]
