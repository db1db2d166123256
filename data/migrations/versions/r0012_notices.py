"""Works notices that were published."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stop_notice",
        *(sa.Column(key, sa.Text) for key in ("community", "id")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("cause", "hours", "work")),
        *(sa.Column(name, sa.Date, nullable=False) for name in ("start_day", "end_day")),
        sa.Column("issued", sa.Date),
        *(sa.Column(name, sa.Boolean, nullable=False) for name in ("start_confirmed", "end_confirmed")),
        *(
            sa.Column(name, sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False)
            for name in ("touched", "services")
        ),
        *(sa.Column(flag, sa.Boolean, nullable=False) for flag in ("is_sample", "archived")),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("community", "id", name="stop_notice_pk"),
        sa.ForeignKeyConstraint(["community"], ["community.community"], name="stop_notice_community_fk"),
    )
