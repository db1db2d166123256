"""Roles that people hold (网格员, 楼栋长 …): an editable table in each community, which starts with the defaults.

Not to be confused with the roles of accounts (`data.access`): those say what somebody may do here, these
what somebody is responsible for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import Connection, select

from data import people_schema as tables
from data import records
from data.duty_frame import assignment_frame
from data.nouns import Noun
from data.records import refuse_errors
from data.rights import Viewer, require
from data.store import Store
from data.write import Write
from geo.coverage import Duty, Norm
from geo.duty import overlapping
from geo.errors import Problem
from geo.layers import LAYER_BY_KEY
from geo.words import N_

PEOPLE = "people"
"""Everything about people shares one revision."""

COMMUNITY_PLACE, PROJECT_PLACE = "community", "project"
PLACE_KINDS: dict[str, str] = {
    COMMUNITY_PLACE: N_("社区"),
    **{
        key: LAYER_BY_KEY[key].title
        for key in ("compound", "grid", "building", "unit", "garden", "road", "facility", "parking")
    },
    PROJECT_PLACE: N_("项目"),
}
"""What people can be assigned to: layer, "community" (the whole of it) or "project" → title."""


@dataclass(frozen=True)
class PersonRole:
    """A role and its rules.

    `place_kinds`: what it may be assigned to (`PLACE_KINDS`). `single_holder`: one person at a time for a
    place, stand-ins aside. `public`: shown to visitors. `households_low`/`_high`: the norm of one holder's
    load, None where there is none. `expected_on`: the layer each of whose places must have a holder ("" none).
    `archived`: no longer offered, kept where it is used.
    """

    id: str
    title: str
    place_kinds: tuple[str, ...]
    single_holder: bool = False
    public: bool = True
    households_low: int | None = None
    households_high: int | None = None
    expected_on: str = ""
    position: int = 0
    archived: bool = False
    version: int = 0
    updated_by: str = ""


DEFAULT_ROLES: tuple[PersonRole, ...] = (
    PersonRole("secretary", N_("社区书记"), ("community",), single_holder=True, position=10),
    PersonRole("committee", N_("社区两委"), ("community", "compound", "grid", "project"), position=20),
    # 160 to 500 households in a grid, 10 to 30 in a stairwell: sizes reported elsewhere in Hunan, a default to edit.
    PersonRole("grid_member", N_("网格员"), ("grid",), True, True, 160, 500, "grid", 30),
    PersonRole("building_head", N_("楼栋长"), ("building",), True, expected_on="building", position=40),
    PersonRole("neighbour_head", N_("邻长"), ("unit",), True, True, 10, 30, "unit", 50),
    PersonRole("vanguard", N_("先锋党员"), ("grid", "building", "unit", "garden", "project"), position=60),
    PersonRole("volunteer", N_("志愿者"), tuple(key for key in PLACE_KINDS if key != "unit"), position=70),
    PersonRole("property", N_("物业"), ("compound", "building", "garden", "road", "facility", "parking"), position=80),
    PersonRole("social_worker", N_("社工"), ("community", "grid", "facility", "project"), position=90),
    PersonRole("owners_committee", N_("业委会"), ("compound",), position=100),
)


def _to_row(role: PersonRole) -> dict[str, Any]:
    return {**{item.name: getattr(role, item.name) for item in fields(role)}, "place_kinds": list(role.place_kinds)}


def _from_row(row: Mapping[str, Any]) -> PersonRole:
    values = {item.name: row[item.name] for item in fields(PersonRole)}
    return PersonRole(**{**values, "place_kinds": tuple(row["place_kinds"])})


ROLE: Noun[PersonRole] = Noun(tables.person_role, N_("岗位"), _to_row, _from_row, revision=PEOPLE)


def person_roles(store: Store, community: str) -> list[PersonRole]:
    """The roles of a community in the order in which they are offered; the defaults until one is changed or used."""
    with store.read() as connection:
        return kept_roles(connection, community)


def kept_roles(connection: Connection, community: str) -> list[PersonRole]:
    """As `person_roles`, within a transaction."""
    kept = records.find(connection, ROLE, community) or list(DEFAULT_ROLES)
    return sorted(kept, key=lambda role: (role.position, role.id))


def add_role(tx: Write, viewer: Viewer, community: str, role: PersonRole) -> PersonRole:
    """Add a role; raises `NotAllowed`, `Refused` with every fault, or `AlreadyExists`."""
    require(viewer.within(community), "edit_roles")

    def work(inner: Write) -> list[PersonRole]:
        refuse_errors(check_role(role))
        seed_roles(inner, community)
        return records.add(inner, ROLE, community, [role])

    return records.once(tx, ROLE, community, "add_role", work)[0]


def save_role(tx: Write, viewer: Viewer, community: str, role: PersonRole) -> PersonRole:
    """Save a changed role; raises `NotAllowed`, `Refused` or `StaleVersion` with both values.

    A place kind in use cannot be taken away, and a role cannot become single-holder while a place has two.
    """
    require(viewer.within(community), "edit_roles")

    def work(inner: Write) -> list[PersonRole]:
        seed_roles(inner, community)
        refuse_errors(check_role(role) + _contradictions(inner.connection, community, role))
        # A default that was never kept has no version; it is kept from now on, as its first.
        return records.save(inner, ROLE, community, [replace(role, version=role.version or 1)])

    return records.once(tx, ROLE, community, "save_role", work)[0]


def seed_roles(tx: Write, community: str) -> None:
    """Write the defaults into a community that has no roles of its own yet (inside a step)."""
    tx.lock(community)
    if not records.find(tx.connection, ROLE, community):
        records.add(records.without_key(tx), ROLE, community, DEFAULT_ROLES)


def check_role(role: PersonRole) -> list[Problem]:
    """Every fault of a role by itself."""
    problems = []
    if not role.title.strip():
        problems.append(Problem(N_("岗位要有名称"), None, "title"))
    unknown = [kind for kind in role.place_kinds if kind not in PLACE_KINDS]
    if unknown or not role.place_kinds:
        values = {"kinds": "、".join(unknown), "known": "、".join(PLACE_KINDS)}
        problems.append(Problem(N_("可指派的地点类型不对:{kinds}。可选:{known}"), None, "place_kinds", values=values))
    if role.expected_on and role.expected_on not in role.place_kinds:
        problems.append(Problem(N_("“每处都要有人”的地点类型必须先是可指派的"), None, "expected_on"))
    low, high = role.households_low, role.households_high
    if any(bound is not None and bound < 0 for bound in (low, high)) or (
        low is not None and high is not None and low > high
    ):
        problems.append(Problem(N_("户数标准不对:下限不能大于上限,也不能为负"), None, "households_low"))
    return problems


def duties_of(roles: list[PersonRole]) -> tuple[Duty, ...]:
    """What coverage is checked for: each role whose every place of a kind must have a holder."""
    kept = [role for role in roles if role.expected_on and not role.archived]
    return tuple(Duty(role.id, role.expected_on, role.single_holder) for role in kept)


def norms_of(roles: list[PersonRole]) -> tuple[Norm, ...]:
    """The norms of households per holder."""
    return tuple(Norm(role.id, role.households_low, role.households_high) for role in roles)


def _contradictions(connection: Connection, community: str, role: PersonRole) -> list[Problem]:
    table = tables.assignment
    mine = (table.c.community == community) & (table.c.role == role.id) & ~table.c.withdrawn
    used = {row.layer for row in connection.execute(select(table.c.layer).where(mine).distinct())}
    problems = []
    if used - set(role.place_kinds):
        values = {"kinds": "、".join(str(PLACE_KINDS.get(kind, kind)) for kind in sorted(used - set(role.place_kinds)))}
        problems.append(Problem(N_("这类地点上还有人担任此岗位:{kinds}"), None, "place_kinds", values=values))
    if role.single_holder:
        pairs = overlapping(assignment_frame(connection, community), frozenset({role.id}))
        if pairs:
            message = N_("有 {count} 处同时有两人担任,不能改为“只能一人”")
            problems.append(Problem(message, None, "single_holder", values={"count": len(pairs)}))
    return problems
