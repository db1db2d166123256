"""Accounts know who somebody is at the identity provider."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("subject", sa.Text, nullable=False, server_default=""))
