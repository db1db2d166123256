"""Drafts of forms, one for each community, person and form."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft",
        *(sa.Column(key, sa.Text) for key in ("community", "who", "form")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("community", "who", "form", name="draft_pk"),
        sa.ForeignKeyConstraint(["community"], ["community.community"], name="draft_community_fk"),
    )
