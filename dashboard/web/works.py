"""The works of a community over HTTP, as far as the asking role may see them."""

import gzip
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from dashboard.services.changes import SHOWN_IN
from dashboard.services.kept import Kept
from dashboard.services.map.map_works import works_geojson
from dashboard.web.layers import GZIP_LEVEL, Routes, all_revisions, packed_response, role_of
from data.records import REVISION
from data.store import Store
from data.work_frames import work_view
from geo.layers import LAYER_BY_KEY


class WorkRoutes(Routes):
    """The endpoint over one store, with what it keeps between requests."""

    def __init__(self, store: Store) -> None:
        self.store, self.kept = store, Kept(16)

    async def works(self, request: Request) -> Response:
        """`/works/{community}.geojson?rev=n[&as=visitor]`: the works that have a place, and how many have none."""
        return await self.answer(request, self._works)

    def _works(self, request: Request) -> Response:
        community, role = self.community(request), role_of(request)
        now = datetime.now(SHOWN_IN)
        tag = works_tag(all_revisions(self.store, community.id))
        etag = f'"{community.id}-work-{tag}-{now.date().isoformat()}-{role}"'
        cached = f"private, max-age={_seconds_left(now)}" if request.query_params.get("rev") == tag else ""
        if etag in request.headers.get("if-none-match", ""):
            return packed_response(None, "", etag, cached)

        def make() -> bytes:
            view = work_view(self.store, community.id, now.date(), role=role)
            return gzip.compress(works_geojson(view), GZIP_LEVEL, mtime=0)

        return packed_response(self.kept.get(etag, make), "application/geo+json", etag, cached)


def works_tag(now: dict[str, int]) -> str:
    """What the answer depends on beside the day: the revision of the works, and of all layers that they lie on.

    >>> works_tag({"work": 7, "building": 2, "road": 3})
    '7.5'
    """
    return f"{now.get(REVISION, 0)}.{sum(now.get(key, 0) for key in LAYER_BY_KEY)}"


def _seconds_left(now: datetime) -> int:
    """Seconds until midnight, when works become late."""
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(1, int((midnight - now).total_seconds()))
