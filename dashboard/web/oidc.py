"""Signing in at an identity provider: the way there, the way back, and what was refused.

What belongs to the flow lies in a signed cookie of ten minutes that only this browser sends; the provider's answer
is looked at only together with it. It ends in the same session, cookie and log as a password does.
"""

import logging
from dataclasses import asdict

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.services.access.oidc import Flow, Provider, ProviderFault, new_flow
from dashboard.text import LANGUAGES
from dashboard.web import account_pages as pages
from dashboard.web.account import LOGIN, AccountRoutes
from dashboard.web.forms import local_path
from dashboard.web.guard import Endpoint
from dashboard.web.proof import LEFT, RETURN, keep_proof
from data.identities import sign_in_as
from data.refusals import PROVIDER, note
from data.secret import cookie_secret
from data.settings import Settings
from geo.errors import MapError
from geo.words import N_

AREA, START = "/account/oidc", "/account/oidc/start"
FLOW_COOKIE = "map_oidc"
GOOD_FOR_SECONDS = 600
_log = logging.getLogger(__name__)


class OidcRoutes:
    """The endpoints of one provider; `account` draws the pages and gives the session's cookie."""

    def __init__(self, provider: Provider, account: AccountRoutes) -> None:
        self.provider, self.account = provider, account

    def endpoints(self) -> list[tuple[str, Endpoint, list[str]]]:
        """(path, endpoint, methods)."""
        return [(START, self.start, ["GET"]), (RETURN, self.back, ["GET"]), (LEFT, self.left, ["GET"])]

    async def start(self, request: Request) -> Response:
        """`/account/oidc/start?next=…`: off to the provider."""
        flow = new_flow(local_path(request.query_params.get("next", "/")), self.account.language(request))
        try:
            address = await run_in_threadpool(self.provider.start, flow, _back(request, self.account.settings))
        except ProviderFault as fault:
            return self._refused(request, flow.onward, fault, flow.lang)
        answer = RedirectResponse(address, 303)
        kept = str(_serializer(self.account.settings).dumps(asdict(flow)))
        secure = request.url.scheme == "https"
        answer.set_cookie(FLOW_COOKIE, kept, GOOD_FOR_SECONDS, path=AREA, httponly=True, samesite="lax", secure=secure)
        return answer

    async def back(self, request: Request) -> Response:
        """`/account/oidc/return?code=…&state=…`: signed in, or told why not; either way the flow is over."""
        settings, onward, lang = self.account.settings, "/", self._language(request)
        try:
            flow = self._flow(request)
            onward, lang = flow.onward, flow.lang
            who, proof = await run_in_threadpool(
                self.provider.finish, flow, _back(request, settings), dict(request.query_params)
            )
            browser = pages.browser_name(request.headers.get("user-agent", ""))
            token = await run_in_threadpool(sign_in_as, self.account.store, who, browser=browser)
        except MapError as fault:
            _log.warning("sign-in at the provider refused: %s %s", type(fault).__name__, fault.values.get("part", ""))
            note(PROVIDER, what=str(fault.values.get("part", "")))
            answer = self._refused(request, onward, fault, lang)
        else:
            answer = await self.account.arrive(request, onward, token, lang)
            keep_proof(answer, request, settings, proof)
        answer.delete_cookie(FLOW_COOKIE, path=AREA, httponly=True, samesite="lax")
        return answer

    async def left(self, request: Request) -> Response:
        """`/account/oidc/left?state=zh|en`: signed out at the provider too; back at the page to sign in."""
        lang = request.query_params.get("state", "")
        lang = lang if lang in dict(LANGUAGES) else self.account.language(request)
        return RedirectResponse(f"{LOGIN}?lang={lang}", 303)

    def _flow(self, request: Request) -> Flow:
        try:
            kept = request.cookies.get(FLOW_COOKIE, "")
            return Flow(**_serializer(self.account.settings).loads(kept, max_age=GOOD_FOR_SECONDS))
        except BadSignature as error:
            raise ProviderFault(N_("这次登录已过期,或不是从这个浏览器开始的。请再试一次。")) from error

    def _language(self, request: Request) -> str:
        """What the browser prefers, where no flow says it: the provider's address carries no language of ours."""
        wanted = request.headers.get("accept-language", "").lower().split(",")[0].split("-")[0].strip()
        return wanted if wanted in dict(LANGUAGES) else self.account.language(request)

    def _refused(self, request: Request, onward: str, fault: MapError, lang: str) -> Response:
        return self.account.login_page(request, onward, fault, 403, lang)


def _back(request: Request, settings: Settings) -> str:
    return settings.oidc_return or f"{request.url.scheme}://{request.url.netloc}{RETURN}"


def _serializer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(cookie_secret(settings), salt="map.oidc")
