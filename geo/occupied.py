"""What else lies in the ground that is shut: parking bays, gardens, facilities."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import metric_crs_of
from geo.measure import area_m2

NEAR_BAYS_M = 40.0
"""Who lives within this of a row of parking bays is told that they are out of use (editable per call)."""


def bays_lost(parking: gpd.GeoDataFrame, closed: shapely.Geometry) -> pd.Series:
    """Bays out of use per row of bays (by id), rounded up from the share of its area inside `closed` (EPSG:4490).

    Rows that are not touched are missing; a row whose number of bays is not known counts as 0.
    """
    touched, share = _share_inside(parking, closed)
    bays = pd.to_numeric(touched["bays"], errors="coerce").fillna(0) if "bays" in touched else 0 * share
    lost = np.ceil(bays * share - 1e-6).astype(int)
    return pd.Series(lost, index=touched.index, name="bays")


def area_taken_m2(areas: gpd.GeoDataFrame, closed: shapely.Geometry) -> pd.Series:
    """Square metres of each area (by id) inside `closed` (EPSG:4490); those that are not touched are missing."""
    touched, share = _share_inside(areas, closed)
    return (area_m2(touched) * share).rename("area_m2") if len(touched) else pd.Series(dtype=float, name="area_m2")


def bays_lost_near(
    buildings: gpd.GeoDataFrame, parking: gpd.GeoDataFrame, lost: pd.Series, near_m: float = NEAR_BAYS_M
) -> dict[str, int]:
    """Bays out of use within `near_m` of each building that has any (by id)."""
    rows = parking.loc[lost.index[lost > 0]]
    if rows.empty or buildings.empty:
        return {}
    crs = metric_crs_of(buildings)
    houses, spots = buildings.to_crs(crs).geometry.to_numpy(), rows.to_crs(crs).geometry.to_numpy()
    house, row = shapely.STRtree(spots).query(houses, predicate="dwithin", distance=near_m)
    counts = pd.Series(lost.loc[rows.index].to_numpy()[row]).groupby(buildings.index.to_numpy()[house]).sum()
    return {str(id): int(bays) for id, bays in counts.items()}


def _share_inside(areas: gpd.GeoDataFrame, closed: shapely.Geometry) -> tuple[gpd.GeoDataFrame, pd.Series]:
    """The areas that are touched, and the share of each inside (a share needs no metric CRS at this size)."""
    shapes = areas.geometry
    touched = areas[(shapes.notna() & shapes.intersects(closed)).to_numpy()]
    whole = shapely.area(touched.geometry.to_numpy())
    inside = shapely.area(shapely.intersection(touched.geometry.to_numpy(), closed))
    share = pd.Series(np.divide(inside, whole, out=np.zeros(len(whole)), where=whole > 0), index=touched.index)
    return touched[(share > 1e-6).to_numpy()], share[share > 1e-6]
