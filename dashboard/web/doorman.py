"""What every request and every websocket passes first: from which host and page it comes, and who asks.

Streamlit lets whoever knows a session's id into that session. So the doorman tells it who asks, in a header that
only it can set (`server.trustedUserHeaders`): a session then opens for the one who began it and nobody else. Each
message on an open websocket is checked again, so that a session that was ended does nothing more.
"""

import logging
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.services.access.identity import COOKIE, NOBODY, Identity, identify
from dashboard.web.guard import Endpoint, allowed_names, host_name
from data.access import VISITOR
from data.refusals import HOST, ORIGIN, SESSION, note
from data.settings import Settings
from data.store import Store

HEADER = "x-map-reader"
USER_KEY = "map_reader"
"""Header and attribute of `st.user` that carry `Identity.mark`."""

IDENTITY = "map.identity"
"""Where a request's scope keeps who asks."""

FOR_ALL = ("/public", "/assets/", "/static/", "/component/")
AS_ASKED = ("/layers/", "/works/", "/photos/", "/mapconfig/", "/search/")
"""Addresses that answer everybody alike, and those that do so when asked for the public's view (`as=visitor`)."""

UPLOADS = "/_stcore/upload_file"
POLICY_VIOLATION = 1008
_log = logging.getLogger(__name__)


class Doorman:
    """ASGI middleware around the whole server."""

    def __init__(self, app: ASGIApp, settings: Settings, store: Store) -> None:
        self.app, self.settings, self.store = app, settings, store
        self.names = allowed_names(settings.host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in, or refuse."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        if self.names is not None and host_name(asked) not in self.names:
            note(HOST, what=host_name(asked))
            await _refuse(scope, receive, send, 421, "unknown host name")
            return
        if scope["type"] == "websocket" and not is_same_origin(asked.headers):
            _log.warning("websocket of a foreign page refused: %r", asked.headers.get("origin", "")[:200])
            note(ORIGIN, what=asked.headers.get("origin", ""))
            await _refuse(scope, receive, send, 403, "foreign origin")
            return
        cookie = asked.cookies.get(COOKIE)
        if is_for_all(scope):
            identity = NOBODY
        else:
            identity = await run_in_threadpool(identify, self.settings, self.store, cookie)
        if identity.viewer.role == VISITOR and scope["path"].startswith(UPLOADS):
            await _refuse(scope, receive, send, 403, "sign in first")
            return
        marked = {**scope, IDENTITY: identity, "headers": list(_marked(scope["headers"], identity))}
        if scope["type"] == "websocket":
            receive = self._watched(receive, send, cookie, identity)
        await self.app(marked, receive, send)

    def _watched(self, receive: Receive, send: Send, cookie: str | None, identity: Identity) -> Receive:
        """Messages as long as the cookie is worth what it was; then the line is closed."""

        async def watched() -> Message:
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            now = await run_in_threadpool(identify, self.settings, self.store, cookie)
            if (now.mark, now.viewer) == (identity.mark, identity.viewer):
                return message
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}

        return watched


class Replays(logging.Handler):
    """Hears from Streamlit that somebody came with the id of another reader's session (and got a new one)."""

    LOGGER = "streamlit.runtime.websocket_session_manager"

    def emit(self, record: logging.LogRecord) -> None:
        """Note it for the administrators."""
        if "identity mismatch" in str(record.msg):
            note(SESSION)


def is_for_all(scope: Scope) -> bool:
    """Whether a request is answered to everybody alike: nobody is looked up, so that thousands may come at once."""
    path, query = scope["path"], parse_qs(scope.get("query_string", b"").decode("latin-1"))
    as_public = path.startswith(AS_ASKED) and query.get("as", [""])[0] == VISITOR
    return scope["type"] == "http" and (path.startswith(FOR_ALL) or as_public)


def identity_of(scope: Scope) -> Identity:
    """Who asks, as the doorman found; nobody where none stands at the door."""
    found: Identity = scope.get(IDENTITY, NOBODY)
    return found


def known(endpoint: Endpoint, settings: Settings, store: Store) -> Endpoint:
    """The endpoint, knowing who asks also where no doorman stands before it."""

    async def answer(request: Request) -> Response:
        if IDENTITY not in request.scope:
            cookie = request.cookies.get(COOKIE)
            request.scope[IDENTITY] = await run_in_threadpool(identify, settings, store, cookie)
        return await endpoint(request)

    return answer


def is_same_origin(headers: Headers) -> bool:
    """Whether a page of our own asks. Browsers name the page in `Origin` for websockets and posted forms."""
    return urlsplit(headers.get("origin", "")).netloc.lower() == headers.get("host", "").strip().lower() != ""


def _marked(headers: Iterable[tuple[bytes, bytes]], identity: Identity) -> Iterable[tuple[bytes, bytes]]:
    """The headers with our own mark, and without one that the sender made up."""
    name = HEADER.encode("ascii")
    yield from ((key, value) for key, value in headers if key.lower() != name)
    yield name, identity.mark.encode("ascii")


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, words: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        return
    await PlainTextResponse(words, status_code=status)(scope, receive, send)
