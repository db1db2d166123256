"""Who is responsible here: the places of a spot, the people of these places on a day, as the viewer may see them.

What a visitor gets comes from a query that names only the columns people agreed to show; the real name and
the masked mobile are added by a second query, for those who may see them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select

from data import china_day, schema
from data import people_schema as tables
from data.duty_frame import held_on
from data.features import feature
from data.frames import layer_frame
from data.own_places import own_places
from data.people import ERASED_NAME, masked_mobile
from data.rights import ALL, Viewer, reach, require
from data.roles import COMMUNITY_PLACE, PEOPLE, kept_roles
from data.store import Store
from geo.duty import Holder, holders_by_place
from geo.responsibility import INSIDE, TOLERANCE_M, Here, PlaceIndex, place_index

PLACE_LAYERS = ("grid", "building", "unit", "compound", "garden", "road", "facility", "parking")


@dataclass(frozen=True)
class Responsible:
    """One person responsible for one place that was met.

    `relation` and `distance_m` say how the place lies to what was asked (`geo.responsibility`). `shown_name` is "" when
    the person has not agreed to be shown: the duty is held, the name is not given. `stands_in`: this is the
    stand-in; `on_leave`: somebody stands in for this one. `name` and `mobile` (masked) are "" for whoever may not
    see them, `person` (the id) too.
    """

    role: str
    role_title: str
    layer: str
    place: str
    relation: str
    distance_m: float
    shown_name: str
    office_phone: str
    organisation: str
    stands_in: bool = False
    on_leave: bool = False
    person: str = ""
    name: str = ""
    mobile: str = ""


@dataclass(frozen=True)
class Answer:
    """The places of a spot and who is responsible for them on `day`, the nearest place and first role first.

    `unheld` are the places met for which nobody is responsible in a role that every such place should have:
    (role title, layer, place).
    """

    here: Here
    day: date
    people: tuple[Responsible, ...]
    unheld: tuple[tuple[str, str, str], ...]


def responsible_here(
    store: Store, community: str, geometry: Any, day: date, viewer: Viewer, *, tolerance_m: float = TOLERANCE_M
) -> Answer:
    """Everybody responsible for a point, line or area (lon, lat in degrees) on a day; `NotAllowed`, `CrsError`."""
    here = kept_index(store, community).here(geometry, tolerance_m=tolerance_m)
    met = [(hit.layer, hit.id, hit.relation, hit.distance_m) for hit in here.hits]
    met += [("unit", unit, INSIDE, 0.0) for unit in here.units]
    met.append((COMMUNITY_PLACE, community, INSIDE, 0.0))
    return Answer(here, day, *_people_of(store, community, met, day, viewer))


def responsible_for(store: Store, community: str, layer: str, id: str, day: date, viewer: Viewer) -> Answer:
    """As `responsible_here` for a place by its id, such as a building that a resident picks by number.

    Of a building also its grid, compound and units; a grid or compound answers for itself and not for the
    buildings in it, and so does a place without geometry.
    """
    shape, parent = _shape_of(store, community, layer, id)
    if layer in ("grid", "compound"):
        shape = None
    if shape is None and layer == "unit" and parent:
        found = responsible_for(store, community, "building", parent, day, viewer)
        units = [p for p in found.people if p.layer != "unit" or p.place == id]
        unheld = tuple(u for u in found.unheld if u[1] != "unit" or u[2] == id)
        return replace(found, people=tuple(units), unheld=unheld)
    if shape is None:
        met = [(layer, id, INSIDE, 0.0), (COMMUNITY_PLACE, community, INSIDE, 0.0)]
        return Answer(Here((), (), False, TOLERANCE_M), day, *_people_of(store, community, met, day, viewer))
    # The middle of a building, not its outline: neighbours wall to wall are not responsible for it.
    return responsible_here(
        store, community, shape.representative_point() if layer == "building" else shape, day, viewer
    )


def shown_names(store: Store, community: str, day: date) -> dict[str, str]:
    """Person → name as they agreed to be shown, of those who hold a public role on a day: what everybody may know."""
    with store.read() as connection:
        public = {role.id for role in kept_roles(connection, community) if role.public}
        held = held_on(connection, community, day)
        ids = set(held.loc[held["role"].isin(public), "person"])
        return {id: name for id, (name, _, _) in _shown(connection, community, ids, day).items() if name}


def kept_index(store: Store, community: str) -> PlaceIndex:
    """The place index of a community, made anew when one of its layers has changed."""
    with store.read() as connection:
        current = _revisions(connection, community)
    return _index(store, community, tuple(current.get(layer, 0) for layer in PLACE_LAYERS))


@lru_cache(maxsize=16)
def _index(store: Store, community: str, revisions: tuple[int, ...]) -> PlaceIndex:
    return place_index({layer: layer_frame(store, community, layer) for layer in PLACE_LAYERS})


@lru_cache(maxsize=32)
def _holders(store: Store, community: str, revision: int, day: date) -> dict[tuple[str, str], tuple[Holder, ...]]:
    with store.read() as connection:
        return dict(holders_by_place(held_on(connection, community, day), day))


def _people_of(
    store: Store, community: str, met: list[tuple[str, str, str, float]], day: date, viewer: Viewer
) -> tuple[tuple[Responsible, ...], tuple[tuple[str, str, str], ...]]:
    require(viewer.within(community), "see_responsible")
    inside = reach(viewer.within(community).role, "see_people")
    mine = own_places(store, community, viewer, china_day.today()) if inside and inside != ALL else frozenset()
    with store.read() as connection:
        revision = _revisions(connection, community).get(PEOPLE, 0)
        roles = {role.id: role for role in kept_roles(connection, community) if role.public or inside}
        held = _holders(store, community, revision, day)
        found = [(place, holder) for place in met for holder in held.get(place[:2], ()) if holder.role in roles]
        shown = _shown(connection, community, {holder.person for _, holder in found}, day)
        may = [h.person for place, h in found if inside == ALL or place[:2] in mine]
        internal = _internal(connection, community, set(may)) if may else {}
    order = {id: number for number, id in enumerate(roles)}
    people = [
        replace(
            Responsible(
                holder.role,
                roles[holder.role].title,
                *place,
                *shown.get(holder.person, ("", "", "")),
                stands_in=bool(holder.stands_in_for),
                on_leave=bool(holder.covered_by),
            ),
            **(internal[holder.person] if inside == ALL or place[:2] in mine else {}),
        )
        for place, holder in sorted(found, key=lambda pair: (order[pair[1].role], pair[0][3]))
    ]
    unheld = [
        (role.title, place[0], place[1])
        for role in roles.values()
        for place in met
        if role.expected_on == place[0] and not any(h.role == role.id for h in held.get(place[:2], ()))
    ]
    return tuple(people), tuple(unheld)


def _shown(connection: Connection, community: str, ids: set[str], day: date) -> dict[str, tuple[str, str, str]]:
    """(shown name, office phone, organisation) of people; no name before they agreed. Names no other column."""
    p, d = tables.person, tables.person_details
    joined = p.join(d, (d.c.community == p.c.community) & (d.c.person == p.c.id))
    query = select(p.c.id, p.c.consent_day, d.c.shown_name, d.c.office_phone, d.c.organisation).select_from(joined)
    query = query.where(p.c.community == community, p.c.id.in_(sorted(ids)))
    today = china_day.today()
    return {
        row.id: (
            row.shown_name if row.consent_day is not None and row.consent_day <= today else "",
            row.office_phone,
            row.organisation,
        )
        for row in connection.execute(query)
    }


def _internal(connection: Connection, community: str, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    p, d, m = tables.person, tables.person_details, tables.person_mobile
    joined = p.outerjoin(d, (d.c.community == p.c.community) & (d.c.person == p.c.id)).outerjoin(
        m, (m.c.community == p.c.community) & (m.c.person == p.c.id)
    )
    query = select(p.c.id, p.c.erased_number, d.c.name, masked_mobile().label("mobile")).select_from(joined)
    query = query.where(p.c.community == community, p.c.id.in_(sorted(ids)))
    return {
        row.id: {
            "person": row.id,
            "name": row.name or ERASED_NAME.format(number=row.erased_number),
            "mobile": row.mobile or "",
        }
        for row in connection.execute(query)
    }


def _revisions(connection: Connection, community: str) -> dict[str, int]:
    table = schema.layer_revision
    query = select(table.c.layer, table.c.revision).where(table.c.community == community)
    return {row.layer: row.revision for row in connection.execute(query)}


def _shape_of(store: Store, community: str, layer: str, id: str) -> tuple[Any, str]:
    """The geometry of a feature (None without one) and the id of its parent."""
    if layer not in PLACE_LAYERS:
        return None, ""
    found = feature(store, community, layer, id)
    return (None, "") if found is None else (found.geometry, found.parent)
