"""A community's layers, map configuration and search over HTTP.

Every answer holds only what the asking role may see, is kept by (what, community, revision, role)
and says so in its ETag, so that a browser which has it already gets 304.
"""

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.drawing.assets import assets_version
from dashboard.services.kept import Kept
from dashboard.services.map import map_config, map_layers, map_search
from dashboard.text import words
from dashboard.web.doorman import identity_of
from data import china_day
from data.access import VISITOR, may_see
from data.communities import Community, communities
from data.features import layer_counts, layer_frame, revisions
from data.records import REVISION
from data.store import Store
from data.work_frames import work_view, works_revision
from data.work_kinds import work_kinds
from geo.layers import LAYER_BY_KEY, LayerType

GZIP_LEVEL = 6
REVISED = "private, max-age=31536000, immutable"
CHECKED = "private, no-cache"


class RefusedError(Exception):
    """The request cannot be answered: `status` and a kind sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Routes:
    """Endpoints over one store; what they refuse becomes a kind answer."""

    store: Store

    async def answer(self, request: Request, endpoint: Callable[[Request], Response]) -> Response:
        """What the endpoint answers, computed in a thread of its own."""
        try:
            return await run_in_threadpool(endpoint, request)
        except RefusedError as refused:
            return JSONResponse({"error": refused.sentence}, status_code=refused.status)

    def community(self, request: Request) -> Community:
        """The community that the address names; `RefusedError` if there is none."""
        wanted = request.path_params["community"]
        for community in communities(self.store):
            if community.id == wanted:
                return community
        raise RefusedError(404, "There is no such community here.")


@dataclass
class LayerRoutes(Routes):
    """The endpoints over one store, with what they keep between requests."""

    store: Store
    kept: Kept = field(default_factory=Kept)

    async def layer(self, request: Request) -> Response:
        """`/layers/{community}/{layer}.geojson?rev=n[&as=visitor]`: one layer as gzipped GeoJSON."""
        return await self.answer(request, self._layer)

    async def config(self, request: Request) -> Response:
        """`/mapconfig/{community}?lang=zh|en[&as=visitor]`: what the browser must know to draw."""
        return await self.answer(request, self._config)

    async def search(self, request: Request) -> Response:
        """`/search/{community}?q=…[&as=visitor]`: a JSON list of hits, best first."""
        return await self.answer(request, self._search)

    def _layer(self, request: Request) -> Response:
        community, role = self.community(request), role_of(request)
        layer = self._visible_layer(request.path_params["layer"], role)
        now = revisions(self.store, community.id)
        revision = now.get(layer.key, 0)
        with_grids = map_layers.needs_grids(layer.key)
        tag = f"{revision}.{now.get('grid', 0)}" if with_grids else str(revision)
        etag = f'"{community.id}-{layer.key}-{tag}-{role}"'
        cached = REVISED if request.query_params.get("rev") == tag else CHECKED
        if etag in request.headers.get("if-none-match", ""):
            return packed_response(None, "", etag, cached)
        body = self.kept.get(("layer", etag), lambda: self._packed(community.id, layer, with_grids))
        return packed_response(body, "application/geo+json", etag, cached)

    def _packed(self, community: str, layer: LayerType, with_grids: bool) -> bytes:
        grids = layer_frame(self.store, community, "grid") if with_grids else None
        frame = layer_frame(self.store, community, layer.key)
        return gzip.compress(map_layers.layer_geojson(frame, layer, grids), GZIP_LEVEL, mtime=0)

    def _config(self, request: Request) -> Response:
        community, role = self.community(request), role_of(request)
        language = "en" if request.query_params.get("lang") == "en" else "zh"
        now = all_revisions(self.store, community.id)
        etag = f'"{community.id}-{language}-{role}-{_sum(now)}-{assets_version()}"'
        if etag in request.headers.get("if-none-match", ""):
            return packed_response(None, "", etag)

        def make() -> bytes:
            layers = [layer for layer in LAYER_BY_KEY.values() if may_see(role, layer)]
            counts = layer_counts(self.store, community.id)
            kinds = work_kinds(self.store, community.id)
            config = map_config.map_config(community, layers, counts, now, words(language), kinds)
            return gzip.compress(json.dumps(config, ensure_ascii=False).encode(), GZIP_LEVEL, mtime=0)

        return packed_response(self.kept.get(("config", etag), make), "application/json", etag)

    def _search(self, request: Request) -> Response:
        community, role = self.community(request), role_of(request)
        now = revisions(self.store, community.id)

        def make() -> list[map_search.Entry]:
            wanted = [key for key, _weight in map_search.SEARCHED if may_see(role, LAYER_BY_KEY[key])]
            return map_search.index_of({key: layer_frame(self.store, community.id, key) for key in wanted})

        entries = [
            *self.kept.get(("search", community.id, role, _sum(now)), make),
            *self._work_entries(community, role),
        ]
        hits = map_search.search(entries, request.query_params.get("q", "")[:100])
        return JSONResponse([hit.as_dict() for hit in hits], headers={"Cache-Control": "private, no-store"})

    def _work_entries(self, community: Community, role: str) -> list[map_search.Entry]:
        """Works and projects as far as this role may see them."""
        day, now = china_day.today(), _sum(all_revisions(self.store, community.id))

        def make() -> list[map_search.Entry]:
            return map_search.index_of_works(work_view(self.store, community.id, day, role=role))

        return self.kept.get(("search works", community.id, role, now, day), make)

    def _visible_layer(self, key: str, role: str) -> LayerType:
        if key not in LAYER_BY_KEY:
            raise RefusedError(404, f"There is no such layer; there are {', '.join(visible_layer_keys(role))}.")
        if not may_see(role, LAYER_BY_KEY[key]):
            raise RefusedError(403, "This layer is internal and not shown to the public.")
        return LAYER_BY_KEY[key]


def role_of(request: Request) -> str:
    """The role that a request is answered as: that of who asks in this community, or the public's on demand."""
    if request.query_params.get("as") == VISITOR:
        return VISITOR
    return identity_of(request.scope).viewer.within(request.path_params.get("community", "")).role


def visible_layer_keys(role: str) -> list[str]:
    """Keys of the layers that a role may see."""
    return [layer.key for layer in LAYER_BY_KEY.values() if may_see(role, layer)]


def all_revisions(store: Store, community: str) -> dict[str, int]:
    """The revision of every layer, and that of the works."""
    return {**revisions(store, community), REVISION: works_revision(store, community)}


def _sum(now: dict[str, int]) -> str:
    """All revisions as one short word."""
    return "-".join(str(revision) for _key, revision in sorted(now.items()))


def packed_response(body: bytes | None, media_type: str, etag: str, cached: str = CHECKED) -> Response:
    """Gzipped bytes as they are (every browser since 1999 unpacks them); None: the browser has them already."""
    headers = {"ETag": etag, "Cache-Control": cached or CHECKED, "Vary": "Cookie"}
    if body is None:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers={**headers, "Content-Encoding": "gzip"})
