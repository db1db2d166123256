"""The sample community as a whole: every layer built from the plan, and its answer key."""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
from shapely import Polygon, union_all

from data.communities import Community
from data.demo import buildings, defects, gardens, grids, gullies, levels, lights, parking, roads, sewer_rows
from data.demo.curves import sized
from data.demo.drainage import Sewers
from data.demo.place import Record, layer_of
from data.demo.plan import SITES
from data.demo.spec import CENTRE_LAT, CENTRE_LON, COMMUNITY_ID, COMMUNITY_NAME, OFFICIAL_CODE, SITE_A_M2
from data.demo.surroundings import context_rows
from geo.words import N_

CORNER_M = 12.0
"""Radius by which the corners of the compounds are rounded."""

NOTE = N_("示例数据:位置近似,非测绘成果;除新闻报道的总量外均为虚构")


@dataclass(frozen=True)
class DemoCommunity:
    """The sample: its community record, its layers (EPSG:4490, by layer key) and the planted defects."""

    community: Community
    layers: dict[str, gpd.GeoDataFrame]
    answer_key: list[dict[str, Any]]


def build() -> DemoCommunity:
    """The sample community, the same at every call."""
    rows, network = _rows()
    community = Community(
        COMMUNITY_ID, COMMUNITY_NAME, OFFICIAL_CODE, CENTRE_LON, CENTRE_LAT, is_sample=True, note=NOTE
    )
    frames = {key: layer_of(key, records) for key, records in rows.items()}
    return DemoCommunity(community, frames, defects.answer_key(network, rows))


def site_shapes() -> dict[str, Polygon]:
    """Outlines of the compounds; 麓山名园 exactly as large as the spec says."""
    sites = {
        name: Polygon(corners).buffer(-CORNER_M).buffer(CORNER_M).simplify(0.05) for name, corners in SITES.items()
    }
    return sites | {"A": sized(sites["A"], SITE_A_M2)}


def _rows() -> tuple[dict[str, list[Record]], roads.Network]:
    network, sites = roads.Network(), site_shapes()
    footprints, parks = buildings.footprints(), gardens.garden_shapes()
    built = [*footprints.values(), *parks.values()]
    bays = {
        "A": parking.parking_groups(network, sites["A"], built),
        "B": parking.parking_groups_b(network, sites["B"], built),
    }
    all_bays = [outline for groups in bays.values() for _, _, outline in groups]
    paved = union_all([*(network.paving(id) for id in network.lines), *all_bays])
    lawns = gardens.lawns(sites, paved, union_all(built))
    areas = grids.grid_shapes(network, sites)
    defects.plant_grid_overlap(areas, footprints)
    rows = {
        "compound": _compound_rows(sites),
        "building": buildings.building_rows(footprints),
        "unit": buildings.unit_rows(),
        "garden": gardens.garden_rows(parks),
        "facility": gardens.facility_rows(network),
        "road": roads.road_rows(network),
        "parking": [row for site, groups in bays.items() for row in parking.parking_rows(groups, site)],
        "street_light": lights.light_rows(network, parks, all_bays),
        **_drainage_rows(network, footprints),
        "grid": grids.grid_rows(areas),
        "context": context_rows(list(sites.values()), lawns),
    }
    return rows, network


def _compound_rows(sites: dict[str, Polygon]) -> list[Record]:
    kinds = {"A": "old", "B": "commodity"}
    return [
        {"id": id, "name": buildings.COMPOUND_NAMES[id], "kind": kinds[id], "geometry": outline}
        for id, outline in sites.items()
    ]


def _drainage_rows(network: roads.Network, footprints: dict[str, Polygon]) -> dict[str, list[Record]]:
    sewers = Sewers(network, footprints)
    gullies.add_gullies(sewers, network)
    defects.plant_cross_connection(sewers)
    solved = levels.levels(sewers)
    defects.plant_uphill_pipe(sewers, solved)
    return {
        "pipe": sewer_rows.pipe_rows(sewers, solved),
        "manhole": sewer_rows.manhole_rows(sewers, solved),
        "gully": sewer_rows.gully_rows(sewers),
        "outfall": sewer_rows.outfall_rows(sewers, solved),
    }
