"""The deck of a meeting over HTTP: a file to keep, or the same page to open. Whoever prepares meetings may have it."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from dashboard.drawing.deck_file import CONTENT_POLICY
from dashboard.services.kept import Kept
from dashboard.services.meeting.deck import build_deck, deck_state
from dashboard.text import speak
from dashboard.web.doorman import identity_of
from dashboard.web.layers import RefusedError, Routes
from data.records import NoSuchRecord
from data.rights import reach
from data.settings import Settings
from data.store import Store

APART = f"{CONTENT_POLICY}; frame-ancestors 'none'; sandbox allow-scripts allow-popups allow-modals"
"""Opened from here, the deck runs as a page of nobody: it reaches neither our cookies nor our addresses."""


class DeckRoutes(Routes):
    """The endpoint over one store and its folder of pictures, with the decks made last."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.store, self.folder, self.kept = store, settings.live_folder / "photos", Kept(4)

    async def deck(self, request: Request) -> Response:
        """`/deck/{community}/{meeting}.html?lang=zh|en[&open=1]`: one HTML file, to save or (`open`) to show."""
        return await self.answer(request, self._deck)

    def _deck(self, request: Request) -> Response:
        community, meeting = self.community(request), request.path_params["meeting"]
        viewer = identity_of(request.scope).viewer.within(community.id)
        if not reach(viewer.role, "edit_meetings"):
            raise RefusedError(403, "Only the staff of the community may download the deck.")
        language = "en" if request.query_params.get("lang") == "en" else "zh"
        speak(language)
        try:
            state = deck_state(self.store, community.id)
            deck = self.kept.get(
                (community.id, meeting, language, state),
                lambda: build_deck(self.store, community.id, meeting, self.folder),
            )
        except NoSuchRecord:
            raise RefusedError(404, "There is no such public meeting.") from None
        headers = {"Cache-Control": "private, no-store", "Content-Security-Policy": APART}
        if not request.query_params.get("open"):
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(deck.name)}"
        return Response(deck.html, media_type="text/html", headers=headers)
