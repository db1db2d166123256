"""Meetings with their agenda, attendance and decisions."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting",
        *(sa.Column(key, sa.Text) for key in ("community", "id")),
        sa.Column("day", sa.Date, nullable=False),
        *_texts("kind", "title", "place", "time"),
        *(sa.Column(name, sa.Boolean, nullable=False) for name in ("held", "public")),
        *_texts("minutes", "internal_words"),
        sa.Column("slides", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        *(sa.Column(name, sa.Boolean, nullable=False) for name in ("is_sample", "archived")),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        *_texts("updated_by"),
        sa.PrimaryKeyConstraint("community", "id", name="meeting_pk"),
        sa.ForeignKeyConstraint(["community"], ["community.community"], name="meeting_community_fk"),
    )
    _part("agenda_item", "id", *_texts("title", "subject", "layer", "target", "words"))
    _part("attendance", "building", sa.Column("people", sa.Integer, nullable=False))
    _part(
        "decision",
        "id",
        *_texts("words", "item", "subject", "layer", "target"),
        *(sa.Column(name, sa.Integer) for name in ("votes_for", "votes_against", "abstained")),
        *_texts("state"),
        sa.Column("due_day", sa.Date),
    )


def _part(name: str, key: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        *(sa.Column(part, sa.Text) for part in ("community", "meeting", key)),
        sa.Column("position", sa.Integer, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("community", "meeting", key, name=f"{name}_pk"),
        sa.ForeignKeyConstraint(["community"], ["community.community"], name=f"{name}_community_fk"),
        sa.ForeignKeyConstraint(
            ["community", "meeting"], ["meeting.community", "meeting.id"], name=f"{name}_meeting_fk"
        ),
    )


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text, nullable=False) for name in names)
