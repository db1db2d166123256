"""The tables of planning: unit prices, and plans under a name."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ForeignKeyConstraint, Integer, Table, Text

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
