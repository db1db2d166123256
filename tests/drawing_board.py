"""Hand-drawn places in metres east and north of a corner in Changsha, as stored frames (EPSG:4490)."""

from typing import Any

import geopandas as gpd
import numpy as np
import shapely

EAST_M, NORTH_M = 394_000.0, 3_122_000.0
METRIC = "EPSG:4547"


def on_ground(shapes: dict[str, Any], **columns: Any) -> gpd.GeoDataFrame:
    """A frame of shapes drawn in metres, index = id, other columns as given."""
    moved = [
        None if s is None else shapely.transform(s, lambda p: p + np.array([EAST_M, NORTH_M])) for s in shapes.values()
    ]
    frame = gpd.GeoDataFrame(columns, geometry=moved, crs=METRIC, index=list(shapes))
    frame.index.name = "id"
    return frame.to_crs("EPSG:4490")


def spot(shape: Any) -> Any:
    """One shape drawn in metres, in degrees."""
    return on_ground({"x": shape}).geometry.iloc[0]


def metres(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A frame back on the board."""
    moved = frame.to_crs(METRIC)
    return moved.set_geometry(shapely.transform(moved.geometry.to_numpy(), lambda p: p - (EAST_M, NORTH_M)))


def two_grids() -> dict[str, gpd.GeoDataFrame]:
    """Two grids of 100 m × 100 m side by side, a building of 20 m × 10 m in each, a road along their common edge."""
    return {
        "grid": on_ground({"g1": shapely.box(0, 0, 100, 100), "g2": shapely.box(100, 0, 200, 100)}),
        "building": on_ground(
            {"b1": shapely.box(40, 40, 60, 50), "b2": shapely.box(140, 40, 160, 50)}, households=[42, 56]
        ),
        "unit": gpd.GeoDataFrame(
            {"parent": ["b1", "b1", "b2"]}, geometry=[None] * 3, crs="EPSG:4490", index=["b1-1", "b1-2", "b2-1"]
        ),
        "road": on_ground({"r1": shapely.LineString([(100, 0), (100, 100)])}),
    }
