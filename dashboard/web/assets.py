"""Our assets by address: with the current version in the path they may be kept for ever. Text goes packed."""

import gzip
from collections.abc import Callable
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from dashboard.drawing.assets import ASSETS, MAP_BUNDLE, assets_version
from dashboard.drawing.bundle import bundle

MEDIA_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".txt": "text/plain",
    ".md": "text/plain",
}
PACKED = (".js", ".css", ".svg")
FOR_EVER = "public, max-age=31536000, immutable"


def _text(*paths: str) -> str:
    return "\n".join((ASSETS / path).read_text("utf-8") for path in paths)


MADE: dict[str, Callable[[], str]] = {
    MAP_BUNDLE: lambda: bundle("mapview/main.js", "mapMain"),
    "public/map.js": lambda: _text("vendor/leaflet/leaflet.js") + bundle("mapview/standalone.js", "mapStandalone"),
    "public/map.css": lambda: _text("vendor/leaflet/leaflet.css", "mapview/mapview.css"),
}
"""Files that are put together from others: the map comes in one request."""


async def asset(request: Request) -> Response:
    """A file under `dashboard/assets`, or one of `MADE`; 404 for anything else, whatever the path tries."""
    wanted = request.path_params["path"]
    path = (ASSETS / wanted).resolve()
    kind = MEDIA_TYPES.get(path.suffix)
    there = wanted in MADE or (path.is_relative_to(ASSETS) and path.is_file())
    if kind is None or not there:
        return PlainTextResponse("no such file", status_code=404)
    current = request.path_params["version"] == assets_version()
    headers = {"Cache-Control": FOR_EVER if current else "no-cache"}
    if path.suffix not in PACKED:
        return FileResponse(path, media_type=kind, headers=headers)
    made = wanted if wanted in MADE else ""
    body = _packed(path, 0 if made else path.stat().st_mtime_ns, made)
    headers["Vary"] = "Accept-Encoding"
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(gzip.decompress(body), media_type=kind, headers=headers)
    return Response(body, media_type=kind, headers={**headers, "Content-Encoding": "gzip"})


@cache
def _packed(path: Path, _changed: int, made: str) -> bytes:
    """A text file gzipped, kept until the file changes."""
    return gzip.compress(MADE[made]().encode() if made else path.read_bytes(), 9, mtime=0)
