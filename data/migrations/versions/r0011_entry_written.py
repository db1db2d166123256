"""When a progress entry was first written: of one day the later written counts, also after one is corrected."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entry", sa.Column("written_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE entry SET written_at = updated_at")
