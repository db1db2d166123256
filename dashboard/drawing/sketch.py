"""Outlines drawn over the map for a moment: faults of grids, grids that are proposed and not saved.

They are part of the map's state, so the same rule holds: enumerated words and numbers only.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping

OVERLAP, HOLE, PROPOSED, FOCUS = "overlap", "hole", "proposed", "focus"
KINDS = (OVERLAP, HOLE, PROPOSED, FOCUS)
DECIMALS = 7


@dataclass(frozen=True)
class Sketch:
    """One outline: `kind` says how it is drawn, `geometry` is an area in lon, lat (EPSG:4490).

    `number` is written in its middle (households; None: nothing), `series` tells neighbours apart by colour.

    Raises:
        ValueError: anything is not what its place admits.
    """

    kind: str
    geometry: Any
    number: int | None = None
    series: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"not a kind of sketch: {self.kind!r}")
        if not isinstance(self.geometry, shapely.Polygon | shapely.MultiPolygon) or self.geometry.is_empty:
            raise ValueError("a sketch is an area")
        if not np.isfinite(shapely.get_coordinates(self.geometry)).all():
            raise ValueError("not a geometry of finite coordinates")

    def as_record(self) -> dict[str, object]:
        """Plain values for JSON."""
        flat = shapely.transform(shapely.force_2d(self.geometry), lambda xy: xy.round(DECIMALS))
        middle = flat.representative_point()
        return {
            "kind": self.kind,
            "geometry": dict(mapping(flat)),
            "at": [round(middle.x, DECIMALS), round(middle.y, DECIMALS)],
            "number": None if self.number is None else int(self.number),
            "series": int(self.series),
        }
