"""A small community drawn by hand, so that a page's figures can be checked on paper."""

import os

# Before anything imports Streamlit: no reader's home configuration, no statistics.
os.environ.setdefault("STREAMLIT_BROWSER_GATHER_USAGE_STATS", "false")

import geopandas as gpd
import pandas as pd
import pytest
from shapely import LineString, Point, box
from shapely.affinity import translate

from data.communities import Community, add_community
from data.features import upsert_frame
from data.store import Store, open_store
from geo.crs import STORED_CRS

EAST, NORTH = 394_500.0, 3_122_000.0
"""South-west corner of the drawing in EPSG:4547, metres."""


def _layer(rows: dict[str, dict], shapes: dict[str, object]) -> gpd.GeoDataFrame:
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index.name = "id"
    for key, value in (("code", ""), ("parent", ""), ("is_sample", True)):
        if key not in table:
            table[key] = value
    moved = [None if shapes.get(i) is None else translate(shapes[i], EAST, NORTH) for i in table.index]
    frame = gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(moved, index=table.index, crs="EPSG:4547"))
    return frame.to_crs(STORED_CRS)


def small_layers() -> dict[str, gpd.GeoDataFrame]:
    """Two buildings of 20 × 10 m (a third has no place), a garden, a road, a light, two manholes, a pipe, a grid."""
    old = {"compound": "A", "year_built": 2001, "renovated": True, "roof_treated_m2": 120.0}
    return {
        "compound": _layer({"A": {"name": "麓山名园", "kind": "old"}}, {"A": box(0, 0, 200, 200)}),
        "building": _layer(
            {
                "A01": {"name": "麓山名园 1栋", "no": "1栋", "storeys": 7, "households": 28, **old},
                "A02": {"name": "**2栋** [x](y) :red[z]", "no": "2栋", "storeys": 7, "households": 42, **old},
                "A03": {"name": "3栋", "no": "3栋", "storeys": 7, "households": 14, **old},
            },
            {"A01": box(10, 10, 30, 20), "A02": box(10, 40, 30, 50)},
        ),
        "unit": _layer({"A01-1": {"name": "1单元", "no": "1", "households": 28, "parent": "A01"}}, {}),
        "garden": _layer(
            {"G1": {"name": "南花园", "compound": "A", "kind": "green", "upgraded": True}}, {"G1": box(60, 10, 90, 40)}
        ),
        "road": _layer(
            {"R1": {"name": "一号路", "compound": "A", "kind": "main", "width_m": 7.0, "surface": "asphalt"}},
            {"R1": LineString([(0, 30), (100, 30)])},
        ),
        "parking": _layer({"P1": {"name": "车位", "compound": "A", "bays": 4}}, {"P1": box(120, 10, 130, 30)}),
        "street_light": _layer(
            {"L1": {"name": "", "code": "43010401037000001", "compound": "A", "kind": "main", "added": True}},
            {"L1": Point(40, 33)},
        ),
        "pipe": _layer(
            {
                "S1": {"name": "", "kind": "foul", "diameter_mm": 300, "from_node": "M1", "to_node": "M2"},
            },
            {"S1": LineString([(5, 25), (35, 25)])},
        ),
        "manhole": _layer(
            {"M1": {"name": "", "kind": "foul"}, "M2": {"name": "", "kind": "foul"}},
            {"M1": Point(5, 25), "M2": Point(35, 25)},
        ),
        "grid": _layer({"W1": {"name": "一网格", "compound": "A"}}, {"W1": box(0, 0, 50, 200)}),
    }


def fill_store(store: Store) -> None:
    """Write the small community through the store's own door."""
    place = gpd.GeoSeries([Point(EAST, NORTH)], crs="EPSG:4547").to_crs(STORED_CRS)[0]
    with store.write("测试") as tx:
        add_community(tx, Community("small", "小社区", lon=place.x, lat=place.y, is_sample=True))
        for layer, frame in small_layers().items():
            upsert_frame(tx, "small", layer, frame)


@pytest.fixture(scope="session")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with the small community; read-only by agreement."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('var') / 'map.db'}")
    store.migrate()
    fill_store(store)
    return store
