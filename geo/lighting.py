"""Light along the ways people walk: illuminance point by point, and dark stretches.

Horizontal illuminance of one light at a point: E = I(γ) · cos³γ / h², with h the height of the light above the
ground and γ the angle from straight down; lights add up. Buildings and trees that stand in the way are left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely
from scipy.spatial import cKDTree

from geo.crs import STORED_CRS, metric_crs_of
from geo.hydraulics import UNCHECKED
from geo.luminaires import Luminaire, lambertian
from geo.words import N_

SPACING_M = 2.0
REACH_IN_HEIGHTS = 8.0
"""A light is followed as far as this many mounting heights: beyond, less than 0.1 % of what it gives below remains."""


@dataclass(frozen=True)
class LightingClass:
    """What a way should have: maintained average and minimum horizontal illuminance in lux.

    `source` is that of the average; the minima were not found in the text of the standard (`minimum_source`).
    """

    key: str
    title: str
    average_lx: float
    minimum_lx: float
    source: str = "CJJ 45-2015"
    minimum_source: str = UNCHECKED


CLASSES: tuple[LightingClass, ...] = (
    LightingClass("P1", N_("人行道路 1 级"), 15.0, 3.0),
    LightingClass("P2", N_("人行道路 2 级"), 10.0, 2.0),
    LightingClass("P3", N_("人行道路 3 级"), 7.5, 1.5),
    LightingClass("P4", N_("人行道路 4 级"), 5.0, 1.0),
)
CLASS_BY_KEY = {item.key: item for item in CLASSES}
WANTED: Mapping[str, str] = {"main": "P3", "cluster": "P4", "doorstep": "P4"}
"""Class wanted by kind of road (7.5 or 5 lx in compounds; editable); any other kind gets P4."""


@dataclass(frozen=True)
class LightDefaults:
    """What is assumed of lights (common practice, editable): flux per watt, the share of it kept over the years, the
    angle at which a simple luminaire cuts off, and height and power by kind of light where they are not known."""

    efficacy_lm_w: float = 100.0
    maintenance: float = 0.7
    cut_off_deg: float = 80.0
    height_m: Mapping[str, float] = field(
        default_factory=lambda: {"main": 7.0, "cluster": 6.0, "doorstep": 3.5, "garden": 3.5}
    )
    power_w: Mapping[str, float] = field(
        default_factory=lambda: {"main": 100.0, "cluster": 60.0, "doorstep": 30.0, "garden": 30.0}
    )
    other_height_m: float = 5.0
    other_power_w: float = 50.0


@dataclass(frozen=True, eq=False)
class Walk:
    """Sample points along roads: position of the road, chainage, the metres it stands for, x and y in `crs`."""

    crs: pyproj.CRS
    road: np.ndarray
    along_m: np.ndarray
    step_m: np.ndarray
    xy: np.ndarray


def walk_of(roads: gpd.GeoDataFrame, spacing_m: float = SPACING_M) -> Walk:
    """Sample points about every `spacing_m` along each road, in the middle of equal steps; none without a line."""
    crs = metric_crs_of(roads)
    shapes = roads.to_crs(crs).geometry.to_numpy()
    parts, of = shapely.get_parts(shapes, return_index=True)
    length = shapely.length(parts)
    count = np.maximum(np.round(length / spacing_m), 1).astype(int)
    part = np.repeat(np.arange(len(parts)), count)
    place = np.arange(len(part)) - np.repeat(np.cumsum(count) - count, count)
    step = (length / count)[part]
    along = (place + 0.5) * step
    xy = shapely.get_coordinates(shapely.line_interpolate_point(parts[part], along))
    before = np.cumsum(length) - length  # chainage runs on over the parts of a road
    first = np.concatenate([[True], of[1:] != of[:-1]]) if len(of) else np.zeros(0, dtype=bool)
    start = before - before[np.maximum.accumulate(np.where(first, np.arange(len(of)), 0))] if len(of) else before
    return Walk(crs, of[part], along + start[part], step, xy)


def lamps_of(lights: gpd.GeoDataFrame, crs: pyproj.CRS, defaults: LightDefaults | None = None) -> pd.DataFrame:
    """The lights that shine, in metres of `crs`: by id, x, y, height_m, power_w, lumens (maintained), height_assumed,
    power_assumed. Faulty lights and lights without a place are left out."""
    defaults = defaults or LightDefaults()
    broken = lights["state"].eq("faulty") if "state" in lights else pd.Series(False, index=lights.index)
    lit = lights[~broken.to_numpy(dtype=bool) & ~lights.geometry.isna().to_numpy()].to_crs(crs)
    kind = lit["kind"] if "kind" in lit else pd.Series("", index=lit.index)
    height = numbers_of(lit, "mounting_height_m")
    height = height.where(height > 0)
    power = numbers_of(lit, "power_w")
    all_heights = height.fillna(kind.map(dict(defaults.height_m))).fillna(defaults.other_height_m)
    all_powers = power.fillna(kind.map(dict(defaults.power_w))).fillna(defaults.other_power_w)
    return pd.DataFrame(
        {
            "x": lit.geometry.x, "y": lit.geometry.y, "height_m": all_heights, "power_w": all_powers,
            "lumens": all_powers * defaults.efficacy_lm_w * defaults.maintenance,
            "height_assumed": height.isna(), "power_assumed": power.isna(),
        }
    )  # fmt: skip


def illuminance_lx(
    xy: np.ndarray,
    lamps: pd.DataFrame,
    luminaires: Mapping[str, Luminaire] | None = None,
    defaults: LightDefaults | None = None,
    facing_deg: pd.Series | None = None,
) -> np.ndarray:
    """Horizontal illuminance in lux at each point (n × 2, metres), the sum over all lamps (from `lamps_of`).

    A lamp whose id is in `luminaires` shines as that file says (times the maintenance factor), any other as
    `lambertian` of its lumens. `facing_deg` (by lamp): where the C90 side looks, counter-clockwise from east;
    without it the mean of all planes is taken.
    """
    defaults = defaults or LightDefaults()
    result = np.zeros(len(xy))
    if not len(lamps) or not len(xy):
        return result
    own = dict(luminaires or {})
    simple = ~lamps.index.isin(list(own))
    result += _lux(xy, lamps[simple], lambertian(1.0, defaults.cut_off_deg), lamps.loc[simple, "lumens"].to_numpy())
    for id, luminaire in own.items():
        lamp = lamps[lamps.index == id]
        facing = None if facing_deg is None else facing_deg.reindex(lamp.index).to_numpy(dtype=float)
        result += _lux(xy, lamp, luminaire, np.full(len(lamp), defaults.maintenance), facing)
    return result


def facing_of(lamps: pd.DataFrame, roads: gpd.GeoDataFrame, crs: pyproj.CRS) -> pd.Series:
    """Where each lamp looks: towards the nearest road, in degrees counter-clockwise from east."""
    lines = roads.to_crs(crs).geometry.dropna().to_numpy()
    spots = shapely.points(lamps[["x", "y"]].to_numpy())
    nearest = shapely.STRtree(lines).query_nearest(spots, all_matches=False)[1]
    ends = shapely.get_coordinates(shapely.shortest_line(spots, lines[nearest])).reshape(-1, 2, 2)
    across = ends[:, 1] - ends[:, 0]
    return pd.Series(np.degrees(np.arctan2(across[:, 1], across[:, 0])), index=lamps.index, name="facing_deg")


def road_light(
    walk: Walk,
    lx: np.ndarray,
    roads: gpd.GeoDataFrame,
    wanted: Mapping[str, str] = WANTED,
    classes: Mapping[str, LightingClass] = CLASS_BY_KEY,
) -> pd.DataFrame:
    """Light per road (by id; roads without samples are NaN).

    Columns: length_m, average_lx, minimum_lx, class_key, wanted_average_lx, wanted_minimum_lx, dark_m (metres below
    the wanted minimum), lit_share (the rest ÷ length), meets (average and minimum both reach what is wanted).
    """
    keys = class_of(roads, wanted)
    count, least = len(roads), np.array([classes[key].minimum_lx for key in keys])
    metres = np.bincount(walk.road, walk.step_m, minlength=count)
    dark = np.bincount(walk.road, walk.step_m * (lx < least[walk.road]), minlength=count)
    lowest = np.full(count, np.inf)
    np.minimum.at(lowest, walk.road, lx)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(walk.road, walk.step_m * lx, minlength=count) / metres
        share = 1 - dark / metres
    average = np.array([classes[key].average_lx for key in keys])
    lowest = np.where(metres > 0, lowest, np.nan)
    return pd.DataFrame(
        {
            "length_m": metres, "average_lx": mean, "minimum_lx": lowest, "class_key": keys,
            "wanted_average_lx": average, "wanted_minimum_lx": least, "dark_m": dark, "lit_share": share,
            "meets": (mean >= average) & (lowest >= least),
        },
        index=roads.index,
    )  # fmt: skip


def dark_stretches(
    walk: Walk,
    lx: np.ndarray,
    roads: gpd.GeoDataFrame,
    longer_than_m: float = 30.0,
    wanted: Mapping[str, str] = WANTED,
    classes: Mapping[str, LightingClass] = CLASS_BY_KEY,
) -> gpd.GeoDataFrame:
    """Stretches longer than `longer_than_m` on which no sample reaches the minimum wanted, the longest first.

    Columns: road, from_m, to_m, length_m, average_lx, geometry (EPSG:4490). A stretch ends where its road ends.
    """
    least = np.array([classes[key].minimum_lx for key in class_of(roads, wanted)])
    dark = lx < least[walk.road]
    begins = dark & np.concatenate([[True], (walk.road[1:] != walk.road[:-1]) | ~dark[:-1]])[: len(dark)]
    run = np.cumsum(begins)[dark] - 1
    at = np.flatnonzero(dark)
    first, last = (np.flatnonzero(begins), _last(run, at))
    length = np.bincount(run, walk.step_m[dark], minlength=len(first))
    mean = np.bincount(run, (walk.step_m * lx)[dark], minlength=len(first)) / np.where(length > 0, length, 1)
    keep = np.flatnonzero(length > longer_than_m)
    keep = keep[np.argsort(-length[keep], kind="stable")]
    shapes = [shapely.LineString(_stretch(walk, first[k], last[k])) for k in keep]
    half = walk.step_m / 2
    columns = {
        "road": roads.index.to_numpy(dtype=object)[walk.road[first[keep]]],
        "from_m": (walk.along_m - half)[first[keep]], "to_m": (walk.along_m + half)[last[keep]],
        "length_m": length[keep], "average_lx": mean[keep],
    }  # fmt: skip
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, crs=walk.crs)).to_crs(STORED_CRS)


def class_of(roads: pd.DataFrame, wanted: Mapping[str, str] = WANTED) -> np.ndarray:
    """The key of the class wanted for each road."""
    keys: np.ndarray = roads["kind"].map(dict(wanted)).fillna("P4").to_numpy(dtype=object)
    return keys


def _lux(
    xy: np.ndarray, lamps: pd.DataFrame, luminaire: Luminaire, factor: np.ndarray, facing_deg: np.ndarray | None = None
) -> np.ndarray:
    """Sum of E = factor · I · cos³γ / h² at each point over lamps of one kind of luminaire."""
    if not len(lamps):
        return np.zeros(len(xy))
    where, height = lamps[["x", "y"]].to_numpy(), lamps["height_m"].to_numpy(dtype=float)
    reach = height * REACH_IN_HEIGHTS
    pairs = cKDTree(where).sparse_distance_matrix(cKDTree(xy), reach.max(), output_type="ndarray")
    pairs = pairs[pairs["v"] <= reach[pairs["i"]]]
    lamp, point, away = pairs["i"], pairs["j"], pairs["v"]
    gamma = np.degrees(np.arctan2(away, height[lamp]))
    c_deg = None
    if facing_deg is not None:
        towards = xy[point] - where[lamp]
        c_deg = np.degrees(np.arctan2(towards[:, 1], towards[:, 0])) - facing_deg[lamp] + 90.0
    candela = luminaire.intensity(gamma, c_deg) * factor[lamp]
    lux = candela * height[lamp] / (height[lamp] ** 2 + away**2) ** 1.5
    return np.bincount(point, lux, minlength=len(xy))


def _last(run: np.ndarray, at: np.ndarray) -> np.ndarray:
    last = np.zeros(int(run.max()) + 1 if len(run) else 0, dtype=int)
    last[run] = at
    return last


def _stretch(walk: Walk, first: int, last: int) -> np.ndarray:
    points = walk.xy[first : last + 1]
    return points if len(points) > 1 else np.vstack([points, points])


def numbers_of(frame: pd.DataFrame, key: str) -> pd.Series:
    """A column as numbers; NaN where there is none, or no such column."""
    values = frame[key] if key in frame else pd.Series(np.nan, index=frame.index)
    return pd.to_numeric(values, errors="coerce").astype(float)
