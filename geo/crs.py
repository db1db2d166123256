"""Coordinate systems: the one that is stored, the one that is measured in, and the shifted ones.

Everything is stored as longitude, latitude in CGCS2000 (EPSG:4490), which differs from WGS-84 by
centimetres and is treated as equal to it. Lengths and areas are measured in the Gauss-Krüger zone of
the place. Chinese web maps publish shifted coordinates (GCJ-02, and BD-09 on top of it) that every
reader takes for WGS-84; around Changsha the shift is about 660 m.
"""

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.errors import CrsError
from geo.words import N_

STORED_CRS = "EPSG:4490"

Floats = NDArray[np.float64]
Shift = Callable[[ArrayLike, ArrayLike], tuple[Floats, Floats]]

CHINA_BOUNDS = (73.0, 3.0, 136.0, 54.0)
"""A generous (left, bottom, right, top) around China, in degrees."""

# Krasovsky 1940 and the rectangle within which the shift is applied: parts of the published algorithm.
_KRASOVSKY_A_M, _KRASOVSKY_E2 = 6378245.0, 0.00669342162296594323
_SHIFTED_BOUNDS = (72.004, 0.8293, 137.8347, 55.8271)
_BAIDU_WAVE = np.pi * 3000.0 / 180.0


def metric_crs(lon: float, lat: float = 1.0) -> pyproj.CRS:
    """The CRS in metres for a place at this longitude (and, outside China, latitude), in degrees.

    From 73.5°E to 136.5°E: CGCS2000 / 3-degree Gauss-Krüger with the nearest central meridian
    (EPSG:4534 for 75°E … EPSG:4554 for 135°E). Elsewhere: the WGS-84 UTM zone.

    >>> metric_crs(112.924).to_epsg()
    4547
    >>> metric_crs(14.4, 50.1).to_epsg()
    32633
    """
    if not (np.isfinite(lon) and -180 <= lon <= 180 and -90 <= lat <= 90):
        raise CrsError(N_("经度 {lon}、纬度 {lat} 不在地球上;应为度,经度在前"), lon=lon, lat=lat)
    if 73.5 <= lon <= 136.5:
        meridian = min(135, max(75, 3 * round(lon / 3)))
        return pyproj.CRS.from_epsg(4534 + (meridian - 75) // 3)
    zone = min(60, int((lon + 180) // 6) + 1)
    return pyproj.CRS.from_epsg((32600 if lat >= 0 else 32700) + zone)


def metric_crs_of(frame: gpd.GeoDataFrame) -> pyproj.CRS:
    """The metric CRS of the middle of a frame; `CrsError` if it has no CRS or no coordinates."""
    require_crs(frame)
    left, bottom, right, top = frame.total_bounds
    if not np.isfinite([left, bottom, right, top]).all():
        raise CrsError(N_("没有坐标,无法确定当地的投影坐标系"))
    lon, lat = (left + right) / 2, (bottom + top) / 2
    if not frame.crs.is_geographic:
        to_degrees = pyproj.Transformer.from_crs(frame.crs, STORED_CRS, always_xy=True)
        lon, lat = to_degrees.transform(lon, lat)
    return metric_crs(float(lon), float(lat))


def to_metric(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The frame in the metric CRS of its place (a new frame, same index)."""
    return frame.to_crs(metric_crs_of(frame))


def require_crs(frame: gpd.GeoDataFrame) -> None:
    """Refuse a frame that does not say what its coordinates mean."""
    if frame.crs is None:
        raise CrsError(N_("数据没有坐标系;请先声明,例如 frame.set_crs('EPSG:4490')"))


def looks_projected(bounds: ArrayLike) -> bool:
    """Whether (left, bottom, right, top), said to be degrees, can only be metres.

    >>> looks_projected((398000.0, 3122000.0, 399000.0, 3123000.0))
    True
    """
    return bool(np.nanmax(np.abs(np.asarray(bounds, dtype=float)), initial=0.0) > 360.0)


def axes_look_swapped(bounds: ArrayLike) -> bool:
    """Whether (left, bottom, right, top) in degrees reads as latitude, longitude.

    True where the second number cannot be a latitude but the first can, or where the box lies in
    China only after swapping.

    >>> axes_look_swapped((28.21, 112.91, 28.22, 112.93)), axes_look_swapped((112.91, 28.21, 112.93, 28.22))
    (True, False)
    """
    left, bottom, right, top = (float(v) for v in np.asarray(bounds, dtype=float))
    if not np.isfinite([left, bottom, right, top]).all() or looks_projected(bounds):
        return False
    impossible = max(abs(bottom), abs(top)) > 90 and max(abs(left), abs(right)) <= 90
    return impossible or (in_china((bottom, left, top, right)) and not in_china((left, bottom, right, top)))


def in_china(bounds: ArrayLike) -> bool:
    """Whether (left, bottom, right, top) in degrees lies wholly in the box around China."""
    left, bottom, right, top = (float(v) for v in np.asarray(bounds, dtype=float))
    west, south, east, north = CHINA_BOUNDS
    return west <= left and right <= east and south <= bottom and top <= north


def shift_geometries(geometries: ArrayLike, shift: Shift) -> NDArray[np.object_]:
    """Geometries with every vertex moved by `shift` (for example `gcj02_to_wgs84`); z is dropped."""

    def moved(points: Floats) -> Floats:
        return np.column_stack(shift(points[:, 0], points[:, 1]))

    result: NDArray[np.object_] = shapely.transform(np.asarray(geometries, dtype=object), moved)
    return result


def wgs84_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """WGS-84 degrees as the GCJ-02 that 高德 and others publish; unchanged far outside China.

    The publicly known approximation of the official shift: a quadratic in the distance from
    105°E 35°N plus waves of five lengths, in metres, divided by the metres of a degree there.

    >>> [round(float(v), 6) for v in wgs84_to_gcj02(116.377817, 39.911954)]
    [116.384047, 39.913345]
    """
    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    x, y = lon - 105.0, lat - 35.0
    root, ripple = np.sqrt(np.abs(x)), 20 * (_wave(x, 1 / 6) + _wave(x, 1 / 2))
    north_m = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north_m += (ripple + 20 * _wave(y, 1) + 40 * _wave(y, 3) + 160 * _wave(y, 12) + 320 * _wave(y, 30)) * 2 / 3
    east_m = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east_m += (ripple + 20 * _wave(x, 1) + 40 * _wave(x, 3) + 150 * _wave(x, 12) + 300 * _wave(x, 30)) * 2 / 3
    flattening = 1 - _KRASOVSKY_E2 * np.sin(np.radians(lat)) ** 2
    meridian_m = np.radians(_KRASOVSKY_A_M * (1 - _KRASOVSKY_E2) / flattening**1.5)
    parallel_m = np.radians(_KRASOVSKY_A_M / np.sqrt(flattening) * np.cos(np.radians(lat)))
    west, south, east, north = _SHIFTED_BOUNDS
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return np.where(inside, lon + east_m / parallel_m, lon), np.where(inside, lat + north_m / meridian_m, lat)


def gcj02_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """GCJ-02 degrees as WGS-84, by fixed-point iteration of the shift (within 1 mm after six rounds)."""
    target_lon, target_lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    result_lon, result_lat = target_lon, target_lat
    for _ in range(6):
        shifted_lon, shifted_lat = wgs84_to_gcj02(result_lon, result_lat)
        result_lon, result_lat = result_lon + target_lon - shifted_lon, result_lat + target_lat - shifted_lat
    return result_lon, result_lat


def gcj02_to_bd09(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """GCJ-02 degrees as the BD-09 that 百度 publishes: a turn and stretch about an origin, plus an offset."""
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * _BAIDU_WAVE)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * _BAIDU_WAVE)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def bd09_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """BD-09 degrees as GCJ-02, by fixed-point iteration."""
    target_lon, target_lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    result_lon, result_lat = target_lon - 0.0065, target_lat - 0.006
    for _ in range(6):
        shifted_lon, shifted_lat = gcj02_to_bd09(result_lon, result_lat)
        result_lon, result_lat = result_lon + target_lon - shifted_lon, result_lat + target_lat - shifted_lat
    return result_lon, result_lat


def bd09_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """BD-09 degrees as WGS-84."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))


def _wave(degrees: Floats, length: float) -> Floats:
    """A sine that crosses zero every `length` degrees."""
    wave: Floats = np.sin(degrees * np.pi / length)
    return wave


SHIFTED: dict[str, Shift] = {"GCJ-02": gcj02_to_wgs84, "BD-09": bd09_to_wgs84}
"""The shifted systems that no EPSG code names, and what turns each into WGS-84."""
