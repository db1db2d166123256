"""The ground that a work takes, in metres: what has to be opened, paved or planted."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import STORED_CRS, metric_crs_of

HALF_WIDTH_M: Mapping[str, float] = {"sewer_renewal": 0.75, "street_lights": 0.5, "asphalt_overlay": 3.0}
"""Half the width that a line takes which is drawn for a work of this kind (common practice, editable)."""

OTHER_HALF_WIDTH_M = 1.0
TRENCH_M = 0.5
"""Working space on either side of a pipe (common practice, editable)."""


def grounds(
    works: pd.DataFrame,
    assets: pd.DataFrame,
    drawn: gpd.GeoSeries,
    layers: Mapping[str, gpd.GeoDataFrame],
    half_width_m: Mapping[str, float] = HALF_WIDTH_M,
    trench_m: float = TRENCH_M,
) -> gpd.GeoSeries:
    """The area that each work takes (by work id, in the metric CRS), for works on assets or with a drawing.

    `works` (by id) has kind; `assets` has work, layer, id; `drawn` are drawings by work id (EPSG:4490). A road takes
    its width, a pipe its diameter and `trench_m` on both sides, an area itself, anything else its kind's
    `half_width_m` all around. Works on a whole compound or community take no ground of their own and are missing
    from the result, as are works without a place or with an empty drawing.
    """
    kept = assets[assets["work"].isin(works.index)]
    parts = [_of_assets(kept[kept["layer"] == layer], works, layers[layer], layer, half_width_m, trench_m)
             for layer in kept["layer"].unique() if layer in layers]  # fmt: skip
    own = drawn[drawn.index.isin(works.index)]
    parts.append(pd.DataFrame({"work": own.index, "half_m": _half(works["kind"].reindex(own.index), half_width_m),
                               "shape": own.to_numpy()}))  # fmt: skip
    table = pd.concat(parts, ignore_index=True).dropna(subset="shape")
    table = table[~shapely.is_empty(table["shape"].to_numpy(dtype=object))]  # a drawing that is only begun
    if table.empty:
        return gpd.GeoSeries([], index=pd.Index([], dtype=object), crs=STORED_CRS)
    shapes = gpd.GeoSeries(table["shape"].to_numpy(), crs=STORED_CRS)
    metric = shapes.to_crs(metric_crs_of(gpd.GeoDataFrame(geometry=shapes)))
    taken = _widened(metric.to_numpy(), table["half_m"].to_numpy(dtype=float))
    return gpd.GeoSeries(_united(table["work"], taken), crs=metric.crs)


def ground_of_shapes(works: gpd.GeoDataFrame, half_width_m: Mapping[str, float] = HALF_WIDTH_M) -> gpd.GeoSeries:
    """The same for works of which only a shape is known (geometry in any CRS), for instance one being drawn."""
    placed = works[~works.geometry.isna()]
    metric = placed.to_crs(metric_crs_of(placed))
    taken = _widened(metric.geometry.to_numpy(), _half(metric["kind"], half_width_m))
    return gpd.GeoSeries(taken, index=metric.index, crs=metric.crs)


def _of_assets(
    assets: pd.DataFrame, works: pd.DataFrame, frame: gpd.GeoDataFrame, layer: str, half_width_m: Mapping[str, float],
    trench_m: float,
) -> pd.DataFrame:  # fmt: skip
    rows = assets[assets["id"].isin(frame.index)]
    features = frame.loc[rows["id"]]
    half = _half(works["kind"].reindex(rows["work"]), half_width_m)
    if layer == "road":
        half = _known(features["width_m"], half * 2) / 2
    elif layer == "pipe":
        half = _known(features["diameter_mm"], np.full(len(rows), 300.0)) / 2000 + trench_m
    return pd.DataFrame({"work": rows["work"].to_numpy(), "half_m": half, "shape": features.geometry.to_numpy()})


def _half(kinds: pd.Series, half_width_m: Mapping[str, float]) -> np.ndarray:
    half: np.ndarray = kinds.map(dict(half_width_m)).fillna(OTHER_HALF_WIDTH_M).to_numpy(dtype=float)
    return half


def _known(values: pd.Series, otherwise: np.ndarray) -> np.ndarray:
    numbers = pd.to_numeric(values, errors="coerce").to_numpy(dtype=float)
    return np.where(np.isnan(numbers), otherwise, numbers)


def _widened(shapes: np.ndarray, half_m: np.ndarray) -> np.ndarray:
    """Lines and points with their width; areas as they are. Roads and trenches end flat, points are round."""
    result = shapes.copy()
    dimension = shapely.get_dimensions(shapes)
    line, point = dimension == 1, dimension == 0
    result[line] = shapely.buffer(shapes[line], half_m[line], cap_style="flat", quad_segs=4)
    result[point] = shapely.buffer(shapes[point], half_m[point], quad_segs=4)
    return result


def _united(works: pd.Series, shapes: np.ndarray) -> pd.Series:
    """One shape per work; the common case of a single part costs nothing."""
    order = np.argsort(works.to_numpy(dtype=str), kind="stable")
    names, first, count = np.unique(works.to_numpy(dtype=str)[order], return_index=True, return_counts=True)
    single = shapes[order][first]
    many = np.flatnonzero(count > 1)
    for at in many:
        single[at] = shapely.union_all(shapes[order][first[at] : first[at] + count[at]])
    return pd.Series(single, index=pd.Index(names, dtype=object), dtype=object)
