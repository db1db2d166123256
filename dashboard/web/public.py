"""The public page over HTTP: open to all without an account, the same for everybody, kept packed by revision.

Whatever cookie comes along, nobody is asked who they are: the pages are made from the visitor's view alone. What
was made once is sent as it lies in memory until something in the community changes or the day ends, so that
thousands may open it at once.
"""

import gzip
import re
import time
from dataclasses import dataclass, field
from hashlib import sha256

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.drawing.assets import assets_version
from dashboard.services.kept import Kept
from dashboard.services.map.whole_map import whole_map
from dashboard.services.projects.work_words import today
from dashboard.services.public.public_view import public_view
from dashboard.services.public.public_words import search
from dashboard.services.public.qr import public_path
from dashboard.text import LANGUAGES, words
from dashboard.web.assets import FOR_EVER
from dashboard.web.guard import Endpoint
from dashboard.web.public_pages import ON_MAP, TEMPLATES, Look, Pages, map_tag
from data.communities import communities
from data.public_records import public_state
from data.settings import Settings
from data.store import Store
from geo.words import N_

SECURITY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "Vary": "Accept-Encoding",
}
KEPT = "public, max-age=60, stale-while-revalidate=600"
NOT_KEPT = "no-cache"
GZIP_LEVEL = 9
FRESH_SECONDS = 1.0
"""For so long the state of a community is taken as known: browsers keep a page for sixty times as long."""

LONGEST_QUESTION = 60
NUMBER = re.compile("[1-9][0-9]{0,3}")


@dataclass(frozen=True)
class Packed:
    """A page as it is sent: gzipped, with its tag."""

    body: bytes
    etag: str
    status: int = 200


@dataclass
class PublicRoutes:
    """The endpoints over one store, with what they keep between requests."""

    settings: Settings
    store: Store
    kept: Kept = field(default_factory=lambda: Kept(512))
    _states: dict[str, tuple[float, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pages = Pages(self.store, self.settings.language)
        self.version = _version()

    def endpoints(self) -> list[tuple[str, Endpoint]]:
        """(path, endpoint)."""
        return [
            ("/public", self.choose),
            ("/public/{community}", self.page),
            ("/public/{community}/plan.svg", self.plan),
            ("/public/{community}/map.json", self.map),
            ("/public/{community}/{page}", self.page),
            ("/public/{community}/{page}/{id:path}", self.page),
        ]

    async def choose(self, request: Request) -> Response:
        """`/public`: the only community at once, else the list of them."""
        look = self._look(request)
        found = await run_in_threadpool(self._communities)
        if len(found) == 1:
            return RedirectResponse(public_path(found[0][0], **look.words(self.settings.language)), 302)
        return self._answer(request, _packed(self.pages.choose(found, look), "communities"), NOT_KEPT)

    async def page(self, request: Request) -> Response:
        """`/public/{community}[/{page}[/{id}]][?lang=en&size=large&q=…&page=2]`: one page of a community."""
        asked = request.path_params
        community, page, id = asked["community"], asked.get("page", ""), asked.get("id", "")
        look = self._look(request, page)
        state = await self._state(community)
        if state is None:
            html = self.pages.choose(await run_in_threadpool(self._communities), look, missing=True)
            return self._answer(request, _packed(html, "no-community", 404), NOT_KEPT)
        if page == "buildings" and look.typed:
            return await run_in_threadpool(self._search, request, community, look)
        key = (community, page, id, look, state, today().isoformat(), self.version)
        packed = self.kept.peek(key) or await run_in_threadpool(self._make, key)
        return self._answer(request, packed, KEPT if packed.status == 200 else NOT_KEPT)

    async def plan(self, request: Request) -> Response:
        """`/public/{community}/plan.svg[?lang=en]`: the map as a drawing, for browsers that run no script."""
        community, look = request.path_params["community"], self._look(request)
        state = await self._state(community)
        if state is None:
            return Response("no such community", 404, media_type="text/plain")
        key = (community, "plan.svg", look.lang, state, today().isoformat(), self.version)

        def make() -> Packed:
            from dashboard.services.public.public_plan import (
                plan_svg,  # rarely asked for: loaded with the first drawing
            )

            north = words(look.lang)(N_("北"))
            return _packed(plan_svg(self.store, public_view(self.store, community), north), repr(key))

        packed = self.kept.peek(key) or await run_in_threadpool(self.kept.get, key, make)
        return self._answer(request, packed, KEPT, "image/svg+xml")

    async def map(self, request: Request) -> Response:
        """`/public/{community}/map.json[?lang=en][&v=…]`: all that the map of a page shows, in one answer."""
        community, look = request.path_params["community"], self._look(request)
        state = await self._state(community)
        if state is None:
            return Response("no such community", 404, media_type="text/plain")
        day, key = today(), (community, "map.json", look.lang, state, today().isoformat(), self.version)

        def make() -> Packed:
            kept = public_view(self.store, community).community
            return _packed(whole_map(self.store, kept, day, look.lang, ON_MAP), repr(key))

        packed = self.kept.peek(key) or await run_in_threadpool(self.kept.get, key, make)
        current = request.query_params.get("v") == map_tag(state, day, look.lang)
        return self._answer(request, packed, FOR_EVER if current else KEPT, "application/json")

    def _make(self, key: tuple[str, str, str, Look, str, str, str]) -> Packed:
        """The page of a key; that of an address that leads nowhere is not kept, so that nobody fills the memory."""
        community, page, id, look, *_rest = key
        view = public_view(self.store, community)
        if not self.pages.exists(view, page, id):
            return _packed(self.pages.missing(view, look), repr(key), 404)
        packed: Packed = self.kept.get(key, lambda: _packed(self.pages.page(view, look, page, id), repr(key)))
        return packed

    def _search(self, request: Request, community: str, look: Look) -> Response:
        """What answers to the words that were typed; a single building is opened at once."""
        view = public_view(self.store, community)
        found = search(view, look.typed)
        if len(found) == 1:
            path = public_path(community, "building", found[0].id, **look.words(self.settings.language))
            return RedirectResponse(path, 303)
        html = self.pages.page(view, look, "buildings")
        return self._answer(request, _packed(html, html), NOT_KEPT)

    async def _state(self, community: str) -> str | None:
        """The state of a community, asked of the store at most once in `FRESH_SECONDS`; None: there is none."""
        now = time.monotonic()
        kept = self._states.get(community)
        if kept and now - kept[0] < FRESH_SECONDS:
            return kept[1]
        if kept is None and community not in dict(await run_in_threadpool(self._communities)):
            return None
        if kept:
            self._states[community] = (now, kept[1])  # the others need not ask as well while this one does
        state = await run_in_threadpool(public_state, self.store, community)
        self._states[community] = (now, state)
        return state

    def _communities(self) -> list[tuple[str, str]]:
        return [(item.id, item.name) for item in communities(self.store)]

    def _look(self, request: Request, page: str = "") -> Look:
        """What the query says, as far as it is one of the words that there are and the page takes them."""
        query = request.query_params
        lang = query.get("lang", "")
        number = query.get("page", "")
        return Look(
            lang=lang if lang in dict(LANGUAGES) else self.settings.language,
            size="large" if query.get("size") == "large" else "",
            typed=query.get("q", "")[:LONGEST_QUESTION].strip() if page == "buildings" else "",
            number=int(number) if page == "projects" and NUMBER.fullmatch(number) else 1,
        )

    def _answer(self, request: Request, packed: Packed, kept: str, kind: str = "text/html") -> Response:
        headers = {**SECURITY, "ETag": packed.etag, "Cache-Control": kept}
        if packed.status == 200 and packed.etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(packed.body, packed.status, headers, kind)
        return Response(gzip.decompress(packed.body), packed.status, headers, kind)


def _packed(html: str, key: str, status: int = 200) -> Packed:
    etag = f'"{sha256(key.encode()).hexdigest()[:20]}"'
    return Packed(gzip.compress(html.encode(), GZIP_LEVEL, mtime=0), etag, status)


def _version() -> str:
    """What the pages are made with: templates, and the assets that they name."""
    digest = sha256(assets_version().encode())
    for path in sorted((TEMPLATES / "public").iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
