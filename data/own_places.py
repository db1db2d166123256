"""What belongs to somebody: the places they hold, what lies in these, and the works there.

A place is one's own if one is assigned to it (also as a stand-in) on that day. A grid brings the buildings
whose middle lies in it, a compound its buildings, a building its stairwell units.

A work is one's own if **all** of its places are: every asset that it was picked for, or the middle of what was
drawn. An asset counts by its id, or by its middle lying in one's own grid or building. Works for a whole compound,
the whole community or an unknown place are nobody's own: they are the staff's.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy import Connection, select, tuple_

from data import records, schema
from data.china_day import CHINA
from data.duty_frame import held_on
from data.geometry import from_wkb
from data.rights import PUBLIC, Viewer
from data.store import Store
from data.works import WORK
from data.write import Write
from geo.crs import STORED_CRS
from geo.grids import grid_of
from geo.works import Drawn, OnAssets, Work

Place = tuple[str, str]
_AREAS = ("grid", "building")
"""Layers whose outline makes one's own what lies in it."""


def own_places(store: Store, community: str, viewer: Viewer, day: date) -> frozenset[Place]:
    """(layer, id) of what a reader holds on a day, with what lies in it; nothing for an account of nobody."""
    with store.read() as connection:
        return own_places_in(connection, community, viewer, day)


def own_places_in(connection: Connection, community: str, viewer: Viewer, day: date) -> frozenset[Place]:
    """As `own_places`, within a transaction."""
    viewer = viewer.within(community)
    if not viewer.person:
        return frozenset()
    held = held_on(connection, community, day, person=viewer.person)
    places = set(zip(held["layer"], held["place"], strict=True))
    grids, compounds = ({id for layer, id in places if layer == kind} for kind in ("grid", "compound"))
    if grids or compounds:
        buildings, areas = (_features(connection, community, layer) for layer in ("building", "grid"))
        inside = grid_of(buildings, areas[areas.index.isin(grids)])
        mine = (inside != "").to_numpy() | buildings["compound"].isin(compounds).to_numpy()
        places |= {("building", str(id)) for id in buildings.index[mine]}
    homes = {id for layer, id in places if layer == "building"}
    if homes:
        units = _features(connection, community, "unit")
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


def are_own_works(connection: Connection, community: str, viewer: Viewer, works: Iterable[Work], day: date) -> bool:
    """Whether every one of these works is the reader's own (see above); also True of no work at all."""
    mine = own_places_in(connection, community, viewer, day)
    outlines = _shapes(connection, community, {place for place in mine if place[0] in _AREAS})
    ground = shapely.union_all(list(outlines.values())) if outlines else None
    return all(_is_own(connection, community, work, mine, ground) for work in works)


def require_report(tx: Write, community: str, works: Sequence[str]) -> None:
    """Raise `NotAllowed` unless the writer may report the progress of all these works; `NoSuchRecord`."""

    def own() -> bool:
        found = records.get_all(tx.connection, WORK, community, works)
        return are_own_works(tx.connection, community, tx.actor or PUBLIC, found, tx.at.astimezone(CHINA).date())

    tx.require("report_progress", community, own=own)


def _is_own(connection: Connection, community: str, work: Work, mine: frozenset[Place], ground: Any) -> bool:
    if isinstance(work.location, Drawn):
        return _middle_lies_in(work.location.geometry, ground)
    if not isinstance(work.location, OnAssets) or not work.location.assets:
        return False
    others = {(asset.layer, asset.id) for asset in work.location.assets} - mine
    shapes = _shapes(connection, community, others)
    return all(_middle_lies_in(shapes.get(place), ground) for place in others)


def _middle_lies_in(shape: Any, ground: Any) -> bool:
    """Whether the middle (of a line: half way along it) lies on the ground."""
    if shape is None or shape.is_empty or ground is None:
        return False
    half_way = shape.geom_type == "LineString"
    middle = shape.interpolate(0.5, normalized=True) if half_way else shape.representative_point()
    return bool(ground.intersects(middle))


def _features(connection: Connection, community: str, layer: str) -> gpd.GeoDataFrame:
    """Index id; columns parent, compound, geometry; EPSG:4490."""
    table = schema.feature.c
    query = select(table.id, table.parent, table.fields, table.geometry).where(
        table.community == community, table.layer == layer
    )
    rows = connection.execute(query.order_by(table.id)).all()
    columns = {"parent": [row.parent for row in rows], "compound": [row.fields.get("compound") for row in rows]}
    index = pd.Index([row.id for row in rows], name="id", dtype="str")
    shapes = from_wkb([row.geometry for row in rows])
    return gpd.GeoDataFrame(pd.DataFrame(columns, index=index), geometry=shapes, crs=STORED_CRS)


def _shapes(connection: Connection, community: str, places: Collection[Place]) -> dict[Place, Any]:
    """The geometry of these features, as far as they exist and have one."""
    table, found = schema.feature.c, dict[Place, Any]()
    wanted = sorted(places)
    for start in range(0, len(wanted), 300):
        part = wanted[start : start + 300]
        query = select(table.layer, table.id, table.geometry).where(
            table.community == community, tuple_(table.layer, table.id).in_(part)
        )
        rows = connection.execute(query).all()
        shapes = from_wkb([row.geometry for row in rows])
        found |= {(row.layer, row.id): shape for row, shape in zip(rows, shapes, strict=True) if shape is not None}
    return found
