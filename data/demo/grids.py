"""The nine governance grids: the compounds cut along their roads."""

from shapely import LineString, Point, Polygon, union_all
from shapely.ops import polygonize

from data.demo.curves import Spot
from data.demo.place import Record
from data.demo.roads import Network
from data.demo.spec import OFFICIAL_CODE

SEEDS: tuple[tuple[str, str, tuple[Spot, ...]], ...] = (
    ("A", "A1", ((0, 182),)),
    ("A", "A2", ((230, 180), (230, 60), (230, -60))),
    ("A", "A3", ((100, 60),)),
    ("A", "A4", ((100, -60), (100, -145))),
    ("A", "A5", ((-80, 60), (-225, 60))),
    ("A", "A6", ((-80, -60), (-225, -60), (-120, -132))),
    ("B", "B1", ((-392, 120),)),
    ("B", "B2", ((-392, 20),)),
    ("B", "B3", ((-392, -80),)),
)
"""Compound, grid and points, one in each piece that the cuts leave of it."""


def grid_shapes(network: Network, sites: dict[str, Polygon]) -> dict[str, Polygon]:
    """Outlines of the grids, keyed by their short name; together they cover the compounds."""
    pieces = {site: _pieces(outline, _cuts(network)) for site, outline in sites.items()}
    parts: dict[str, list[Polygon]] = {name: [] for _, name, _ in SEEDS}
    for site, outline_pieces in pieces.items():
        seeds = [(name, Point(seed)) for own, name, spots in SEEDS if own == site for seed in spots]
        for piece in outline_pieces:
            # A sliver between two cuts holds no seed and goes to the grid that is nearest.
            parts[min(seeds, key=lambda s: (piece.distance(s[1]), s[0]))[0]].append(piece)
    return {name: union_all(own, grid_size=0.01) for name, own in parts.items()}


def _cuts(network: Network) -> list[LineString]:
    """Lines along roads, drawn on to the edge of the compound where a road stops short of it."""
    lines = network.lines
    ring = list(lines["ring"].coords)
    corner = (192.0, 128.0)
    north_edge = [(-300, 131), *sorted(s for s in ring if s[1] > 120 and s[0] < 160), corner, (300, 128)]
    east_edge = [(192, 220), corner, *sorted((s for s in ring if s[0] > 180 and -100 < s[1] < 90), key=_downward)]
    east_edge += [(188, -104), (198, -126), (200, -200)]
    middle = [(0, -200), *lines["spine"].coords]
    axis = [(-300, -8), *lines["cross_west"].coords[::-1], *lines["cross_east"].coords, (196, -11)]
    cuts = [LineString(points) for points in (north_edge, east_edge, middle, axis)]
    for id in ("b_north", "b_south"):
        path = lines[id].coords
        cuts.append(LineString([(-250, path[0][1]), *path, (-540, path[-1][1])]))
    return cuts


def _downward(spot: Spot) -> float:
    return -spot[1]


def _pieces(outline: Polygon, cuts: list[LineString]) -> list[Polygon]:
    # On a centimetre grid: lines that nearly touch would otherwise leave hair-thin loops.
    return [
        p for p in polygonize(union_all([outline.exterior, *cuts], grid_size=0.01)) if outline.buffer(0.1).contains(p)
    ]


def grid_rows(shapes: dict[str, Polygon]) -> list[Record]:
    """The grid layer; the code is the community's 12 digits and three more."""
    return [
        {
            "id": f"grid-{name}",
            "name": f"第{number}网格",
            "code": f"{OFFICIAL_CODE}{number:03d}",
            "parent": name[0],
            "compound": name[0],
            "geometry": shape,
        }
        for number, (name, shape) in enumerate(shapes.items(), 1)
    ]
