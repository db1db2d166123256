"""Gardens, and the small facilities of the community.

The newspaper says that three gardens were upgraded, names two new uses and says that one lost its
wall; it does not say which became which. The three here are invented and named neutrally.
"""

from dataclasses import dataclass

from shapely import Point, Polygon

from data.demo.curves import Spot, aside, organic, sized
from data.demo.place import Record
from data.demo.roads import Network
from data.demo.spec import DISTRICT_CODE, GARDENS_M2, WALL_REMOVED_M
from geo.layers import layer_type


@dataclass(frozen=True)
class GardenPlan:
    """A garden as drawn; its outline is scaled to the area of the spec."""

    id: str
    name: str
    kind: str
    corners: tuple[Spot, ...]
    wall_removed_m: float = 0.0


GARDEN_PLANS: tuple[GardenPlan, ...] = (
    GardenPlan(
        "G1",
        "示例花园一",
        "party_building",
        (
            (-128, 4), (-126, 24), (-96, 18), (-66, 28), (-18, 27),
            (-16, -2), (-48, 2), (-76, -9), (-104, 3), (-126, -10),
        ),
    ),
    GardenPlan(
        "G2",
        "示例花园二",
        "sports",
        ((96, 40), (112, 52), (150, 44), (184, 51), (183, 20), (180, -7), (152, 2), (124, -9), (94, 0), (100, 20)),
    ),
    GardenPlan(
        "G3",
        "示例花园三",
        "city_park",
        (
            (0, -126), (20, -125), (55, -134), (95, -124), (140, -134), (188, -127), (193, -142), (186, -156),
            (150, -150), (110, -162), (60, -156), (20, -161), (-2, -156), (1, -140),
        ),
        WALL_REMOVED_M,
    ),
)  # fmt: skip

POINTS: tuple[tuple[str, str, str, float, float, float | None], ...] = (
    ("library_branch", "示例图书馆分馆", "A", 40, 8, None),
    ("cultural_centre", "示例综合文化服务中心", "A", 66, 8, 1000.0),
    ("property_office", "麓山名园物业服务处", "A", 238, 8, None),
    ("property_office", "龙王港小区物业服务处", "B", -326, 30, None),
    ("gate", "麓山名园东门", "A", 280, -9, None),
    ("gate", "麓山名园南门", "A", -47, -149, None),
    ("gate", "龙王港小区东门", "B", -291, 18, None),
)
"""Facilities with a place of their own: kind, name, compound, u, v, floor area m²."""

ALONG: tuple[tuple[str, str, float, int], ...] = (
    ("notice_board", "east_gate", 60, 1), ("notice_board", "south_gate", 20, 1), ("notice_board", "spine", 60, 1),
    ("notice_board", "spine", 196, -1), ("notice_board", "cross_west", 40, 1), ("notice_board", "north", 240, -1),
    ("notice_board", "north", 520, -1), ("notice_board", "west", 70, 1), ("notice_board", "b_gate", 12, 1),
    ("notice_board", "b_loop", 560, -1), ("waste_point", "ring", 190, -1), ("waste_point", "ring", 430, 1),
    ("waste_point", "ring", 700, 1), ("waste_point", "ring", 1000, -1), ("waste_point", "north", 150, 1),
    ("waste_point", "north", 400, 1), ("waste_point", "north", 640, -1), ("waste_point", "east", 120, -1),
    ("waste_point", "west", 190, 1), ("waste_point", "b_loop", 120, 1), ("waste_point", "b_loop", 420, 1),
    ("waste_point", "b_loop", 700, 1),
)  # fmt: skip
"""Facilities beside roads: kind, road, chainage m, side (1 left)."""

KERB_TO_FACILITY_M = 1.8


def garden_shapes() -> dict[str, Polygon]:
    """Outlines of the gardens, exactly as large as the spec says."""
    shapes = [organic(plan.corners) for plan in GARDEN_PLANS]
    return {p.id: sized(s, area) for p, s, area in zip(GARDEN_PLANS, shapes, GARDENS_M2, strict=True)}


def garden_rows(shapes: dict[str, Polygon]) -> list[Record]:
    """The garden layer."""
    code = layer_type("garden").component_code()
    return [
        {
            "id": plan.id,
            "name": plan.name,
            "code": f"{DISTRICT_CODE}{code}{number:06d}",
            "parent": "A",
            "compound": "A",
            "kind": plan.kind,
            "upgraded": True,
            "wall_removed_m": plan.wall_removed_m,
            "geometry": shapes[plan.id],
        }
        for number, plan in enumerate(GARDEN_PLANS, 1)
    ]


def facility_rows(network: Network) -> list[Record]:
    """The facility layer."""
    placed = [(kind, name, site, Point(u, v), floor) for kind, name, site, u, v, floor in POINTS]
    for kind, road, at, side in ALONG:
        spot = aside(network.lines[road], side * (network.width_m(road) / 2 + KERB_TO_FACILITY_M), at)
        placed.append((kind, "", network.plans[road].compound, Point(spot), None))
    counts: dict[str, int] = {}
    rows = []
    for kind, name, site, point, floor in placed:
        counts[kind] = number = counts.get(kind, 0) + 1
        component = layer_type("facility").component_code(kind)
        title = layer_type("facility").field("kind").title_of(kind)
        rows.append(
            {
                "id": f"F-{kind}-{number:02d}",
                "name": name or f"{title} {number:02d}",
                "code": f"{DISTRICT_CODE}{component}{number:06d}" if component else "",
                "parent": site,
                "compound": site,
                "kind": kind,
                "floor_area_m2": floor,
                "geometry": point,
            }
        )
    return rows


def lawns(sites: dict[str, Polygon], paved: Polygon, built: Polygon) -> list[Polygon]:
    """The green that is left inside the compounds between paving, buildings and gardens, in soft pieces."""
    pieces: list[Polygon] = []
    for site in sites.values():
        left = site.buffer(-1.5).difference(paved.buffer(1.3)).difference(built.buffer(2.2))
        soft = left.buffer(-2.2, quad_segs=6).buffer(2.0, quad_segs=6).simplify(0.15)
        pieces.extend(p for p in getattr(soft, "geoms", [soft]) if p.area > 60)
    return sorted(pieces, key=lambda p: (round(p.centroid.x, 3), round(p.centroid.y, 3)))
