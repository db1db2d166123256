"""A project's works as a small plan for its card: paths in one box for the whole community, north up."""

from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from dashboard.services.frames import Community
from geo.works import STATUS_ORDER

WIDTH, MARGIN = 320.0, 6.0
TALLEST = 150.0
MOST_BUILDINGS = 300
"""More than these would be dust on a card."""

POINT = "a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0"

Plain = dict[str, Any]


class SitePlan:
    """The box of a community's compounds, into which shapes (EPSG:4490) are drawn as SVG paths.

    Equal scales in both directions at the middle latitude; a pixel or so of detail is all that is kept.
    """

    def __init__(self, layers: Community) -> None:
        compounds = layers["compound"].frame.geometry
        self._compounds = compounds[~compounds.isna()].to_numpy()
        self._layers = layers
        if len(self._compounds):
            left, bottom, right, top = shapely.total_bounds(self._compounds)
            east = np.cos(np.radians((bottom + top) / 2))
            scale = min((WIDTH - 2 * MARGIN) / ((right - left) * east), (TALLEST - 2 * MARGIN) / (top - bottom))
            self.height = round((top - bottom) * scale + 2 * MARGIN, 1)
            inset = (WIDTH - (right - left) * east * scale) / 2
            self._turn = np.array([east * scale, -scale])
            self._shift = np.array([inset - left * east * scale, MARGIN + top * scale])

    def ground(self) -> Plain | None:
        """What lies below the works of every card: outlines of compounds and, if they are few, buildings."""
        if not len(self._compounds):
            return None
        buildings = self._layers["building"].frame.geometry
        shown = buildings[~buildings.isna()].to_numpy() if len(buildings) <= MOST_BUILDINGS else []
        return {
            "box": f"0 0 {WIDTH:g} {self.height:g}",
            "compounds": self._path(self._compounds),
            "buildings": self._path(shown),
        }

    def works(self, works: gpd.GeoDataFrame) -> list[Plain]:
        """The places of works by status, those under way on top; a whole compound only as its area."""
        if not len(self._compounds):
            return []
        found = []
        for status in sorted(works["status"].unique(), key=lambda word: -STATUS_ORDER[word]):
            chosen = works[(works["status"] == status) & ~works.geometry.isna()]
            own = chosen["shown"] != "compound"
            found.append(
                {
                    "status": status,
                    "whole": self._path(chosen.geometry[~own].to_numpy()),
                    "lines": self._path(_of(chosen.geometry[own], 1)),
                    "areas": self._path([*_of(chosen.geometry[own], 2), *_of(chosen.geometry[own], 0)]),
                    "late": self._path(_of(chosen.geometry[own & chosen["late"]], 2)),
                }
            )
        return found

    def _path(self, shapes: Iterable[Any]) -> str:
        parts = [part for shape in shapes for part in shapely.get_parts(shape)]
        moved = [shapely.transform(part, lambda xy: xy * self._turn + self._shift) for part in parts]
        return "".join(_drawn(shape) for shape in moved)


def _of(shapes: gpd.GeoSeries, dimension: int) -> list[Any]:
    """The parts of shapes that are areas (2), lines (1) or points (0)."""
    parts = shapely.get_parts(shapes.to_numpy())
    return list(parts[shapely.get_dimensions(parts) == dimension])


def _drawn(shape: Any) -> str:
    """One part as an SVG path: a ring is closed, a point becomes a dot."""
    if shape.geom_type == "Point":
        return f"M{shape.x - 2.5:.1f} {shape.y:.1f}{POINT}"
    line = shape.exterior if shape.geom_type == "Polygon" else shape
    points = shapely.get_coordinates(shapely.simplify(line, 0.4)).round(1).tolist()
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + ("Z" if shape.geom_type == "Polygon" else "")
