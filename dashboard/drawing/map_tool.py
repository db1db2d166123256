"""What a page lets people do on the map: pick assets, draw a place, or ask what lies at one.

The tool is part of the map's state, so the same rule holds: ids, enumerated words and numbers only.
What people do comes back as messages (`dashboard.services.map.map_messages`):
`{"message": "picked", "items": [[layer, id], …], "n": …}` with everything that is picked now, and
`{"message": "drawn", "geometry": {…} | null, "n": …}` with everything that is drawn now; a circle that is
asked about is its middle and `radius_m`.
"""

import re
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import mapping, shape

from geo.layers import LAYER_BY_KEY

ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
TOOL_KINDS = ("pick", "draw", "ask")
ASK_MODES = ("look", "lasso", "rectangle", "circle", "pick")
"""The ways of asking about a place: the one that the map begins with is the tool's `geometry`."""
DRAWN_KINDS = {
    "point": ("Point", "MultiPoint"),
    "line": ("LineString", "MultiLineString"),
    "area": ("Polygon", "MultiPolygon"),
}
"""What can be drawn, and the GeoJSON types that it comes and goes as."""

DECIMALS = 8
"""About 1 mm: a corner that was snapped to an asset stays on it."""


@dataclass(frozen=True)
class Tool:
    """A tool of the map: `kind` "pick", "draw" or "ask".

    Picking: `layers` whose features may be picked (all must be on the map), `picked` those that are
    already, as (layer, id). Drawing: `geometry` "point", "line" or "area" and `drawn`, what is there
    already, as shapely geometry or GeoJSON record in EPSG:4490 (None: nothing); corners snap to `layers` (none named:
    whatever is on the map) but not to `picked`; `single`: one place only, `counts`: the households inside are told as
    it is drawn. Asking: `geometry` is a word of
    `ASK_MODES`, `layers` may be picked, `picked` are shown as what is meant now. A tool with another `n`
    starts afresh from `picked` and `drawn`; with the same `n` the map goes on with what people did.

    Raises:
        ValueError: anything is not what its place admits.
    """

    kind: str
    geometry: str = ""
    layers: tuple[str, ...] = ()
    picked: tuple[tuple[str, str], ...] = ()
    drawn: object = None
    n: int = 0
    single: bool = False
    counts: bool = False

    def __post_init__(self) -> None:
        one_of(self.kind, TOOL_KINDS, "tool")
        modes = {"draw": tuple(DRAWN_KINDS), "ask": ASK_MODES}
        one_of(self.geometry, modes.get(self.kind, ("",)), "geometry to draw")
        for layer in (*self.layers, *(layer for layer, _id in self.picked)):
            one_of(layer, LAYER_BY_KEY, "layer")
        for _layer, id in self.picked:
            checked_id(id)
        self.drawn_record()

    def drawn_record(self) -> dict[str, object] | None:
        """What is drawn as GeoJSON of numbers; None for nothing or another kind of geometry than is to be drawn."""
        if self.drawn is None or self.kind != "draw":
            return None
        try:
            made = self.drawn if isinstance(self.drawn, shapely.Geometry) else shape(self.drawn)
        except (TypeError, ValueError, AttributeError, KeyError, IndexError, shapely.errors.ShapelyError) as error:
            raise ValueError("not a geometry that can be edited on the map") from error
        if not np.isfinite(shapely.get_coordinates(made)).all():
            raise ValueError("not a geometry of finite coordinates")
        if made.is_empty or made.geom_type not in DRAWN_KINDS[self.geometry]:
            return None
        flat = shapely.transform(shapely.force_2d(made), lambda xy: xy.round(DECIMALS))
        return dict(mapping(flat))

    def as_record(self) -> dict[str, object]:
        """Plain values for JSON."""
        return {
            "kind": self.kind,
            "geometry": self.geometry,
            "layers": list(self.layers),
            "picked": [list(item) for item in self.picked],
            "drawn": self.drawn_record(),
            "n": int(self.n),
            "single": bool(self.single),
            "counts": bool(self.counts),
        }


def checked_id(text: str) -> str:
    """The id itself; `ValueError` unless it is 1 to 64 letters, digits, `_`, `.` or `-`."""
    if not ID.fullmatch(text):
        raise ValueError(f"not an id: {text!r}; ids are 1 to 64 letters, digits, '_', '.' or '-'")
    return text


def one_of(word: str, admitted: object, what: str) -> None:
    """Refuse a word that is not enumerated."""
    if word not in admitted:  # type: ignore[operator]
        raise ValueError(f"not a {what}: {word!r}")
