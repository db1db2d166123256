"""The tables of meetings, on the same metadata and by the same rules as `data.schema`.

What an item is about is kept without a foreign key: a project may be archived and a feature deleted, and the
decision of a meeting stands all the same.
"""

from typing import Any

from sqlalchemy import Boolean, Column, Date, ForeignKeyConstraint, Integer, Table, Text

from data.schema import Utc, json_column, metadata

meeting = Table(
    "meeting",
    metadata,
    *(Column(key, Text, primary_key=True) for key in ("community", "id")),
    Column("day", Date, nullable=False),
    *(Column(name, Text, nullable=False) for name in ("kind", "title", "place", "time")),
    *(Column(name, Boolean, nullable=False) for name in ("held", "public")),
    *(Column(name, Text, nullable=False) for name in ("minutes", "internal_words")),
    json_column("slides", nullable=False),
    *(Column(name, Boolean, nullable=False) for name in ("is_sample", "archived")),
    Column("version", Integer, nullable=False),
    Column("updated_at", Utc, nullable=False),
    Column("updated_by", Text, nullable=False),
    ForeignKeyConstraint(["community"], ["community.community"]),
)


def _part(name: str, key: str, *columns: Column[Any]) -> Table:
    """Rows that belong to a meeting, in order."""
    return Table(
        name,
        metadata,
        *(Column(part, Text, primary_key=True) for part in ("community", "meeting", key)),
        Column("position", Integer, nullable=False),
        *columns,
        ForeignKeyConstraint(["community"], ["community.community"]),
        ForeignKeyConstraint(["community", "meeting"], ["meeting.community", "meeting.id"], name=f"{name}_meeting_fk"),
    )


def _texts(*names: str) -> tuple[Column[str], ...]:
    return tuple(Column(name, Text, nullable=False) for name in names)


agenda_item = _part("agenda_item", "id", *_texts("title", "subject", "layer", "target", "words"))
attendance = _part("attendance", "building", Column("people", Integer, nullable=False))
decision = _part(
    "decision",
    "id",
    *_texts("words", "item", "subject", "layer", "target"),
    *(Column(name, Integer) for name in ("votes_for", "votes_against", "abstained")),
    *_texts("state"),
    Column("due_day", Date),
)
