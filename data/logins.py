"""Signing in and out: throttled attempts, sessions kept by the server, passwords changed by their owners.

A session is known by a random token that only the browser holds; the store keeps its SHA-256. It ends by signing
out, after a time without use, or after its whole lifetime, whichever comes first; whoever manages the accounts can
end it too. Failed attempts are counted for each account and for each address: after the free ones each doubles the
wait. An attempt is counted before its password is looked at, so that many at once gain nothing.
"""

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from data import account_schema as tables
from data.account_log import EVERYWHERE, FAILED, LOCKED, LOGIN, LOGOUT, lock_accounts, log_account
from data.accounts import Account, account_id, drop_sessions, find_account, store_password
from data.errors import StoreBusy
from data.passwords import hash_password, is_outdated, is_password
from data.store import Store
from data.write import Write
from geo.errors import MapError
from geo.words import N_

FREE_FOR_ACCOUNT, FREE_FOR_ADDRESS = 5, 20
"""Failures before the first wait. Many people of one office share an address."""

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)
MOST_SESSIONS = 20
TOUCHED_AFTER = timedelta(minutes=1)
"""A session's use is written down once a minute: a write at every click would be too many."""

NOBODY = "?"
"""Who stands in the log for a name that no account has: the typed text may be a password in the wrong field."""


class WrongLogin(MapError):  # noqa: N818 - named as the leaves in data.errors
    """The name or the password is wrong, or the account is disabled: it is not said which."""


class TooManyAttempts(MapError):  # noqa: N818
    """The account or the address has to wait."""

    def __init__(self, wait: timedelta) -> None:
        self.wait_seconds = max(1, int(wait.total_seconds() + 0.999))
        super().__init__(N_("尝试次数过多,请 {seconds} 秒后再试。"), seconds=self.wait_seconds)


@dataclass(frozen=True)
class Terms:
    """How long a session lasts: unused, and altogether."""

    idle: timedelta = timedelta(minutes=120)
    lifetime: timedelta = timedelta(hours=12)


@dataclass(frozen=True)
class Session:
    """One signed-in browser. `id` is the hash of its token, which says nothing about the token."""

    id: str
    account: str
    started_at: datetime
    seen_at: datetime
    browser: str = ""


@dataclass(frozen=True)
class SignedIn:
    """Who a token belongs to."""

    account: Account
    session: Session


def sign_in(store: Store, name: str, password: str, address: str, *, browser: str = "") -> str:
    """Check name and password and begin a session; its token, to be given to the browser only.

    Raises `WrongLogin`, or `TooManyAttempts` without looking at the password.
    """
    id = account_id(name)
    found, stored = _attempt(store, id, address)
    if not is_password(stored, password) or found is None or found.disabled:
        _refuse(store, found, id, address)
        raise WrongLogin(N_("账户名或密码不对。"))
    with store.write(found.name) as tx:
        lock_accounts(tx)
        now = find_account(tx.connection, id)
        if now is None or now.disabled or _hash_of(tx.connection, id) != stored:
            raise WrongLogin(N_("账户名或密码不对。"))
        _forgive(tx, id, address)
        changes: dict[str, object] = {"seen_at": tx.at}
        if is_outdated(stored):
            changes["password_hash"] = hash_password(password)
        tx.connection.execute(update(tables.account).where(tables.account.c.id == id).values(changes))
        log_account(tx, id, LOGIN)
        return begin_session(tx, id, browser)


def signed_in(store: Store, token: str, terms: Terms, now: datetime) -> SignedIn | None:
    """Who a token belongs to, None if its session has ended or its account is disabled; notes that it was used."""
    table = tables.account_session
    with store.read() as connection:
        row = connection.execute(select(table).where(table.c.id == session_id(token))).first()
        account = find_account(connection, row.account) if row else None
    if row is None or account is None or account.disabled:
        return None
    session = Session(**row._mapping)
    if session.seen_at + terms.idle <= now or session.started_at + terms.lifetime <= now:
        return None
    if session.seen_at + TOUCHED_AFTER <= now:
        _touch(store, session, now)
    return SignedIn(account, session)


def sign_out(store: Store, token: str) -> None:
    """End the session of a token; a token that is worth nothing already stays so."""
    table = tables.account_session
    with store.read() as connection:
        owner = connection.execute(select(table.c.account).where(table.c.id == session_id(token))).scalar()
        account = find_account(connection, owner) if owner else None
    if account is None:
        return
    with store.write(account.name) as tx:
        lock_accounts(tx)
        tx.connection.execute(delete(table).where(table.c.id == session_id(token)))
        log_account(tx, account.id, LOGOUT)


def sessions(store: Store, account: str, terms: Terms, now: datetime) -> list[Session]:
    """The sessions of an account that hold, the last used first."""
    table = tables.account_session
    alive = (table.c.seen_at > now - terms.idle) & (table.c.started_at > now - terms.lifetime)
    query = select(table).where(table.c.account == account, alive).order_by(table.c.seen_at.desc(), table.c.id)
    with store.read() as connection:
        return [Session(**row._mapping) for row in connection.execute(query)]


def change_password(store: Store, account: Account, old: str, new: str, address: str) -> None:
    """Change one's own password; all sessions end, also the one it is changed in.

    The old one is asked for and throttled as a login: an unguarded screen gives nobody the account. Raises
    `WrongLogin`, `TooManyAttempts`, or `Refused` for a new one that is too easy.
    """
    _, stored = _attempt(store, account.id, address)
    if not is_password(stored, old):
        _refuse(store, account, account.id, address)
        raise WrongLogin(N_("现在的密码不对。"))
    with store.write(account.actor) as tx:
        lock_accounts(tx)
        _forgive(tx, account.id, address)
        store_password(tx, account.id, new)


def leave_everywhere(store: Store, account: Account) -> None:
    """End all sessions of one's own."""
    with store.write(account.actor) as tx:
        lock_accounts(tx)
        drop_sessions(tx, account.id)
        log_account(tx, account.id, EVERYWHERE)


def session_id(token: str) -> str:
    """What the store knows a token by."""
    return hashlib.sha256(token.encode()).hexdigest()


def wait_after(failures: int, free: int) -> timedelta:
    """How long to wait after so many failures: 15 s after the last free one, doubled by each further one.

    >>> [int(wait_after(n, 5).total_seconds()) for n in (4, 5, 6, 7, 11, 50)]
    [0, 15, 30, 60, 900, 900]
    """
    if failures < free:
        return timedelta(0)
    return min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(failures - free, 10))


def _attempt(store: Store, id: str, address: str) -> tuple[Account | None, str]:
    """Count an attempt as failed until it is forgiven; the account and its hash. `TooManyAttempts` if it must wait."""
    with store.write(NOBODY) as tx:
        lock_accounts(tx)
        counted = [(key, *_failures(tx, key), free) for key, free in _keys(id, address)]
        wait = max(last + wait_after(count, free) - tx.at for _, count, last, free in counted)
        if wait > timedelta(0):
            raise TooManyAttempts(wait)
        for key, count, _, _ in counted:
            _count(tx, key, count + 1)
        tx.connection.execute(
            delete(tables.login_failure).where(tables.login_failure.c.last_at < tx.at - FORGOTTEN_AFTER)
        )
        return find_account(tx.connection, id), _hash_of(tx.connection, id)


def _refuse(store: Store, account: Account | None, id: str, address: str) -> None:
    """Log an attempt that failed, and whether it was the last one for now."""
    with store.write(account.name if account else NOBODY) as tx:
        lock_accounts(tx)
        waits = any(wait_after(_failures(tx, key)[0], free) for key, free in _keys(id, address))
        log_account(tx, account.id if account else "", LOCKED if waits else FAILED)


def _forgive(tx: Write, id: str, address: str) -> None:
    """Forget the account's failures, and of the address's the one that was none."""
    (own, _), (shared, _) = _keys(id, address)
    tx.connection.execute(delete(tables.login_failure).where(tables.login_failure.c.key == own))
    count, _ = _failures(tx, shared)
    table = tables.login_failure
    tx.connection.execute(update(table).where(table.c.key == shared).values(failures=max(0, count - 1)))


def _keys(id: str, address: str) -> tuple[tuple[str, int], tuple[str, int]]:
    """(key, free failures) of the account, which may not exist, and of the address (of IPv6, the network)."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
        if isinstance(found, ipaddress.IPv6Address):
            found = found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False).network_address
        address = str(found)
    except ValueError:
        pass  # a proxy's own name for it does as well
    return (_key("account", id), FREE_FOR_ACCOUNT), (_key("address", address), FREE_FOR_ADDRESS)


def _key(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()


def _failures(tx: Write, key: str) -> tuple[int, datetime]:
    table = tables.login_failure.c
    row = tx.connection.execute(select(table.failures, table.last_at).where(table.key == key)).first()
    return (row.failures, row.last_at) if row and row.last_at > tx.at - FORGOTTEN_AFTER else (0, tx.at)


def _count(tx: Write, key: str, failures: int) -> None:
    table = tables.login_failure
    statement = tx.insert(table).values(key=key, failures=failures, last_at=tx.at)
    changed = {"failures": statement.excluded.failures, "last_at": statement.excluded.last_at}
    tx.connection.execute(statement.on_conflict_do_update(index_elements=[table.c.key], set_=changed))


def begin_session(tx: Write, account: str, browser: str) -> str:
    """A new session's token; the oldest sessions beyond `MOST_SESSIONS` end."""
    table, token = tables.account_session, secrets.token_urlsafe(32)
    row = {"id": session_id(token), "account": account, "started_at": tx.at, "seen_at": tx.at, "browser": browser[:80]}
    tx.connection.execute(table.insert().values(row))
    kept = select(table.c.id).where(table.c.account == account).order_by(table.c.started_at.desc(), table.c.id)
    ids = list(tx.connection.execute(kept).scalars())
    surplus = [id for id in ids if id != row["id"]][MOST_SESSIONS - 1 :]
    tx.connection.execute(delete(table).where(table.c.id.in_(surplus)))
    return token


def _touch(store: Store, session: Session, now: datetime) -> None:
    sessions, accounts = tables.account_session, tables.account
    try:
        with store.write(session.account) as tx:
            tx.connection.execute(update(sessions).where(sessions.c.id == session.id).values(seen_at=now))
            tx.connection.execute(update(accounts).where(accounts.c.id == session.account).values(seen_at=now))
    except StoreBusy:
        pass  # the next request notes it; nobody is thrown out because somebody else imports


def _hash_of(connection: Connection, id: str) -> str:
    table = tables.account.c
    return connection.execute(select(table.password_hash).where(table.id == id)).scalar() or ""
