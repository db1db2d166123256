"""The plane of things: buildings with their height in shade, pipes with flow arrows, manholes, lights, facilities."""

import math
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from dashboard.drawing.plan_svg.ground import ROUND, Terrain, column, divided
from dashboard.drawing.plan_svg.ink import PAPER, box, circles, disc, group, mixed, path
from dashboard.drawing.plan_svg.sheet import Sheet
from dashboard.drawing.plan_svg.signs import LANDMARKS, facility_sign

SHADE_M = 0.32
"""How far a storey throws its shade."""

NODE_FROM, GULLY_FROM, SIGN_FROM, UNIT_FROM = 2_500, 1_000, 1_500, 1_000
"""The scales from which manholes, gullies, small facilities and stairwell units are drawn."""


def buildings(terrain: Terrain, sheet: Sheet, own: frozenset[str]) -> list[str]:
    """Buildings with their shade; where some are a sheet's own, they stand out and the others recede."""
    frame = terrain.near("building", sheet)
    if frame.empty:
        return []
    parts = [_shades(frame, sheet)]
    mine = frame.index.isin(list(own)) if own else np.zeros(len(frame), dtype=bool)
    plain = mixed(PAPER["building"], 0.55 if own else 1.0, PAPER["halo"])
    edge = mixed(PAPER["building_edge"], 0.55 if own else 1.0, PAPER["halo"])
    for rows, fill, line, width in (
        (~mine, plain, edge, 0.16),
        (mine, mixed(PAPER["accent"], 0.24, PAPER["halo"]), PAPER["ink"], 0.36),
    ):
        d = "".join(sheet.path(shape) for shape in frame.geometry[rows])
        parts.append(path(d, fill, line, width, stroke_linejoin="round", fill_rule="evenodd"))
    if sheet.scale <= UNIT_FROM:
        for shape, units in zip(frame.geometry, column(frame, "units", 0), strict=True):
            parts.append(path(divided(shape, int(units), sheet, 3.0), "none", edge, 0.12))
    return parts


def focus(terrain: Terrain, sheet: Sheet, own: frozenset[str]) -> list[str]:
    """The outlines of a sheet's own buildings over everything that covers them."""
    frame = terrain.near("building", sheet)
    d = "".join(sheet.path(shape) for id, shape in frame.geometry.items() if str(id) in own)
    halo = path(d, "none", PAPER["halo"], 1.1, stroke_linejoin="round")
    return [halo, path(d, "none", PAPER["ink"], 0.5, stroke_linejoin="round")]


def _shades(frame: gpd.GeoDataFrame, sheet: Sheet) -> str:
    reach = np.minimum(np.array(column(frame, "storeys", 3), dtype=float), 33) * SHADE_M
    moved = [
        shapely.transform(shape, lambda xy, far=far: xy + np.array([far, -0.8 * far]))
        for shape, far in zip(frame.geometry, reach, strict=True)
    ]
    return path(sheet.path(shapely.union_all(moved)), PAPER["building_shade"])


def pipe_width(diameter_mm: float) -> float:
    """A pipe's width on paper in millimetres by its diameter: 0.4 at DN200 to 1.2 at DN600 and more."""
    return max(0.4, min(1.2, 0.4 + (diameter_mm - 200) * 0.002))


def pipes(terrain: Terrain, sheet: Sheet) -> list[str]:
    """Pipes over a pale rim, told apart by colour and dash (storm long dashes, combined short ones); flow arrows."""
    frame = terrain.near("pipe", sheet)
    kinds, widths = column(frame, "kind", "storm"), column(frame, "diameter_mm", 300)
    rims, lines, arrows = [], [], []
    for shape, kind, diameter in zip(frame.geometry, kinds, widths, strict=True):
        wide, d = pipe_width(float(diameter)), sheet.path(shape)
        rims.append(path(d, "none", PAPER["halo"], wide + 0.5))
        dash = {"storm": "3.2 0.7", "combined": "1.4 0.9"}.get(kind)
        lines.append(path(d, "none", PAPER[kind], wide, **({"stroke_dasharray": dash} if dash else {})))
        arrows.append(_arrow(shape, wide, PAPER[kind], sheet))
    return [group(rims, **ROUND, opacity=0.8), group(lines, stroke_linejoin="round"), *arrows]


def _arrow(shape: Any, wide: float, colour: str, sheet: Sheet) -> str:
    """One arrow half way along, pointing as the geometry runs (from the upper to the lower node)."""
    if shape.geom_type != "LineString" or shape.length * sheet.mm_per_m < 7:
        return ""
    (x1, y1), (x2, y2) = (
        sheet.at(*shapely.line_interpolate_point(shape, t, normalized=True).coords[0]) for t in (0.48, 0.52)
    )
    turn, size = math.degrees(math.atan2(y2 - y1, x2 - x1)), 0.55 + wide
    d = f"M{size:.2f} 0L{-0.7 * size:.2f} {0.7 * size:.2f}L{-0.35 * size:.2f} 0L{-0.7 * size:.2f} {-0.7 * size:.2f}Z"
    place = f"translate({(x1 + x2) / 2:.2f} {(y1 + y2) / 2:.2f}) rotate({turn:.1f})"
    return path(d, colour, PAPER["halo"], 0.25, transform=place, paint_order="stroke")


def nodes(terrain: Terrain, sheet: Sheet) -> list[str]:
    """Manholes as rings, gullies as squares, outfalls as triangles in their pipe's colour."""
    parts = []
    if sheet.scale <= GULLY_FROM:
        for x, y, _kind in _spots(terrain, sheet, "gully"):
            parts.append(box(x - 0.5, y - 0.5, 1.0, 1.0, PAPER["halo"], PAPER["storm"], 0.25))
    if sheet.scale <= NODE_FROM:
        size = 1.0 if sheet.scale <= 1_000 else 0.7
        for x, y, kind in _spots(terrain, sheet, "manhole"):
            parts.append(disc(x, y, size, PAPER["halo"], PAPER[kind], 0.32))
    for x, y, kind in _spots(terrain, sheet, "outfall"):
        d = f"M{x - 1.5:.2f} {y - 1.1:.2f}h3L{x:.2f} {y + 1.6:.2f}Z"
        parts.append(path(d, PAPER[kind], PAPER["halo"], 0.3))
    return parts


def lights(terrain: Terrain, sheet: Sheet) -> list[str]:
    """Lights as small warm dots with a dark edge; faulty ones grey and crossed."""
    if sheet.scale > 4_000:
        return []
    frame = terrain.near("street_light", sheet)
    faulty = np.array(column(frame, "state", "working"), dtype=object) == "faulty"
    radius = 0.85 if sheet.scale <= 1_000 else 0.62 if sheet.scale <= 2_000 else 0.48
    spots = [sheet.at(p.x, p.y) for p in shapely.centroid(frame.geometry.to_numpy())] if len(frame) else []
    good = circles((x, y, radius) for (x, y), bad in zip(spots, faulty, strict=True) if not bad)
    parts = [path(good, PAPER["light_core"], PAPER["light_edge"], 0.14)]
    for (x, y), bad in zip(spots, faulty, strict=True):
        if bad:
            parts.append(disc(x, y, radius, PAPER["halo"], PAPER["light_faulty"], 0.2))
            r = radius * 0.7
            parts.append(path(f"M{x - r:.2f} {y - r:.2f}l{2 * r:.2f} {2 * r:.2f}", "none", PAPER["warm"], 0.22))
    return parts


def sign_half(sheet: Sheet, kind: str, lettering: float) -> float:
    """Half the side of a facility's sign in millimetres; 0 where it is not drawn at the scale."""
    if kind not in LANDMARKS and sheet.scale > SIGN_FROM:
        return 0.0
    return (1.9 if kind in LANDMARKS else 1.5) * lettering


def facilities(terrain: Terrain, sheet: Sheet, lettering: float) -> list[str]:
    """Facilities, each with the pictogram of its kind; small ones only on large scales."""
    if sheet.scale > 5_000:
        return []
    parts = []
    for x, y, kind in _spots(terrain, sheet, "facility"):
        half = sign_half(sheet, kind, lettering)
        parts.append(facility_sign(kind, x, y, half, PAPER["facility"]) if half else "")
    return parts


def _spots(terrain: Terrain, sheet: Sheet, layer: str) -> list[tuple[float, float, str]]:
    frame = terrain.near(layer, sheet)
    if frame.empty:
        return []
    points = shapely.centroid(frame.geometry.to_numpy())
    return [(*sheet.at(p.x, p.y), kind) for p, kind in zip(points, column(frame, "kind", "storm"), strict=True)]
