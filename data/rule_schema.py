"""The tables of planning rules that a community has changed, of decisions about works that meet, and of luminaires."""

from typing import Any

from sqlalchemy import Boolean, Column, Float, ForeignKeyConstraint, Integer, Table, Text

from data.schema import Utc, metadata


def _noun(name: str, *columns: Column[Any]) -> Table:
    return Table(
        name,
        metadata,
        *(Column(key, Text, primary_key=True) for key in ("community", "id")),
        *columns,
        Column("version", Integer, nullable=False),
        Column("updated_at", Utc, nullable=False),
        Column("updated_by", Text, nullable=False),
        ForeignKeyConstraint(["community"], ["community.community"]),
    )


rule_value = _noun("rule_value", Column("value", Float(53), nullable=False))

meeting_decision = _noun(
    "meeting_decision",
    *(
        Column(name, Text, nullable=False)
        for name in ("rule", "first", "second", "person", "decision", "words", "fingerprint")
    ),
)
"""One row for each finding that anybody was asked to decide, or decided; `id` is a digest of rule and works."""

luminaire = _noun(
    "luminaire",
    *(Column(name, Text, nullable=False) for name in ("name", "file_name", "photometry", "used_for")),
    Column("archived", Boolean, nullable=False),
)
"""Photometric files as they came; `used_for` is the kind of light that takes it, "" none."""
