"""Forms that only our own pages can post: a token signed here, bound to a cookie of the browser, of limited age."""

import logging
import secrets
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from dashboard.web.doorman import is_same_origin
from data.refusals import FORM, note
from data.secret import cookie_secret
from data.settings import Settings

FORM_COOKIE = "map_form"
FIELD = "token"
GOOD_FOR_SECONDS = 12 * 3600
MOST_BYTES = 20_000
_log = logging.getLogger(__name__)


class ForeignForm(Exception):  # noqa: N818 - a signal
    """The form was not posted by a page of ours, or is too old or too large."""


def nonce_of(request: Request) -> str:
    """What binds forms to this browser; a new one if it has none."""
    return request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(18)


def form_token(settings: Settings, nonce: str) -> str:
    """The hidden field of a form."""
    return str(_serializer(settings).dumps(nonce))


def keep_nonce(response: Response, request: Request, nonce: str) -> None:
    """Give the browser its half."""
    secure = request.url.scheme == "https"
    response.set_cookie(FORM_COOKIE, nonce, httponly=True, samesite="strict", secure=secure, path="/account")


async def posted(request: Request, settings: Settings) -> dict[str, str]:
    """The fields of a form of ours; `ForeignForm` otherwise."""
    fields = await _fields(request)
    nonce = request.cookies.get(FORM_COOKIE, "")
    if fields is None or not _is_of(settings, fields.get(FIELD, ""), nonce):
        _log.warning("refused: a form at %s, not posted by a page of ours, or too old", request.url.path)
        note(FORM, what=request.url.path)
        raise ForeignForm
    return fields


async def _fields(request: Request) -> dict[str, str] | None:
    """What was typed; None for a form of another site or one that is too large."""
    length = request.headers.get("content-length", "")
    if not is_same_origin(request.headers) or not length.isdigit() or int(length) > MOST_BYTES:
        return None
    form = await request.form(max_files=0, max_fields=20)
    return {key: value for key, value in form.items() if isinstance(value, str)}


def _is_of(settings: Settings, token: str, nonce: str) -> bool:
    try:
        signed = _serializer(settings).loads(token, max_age=GOOD_FOR_SECONDS)
    except BadSignature:
        return False
    return secrets.compare_digest(str(signed), nonce)


def local_path(wanted: str) -> str:
    """The address after signing in: a path on this server, or the first page.

    >>> [local_path(a) for a in ("/projects?lang=en", "//evil.example", "https://evil.example", "/\\\\evil", "")]
    ['/projects?lang=en', '/', '/', '/', '/']
    """
    parts = urlsplit(wanted)
    plain = wanted.isprintable() and "\\" not in wanted
    fit = plain and wanted.startswith("/") and not wanted.startswith("//") and not parts.scheme and not parts.netloc
    return wanted if fit else "/"


def _serializer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(cookie_secret(settings), salt="map.form")
