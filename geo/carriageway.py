"""How much of a road's width a closure leaves open: shut, open on foot only, half shut.

A road is looked at in cross-sections from kerb to kerb. What counts is the widest open piece of each: two strips of
half a metre on both sides of a trench let nobody pass.
"""

from collections.abc import Collection
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
import shapely.ops

from geo.crs import STORED_CRS, metric_crs_of
from geo.words import N_

STEP_M, MOST_SECTIONS = 0.25, 40_000
OTHER_WIDTH_M = 4.0
"""Taken for a road whose width nobody wrote down."""

SHUT, FOOT, HALF = "shut", "foot", "half"
STATES = ((SHUT, N_("全幅封闭")), (FOOT, N_("只容步行")), (HALF, N_("半幅封闭")))
FOOTPATH = "footpath"
"""The kind of road on which nobody drives."""


@dataclass(frozen=True)
class Room:
    """What has to stay open in metres (common practice, editable): to pass on foot, and by car in one lane."""

    walk_m: float = 1.2
    drive_m: float = 3.0


USUAL_ROOM = Room()


def narrowed(roads: gpd.GeoDataFrame, closed: shapely.Geometry, room: Room = USUAL_ROOM) -> gpd.GeoDataFrame:
    """The stretches of roads on which `closed` (an area in the CRS of the roads) takes some of the width.

    Columns: road, state (word of `STATES`), from_m, to_m, length_m, width_m, open_m (the least that is left open in one
    piece), geometry (that part of the centre line, EPSG:4490). Neighbouring sections of one state are one stretch.
    """
    placed = roads[~roads.geometry.isna()]
    if placed.empty or closed.is_empty:
        return _stretches([], STORED_CRS).to_crs(STORED_CRS)
    crs = metric_crs_of(placed)
    parts = placed.to_crs(crs).explode(index_parts=False)
    hole = gpd.GeoSeries([closed], crs=roads.crs).to_crs(crs).iloc[0]
    width = _widths(parts)
    touched = shapely.intersects(shapely.buffer(parts.geometry.to_numpy(), width / 2, cap_style="flat"), hole)
    lines, width, ids = parts.geometry.to_numpy()[touched], width[touched], parts.index.to_numpy(dtype=object)[touched]
    driven = (parts["kind"] != FOOTPATH).to_numpy()[touched] if "kind" in parts else np.ones(len(lines), dtype=bool)
    total = float(shapely.length(lines).sum())
    step = max(STEP_M, total / MOST_SECTIONS)
    rows: list[dict[str, object]] = []
    for id, line, wide, drives in zip(ids, lines, width, driven, strict=True):
        rows += _of_line(str(id), line, float(wide), hole, step, room, drives=bool(drives))
    return _stretches(rows, crs).to_crs(STORED_CRS)


def zone(stretches: gpd.GeoDataFrame, states: Collection[str]) -> shapely.Geometry | None:
    """What takes these stretches away from their centre lines, as an area in EPSG:4490; None where there is none."""
    chosen = stretches[stretches["state"].isin(list(states))]
    if chosen.empty:
        return None
    metric = chosen.to_crs(metric_crs_of(chosen))
    thin = metric.geometry.buffer(0.05, cap_style="flat")
    return gpd.GeoSeries([shapely.union_all(thin.to_numpy())], crs=metric.crs).to_crs(STORED_CRS).iloc[0]


def _of_line(
    id: str, line: shapely.LineString, wide: float, hole: shapely.Geometry, step_m: float, room: Room, *, drives: bool
) -> list[dict[str, object]]:
    count = max(int(np.ceil(line.length / step_m)), 1)
    step = line.length / count
    along = (np.arange(count) + 0.5) * step
    open_m = _open_m(line, along, wide, hole)
    drive_m = min(room.drive_m, wide) if drives else 0.0
    walk_m = min(room.walk_m, wide)
    state = np.select(
        [open_m < walk_m - 1e-6, open_m < drive_m - 1e-6, open_m < wide - 0.1], [SHUT, FOOT, HALF], ""
    ).astype(object)
    first = np.flatnonzero(np.concatenate([[True], state[1:] != state[:-1]]))
    last = np.append(first[1:], count) - 1
    return [
        {"road": id, "state": state[a], "from_m": a * step, "to_m": (b + 1) * step, "length_m": (b + 1 - a) * step,
         "width_m": wide, "open_m": float(open_m[a : b + 1].min()),
         "geometry": shapely.ops.substring(line, a * step, (b + 1) * step)}
        for a, b in zip(first, last, strict=True) if state[a]
    ]  # fmt: skip


def _open_m(line: shapely.LineString, along: np.ndarray, wide: float, hole: shapely.Geometry) -> np.ndarray:
    """The widest open piece of the cross-section at each chainage."""
    here, ahead = (shapely.get_coordinates(shapely.line_interpolate_point(line, np.clip(along + by, 0, line.length)))
                   for by in (-0.05, 0.05))  # fmt: skip
    middle, run = (here + ahead) / 2, ahead - here
    across = np.column_stack([-run[:, 1], run[:, 0]]) / np.maximum(np.hypot(*run.T), 1e-9)[:, None] * wide / 2
    sections = shapely.linestrings(np.stack([middle - across, middle + across], axis=1))
    open_m = np.full(len(along), wide)
    hit = shapely.intersects(sections, hole)
    left, of = shapely.get_parts(shapely.difference(sections[hit], hole), return_index=True)
    widest = np.zeros(int(hit.sum()))
    np.maximum.at(widest, of, shapely.length(left))
    open_m[hit] = widest
    return open_m


def _widths(roads: gpd.GeoDataFrame) -> np.ndarray:
    given = roads["width_m"] if "width_m" in roads else pd.Series(np.nan, index=roads.index)
    numbers = pd.to_numeric(given, errors="coerce").astype(float)
    widths: np.ndarray = numbers.where(numbers > 0).fillna(OTHER_WIDTH_M).to_numpy(dtype=float)
    return widths


COLUMNS = ("road", "state", "from_m", "to_m", "length_m", "width_m", "open_m", "geometry")


def _stretches(rows: list[dict[str, object]], crs: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(rows, columns=list(COLUMNS), geometry="geometry", crs=crs)
