"""What every route of ours checks and says: whom it answers, and how a browser may use the answer."""

from collections.abc import Awaitable, Callable

from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response

from dashboard.services.access.identity import is_this_computer

Endpoint = Callable[[Request], Awaitable[Response]]

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]", "testserver"})

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'self'",
}


def guarded(endpoint: Endpoint, allowed_names: frozenset[str] | None) -> Endpoint:
    """The endpoint, answering only requests whose Host is allowed (None: any), with security headers.

    A page of a stranger can make its own name point at 127.0.0.1 and then read what is served there;
    the Host header still carries the stranger's name, which is how it is told apart.
    """

    async def answer(request: Request) -> Response:
        if allowed_names is not None and host_name(request) not in allowed_names:
            response: Response = PlainTextResponse("unknown host name", status_code=421)
        else:
            response = await endpoint(request)
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


def host_name(request: HTTPConnection) -> str:
    """The Host header without its port, in lower case."""
    host = request.headers.get("host", "").strip().lower()
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]


def allowed_names(listens_on: str) -> frozenset[str] | None:
    """Names that a server listening on this address answers to: loopback's own, or any when it serves a network."""
    return LOOPBACK_NAMES if is_this_computer(listens_on) else None
