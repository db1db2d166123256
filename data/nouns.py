"""How records are kept: a `Noun` says how a frozen record becomes a row and back, and a row plain JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Generic, TypeVar

import shapely
from sqlalchemy import Date, Table

from data.geometry import EXACT
from data.schema import Utc

R = TypeVar("R", bound=Any)


@dataclass(frozen=True)
class Children:
    """A list in the record (`key`) that is kept as rows of a table of its own, in order.

    `owner` is the column that names the record; `columns` are those of each item.
    """

    key: str
    table: Table
    owner: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Noun(Generic[R]):
    """How records of one kind are kept: table, title for people, record → row, row → record.

    `revision` is the name under which changes are counted: views of one subject share it.
    """

    table: Table
    title: str
    to_row: Callable[[R], dict[str, Any]]
    from_row: Callable[[Mapping[str, Any]], R]
    children: tuple[Children, ...] = ()
    revision: str = "work"


def noun_of(record: type[R], table: Table, title: str, revision: str = "work") -> Noun[R]:
    """The noun of a record whose attributes are the columns of its table, one to one."""
    columns = [item.name for item in fields(record)]

    def to_row(item: R) -> dict[str, Any]:
        return {name: getattr(item, name) for name in columns}

    def from_row(row: Mapping[str, Any]) -> R:
        made: R = record(**{name: row[name] for name in columns})
        return made

    return Noun(table, title, to_row, from_row, revision=revision)


def facts_of(noun: Noun[R], row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as plain JSON, for the history and for idempotency keys: ISO dates, WKT in full precision."""
    return {key: _plain(value) for key, value in row.items() if key not in ("community", "updated_at")}


def row_of(noun: Noun[R], facts: Mapping[str, Any]) -> dict[str, Any]:
    """The row that `facts_of` was made from (without community and time)."""
    row = dict(facts)
    for column in noun.table.columns:
        value = row.get(column.name)
        if isinstance(value, str):
            if isinstance(column.type, Date):
                row[column.name] = date.fromisoformat(value)
            elif isinstance(column.type, Utc):
                row[column.name] = datetime.fromisoformat(value)
            elif column.name == "geometry":
                row[column.name] = shapely.to_wkb(shapely.from_wkt(value), byte_order=1)
    return row


def record_of(noun: Noun[R], facts: Mapping[str, Any]) -> R:
    """The record that these facts tell of."""
    return noun.from_row(row_of(noun, facts))


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        return shapely.to_wkt(shapely.from_wkb(bytes(value)), rounding_precision=EXACT)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
