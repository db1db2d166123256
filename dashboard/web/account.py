"""The pages of accounts: sign in, sign out, one's password and sessions. Plain HTML without a script."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dashboard.services.access.accounts import places_held
from dashboard.services.access.identity import COOKIE, cookie_of, terms, token_of
from dashboard.services.access.oidc import Provider
from dashboard.services.projects.work_words import today
from dashboard.text import LANGUAGES, words
from dashboard.web import account_pages as pages
from dashboard.web.doorman import identity_of
from dashboard.web.forms import ForeignForm, form_token, keep_nonce, local_path, nonce_of, posted
from dashboard.web.guard import Endpoint
from dashboard.web.proof import back_after_leaving, drop_proof, proof_of
from data.accounts import LOCAL_ROLES, Account
from data.logins import change_password, leave_everywhere, sessions, sign_in, sign_out, signed_in
from data.rights import OWN, reach
from data.settings import Settings
from data.store import Store
from geo.errors import MapError
from geo.words import N_

HOME = "/account"
LOGIN = "/account/login"
SECURITY = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
}


class AccountRoutes:
    """The endpoints over one store. `provider`: the identity provider that one may sign in with too."""

    def __init__(self, settings: Settings, store: Store, provider: Provider | None = None) -> None:
        self.settings, self.store, self.provider = settings, store, provider

    def endpoints(self) -> list[tuple[str, Endpoint, list[str]]]:
        """(path, endpoint, methods)."""
        return [
            (LOGIN, self.login, ["GET", "POST"]),
            ("/account/logout", self.logout, ["POST"]),
            ("/account/password", self.password, ["GET", "POST"]),
            ("/account/sessions", self.sessions, ["GET", "POST"]),
            (HOME, self.home, ["GET"]),
        ]

    async def login(self, request: Request) -> Response:
        """`/account/login?next=…&lang=…`: the form, and what becomes of it."""
        onward = local_path(request.query_params.get("next", "/"))
        if request.method == "GET":
            return self._page(
                request, pages.login(self._look(request), onward, provider=self._provider_name, done=_done(request))
            )
        try:
            fields = await posted(request, self.settings)
            onward = local_path(fields.get("next", "/"))
            name, password = fields.get("name", "")[:200], fields.get("password", "")[:1000]
            browser = pages.browser_name(request.headers.get("user-agent", ""))
            token = await run_in_threadpool(sign_in, self.store, name, password, _address(request), browser=browser)
        except ForeignForm:
            return self.login_page(request, onward, N_("页面已过期,请再试一次。"), 403)
        except MapError as error:
            return self.login_page(request, onward, error, _status(error), name=name)
        return await self.arrive(request, onward, token, self.language(request))

    async def arrive(self, request: Request, onward: str, token: str, lang: str) -> Response:
        """Signed in: on to what was wanted; who wanted nothing in particular begins at their own place."""
        if onward == "/":
            found = await run_in_threadpool(signed_in, self.store, token, terms(self.settings), datetime.now(UTC))
            own = found is not None and reach(found.account.role, "report_progress") == OWN
            onward = ("/mine" if own else "/") + _asking(request, lang if lang != self.settings.language else "")
        answer = RedirectResponse(onward, 303)
        self.give(answer, request, token)
        drop_proof(answer, request)
        return answer

    def login_page(
        self,
        request: Request,
        onward: str,
        told: str | MapError = "",
        status: int = 200,
        lang: str = "",
        name: str = "",
    ) -> Response:
        """The form, with what is to be said above it."""
        look = self._look(request, lang or self.language(request))
        return self._page(request, pages.login(look, onward, told, self._provider_name, name), status)

    @property
    def _provider_name(self) -> str:
        return self.provider.name if self.provider else ""

    async def logout(self, request: Request) -> Response:
        """Sign the reader out."""
        try:
            await posted(request, self.settings)
        except ForeignForm:
            return await self.home(request, N_("页面已过期,请再试一次。"), 403)
        token = token_of(self.settings, request.cookies.get(COOKIE, ""))
        if token:
            await run_in_threadpool(sign_out, self.store, token)
        proof = proof_of(request, self.settings)
        return self._out(request) if proof is None or self.provider is None else await self._out_here(request, proof)

    async def _out_here(self, request: Request, proof: str) -> Response:
        """Signed out here, and asked whether also at the provider: whoever comes next could go in by it.

        A link, since our forms may be sent to ourselves only; and a choice, since other services hang on it too.
        """
        assert self.provider is not None
        lang, back = self.language(request), back_after_leaving(request, self.settings)
        address = await run_in_threadpool(self.provider.leave, proof, back, lang)
        answer = self._page(request, pages.left(self._look(request), self.provider.name, address))
        self._forget(answer, request)
        return answer

    async def home(self, request: Request, told: str | MapError = "", status: int = 200) -> Response:
        """`/account`: who one is, one's sessions, password, and the way out."""
        identity = identity_of(request.scope)
        if identity.account is None:
            return RedirectResponse(f"{LOGIN}{_asking(request, self.language(request))}&next={HOME}", 303)
        now = datetime.now(UTC)
        held = await run_in_threadpool(sessions, self.store, identity.account.id, terms(self.settings), now)
        places: Sequence[str] = ()
        if identity.account.role in LOCAL_ROLES:
            found = await run_in_threadpool(places_held, self.store, [identity.account], today())
            places = found.get(identity.account.id, ())
        return self._page(request, pages.home(self._look(request), identity, held, told, places), status)

    async def password(self, request: Request) -> Response:
        """Change one's own password; all sessions end."""

        def act(account: Account, fields: dict[str, str]) -> str:
            new = fields.get("new", "")[:1000]
            if new != fields.get("again", "")[:1000]:
                return N_("两次输入的新密码不同,没有保存。")
            change_password(self.store, account, fields.get("old", "")[:1000], new, _address(request))
            return ""

        return await self._act(request, act, "password")

    async def sessions(self, request: Request) -> Response:
        """End all sessions of one's own."""

        def act(account: Account, _fields: dict[str, str]) -> str:
            leave_everywhere(self.store, account)
            return ""

        return await self._act(request, act, "everywhere")

    async def _act(self, request: Request, act: Callable[[Account, dict[str, str]], str], done: str) -> Response:
        """Do something for who is signed in; afterwards they are not any more, and are told why (`pages.DONE`)."""
        account = identity_of(request.scope).account
        if request.method == "GET" or account is None:
            return RedirectResponse(f"{HOME}{_asking(request, self.language(request))}", 303)
        try:
            told = await run_in_threadpool(act, account, await posted(request, self.settings))
        except ForeignForm:
            return await self.home(request, N_("页面已过期,请再试一次。"), 403)
        except MapError as error:
            return await self.home(request, error, _status(error))
        return await self.home(request, told, 400) if told else self._out(request, done)

    def _out(self, request: Request, done: str = "out") -> Response:
        answer = RedirectResponse(f"{LOGIN}{_asking(request, self.language(request))}&done={done}", 303)
        self._forget(answer, request)
        return answer

    def _forget(self, answer: Response, request: Request) -> None:
        answer.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=_is_secure(request))
        drop_proof(answer, request)

    def give(self, answer: Response, request: Request, token: str) -> None:
        """Put a session's token into the reader's cookie."""
        age, cookie = self.settings.lifetime * 3600, cookie_of(self.settings, token)
        answer.set_cookie(COOKIE, cookie, age, httponly=True, samesite="lax", secure=_is_secure(request))

    def _look(self, request: Request, lang: str = "") -> pages.Look:
        nonce = nonce_of(request)
        request.scope["map.nonce"] = nonce
        lang = lang or self.language(request)
        return pages.Look(lang, words(lang), form_token(self.settings, nonce), _is_dark(request))

    def _page(self, request: Request, html: str, status: int = 200) -> Response:
        answer = HTMLResponse(html, status, headers=SECURITY)
        keep_nonce(answer, request, request.scope["map.nonce"])
        return answer

    def language(self, request: Request) -> str:
        """The language that the address asks for, else that of the settings."""
        wanted = request.query_params.get("lang", "")
        return wanted if wanted in dict(LANGUAGES) else self.settings.language


def _is_dark(request: Request) -> bool:
    return request.query_params.get("dark") == "1"


def _done(request: Request) -> str:
    """What was done on the page before, as a sentence; "" for an address that somebody made up."""
    return pages.DONE.get(request.query_params.get("done", ""), "")


def _asking(request: Request, lang: str) -> str:
    """The query that keeps language ("" that of the settings) and evening."""
    parts = [f"lang={lang}"] if lang else []
    return "?" + "&".join([*parts, "dark=1"] if _is_dark(request) else parts) if parts or _is_dark(request) else ""


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https"


def _status(error: MapError) -> int:
    """429 where one has to wait, 400 for anything else that was refused."""
    return 429 if hasattr(error, "wait_seconds") else 400
