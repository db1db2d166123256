"""A meeting's deck: from its agenda to one file that runs from a stick, built from the visitor's view only."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

from PIL import Image

from dashboard.drawing.deck_file import deck_html
from dashboard.drawing.deck_words import DECK_WORDS
from dashboard.drawing.font_subset import missing
from dashboard.services.meeting.deck_facts import ask_rows, work_rows
from dashboard.services.meeting.deck_map import packed_map
from dashboard.services.meeting.deck_parts import Material, Slide
from dashboard.services.meeting.deck_plan import shown_plan
from dashboard.services.meeting.deck_slides import slides
from dashboard.services.meeting.deck_words import day_text, kind_text, short_title
from dashboard.services.projects.work_words import today
from dashboard.services.public.public_facts import PublicBuilding, PublicView
from dashboard.services.public.public_view import public_view
from dashboard.services.public.public_who import Contact, who_to_ask
from dashboard.text import _, fill, language
from data.meetings import PublicMeeting, meeting_slides, public_meetings
from data.pictures import picture_path
from data.public_records import public_state
from data.records import NoSuchRecord
from data.since import since
from data.store import Store
from geo.words import N_

MOST_BYTES = 15_000_000
PHOTO_BYTES = 9_000_000
"""What the photos of a deck may weigh together; beyond it they are made smaller."""

PHOTO_SIZES = ((1600, 82), (1100, 76), (720, 70))
"""Longest side in px and JPEG quality, tried in this order until all photos fit."""

MOST_ASKED = 400
"""Buildings for which the deck knows whom to ask; more would take minutes to build."""

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Deck:
    """A deck ready to be saved: `missing` are characters that its own fonts lack, `slides` how many are shown."""

    name: str
    html: bytes
    slides: int
    missing: tuple[str, ...]


def material_of(store: Store, community: str, meeting: str, *, ask: bool = True) -> Material:
    """What the slides of a meeting are made of; `NoSuchRecord` if there is no such public meeting."""
    view = public_view(store, community)
    found = public_meetings(store, community)
    this = next((item for item in found if item.id == meeting), None)
    if this is None:
        raise NoSuchRecord(N_("{noun} {id} 不存在或已被删除。请刷新后再试。"), noun=N_("会议"), id=meeting)
    earlier = tuple(item for item in found if item.held and (item.day, item.time) < (this.day, this.time))
    told = since(store, community, earlier[0].day, view.day) if earlier else None
    asked = _asked(store, view, this) if ask else {}
    wanted = {item.subject.id for item in this.agenda if item.subject.kind == "plan"}
    plans = {id: plan for id in sorted(wanted) if (plan := shown_plan(store, view, id))}
    return Material(view, this, told, earlier, asked, plans)


def deck_slides(store: Store, community: str, meeting: str) -> tuple[Slide, ...]:
    """The slides as they stand, without building a file."""
    material = material_of(store, community, meeting)
    return slides(material, meeting_slides(store, community, meeting))


def build_deck(
    store: Store, community: str, meeting: str, photos: Path, progress: Progress = lambda share, words: None
) -> Deck:
    """The deck of a public meeting as one HTML file in the reader's language.

    `photos` is the folder of pictures; `progress` is told a share of 1 and what is being done. Raises `NoSuchRecord`.
    """
    progress(0.05, _(N_("读取公开数据")))
    material = material_of(store, community, meeting)
    made = slides(material, meeting_slides(store, community, meeting))
    progress(0.2, _(N_("各楼栋找谁")))
    buildings = _buildings(store, material.view)
    progress(0.45, _(N_("放入照片")))
    pictures = _pictures(material.view, made, photos)
    progress(0.6, _(N_("放入地图")))
    packed = packed_map(store, material.view.community, material.view.day, language())
    facts = _facts(material, made, buildings, pictures)
    text = "".join(sorted(set(_characters((facts, DECK_WORDS)))))
    lacking = missing(text)
    facts["missing"] = list(lacking)
    progress(0.75, _(N_("裁剪字体")))
    html = deck_html(facts, packed, text, language())
    progress(1.0, _(N_("完成")))
    shown = sum(not slide.hidden for slide in made)
    return Deck(deck_name(material.view.community.name, material.meeting.day), html, shown, lacking)


def deck_state(store: Store, community: str) -> str:
    """One word that changes whenever a deck made now would differ from one made before: data, day, meetings."""
    return f"{today().isoformat()}.{public_state(store, community)}"


def deck_name(community: str, day: date) -> str:
    """The file's name: community, meeting and date, without what no file system takes.

    >>> deck_name("甲/乙社区", date(2026, 6, 1))
    '甲乙社区-会议-2026-06-01.html'
    """
    plain = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "", community).strip(" .") or "community"
    return f"{plain[:60]}-{_(N_('会议'))}-{day.isoformat()}.html"


def _asked(store: Store, view: PublicView, meeting: PublicMeeting) -> dict[tuple[str, str], tuple[Contact, ...]]:
    found = {}
    for item in meeting.agenda:
        kind = item.subject.layer if item.subject.kind == "place" else item.subject.kind
        if kind in ("project", "building") and (kind, item.subject.id) not in found:
            found[kind, item.subject.id] = who_to_ask(store, view, kind, item.subject.id)
    return found


def _facts(
    material: Material, made: Iterable[Slide], buildings: list[dict[str, object]], pictures: dict[str, str]
) -> dict[str, object]:
    view, meeting = material.view, material.meeting
    return {
        "community": view.community.name,
        "id": view.community.id,
        "title": short_title(meeting.title) or kind_text(meeting.kind),
        "day": day_text(meeting.day, view.day, year=True),
        "asOf": view.day.isoformat(),
        "asOfText": fill(N_("数据截至 {day}"), day=day_text(view.day, view.day, year=True)),
        "sample": view.community.is_sample,
        "home": [view.community.lat, view.community.lon, 16],
        "slides": [asdict(slide) for slide in made if not slide.hidden],
        "buildings": buildings,
        "photos": pictures,
        "words": {key: _(text) for key, text in DECK_WORDS.items()},
        "lang": language(),
    }


def _buildings(store: Store, view: PublicView) -> list[dict[str, object]]:
    """What the deck can say of each building: its works, and whom to ask."""
    ask = len(view.buildings) <= MOST_ASKED
    return [_building(store, view, item, ask) for item in view.buildings]


def _building(store: Store, view: PublicView, item: PublicBuilding, ask: bool) -> dict[str, object]:
    def rows(ids: Iterable[str], most: int) -> list[dict[str, object]]:
        return list(work_rows([view.works[id] for id in ids if id in view.works][:most], view.day))

    people = who_to_ask(store, view, "building", item.id) if ask else ()
    return {
        "id": item.id,
        "title": item.title,
        "no": item.no,
        "compound": item.compound_title,
        "now": rows(item.now, 3),
        "next": rows(item.next, 3),
        "past": rows(item.past, 3),
        "works": [*item.now, *item.next, *item.past],
        "ask": list(ask_rows(people)),
    }


def _pictures(view: PublicView, made: Iterable[Slide], folder: Path) -> dict[str, str]:
    """The photos of shown slides as `data:` addresses, all of one size, the largest at which they fit together."""
    wanted = {id for slide in made if not slide.hidden for id in slide.photos}
    files = {
        photo.id: picture_path(folder, photo.sha256)
        for work in view.works.values()
        for photo in work.photos
        if photo.id in wanted
    }
    present = {id: path for id, path in files.items() if path.is_file()}
    found: dict[str, bytes] = {}
    for side, quality in PHOTO_SIZES:
        found = {id: _jpeg(path, side, quality) for id, path in present.items()}
        if sum(map(len, found.values())) <= PHOTO_BYTES:
            break
    return {id: f"data:image/jpeg;base64,{b64encode(content).decode()}" for id, content in found.items()}


def _jpeg(path: Path, side: int, quality: int) -> bytes:
    """The picture with its longest side at most `side`: pixels only, nothing that a camera noted."""
    with Image.open(path) as picture:
        picture.thumbnail((side, side))
        plain = Image.new("RGB", picture.size)
        plain.paste(picture.convert("RGB"))
    written = BytesIO()
    plain.save(written, "JPEG", quality=quality, optimize=True)
    return written.getvalue()


def _characters(value: object) -> Iterable[str]:
    """Every character of the texts in plain values, pictures left out."""
    if isinstance(value, str):
        return () if value.startswith("data:") else value
    if isinstance(value, dict):
        return (c for item in value.values() for c in _characters(item))
    if isinstance(value, list | tuple):
        return (c for item in value for c in _characters(item))
    return ()
