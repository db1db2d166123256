"""What lies around: the river, city roads, green banks and neighbouring plots, all approximate.

Only four names are real (the river 龙王港, 金星中路 in the east, 咸嘉湖路 in the north, 枫林路 in the
south); where they run here is drawn, not surveyed. The other streets are invented.
"""

from dataclasses import dataclass

from shapely import LineString, Polygon, box, union_all

from data.demo.curves import Corner, rounded
from data.demo.place import Record

FRAME = box(-1150, -900, 960, 860)


@dataclass(frozen=True)
class StreetPlan:
    """A city street as drawn, with the width of its carriageway."""

    id: str
    name: str
    width_m: float
    corners: tuple[Corner, ...]


STREETS: tuple[StreetPlan, ...] = (
    StreetPlan("jinxing", "金星中路", 46, ((330, -900, 0), (313, -400, 900), (313, 330, 1200), (345, 860, 0))),
    StreetPlan(
        "xianjiahu",
        "咸嘉湖路",
        40,
        ((-1150, 310, 0), (-560, 236, 900), (60, 226, 1500), (420, 232, 900), (960, 330, 0)),
    ),
    StreetPlan("fenglin", "枫林路", 44, ((-1150, -640, 0), (-300, -560, 1500), (300, -590, 1500), (960, -680, 0))),
    StreetPlan(
        "bank",
        "示例滨河路",
        14,
        ((-1150, -96, 0), (-700, -168, 500), (-330, -176, 700), (-47, -181, 900), (313, -186, 0)),
    ),
    StreetPlan("west1", "示例一路", 12, ((-281, 228, 0), (-281, -177, 0))),
    StreetPlan("west2", "示例二路", 16, ((-520, 860, 0), (-506, 235, 600), (-505, -172, 900), (-560, -575, 0))),
    StreetPlan("west3", "示例三路", 20, ((-860, 860, 0), (-838, 260, 900), (-850, -150, 900), (-880, -612, 0))),
    StreetPlan("east1", "示例四路", 20, ((660, 860, 0), (640, 262, 900), (630, -150, 900), (660, -640, 0))),
    StreetPlan("north1", "示例五路", 16, ((-1150, 600, 0), (-300, 540, 1200), (330, 548, 900), (960, 640, 0))),
    StreetPlan("south1", "示例六路", 14, ((-160, -330, 0), (-120, -566, 0))),
    StreetPlan("south2", "示例七路", 14, ((-1150, -330, 0), (-520, -322, 900), (313, -336, 0))),
    StreetPlan("east2", "示例八路", 14, ((313, 40, 0), (960, 20, 0))),
    StreetPlan("north2", "示例九路", 12, ((-90, 228, 0), (-70, 541, 0))),
)

RIVER: tuple[Corner, ...] = (
    (-1150, -172, 0),
    (-760, -230, 420),
    (-420, -242, 500),
    (-120, -240, 500),
    (160, -254, 420),
    (480, -232, 380),
    (960, -300, 0),
)
RIVER_WIDTH_M = 44.0
BANK_WIDTH_M = 22.0
VERGE_M = 7.0


def river() -> Polygon:
    """The water surface, wandering a little in width."""
    centre = rounded(RIVER)
    wide = centre.buffer(RIVER_WIDTH_M / 2, cap_style="flat", quad_segs=12)
    pools = [centre.interpolate(at).buffer(RIVER_WIDTH_M / 2 + 4, quad_segs=12) for at in (520.0, 960.0, 1500.0)]
    return union_all([wide, *pools]).buffer(14).buffer(-14).intersection(FRAME)


def banks(water: Polygon) -> list[Polygon]:
    """Green strips on both banks, cut where bridges cross."""
    strips = water.buffer(BANK_WIDTH_M, cap_style="flat").difference(water).difference(_carriageways(2.0))
    return _parts(strips.intersection(FRAME), 400)


def plots(water: Polygon, sites: list[Polygon]) -> list[Polygon]:
    """Neighbouring blocks between streets and river, without our own compounds."""
    taken = union_all([water.buffer(BANK_WIDTH_M + 4), _carriageways(VERGE_M), *[s.buffer(6) for s in sites]])
    blocks = FRAME.difference(taken).buffer(-9, quad_segs=6).buffer(9, quad_segs=6)
    return _parts(blocks.simplify(0.3), 1500)


def _carriageways(beside_m: float) -> Polygon:
    return union_all([rounded(s.corners).buffer(s.width_m / 2 + beside_m, cap_style="flat") for s in STREETS])


def _parts(shape: Polygon, least_m2: float) -> list[Polygon]:
    parts = [p for p in getattr(shape, "geoms", [shape]) if p.area > least_m2]
    return sorted(parts, key=lambda p: (round(p.centroid.x, 3), round(p.centroid.y, 3)))


def context_rows(sites: list[Polygon], lawns: list[Polygon]) -> list[Record]:
    """The context layer: plots first, then green, water and streets, as they are painted."""
    water = river()
    rows: list[Record] = [
        {"id": f"plot-{n:02d}", "kind": "plot", "geometry": plot} for n, plot in enumerate(plots(water, sites), 1)
    ]
    rows += [{"id": f"bank-{n:02d}", "kind": "green", "geometry": p} for n, p in enumerate(banks(water), 1)]
    rows += [{"id": f"lawn-{n:03d}", "kind": "green", "geometry": p} for n, p in enumerate(lawns, 1)]
    rows.append({"id": "river", "name": "龙王港", "kind": "river", "geometry": water})
    for street in STREETS:
        line: LineString = rounded(street.corners)
        rows.append(
            {
                "id": f"street-{street.id}",
                "name": street.name,
                "kind": "city_road",
                "width_m": street.width_m,
                "geometry": line,
            }
        )
    return rows
