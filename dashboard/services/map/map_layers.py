"""Layers as the browser reads them: GeoJSON bytes with what is computed from the geometry."""

import json
from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo import measure
from geo.layers import LayerType, layer_type

DECIMALS = 7
"""About 1 cm: finer than any survey of a community, and half the bytes of full doubles."""


def layer_geojson(frame: gpd.GeoDataFrame, layer: LayerType, grids: gpd.GeoDataFrame | None = None) -> bytes:
    """A layer as a GeoJSON FeatureCollection in UTF-8.

    Properties: `id`, `name`, `code`, `parent` and the layer's fields where they have a value, with
    `m` (length in m or area in m², to the millimetre, from the geometry), `at` ([lon, lat] of the label)
    and, where `grids` is given, `grid` (ids of the grids around the label point, joined by "+").
    Rows without geometry are left out: the map's configuration counts them.
    """
    placed = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    if placed.empty:
        return b'{"type":"FeatureCollection","features":[]}'
    points = label_points(placed.geometry.values)
    columns: dict[str, list[Any]] = dict(_columns(placed, layer))
    if layer.measure:
        columns["m"] = [round(value, 3) for value in measure.measured(placed, layer).tolist()]
    columns["at"] = np.round(shapely.get_coordinates(points), DECIMALS).tolist()
    if grids is not None and not grids.empty:
        columns["grid"] = grids_around(points, grids)
    shapes = shapely.to_geojson(shapely.transform(placed.geometry.values, lambda xy: np.round(xy, DECIMALS)))
    rows = (_feature(*pair) for pair in zip(shapes, records(columns), strict=True))
    return ('{"type":"FeatureCollection","features":[' + ",\n".join(rows) + "]}").encode()


def label_points(geometries: np.ndarray) -> np.ndarray:
    """One point on each geometry for its label: the centroid if it lies inside, half way along a line."""
    points = shapely.centroid(geometries)
    dimension = shapely.get_dimensions(geometries)
    lines = dimension == 1
    points[lines] = shapely.line_interpolate_point(shapely.line_merge(geometries[lines]), 0.5, normalized=True)
    lost = (dimension == 2) & ~shapely.contains(geometries, points)
    points[lost] = shapely.point_on_surface(geometries[lost])
    return points


def grids_around(points: np.ndarray, grids: gpd.GeoDataFrame) -> list[str]:
    """For each point the ids of the grids that contain it, sorted and joined by "+" ("" if none)."""
    tree = shapely.STRtree(grids.geometry.values)
    found: list[list[str]] = [[] for _ in points]
    for point, grid in zip(*tree.query(points, predicate="within"), strict=True):
        found[point].append(str(grids.index[grid]))
    return ["+".join(sorted(ids)) for ids in found]


def _columns(frame: gpd.GeoDataFrame, layer: LayerType) -> Iterator[tuple[str, list[Any]]]:
    """Column name → plain Python values, None where there is none."""
    yield "id", [str(key) for key in frame.index]
    for key in ("name", "code", "parent", *(field.key for field in layer.fields)):
        if key in frame.columns:
            values = frame[key].astype(object)
            yield key, values.where(values.notna() & (values != ""), None).tolist()


def records(columns: dict[str, list[Any]]) -> Iterator[dict[str, object]]:
    """One dict per row, without what is missing."""
    keys = list(columns)
    for values in zip(*columns.values(), strict=True):
        yield {key: _plain(value) for key, value in zip(keys, values, strict=True) if value is not None and value != ""}


def _plain(value: object) -> object:
    """A numpy scalar as a Python one; whole numbers without a decimal point."""
    if isinstance(value, np.generic):
        value = value.item()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _feature(shape: str, properties: dict[str, object]) -> str:
    """One feature; the text of people stays inside JSON strings."""
    text = json.dumps(properties, ensure_ascii=False, separators=(",", ":"))
    return '{"type":"Feature","properties":' + text + ',"geometry":' + shape + "}"


def needs_grids(layer: str) -> bool:
    """Whether a layer's features are told apart by the grid around them (a theme colours them by it)."""
    return layer_type(layer).key == "building"
