"""What can be printed for the public: one record each, and an order for one of them as it is made and kept."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, urlencode

from PIL import Image

from dashboard.services.kept import Kept
from dashboard.services.public.public_facts import PublicView
from dashboard.services.public.public_view import public_view
from dashboard.services.sheets.board import qr_sheet
from dashboard.services.sheets.building import building_sheets
from dashboard.services.sheets.ledger import ledger_sheet
from dashboard.services.sheets.minutes import minutes_sheet
from dashboard.services.sheets.poster import poster
from dashboard.services.sheets.project import project_sheet
from dashboard.services.sheets.shared import Sheet, file_name
from dashboard.text import _, fill, in_language
from data.meetings import public_meetings
from data.records import NoSuchRecord
from data.settings import Settings
from data.store import Store
from geo.words import N_

Tell = Callable[[int, int], None]
PREVIEW_PPI = 80.0


@dataclass(frozen=True)
class Order:
    """A wish to print: a key of `SHEETS`, ids of its subjects, language, large print.

    `base` is the address of this server for residents, which the QR codes carry.
    """

    kind: str
    ids: tuple[str, ...] = ()
    language: str = "zh"
    large: bool = False
    base: str = ""


@dataclass(frozen=True)
class Desk:
    """Where orders are filled: the store and its pictures."""

    store: Store
    photos: Path

    @classmethod
    def of(cls, settings: Settings, store: Store) -> "Desk":
        """The desk of an installation."""
        return cls(store, settings.live_folder / "photos")


@dataclass(frozen=True)
class SheetType:
    """A kind of sheet. `subject`: what its ids name ("" nothing), `many` at once or one; `large`: also in 16 pt."""

    key: str
    title: str
    icon: str
    words: str
    make: Callable[[Desk, PublicView, Order, Tell | None], Sheet]
    subject: str = ""
    many: bool = False
    large: bool = True


def _poster(desk: Desk, view: PublicView, order: Order, _tell: Tell | None) -> Sheet:
    return poster(desk.store, view, order.base, desk.photos)


def _buildings(desk: Desk, view: PublicView, order: Order, tell: Tell | None) -> Sheet:
    known = [id for id in order.ids if view.building(id)]
    if not known:
        raise NoSuchRecord(N_("{noun} {id} 不存在或已被删除。请刷新后再试。"), noun=N_("楼栋"), id=" ".join(order.ids))
    return building_sheets(desk.store, view, known, order.base, large=order.large, tell=tell)


def _project(desk: Desk, view: PublicView, order: Order, _tell: Tell | None) -> Sheet:
    found = view.project(order.ids[0]) if order.ids else None
    if found is None:
        raise NoSuchRecord(N_("{noun} {id} 不存在或已被删除。请刷新后再试。"), noun=N_("项目"), id=" ".join(order.ids))
    return project_sheet(desk.store, view, found, order.base, desk.photos, large=order.large)


def _ledger(_desk: Desk, view: PublicView, order: Order, _tell: Tell | None) -> Sheet:
    return ledger_sheet(view, large=order.large)


def _minutes(desk: Desk, view: PublicView, order: Order, _tell: Tell | None) -> Sheet:
    for meeting in public_meetings(desk.store, view.community.id):
        if meeting.id in order.ids:
            return minutes_sheet(view, meeting, large=order.large)
    raise NoSuchRecord(N_("{noun} {id} 不存在或已被删除。请刷新后再试。"), noun=N_("会议"), id=" ".join(order.ids))


def _codes(_desk: Desk, view: PublicView, order: Order, _tell: Tell | None) -> Sheet:
    return qr_sheet(view, order.base, buildings=order.ids)


SHEETS: tuple[SheetType, ...] = (
    SheetType(
        "poster", N_("A3 海报"), "wallpaper", N_("一页看全社区:地图、说了多少做了多少、各个项目、照片、二维码"),
        _poster, large=False,
    ),
    SheetType(
        "building", N_("一楼一档"), "apartment", N_("每栋一张 A4:楼栋情况、过去、现在和接下来的工程、有事找谁"),
        _buildings, subject="building", many=True,
    ),
    SheetType(
        "project", N_("项目单"), "assignment", N_("一个项目:进度、位置、各项工程、照片"),
        _project, subject="project",
    ),
    SheetType("ledger", N_("承诺对账"), "balance", N_("公开说过的数量,和量算、合同、完成、验收的数量"), _ledger),
    SheetType("minutes", N_("会议纪要"), "groups", N_("议程、决定和记录"), _minutes, subject="meeting"),
    SheetType(
        "qr", N_("宣传栏二维码"), "qr_code_2", N_("社区和每栋楼一个二维码,一页六个,可裁开张贴"),
        _codes, subject="building", many=True, large=False,
    ),
)  # fmt: skip
SHEET_BY_KEY = {sheet.key: sheet for sheet in SHEETS}


@dataclass(frozen=True)
class Delivery:
    """A finished file with its name; `missing`: characters that the fonts lack, boxed on the paper."""

    content: bytes
    name: str
    missing: tuple[str, ...]


def print_path(
    kind: str, community: str, id: str = "", *, form: str = "pdf", lang: str = "", large: bool = False
) -> str:
    """The path of a sheet for anybody; `lang` "" is Chinese.

    >>> print_path("building", "c", "A07", lang="en", large=True)
    '/print/building/c/A07.pdf?lang=en&large=1'
    """
    query = urlencode([*([("lang", lang)] if lang == "en" else []), *([("large", "1")] if large else [])])
    parts = "/".join(quote(part, safe="") for part in (kind, community, id) if part)
    return f"/print/{parts}.{form}" + (f"?{query}" if query else "")


_kept = Kept(48)


def grey(picture: bytes) -> bytes:
    """A PNG as a black-and-white printer would give it."""
    made = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("L").save(made, "PNG")
    return made.getvalue()


def fill_order(desk: Desk, community: str, order: Order, form: str = "pdf", tell: Tell | None = None) -> Delivery:
    """The file of an order, kept until something in the community changes. `form`: "pdf", "png", "preview".

    A preview is a small picture of the first page of the first subject.

    Raises:
        NoSuchCommunity, NoSuchRecord: it names what is not there.
        PrintersBusy: too many print at once.
    """
    view = public_view(desk.store, community)
    kind = SHEET_BY_KEY[order.kind]
    wanted = order if kind.large else replace(order, large=False)
    if form == "preview" and kind.key == "building":
        wanted = replace(wanted, ids=wanted.ids[:1])

    def make() -> Delivery:
        sheet = in_language(order.language, lambda: kind.make(desk, view, wanted, tell))
        printed = sheet.printed("pdf" if form == "pdf" else "png", PREVIEW_PPI if form == "preview" else 150.0)
        name = in_language(order.language, lambda: file_name(view, subject_words(view, kind, sheet, order), view.day))
        return Delivery(printed.content, name if form == "pdf" else name.removesuffix("pdf") + "png", printed.missing)

    found: Delivery = _kept.get((str(desk.store.url), community, view.state, view.day, wanted, form), make)
    return found


def subject_words(view: PublicView, kind: SheetType, sheet: Sheet, order: Order) -> str:
    """What a file is about, for its name."""
    title = _(kind.title)
    if kind.many and len(order.ids) > 1:
        title = f"{title} {fill(N_('{count} 栋'), count=len(order.ids))}"
    elif kind.subject:
        title = f"{title} {sheet.data['title']}"
    return title + (f" {_(N_('大字'))}" if order.large else "")
