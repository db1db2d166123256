"""The sheet: which rectangle of ground lies on which rectangle of paper, at which round scale."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

SCALES = (200, 250, 500, 750, 1_000, 1_500, 2_000, 2_500, 3_000, 4_000, 5_000, 7_500, 10_000, 20_000)
"""Denominators that a ruler or a head can work with."""


@dataclass(frozen=True)
class Sheet:
    """A map `width_mm` × `height_mm` on paper; its upper left corner lies at (`left`, `top`) in metres of `crs`."""

    crs: Any
    left: float
    top: float
    width_mm: float
    height_mm: float
    scale: int

    @property
    def mm_per_m(self) -> float:
        """Millimetres of paper for one metre of ground."""
        return 1000 / self.scale

    @property
    def window(self) -> shapely.Polygon:
        """The ground on the sheet, in metres."""
        width, height = (side / self.mm_per_m for side in (self.width_mm, self.height_mm))
        return shapely.box(self.left, self.top - height, self.left + width, self.top)

    def metres(self, mm: float) -> float:
        """Metres of ground under so many millimetres of paper."""
        return mm / self.mm_per_m

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Millimetres from the sheet's upper left corner of a place in metres."""
        return round((x - self.left) * self.mm_per_m, 2), round((self.top - y) * self.mm_per_m, 2)

    def path(self, shape: Any) -> str:
        """The `d` of an SVG path of areas and lines; points are left out."""
        steps = []
        for part in shapely.get_parts(shape) if shape is not None else ():
            area = part.geom_type == "Polygon"
            if not area and part.geom_type not in ("LineString", "LinearRing"):
                continue
            for ring in (part.exterior, *part.interiors) if area else (part,):
                corners = np.asarray(ring.coords)[:, :2]
                spots = np.column_stack(
                    [(corners[:, 0] - self.left) * self.mm_per_m, (self.top - corners[:, 1]) * self.mm_per_m]
                )
                words = [f"{x:.2f} {y:.2f}" for x, y in (spots[:-1] if area else spots)]
                steps.append("M" + "L".join(words) + ("Z" if area else ""))
        return "".join(steps)


def round_scale(width_m: float, height_m: float, width_mm: float, height_mm: float) -> int:
    """The denominator of the largest round scale at which an extent fits a rectangle of paper.

    >>> round_scale(100, 50, 186, 112), round_scale(190, 50, 186, 112), round_scale(10, 10, 186, 112)
    (750, 1500, 200)
    """
    needed = 1000 * max(width_m / width_mm, height_m / height_mm)
    return next((scale for scale in SCALES if scale >= needed - 1e-6), int(math.ceil(needed / 10_000) * 10_000))


def fitted(
    bounds_m: tuple[float, float, float, float], crs: Any, width_mm: float, height_mm: float, scale: int = 0
) -> Sheet:
    """The sheet with an extent (left, bottom, right, top in metres of `crs`) in its middle; `scale` 0: what fits."""
    left, bottom, right, top = bounds_m
    scale = scale or round_scale(right - left, top - bottom, width_mm, height_mm)
    width, height = (side * scale / 1000 for side in (width_mm, height_mm))
    return Sheet(crs, (left + right) / 2 - width / 2, (bottom + top) / 2 + height / 2, width_mm, height_mm, scale)
