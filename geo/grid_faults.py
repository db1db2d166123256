"""Faults of the grids' outlines: where two grids overlap, where the compound has none, which buildings suffer."""

import itertools

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.coverage import REDRAW
from geo.crs import metric_crs_of, require_crs
from geo.words import N_

OVERLAP, HOLE = "overlap", "hole"
FAULT_TITLES = {OVERLAP: N_("网格重叠"), HOLE: N_("不属于任何网格")}

LEAST_AREA_M2 = 1.0
LEAST_WIDTH_M = 0.5
"""Smaller or narrower is the noise of drawing, not a fault."""

COLUMNS = ("community", "kind", "grids", "compound", "area_m2", "buildings", "households", "remedy", "geometry")


def grid_faults(grids: gpd.GeoDataFrame, compounds: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Overlaps of grids and holes that they leave in their compound, in the CRS of `grids`.

    Frames have the index = id; a column `community` (optional, in all three) keeps communities apart. One
    row per pair of grids that overlap and per compound with a hole: kind, grids ("a+b"; "" for a hole),
    compound ("" for an overlap), area_m2, buildings (ids that stand with their middle in it, joined by "+"),
    households in them, remedy, geometry. A compound without any grid is one whole hole. Anything below
    1 m² or narrower than 0.5 m is left out.
    """
    for frame in (grids, compounds, buildings):
        require_crs(frame)
    named = compounds if len(grids) == 0 else grids
    if len(named) == 0:
        return gpd.GeoDataFrame({key: [] for key in COLUMNS}, geometry="geometry", crs=grids.crs)
    crs = metric_crs_of(named)
    areas, sites, houses = (_Side(frame, crs) for frame in (grids, compounds, buildings))
    found = pd.concat([_overlaps(areas), _holes(areas, sites)], ignore_index=True)
    found["geometry"] = _without_slivers(found["geometry"].to_numpy(dtype=object))
    found["area_m2"] = np.round(shapely.area(found["geometry"].to_numpy(dtype=object)), 1)
    found = found[found["area_m2"] >= LEAST_AREA_M2].reset_index(drop=True)
    found = _with_buildings(found, houses).assign(remedy=REDRAW)
    frame = gpd.GeoDataFrame(found[list(COLUMNS)], geometry="geometry", crs=crs)
    return frame.to_crs(grids.crs).sort_values(["community", "kind", "grids", "compound"], ignore_index=True)


class _Side:
    """One frame taken apart: metric shapes, ids and communities of the rows that have a place."""

    def __init__(self, frame: gpd.GeoDataFrame, crs: object) -> None:
        shapes = frame.geometry.to_numpy()
        frame = frame[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
        self.shapes = frame.geometry.to_crs(crs).to_numpy().astype(object)
        self.ids = frame.index.to_numpy().astype(str)
        self.communities = (
            frame["community"].to_numpy().astype(str) if "community" in frame else np.full(len(frame), "", dtype=object)
        )
        households = frame.get("households", pd.Series(0, index=frame.index))
        self.households = pd.to_numeric(households, errors="coerce").fillna(0).to_numpy(dtype=float).astype(int)


def _overlaps(areas: _Side) -> pd.DataFrame:
    tree = shapely.STRtree(areas.shapes)
    one, other = tree.query(areas.shapes, predicate="intersects")
    chosen = (areas.ids[one] < areas.ids[other]) & (areas.communities[one] == areas.communities[other])
    one, other = one[chosen], other[chosen]
    return pd.DataFrame(
        {
            "community": areas.communities[one],
            "kind": OVERLAP,
            "grids": [f"{a}+{b}" for a, b in zip(areas.ids[one], areas.ids[other], strict=True)],
            "compound": "",
            "geometry": pd.Series(shapely.intersection(areas.shapes[one], areas.shapes[other]), dtype=object),
        }
    )


def _holes(areas: _Side, sites: _Side) -> pd.DataFrame:
    tree = shapely.STRtree(areas.shapes)
    site, area = tree.query(sites.shapes, predicate="intersects")
    same = sites.communities[site] == areas.communities[area]
    site, area = site[same], area[same]
    order = np.argsort(site, kind="stable")
    starts = np.searchsorted(site[order], np.arange(len(sites.ids) + 1))
    parts = [areas.shapes[area[order[a:b]]] for a, b in itertools.pairwise(starts)]
    covered = np.array([shapely.union_all(part) for part in parts], dtype=object)
    return pd.DataFrame(
        {
            "community": sites.communities,
            "kind": HOLE,
            "grids": "",
            "compound": sites.ids,
            "geometry": pd.Series(shapely.difference(sites.shapes, covered), dtype=object),
        }
    )


def _without_slivers(shapes: np.ndarray) -> np.ndarray:
    """Areas only, opened by half the least width, so that hairs along shared edges vanish."""
    shapes = shapely.buffer(shapes, 0)  # what meets in an edge or a point has no area left
    kept = shapely.buffer(shapes, -LEAST_WIDTH_M / 2)
    opened = shapely.intersection(shapes, shapely.buffer(kept, LEAST_WIDTH_M))
    result: np.ndarray = np.where(shapely.is_empty(kept), shapely.Polygon(), opened)
    return result


def _with_buildings(found: pd.DataFrame, houses: _Side) -> pd.DataFrame:
    """Adds which buildings stand in each fault, and their households."""
    middles = shapely.point_on_surface(houses.shapes)
    fault, house = shapely.STRtree(middles).query(found["geometry"].to_numpy(dtype=object), predicate="intersects")
    same = found["community"].to_numpy()[fault] == houses.communities[house]
    pairs = pd.DataFrame({"fault": fault[same], "id": houses.ids[house[same]], "n": houses.households[house[same]]})
    grouped = pairs.sort_values(["fault", "id"]).groupby("fault")
    names = grouped["id"].agg("+".join).reindex(found.index, fill_value="")
    return found.assign(buildings=names, households=grouped["n"].sum().reindex(found.index, fill_value=0).astype(int))
