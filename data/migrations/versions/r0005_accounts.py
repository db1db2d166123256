"""Accounts, their sessions and failed logins, and the log of both, which nobody can change."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)

SQLITE_APPEND_ONLY = """
CREATE TRIGGER account_log_no_{action} BEFORE {action} ON account_log
BEGIN SELECT RAISE(ABORT, 'the log of accounts is append-only'); END
"""

POSTGRES_APPEND_ONLY = (
    """
    CREATE FUNCTION account_log_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the log of accounts is append-only'; END $$
    """,
    """
    CREATE TRIGGER account_log_no_change BEFORE UPDATE OR DELETE ON account_log
    FOR EACH ROW EXECUTE FUNCTION account_log_refuse()
    """,
    "CREATE TRIGGER account_log_no_truncate BEFORE TRUNCATE ON account_log EXECUTE FUNCTION account_log_refuse()",
)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Text),
        *_texts("name", "password_hash", "role", "community", "person", "email"),
        sa.Column("scope", JSON, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("seen_at", MOMENT),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        *_texts("updated_by"),
        sa.PrimaryKeyConstraint("id", name="account_pk"),
    )
    op.create_table(
        "account_session",
        sa.Column("id", sa.Text),
        *_texts("account"),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        *_texts("browser"),
        sa.PrimaryKeyConstraint("id", name="account_session_pk"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="account_session_account_fk"),
    )
    op.create_index("account_session_by_account", "account_session", ["account"])
    op.create_table(
        "login_failure",
        sa.Column("key", sa.Text),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="login_failure_pk"),
    )
    _create_log()


def _create_log() -> None:
    op.create_table(
        "account_log",
        sa.Column("id", sa.BigInteger, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        *_texts("who", "account", "action"),
        sa.Column("before", JSON),
        sa.Column("after", JSON),
        sa.PrimaryKeyConstraint("id", name="account_log_pk"),
    )
    op.create_index("account_log_by_account", "account_log", ["account"])
    if op.get_bind().dialect.name == "postgresql":
        statements: tuple[str, ...] = POSTGRES_APPEND_ONLY
    else:
        statements = tuple(SQLITE_APPEND_ONLY.format(action=action) for action in ("update", "delete"))
    for statement in statements:
        op.execute(statement)


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text, nullable=False) for name in names)
