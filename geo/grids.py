"""Grids as areas: households in each, cutting one along a line, joining several, drawing along roads.

Everything is measured in metres; what comes in and goes out is in the frame's or geometry's own CRS.
Proposals of whole new grids are in `geo.balance`.
"""

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import metric_crs_of, require_crs
from geo.errors import MapError
from geo.words import N_

SNAP_M = 8.0
"""A drawn line closer than this to a road's centreline is meant to run along it."""

REACH_EDGE_M = 10.0
"""A cut that ends this close to the grid's edge is drawn on to it."""


class GridError(MapError):
    """A grid cannot be cut or joined like this."""


def grid_of(buildings: gpd.GeoDataFrame, grids: gpd.GeoDataFrame) -> pd.Series:
    """The grid of each building: the one that holds its middle, the first by id where several do, "" where none.

    Index = that of `buildings`; a building without a place is in no grid.
    """
    require_crs(buildings)
    result = pd.Series("", index=buildings.index, dtype=object, name="grid")
    if not len(grids) or not len(buildings):
        return result
    ordered = grids.sort_index()
    shapes = buildings.geometry.to_crs(grids.crs).to_numpy()
    points = np.array([None if s is None or s.is_empty else s.representative_point() for s in shapes], dtype=object)
    house, area = shapely.STRtree(ordered.geometry.to_numpy()).query(points, predicate="intersects")
    first = pd.Series(area).groupby(house).min()
    result.iloc[first.index.to_numpy()] = ordered.index.to_numpy()[first.to_numpy()]
    return result


def households_per_grid(grids: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame) -> pd.Series:
    """Households in each grid, every building counted once (`grid_of`); 0 for a grid without buildings."""
    owner = grid_of(buildings, grids)
    households = pd.to_numeric(buildings["households"], errors="coerce").fillna(0).astype(int)
    counted = households.groupby(owner.to_numpy()).sum()
    return counted.reindex(grids.index, fill_value=0).rename("households")


def split_grid(grid: Any, line: Any, crs: Any, roads: gpd.GeoDataFrame | None = None) -> list[Any]:
    """The parts into which a line cuts a grid, the largest first; together they are exactly the grid.

    Ends that stop within 10 m of the edge are drawn on to it. With `roads`, the line first snaps to them.
    `GridError` when the line does not cut the grid in two or more parts.
    """
    area, cut = _metric([grid, line], crs)
    if roads is not None and len(roads):
        cut = _snapped(cut, roads.geometry.to_crs(_metric_crs(grid, crs)).to_numpy(), SNAP_M)
    cut = _to_edge(cut, area)
    # The cut's nodes become the grid's nodes, so that both parts have the very same edge.
    noded = shapely.union_all([shapely.boundary(area), cut])
    faces = shapely.get_parts(shapely.polygonize(list(shapely.get_parts(noded))))
    parts = [face for face in faces if area.contains(face.representative_point())]
    if len(parts) < 2:
        raise GridError(N_("这条线没有把网格分开。请从网格的一边画到另一边。"))
    parts.sort(key=lambda part: -part.area)
    return list(_back(parts, grid, crs))


def merge_grids(grids: list[Any], crs: Any) -> Any:
    """The grids as one area; hairs between them (below 0.5 m) close. `GridError` unless they are neighbours."""
    if len(grids) < 2:
        raise GridError(N_("合并至少需要两个网格。"))
    metric = _metric(grids, crs)
    whole = shapely.union_all(metric)
    if whole.geom_type != "Polygon":
        bridged = shapely.buffer(shapely.buffer(whole, 0.25, join_style="mitre"), -0.25, join_style="mitre")
        whole = shapely.union_all([bridged, whole])
    if whole.geom_type != "Polygon":
        raise GridError(N_("这些网格不相邻,不能合并成一个。请选择有共同边界的网格。"))
    return _back([whole], grids[0], crs)[0]


def snap_to_roads(line: Any, roads: gpd.GeoDataFrame, tolerance_m: float = SNAP_M) -> Any:
    """The line with whatever runs within `tolerance_m` of a road moved onto that road's centreline.

    Between two neighbouring corners on the same road the road itself is followed, bends included.
    """
    require_crs(roads)
    if not len(roads):
        return line
    metric = _metric([line], roads.crs)[0]
    lines = roads.geometry.to_crs(_metric_crs(line, roads.crs)).to_numpy()
    return _back([_snapped(metric, lines, tolerance_m)], line, roads.crs)[0]


def _snapped(line: Any, roads: np.ndarray, tolerance_m: float) -> Any:
    lines = shapely.get_parts(roads[~shapely.is_missing(roads)])
    corners = shapely.points(shapely.get_coordinates(line))
    corner, road = shapely.STRtree(lines).query_nearest(corners, max_distance=tolerance_m, all_matches=False)
    on = dict(zip(corner.tolist(), road.tolist(), strict=True))
    path: list[tuple[float, float]] = []
    for i, point in enumerate(corners):
        if i not in on:
            path.append((point.x, point.y))
            continue
        road_line = lines[on[i]]
        at = road_line.project(point)
        if i and on.get(i - 1) == on[i]:
            path += _along(road_line, road_line.project(corners[i - 1]), at)
        else:
            path.append(road_line.interpolate(at).coords[0][:2])
    distinct = [spot for k, spot in enumerate(path) if k == 0 or spot != path[k - 1]]
    return shapely.LineString(distinct) if len(distinct) > 1 else line


def _along(road: Any, start_m: float, end_m: float) -> list[tuple[float, float]]:
    """The road's own corners between two chainages, and the end."""
    corners = [(road.project(shapely.Point(c)), c[:2]) for c in road.coords]
    low, high = sorted((start_m, end_m))
    between = sorted((at, spot) for at, spot in corners if low < at < high)
    spots = [spot for _, spot in between]
    return [*(spots if start_m <= end_m else spots[::-1]), road.interpolate(end_m).coords[0][:2]]


def _to_edge(line: Any, area: Any) -> Any:
    """The line with ends inside the area drawn on to its edge where that is near, a hair beyond it."""
    spots = [tuple(spot) for spot in shapely.get_coordinates(line).tolist()]
    if len(spots) < 2:
        raise GridError(N_("这条线没有把网格分开。请从网格的一边画到另一边。"))
    edge = shapely.boundary(area)
    for end in (0, -1):
        point = shapely.Point(spots[end])
        if area.covers(point) and 0 < edge.distance(point) <= REACH_EDGE_M:
            target = edge.interpolate(edge.project(point))
            beyond = 1 + 0.01 / edge.distance(point)
            reached = (point.x + (target.x - point.x) * beyond, point.y + (target.y - point.y) * beyond)
            spots = [reached, *spots] if end == 0 else [*spots, reached]
    return shapely.LineString(spots)


def _metric_crs(geometry: Any, crs: Any) -> Any:
    return metric_crs_of(gpd.GeoDataFrame(geometry=[geometry], crs=crs))


def _metric(shapes: list[Any], crs: Any) -> np.ndarray:
    moved: np.ndarray = gpd.GeoSeries(shapes, crs=crs).to_crs(_metric_crs(shapes[0], crs)).to_numpy()
    return moved


def _back(shapes: list[Any], origin: Any, crs: Any) -> np.ndarray:
    moved: np.ndarray = gpd.GeoSeries(shapes, crs=_metric_crs(origin, crs)).to_crs(crs).to_numpy()
    return moved
