"""The plane of works: colour, hatch and edge by status, so that grey paper tells them apart; late in a red outline."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from dashboard.drawing.plan_svg.ground import BLEED_MM, ROUND
from dashboard.drawing.plan_svg.ink import PAPER, Type, box, circles, group, letters, mixed, path
from dashboard.drawing.plan_svg.lettering import Board, text_width
from dashboard.drawing.plan_svg.shapes import axis_of, stripes
from dashboard.drawing.plan_svg.sheet import Sheet
from dashboard.drawing.plan_svg.signs import status_sign
from dashboard.drawing.styles import STATUS
from geo.works import FINISHED

ORDER = ("accepted", "completed", "planned", "preparing", "under_construction")
URGENCY = tuple(reversed(ORDER[2:])) + ORDER[:2]
ROAD_MM = 1.1
POINT_MM = 1.0


@dataclass(frozen=True)
class Hatch:
    """How a status fills an area: strength of its colour, stripes (degrees, gap and width in mm, dark or not)."""

    strength: float
    angle: float = 0.0
    gap: float = 0.0
    width: float = 0.0
    dark: bool = False
    dashed: bool = False


HATCHES: dict[str, Hatch] = {
    "planned": Hatch(0.3, dashed=True),
    "preparing": Hatch(0.55, 135, 1.7, 0.22, dark=True),
    "under_construction": Hatch(0.85, 45, 1.3, 0.5),
    "completed": Hatch(0.55, 0, 1.3, 0.2, dark=True),
    "accepted": Hatch(0.62),
}
"""Solid: accepted; level stripes: completed; white slanting: going on; thin slanting: preparing; dashed: planned."""


def placed_works(works: gpd.GeoDataFrame | None, sheet: Sheet) -> gpd.GeoDataFrame | None:
    """The works with a spot of their own on the sheet, in metres; a compound's outline standing for one is no spot."""
    if works is None or works.empty:
        return None
    slim = works[["project", "status", "late", "shown", "geometry"]]
    own = slim[~(slim.geometry.isna() | slim.geometry.is_empty) & slim["shown"].ne("compound")]
    own = own if own.crs == sheet.crs else own.to_crs(sheet.crs)
    return own[own.geometry.intersects(sheet.window).to_numpy()]


def without_spot(works: gpd.GeoDataFrame | None) -> int:
    """How many works no map can show: nobody said where, or they concern a whole compound or the community."""
    if works is None or works.empty:
        return 0
    return int((works.geometry.isna() | works.geometry.is_empty | works["shown"].eq("compound")).sum())


def works_plane(works: gpd.GeoDataFrame, sheet: Sheet) -> list[str]:
    """The works' shapes, what is finished below what goes on, red outlines of late ones above all."""
    reach = sheet.window.buffer(sheet.metres(BLEED_MM), join_style="mitre")
    parts = []
    for status in ORDER:
        shapes = shapely.intersection(works.geometry[works["status"].eq(status)].to_numpy(), reach)
        parts += _status(status, shapes, sheet)
    late = works.geometry[works["late"].to_numpy(dtype=bool)]
    return [*parts, *(_late(shape, sheet) for shape in late)]


def _status(status: str, shapes: np.ndarray, sheet: Sheet) -> list[str]:
    if not len(shapes):
        return []
    areas, lines, points = (shapely.union_all(_parts(shapes, dimension)) for dimension in (2, 1, 0))
    parts = area_fill(status, areas, sheet)
    if not lines.is_empty:
        parts.append(_line(status, lines, sheet))
    if not points.is_empty:
        parts.append(_points(status, points, sheet))
    return parts


def _parts(shapes: np.ndarray, dimension: int) -> np.ndarray:
    parts = shapely.get_parts(shapely.get_parts(shapes))
    return parts[shapely.get_dimensions(parts) == dimension]


def area_fill(status: str, area: Any, sheet: Sheet) -> list[str]:
    """An area in the colour and hatch of a status."""
    if area.is_empty:
        return []
    colour, look, d = STATUS[status][0], HATCHES[status], sheet.path(area)
    parts = [path(d, mixed(colour, look.strength, PAPER["halo"]), opacity=0.88, fill_rule="evenodd")]
    if look.gap:
        ink = mixed("#000000", 0.45, colour) if look.dark else PAPER["halo"]
        lines = stripes(area, sheet.metres(look.gap), math.radians(look.angle))
        parts.append(path(sheet.path(lines), "none", ink, look.width))
    dash = {"stroke_dasharray": "1.2 0.7"} if look.dashed else {}
    parts.append(path(d, "none", mixed("#000000", 0.35, colour), 0.3, stroke_linejoin="round", **dash))
    return parts


def _line(status: str, lines: Any, sheet: Sheet) -> str:
    colour, look, d = STATUS[status][0], HATCHES[status], sheet.path(lines)
    if status in FINISHED:  # a trace along the road: what is done recedes behind what goes on
        return path(d, "none", mixed(colour, look.strength, PAPER["halo"]), 0.45, **ROUND)
    wide, edge = ROAD_MM, mixed("#000000", 0.35, colour)
    parts = [path(d, "none", PAPER["halo"], wide + 0.7), path(d, "none", edge, wide + 0.24)]
    parts.append(path(d, "none", mixed(colour, max(look.strength, 0.5), PAPER["halo"]), wide))
    dash = {"planned": "0.3 1.4", "preparing": "0.9 1.2", "under_construction": "1.8 0.8"}[status]
    parts.append(path(d, "none", PAPER["halo"], wide * 0.42, stroke_dasharray=dash, stroke_linecap="butt"))
    return group(parts, **ROUND)


def _points(status: str, points: Any, sheet: Sheet) -> str:
    spots = [sheet.at(point.x, point.y) for point in shapely.get_parts(points)]
    colour = STATUS[status][0]
    if status in FINISHED:  # ringed: the light or bin itself stays seen
        radius = POINT_MM * (0.78 if sheet.scale > 1_000 else 1.2)
        return path(circles((x, y, radius) for x, y in spots), "none", colour, 0.2)
    return path(circles((x, y, POINT_MM) for x, y in spots), colour, PAPER["halo"], 0.25)


def _late(shape: Any, sheet: Sheet) -> str:
    areas, lines, points = (shapely.union_all(_parts(np.array([shape]), dimension)) for dimension in (2, 1, 0))
    d = sheet.path(areas) + sheet.path(lines.buffer(sheet.metres(0.9))) if not lines.is_empty else sheet.path(areas)
    d += circles((*sheet.at(p.x, p.y), POINT_MM + 0.7) for p in shapely.get_parts(points))
    halo, red = (path(d, "none", PAPER[pen], width) for pen, width in (("halo", 1.1), ("late", 0.55)))
    return halo + red


@dataclass(frozen=True)
class Mark:
    """A pill on the map: signs of statuses with how many works each, and a project's number on the sheet's list."""

    x: float
    y: float
    size: float
    signs: tuple[tuple[str, int, bool], ...]
    number: str

    @property
    def wide(self) -> float:
        """Width in millimetres."""
        inner = sum(2 * self.size + (self._counted(n) if n > 1 else 0) for _status, n, _late in self.signs)
        tag = text_width(self.number, self.size * 1.7, True) + self.size * 0.9 if self.number else 0.0
        return inner + tag + (0.5 if tag or len(self.signs) > 1 else 0.0)

    def _counted(self, n: int) -> float:
        return text_width(f"{n}", self.size * 1.5, True) + 0.5


def marks_of(works: gpd.GeoDataFrame, sheet: Sheet, numbers: Mapping[str, str], lettering: float) -> list[Mark]:
    """One mark for each project and spot with unfinished or late works, the most urgent first."""
    size = 1.75 * lettering
    open_ones = works[~works["status"].isin(FINISHED) | works["late"].to_numpy(dtype=bool)]
    groups: list[tuple[float, float, str, list[Any]]] = []
    for row in sorted(
        open_ones.itertuples(), key=lambda row: (not row.late, URGENCY.index(row.status), str(row.Index))
    ):
        number = numbers.get(str(row.Index), numbers.get(row.project, ""))
        x, y = _spot(row.geometry, sheet, size)
        near = next((g for g in groups if g[2] == number and math.hypot(g[0] - x, g[1] - y) < size * 3.4), None)
        if near:
            near[3].append(row)
        else:
            groups.append((x, y, number, [row]))
    marks = []
    for x, y, number, rows in groups:
        signs = []
        for status in URGENCY:
            own = [row for row in rows if row.status == status]
            if own:
                signs.append((status, len(own), any(row.late for row in own)))
        marks.append(Mark(x, y, size, tuple(signs), number))
    return marks


def _spot(shape: Any, sheet: Sheet, size: float) -> tuple[float, float]:
    """Where a mark leaves a building's number free: inside an area's right end, half way along lines, on points."""
    parts = shapely.get_parts(shape)
    main = max(parts, key=lambda part: (shapely.get_dimensions(part), part.area, part.length))
    axis = axis_of(main)
    if axis is None:
        point = shapely.line_interpolate_point(main, 0.5, normalized=True) if main.geom_type == "LineString" else main
        return sheet.at(point.x, point.y)
    inset = max(0.0, axis.length / 2 - sheet.metres(size + 0.6))
    return sheet.at(axis.x + axis.direction[0] * inset, axis.y + axis.direction[1] * inset)


def settle(marks: list[Mark], board: Board) -> list[Mark]:
    """The marks where they do not cover one another: each moves a little aside if its place is taken."""
    placed = []
    for mark in marks:
        wide, high = mark.wide + 0.4, 2 * mark.size + 0.6
        steps = [(0.0, 0.0)] + [(dx * wide * 0.55, dy * high * 1.05) for dx in (0, 1, -1, 2, -2) for dy in (0, -1, 1)]
        for dx, dy in steps:
            if board.take(mark.x + dx, mark.y + dy, wide, high):
                placed.append(Mark(mark.x + dx, mark.y + dy, mark.size, mark.signs, mark.number))
                break
        else:
            board.occupy(mark.x, mark.y, wide, high)
            placed.append(mark)
    return placed


def draw_mark(mark: Mark) -> str:
    """The pill as SVG."""
    size, wide = mark.size, mark.wide
    left = mark.x - wide / 2
    pill = len(mark.signs) > 1 or bool(mark.number) or mark.signs[0][1] > 1
    parts = []
    if pill:
        parts.append(
            box(left - 0.2, mark.y - size - 0.2, wide + 0.4, 2 * size + 0.4, PAPER["halo"], PAPER["ink"], 0.14, size)
        )
    if mark.number:
        tag = text_width(mark.number, size * 1.7, True) + size * 0.9
        parts.append(letters(mark.number, left + 0.1 + tag / 2, mark.y, Type(size * 1.7, PAPER["ink"], bold=True)))
        left += tag
    for status, count, late in mark.signs:
        parts.append(status_sign(status, left + size, mark.y, size, late=late))
        left += 2 * size
        if count > 1:
            counted = text_width(f"{count}", size * 1.5, True) + 0.5
            parts.append(letters(f"{count}", left + counted / 2, mark.y, Type(size * 1.5, PAPER["ink"], bold=True)))
            left += counted
    return "".join(parts)


def finished_signs(works: gpd.GeoDataFrame, sheet: Sheet, board: Board) -> list[str]:
    """Small signs at the ends of finished areas that are long enough to carry one beside their number."""
    parts, seen = [], set[str]()
    for row in works[works["status"].isin(FINISHED) & ~works["late"].to_numpy(dtype=bool)].itertuples():
        for part in shapely.get_parts(row.geometry):
            axis = axis_of(part)
            if axis is None or axis.length * sheet.mm_per_m < 9 or axis.width * sheet.mm_per_m < 2.4:
                continue
            radius = min(1.25, axis.width * sheet.mm_per_m * 0.28)
            inset = axis.length / 2 - sheet.metres(radius + 0.8)
            x, y = sheet.at(axis.x + axis.direction[0] * inset, axis.y + axis.direction[1] * inset)
            key = f"{x:.0f} {y:.0f}"
            if key not in seen and board.take(x, y, 2 * radius, 2 * radius):
                seen.add(key)
                parts.append(status_sign(row.status, x, y, radius))
    return parts
