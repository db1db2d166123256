"""What a browser keeps of a sign-in at the identity provider, so that signing out can end it there too.

The provider's ID token lies in a cookie that only this browser sends, only to the pages of accounts; the server keeps
nothing of it. It is the provider's own answer about its own reader: what it shows when they leave.
"""

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from data.secret import cookie_secret
from data.settings import Settings

AREA, LEFT, RETURN = "/account", "/account/oidc/left", "/account/oidc/return"
COOKIE = "map_proof"
MOST_BYTES = 3500
"""Browsers keep about 4 kB a cookie; a longer token is left out, and the provider asks whom to sign out."""


def keep_proof(answer: Response, request: Request, settings: Settings, token: str) -> None:
    """Let the browser keep the ID token as long as the session may last."""
    kept = str(_serializer(settings).dumps(token))
    kept = kept if len(kept) <= MOST_BYTES else str(_serializer(settings).dumps(""))
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, kept, settings.lifetime * 3600, path=AREA, httponly=True, samesite="lax", secure=secure)


def proof_of(request: Request, settings: Settings) -> str | None:
    """The ID token this browser signed in with ("" unknown); None where it did not sign in at the provider."""
    try:
        kept = _serializer(settings).loads(request.cookies.get(COOKIE, ""), max_age=settings.lifetime * 3600)
    except BadSignature:
        return None
    return str(kept)


def drop_proof(answer: Response, request: Request) -> None:
    """Signed out, or signed in another way."""
    answer.delete_cookie(COOKIE, path=AREA, httponly=True, samesite="lax", secure=request.url.scheme == "https")


def back_after_leaving(request: Request, settings: Settings) -> str:
    """Where the provider sends people back to after signing out; to be registered there beside the way back in."""
    if settings.oidc_return:
        return settings.oidc_return.removesuffix(RETURN) + LEFT
    return f"{request.url.scheme}://{request.url.netloc}{LEFT}"


def _serializer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(cookie_secret(settings), salt="map.proof")
