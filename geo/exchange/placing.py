"""From the coordinates of a file to stored longitude, latitude, with everything doubtful about them named."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from geo.checks import is_finite, type_names
from geo.crs import SHIFTED, STORED_CRS, axes_look_swapped, in_china, looks_projected, shift_geometries
from geo.errors import Problem
from geo.layers import AREA, LayerType
from geo.words import N_

FAR_M = 50_000.0
EARTH_RADIUS_M = 6_371_008.8

SAME_AS_STORED = {("EPSG", "4326"), ("EPSG", "4490"), ("EPSG", "4979"), ("OGC", "CRS84"), ("OGC", "CRS84H")}
"""Longitude and latitude that need no conversion: WGS-84 and CGCS2000 differ by centimetres."""


@dataclass(frozen=True)
class Placed:
    """Geometries in the stored CRS (None when the file as a whole cannot be placed), and what was found."""

    shapes: np.ndarray | None
    problems: tuple[Problem, ...]
    crs: str = ""


def place(frame: gpd.GeoDataFrame, *, crs: str | None = None, swap_axes: bool = False) -> Placed:
    """The geometries of a file in longitude, latitude.

    `crs` overrides what the file declares and may also be "GCJ-02" or "BD-09". `swap_axes` reads the
    first number as latitude. Refused as a whole: no CRS at all, a CRS that is not one, degrees where
    the CRS has metres or the reverse, and axes that look swapped.
    """
    shapes = frame.geometry.to_numpy()
    if swap_axes:
        shapes = shapely.transform(shapes, lambda points: points[:, ::-1])
    typical = _typical_point(shapes)
    if typical is None:  # no coordinates at all: nothing to convert
        return Placed(shapes, (), crs or "")
    shift = SHIFTED.get(_spelled(crs or ""))
    declared = None if shift else _parsed(crs) if crs else frame.crs
    faults = _refusals(crs, declared, typical)
    if faults:
        return Placed(None, tuple(faults))
    warnings = _overridden(frame.crs, declared) if crs and frame.crs is not None else []
    if declared is None:
        return Placed(shift_geometries(shapes, SHIFTED[_spelled(crs or "")]), tuple(warnings), _spelled(crs or ""))
    name = ":".join(declared.to_authority() or ()) or declared.name
    if declared.to_authority() not in SAME_AS_STORED:
        shapes = gpd.GeoSeries(shapes, crs=declared).to_crs(STORED_CRS).to_numpy()
    return Placed(shapes, tuple(warnings), name)


def repair(shapes: np.ndarray, layer_type: LayerType, rows: np.ndarray) -> tuple[np.ndarray, list[Problem]]:
    """Invalid areas made valid (self-crossings cut, spikes dropped); each repaired row is a warning."""
    if AREA not in layer_type.geometry:
        return shapes, []
    broken = ~shapely.is_missing(shapes) & is_finite(shapes) & ~shapely.is_valid(shapes)
    broken &= np.isin(type_names(shapes), ("Polygon", "MultiPolygon"))
    result = shapes.copy()
    result[broken] = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    message = N_("几何图形无效,已自动修复;请核对形状")
    return result, [Problem(message, int(rows[i]), "geometry", "warning") for i in np.flatnonzero(broken)]


def far_away(shapes: np.ndarray, lon: float, lat: float, rows: np.ndarray) -> list[Problem]:
    """An error for each geometry more than 50 km from a place (one for all if all are), by the middle of its bounds."""
    x, y = _middles(shapes)
    with np.errstate(invalid="ignore"):
        half = np.sin(np.radians(y - lat) / 2) ** 2
        half += np.cos(np.radians(y)) * np.cos(np.radians(lat)) * np.sin(np.radians(x - lon) / 2) ** 2
        distance_m = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
        on_earth = (np.abs(x) <= 180) & (np.abs(y) <= 90)
    far = on_earth & (distance_m > FAR_M)
    if far.any() and far[np.isfinite(x)].all():
        everything = N_("全部图形距社区中心约 {distance} km,超出 {limit} km;请检查坐标系、经纬度次序和社区")
        nearest_km = round(np.nanmin(distance_m) / 1000)
        return [Problem(everything, None, "geometry", values={"distance": nearest_km, "limit": round(FAR_M / 1000)})]
    message = N_("距社区中心 {distance} km,超出 {limit} km;请检查坐标系、经纬度次序和社区")
    return [
        Problem(
            message, int(rows[i]), "geometry",
            values={"distance": round(distance_m[i] / 1000), "limit": round(FAR_M / 1000)},
        )
        for i in np.flatnonzero(far)
    ]  # fmt: skip


def centre_of(shapes: np.ndarray) -> tuple[float, float] | None:
    """The median middle of geometries in degrees as (lon, lat); None if nothing has a place on earth."""
    x, y = _middles(shapes)
    with np.errstate(invalid="ignore"):
        return _median(shapes[(np.abs(x) <= 180) & (np.abs(y) <= 90)])


def outside_china(centre: tuple[float, float]) -> list[Problem]:
    """A warning when the data lie outside China: unusual here, but no fault."""
    lon, lat = centre
    if in_china((lon, lat, lon, lat)):
        return []
    message = N_("数据在中国境外(约 {lon}, {lat});若不该如此,请检查坐标系")
    return [Problem(message, severity="warning", values={"lon": round(lon, 3), "lat": round(lat, 3)})]


def _middles(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    with np.errstate(invalid="ignore", over="ignore"):
        bounds = shapely.bounds(shapes)
        bounds[~is_finite(shapes)] = np.nan
        return (bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2


def _typical_point(shapes: np.ndarray) -> tuple[float, float] | None:
    """The median of the middles of all that is finite, in the units of the file."""
    return _median(shapes)


def _median(shapes: np.ndarray) -> tuple[float, float] | None:
    """The median of the middles: one wild row must not decide what the file is taken for."""
    x, y = _middles(shapes)
    if not np.isfinite(x).any():
        return None
    return float(np.nanmedian(x)), float(np.nanmedian(y))


def _spelled(crs: str) -> str:
    """ "gcj02", "GCJ_02" … as the key of `SHIFTED`."""
    bare = crs.upper().replace("-", "").replace("_", "").replace(" ", "")
    return {"GCJ02": "GCJ-02", "BD09": "BD-09", "BD09LL": "BD-09"}.get(bare, crs)


def _parsed(crs: str) -> pyproj.CRS | None:
    try:
        return pyproj.CRS.from_user_input(crs)
    except pyproj.exceptions.CRSError:
        return None


def _refusals(option: str | None, declared: pyproj.CRS | None, typical: tuple[float, float]) -> list[Problem]:
    """Why a file cannot be placed at all: at most one reason, with the option that mends it."""
    x, y = typical
    shifted = _spelled(option or "") in SHIFTED
    sight = {"x": round(x, 6), "y": round(y, 6)}
    metres = looks_projected((x, y, x, y))
    if declared is None and not shifted:
        if option:
            message = N_("不认识坐标系“{crs}”;例如 EPSG:4547、EPSG:4326、GCJ-02、BD-09")
            return [Problem(message, values={"crs": option})]
        if metres:
            message = N_("没有坐标系(缺 .prj);坐标像米制投影({x}, {y}),请指定,例如 --crs EPSG:4547")
        else:
            message = N_("没有坐标系(缺 .prj);坐标像经纬度({x}, {y}),请指定 --crs EPSG:4326,或 GCJ-02、BD-09")
        return [Problem(message, values=sight)]
    name = option if shifted or declared is None else declared.name
    in_degrees = shifted or (declared is not None and declared.is_geographic)
    if in_degrees and metres:
        message = N_("坐标系声明为 {crs}(度),但坐标({x}, {y})像米制投影;请用 --crs 指定真实坐标系,例如 EPSG:4547")
        return [Problem(message, values={"crs": name, **sight})]
    if in_degrees and axes_look_swapped((x, y, x, y)):
        message = N_("坐标({x}, {y})像是纬度在前、经度在后;应经度在前,可用 --swap-axes 对调")
        return [Problem(message, values=sight)]
    if not in_degrees and abs(x) <= 180 and abs(y) <= 90 and max(abs(x), abs(y)) > 1:
        message = N_("坐标系声明为 {crs}(米),但坐标({x}, {y})像经纬度;请用 --crs 指定,例如 EPSG:4326")
        return [Problem(message, values={"crs": name, **sight})]
    return []


def _overridden(declared: pyproj.CRS, used: pyproj.CRS | None) -> list[Problem]:
    if used is not None and used == declared:
        return []
    message = N_("文件声明的坐标系是 {crs},按 --crs 的指定忽略")
    return [Problem(message, severity="warning", values={"crs": declared.to_string()[:60]})]
