"""Gaps between lights: neighbours of one road that stand too far apart."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
import shapely.ops

from geo.crs import STORED_CRS, metric_crs_of
from geo.lighting import lamps_of, numbers_of


def light_gaps(
    roads: gpd.GeoDataFrame, lights: gpd.GeoDataFrame, limit_m: float = 40.0, beside_m: float = 3.0
) -> gpd.GeoDataFrame:
    """Neighbouring lights of one road that stand farther apart along it than `limit_m`, the widest gap first.

    A light belongs to the nearest road of its own kind (of any, if it has none) if it stands on it or within
    `beside_m` of its edge; faulty lights count as missing. Columns: road, before, after (ids of the lights), gap_m,
    geometry (that part of the road, EPSG:4490).
    """
    crs = metric_crs_of(roads)
    lines = roads[~roads.geometry.isna()].to_crs(crs)
    lamps = lamps_of(lights, crs)
    shapes, spots = lines.geometry.to_numpy(), shapely.points(lamps[["x", "y"]].to_numpy())
    lamp, line = _beside(lights["kind"].reindex(lamps.index), spots, lines, beside_m)
    along = shapely.line_locate_point(shapes[line], spots[lamp])
    order = np.lexsort((along, line))
    lamp, line, along = lamp[order], line[order], along[order]
    wide = np.flatnonzero((line[1:] == line[:-1]) & (np.diff(along) > limit_m))
    wide = wide[np.argsort(-np.diff(along)[wide], kind="stable")]
    ids = lamps.index.to_numpy(dtype=object)
    parts = [shapely.ops.substring(shapes[line[at]], along[at], along[at + 1]) for at in wide]
    columns = {"road": lines.index.to_numpy(dtype=object)[line[wide]], "before": ids[lamp[wide]],
               "after": ids[lamp[wide + 1]], "gap_m": np.diff(along)[wide]}  # fmt: skip
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(parts, crs=crs)).to_crs(STORED_CRS)


def _beside(
    kinds: pd.Series, spots: np.ndarray, lines: gpd.GeoDataFrame, beside_m: float
) -> tuple[np.ndarray, np.ndarray]:
    """Positions of lights and of the roads that they stand beside."""
    shapes, reach = lines.geometry.to_numpy(), numbers_of(lines, "width_m").fillna(4.0).to_numpy() / 2 + beside_m
    found = []
    shared = kinds.where(kinds.isin(lines["kind"]), "").to_numpy(dtype=object)
    for kind in np.unique(shared.astype(str)):
        of_kind = np.flatnonzero((lines["kind"] == kind).to_numpy() | (kind == ""))
        asked = np.flatnonzero(shared == kind)
        nearest = shapely.STRtree(shapes[of_kind]).query_nearest(spots[asked], all_matches=False, return_distance=True)
        (lamp, line), away = nearest
        near = away <= reach[of_kind][line]
        found.append(np.column_stack([asked[lamp][near], of_kind[line][near]]))
    together = np.concatenate([np.empty((0, 2), dtype=int), *found])
    return together[:, 0], together[:, 1]
