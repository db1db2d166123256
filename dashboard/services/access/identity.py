"""Who asks: the account behind a cookie, the person at this computer, or the public.

The cookie holds a signed random token and nothing else; what it is worth stands in the store. It is looked up at
every request and every run, so that signing out, disabling an account and changing its role take effect at once.
"""

import hashlib
import ipaddress
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from itsdangerous import BadSignature, Signer

from data.access import ADMINISTRATOR
from data.accounts import Account, has_accounts, has_administrator
from data.logins import Session, Terms, signed_in
from data.refusals import ENDED, FORGED, note
from data.rights import PUBLIC, Viewer
from data.secret import cookie_secret
from data.settings import Settings
from data.store import Store
from geo.errors import MapError
from geo.words import N_

_log = logging.getLogger(__name__)

COOKIE = "map_account"
LOCAL_NAME = "管理员"
"""Who stands in the history for the person at this computer, as long as there are no accounts."""


@dataclass(frozen=True)
class Identity:
    """Who asks. `account` and `session` are None for the public and for the person at this computer."""

    viewer: Viewer
    account: Account | None = None
    session: Session | None = None

    @property
    def is_local(self) -> bool:
        """Whether this is the person at this computer, whom nobody asked to sign in."""
        return self.account is None and self.viewer.role == ADMINISTRATOR

    @property
    def mark(self) -> str:
        """What tells one reader from another: a Streamlit session belongs to one mark for good."""
        return self.session.id if self.session else f"{self.viewer.role}"


LOCAL = Identity(Viewer(ADMINISTRATOR, LOCAL_NAME))
NOBODY = Identity(PUBLIC)


def identify(settings: Settings, store: Store, cookie: str | None) -> Identity:
    """Who a cookie belongs to.

    Without accounts, on a server that only this computer reaches, everybody is its administrator. As soon as
    there is an account everybody has to sign in, also here: a proxy in front may bring in the network.
    """
    token = token_of(settings, cookie) if cookie else None
    found = signed_in(store, token, terms(settings), datetime.now(UTC)) if token else None
    if found:
        return Identity(found.account.actor, found.account, found.session)
    if isinstance(cookie, str) and cookie:
        _note_refused(hashlib.sha256(cookie.encode()).hexdigest(), bool(token))
    if is_this_computer(settings.host) and not has_accounts(store):
        return LOCAL
    return NOBODY


@lru_cache(maxsize=1000)
def _note_refused(cookie: str, ended: bool) -> None:
    """Write down once, not at every request, that a cookie is worth nothing; never the cookie itself."""
    _log.warning("cookie %s… refused: %s", cookie[:8], "ended" if ended else "not signed here")
    note(ENDED if ended else FORGED)


def is_this_computer(address: str) -> bool:
    """Whether only this computer reaches a server that listens there.

    >>> [is_this_computer(a) for a in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "")]
    [True, True, True, False, False]
    """
    try:
        return address == "localhost" or ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def require_administrator(address: str, store: Store) -> None:
    """`MapError` unless the address is this computer's own, or somebody can manage the accounts of the network."""
    if not is_this_computer(address) and not has_administrator(store):
        raise MapError(
            N_(
                "不能在 {address} 上启动:系统还没有管理员账户。请先运行 python -m data account add 账户名,"
                "或用 --server.address 127.0.0.1 只在本机使用。"
            ),
            address=address,
        )


def terms(settings: Settings) -> Terms:
    """How long sessions last here."""
    return Terms(timedelta(minutes=settings.idle), timedelta(hours=settings.lifetime))


def cookie_of(settings: Settings, token: str) -> str:
    """The token as the browser gets it."""
    return _signer(settings).sign(token).decode("ascii")


def token_of(settings: Settings, cookie: str) -> str | None:
    """The token of a cookie, None if it was not signed here."""
    try:
        return _signer(settings).unsign(cookie).decode("ascii")
    except (BadSignature, UnicodeError):
        return None


def _signer(settings: Settings) -> Signer:
    return Signer(cookie_secret(settings), salt="map.account", sep=".")
