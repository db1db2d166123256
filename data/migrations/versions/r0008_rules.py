"""Planning rules that a community has changed, and what was decided about works that meet."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _noun("rule_value", sa.Column("value", sa.Float(53), nullable=False))
    words = ("rule", "first", "second", "person", "decision", "words", "fingerprint")
    _noun("meeting_decision", *(sa.Column(name, sa.Text, nullable=False) for name in words))


def _noun(name: str, *columns: sa.Column) -> None:
    op.create_table(
        name,
        *(sa.Column(key, sa.Text) for key in ("community", "id")),
        *columns,
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("community", "id", name=f"{name}_pk"),
        sa.ForeignKeyConstraint(["community"], ["community.community"], name=f"{name}_community_fk"),
    )
