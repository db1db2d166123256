"""What is drawn over the map for a moment: faults, proposals, closures, ways round, light along the ways.

They are part of the map's state, so the same rule holds: enumerated words and numbers only.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping

OVERLAP, HOLE, PROPOSED, FOCUS, ASKED, PLANNED, COMPARED = (
    "overlap", "hole", "proposed", "focus", "asked", "planned", "compared",
)  # fmt: skip
FAULT, CLASH, SHARED, CLOSED, DETOUR, LUX, DARK, LAMP, TOUCHED, CUT, INCOMING = (
    "fault", "clash", "shared", "closed", "detour", "lux", "dark", "lamp", "touched", "cut", "incoming",
)  # fmt: skip
POINT, LINE, AREA = 0, 1, 2
KINDS: dict[str, tuple[int, ...]] = {
    OVERLAP: (AREA,), HOLE: (AREA,), PROPOSED: (AREA,), FOCUS: (POINT, LINE, AREA),
    ASKED: (AREA,), PLANNED: (AREA,), COMPARED: (AREA,),
    FAULT: (POINT, LINE, AREA), CLASH: (POINT, LINE, AREA), SHARED: (POINT, LINE, AREA), CLOSED: (AREA,),
    DETOUR: (LINE,), LUX: (LINE,), DARK: (LINE,), LAMP: (POINT,), TOUCHED: (AREA,), CUT: (AREA,),
    INCOMING: (POINT, LINE, AREA),
}  # fmt: skip
"""Kind of sketch → the dimensions that it may have."""

DECIMALS = 7


@dataclass(frozen=True)
class Sketch:
    """One drawing: `kind` says how it is drawn, `geometry` is in lon, lat (EPSG:4490).

    `number` is written in its middle (households, a rank; None: nothing). `series` tells neighbours apart by
    colour; of light it is the class of illuminance. `year` (0: none) is what the legend calls the series of a plan.

    Raises:
        ValueError: anything is not what its place admits.
    """

    kind: str
    geometry: Any
    number: int | None = None
    series: int = 0
    year: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"not a kind of sketch: {self.kind!r}")
        if not isinstance(self.geometry, shapely.Geometry) or self.geometry.is_empty:
            raise ValueError("a sketch is a geometry")
        if self.geometry.geom_type == "GeometryCollection" or int(
            shapely.get_dimensions(self.geometry)
        ) not in KINDS[self.kind]:  # fmt: skip
            raise ValueError(f"a sketch {self.kind!r} is not of {self.geometry.geom_type}")
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
            "year": int(self.year),
        }


def sketched(kind: str, shape: shapely.Geometry | None, **more: Any) -> tuple[Sketch, ...]:
    """Sketches of any geometry: parts of the admitted dimensions, none for nothing.

    >>> [item.kind for item in sketched("fault", shapely.Point(1, 2))], sketched("lux", shapely.Point(1, 2))
    (['fault'], ())
    """
    if shape is None or shape.is_empty:
        return ()
    parts = shapely.get_parts(shape) if shape.geom_type == "GeometryCollection" else [shape]
    return tuple(Sketch(kind, part, **more) for part in parts if int(shapely.get_dimensions(part)) in KINDS[kind])
