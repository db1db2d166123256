"""Parking bays set square along the roads, group by group, until the planned area is reached."""

from shapely import LineString, Polygon, STRtree, box, union_all

from data.demo.curves import aside, laid
from data.demo.place import Record
from data.demo.roads import Network, heading_deg
from data.demo.spec import BAY_M

BAYS, BAYS_B = 338, 96
"""Thirteen bays more than 4,225 m² would need: they make up for the paving that roads share where they cross."""
GROUPS = (8, 6, 4)
GROUP_GAP_M = 5.0
EDGE_M = 1.0

STRETCHES: tuple[tuple[str, int, int], ...] = (
    ("north", 1, 44),
    ("west", -1, 40),
    ("north", -1, 40),
    ("cross_west", -1, 22),
    ("cross_east", -1, 26),
    ("cross_east", 1, 10),
    ("ring", -1, 60),
    ("ring", 1, 40),
    ("east", 1, 24),
    ("spine", 1, 16),
    ("spine", -1, 16),
    ("cross_west", 1, 12),
    ("east", -1, 16),
    ("west", 1, 60),
)
"""Where bays are tried, in this order: road, side (1 left of its direction, -1 right), most bays there."""

STRETCHES_B = (("b_north", 1, 20), ("b_south", 1, 20), ("b_loop", 1, 24), ("b_loop", -1, 60))


def parking_groups(network: Network, site: Polygon, keep_clear: list[Polygon]) -> list[tuple[str, int, Polygon]]:
    """(road id, number of bays, outline) of each group in 麓山名园; none touches what is kept clear."""
    return _placed(network, site, keep_clear, STRETCHES, BAYS)


def parking_groups_b(network: Network, site: Polygon, keep_clear: list[Polygon]) -> list[tuple[str, int, Polygon]]:
    """The same for 龙王港, outside the reported paving."""
    return _placed(network, site, keep_clear, STRETCHES_B, BAYS_B)


def _placed(
    network: Network,
    site: Polygon,
    keep_clear: list[Polygon],
    stretches: tuple[tuple[str, int, int], ...],
    bays: int,
) -> list[tuple[str, int, Polygon]]:
    roads = [network.paving(id) for id in network.lines]
    obstacles = STRtree([shape.buffer(EDGE_M) for shape in keep_clear])
    inside = site.buffer(-0.6)
    groups: list[tuple[str, int, Polygon]] = []
    for road, side, most in stretches:
        line, half = network.lines[road], network.width_m(road) / 2
        others = union_all([r for r, id in zip(roads, network.lines, strict=True) if id != road]).buffer(1.5)
        here, at = 0, 8.0
        while at < line.length - 8.0 and here < most and bays > 0:
            group = _group(line, at, side, half, min(bays, most - here))
            step = 1.0
            if group is not None:
                number, outline = group
                free = not len(obstacles.query(outline, predicate="intersects")) and not outline.intersects(others)
                if free and inside.contains(outline) and all(outline.distance(o) > 2.0 for _, _, o in groups):
                    groups.append((road, number, outline))
                    bays, here, step = bays - number, here + number, number * BAY_M[0] + GROUP_GAP_M
            at += step
    return groups


def _group(line: LineString, at: float, side: int, half: float, most: int) -> tuple[int, Polygon] | None:
    """As many bays as fit at most, square to a straight stretch that begins at a chainage; None on a bend."""
    number = next((n for n in GROUPS if n <= most), most)
    length = number * BAY_M[0]
    if at + length > line.length:
        return None
    start, middle, end = (heading_deg(line, at + share * length) for share in (0, 0.5, 1))
    if max(abs(start - middle), abs(end - middle)) > 0.05:
        return None
    u, v = aside(line, side * (half + BAY_M[1] / 2), at + length / 2)
    return number, laid(box(-length / 2, -BAY_M[1] / 2, length / 2, BAY_M[1] / 2), middle, u, v)


def parking_rows(groups: list[tuple[str, int, Polygon]], site: str) -> list[Record]:
    """The parking layer."""
    return [
        {
            "id": f"P-{site}{index:02d}",
            "name": f"停车位 {site}{index:02d}",
            "parent": site,
            "compound": site,
            "bays": number,
            "surface": "asphalt" if site == "A" else "grass_paver",
            "overlaid": site == "A",
            "geometry": outline,
        }
        for index, (_, number, outline) in enumerate(groups, 1)
    ]
