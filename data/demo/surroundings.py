"""What lies around: the river, city roads, green banks and neighbouring plots, all approximate.

Only four names are real (the river 龙王港, 金星中路 in the east, 咸嘉湖路 in the north, 枫林路 in the
south); where they run here is drawn, not surveyed. The other streets are invented.
"""

from dataclasses import dataclass
from math import sin

from shapely import Polygon, affinity, box, union_all

from data.demo.curves import Corner, rounded
from data.demo.place import TURN_DEG, Record

FRAME = affinity.rotate(box(-1500, -1150, 1300, 1150), -TURN_DEG, origin=(-98, 12))
"""How far the surroundings are drawn: a sheet that lies square to north."""


@dataclass(frozen=True)
class StreetPlan:
    """A city street as drawn, with the width of its carriageway."""

    id: str
    name: str
    width_m: float
    corners: tuple[Corner, ...]


STREETS: tuple[StreetPlan, ...] = (
    StreetPlan("jinxing", "金星中路", 46, ((345, -1700, 0), (313, -400, 900), (313, 330, 1200), (390, 1700, 0))),
    StreetPlan(
        "xianjiahu",
        "咸嘉湖路",
        40,
        ((-2000, 470, 0), (-560, 236, 900), (60, 226, 1500), (420, 232, 900), (1800, 480, 0)),
    ),
    StreetPlan("fenglin", "枫林路", 44, ((-2000, -720, 0), (-300, -560, 1500), (300, -590, 1500), (1800, -800, 0))),
    StreetPlan(
        "bank",
        "示例滨河路",
        14,
        ((-2000, 20, 0), (-700, -166, 500), (-330, -176, 700), (-47, -181, 900), (313, -186, 0)),
    ),
    StreetPlan("west1", "示例一路", 12, ((-281, 228, 0), (-281, -177, 0))),
    StreetPlan("west2", "示例二路", 16, ((-540, 1700, 0), (-506, 235, 600), (-505, -172, 900), (-560, -575, 0))),
    StreetPlan("west3", "示例三路", 20, ((-900, 1700, 0), (-838, 260, 900), (-850, -150, 900), (-950, -1700, 0))),
    StreetPlan("east1", "示例四路", 20, ((700, 1700, 0), (640, 262, 900), (630, -150, 900), (720, -1700, 0))),
    StreetPlan("north1", "示例五路", 16, ((-2000, 760, 0), (-300, 540, 1200), (330, 548, 900), (1800, 780, 0))),
    StreetPlan("south1", "示例六路", 14, ((-160, -330, 0), (-120, -566, 0))),
    StreetPlan("south2", "示例七路", 14, ((-2000, -300, 0), (-520, -324, 900), (320, -338, 0))),
    StreetPlan("east2", "示例八路", 14, ((313, 40, 0), (1800, 10, 0))),
    StreetPlan("north2", "示例九路", 12, ((-90, 228, 0), (-70, 541, 0))),
    StreetPlan("north3", "示例十路", 20, ((-2000, 1060, 0), (-200, 850, 1200), (360, 860, 900), (1800, 1010, 0))),
    StreetPlan("north4", "示例十一路", 12, ((90, 543, 0), (110, 857, 0))),
    StreetPlan("north5", "示例十二路", 12, ((-300, 540, 0), (-310, 861, 0))),
    StreetPlan("west4", "示例十三路", 18, ((-1240, 1700, 0), (-1180, 300, 900), (-1210, -300, 900), (-1290, -1700, 0))),
    StreetPlan("south3", "示例十四路", 18, ((-2000, -1000, 0), (-200, -850, 1200), (1800, -1060, 0))),
    StreetPlan("south4", "示例十五路", 14, ((-420, -571, 0), (-400, -868, 0))),
    StreetPlan("south5", "示例十六路", 14, ((40, -577, 0), (60, -876, 0))),
    StreetPlan("east3", "示例十七路", 18, ((1060, 1700, 0), (980, 300, 900), (990, -300, 900), (1060, -1700, 0))),
    StreetPlan("east4", "示例十八路", 12, ((470, 236, 0), (462, 35, 0))),
)
"""City streets; the four long ones with real names are where the gazetteer says, to some hundred metres."""

RIVER: tuple[Corner, ...] = (
    (-2000, -60, 0),
    (-1180, -190, 420),
    (-880, -238, 300),
    (-620, -222, 380),
    (-360, -262, 380),
    (-60, -238, 380),
    (170, -262, 320),
    (420, -236, 320),
    (700, -290, 380),
    (1000, -270, 500),
    (1800, -360, 0),
)
RIVER_WIDTH_M = 44.0
BANK_WIDTH_M = 22.0
VERGE_M = 7.0
NARROWEST_PLOT_M = 50.0


def river() -> Polygon:
    """The water surface, wandering a little in width."""
    centre = rounded(RIVER)
    banks = [centre.offset_curve(side * RIVER_WIDTH_M / 2) for side in (1, -1)]
    # The southern bank bows out more than the northern one, as slip-off slopes do.
    bow = [(u, v - 6 * sin((u + 1150) / 170)) for u, v in banks[1].coords]
    return Polygon([*banks[0].coords, *bow[::-1]]).buffer(0).intersection(FRAME)


def banks(water: Polygon) -> list[Polygon]:
    """Green strips on both banks, cut where bridges cross."""
    strips = water.buffer(BANK_WIDTH_M, cap_style="flat").difference(water).difference(_carriageways(2.0))
    return _parts(strips.intersection(FRAME).buffer(-0.5).buffer(0.5), 400)


def plots(water: Polygon, sites: list[Polygon]) -> list[Polygon]:
    """Neighbouring blocks between streets and river, without our own compounds."""
    taken = union_all([water.buffer(BANK_WIDTH_M + 4), _carriageways(VERGE_M), *[s.buffer(6) for s in sites]])
    blocks = FRAME.difference(taken).buffer(-9, quad_segs=6).buffer(9, quad_segs=6)
    return [p for p in _parts(blocks.simplify(0.3), 1500) if p.buffer(-NARROWEST_PLOT_M / 2).area > 0]


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
        line = rounded(street.corners).intersection(FRAME)
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
