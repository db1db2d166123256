"""Printed sheets over HTTP, for everybody: made from the visitor's view, kept by revision, two at a time."""

import asyncio
import logging
from hashlib import sha256
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.drawing.typesetting import AT_ONCE, PrintersBusy
from dashboard.services.public.public_view import public_view
from dashboard.services.public.qr import public_base
from dashboard.services.sheets.print_orders import SHEET_BY_KEY, Delivery, Desk, Order, fill_order
from dashboard.web.guard import Endpoint
from dashboard.web.layers import CHECKED, RefusedError, Routes
from data.records import NoSuchRecord
from data.settings import Settings
from data.store import Store

_log = logging.getLogger(__name__)

MOST_ASKING = 40
MOST_NAMES, LONGEST_NAME = 8, 200
"""Under so many names (of such a length) one server is printed for where no `MAP_PUBLIC_URL` names the right one."""

TYPES = {"pdf": "application/pdf", "png": "image/png"}
PICTURES = ("poster", "building")
"""Kinds that are also a picture, to be sent to a chat group."""


class PrintRoutes(Routes):
    """The endpoint over one store. Whoever waits waits outside the threads that serve the map."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings, self.store = settings, store
        self.desk = Desk.of(settings, store)
        self._hands, self._asking = asyncio.Semaphore(AT_ONCE), 0
        self._names: set[str] = set()

    def endpoints(self) -> list[tuple[str, Endpoint]]:
        """(path, endpoint) of each."""
        return [
            ("/print/{kind}/{community}/{id}.{form}", self.sheet),
            ("/print/{kind}/{community}.{form}", self.sheet),
        ]

    async def sheet(self, request: Request) -> Response:
        """`/print/{kind}/{community}[/{id}].pdf?lang=zh|en&large=1`; the poster and building sheets also as `.png`.

        404 for what is not there, 503 with `Retry-After` while too many are waiting.
        """
        if self._asking >= MOST_ASKING:
            return _busy()
        self._asking += 1
        try:
            async with self._hands:
                return await run_in_threadpool(self._sheet, request)
        except RefusedError as refused:
            return JSONResponse({"error": refused.sentence}, status_code=refused.status)
        except PrintersBusy:
            return _busy()
        finally:
            self._asking -= 1

    def _sheet(self, request: Request) -> Response:
        community = self.community(request)
        order, form = self._order(request)
        view = public_view(self.store, community.id)
        etag = f'"{community.id}-{view.state}-{view.day}-{sha256(repr(order).encode()).hexdigest()[:12]}-{form}"'
        headers = {"ETag": etag, "Cache-Control": CHECKED}
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        try:
            made = fill_order(self.desk, community.id, order, form)
        except NoSuchRecord as error:
            raise RefusedError(404, "There is nothing of this kind to print here.") from error
        return _file(made, form, headers)

    def _order(self, request: Request) -> tuple[Order, str]:
        kind, form = request.path_params["kind"], request.path_params["form"]
        id = request.path_params.get("id", "")
        known = SHEET_BY_KEY.get(kind)
        as_form = form == "pdf" or (form == "png" and kind in PICTURES)
        if known is None or bool(known.subject) != bool(id) or not as_form:
            raise RefusedError(404, "There is nothing of this kind to print here.")
        language = "en" if request.query_params.get("lang") == "en" else "zh"
        large = request.query_params.get("large") == "1"
        return Order(kind, (id,) if id else (), language, large, self._base(request)), form

    def _base(self, request: Request) -> str:
        """The address that the codes carry: of the settings, else the one that was asked, as long as few names are.

        Whoever asks may write any name into the request; each would be printed and kept anew.
        """
        asked = public_base(self.settings, str(request.base_url))
        if self.settings.public_url or asked in self._names:
            return asked
        if len(self._names) < MOST_NAMES and len(asked) <= LONGEST_NAME:
            self._names.add(asked)
            return asked
        host, port = request.scope.get("server") or ("127.0.0.1", self.settings.port)
        _log.warning("asked to print under too many names; set MAP_PUBLIC_URL to the right one")
        return f"{request.url.scheme}://{host}:{port}"


def _busy() -> Response:
    answer = {"error": "Many people are printing just now. Please try again in a moment."}
    return JSONResponse(answer, status_code=503, headers={"Retry-After": "10", "Cache-Control": "no-store"})


def _file(made: Delivery, form: str, headers: dict[str, str]) -> Response:
    disposition = f"inline; filename=\"print.{form}\"; filename*=UTF-8''{quote(made.name)}"
    return Response(made.content, media_type=TYPES[form], headers={**headers, "Content-Disposition": disposition})
