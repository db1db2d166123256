"""Photos over HTTP: the staff see all of them, the public those that were made public."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from dashboard.web.layers import REVISED, VISITOR, RefusedError, Routes, role_of
from data.photos import Photo, photo
from data.pictures import THUMBNAILS, picture_path
from data.projects import project
from data.records import NoSuchRecord
from data.settings import Settings
from data.store import Store
from data.works import work

SIZES = ("full", *THUMBNAILS)
SHORTLY = "private, max-age=60"
"""How long a visitor's browser may keep a photo unasked: it may be withdrawn from the public."""


class PhotoRoutes(Routes):
    """The endpoint over one store and its folder of pictures."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.store, self.folder = store, settings.live_folder / "photos"

    async def photo(self, request: Request) -> Response:
        """`/photos/{community}/{photo}/{size}[?as=visitor]`: a JPEG in size "small", "large" or "full".

        A picture never changes under its id, so the staff's browsers keep it for ever. A photo that is
        not public, or whose work or project is archived, does not exist for a visitor.
        """
        return await self.answer(request, self._photo)

    def _photo(self, request: Request) -> Response:
        community, role = self.community(request), role_of(request)
        size = request.path_params["size"]
        try:
            found = photo(self.store, community.id, request.path_params["photo"])
            shown = size in SIZES and (role != VISITOR or self._is_public(community.id, found))
        except NoSuchRecord:
            shown = False
        if not shown:
            raise RefusedError(404, "There is no such photo here.")
        path = picture_path(self.folder, found.sha256, size)
        if not path.is_file():
            raise RefusedError(404, "There is no such photo here: its file is missing.")
        etag = f'"{found.sha256}-{size}"'
        headers = {"ETag": etag, "Cache-Control": SHORTLY if role == VISITOR else REVISED, "Vary": "Cookie"}
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return FileResponse(path, media_type="image/jpeg", headers=headers)

    def _is_public(self, community: str, found: Photo) -> bool:
        its_work = work(self.store, community, found.work)
        owner = project(self.store, community, its_work.project)
        return found.public and not (found.archived or its_work.archived or owner.archived)
