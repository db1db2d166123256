"""The public pages as HTML: plain pages that need no script, made by Jinja, which escapes everything."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dashboard.drawing.assets import asset_url, assets_version
from dashboard.drawing.gallery import photo_url
from dashboard.drawing.styles import STATUS
from dashboard.services.house import OFF_AT_FIRST, VISITOR
from dashboard.services.planning.closure_notices import sentences_of, title_of
from dashboard.services.projects.promise_rows import verdict_counts
from dashboard.services.projects.work_list import STATUS_TITLES
from dashboard.services.projects.work_words import line_text, percent
from dashboard.services.public import public_words as say
from dashboard.services.public.public_facts import VISIBLE, PublicBuilding, PublicProject, PublicView, PublicWork
from dashboard.services.public.public_stops import current, end_of, notice_title, notices_at, start_of, stop_of
from dashboard.services.public.public_who import who_to_ask
from dashboard.services.public.qr import public_path
from dashboard.services.sheets.print_orders import print_path
from dashboard.services.sight import WORK
from dashboard.text import LANGUAGES, _, fill, speak
from data.store import Store
from geo.layers import LAYER_BY_KEY
from geo.meetings import Subject
from geo.words import N_

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
MENU = (
    ("", N_("首页")),
    ("buildings", N_("楼栋")),
    ("projects", N_("项目")),
    ("promises", N_("承诺")),
    ("notices", N_("公告")),
)
LISTS = tuple(key for key, _title in MENU if key)
HTML_LANG = {"zh": "zh-Hans"}
PAGE_SIZE = 24
FEW = 6
ON_MAP = tuple(key for key in VISIBLE if LAYER_BY_KEY[key].geometry and key not in OFF_AT_FIRST)


@dataclass(frozen=True)
class Look:
    """How a reader wants the page: language, "large" or "" for its text, what they typed, which page of a list."""

    lang: str
    size: str = ""
    typed: str = ""
    number: int = 1

    def words(self, default: str) -> dict[str, str]:
        """What every link carries on."""
        return {"lang": "" if self.lang == default else self.lang, "size": self.size}


@dataclass(frozen=True)
class Pages:
    """Makes the pages of a store. `language` is the one that addresses need not name."""

    store: Store
    language: str

    def exists(self, view: PublicView, page: str, id: str) -> bool:
        """Whether there is such a page."""
        if page == "building":
            return view.building(id) is not None
        if page == "project":
            return view.project(id) is not None
        return not id and page in ("", *LISTS)

    def page(self, view: PublicView, look: Look, page: str, id: str = "") -> str:
        """One page that exists, as HTML."""
        speak(look.lang)
        building = view.building(id) if page == "building" else None
        project = view.project(id) if page == "project" else None
        if building:
            return self._building(view, look, building)
        if project:
            return self._project(view, look, project)
        return self._list(view, look, page) if page else self._home(view, look)

    def missing(self, view: PublicView, look: Look) -> str:
        """The kind page for an address that leads nowhere."""
        speak(look.lang)
        return self._render("missing.html", view, look, "", "")

    def choose(self, communities: list[tuple[str, str]], look: Look, *, missing: bool = False) -> str:
        """The communities to choose from."""
        speak(look.lang)
        words = look.words(self.language)
        return _environment().get_template("public/communities.html").render(
            communities=communities, look=look, missing=missing, to=lambda id: public_path(id, **words),
            html_lang=HTML_LANG.get(look.lang, look.lang),
        )  # fmt: skip

    def _home(self, view: PublicView, look: Look) -> str:
        works = list(view.works.values())
        figures = [figure.said() for figure in view.glance.figures]
        upcoming = [item for item in view.meetings if not item.held][-2:]
        held = [item for item in view.meetings if item.held][:1]
        return self._render(
            "home.html", view, look, "", "",
            figures=[(figure.title, figure.value) for figure in figures],
            now=say.under_way(works)[:FEW], next=say.to_come(works)[:FEW], pairs=say.with_pair(works, 2),
            projects=sorted(view.projects, key=_by_interest)[: 2 * FEW], meetings=[*upcoming, *held],
            verdicts=verdict_counts(list(view.promises)), stops=current(view),
            sections=say.sections(who_to_ask(self.store, view, "community", view.community.id)),
            map=self._map(view, look),
        )  # fmt: skip

    def _building(self, view: PublicView, look: Look, building: PublicBuilding) -> str:
        def those(ids: tuple[str, ...]) -> list[PublicWork]:
            return [view.works[id] for id in ids]

        times = (
            ("now", _(N_("正在施工")), say.under_way(those(building.now)), ""),
            ("next", _(N_("接下来")), say.to_come(those(building.next)), _(N_("目前没有安排新的工作。"))),
            ("past", _(N_("已经做完")), those(building.past), _(N_("还没有做完的工作。"))),
        )
        own = those((*building.now, *building.next, *building.past))
        people = who_to_ask(self.store, view, "building", building.id)
        return self._render(
            "building.html", view, look, "building", building.id, building=building,
            times=[row for row in times if row[2] or row[3]], near=those(building.near)[:FEW],
            about=say.building_facts(building), pairs=say.with_pair(own, 3), sections=say.sections(people),
            told=[(item, title_of(part, item.services), sentences_of(part, item.services))
                  for item, part in notices_at(view, building.id)],
            ends=say.by_end(times[0][2], times[1][2]), call=say.first_to_call(people),
            map=self._map(view, look, selected=("building", building.id)) if building.lonlat else None,
        )  # fmt: skip

    def _project(self, view: PublicView, look: Look, project: PublicProject) -> str:
        ids = {work.id for work in project.works}
        pairs = say.with_pair(project.works, 8)
        shown = {photo.id for work in pairs for photo in work.pair or ()}
        decisions = [
            (item, part)
            for item in view.meetings
            for part in item.decisions
            if part.subject == Subject("project", "", project.id)
        ]
        return self._render(
            "project.html", view, look, "project", project.id, project=project, pairs=pairs,
            photos=[(work, item) for work in project.works for item in work.photos if item.id not in shown],
            facts=say.project_facts(project, view), left_out=say.left_out(project), decisions=decisions,
            line_of_work=line_text(project.line_of_work),
            promises=[row for row in view.promises if ids.intersection(row.promise.works)],
            sections=say.sections(who_to_ask(self.store, view, "project", project.id)),
            map=self._map(view, look, works=sorted(ids)) if any(work.placed for work in project.works) else None,
        )  # fmt: skip

    def _list(self, view: PublicView, look: Look, page: str) -> str:
        pages = -(-len(view.projects) // PAGE_SIZE) if page == "projects" else 1
        number = max(1, min(look.number, pages))
        found = say.search(view, look.typed) if page == "buildings" and look.typed else []
        rows = sorted(view.projects, key=_by_interest)[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        headings = dict(MENU) | {"promises": N_("公开承诺对账"), "notices": N_("公告和会议")}
        today = view.day
        return self._render(
            "lists.html", view, look, page, "", heading=_(headings[page]), typed=look.typed, projects=rows,
            number=number, pages=pages, told=_told(look.typed, len(found)),
            groups=_groups(found or view.buildings), stops=current(view),
            over=[item for item in view.notices if item.end < today][::-1],
            meeting_groups=[
                (_(N_("将要召开")), [item for item in view.meetings if not item.held and item.day >= today][::-1]),
                (_(N_("已经召开")), [item for item in view.meetings if item.held or item.day < today]),
            ],
        )  # fmt: skip

    def _map(
        self, view: PublicView, look: Look, *, selected: tuple[str, str] | None = None, works: list[str] | None = None
    ) -> dict[str, Any]:
        """What the map of a page starts from: ids, words of tables and numbers only."""
        id, words = view.community.id, look.words(self.language)
        return {
            "community": id,
            "data": public_path(id, "map.json", lang=words["lang"], v=map_tag(view.state, view.day, look.lang)),
            "home": [view.community.lat, view.community.lon, 16],
            "code": asset_url("public/map.js"),
            "look": asset_url("public/map.css"),
            "assets": asset_url(""),
            "links": {key: public_path(id, key, **words) for key in ("building", "project")},
            "state": {
                "lang": look.lang, "theme": "none", "visible": [*ON_MAP, WORK], "as": VISITOR, "works": works,
                "selected": {"layer": selected[0], "id": selected[1]} if selected else None,
            },
        }  # fmt: skip

    def _render(self, template: str, view: PublicView, look: Look, page: str, id: str, **more: Any) -> str:
        community, words = view.community.id, look.words(self.language)
        names = say.places_of(view)

        def path(page: str = "", id: str = "", *, bare: bool = False) -> str:
            return public_path(community, page, id, **({} if bare else words))

        def here(**changes: Any) -> str:
            query = {**words, "q": look.typed, "page": look.number if look.number > 1 else ""} | changes
            if query["lang"] == self.language:
                query["lang"] = ""
            told = urlencode({key: value for key, value in query.items() if value})
            return public_path(community, page, id) + (f"?{told}" if told else "")

        def target_of(subject: Subject) -> str:
            if subject.kind == "project" and view.project(subject.id):
                return path("project", subject.id)
            if subject.kind == "place" and subject.layer == "building" and view.building(subject.id):
                return path("building", subject.id)
            return ""

        return _environment().get_template(f"public/{template}").render(
            view=view, look=look, page=page, path=path, here=here, target_of=target_of, place_of=names.text,
            photo=lambda item, size: photo_url(community, item.id, size, VISITOR),
            print_to=lambda kind, id, large=False: print_path(kind, community, id, lang=look.lang, large=large),
            lost=say.without_place(view),
            default_lang=self.language, html_lang=HTML_LANG.get(look.lang, look.lang), **more,
        )  # fmt: skip


def map_tag(state: str, day: date, lang: str) -> str:
    """The version of a map's data in its address: while it holds, browsers keep them."""
    return sha256(f"{state} {day} {lang} {assets_version()}".encode()).hexdigest()[:12]


def _by_interest(project: PublicProject) -> tuple[int, bool, str]:
    """What is under way first, what is done last; late ones ahead of their like."""
    order = ("under_construction", "preparing", "planned", "completed", "accepted")
    return order.index(project.status), not project.late, project.name


def _groups(buildings: Any) -> list[tuple[str, list[PublicBuilding]]]:
    found: dict[str, list[PublicBuilding]] = {}
    for item in buildings:
        found.setdefault(item.compound_title, []).append(item)
    return list(found.items())


def _told(typed: str, count: int) -> str:
    """What came of a search."""
    if not typed:
        return ""
    if not count:
        return fill(N_("没有叫“{typed}”的楼。只填数字试试,或在下面选。"), typed=typed)
    return fill(N_("找到 {count} 栋"), count=count)


@cache
def _environment() -> Environment:
    """The templates, which escape whatever is put into them."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.filters["tojson_text"] = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    made.globals.update(
        {"_": _, "fill": fill, "asset": asset_url, "percent": percent, "languages": LANGUAGES, "menu": MENU}
    )
    made.globals.update(
        symbols={word: symbol for word, (_colour, symbol) in STATUS.items()}, status_titles=STATUS_TITLES,
        progress_words=say.progress_words, late_words=say.late_words, quantities=say.quantities, span_of=say.span,
        said=say.said, verdict=say.verdict, reason=say.reason, figures_of=say.promise_figures,
        meeting_kind=lambda item: say.meeting_kind(item.kind), decision_state=say.decision_state, votes=say.votes,
        photo_role=say.photo_role, minutes=say.minutes, notice_title=notice_title, start_of=start_of, end_of=end_of,
        stop_of=stop_of,
    )  # fmt: skip
    return made
