"""Plan geometry in local metres: smooth corners, turned blocks, points along lines.

Local coordinates are (u, v): metres to the right and up on the drawing board, before the whole plan
is turned and laid on the ground (`data.demo.place`).
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import atan2, ceil, cos, hypot, pi, sin, tan

import numpy as np
from shapely import LineString, Point, Polygon, affinity
from shapely.ops import substring

Spot = tuple[float, float]
Corner = tuple[float, float, float]
"""A corner of a path: u, v and the radius of the arc that rounds it (0: left sharp)."""

ARC_STEP_RAD = pi / 36


def rounded(corners: Sequence[Corner], closed: bool = False) -> LineString:
    """The path through the corners, each rounded by an arc that is tangent to both legs."""
    if closed:
        first, last = corners[0], corners[-1]
        start = ((first[0] + last[0]) / 2, (first[1] + last[1]) / 2, 0.0)
        corners = [start, *corners, start]
    path: list[Spot] = [corners[0][:2]]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        path.extend(_arc(before[:2], corner, after[:2]))
    path.append(corners[-1][:2])
    return LineString(path)


def _arc(before: Spot, corner: Corner, after: Spot) -> list[Spot]:
    u, v, radius = corner
    heading_in = atan2(v - before[1], u - before[0])
    heading_out = atan2(after[1] - v, after[0] - u)
    turn = (heading_out - heading_in + pi) % (2 * pi) - pi
    if radius <= 0 or abs(turn) < 1e-6:
        return [(u, v)]
    back = radius * tan(abs(turn) / 2)
    side = 1.0 if turn > 0 else -1.0
    start = (u - back * cos(heading_in), v - back * sin(heading_in))
    centre = (start[0] - side * radius * sin(heading_in), start[1] + side * radius * cos(heading_in))
    steps = max(2, ceil(abs(turn) / ARC_STEP_RAD))
    angles = heading_in - side * pi / 2 + turn * np.arange(steps + 1) / steps
    return [(centre[0] + radius * cos(a), centre[1] + radius * sin(a)) for a in angles]


def organic(corners: Sequence[Spot], rounds: int = 4) -> Polygon:
    """A soft outline that leans on these corners (Chaikin's corner cutting, closed): gardens, ponds."""
    path = np.array(corners, dtype=float)
    for _ in range(rounds):
        after = np.roll(path, -1, axis=0)
        path = np.stack([0.75 * path + 0.25 * after, 0.25 * path + 0.75 * after], axis=1).reshape(-1, 2)
    return Polygon(path)


def sized(shape: Polygon, area_m2: float) -> Polygon:
    """The same outline, scaled about its centroid to this area."""
    factor = (area_m2 / shape.area) ** 0.5
    return affinity.scale(shape, factor, factor, origin="centroid")


def laid(shape: Polygon, angle_deg: float, u: float, v: float) -> Polygon:
    """A shape drawn around (0, 0), turned counter-clockwise and moved to (u, v)."""
    return affinity.translate(affinity.rotate(shape, angle_deg, origin=(0, 0)), u, v)


def turned(along: float, across: float, angle_deg: float, u: float, v: float) -> Spot:
    """The local place of a point given along and across a row that starts at (u, v)."""
    a = angle_deg * pi / 180
    return (u + along * cos(a) - across * sin(a), v + along * sin(a) + across * cos(a))


def part(line: LineString, start: Spot, end: Spot) -> LineString:
    """The stretch of a line between the places nearest to two points, running from the first to the second."""
    return substring(line, line.project(Point(start)), line.project(Point(end)))


def aside(line: LineString, across_m: float, at_m: float) -> Spot:
    """The point at this chainage, moved across to the left of the line (negative: to the right)."""
    u, v = line.interpolate(at_m).coords[0]
    (u0, v0), (u1, v1) = (line.interpolate(max(0.0, at_m - 0.5)).coords[0], line.interpolate(at_m + 0.5).coords[0])
    length = hypot(u1 - u0, v1 - v0)
    return (u - across_m * (v1 - v0) / length, v + across_m * (u1 - u0) / length)


def with_vertices(line: LineString, spots: Iterable[Spot], tolerance_m: float = 0.05) -> LineString:
    """The line with a vertex at each spot (which lies on it), so that other lines can share the node."""
    wanted = sorted((line.project(Point(spot)), spot) for spot in spots)
    chainages = _chainages(line)
    merged = [(at, xy) for at, xy in zip(chainages, line.coords, strict=True)]
    for at, spot in wanted:
        merged = [(s, xy) for s, xy in merged if abs(s - at) > tolerance_m or s in (0.0, line.length)]
        if all(abs(s - at) > 1e-9 for s, _ in merged):
            merged.append((at, spot))
    return LineString([xy for _, xy in sorted(merged)])


def _chainages(line: LineString) -> list[float]:
    legs = [hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(line.coords)]
    return [0.0, *(float(s) for s in np.cumsum(legs[:-1])), line.length]
