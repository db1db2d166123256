"""The tables of planning: unit prices, plans under a name, published works notices."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKeyConstraint, Integer, Table, Text

from data.schema import Utc, json_column, metadata


def _kept(name: str, *columns: Column[Any]) -> Table:
    return Table(
        name,
        metadata,
        *(Column(key, Text, primary_key=True) for key in ("community", "id")),
        *columns,
        *(Column(flag, Boolean, nullable=False) for flag in ("is_sample", "archived")),
        Column("version", Integer, nullable=False),
        Column("updated_at", Utc, nullable=False),
        Column("updated_by", Text, nullable=False),
        ForeignKeyConstraint(["community"], ["community.community"]),
    )


unit_price = _kept(
    "unit_price",
    Column("unit", Text, nullable=False),
    Column("low_fen", BigInteger, nullable=False),
    Column("high_fen", BigInteger, nullable=False),
    Column("base_year", Integer, nullable=False),
    Column("source", Text, nullable=False),
)

scenario = _kept(
    "scenario",
    Column("name", Text, nullable=False),
    Column("terms", Text, nullable=False),
    json_column("works", nullable=False),
    Column("households", Integer, nullable=False),
    json_column("made", nullable=False),
    json_column("moved", nullable=False),
)

stop_notice = _kept(
    "stop_notice",
    *(Column(name, Text, nullable=False) for name in ("cause", "hours", "work")),
    *(Column(name, Date, nullable=False) for name in ("start_day", "end_day")),
    Column("issued", Date),
    *(Column(name, Boolean, nullable=False) for name in ("start_confirmed", "end_confirmed")),
    json_column("touched", nullable=False),
    json_column("services", nullable=False),
)
"""Published works notices: `touched` are the buildings with what stops there, in words and in sentences (msgids)."""
