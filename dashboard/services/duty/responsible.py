"""Who is responsible here, from near to far: this building, its stairwells, the grid, the compound, the community."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely

from dashboard.services.planning.place_titles import FEATURES, PlaceTitles
from dashboard.services.projects.work_words import view_of
from dashboard.text import _, fill
from data.here import PLACE_LAYERS, Answer, Responsible, responsible_for, responsible_here
from data.rights import Viewer
from data.roles import COMMUNITY_PLACE, PLACE_KINDS, PROJECT_PLACE, person_roles
from data.store import Store
from geo.layers import LAYER_BY_KEY
from geo.responsibility import BOUNDARY, NEAREST
from geo.words import N_

WORK = "work"
FAR = ("grid", "compound", COMMUNITY_PLACE)
"""From near to far; every other kind of place is nearest of all."""

SECTION_TITLES = {
    "building": N_("这栋楼"),
    "unit": N_("各单元"),
    "grid": N_("所在网格"),
    "compound": N_("所在小区"),
    COMMUNITY_PLACE: N_("社区"),
    PROJECT_PLACE: N_("这个项目"),
}
MOST_NAMES = 6
"""So many people share one line; more are counted."""

MOST_PLACES = 9
"""So many places of one role have a line each; more are counted in one."""


@dataclass(frozen=True)
class Found:
    """An answer with what it is about. `unit_ids`: stairwells of the building met, for a reader to choose theirs."""

    answer: Answer
    layer: str
    id: str
    title: str

    @property
    def unit_ids(self) -> tuple[str, ...]:
        return self.answer.here.units if self.layer == "building" else ()


def find(
    store: Store, viewer: Viewer, titles: PlaceTitles, layer: str, id: str, day: date, visible: Collection[str]
) -> Found | None:
    """Who is responsible for a place, any other feature on the map, a project or a work; None: there is none."""
    if layer in (PROJECT_PLACE, WORK):
        return _of_works(store, viewer, titles, layer, id, day)
    if layer == COMMUNITY_PLACE and id == titles.layers.id:
        return Found(responsible_for(store, id, layer, id, day, viewer), layer, id, titles.community_name)
    if layer not in LAYER_BY_KEY or layer not in visible or id not in titles.layers[layer].frame.index:
        return None
    title = titles.title(layer, id) if layer in FEATURES else titles.layers[layer].title(id)
    if layer in PLACE_LAYERS:
        answer = responsible_for(store, titles.layers.id, layer, id, day, viewer)
    else:
        shape = titles.layers[layer].frame.geometry.loc[id]
        if shape is None or shape.is_empty:
            return None
        answer = responsible_here(store, titles.layers.id, shape, day, viewer)
    return Found(answer, layer, id, title)


def _of_works(store: Store, viewer: Viewer, titles: PlaceTitles, layer: str, id: str, day: date) -> Found | None:
    """Those of a project or work: of the project itself, and of every place that its works lie on."""
    community = titles.layers.id
    view = view_of(store, community, viewer.role)
    works = view.works[view.works["project"] == id] if layer == PROJECT_PLACE else view.works[view.works.index == id]
    project = id if layer == PROJECT_PLACE else (str(works["project"].iloc[0]) if len(works) else "")
    if project not in view.projects.index:
        return None
    title = str(view.projects.at[project, "name"] if layer == PROJECT_PLACE else works["name"].iloc[0])
    own = responsible_for(store, community, PROJECT_PLACE, project, day, viewer)
    placed = works[~(works.geometry.isna() | works.geometry.is_empty)]
    if placed.empty:
        return Found(own, layer, id, title)
    there = responsible_here(store, community, shapely.union_all(placed.geometry.to_numpy()), day, viewer)
    people = dict.fromkeys((*own.people, *there.people))
    return Found(Answer(there.here, day, tuple(people), there.unheld), layer, id, title)


def sections(found: Found, titles: PlaceTitles, *, staff: bool) -> list[dict[str, Any]]:
    """The answer for the browser to draw: sections from near to far, each with one line per role and place.

    A line: role, place ("" where the section says it), names, phone, note; of `staff` also ids and masked mobiles.
    """
    told = [(key[0], _line(key, people, found, titles, staff)) for key, people in _grouped(found.answer.people).items()]
    ids = {role.title: role.id for role in person_roles(titles.layers.store, titles.layers.id)}
    told += [
        (layer, _vacancy(role, layer, place, found, titles) | {"role_id": ids.get(role, "")})
        for role, layer, place in found.answer.unheld
    ]
    result = []
    for name in sorted({section for section, _line_ in told}, key=_distance):
        lines = _summed([line for section, line in told if section == name])
        title = _(SECTION_TITLES.get(name, PLACE_KINDS.get(name, name)))
        result.append({"key": name, "title": title, "place": _one_place(lines), "lines": lines})
    return result


def _vacancy(role: str, layer: str, place: str, found: Found, titles: PlaceTitles) -> dict[str, Any]:
    title = titles.short(layer, place, found.title) if layer == "unit" else titles.title(layer, place)
    return {"role": _(role), "place": title, "vacant": True, "layer": layer, "id": place, "count": 1}


def _summed(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines with those of a role that has too many places (a whole compound's building heads) made one; vacant last."""
    groups: dict[tuple[str, bool], list[dict[str, Any]]] = {}
    for line in lines:
        groups.setdefault((line["role"], "vacant" in line), []).append(line)
    result = []
    for (role, vacant), group in groups.items():
        if len(group) <= MOST_PLACES:
            result += group
            continue
        count = sum(line["count"] for line in group)
        many = fill(N_("{count} 处暂缺") if vacant else N_("共 {count} 人"), count=count)
        result.append({"role": role, "place": "", "names": [], "more": many, "count": count, "many": True})
    return sorted(result, key=lambda line: "vacant" in line)


def notes(found: Found, titles: PlaceTitles) -> list[str]:
    """What must be said beside the names: that it lies on a boundary, that the nearest was taken, the tolerance."""
    here = found.answer.here
    said = []
    if here.on_boundary:
        grids = [titles.title("grid", hit.id) for hit in here.of("grid") if hit.relation != NEAREST]
        names = _(N_("、")).join(grids)
        sentence = N_("这里在几个网格的范围内或分界上(误差 {tolerance} m 以内都算),各方都列出:{names}。")
        said.append(fill(sentence, tolerance=f"{here.tolerance_m:g}", names=names))
    # A lamp stands in no building, and need not: its line says how far the nearest is.
    for hit in here.of("grid"):
        if hit.relation == NEAREST:
            place = titles.title(hit.layer, hit.id)
            sentence = N_("这里不在任何{kind}内,列出最近的:{place}(相距 {distance} m)。")
            said.append(fill(sentence, kind=titles.kind(hit.layer), place=place, distance=f"{hit.distance_m:.0f}"))
    return said


def _distance(section: str) -> int:
    near = ("building", "unit", *FAR)
    return near.index(section) if section in near else -1


def _grouped(people: tuple[Responsible, ...]) -> dict[tuple[str, str, str, str, str], list[Responsible]]:
    """People by section, role, place and phone, in the order given."""
    found: dict[tuple[str, str, str, str, str], list[Responsible]] = {}
    for person in people:
        key = (person.layer, person.role, person.place, person.office_phone, person.role_title)
        found.setdefault(key, []).append(person)
    return found


def _line(
    key: tuple[str, str, str, str, str], people: list[Responsible], found: Found, titles: PlaceTitles, staff: bool
) -> dict[str, Any]:
    layer, _role, place, phone, role_title = key
    line: dict[str, Any] = {
        "role": _(role_title),
        "place": titles.short(layer, place, found.title) if layer == "unit" else titles.title(layer, place),
        "phone": phone,
        "names": [_name(person, staff) for person in people[:MOST_NAMES]],
        "more": fill(N_("等 {count} 人"), count=len(people)) if len(people) > MOST_NAMES else "",
        "layer": layer,
        "id": place,
        "count": len(people),
    }
    first = people[0]
    if first.relation in (BOUNDARY, NEAREST):
        line["near"] = fill(N_("相距 {distance} m"), distance=f"{first.distance_m:.0f}")
    return line


def _name(person: Responsible, staff: bool) -> dict[str, str]:
    tag = _(N_("代班")) if person.stands_in else _(N_("请假中")) if person.on_leave else ""
    shown = person.shown_name or _(N_("未公示姓名"))
    told = {"name": (person.name or shown) if staff else shown, "tag": tag, "hidden": "" if person.shown_name else "1"}
    if staff and person.person:
        told |= {"person": person.person, "mobile": person.mobile, "hidden": ""}
    return told


def _one_place(lines: list[dict[str, Any]]) -> str:
    """The place of a section if all its lines share it (they then need not say it)."""
    places = {line["place"] for line in lines}
    if len(places) != 1:
        return ""
    for line in lines:
        line["place"] = ""
    return str(places.pop())
