"""Assignments: a person, in a role, for a place, from a day to a day (both included, see `geo.duty`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select

from data import people_schema as tables
from data import project_schema, records, schema
from data.nouns import Noun, noun_of
from data.records import new_id, refuse_errors
from data.rights import Viewer, require
from data.roles import COMMUNITY_PLACE, PEOPLE, PLACE_KINDS, PROJECT_PLACE, PersonRole, kept_roles, seed_roles
from data.store import Store
from data.write import Write
from geo.errors import Problem
from geo.words import N_


@dataclass(frozen=True)
class Assignment:
    """Who is responsible for what, and when.

    (`layer`, `place`) names a feature, a project ("project") or the community itself ("community", its id).
    `stands_in_for`: the assignment that is covered while its holder is on leave, "" for a principal.
    `handover`: the hand-over that made it. `withdrawn`: entered by mistake or taken back, holds on no day.
    """

    id: str
    person: str
    role: str
    layer: str
    place: str
    since: date
    until: date | None = None
    stands_in_for: str = ""
    handover: str = ""
    withdrawn: bool = False
    is_sample: bool = False
    version: int = 0
    updated_by: str = ""


ASSIGNMENT: Noun[Assignment] = noun_of(Assignment, tables.assignment, N_("指派"), revision=PEOPLE)


def new_assignment(
    person: str, role: str, layer: str, place: str, since: date, until: date | None = None
) -> Assignment:
    """An assignment with an id of its own, not stored yet."""
    return Assignment(new_id("as"), person, role, layer, place, since, until)


def add_assignments(tx: Write, viewer: Viewer, community: str, new: Sequence[Assignment]) -> list[Assignment]:
    """Add assignments in one go; `Refused` names every fault of all of them, then none is added.

    Refused are: a role that may not be assigned to such a place, a place or person that is not there (any more),
    days in the wrong order or outside the person's own, a second holder of a single-holder role, and a stand-in
    who does not fit what is covered. Raises `NotAllowed`, `AlreadyExists`.
    """
    require(viewer.within(community), "edit_assignments")
    return records.once(tx, ASSIGNMENT, community, "add_assignments", lambda inner: added(inner, community, new))


def added(tx: Write, community: str, new: Sequence[Assignment]) -> list[Assignment]:
    """As `add_assignments`, inside a step whose rights are checked already."""
    seed_roles(tx, community)
    refuse_errors(check_assignments(tx.connection, community, new))
    return records.add(tx, ASSIGNMENT, community, new)


def save_assignments(tx: Write, viewer: Viewer, community: str, changed: Sequence[Assignment]) -> list[Assignment]:
    """Save changed assignments (other days, withdrawn); checked as `add_assignments`, or `StaleVersion`."""
    require(viewer.within(community), "edit_assignments")
    return records.once(tx, ASSIGNMENT, community, "save_assignments", lambda inner: saved(inner, community, changed))


def saved(tx: Write, community: str, changed: Sequence[Assignment]) -> list[Assignment]:
    """As `save_assignments`, inside a step whose rights are checked already."""
    seed_roles(tx, community)
    refuse_errors(check_assignments(tx.connection, community, [item for item in changed if not item.withdrawn]))
    return records.save(tx, ASSIGNMENT, community, changed)


def stand_in(assignment: Assignment, person: str, since: date, until: date) -> Assignment:
    """A stand-in of `person` for an assignment while its holder is on leave, not stored yet."""
    made = new_assignment(person, assignment.role, assignment.layer, assignment.place, since, until)
    return replace(made, stands_in_for=assignment.id)


def assignments(
    store: Store,
    community: str,
    *,
    day: date | None = None,
    person: str | None = None,
    place: tuple[str, str] | None = None,
) -> list[Assignment]:
    """Assignments by id, without the withdrawn ones: those that hold on `day`, of a person, of a place."""
    where: dict[str, object] = {"withdrawn": False}
    if person is not None:
        where["person"] = person
    if place is not None:
        where |= {"layer": place[0], "place": place[1]}
    with store.read() as connection:
        found = records.find(connection, ASSIGNMENT, community, **where)
    return [a for a in found if day is None or (a.since <= day and (a.until is None or day <= a.until))]


def check_assignments(connection: Connection, community: str, new: Sequence[Assignment]) -> list[Problem]:
    """Every fault of these assignments, each with its row (from 1), against what is stored and against each other."""
    roles = {role.id: role for role in kept_roles(connection, community)}
    people = _people(connection, community)
    stored = {item.id: item for item in records.find(connection, ASSIGNMENT, community, withdrawn=False)}
    ids = {item.id for item in new}
    kept = [item for item in stored.values() if item.id not in ids]
    everything = [*kept, *new]
    by_id = {item.id: item for item in everything}
    problems: list[Problem] = []
    there = _places_there(connection, community, new)
    for row, item in enumerate(new, 1):
        # What is only given other days may well be at a place or in a role that is no more: it must be possible to end.
        known = item.id in stored and _duty(stored[item.id]) == _duty(item)
        faults = [
            *(() if known else (*_role_faults(item, roles.get(item.role)), *_place_faults(item, there))),
            *_person_faults(item, people.get(item.person)),
            *(_stand_in_faults(item, by_id.get(item.stands_in_for)) if item.stands_in_for else ()),
        ]
        problems += [Problem(message, row, column, values=values) for message, column, values in faults]
    return problems + _overlap_faults(new, everything, roles, lambda kind, id: _called(connection, community, kind, id))


Fault = tuple[str, str, dict[str, object]]


def _role_faults(item: Assignment, role: PersonRole | None) -> list[Fault]:
    if role is None or role.archived:
        return [(N_("没有岗位“{role}”,或已停用"), "role", {"role": item.role})]
    if item.layer not in role.place_kinds:
        kinds = "、".join(PLACE_KINDS[kind] for kind in role.place_kinds)
        values = {"role": role.title, "kind": PLACE_KINDS.get(item.layer, item.layer), "kinds": kinds}
        return [(N_("“{role}”不能指派到{kind};可以是:{kinds}"), "layer", dict(values))]
    return []


def _place_faults(item: Assignment, there: set[tuple[str, str]]) -> list[Fault]:
    if (item.layer, item.place) in there:
        return []
    values: dict[str, object] = {"kind": PLACE_KINDS.get(item.layer, item.layer), "place": item.place}
    return [(N_("{kind} {place} 不存在或已撤销,不能指派"), "place", values)]


def _person_faults(item: Assignment, days: tuple[date | None, date | None] | None) -> list[Fault]:
    faults: list[Fault] = []
    if days is None:
        return [(N_("没有人员 {person},或其信息已删除、已合并"), "person", {"person": item.person})]
    if item.until is not None and item.since > item.until:
        faults.append(
            (N_("开始日期 {since} 晚于结束日期 {until}"), "until", {"since": item.since, "until": item.until})
        )
    began, left = days
    if (began and item.since < began) or (left and (item.since > left)):
        values: dict[str, object] = {"began": began or "…", "left": left or "…", "since": item.since}
        faults.append((N_("{since} 不在此人的任职期内({began} 至 {left})"), "since", values))
    return faults


def _stand_in_faults(item: Assignment, covered: Assignment | None) -> list[Fault]:
    if covered is None or covered.stands_in_for:
        return [(N_("要代班的指派 {id} 不存在,或它本身就是代班"), "stands_in_for", {"id": item.stands_in_for})]
    faults: list[Fault] = []
    if (item.role, item.layer, item.place) != (covered.role, covered.layer, covered.place):
        faults.append((N_("代班的岗位和地点必须与被代的相同"), "stands_in_for", {}))
    if item.person == covered.person:
        faults.append((N_("不能由本人代自己的班"), "person", {}))
    outside = item.since < covered.since or (covered.until and (item.until is None or item.until > covered.until))
    if outside:
        values: dict[str, object] = {"since": covered.since, "until": covered.until or "…"}
        faults.append((N_("代班必须在被代的任期内({since} 至 {until})"), "since", values))
    return faults


def _overlap_faults(
    new: Sequence[Assignment],
    everything: Sequence[Assignment],
    roles: dict[str, PersonRole],
    titles: Callable[[str, str], str],
) -> list[Problem]:
    """A second holder of a single-holder role, and the same person twice in any role, at one time and place.

    `titles` says what people call a place (layer, id) or a person ("person", id).
    """
    rows = {item.id: row for row, item in enumerate(new, 1)}
    groups: dict[tuple[str, str, str, bool], list[Assignment]] = {}
    for item in everything:
        groups.setdefault((item.role, item.layer, item.place, bool(item.stands_in_for)), []).append(item)
    problems = []
    for (role, layer, _, standing_in), group in groups.items():
        single = role in roles and roles[role].single_holder and not standing_in
        for i, later in enumerate(group):
            for earlier in group[:i]:
                if not {later.id, earlier.id} & rows.keys() or not _meet(later, earlier):
                    continue
                if single or later.person == earlier.person:
                    named, other = (later, earlier) if later.id in rows else (earlier, later)
                    message = N_("{place}的“{role}”同一时间只能有一人:{person}负责,{since} 至 {until}。请先办理交接。")
                    values = {
                        "place": titles(layer, named.place),
                        "person": titles("person", other.person),
                        "role": roles[role].title if role in roles else role,
                        "since": other.since,
                        "until": other.until or "…",
                    }
                    problems.append(Problem(message, rows[named.id], "since", values=values))
    return problems


def _duty(item: Assignment) -> tuple[str, str, str, str]:
    return item.person, item.role, item.layer, item.place


def _meet(one: Assignment, other: Assignment) -> bool:
    """Whether two spans share a day."""
    return (other.until is None or one.since <= other.until) and (one.until is None or other.since <= one.until)


def _people(connection: Connection, community: str) -> dict[str, tuple[date | None, date | None]]:
    table = tables.person
    query = select(table.c.id, table.c.since, table.c.until).where(
        table.c.community == community, table.c.erased_number.is_(None), table.c.merged_into == ""
    )
    return {row.id: (row.since, row.until) for row in connection.execute(query)}


def _called(connection: Connection, community: str, kind: str, id: str) -> str:
    """What people call a place or a person; the id itself where nothing else is known."""
    f, d = schema.feature, tables.person_details
    if kind == "person":
        query = select(d.c.name).where(d.c.community == community, d.c.person == id)
        return str(connection.execute(query).scalar() or id)
    name = select(f.c.name).where(f.c.community == community, f.c.layer == kind, f.c.id == id)
    return str(connection.execute(name).scalar() or f"{PLACE_KINDS.get(kind, kind)} {id}")


def _places_there(connection: Connection, community: str, new: Sequence[Assignment]) -> set[tuple[str, str]]:
    """Those places of the assignments that exist; an archived project has ended."""
    there = {(COMMUNITY_PLACE, community)}
    layers = {item.layer for item in new}
    f, p = schema.feature, project_schema.project
    query = select(f.c.layer, f.c.id).where(f.c.community == community, f.c.layer.in_(sorted(layers)))
    there |= {(row.layer, row.id) for row in connection.execute(query)}
    if PROJECT_PLACE in layers:
        projects = select(p.c.id).where(p.c.community == community, ~p.c.archived)
        there |= {(PROJECT_PLACE, row.id) for row in connection.execute(projects)}
    return there
