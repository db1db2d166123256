"""What the map tells Python, read with suspicion: a browser may send anything."""

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import shape

from geo.layers import LAYER_BY_KEY

_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_VIEW = re.compile(r"#[0-9]{1,2}(\.[0-9]{1,2})?(/-?[0-9]{1,3}(\.[0-9]{1,6})?){2}")
MOST_PICKED = 5_000
MOST_VERTICES = 20_000
MOST_RADIUS_M = 50_000


@dataclass(frozen=True)
class Selected:
    """Something was clicked, or nothing (None). `n` tells one message from the next."""

    feature: tuple[str, str] | None
    n: int


@dataclass(frozen=True)
class Picked:
    """The assets that are picked now, all of them, in the order of picking."""

    items: tuple[tuple[str, str], ...]
    n: int


@dataclass(frozen=True)
class Drawn:
    """The geometry that is drawn now in EPSG:4490 (longitude, latitude); None: nothing is. `radius_m`: of a circle."""

    geometry: shapely.Geometry | None
    n: int
    radius_m: float = 0.0


@dataclass(frozen=True)
class Viewed:
    """Where the map is: `fragment` as the address line writes it, "#zoom/lat/lon"."""

    fragment: str
    n: int


Message = Selected | Picked | Drawn | Viewed


def message_of(report: Any, selectable: Collection[str]) -> Message | None:
    """The message that a record of the map holds; None where it holds none, or one that cannot be meant.

    `selectable` are the layers that may be selected. A selection in another layer, or of something
    that is no id, counts as a click beside everything.
    """
    properties = report.get("properties") if isinstance(report, Mapping) else None
    if not isinstance(properties, Mapping) or not isinstance(properties.get("n"), int):
        return None
    word, n = properties.get("message"), int(properties["n"])
    if word == "select":
        return Selected(_feature(properties.get("layer"), properties.get("id"), selectable), n)
    if word == "picked":
        items = properties.get("items")
        return Picked(_items(items), n) if isinstance(items, list) else None
    if word == "drawn":
        return _drawn(properties.get("geometry"), n, properties.get("radius_m"))
    if word == "viewed":
        fragment = properties.get("view")
        return Viewed(fragment, n) if isinstance(fragment, str) and _VIEW.fullmatch(fragment) else None
    return None


def _feature(layer: Any, id: Any, admitted: Collection[str]) -> tuple[str, str] | None:
    known = isinstance(layer, str) and layer in admitted and isinstance(id, str) and _ID.fullmatch(id)
    return (layer, id) if known else None


def _items(items: list[Any]) -> tuple[tuple[str, str], ...]:
    pairs = [item for item in items[:MOST_PICKED] if isinstance(item, list | tuple) and len(item) == 2]
    found = [_feature(layer, id, LAYER_BY_KEY) for layer, id in pairs]
    return tuple(dict.fromkeys(item for item in found if item))


def _drawn(geometry: Any, n: int, radius: Any = None) -> Drawn | None:
    radius_m = float(radius) if isinstance(radius, int | float) and 0 <= radius <= MOST_RADIUS_M else 0.0
    if geometry is None:
        return Drawn(None, n)
    try:
        made = shapely.force_2d(shape(geometry))
        sound = not made.is_empty and shapely.get_num_coordinates(made) <= MOST_VERTICES
        return Drawn(made, n, radius_m) if sound and all(math.isfinite(number) for number in made.bounds) else None
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, shapely.errors.ShapelyError):
        return None
