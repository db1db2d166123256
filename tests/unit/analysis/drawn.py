"""Drainage drawn by hand, in metres on the drawing board: nodes by name and place, pipes by their ends."""

import geopandas as gpd
import numpy as np
import shapely

from geo.network import Network, network_of
from tests.drawing_board import on_ground

Spot = tuple[float, float]


def nodes(kind: str = "foul", ground: float = 40.0, **spots: Spot) -> gpd.GeoDataFrame:
    """Manholes or outfalls of one kind."""
    shapes = {name: shapely.Point(spot) for name, spot in spots.items()}
    return on_ground(shapes, kind=[kind] * len(spots), ground_level_m=ground, invert_level_m=np.nan)


def pipes(*rows: tuple, **common: object) -> gpd.GeoDataFrame:
    """Pipes: (id, start, end, inverts or None, other columns as a dict)."""
    shapes, columns = {}, {"kind": [], "diameter_mm": [], "material": [], "from_node": [], "to_node": []}
    columns |= {"upstream_invert_m": [], "downstream_invert_m": []}
    for id, start, end, inverts, more in rows:
        shapes[id] = shapely.LineString([start, end])
        top, bottom = inverts or (np.nan, np.nan)
        values = {"kind": "foul", "diameter_mm": 300, "material": "concrete", "from_node": None, "to_node": None}
        values |= {"upstream_invert_m": top, "downstream_invert_m": bottom, **common, **more}
        for key, column in columns.items():
            column.append(values[key])
    return on_ground(shapes, **columns)


def graph(edges: list[tuple[int, int]], outfalls: set[int] = frozenset()) -> Network:
    """A network of any shape: node n lies at (20 n, n²), pipes join nodes by name."""
    count = max((max(edge) for edge in edges), default=0) + 1
    spot = {n: (20.0 * n, float(n * n)) for n in range(count)}
    names = {n: f"n{n}" for n in range(count)}
    lines = pipes(
        *(
            (f"p{i}", spot[a], spot[b], None, {"from_node": names[a], "to_node": names[b]})
            for i, (a, b) in enumerate(edges)
        )
    )
    inner = nodes(**{names[n]: spot[n] for n in range(count) if n not in outfalls})
    ends = nodes(**{names[n]: spot[n] for n in range(count) if n in outfalls})
    return network_of(lines, inner, ends)
