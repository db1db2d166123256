"""What belongs to somebody: the places they hold, and what lies in these."""

from collections.abc import Collection
from datetime import date

from data.duty_frame import held_on
from data.frames import layer_frame
from data.store import Store
from geo.grids import grid_of

Place = tuple[str, str]


def own_places(store: Store, community: str, person: str, day: date) -> frozenset[Place]:
    """(layer, id) of what a person holds on a day (also as a stand-in), with the buildings of their grids and
    compounds and the stairwell units of these; nothing for "" (an account without a person)."""
    if not person:
        return frozenset()
    with store.read() as connection:
        held = held_on(connection, community, day, person=person)
    places = set(zip(held["layer"], held["place"], strict=True))
    grids = {id for layer, id in places if layer == "grid"}
    compounds = {id for layer, id in places if layer == "compound"}
    if grids or compounds:
        buildings = layer_frame(store, community, "building")
        areas = layer_frame(store, community, "grid")
        inside = grid_of(buildings, areas[areas.index.isin(grids)])
        mine = (inside != "").to_numpy() | buildings["compound"].isin(compounds).to_numpy()
        places |= {("building", str(id)) for id in buildings.index[mine]}
    homes = {id for layer, id in places if layer == "building"}
    if homes:
        units = layer_frame(store, community, "unit")
        places |= {("unit", str(id)) for id in units.index[units["parent"].isin(homes)]}
    return frozenset(places)


def people_of(store: Store, community: str, places: Collection[Place], day: date) -> frozenset[str]:
    """Ids of the people who hold any of the places on a day."""
    if not places:
        return frozenset()
    with store.read() as connection:
        held = held_on(connection, community, day)
    wanted = set(places)
    pairs = zip(held["layer"], held["place"], held["person"], strict=True)
    return frozenset(person for layer, place, person in pairs if (layer, place) in wanted)
