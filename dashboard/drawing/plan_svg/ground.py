"""The ground of a printed map: plots, water, green with tree crowns, compounds, gardens, roads by their true width."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from dashboard.drawing.plan_svg.ink import PAPER, circles, group, path
from dashboard.drawing.plan_svg.shapes import axis_of
from dashboard.drawing.plan_svg.sheet import Sheet
from geo.crs import metric_crs

ROAD_ORDER = ("footpath", "doorstep", "cluster", "main")
ROAD_M = 3.5
"""Width of a road that nobody measured."""

BLEED_MM = 4.0
"""How far beyond the edge of the map things are drawn before it is cut."""

CROWN_GAP_M = 7.5
ROUND = {"stroke_linecap": "round", "stroke_linejoin": "round"}


class Terrain:
    """The layers that a reader may see, projected once: metres of the community's CRS, only what has a place.

    Made for one task: what lies on the sheet at hand is remembered, so two threads must not share one.
    """

    def __init__(self, frames: Mapping[str, gpd.GeoDataFrame], lon: float) -> None:
        self.crs = metric_crs(lon)
        self._given = frames
        self._frames: dict[str, gpd.GeoDataFrame] = {}
        self._sheet: Sheet | None = None
        self._seen: dict[str, gpd.GeoDataFrame] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._given

    def all(self, key: str) -> gpd.GeoDataFrame:
        """The placed features of a layer in metres; empty where the layer was not handed in."""
        if key not in self._frames:
            frame = self._given.get(key)
            if frame is None or frame.empty:
                self._frames[key] = gpd.GeoDataFrame(geometry=[], crs=self.crs)
            else:
                there = ~(frame.geometry.isna() | frame.geometry.is_empty)
                self._frames[key] = frame[there.to_numpy()].to_crs(self.crs)
        return self._frames[key]

    def near(self, key: str, sheet: Sheet) -> gpd.GeoDataFrame:
        """The features of a layer that touch the sheet or the little beyond it that is cut off."""
        frame = self.all(key)
        if frame.empty:
            return frame
        if self._sheet != sheet:
            self._sheet, self._seen = sheet, {}
        if key not in self._seen:
            reach = sheet.window.buffer(sheet.metres(BLEED_MM), join_style="mitre")
            self._seen[key] = frame[frame.geometry.intersects(reach).to_numpy()]
        return self._seen[key]

    @cached_property
    def extent(self) -> tuple[float, float, float, float] | None:
        """Around all compounds, else around all buildings, in metres; None where neither has a place."""
        for key in ("compound", "building"):
            frame = self.all(key)
            if len(frame):
                left, bottom, right, top = frame.total_bounds
                return float(left), float(bottom), float(right), float(top)
        return None


def column(frame: gpd.GeoDataFrame, key: str, otherwise: Any) -> list[Any]:
    """The values of a column, `otherwise` where a value or the whole column is missing."""
    if key not in frame:
        return [otherwise] * len(frame)
    values = frame[key].astype(object)
    return [otherwise if pd.isna(value) or value == "" else value for value in values]


def ground(terrain: Terrain, sheet: Sheet) -> list[str]:
    """Everything that lies on the ground, in order."""
    return [
        *_surroundings(terrain, sheet),
        *_compounds(terrain, sheet),
        *_gardens(terrain, sheet),
        *_roads(terrain, sheet),
        *_parking(terrain, sheet),
        *_edges(terrain, sheet),
    ]


def _cut(frame: gpd.GeoDataFrame, sheet: Sheet) -> Iterator[Any]:
    reach = sheet.window.buffer(sheet.metres(BLEED_MM), join_style="mitre")
    yield from shapely.intersection(shapely.make_valid(frame.geometry.to_numpy()), reach) if len(frame) else ()


def _surroundings(terrain: Terrain, sheet: Sheet) -> list[str]:
    frame = terrain.near("context", sheet)
    kinds = np.array(column(frame, "kind", "plot"), dtype=object)
    parts = []
    for kind, fill, edge in (("plot", "plot", ""), ("green", "green", ""), ("river", "river", "river_edge")):
        own = frame[kinds == kind] if len(frame) else frame
        areas = [shape for shape in _cut(own, sheet) if shapely.get_dimensions(shape) == 2]
        parts += [path(sheet.path(s), PAPER[fill], PAPER[edge] if edge else "", 0.2) for s in areas]
        if kind == "green":
            parts.append(crowns(areas, sheet, 0.55))
        lines = [shape for shape in _cut(own, sheet) if shapely.get_dimensions(shape) == 1]
        for shape, wide in zip(lines, column(own, "width_m", 12.0), strict=False):
            d, width = sheet.path(shape), float(wide) * sheet.mm_per_m
            parts += [path(d, "none", PAPER["river_edge"], width + 0.3), path(d, "none", PAPER[fill], width)]
    return parts


def _compounds(terrain: Terrain, sheet: Sheet) -> list[str]:
    frame = terrain.near("compound", sheet)
    kinds = column(frame, "kind", "old")
    return [
        path(sheet.path(shape), PAPER["compound_commodity" if kind == "commodity" else "compound_old"])
        for shape, kind in zip(_cut(frame, sheet), kinds, strict=True)
    ]


def _edges(terrain: Terrain, sheet: Sheet) -> list[str]:
    """Compounds' outlines: a soft band and a chain line."""
    parts = []
    for shape in _cut(terrain.near("compound", sheet), sheet):
        d = sheet.path(shape)
        parts.append(path(d, "none", PAPER["compound_edge"], 1.3, opacity=0.16))
        parts.append(path(d, "none", PAPER["compound_edge"], 0.28, stroke_dasharray="2.4 0.8 0.5 0.8"))
    return parts


def _gardens(terrain: Terrain, sheet: Sheet) -> list[str]:
    frame = terrain.near("garden", sheet)
    kinds = column(frame, "kind", "green")
    parts = []
    for shape, kind in zip(_cut(frame, sheet), kinds, strict=True):
        sports = kind == "sports"
        parts.append(path(sheet.path(shape), PAPER["garden_sports" if sports else "garden"]))
        if not sports:
            parts.append(crowns([shape], sheet, 0.8))
        parts.append(path(sheet.path(shape), "none", PAPER["garden_edge"], 0.22))
    return parts


def crowns(areas: list[Any], sheet: Sheet, strength: float) -> str:
    """Tree crowns scattered over areas, always at the same spots of the ground, none across an edge."""
    gap = max(CROWN_GAP_M, sheet.metres(1.6))
    spots = []
    for area in areas:
        if area is None or area.is_empty:
            continue
        left, bottom, right, top = area.bounds
        columns, rows = (np.arange(np.floor(a / gap), np.ceil(b / gap) + 1) for a, b in ((left, right), (bottom, top)))
        if len(columns) * len(rows) > 60_000:
            continue
        i, j = (grid.ravel() for grid in np.meshgrid(columns, rows))
        noise = np.modf(np.abs(np.sin(i * 12.9898 + j * 78.233) * 43758.5453))[0]
        other = np.modf(np.abs(np.sin(i * 39.346 + j * 11.135) * 24634.6345))[0]
        radius = gap * (0.18 + 0.2 * noise)
        points = shapely.points((i + 0.25 + 0.5 * noise) * gap, (j + 0.25 + 0.5 * other) * gap)
        shapely.prepare(area)
        free = shapely.contains(area, points) & (shapely.distance(area.boundary, points) > radius) & (other < 0.8)
        for point, size in zip(points[free], radius[free], strict=True):
            spots.append((*sheet.at(point.x, point.y), round(size * sheet.mm_per_m, 2)))
    return path(circles(spots), PAPER["crown"], opacity=strength)


def _roads(terrain: Terrain, sheet: Sheet) -> list[str]:
    """All casings first, then all surfaces, so that junctions are open; small roads below large ones."""
    own, surroundings = terrain.near("road", sheet), terrain.near("context", sheet)
    kinds = np.array(column(own, "kind", "cluster"), dtype=object)
    city = surroundings[np.array(column(surroundings, "kind", ""), dtype=object) == "city_road"]
    classes = [own[kinds == kind] if len(own) else own for kind in ROAD_ORDER]
    parts = []
    for frame in classes:
        parts += _paved(frame, sheet, "road_edge", 0.36)
    parts += _paved(city, sheet, "city_road_edge", 0.44, "butt")
    for frame in classes:
        parts += _paved(frame, sheet, "road", 0.0)
    parts += _paved(city, sheet, "city_road", 0.0, "butt")
    lines = [path(sheet.path(shape), "none", PAPER["city_road_edge"], 0.16) for shape in _cut(city, sheet)]
    return [*parts, group(lines, stroke_dasharray="2 1.6")]


def _paved(frame: gpd.GeoDataFrame, sheet: Sheet, colour: str, more: float, cap: str = "round") -> list[str]:
    parts = []
    for shape, wide in zip(_cut(frame, sheet), column(frame, "width_m", ROAD_M), strict=True):
        width = max(float(wide) * sheet.mm_per_m, 0.5) + more
        parts.append(path(sheet.path(shape), "none", PAPER[colour], width))
    return [group(parts, stroke_linecap=cap, stroke_linejoin="round")]


def _parking(terrain: Terrain, sheet: Sheet) -> list[str]:
    if sheet.scale > 5_000:
        return []
    frame = terrain.near("parking", sheet)
    areas = "".join(sheet.path(shape) for shape in frame.geometry)
    parts = [path(areas, PAPER["parking"], PAPER["parking_edge"], 0.12)]
    if sheet.scale <= 2_500:
        for shape, bays in zip(frame.geometry, column(frame, "bays", 0), strict=True):
            parts.append(path(divided(shape, int(bays), sheet), "none", PAPER["parking_edge"], 0.1))
    return parts


def divided(shape: Any, parts: int, sheet: Sheet, least_mm: float = 0.7) -> str:
    """The `d` of lines that divide an area into `parts` across its long axis (parking bays, stairwell units)."""
    axis = axis_of(shape)
    if axis is None or not 2 <= parts <= 80 or axis.length * sheet.mm_per_m / parts < least_mm:
        return ""
    along, across = np.array(axis.direction), np.array([-axis.direction[1], axis.direction[0]])
    lines = []
    for i in range(1, parts):
        middle = np.array([axis.x, axis.y]) + along * axis.length * (i / parts - 0.5)
        lines.append(shapely.LineString([middle - across * axis.width, middle + across * axis.width]))
    return "".join(sheet.path(line) for line in shapely.intersection(np.array(lines), shape))
