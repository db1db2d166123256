"""Ask a place: what lies in an area, whom it touches, what is planned there, and what is not known.

Everything is clipped to the area and measured in the metric CRS of the place; every number carries the ids of the rows
behind it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely
from pyproj.enums import TransformDirection

from geo.crs import STORED_CRS, metric_crs
from geo.errors import Problem
from geo.layers import AREA, LAYERS, LINE, LayerType
from geo.words import N_
from geo.works import FINISHED, NOT_BEGUN

MOSTLY = 0.5
"""A building is counted where at least this share of its footprint lies in the area (editable per call)."""

LARGE_SHARE = 0.5
"""An area over more than this share of the community is asked about."""


NEEDED: Mapping[str, tuple[str, ...]] = {
    "building": ("households", "storeys"),
    "road": ("width_m",),
    "street_light": ("mounting_height_m", "power_w"),
    "pipe": ("diameter_mm", "upstream_invert_m", "downstream_invert_m"),
    "manhole": ("ground_level_m", "invert_level_m"),
}
"""Fields without which an analysis has to assume or leave out: the report names where they are missing."""


@dataclass(frozen=True)
class Area:
    """The area that is asked about, in metres (`metric`, in `crs`) and as stored (`geometry`, EPSG:4490).

    `problems`: what was repaired or cannot be used; an "error" means that there is no area (both are empty then).
    """

    geometry: shapely.Geometry
    metric: shapely.Geometry
    crs: pyproj.CRS
    problems: tuple[Problem, ...]


def area_of(geometry: shapely.Geometry | None, distance_m: float = 0.0) -> Area:
    """The area of a drawing, a click or a picked feature (EPSG:4490) and everything within `distance_m` of it.

    A point or line needs a distance. An outline that crosses itself is repaired (every loop belongs to the area).
    """
    points = shapely.get_coordinates(geometry)
    if not len(points) or not np.isfinite(points).all() or not (np.abs(points) <= (180, 90)).all():
        return _no_area(N_("没有范围:坐标为空,或不是经纬度(经度在前,单位为度)"))
    crs = metric_crs(*(points.min(axis=0) + points.max(axis=0)) / 2)
    metric = _moved(shapely.force_2d(geometry), crs)
    problems = []
    if not metric.is_valid:
        metric = shapely.make_valid(metric)
        problems.append(Problem(N_("所画范围自相交,已修复:每个圈都算在范围内"), severity="warning"))
    if distance_m > 0:
        metric = shapely.buffer(metric, distance_m, quad_segs=16)
    metric = shapely.union_all([part for part in shapely.get_parts(metric) if part.area > 0])
    if metric.is_empty:
        return _no_area(N_("点和线没有面积:请给出距离"))
    back = _moved(metric, crs, back=True)
    return Area(back, metric, crs, tuple(problems))


@lru_cache(maxsize=8)
def _transformer(crs: pyproj.CRS) -> pyproj.Transformer:
    """Making one takes longer than a whole report."""
    return pyproj.Transformer.from_crs(STORED_CRS, crs, always_xy=True)


def _moved(shapes: Any, crs: pyproj.CRS, back: bool = False) -> Any:
    """Shapes in EPSG:4490 in the metric CRS, or back."""
    way, direction = _transformer(crs), TransformDirection.INVERSE if back else TransformDirection.FORWARD

    def moved(points: np.ndarray) -> np.ndarray:
        return np.column_stack(way.transform(points[:, 0], points[:, 1], direction=direction))

    return shapely.transform(shapes, moved)


def _no_area(message: str) -> Area:
    return Area(shapely.Polygon(), shapely.Polygon(), metric_crs(114.0), (Problem(message),))


@dataclass(frozen=True)
class LayerFinding:
    """What of one layer lies in the area: ids, how much of them is inside (metres or m², NaN for counted layers),
    and ids of features that lie only partly inside.

    `parts` (by id): measure (inside the area) and share (of the feature; 1 for points).
    """

    layer: str
    ids: tuple[str, ...]
    measure: str
    quantity: float
    partly: tuple[str, ...]
    parts: pd.DataFrame


@dataclass(frozen=True)
class Missing:
    """What is not known of features in the area: the field ("geometry" where they have no place) and their ids."""

    layer: str
    field: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class WorksFinding:
    """Works in the area by time (ids), those of the whole compound or community around it, and those without place."""

    past: tuple[str, ...]
    now: tuple[str, ...]
    planned: tuple[str, ...]
    general: tuple[str, ...]
    without_place: tuple[str, ...]


@dataclass(frozen=True)
class PlaceReport:
    """The answer about an area.

    `layers`: what was found, in the order of `geo.layers.LAYERS`, layers without a find left out. `buildings` are those
    counted (at least the asked share inside), `touched` those that only reach in. `units` and `households` belong to
    `buildings`; `without_households` are buildings whose number is not known and that add nothing.
    """

    area: Area
    area_m2: float
    layers: tuple[LayerFinding, ...]
    buildings: tuple[str, ...]
    touched: tuple[str, ...]
    units: tuple[str, ...]
    households: int
    without_households: tuple[str, ...]
    works: WorksFinding
    missing: tuple[Missing, ...]
    problems: tuple[Problem, ...]

    def of(self, layer: str) -> LayerFinding | None:
        """What was found of one layer, None if nothing."""
        return next((found for found in self.layers if found.layer == layer), None)


def place_report(
    area: Area,
    layers: Mapping[str, gpd.GeoDataFrame],
    works: gpd.GeoDataFrame | None = None,
    mostly: float = MOSTLY,
) -> PlaceReport:
    """What lies in the area (from `area_of`).

    `layers`: frames as stored (EPSG:4490) by key; `works` (by id, EPSG:4490): status, geometry, and shown ("compound":
    the outline of a whole compound stands for the work). An area that cannot be used, lies over nothing or
    over most of the community is told in `problems`; the report is then empty or as asked.
    """
    found = [item for item in (_found(area, layers, layer) for layer in LAYERS if layer.geometry) if item is not None]
    by_key = {item.layer: item for item in found}
    counted, touched = _buildings(by_key.get("building"), mostly)
    households = _households(layers, counted)
    units = layers["unit"] if "unit" in layers else pd.DataFrame({"parent": []})
    return PlaceReport(
        area,
        float(area.metric.area),
        tuple(found),
        counted,
        touched,
        tuple(map(str, units.index[units["parent"].isin(counted)])),
        int(households.sum()),
        tuple(map(str, households.index[households.isna()])),
        _works(area, works),
        tuple(_missing(layers, found)),
        (*area.problems, *_large_or_empty(area, layers, found)),
    )


def _found(area: Area, layers: Mapping[str, gpd.GeoDataFrame], layer: LayerType) -> LayerFinding | None:
    if layer.key not in layers or area.metric.is_empty:
        return None
    frame = layers[layer.key]
    # The frame's own spatial index is kept with it, so that a second question costs only what it finds.
    near = np.sort(frame.sindex.query(area.geometry, predicate="intersects"))
    if not len(near):
        return None
    shapes = _moved(shapely.force_2d(frame.geometry.to_numpy()[near]), area.crs)
    whole, part = _inside(shapes, area.metric)
    inside = shapely.get_dimensions(shapes) == 0
    inside |= part > 0
    measure = layer.measure or {AREA: "area_m2", LINE: "length_m"}.get(layer.geometry[0], "")
    ids = tuple(map(str, frame.index[near[inside]]))
    if not ids:
        return None
    share = np.where(whole > 0, part / np.where(whole > 0, whole, 1), 1.0)[inside]
    amount = part[inside] if measure else np.full(len(ids), np.nan)
    parts = pd.DataFrame({"measure": amount, "share": share}, index=pd.Index(ids, name="id"))
    partly = tuple(parts.index[parts["share"] < 1 - 1e-6])
    return LayerFinding(layer.key, ids, measure, float(amount.sum()), partly, parts)


def _inside(shapes: np.ndarray, area: shapely.Geometry) -> tuple[np.ndarray, np.ndarray]:
    """Length or area of each shape, and how much of it lies in the area; only shapes on its edge are cut."""
    shapely.prepare(area)
    size = np.where(shapely.get_dimensions(shapes) == 2, shapely.area(shapes), shapely.length(shapes))
    part = size.copy()
    cut = ~shapely.covers(area, shapes)
    common = shapely.intersection(shapes[cut], area)
    flat = shapely.get_dimensions(shapes[cut]) == 2
    part[cut] = np.where(flat, shapely.area(common), np.where(flat, 0.0, shapely.length(common)))
    return size, part


def _buildings(found: LayerFinding | None, mostly: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if found is None:
        return (), ()
    counted = found.parts["share"] >= mostly
    return tuple(found.parts.index[counted]), tuple(found.parts.index[~counted])


def _households(layers: Mapping[str, gpd.GeoDataFrame], buildings: tuple[str, ...]) -> pd.Series:
    if not buildings:
        return pd.Series([], dtype=float)
    return pd.to_numeric(layers["building"]["households"], errors="coerce").loc[list(buildings)]


def _works(area: Area, works: gpd.GeoDataFrame | None) -> WorksFinding:
    if works is None or not len(works):
        return WorksFinding((), (), (), (), ())
    without = works.geometry.isna()
    here = works.iloc[np.sort(works.sindex.query(area.geometry, predicate="intersects"))]
    general = here["shown"].eq("compound") if "shown" in here else pd.Series(False, index=here.index)
    own = here[~general]
    past, planned = own["status"].isin(FINISHED), own["status"].isin(NOT_BEGUN)
    picked = (
        own.index[past],
        own.index[~past & ~planned],
        own.index[planned],
        here.index[general],
        works.index[without],
    )
    return WorksFinding(*(tuple(map(str, ids)) for ids in picked))


def _missing(layers: Mapping[str, gpd.GeoDataFrame], found: list[LayerFinding]) -> list[Missing]:
    """Unknown values that analyses need of what was found, and the features of all layers without a place."""
    result = []
    for item in found:
        rows = layers[item.layer].loc[list(item.ids)]
        for field in NEEDED.get(item.layer, ()):
            lost = rows.index[rows[field].isna()] if field in rows else rows.index
            if len(lost):
                result.append(Missing(item.layer, field, tuple(map(str, lost))))
    for key, frame in layers.items():
        nowhere = frame.index[frame.geometry.isna()] if "geometry" in frame and key != "unit" else []
        if len(nowhere):
            result.append(Missing(key, "geometry", tuple(map(str, nowhere))))
    return result


def _large_or_empty(area: Area, layers: Mapping[str, gpd.GeoDataFrame], found: list[LayerFinding]) -> list[Problem]:
    if area.metric.is_empty:
        return []
    if not found:
        return [Problem(N_("这个范围内没有任何对象:请换个地方或扩大范围"), None, "empty", "warning")]
    compounds = layers.get("compound")
    if compounds is None or compounds.geometry.isna().all():
        return []
    ground = shapely.union_all(_moved(shapely.make_valid(compounds.geometry.dropna().to_numpy()), area.crs))
    share = shapely.intersection(ground, area.metric).area / ground.area if ground.area else 0.0
    if share <= LARGE_SHARE:
        return []
    return [
        Problem(
            N_("范围占整个社区的 {share} %,是否画得太大?"), severity="warning", values={"share": round(100 * share)}
        )
    ]
