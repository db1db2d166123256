"""The log of accounts: logins, failures, changes of roles and passwords. Append-only, and without any secret."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text

from data import account_schema as tables
from data.refusals import Refusal, noted
from data.rights import Viewer, require
from data.store import Store
from data.write import Write
from geo.words import N_

LOGIN, FAILED, LOCKED, LOGOUT, EVERYWHERE = "login", "failed", "locked", "logout", "everywhere"
ADD, CHANGE, PASSWORD = "add", "change", "password"
LINKED, UNKNOWN = "linked", "unknown"
ACTION_TITLES = {
    LOGIN: N_("登录"),
    FAILED: N_("登录失败"),
    LOCKED: N_("多次失败,暂停登录"),
    LOGOUT: N_("退出"),
    EVERYWHERE: N_("全部退出"),
    ADD: N_("新增账户"),
    CHANGE: N_("修改账户"),
    PASSWORD: N_("更改密码"),
    LINKED: N_("认出统一身份"),
    UNKNOWN: N_("统一身份没有对应的账户"),
}
_POSTGRES_LOCK = text("SELECT pg_advisory_xact_lock(4490430105)")


@dataclass(frozen=True)
class LogLine:
    """One event. `account` is the id it concerns ("" for a name that nobody has), `who` the one who caused it."""

    id: int
    at: datetime
    who: str
    account: str
    action: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def lock_accounts(tx: Write) -> None:
    """Make this write the only one about accounts until it ends (SQLite has one writer at a time anyway)."""
    if tx.connection.dialect.name == "postgresql":
        tx.connection.execute(_POSTGRES_LOCK)


def log_account(
    tx: Write,
    account: str,
    action: str,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Append a line; call `lock_accounts` first in the write."""
    table = tables.account_log
    newest = tx.connection.execute(select(func.max(table.c.id))).scalar() or 0
    row = {"id": newest + 1, "at": tx.at, "who": tx.who, "account": account, "action": action}
    tx.connection.execute(table.insert().values(**row, before=before, after=after))


def account_log(store: Store, viewer: Viewer, *, account: str | None = None, limit: int = 200) -> list[LogLine]:
    """The newest lines first. Raises `NotAllowed`."""
    require(viewer, "manage_accounts")
    table = tables.account_log
    query = select(table).order_by(table.c.id.desc()).limit(limit)
    if account is not None:
        query = query.where(table.c.account == account)
    with store.read() as connection:
        return [LogLine(**row._mapping) for row in connection.execute(query)]


def refused_lately(viewer: Viewer) -> list[Refusal]:
    """What this server refused since it began, the newest first. Raises `NotAllowed`."""
    require(viewer, "manage_accounts")
    return noted()
