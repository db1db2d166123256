"""Who answers for a spot: the places around a geometry, and the people of those places on a day.

A *place* is a feature (layer, id) that people are assigned to. `PlaceIndex` holds the places of one
community in metres with one STRtree per layer, built once and asked many times. Which people hold a
place on a day is in `geo.duty`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from geo.crs import metric_crs_of, require_crs
from geo.errors import CrsError
from geo.words import N_

TOLERANCE_M = 5.0
"""So close to an edge both sides are named: outlines drawn from imagery are a few metres off. Editable per call."""

REACH_M = 200.0
"""Where nothing is there, the nearest place is named only if it is no farther than this."""

INSIDE, BOUNDARY, NEAREST = "inside", "boundary", "nearest"
RELATION_TITLES = {INSIDE: N_("在范围内"), BOUNDARY: N_("在边界上"), NEAREST: N_("最近")}

NEAREST_OF = ("grid", "building")
"""Layers of which the nearest place is named where the geometry meets none."""


@dataclass(frozen=True)
class PlaceHit:
    """One place near a geometry.

    `distance_m` is 0 where they meet. `share` is the part of the geometry (of its length or area; 1 for a
    point) that lies in the place. `relation` is "inside", "boundary" (within the tolerance of the place,
    but not in it) or "nearest".
    """

    layer: str
    id: str
    relation: str
    distance_m: float
    share: float


@dataclass(frozen=True)
class Here:
    """The places of a geometry: hits by layer, the nearest first.

    `on_boundary`: more than one grid is named, so that no side may be taken for the only one.
    `units` are the ids of the stairwell units of the buildings that are met, in order.
    """

    hits: tuple[PlaceHit, ...]
    units: tuple[str, ...]
    on_boundary: bool
    tolerance_m: float

    def of(self, layer: str) -> tuple[PlaceHit, ...]:
        """The hits in one layer."""
        return tuple(hit for hit in self.hits if hit.layer == layer)


@dataclass(frozen=True)
class _Layer:
    ids: np.ndarray
    shapes: np.ndarray
    tree: shapely.STRtree


@dataclass(frozen=True)
class PlaceIndex:
    """Places of a community in metres, ready to be asked. Made by `place_index`."""

    layers: Mapping[str, _Layer]
    units: Mapping[str, tuple[str, ...]]
    crs: pyproj.CRS | None
    to_metres: pyproj.Transformer | None

    def here(self, geometry: Any, *, tolerance_m: float = TOLERANCE_M, reach_m: float = REACH_M) -> Here:
        """The places of a point, line or area given in the stored CRS (lon, lat in degrees).

        A place counts as "inside" where the two share more than an edge; within `tolerance_m` it is a
        "boundary"; where a grid or building is neither, the nearest within `reach_m` is named with its
        distance. `CrsError` for a geometry without coordinates or not in degrees.
        """
        metric = self._metric(geometry)
        hits = [hit for key in self.layers for hit in self._hits(key, metric, tolerance_m, reach_m)]
        met = [hit.id for hit in hits if hit.layer == "building" and hit.relation != NEAREST]
        units = tuple(unit for building in met for unit in self.units.get(building, ()))
        grids = sum(hit.layer == "grid" and hit.relation != NEAREST for hit in hits)
        return Here(tuple(hits), units, grids > 1, tolerance_m)

    def _metric(self, geometry: Any) -> Any:
        if geometry is None or geometry.is_empty:
            raise CrsError(N_("没有坐标,无法确定是什么地方"))
        points = shapely.get_coordinates(geometry)
        if not (np.abs(points) <= (180.0, 90.0)).all():
            raise CrsError(N_("坐标不是经纬度(经度在前,单位为度)"))
        if self.to_metres is None:
            return geometry
        moved = np.column_stack(self.to_metres.transform(points[:, 0], points[:, 1]))
        return shapely.set_coordinates(shapely.force_2d(geometry), moved)

    def _hits(self, key: str, metric: Any, tolerance_m: float, reach_m: float) -> list[PlaceHit]:
        layer = self.layers[key]
        near = layer.tree.query(metric, predicate="dwithin", distance=tolerance_m)
        relation = ""
        if not len(near) and key in NEAREST_OF:
            near = layer.tree.query_nearest(metric, max_distance=reach_m, all_matches=True)
            relation = NEAREST
        distances = shapely.distance(layer.shapes[near], metric)
        hits = []
        for i, distance in zip(near, distances, strict=True):
            share = 0.0 if distance > 0 else _share(metric, layer.shapes[i])
            kind = relation or (INSIDE if share > 0 else BOUNDARY)
            hits.append(PlaceHit(key, str(layer.ids[i]), kind, round(float(distance), 2), share))
        return sorted(hits, key=lambda hit: (hit.distance_m, -hit.share, hit.id))


def place_index(layers: Mapping[str, gpd.GeoDataFrame]) -> PlaceIndex:
    """The index over frames in the stored CRS (layer key → frame, index = id); rows without a place are left out.

    The frame "unit" (without geometry; column `parent` = building id) only tells which stairwells a building has.
    Raises `CrsError` for a frame without CRS.
    """
    units: dict[str, tuple[str, ...]] = {}
    if "unit" in layers:
        for building, ids in layers["unit"].groupby("parent").groups.items():
            units[str(building)] = tuple(sorted(map(str, ids)))
    placed = {key: _placed(frame) for key, frame in layers.items() if key != "unit"}
    placed = {key: frame for key, frame in placed.items() if len(frame)}
    if not placed:
        return PlaceIndex({}, units, None, None)
    first = next(iter(placed.values()))
    crs = metric_crs_of(first)
    indexed = {}
    for key, frame in placed.items():
        shapes = frame.geometry.to_crs(crs).to_numpy()
        indexed[key] = _Layer(frame.index.to_numpy().astype(str), shapes, shapely.STRtree(shapes))
    return PlaceIndex(indexed, units, crs, pyproj.Transformer.from_crs(first.crs, crs, always_xy=True))


def _placed(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    require_crs(frame)
    shapes = frame.geometry.to_numpy()
    return frame[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]


def _share(geometry: Any, place: Any) -> float:
    """The part of a geometry that lies in a place it meets: of its area, else its length; 1 or 0 of a point.

    A place that is a line or point has no inside; meeting it counts whole. A point on the edge of an area
    lies in it (and in the neighbour as well).
    """
    if geometry.geom_type in ("Point", "MultiPoint") or place.geom_type not in ("Polygon", "MultiPolygon"):
        return 1.0
    common = geometry.intersection(place)
    whole = geometry.area or geometry.length
    part = common.area if geometry.area else common.length
    return round(float(part / whole), 4) if whole else 1.0
