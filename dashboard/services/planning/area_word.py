"""A place in an address: an outline, line or point as one short word, so that a link opens the same report.

Coordinates are rounded to a millionth of a degree (0.1 m), written as differences, 5 bits to a letter. The first letter
says what it is; "~" parts the polygons, "." the rings.
"""

from collections.abc import Iterator

import numpy as np
import shapely

from geo.crs import STORED_CRS, metric_crs

DIGITS = 1e6
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
KINDS = {"a": (shapely.Polygon, shapely.MultiPolygon), "l": (shapely.LineString, shapely.MultiLineString),
         "p": (shapely.Point, shapely.MultiPoint)}  # fmt: skip
MOST_LETTERS = 1500
TOLERANCES_M = (0.0, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)


def fitted_word(shape: shapely.Geometry, most: int = MOST_LETTERS) -> tuple[str, float]:
    """(the word, how far the outline had to be simplified in metres) so that it fits an address.

    Raises `ValueError` for an outline that fits none (thousands of separate parts).
    """
    crs = metric_crs(*np.asarray(shape.centroid.coords[0])) if not shape.is_empty else None
    if crs is None:
        raise ValueError("an empty geometry has no word")
    import geopandas as gpd

    metric = gpd.GeoSeries([shape], crs=STORED_CRS).to_crs(crs)
    for tolerance in TOLERANCES_M:
        simpler = metric.simplify(tolerance).to_crs(STORED_CRS).iloc[0] if tolerance else shape
        word = area_word(simpler)
        if len(word) <= most:
            return word, tolerance
    raise ValueError("an outline of too many parts")


def area_word(shape: shapely.Geometry) -> str:
    """The word of a polygon, line or point (or several of one kind) in EPSG:4490; `ValueError` for others.

    >>> area_word(shapely.Point(112.9245, 28.2176))
    'pokv4qGghq10B'
    """
    kind = next((letter for letter, types in KINDS.items() if isinstance(shape, types)), "")
    if not kind:
        raise ValueError(f"no word for a {shape.geom_type}")
    return kind + "~".join(".".join(_spelled(ring) for ring in rings) for rings in _parts(shape))


def shape_of_word(word: str) -> shapely.Geometry | None:
    """The geometry of a word; None for what is none."""
    kind, rest = word[:1], word[1:]
    if kind not in KINDS or set(rest) - set(LETTERS) - set(".~"):
        return None
    made = _made(kind, rest)
    return None if made is None or made.is_empty or not _on_earth(made) else made


def _on_earth(shape: shapely.Geometry) -> bool:
    return bool((np.abs(shapely.get_coordinates(shape)) <= (180, 90)).all())


def _made(kind: str, rest: str) -> shapely.Geometry | None:
    try:
        parts = [[_read(ring) for ring in part.split(".")] for part in rest.split("~")]
        if kind == "a":
            made = [shapely.Polygon(rings[0], rings[1:]) for rings in parts]
            return made[0] if len(made) == 1 else shapely.MultiPolygon(made)
        single = shapely.LineString if kind == "l" else shapely.Point
        made = [single(rings[0]) for rings in parts]
        return made[0] if len(made) == 1 else (shapely.multilinestrings if kind == "l" else shapely.multipoints)(made)
    except (ValueError, IndexError, OverflowError, shapely.errors.ShapelyError):
        return None


def _parts(shape: shapely.Geometry) -> Iterator[list[np.ndarray]]:
    for part in shapely.get_parts(shape):
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        yield [shapely.get_coordinates(ring)[: -1 if part.geom_type == "Polygon" else None] for ring in rings]


def _spelled(points: np.ndarray) -> str:
    whole = np.round(points * DIGITS).astype(np.int64)
    steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).ravel()
    return "".join(_letters(int(step)) for step in steps)


def _letters(value: int) -> str:
    """A whole number as letters: the sign in the lowest bit, 5 bits each, the sixth says that more follow."""
    left, text = (value << 1) ^ (value >> 63), ""
    while True:
        bits, left = left & 31, left >> 5
        text += LETTERS[bits | (32 if left else 0)]
        if not left:
            return text


def _read(text: str) -> np.ndarray:
    values, value, shift = [], 0, 0
    for letter in text:
        bits = LETTERS.index(letter)
        value |= (bits & 31) << shift
        shift += 5
        if not bits & 32:
            values.append((value >> 1) ^ -(value & 1))
            value, shift = 0, 0
    points: np.ndarray = np.cumsum(np.array(values, dtype=np.int64).reshape(-1, 2), axis=0) / DIGITS
    return points
