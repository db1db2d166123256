"""A small plan of where people live: compounds, roads and buildings with their numbers, in metres, to be tapped."""

from collections.abc import Collection
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from dashboard.services.frames import Community
from data.spelling import answers

MOST_BUILDINGS = 400
"""More than this are not drawn: those nearest to the chosen building are."""

MARGIN_M = 14.0
DECIMALS = 1


def numbers(layers: Community, compound: str, typed: str, most: int = 120) -> tuple[list[dict[str, str]], int]:
    """(buildings to choose from, how many more there are): of a compound ("" all), answering to what was typed.

    Each has id, number, and the name of its compound. A number that is typed bare ("7") finds that number first.
    """
    frame = layers["building"].frame
    if compound:
        frame = frame[(frame["compound"] == compound).to_numpy()]
    rows = []
    for id, no, name, owner in zip(frame.index, frame["no"], frame["name"], frame["compound"], strict=True):
        number = str(no or name or id)
        if not typed or answers(f"{name or number}", typed):
            title = layers["compound"].title(owner) if owner in layers["compound"].frame.index else ""
            rows.append({"id": str(id), "no": number, "compound": title})
    bare = typed.strip().removesuffix("栋")
    rows.sort(key=lambda row: (_digits(row["no"]) != bare if bare else False, row["compound"], _order(row["no"])))
    return rows[:most], max(0, len(rows) - most)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _order(number: str) -> tuple[int, str]:
    digits = _digits(number)
    return (int(digits) if digits else 10**6, number)


def plan(layers: Community, compound: str, chosen: str, grids: Collection[str]) -> dict[str, Any] | None:
    """What the browser draws: a view box in metres, and paths of compounds, grids, roads and buildings.

    `chosen`: the building that is marked ("" none); `grids`: outlined. None where no building has a place.
    """
    homes = layers["building"].metric
    frame = layers["building"].frame
    if compound:
        homes = homes[(frame.loc[homes.index, "compound"] == compound).to_numpy()]
    if homes.empty:
        return None
    if len(homes) > MOST_BUILDINGS:
        middle = homes[chosen] if chosen in homes.index else homes.union_all().centroid
        homes = homes.loc[homes.distance(middle).nsmallest(MOST_BUILDINGS).index]
    left, bottom, right, top = homes.total_bounds + np.array([-1, -1, 1, 1]) * MARGIN_M
    origin = (float(left), float(top))
    window = shapely.box(left, bottom, right, top)
    spots = homes.representative_point()
    numbers_ = frame.loc[homes.index, "no"]
    return {
        "box": [0, 0, round(float(right - left), 1), round(float(top - bottom), 1)],
        "compounds": _paths(layers["compound"].metric, window, origin),
        "roads": [{"d": path, "w": width} for path, width in zip(*_roads(layers, window, origin), strict=True)],
        "grids": _paths(_only(layers["grid"].metric, grids), window, origin),
        "buildings": [
            {
                "id": str(id),
                "no": _digits(str(no)) or str(no),
                "d": _path(shape, origin),
                "at": [round(spot.x - origin[0], 1), round(origin[1] - spot.y, 1)],
                "on": id == chosen,
            }
            for id, no, shape, spot in zip(homes.index, numbers_, homes, spots, strict=True)
        ],
    }


def _only(shapes: gpd.GeoSeries, ids: Collection[str]) -> gpd.GeoSeries:
    return shapes[shapes.index.isin(list(ids))]


def _roads(layers: Community, window: Any, origin: tuple[float, float]) -> tuple[list[str], list[float]]:
    shapes = layers["road"].metric
    near = shapes[shapes.intersects(window).to_numpy()] if len(shapes) else shapes
    widths = layers["road"].frame.loc[near.index, "width_m"].fillna(3.5)
    return [_path(shape, origin) for shape in near], [float(width) for width in widths]


def _paths(shapes: gpd.GeoSeries, window: Any, origin: tuple[float, float]) -> list[str]:
    return [_path(shape, origin) for shape in shapes if shape.intersects(window)]


def _path(shape: Any, origin: tuple[float, float]) -> str:
    """A geometry as an SVG path, north up, metres east and south of the origin."""
    parts = []
    for part in shapely.get_parts(shape):
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        for ring in rings:
            xy = shapely.get_coordinates(ring)
            points = [f"{x - origin[0]:.{DECIMALS}f} {origin[1] - y:.{DECIMALS}f}" for x, y in xy]
            parts.append(f"M{'L'.join(points)}{'Z' if part.geom_type == 'Polygon' else ''}")
    return "".join(parts)
