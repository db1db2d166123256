"""The tables of accounts, on the same metadata and by the same rules as `data.schema`.

Accounts belong to the whole store, not to a community: people sign in before a community is chosen, and a name must
mean one person everywhere. So these tables alone do not begin with the community (`STORE_WIDE`); `account.community`
says where the role holds ("" everywhere). No password, session token or address is kept in clear: passwords as
argon2 hashes ("" for an account that signs in at the identity provider only), the others as SHA-256. `account_log`
is append-only like the history.
"""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text

from data.schema import Utc, json_column, metadata


def _texts(*names: str) -> tuple[Column[str], ...]:
    return tuple(Column(name, Text, nullable=False) for name in names)


account = Table(
    "account",
    metadata,
    Column("id", Text, primary_key=True),
    *_texts("name", "password_hash", "role", "community", "person", "email"),
    Column("subject", Text, nullable=False, server_default=""),
    Column("disabled", Boolean, nullable=False),
    Column("seen_at", Utc),
    Column("version", Integer, nullable=False),
    Column("updated_at", Utc, nullable=False),
    *_texts("updated_by"),
)

account_session = Table(
    "account_session",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account", Text, ForeignKey("account.id", name="account_session_account_fk"), nullable=False),
    Column("started_at", Utc, nullable=False),
    Column("seen_at", Utc, nullable=False),
    *_texts("browser"),
)
Index("account_session_by_account", account_session.c.account)

login_failure = Table(
    "login_failure",
    metadata,
    Column("key", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", Utc, nullable=False),
)

account_log = Table(
    "account_log",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Utc, nullable=False),
    *_texts("who", "account", "action"),
    json_column("before"),
    json_column("after"),
)
Index("account_log_by_account", account_log.c.account)

STORE_WIDE = frozenset({"account", "account_session", "login_failure", "account_log"})
"""Tables whose key does not begin with the community."""
