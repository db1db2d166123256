"""Photometric files of luminaires."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "luminaire",
        *(sa.Column(key, sa.Text) for key in ("community", "id")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("name", "file_name", "photometry", "used_for")),
        sa.Column("archived", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("community", "id", name="luminaire_pk"),
        sa.ForeignKeyConstraint(["community"], ["community.community"], name="luminaire_community_fk"),
    )
