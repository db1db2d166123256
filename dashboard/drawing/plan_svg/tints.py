"""Areas told apart by colour, stripes and number on a printed map: the works of a plan by year."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd

from dashboard.drawing.plan_svg.ink import PAPER, Type, box, letters, mixed, path
from dashboard.drawing.plan_svg.legend import HIGH, WIDE, sample_of
from dashboard.drawing.plan_svg.lettering import Board, text_width
from dashboard.drawing.plan_svg.shapes import stripes
from dashboard.drawing.plan_svg.sheet import Sheet

YEARS = ("#1f5c57", "#3b8ea5", "#d9a441", "#8a63b0", "#c8553d", "#7d8995")
"""As on the screen (`assets/mapview/plan_colours.js`)."""

STRIPES: tuple[tuple[float, ...], ...] = ((), (45.0,), (135.0,), (0.0,), (90.0,), (45.0, 135.0))
"""Angles of the stripes of each year in degrees, so that grey paper tells them apart."""

GAP_MM, STRIPE_MM = 1.5, 0.28
NUMBER_MM = 2.5


@dataclass(frozen=True)
class Tint:
    """An area (EPSG:4490) of a series, with its number in the sheet's list ("" none)."""

    geometry: Any
    series: int
    number: str = ""


def tint_plane(tints: Sequence[Tint], sheet: Sheet) -> list[str]:
    """The areas, each in the colour and with the stripes of its series."""
    return [part for tint, shape in zip(tints, _on(tints, sheet), strict=True)
            for part in _fill(shape, tint.series, sheet)]  # fmt: skip


def tint_numbers(tints: Sequence[Tint], sheet: Sheet, board: Board, lettering: float) -> list[str]:
    """The numbers where they find room, near the middle of their areas; those that find none are left out."""
    size, parts = NUMBER_MM * lettering, []
    for tint, shape in zip(tints, _on(tints, sheet), strict=True):
        if not tint.number or not shape.intersects(sheet.window):
            continue
        middle = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area).representative_point()
        x, y = sheet.at(middle.x, middle.y)
        wide, high = text_width(tint.number, size, True) + 1.6, size + 1.0
        for dx, dy in ((0, 0), (0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, 1), (2, 0), (-2, 0)):
            spot = x + dx * wide, y + dy * high
            if board.take(*spot, wide, high):
                parts.append(_pill(tint, *spot, wide, high, size))
                break
    return parts


def tint_sample(series: int) -> str:
    """The small drawing of a series for a legend, a whole SVG."""
    paper = Sheet(None, 0.0, HIGH, WIDE, HIGH, 1_000)
    area = paper.window.buffer(-0.3, join_style="mitre")
    return sample_of(*_fill(area, series, paper))


def _on(tints: Sequence[Tint], sheet: Sheet) -> list[Any]:
    return list(gpd.GeoSeries([tint.geometry for tint in tints], crs=4490).to_crs(sheet.crs)) if tints else []


def _fill(area: Any, series: int, sheet: Sheet) -> list[str]:
    colour, d = YEARS[series % len(YEARS)], sheet.path(area)
    parts = [path(d, mixed(colour, 0.62, PAPER["halo"]), opacity=0.9, fill_rule="evenodd")]
    for angle in STRIPES[series % len(STRIPES)]:
        lines = stripes(area, sheet.metres(GAP_MM), math.radians(angle))
        parts.append(path(sheet.path(lines), "none", PAPER["halo"], STRIPE_MM))
    parts.append(path(d, "none", mixed("#000000", 0.35, colour), 0.3, stroke_linejoin="round"))
    return parts


def _pill(tint: Tint, x: float, y: float, wide: float, high: float, size: float) -> str:
    edge = mixed("#000000", 0.35, YEARS[tint.series % len(YEARS)])
    plate = box(x - wide / 2, y - high / 2, wide, high, PAPER["halo"], edge, 0.25, high / 2)
    return plate + letters(tint.number, x, y, Type(size, PAPER["ink"], bold=True))
