"""One role-holder: duties on a line of time, hand-overs, and what is known besides, in the reader's words."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dashboard.services.planning.place_titles import PlaceTitles
from dashboard.services.projects.work_words import today
from dashboard.text import _, fill
from data.assignments import Assignment, assignments
from data.handovers import DUTY, ITEM_TITLES, VACANT, WORDS, WORKS, Handover, handovers
from data.here import shown_names
from data.people import ERASED_NAME, Person, people
from data.rights import Viewer
from data.roles import person_roles
from data.store import Store
from geo.words import N_

NOW, PAST, FUTURE = "now", "past", "future"
ORDER = {NOW: 0, FUTURE: 1, PAST: 2}
AHEAD = timedelta(days=150)
BEFORE = timedelta(days=60)
SHORTEST = timedelta(days=400)


@dataclass(frozen=True)
class Duty:
    """One assignment of a person with its words. `state`: "now", "past" or "future" on the day looked at.

    `cover` are those who stand in for it at any time, `leave` from when to when; `covers` names whose duty a stand-in
    covers.
    """

    item: Assignment
    role: str
    place: str
    kind: str
    state: str
    covers: str = ""
    cover: tuple[str, ...] = ()
    leave: tuple[tuple[date, date], ...] = ()

    @property
    def title(self) -> str:
        """Role and place."""
        return f"{self.role} · {self.place}"


def names_of(store: Store, viewer: Viewer, community: str) -> dict[str, str]:
    """Names by id: of everybody this viewer may see, and of others, as they agreed to be shown to everybody."""
    return {
        **shown_names(store, community, today()),
        **{person.id: person.name for person in people(store, viewer, community)},
    }


def labels_of(store: Store, names: dict[str, str], day: date, titles: PlaceTitles) -> dict[str, str]:
    """Names with what each holds on a day, to choose from: namesakes are told apart by it."""
    held: dict[str, Assignment] = {}
    for item in assignments(store, titles.layers.id, day=day):
        held.setdefault(item.person, item)
    return {
        id: f"{name} · {titles.title(held[id].layer, held[id].place)}" if id in held else name
        for id, name in names.items()
    }


def duties(
    store: Store, viewer: Viewer, person: str, day: date, titles: PlaceTitles, names: dict[str, str]
) -> list[Duty]:
    """All duties of a person: those of the day first, then those to come, then those that are over."""
    community = titles.layers.id
    roles = {role.id: _(role.title) for role in person_roles(store, community)}
    everything = {item.id: item for item in assignments(store, community)}
    found = []
    for item in everything.values():
        if item.person != person:
            continue
        state = FUTURE if item.since > day else PAST if item.until is not None and item.until < day else NOW
        covered = everything.get(item.stands_in_for)
        stand_ins = sorted((o for o in everything.values() if o.stands_in_for == item.id), key=lambda o: o.since)
        found.append(
            Duty(
                item,
                roles.get(item.role, item.role),
                titles.title(item.layer, item.place),
                titles.kind(item.layer),
                state,
                names.get(covered.person, "") if covered else "",
                tuple(f"{names.get(o.person, '…')} {span(o.since, o.until)}" for o in stand_ins),
                tuple((o.since, o.until or day) for o in stand_ins),
            )
        )
    return sorted(found, key=lambda d: (ORDER[d.state], d.item.since, d.item.id))


def span(since: date, until: date | None) -> str:
    """Two days as people write them; an open end is said."""
    return fill(N_("{since} 至 {until}"), since=since, until=until) if until else fill(N_("{since} 起"), since=since)


def timeline(found: list[Duty], day: date, chosen: str) -> dict[str, Any]:
    """Duties as bars on one line of time, for the browser to draw; places are shares of the width (0 to 1)."""
    starts = [duty.item.since for duty in found]
    ends = [duty.item.until for duty in found if duty.item.until]
    last = max([day, *ends, *starts]) + AHEAD
    first = min(min([day, *starts]) - BEFORE, last - SHORTEST)
    whole = (last - first).days

    def share(at: date) -> float:
        return round(min(1.0, max(0.0, (at - first).days / whole)), 4)

    rows = [
        {
            "id": duty.item.id,
            "role": duty.role,
            "place": duty.place,
            "days": span(duty.item.since, duty.item.until),
            "state": duty.state,
            "open": duty.item.until is None,
            "stand_in": bool(duty.item.stands_in_for),
            "note": _note(duty),
            "from": share(duty.item.since),
            "to": share(duty.item.until + timedelta(days=1)) if duty.item.until else 1.0,
            "leave": [[share(begin), share(end + timedelta(days=1))] for begin, end in duty.leave],
            "on": duty.item.id == chosen,
        }
        for duty in found
    ]
    years = [(y, date(y, 1, 1)) for y in range(first.year, last.year + 2)]
    marks = [{"at": share(at), "text": str(y)} for y, at in years if first <= at <= last]
    return {"rows": rows, "marks": marks, "today": share(day), "day": str(day)}


def _note(duty: Duty) -> str:
    if duty.item.stands_in_for:
        return fill(N_("代班,原负责人:{name}"), name=duty.covers or "…")
    return fill(N_("请假代班:{names}"), names=_(N_("、")).join(duty.cover)) if duty.cover else ""


def shown_name(person: Person) -> str:
    """The name of a person; of an erased one the number, in the language of the reader."""
    return person.name if person.erased_number is None else fill(ERASED_NAME, number=person.erased_number)


def facts(person: Person) -> list[tuple[str, str]]:
    """What else is kept of a person, as (title, value)."""
    consent = _(N_("未同意公示,公众看不到姓名"))
    if person.consent_day:
        consent = fill(N_("{day} 同意,公示为“{name}”"), day=person.consent_day, name=person.shown_name or "—")
        consent = " · ".join(part for part in (consent, person.consent_words) if part)
    known = [
        (_(N_("单位")), person.organisation),
        (
            _(N_("任职")),
            span(person.since, person.until) if person.since else (f"— {person.until}" if person.until else ""),
        ),
        (_(N_("公示")), consent),
    ]
    if person.erased_number is not None:
        known.pop()  # the name that they had agreed to is gone
    return [(title, value) for title, value in known if value]


def told_handovers(
    store: Store, person: str, titles: PlaceTitles, names: dict[str, str]
) -> list[tuple[str, str, list[str]]]:
    """Hand-overs that a person gave or took: (day, from whom to whom, what), the latest first."""
    found = handovers(store, titles.layers.id)
    mine = [item for item in found if item.person == person or any(one.taker == person for one in item.items)]
    return [(str(item.day), _between(item, names), _items(store, item, titles, names)) for item in mine]


def _between(item: Handover, names: dict[str, str]) -> str:
    takers = dict.fromkeys(_taker(one.taker, names) for one in item.items)
    joined = _(N_("、")).join(takers)
    return f"{names.get(item.person, '…')} → {joined}"


def _taker(id: str, names: dict[str, str]) -> str:
    return _(N_("暂缺")) if id == VACANT else names.get(id, "…")


def _items(store: Store, item: Handover, titles: PlaceTitles, names: dict[str, str]) -> list[str]:
    lines = [item_text(store, one.kind, one.role, one.layer, one.ref, one.words, titles) for one in item.items]
    return [item.reason, *lines] if item.reason else lines


def item_text(store: Store, kind: str, role: str, layer: str, ref: str, words: str, titles: PlaceTitles) -> str:
    """One thing of a hand-over in words."""
    if kind == WORDS:
        return words
    place = titles.title(layer, ref)
    if kind == DUTY:
        roles = {one.id: _(one.title) for one in person_roles(store, titles.layers.id)}
        return f"{roles.get(role, role)} · {place}"
    return fill(N_("{place} 的 {count} 项{kind}"), place=place, count=words, kind=_(ITEM_TITLES[WORKS]))
