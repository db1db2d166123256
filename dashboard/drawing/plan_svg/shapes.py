"""Plane geometry of things drawn: the long axis of an area, the straightest stretch of a line, stripes over an area."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely


@dataclass(frozen=True)
class Axis:
    """The rectangle along an area's longest edge: centre, direction (to the east), length along it, width across."""

    x: float
    y: float
    direction: tuple[float, float]
    length: float
    width: float

    @property
    def angle(self) -> float:
        """Radians anticlockwise from east, in (-90°, 90°]."""
        return math.atan2(self.direction[1], self.direction[0])


def axis_of(shape: Any) -> Axis | None:
    """The axis of the largest part of an area; None for what is no area."""
    areas = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and not part.is_empty]
    if not areas:
        return None
    corners = np.asarray(max(areas, key=lambda part: part.area).exterior.coords)[:, :2]
    edges = np.diff(corners, axis=0)
    lengths = np.hypot(*edges.T)
    if lengths.max() <= 0:
        return None
    ux, uy = edges[lengths.argmax()] / lengths.max()
    along, across = corners @ (ux, uy), corners @ (-uy, ux)
    spans = [(along.min(), along.max()), (across.min(), across.max())]
    if spans[1][1] - spans[1][0] > spans[0][1] - spans[0][0]:
        ux, uy = -uy, ux
        spans = [spans[1], (-spans[0][1], -spans[0][0])]
    s, t = (sum(span) / 2 for span in spans)
    x, y = s * ux - t * uy, s * uy + t * ux
    if ux < -1e-9 or (abs(ux) <= 1e-9 and uy < 0):
        ux, uy = -ux, -uy
    length, width = (float(span[1] - span[0]) for span in spans)
    return Axis(float(x), float(y), (float(ux), float(uy)), length, width)


@dataclass(frozen=True)
class Stretch:
    """A nearly straight part of a line: its middle, angle (anticlockwise from east, to the right) and length."""

    x: float
    y: float
    angle: float
    length: float


def longest_stretch(line: Any, window: Any, bend: float = 0.12) -> Stretch | None:
    """The longest nearly straight stretch of a line inside a window; None if there is none."""
    best: Stretch | None = None
    for part in shapely.get_parts(shapely.intersection(line, window)):
        if part.geom_type != "LineString" or part.is_empty:
            continue
        corners = np.asarray(part.coords)[:, :2]
        headings = np.arctan2(*np.diff(corners, axis=0).T[::-1])
        start = 0
        for here in range(1, len(corners)):
            turn = abs(math.remainder(headings[here] - headings[start], math.tau)) if here < len(headings) else 9.0
            if turn < bend:
                continue
            found = _between(corners[start], corners[here])
            if best is None or found.length > best.length:
                best = found
            start = here
    return best


def _between(a: np.ndarray, b: np.ndarray) -> Stretch:
    angle = math.atan2(b[1] - a[1], b[0] - a[0])
    if angle > math.pi / 2:
        angle -= math.pi
    elif angle <= -math.pi / 2:
        angle += math.pi
    return Stretch((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, angle, float(math.hypot(*(b - a))))


def stripes(area: Any, gap: float, angle: float) -> Any:
    """Parallel lines over an area, always at the same places of the ground; `gap` in its units, `angle` in radians."""
    if area is None or area.is_empty:
        return shapely.MultiLineString()
    turned = shapely.affinity.rotate(area, -angle, origin=(0, 0), use_radians=True)
    left, bottom, right, top = turned.bounds
    heights = np.arange(math.ceil(bottom / gap), math.floor(top / gap) + 1)[:4_000] * gap
    lines = shapely.multilinestrings([[(left - gap, y), (right + gap, y)] for y in heights] or None)
    cut = shapely.intersection(lines, turned)
    return shapely.affinity.rotate(cut, angle, origin=(0, 0), use_radians=True)
