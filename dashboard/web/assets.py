"""Our assets by address: with the current version in the path they may be kept for ever."""

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from dashboard.drawing.assets import ASSETS, assets_version

MEDIA_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".txt": "text/plain",
    ".md": "text/plain",
}
FOR_EVER = "public, max-age=31536000, immutable"


async def asset(request: Request) -> Response:
    """A file under `dashboard/assets`; 404 for anything else, whatever the path tries."""
    path = (ASSETS / request.path_params["path"]).resolve()
    kind = MEDIA_TYPES.get(path.suffix)
    if kind is None or not path.is_relative_to(ASSETS) or not path.is_file():
        return PlainTextResponse("no such file", status_code=404)
    current = request.path_params["version"] == assets_version()
    return FileResponse(path, media_type=kind, headers={"Cache-Control": FOR_EVER if current else "no-cache"})
