"""The same person entered twice: found, and merged into one without losing a duty."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from data import people_schema as tables
from data import records
from data.assignments import ASSIGNMENT, Assignment
from data.people import DETAILS, Person, people, save_stored, stored_person
from data.records import Refused
from data.rights import Viewer, require
from data.spelling import folded
from data.store import Store
from data.write import Write
from geo.errors import Problem
from geo.words import N_


def possible_doubles(store: Store, viewer: Viewer, community: str) -> list[tuple[str, str]]:
    """Pairs of ids that may be one person: the same mobile, or the same name in one organisation (or in none)."""
    require(viewer.within(community), "merge_people")
    table, groups = tables.person_mobile, defaultdict[tuple[str, str], list[str]](list)
    with store.read() as connection:
        for row in connection.execute(select(table.c.person, table.c.mobile).where(table.c.community == community)):
            groups[("mobile", row.mobile)].append(row.person)
    named = defaultdict[str, list[Person]](list)
    for item in people(store, viewer, community):
        named[folded(item.name)].append(item)
    pairs = {(a, b) for ids in groups.values() for a in ids for b in ids if a < b}
    for namesakes in named.values():
        pairs |= {(a.id, b.id) for a in namesakes for b in namesakes if a.id < b.id and _one_house(a, b)}
    return sorted(pairs)


def _one_house(one: Person, other: Person) -> bool:
    houses = folded(one.organisation), folded(other.organisation)
    return houses[0] == houses[1] or not all(houses)


def merge_people(tx: Write, viewer: Viewer, community: str, keep: str, double: str) -> str:
    """Make one person of two and return the id that goes on, `keep`.

    All duties of the double pass to `keep`; where both held the same one at the same time, the spans become
    one. What `keep` does not say about itself is taken from the double, whose own details are deleted; its
    record stays and names who goes on. Raises `NotAllowed`, `Refused`, `NoSuchRecord`.
    """
    require(viewer.within(community), "merge_people")
    kept: str = tx.step(community, "merge_people", lambda: _merge(tx, community, keep, double))
    return kept


def _merge(tx: Write, community: str, keep: str, double: str) -> str:
    tx.lock(community)
    one, number = stored_person(tx.connection, community, keep)
    other, other_number = stored_person(tx.connection, community, double)
    gone = any(p.erased_number is not None or p.merged_into for p in (one, other))
    if keep == double or gone:
        raise Refused([Problem(N_("请选择两个不同的、信息仍在的人员来合并"), None, "person")])
    _pass_on(tx, community, keep, double)
    filled = {name: getattr(one, name) or getattr(other, name) for name in DETAILS}
    whole = replace(
        one,
        **filled,
        since=_widest(one.since, other.since, min),
        until=_widest(one.until, other.until, max),
        consent_day=one.consent_day or other.consent_day,
    )
    save_stored(tx, community, replace(other, merged_into=keep), "")
    save_stored(tx, community, whole, number or other_number)
    return keep


def _widest(one: date | None, other: date | None, pick: object) -> date | None:
    """The earlier first day or later last day; open where one of them is."""
    return None if one is None or other is None else pick(one, other)  # type: ignore[operator]


def _pass_on(tx: Write, community: str, keep: str, double: str) -> None:
    """Give the double's assignments to `keep`, uniting those that `keep` holds at the same time."""
    inner = records.without_key(tx)
    mine = {item.id: item for item in records.find(tx.connection, ASSIGNMENT, community, person=keep, withdrawn=False)}
    changed: dict[str, Assignment] = {}
    for item in records.find(tx.connection, ASSIGNMENT, community, person=double, withdrawn=False):
        same = next((own for own in mine.values() if _same_duty(own, item)), None)
        covered = mine.get(item.stands_in_for)
        if same is not None:
            until = None if same.until is None or item.until is None else max(same.until, item.until)
            mine[same.id] = changed[same.id] = replace(same, since=min(same.since, item.since), until=until)
            changed[item.id] = replace(item, person=keep, withdrawn=True)
        else:
            # Nobody stands in for themselves: what was leave covered by the double is simply duty.
            moved = replace(item, person=keep, withdrawn=covered is not None)
            changed[item.id] = moved
            if not moved.withdrawn:
                mine[item.id] = moved
    for item in list(mine.values()):
        covered = mine.get(item.stands_in_for)
        if covered is not None:
            changed[item.id] = replace(item, withdrawn=True)
    records.save(inner, ASSIGNMENT, community, list(changed.values()))


def _same_duty(one: Assignment, other: Assignment) -> bool:
    """The same role at the same place, both principal, sharing a day."""
    if one.stands_in_for or other.stands_in_for:
        return False
    same = (one.role, one.layer, one.place) == (other.role, other.layer, other.place)
    return (
        same and (one.until is None or other.since <= one.until) and (other.until is None or one.since <= other.until)
    )
