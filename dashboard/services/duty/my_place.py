"""What a grid member or building head opens first: their place, its buildings with their heads, works, this week."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboard.services.planning.place_titles import Place, PlaceTitles
from dashboard.services.projects.quantity import amount
from dashboard.services.projects.work_words import STATUS_TITLES, day_text, late_text, percent, view_of
from dashboard.text import _, fill
from data.assignments import Assignment, assignments
from data.own_places import own_places
from data.people import Person, people
from data.rights import ACTIONS, Viewer
from data.store import Store
from geo.words import N_
from geo.works import FINISHED, WholeCommunity

AREAS = ("grid", "building")
WEEK = timedelta(days=7)
MOST_WORKS = 30


@dataclass(frozen=True)
class WorkRow:
    """A work that is not finished and concerns the place. `soon`: late, or it starts or ends within the week."""

    id: str
    project: str
    title: str
    status: str
    words: str
    when: str
    late: bool
    soon: bool


@dataclass(frozen=True)
class BuildingRow:
    """A building of the place with its head ("" nobody) and their office phone."""

    id: str
    title: str
    households: int
    units: int
    head: str
    phone: str
    works: int


@dataclass(frozen=True)
class MyPlace:
    """A place as its holder sees it. `outline` in lon, lat (EPSG:4490), None where it was never drawn."""

    layer: str
    id: str
    title: str
    role: str
    person: str
    outline: Any
    buildings: tuple[BuildingRow, ...]
    works: tuple[WorkRow, ...]
    may: tuple[str, ...]

    @property
    def households(self) -> int:
        """Of all its buildings."""
        return sum(item.households for item in self.buildings)

    @property
    def week(self) -> tuple[WorkRow, ...]:
        """What comes this week, or should have come."""
        return tuple(work for work in self.works if work.soon)


def holders(store: Store, community: str, day: date) -> dict[str, list[Assignment]]:
    """Who holds a grid or a building on a day: person → their duties there."""
    found: dict[str, list[Assignment]] = {}
    for duty in assignments(store, community, day=day):
        if duty.layer in AREAS:
            found.setdefault(duty.person, []).append(duty)
    return found


def own_areas(store: Store, viewer: Viewer, community: str, day: date) -> list[Place]:
    """The grids and buildings that are a reader's own: first the grids, then buildings that lie in none of them."""
    places = own_places(store, community, viewer, day)
    duties = {(d.layer, d.place) for d in holders(store, community, day).get(viewer.person, [])}
    mine = [place for place in duties if place in places and place[0] in AREAS]
    return sorted(mine, key=lambda place: (AREAS.index(place[0]), place[1]))


def my_place(
    store: Store, viewer: Viewer, titles: PlaceTitles, place: Place, day: date, *, person: str, role: str
) -> MyPlace:
    """Everything about one place; `viewer` decides what may be seen, `person` and `role` are how it is headed."""
    layer, id = place
    within = {p for p in titles.within(layer, id) if p[0] == "building"}
    works = _works(store, viewer, titles, {id for _layer, id in within}, day)
    buildings = _buildings(store, viewer, titles, sorted(id for _layer, id in within), day, works)
    frame = titles.layers[layer].frame
    outline = frame.geometry[id] if id in frame.index else None
    shape = None if outline is None or outline.is_empty else outline
    rows = tuple(row for row, _homes in works)
    return MyPlace(layer, id, titles.title(layer, id), role, person, shape, buildings, rows, _may(viewer))


def _buildings(
    store: Store,
    viewer: Viewer,
    titles: PlaceTitles,
    ids: Iterable[str],
    day: date,
    works: list[tuple[WorkRow, tuple[str, ...]]],
) -> tuple[BuildingRow, ...]:
    frame = titles.layers["building"].frame
    heads: dict[str, list[Person]] = {}
    known = {person.id: person for person in people(store, viewer, titles.layers.id, day=day)}
    for duty in assignments(store, titles.layers.id, day=day):
        if duty.layer == "building" and duty.role == "building_head" and duty.person in known:
            heads.setdefault(duty.place, []).append(known[duty.person])
    rows = []
    for id in sorted(ids, key=lambda id: (_digits(str(frame.at[id, "no"])), id)):
        held = heads.get(id, [])
        names = _(N_("、")).join(person.name for person in held)
        households, units = (pd.to_numeric(frame.at[id, key], errors="coerce") for key in ("households", "units"))
        count = sum(id in homes for _row, homes in works)
        phone = held[0].office_phone if held else ""
        counted = [0 if pd.isna(n) else int(n) for n in (households, units)]
        rows.append(BuildingRow(id, titles.title("building", id), counted[0], counted[1], names, phone, count))
    return tuple(rows)


def _works(
    store: Store, viewer: Viewer, titles: PlaceTitles, homes: set[str], day: date
) -> list[tuple[WorkRow, tuple[str, ...]]]:
    """Unfinished works on these buildings, what is late and near first; not those of the whole community."""
    frame = view_of(store, titles.layers.id, viewer.role).works
    frame = frame[~frame["status"].isin(FINISHED) & frame["location"].ne(WholeCommunity.word)]
    found = []
    for row in frame.itertuples():
        touched = tuple(id for id in row.buildings if id in homes)
        if touched:
            found.append((_work(row, day), touched, row.end_day))
    far = pd.Timestamp.max
    found.sort(
        key=lambda item: (
            not item[0].late,
            not item[0].soon,
            far if pd.isna(item[2]) else pd.Timestamp(item[2]),
            item[0].id,
        )
    )
    return [(work, touched) for work, touched, _end in found]


def _work(row: Any, day: date) -> WorkRow:
    soon = [
        (pd.Timestamp(at).date(), title, confirmed)
        for at, title, confirmed in (
            (row.start_day, N_("{day} 开工"), row.start_confirmed),
            (row.end_day, N_("{day} 完工"), row.end_confirmed),
        )
        if not pd.isna(at) and day <= pd.Timestamp(at).date() <= day + WEEK
    ]
    when = late_text(row)
    if not when and soon:
        at, title, confirmed = min(soon, key=lambda item: item[0])
        when = fill(title, day=f"{'' if confirmed else '≈ '}{at:%m-%d}")
    elif not when and not pd.isna(row.end_day):
        when = fill(N_("{day} 完工"), day=day_text(row.end_day, row.end_confirmed))
    words = f"{row.project_name} · {_(STATUS_TITLES[row.status])} · {percent(row.share)}"
    return WorkRow(
        str(row.Index), row.project, str(row.name), row.status, words, when, bool(row.late), bool(row.late or soon)
    )


def _may(viewer: Viewer) -> tuple[str, ...]:
    """What the role may change or do, in words; one's own place marked as such."""
    told = []
    for action in ACTIONS:
        reached = dict(action.reach).get(viewer.role, "")
        if reached and not action.key.startswith("see_"):
            told.append(
                _(action.title) if reached == "all" else fill(N_("{action}(自己负责的范围)"), action=_(action.title))
            )
    return tuple(told)


def _digits(text: str) -> int:
    digits = "".join(c for c in text if c.isdigit())
    return int(digits) if digits else 10**6


def as_data(mine: MyPlace, on: str) -> dict[str, Any]:
    """For the browser to draw."""
    figures = [
        {"value": f"{len(mine.buildings)}", "title": _(N_("栋楼"))},
        {"value": f"{mine.households:,}", "title": _(N_("户"))},
        {"value": f"{len(mine.works)}", "title": _(N_("项未完成的工程"))},
    ]
    more = len(mine.works) - MOST_WORKS
    return {
        "look": "mine",
        "figures": figures,
        "week": [vars(work) for work in mine.week],
        "works": [vars(work) for work in mine.works[:MOST_WORKS]],
        "more": fill(N_("另有 {count} 项"), count=more) if more > 0 else "",
        "buildings": [
            {
                "id": item.id,
                "title": item.title,
                "words": building_words(item),
                "head": item.head,
                "phone": item.phone,
                "vacant": _(N_("楼栋长暂缺")),
                "on": item.id == on,
            }
            for item in mine.buildings
        ],
        "words": {
            "week": _(N_("这一周")),
            "quiet": _(N_("这一周没有开工、完工或逾期的工程。")),
            "buildings": _(N_("我的楼栋")),
            "none": _(N_("这里还没有画出楼栋。")),
            "works": _(N_("未完成的工程")),
            "noworks": _(N_("没有未完成的工程。")),
        },
    }


def building_words(item: BuildingRow) -> str:
    """Households, stairwells and unfinished works of a building."""
    told = [amount(item.households, _(N_("户")))]
    told += [fill(N_("{count} 个单元"), count=item.units)] if item.units else []
    told += [fill(N_("未完成工程 {count}"), count=item.works)] if item.works else []
    return " · ".join(told)


def places_named(
    titles: PlaceTitles, duties: Mapping[str, list[Assignment]], names: Mapping[str, str]
) -> dict[str, str]:
    """person → "name · place" for choosing whose place to look at; grid members first."""
    ordered = sorted(duties, key=lambda person: (min(AREAS.index(d.layer) for d in duties[person]), person))
    return {p: f"{names[p]} · {titles.title(duties[p][0].layer, duties[p][0].place)}" for p in ordered if p in names}


__all__ = ["MyPlace", "as_data", "holders", "my_place", "own_areas", "places_named"]
