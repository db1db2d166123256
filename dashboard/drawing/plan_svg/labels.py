"""The names on a printed map, set in order of importance: compound > garden > building > facility > road > manhole."""

import math
import re
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from dashboard.drawing.plan_svg.ground import Terrain, column
from dashboard.drawing.plan_svg.ink import PAPER, Type, letters, mixed
from dashboard.drawing.plan_svg.lettering import Board, is_chinese, text_width
from dashboard.drawing.plan_svg.shapes import axis_of, longest_stretch
from dashboard.drawing.plan_svg.sheet import Sheet
from dashboard.drawing.plan_svg.signs import LANDMARKS
from dashboard.drawing.plan_svg.things import pipe_width, sign_half

ROAD_NAMES_FROM = {"main": 4_000, "cluster": 2_000, "doorstep": 1_000, "footpath": 1_000}
AGAIN_MM = 70.0
"""A long street is named again after so much paper."""

SMALLEST = 2.12
"""Millimetres of type: 6 pt, as small as a map may print."""

COMPOUND_SHRINKS = (1.0, 0.8, 0.65)
"""How small a compound's name may become to keep clear of the buildings."""


class Names:
    """Sets names on one sheet. `own`: buildings that the sheet is about (empty: all); `lettering` enlarges the type."""

    def __init__(self, terrain: Terrain, sheet: Sheet, board: Board, own: frozenset[str], lettering: float) -> None:
        self.terrain, self.sheet, self.board, self.own, self.lettering = terrain, sheet, board, own, lettering

    def reserve_signs(self) -> None:
        """Signs of facilities are drawn already: no name may cover one."""
        for row, kind in self._rows("facility", "kind", ""):
            half = sign_half(self.sheet, kind, self.lettering)
            if half:
                self.board.occupy(*self._spot(row.geometry), 2 * half, 2 * half)

    def compounds(self) -> list[str]:
        """Names of compounds, rather small between the rows of buildings than large over a number."""
        if self.sheet.scale < 750:
            return []
        boxes = self._boxes()
        parts = []
        for row, name in self._rows("compound", "name", ""):
            outline = shapely.intersection(row.geometry, self.sheet.window)
            if not name or outline.is_empty:
                continue
            shapely.prepare(outline)
            ways: list[tuple[int, float, Type, tuple[float, float]]] = []
            for size in self._compound_sizes():
                ways += self._compound(name, size * self.lettering, outline, boxes)
                if any(way[0] == 0 for way in ways):
                    break
            ways.sort(key=lambda way: (way[0], -way[2].size, way[1]))
            for _under, _far, look, place in ways:
                wide = text_width(name, look.size, True) + len(name) * look.spacing
                if self.board.take(*place, wide + 1.5, look.size * 1.3):
                    parts.append(letters(name, *place, look))
                    break
        return parts

    def _compound_sizes(self) -> tuple[float, ...]:
        """Millimetres of type, the largest first; smaller where the rows of buildings stand closer on the paper."""
        most = 4.4 if self.sheet.scale < 2_000 else 4.0
        return tuple(most * share for share in COMPOUND_SHRINKS)

    def _compound(
        self, name: str, size: float, outline: Any, boxes: np.ndarray
    ) -> list[tuple[int, float, Type, tuple[float, float]]]:
        """(square millimetres of buildings and gardens under it, how far it is moved, type, place) wherever it fits."""
        look = Type(size, PAPER["compound_text"], True, PAPER["halo"], 0.55 * self.lettering, spacing=size * 0.3)
        wide = text_width(name, size, True) + len(name) * look.spacing
        x, y = self._spot(outline)
        near = [(x + j * size * 1.5, y + i * size * 0.5) for i in range(-18, 19) for j in range(-6, 7)]
        inside = [place for place in near if self._holds(outline, place, wide)]
        return [(covered(boxes, p, wide, size), math.hypot(p[0] - x, p[1] - y), look, p) for p in inside]

    def _holds(self, outline: Any, place: tuple[float, float], wide: float) -> bool:
        ends = [(place[0] + d, place[1]) for d in (-wide / 2, 0.0, wide / 2)]
        metres = [(self.sheet.left + self.sheet.metres(x), self.sheet.top - self.sheet.metres(y)) for x, y in ends]
        return bool(shapely.contains(outline, shapely.points(metres)).all())

    def gardens(self) -> list[str]:
        """Names of gardens along their length, level where they are too short; below them where nothing fits."""
        size = 2.6 * self.lettering
        parts = []
        for row, name in self._rows("garden", "name", ""):
            axis = axis_of(shapely.intersection(row.geometry, self.sheet.window))
            if axis is None or not name:
                continue
            room, wide = axis.length * self.sheet.mm_per_m, text_width(name, size, True)
            spacing = max(0.0, min(size * 0.4, (room * 0.7 - wide) / len(name))) if len(name) > 1 else 0.0
            level = abs(axis.angle) > 1.05 or room < wide * 1.15
            angle = 0.0 if level else -axis.angle
            x, y = self.sheet.at(axis.x, axis.y)
            rim = 0.45 * self.lettering
            look = Type(size, PAPER["garden_text"], True, PAPER["halo"], rim, angle, spacing)
            for dy in (0.0, -size * 1.3, size * 1.3, -size * 2.4, size * 2.4):
                if self.board.take(x, y + dy, wide + spacing * len(name) + 0.8, size * 1.25, angle):
                    parts.append(letters(name, x, y + dy, look))
                    break
        return parts

    def buildings(self, colours: dict[str, str]) -> list[str]:
        """Numbers of buildings: in full where they fit, as bare digits where not. `colours`: what lies under each."""
        parts = []
        frame = self.terrain.near("building", self.sheet)
        ids = [str(id) for id in frame.index]
        rows = zip(ids, frame.geometry, column(frame, "no", ""), column(frame, "name", ""), strict=True)
        for id, shape, no, name in sorted(rows, key=lambda row: row[0] not in self.own):
            axis = axis_of(shape)
            if axis is None:
                continue
            room = axis.length * self.sheet.mm_per_m, axis.width * self.sheet.mm_per_m
            mine = id in self.own
            most = (3.2 if mine or not self.own else 2.4) * self.lettering
            size = max(SMALLEST, min(most, room[1] * 0.6, room[0] * 0.4))
            full = str(no or name or id)
            digits = re.search(r"\d+", full)
            texts = [full, digits[0] if digits else full]
            text = next((t for t in texts if text_width(t, size, True) <= room[0] * 0.86), texts[-1] if mine else "")
            if not text or (room[1] < size * 0.7 and not mine):
                continue
            level = room[0] <= room[1] * 1.3 or abs(axis.angle) > 0.8
            angle = 0.0 if level else -axis.angle
            under = colours.get(id, mixed(PAPER["accent"], 0.24, "#ffffff") if mine else PAPER["building"])
            ink = PAPER["ink"] if mine or not self.own else mixed(PAPER["building_text"], 0.75, "#ffffff")
            wide = text_width(text, size, True)
            x, y = self.sheet.at(axis.x, axis.y)
            for shift in (0.0, -0.22, 0.22):
                a, b = x + shift * room[0] * math.cos(angle), y + shift * room[0] * math.sin(angle)
                if self.board.take(a, b, wide, size * 0.95, angle):
                    look = Type(size, ink, True, mixed(under, 0.5, "#ffffff"), 0.3 * self.lettering, angle)
                    parts.append(letters(text, a, b, look))
                    break
        return parts

    def facilities(self) -> list[str]:
        """Names of landmarks beside their signs; of others on large scales only."""
        size = 2.3 * self.lettering
        parts = []
        frame = self.terrain.near("facility", self.sheet)
        for shape, kind, name in zip(frame.geometry, column(frame, "kind", ""), column(frame, "name", ""), strict=True):
            half = sign_half(self.sheet, kind, self.lettering)
            if not name or not half or self.sheet.scale > (4_000 if kind in LANDMARKS else 500):
                continue
            x, y = self._spot(shape)
            wide = text_width(name, size, True)
            look = Type(size, PAPER["facility"], True, PAPER["halo"], 0.4 * self.lettering)
            beside = half + wide / 2 + 0.8
            for dx, dy in ((0, half + size * 0.75), (0, -half - size * 0.75), (beside, 0), (-beside, 0)):
                if self.board.take(x + dx, y + dy, wide + 0.6, size * 1.1):
                    parts.append(letters(name, x + dx, y + dy, look))
                    break
        return parts

    def streets(self) -> list[str]:
        """Roads and rivers along their course; Chinese stays upright on steep ones."""
        parts: list[str] = []
        placed: list[tuple[str, float, float]] = []
        inner = self.sheet.window.buffer(-self.sheet.metres(3.0), join_style="mitre")
        for layer in ("context", "road"):
            frame = self.terrain.near(layer, self.sheet)
            columns = (column(frame, key, "") for key in ("kind", "name"))
            for shape, kind, name in zip(frame.geometry, *columns, strict=True):
                # A road drawn in sections ("环路 3段") is named as a whole.
                name = re.sub(r"\s*\d+段$", "", name)
                own = layer == "road"
                if not name or self.sheet.scale > (ROAD_NAMES_FROM.get(kind, 0) if own else 99_999):
                    continue
                if own or kind in ("city_road", "river"):
                    parts += self._street(shape, kind, name, own, inner, placed)
        return parts

    def _street(
        self, shape: Any, kind: str, name: str, own: bool, inner: Any, placed: list[tuple[str, float, float]]
    ) -> list[str]:
        size = (2.3 if own else 2.7) * self.lettering
        spacing = size * (0.12 if own else 0.35)
        line = channel(shape, inner) if shapely.get_dimensions(shape) == 2 else shape
        place = longest_stretch(line, inner, 0.3 if kind == "river" else 0.12) if line is not None else None
        wide = text_width(name, size, not own) + len(name) * spacing
        if place is None or place.length * self.sheet.mm_per_m < wide * 1.1:
            return []
        x, y = self.sheet.at(place.x, place.y)
        if any(other == name and math.hypot(a - x, b - y) < AGAIN_MM for other, a, b in placed):
            return []
        colour = PAPER["river_text" if kind == "river" else "road_text"]
        halo = PAPER["river" if kind == "river" else "halo"]
        look = Type(size, colour, not own, halo, 0.35 * self.lettering, -place.angle, spacing)
        along = place.length * self.sheet.mm_per_m - wide
        for t in (0.0, 0.2, -0.2, 0.4, -0.4):
            a = x + t * along * math.cos(place.angle)
            b = y - t * along * math.sin(place.angle)
            if abs(place.angle) > 1.0 and is_chinese(name):
                drawn = self._upright(name, a, b, look)
            elif self.board.take(a, b, wide, size * 1.2, -place.angle):
                drawn = [letters(name, a, b, look)]
            else:
                drawn = []
            if drawn:
                placed.append((name, a, b))
                return drawn
        return []

    def _upright(self, name: str, x: float, y: float, look: Type) -> list[str]:
        """The characters one under another along a steep line, each standing upright."""
        step, level = look.size + look.spacing, replace(look, angle=0.0, spacing=0.0)
        dx, dy = math.cos(look.angle) * step, math.sin(look.angle) * step
        sign = -1 if dy < 0 else 1
        middle = (len(name) - 1) / 2
        spots = [(x + (i - middle) * dx * sign, y + (i - middle) * dy * sign) for i in range(len(name))]
        if not self.board.take_all([(a, b, look.size, look.size, 0.0) for a, b in spots]):
            return []
        return [letters(c, a, b, level) for c, (a, b) in zip(name, spots, strict=True)]

    def pipes(self) -> list[str]:
        """Kind letter and diameter along pipes on large scales: W foul, Y storm, H combined, as drawings write it."""
        if self.sheet.scale > 750:
            return []
        size, parts = SMALLEST * self.lettering, []
        frame = self.terrain.near("pipe", self.sheet)
        kinds, diameters = column(frame, "kind", "storm"), column(frame, "diameter_mm", 0)
        for shape, kind, diameter in zip(frame.geometry, kinds, diameters, strict=True):
            text = f"{ {'foul': 'W', 'storm': 'Y', 'combined': 'H'}[kind] } DN{int(diameter)}"
            place = longest_stretch(shape, self.sheet.window) if diameter else None
            wide = text_width(text, size)
            if place is None or place.length * self.sheet.mm_per_m < wide * 1.4:
                continue
            off = pipe_width(float(diameter)) / 2 + size * 0.7
            x, y = self.sheet.at(place.x, place.y)
            x, y = x - math.sin(place.angle) * off, y - math.cos(place.angle) * off
            if self.board.take(x, y, wide, size * 1.1, -place.angle):
                look = Type(size, PAPER[kind], halo=PAPER["halo"], rim=0.35, angle=-place.angle)
                parts.append(letters(text, x, y, look))
        return parts

    def _rows(self, layer: str, key: str, otherwise: Any) -> Any:
        frame = self.terrain.near(layer, self.sheet)
        return zip(frame.itertuples(), column(frame, key, otherwise), strict=True)

    def _boxes(self) -> np.ndarray:
        """Rectangles around buildings and gardens in millimetres: left, top, right, bottom."""
        shapes = [self.terrain.near(key, self.sheet).geometry.to_numpy() for key in ("building", "garden")]
        left, bottom, right, top = shapely.bounds(np.concatenate(shapes)).reshape(-1, 4).T
        sheet = self.sheet
        sides = (left - sheet.left, sheet.top - top, right - sheet.left, sheet.top - bottom)
        return np.column_stack(sides) * sheet.mm_per_m

    def _spot(self, shape: Any) -> tuple[float, float]:
        """Where a thing's name stands: its middle if that lies inside."""
        point = shape.centroid
        if shapely.get_dimensions(shape) == 2 and not shape.contains(point):
            point = shape.point_on_surface()
        return self.sheet.at(point.x, point.y)


def covered(boxes: np.ndarray, place: tuple[float, float], wide: float, size: float) -> int:
    """Square millimetres of the boxes (left, top, right, bottom) under a name of this width and size at a place."""
    a, b = place[0] - wide / 2, place[1] - size * 0.6
    across = np.minimum(boxes[:, 2], a + wide) - np.maximum(boxes[:, 0], a)
    down = np.minimum(boxes[:, 3], b + size * 1.2) - np.maximum(boxes[:, 1], b)
    return round(float((across.clip(0) * down.clip(0)).sum()))


def channel(area: Any, window: Any) -> Any:
    """The middle line of a long winding area within a window, for its name; None where it is too short."""
    seen = shapely.intersection(shapely.make_valid(area), window)
    axis = axis_of(seen)
    if axis is None:
        return None
    along, across = np.array(axis.direction), np.array([-axis.direction[1], axis.direction[0]])
    middles = []
    for share in np.linspace(-0.46, 0.46, 24):
        foot = np.array([axis.x, axis.y]) + along * axis.length * share
        cut = shapely.intersection(shapely.LineString([foot - across * axis.width, foot + across * axis.width]), seen)
        if not cut.is_empty:
            middles.append(cut.centroid.coords[0])
    return shapely.LineString(middles).simplify(axis.width * 0.08) if len(middles) > 2 else None
