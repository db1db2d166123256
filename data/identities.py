"""Who signs in at an identity provider (OpenID Connect): which account that is, and its session here.

The administrator links an account, by the e-mail address that the provider has verified or by the person's number
there. The address is good for the first time only: the account then keeps the number, so that whoever gets the
address later does not get the account.
"""

from dataclasses import dataclass, replace

from sqlalchemy import Connection, select, update

from data import account_schema as tables
from data.account_log import FAILED, LINKED, LOGIN, UNKNOWN, lock_accounts, log_account
from data.accounts import Account, account_of, facts
from data.logins import NOBODY, begin_session
from data.store import Store
from data.write import Write
from geo.errors import MapError
from geo.words import N_


class UnknownIdentity(MapError):  # noqa: N818 - named as the leaves in data.errors
    """The provider knows who it is, and no account here belongs to them (or it is disabled: it is not said which)."""


@dataclass(frozen=True)
class Confirmed:
    """What the provider vouches for. `email` only if the provider has verified it, else ""."""

    issuer: str
    subject: str
    email: str = ""


def subject_of(issuer: str, subject: str) -> str:
    """How an account names somebody at a provider: numbers mean something only together with who gave them.

    >>> subject_of("https://id.example.org", "248289761001")
    'https://id.example.org 248289761001'
    """
    return f"{issuer} {subject}"


def sign_in_as(store: Store, who: Confirmed, *, browser: str = "") -> str:
    """Begin a session for whom the provider has confirmed; its token, to be given to the browser only.

    Raises `UnknownIdentity`; also that is logged (without the address).
    """
    with store.read() as connection:
        known = _account(connection, who)
    with store.write(known.name if known else NOBODY) as tx:
        lock_accounts(tx)
        found = _account(tx.connection, who)
        if found and not found.disabled and known and found.id == known.id:
            _link(tx, found, who)
            table = tables.account
            tx.connection.execute(update(table).where(table.c.id == found.id).values(seen_at=tx.at))
            log_account(tx, found.id, LOGIN)
            return begin_session(tx, found.id, browser)
        log_account(tx, found.id if found else "", FAILED if found else UNKNOWN)
    message = N_("您的身份已确认,但这里没有与之对应的账户,您仍以访客身份查看。请把这个编号告诉社区管理员:{subject}")
    raise UnknownIdentity(message, subject=who.subject)


def _account(connection: Connection, who: Confirmed) -> Account | None:
    """The account of this number; else the one of this address that has no number yet."""
    table = tables.account
    query = select(table).where(table.c.subject == subject_of(who.issuer, who.subject))
    row = connection.execute(query).first()
    if row is None and who.email:
        query = select(table).where(table.c.email == who.email.strip().lower(), table.c.subject == "")
        row = connection.execute(query).first()
    return account_of(row) if row else None


def _link(tx: Write, found: Account, who: Confirmed) -> None:
    """Keep the number of somebody who was recognised by their address."""
    subject = subject_of(who.issuer, who.subject)
    if found.subject == subject:
        return
    table, linked = tables.account, replace(found, subject=subject)
    values = {"subject": subject, "version": found.version + 1, "updated_at": tx.at, "updated_by": tx.who}
    tx.connection.execute(update(table).where(table.c.id == found.id).values(values))
    log_account(tx, found.id, LINKED, before=facts(found), after=facts(linked))
