"""The list of role-holders: what the address filters it by, and its rows."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.services.planning.place_titles import Place, PlaceTitles, read_place
from dashboard.services.projects.work_words import today
from dashboard.text import _, fill
from data.assignments import Assignment, assignments
from data.people import Person, people
from data.rights import Viewer
from data.roles import PersonRole, person_roles
from data.store import Store
from geo.words import N_

PAGE_ROWS = 60
MOST_DUTIES = 3
"""A row names this many duties and counts the rest."""

CLEARED = {"role": "", "place": "", "day": "", "past": "", "page": ""}


@dataclass(frozen=True)
class PeopleSight:
    """What the page of people shows: filters, who is open (`who`), what is being done (`act`, `duty`).

    `page` 0: the one on which the open person stands.
    """

    day: date
    role: str = ""
    place: Place | None = None
    compound: str = ""
    past: bool = False
    page: int = 0
    who: str = ""
    act: str = ""
    duty: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nothing is filtered."""
        return not (self.role or self.place or self.compound or self.past or self.day != today())


def read_people_sight(words: Mapping[str, str], compound: str = "") -> PeopleSight:
    """The words of an address as a sight; what is not understood is left at its default."""
    number = words.get("page", "")
    return PeopleSight(
        day=read_day(words.get("day", "")),
        role=words.get("role", ""),
        place=read_place(words.get("place", "")),
        compound=compound,
        past=words.get("past") == "1",
        page=int(number) if number.isdecimal() and 0 < int(number) < 10**6 else 0,
        who=words.get("who", ""),
        act=words.get("act", ""),
        duty=words.get("duty", ""),
    )


def read_day(text: str) -> date:
    """The day an address says; today (in China) where it says none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today()


@dataclass(frozen=True)
class Listed:
    """The people that the filters let through; `rows` are those of one page of the list."""

    people: tuple[Person, ...]
    roles: tuple[PersonRole, ...]
    counts: Mapping[str, int]
    cover: Mapping[str, tuple[int, int]]
    rows: tuple[dict[str, Any], ...]
    page: int
    pages: int


def listed(store: Store, viewer: Viewer, sight: PeopleSight, typed: str, titles: PlaceTitles) -> Listed:
    """The list as this viewer may see it; `NotAllowed` for whoever may not.

    `counts`: people by role under all other filters, so that every role can be chosen from any other;
    `cover`: of roles that every place of a kind should have, how many places do, in the whole community.
    """
    community = titles.layers.id
    found = people(store, viewer, community, typed=typed, day=sight.day, past=sight.past)
    held = _held(assignments(store, community, day=None if sight.past else sight.day))
    where = _wanted(sight, titles)
    if where is not None:
        found = [person for person in found if any((d.layer, d.place) in where for d in held.get(person.id, ()))]
    counts = Counter(role for person in found for role in {duty.role for duty in held.get(person.id, ())})
    roles = tuple(person_roles(store, community))
    chosen = [p for p in found if not sight.role or any(d.role == sight.role for d in held.get(p.id, ()))]
    order = {role.id: number for number, role in enumerate(roles)}
    chosen.sort(key=lambda p: _rank(held.get(p.id, []), order, titles, sight.role))
    pages = max(1, -(-len(chosen) // PAGE_ROWS))
    page = min(sight.page, pages) or _page_of(sight.who, chosen)
    start = (page - 1) * PAGE_ROWS
    names = {role.id: _(role.title) for role in roles}
    rows = [_row(p, held.get(p.id, []), names, titles, sight) for p in chosen[start : start + PAGE_ROWS]]
    return Listed(tuple(chosen), roles, counts, _cover(store, sight.day, roles, titles), tuple(rows), page, pages)


def _cover(store: Store, day: date, roles: tuple[PersonRole, ...], titles: PlaceTitles) -> dict[str, tuple[int, int]]:
    """Role → (places that have a holder on the day, places that should have one), of roles expected everywhere."""
    held = {(d.role, d.layer, d.place) for d in assignments(store, titles.layers.id, day=day) if not d.stands_in_for}
    found = {}
    for role in roles:
        if role.expected_on and not role.archived:
            places = [str(id) for id in titles.layers[role.expected_on].frame.index]
            found[role.id] = (sum((role.id, role.expected_on, id) in held for id in places), len(places))
    return found


def _page_of(who: str, chosen: list[Person]) -> int:
    """The page on which somebody stands; the first for nobody."""
    return next((number // PAGE_ROWS + 1 for number, person in enumerate(chosen) if person.id == who), 1)


def _rank(duties: list[Assignment], order: Mapping[str, int], titles: PlaceTitles, role: str) -> tuple[object, ...]:
    """Where a person stands in the list: by role in the order of the roles, then by place as people count them."""
    ranked = [(order.get(d.role, 99), _counted(titles.title(d.layer, d.place))) for d in duties if role in ("", d.role)]
    return min(ranked, default=(99, ()))


def _counted(title: str) -> tuple[tuple[int, str], ...]:
    """A title as it is counted.

    >>> _counted("2栋") < _counted("10栋")
    True
    """
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", title) if part)


def _held(duties: list[Assignment]) -> dict[str, list[Assignment]]:
    found: dict[str, list[Assignment]] = {}
    for duty in duties:
        found.setdefault(duty.person, []).append(duty)
    return found


def _wanted(sight: PeopleSight, titles: PlaceTitles) -> set[Place] | None:
    """The places that a person must hold one of; None: any or none."""
    if sight.place is not None:
        return titles.within(*sight.place)
    return titles.within("compound", sight.compound) if sight.compound else None


def _row(
    person: Person, duties: list[Assignment], names: Mapping[str, str], titles: PlaceTitles, sight: PeopleSight
) -> dict[str, Any]:
    told = [f"{names.get(d.role, d.role)} · {titles.title(d.layer, d.place)}" for d in duties[:MOST_DUTIES]]
    return {
        "id": person.id,
        "name": person.name,
        "duties": told,
        "more": fill(N_("另有 {count} 项"), count=len(duties) - MOST_DUTIES) if len(duties) > MOST_DUTIES else "",
        "organisation": person.organisation,
        "phone": person.office_phone,
        "mobile": person.mobile,
        "none": "" if duties else _(N_("没有负责的地点")),
        "left": not person.works_on(sight.day),
        "on": person.id == sight.who,
    }
