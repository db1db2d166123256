"""Unit prices of works, and plans under a name."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _kept(
        "unit_price",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("unit", "source")),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("low_fen", "high_fen")),
        sa.Column("base_year", sa.Integer, nullable=False),
    )
    _kept(
        "scenario",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("name", "terms")),
        *(
            sa.Column(name, sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False)
            for name in ("works", "made", "moved")
        ),
        sa.Column("households", sa.Integer, nullable=False),
    )


def _kept(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        *(sa.Column(key, sa.Text) for key in ("community", "id")),
        *columns,
        *(sa.Column(flag, sa.Boolean, nullable=False) for flag in ("is_sample", "archived")),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("community", "id", name=f"{name}_pk"),
        sa.ForeignKeyConstraint(["community"], ["community.community"], name=f"{name}_community_fk"),
    )
