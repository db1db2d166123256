"""Lengths and areas, always from the geometry and always in the metric CRS of the place.

Each measure takes a frame in any CRS and gives a Series with the frame's own index, named after the
quantity. A feature without geometry measures NaN: it has no place, which is not the same as zero.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import metric_crs_of, require_crs, to_metric
from geo.layers import LayerType


def length_m(frame: gpd.GeoDataFrame) -> pd.Series:
    """Length of each feature in metres (for areas: of the outline).

    >>> from shapely import LineString
    >>> pipe = gpd.GeoDataFrame(geometry=[LineString([(112.92, 28.2), (112.92, 28.201)])], crs="EPSG:4490")
    >>> round(float(length_m(pipe)[0]), 1)  # a thousandth of a degree of latitude
    110.8
    """
    return _measure(frame, shapely.length, "length_m")


def area_m2(frame: gpd.GeoDataFrame) -> pd.Series:
    """Area of each feature in square metres (0 for points and lines)."""
    return _measure(frame, shapely.area, "area_m2")


MEASURES = {"length_m": length_m, "area_m2": area_m2}


def measured(frame: gpd.GeoDataFrame, layer_type: LayerType) -> pd.Series:
    """The quantity that this layer is measured by: metres, square metres, or NaN for layers that are counted."""
    if layer_type.measure:
        return MEASURES[layer_type.measure](frame)
    return pd.Series(np.nan, index=frame.index, name="counted", dtype=float)


def paved_area_m2(roads: gpd.GeoDataFrame, parking: gpd.GeoDataFrame) -> float:
    """Paved square metres of roads and parking bays, each spot counted once where they meet or cross.

    A road is its centreline buffered by half of `width_m` (flat ends, round bends); roads without
    a width or a line add nothing. Both frames are measured in the metric CRS of the roads.
    """
    require_crs(roads)
    require_crs(parking)
    if not (_has_place(roads) or _has_place(parking)):
        return 0.0
    crs = metric_crs_of(roads if _has_place(roads) else parking)
    lines = roads.to_crs(crs)
    half_width_m = pd.to_numeric(lines["width_m"], errors="coerce").to_numpy(dtype=float) / 2
    usable = np.isfinite(half_width_m) & _placed(lines)
    paving = shapely.buffer(
        lines.geometry.to_numpy()[usable], half_width_m[usable], cap_style="flat", join_style="round", quad_segs=16
    )
    bays = parking.to_crs(crs)
    return float(shapely.union_all(np.concatenate([paving, bays.geometry.to_numpy()[_placed(bays)]])).area)


def _measure(frame: gpd.GeoDataFrame, quantity: np.ufunc, name: str) -> pd.Series:
    require_crs(frame)
    if not _has_place(frame):
        return pd.Series(np.nan, index=frame.index, name=name, dtype=float)
    values = quantity(to_metric(frame).geometry.to_numpy())
    return pd.Series(np.where(_placed(frame), values, np.nan), index=frame.index, name=name)


def _placed(frame: gpd.GeoDataFrame) -> np.ndarray:
    shapes = frame.geometry.to_numpy()
    return ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))


def _has_place(frame: gpd.GeoDataFrame) -> bool:
    return bool(_placed(frame).any())
