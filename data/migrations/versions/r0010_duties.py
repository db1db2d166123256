"""What belongs to an account is what its person holds: accounts have no places of their own any more.

Accounts that named places of their own keep nothing that is not in the roll: nobody gets more than they had, and what
they had stays in the log of accounts, from where the administrator finds whom to link and what to assign.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_ACCOUNT = sa.table("account", sa.column("id"), sa.column("scope", _JSON))
_SESSION = sa.table("account_session", sa.column("account"))
_LOG = sa.table(
    "account_log",
    *(sa.column(name) for name in ("id", "at", "who", "account", "action")),
    *(sa.column(name, _JSON) for name in ("before", "after")),
)


def upgrade() -> None:
    connection = op.get_bind()
    bound = [row for row in connection.execute(sa.select(_ACCOUNT)) if row.scope]
    newest = connection.execute(sa.select(sa.func.max(_LOG.c.id))).scalar() or 0
    for number, row in enumerate(bound, newest + 1):
        line = {"id": number, "at": datetime.now(UTC), "who": "migration", "account": row.id, "action": "change"}
        connection.execute(_LOG.insert().values(**line, before={"scope": row.scope}, after={"scope": []}))
        connection.execute(_SESSION.delete().where(_SESSION.c.account == row.id))
    op.drop_column("account", "scope")
