"""Street lights beside the roads, and in the gardens."""

from collections.abc import Iterable

from shapely import Point, Polygon, STRtree

from data.demo.curves import Spot, aside
from data.demo.place import Record
from data.demo.roads import Network
from data.demo.spec import DISTRICT_CODE, LIGHTS
from geo.layers import layer_type

KERB_M = 0.6
GARDEN_INSET_M = 3.0

ROAD_LIGHTS: tuple[tuple[str, int, int], ...] = (
    ("ring", 46, 0), ("east_gate", 4, 0), ("south_gate", 2, 0),
    ("north", 33, 1), ("spine", 12, -1), ("west", 11, 1), ("east", 8, 1), ("cross_west", 7, 1), ("cross_east", 8, 1),
    ("d01", 4, 1), ("d04", 4, 1), 
)  # fmt: skip
"""New lights: road, number, side (1 left, -1 right, 0 in turn)."""

OLD_LIGHTS: tuple[tuple[str, int, int], ...] = (
    ("b_loop", 29, 0),
    ("b_gate", 1, 1),
    ("b_north", 6, 1),
    ("b_south", 6, 1),
)

DARK = ("north", 300.0, 346.5)
"""The planted dark stretch: road, chainage of the lights on either side."""

GARDEN_LIGHTS = {"G1": 4, "G2": 5, "G3": 8}
NUDGES_M = (0.0, 0.8, -0.8, 1.6, -1.6, 2.4, -2.4, 3.2, -3.2)


def chainages(network: Network, road: str, number: int) -> list[float]:
    """Where the lights of a road stand along it: evenly, half a space from the ends, but for the dark stretch."""
    length = network.lines[road].length
    if road != DARK[0]:
        return [length * (k + 0.5) / number for k in range(number)]
    _, dark_from, dark_to = DARK
    before = round((number - 2) * dark_from / (length - dark_to + dark_from))
    after = number - 2 - before
    first = [dark_from * (k + 0.5) / (before + 0.5) for k in range(before + 1)]
    second = [dark_to + (length - dark_to) * k / (after + 0.5) for k in range(after + 1)]
    return [*first[:-1], dark_from, *second]


def light_rows(network: Network, gardens: dict[str, Polygon], bays: Iterable[Polygon]) -> list[Record]:
    """The street light layer; codes run on from the first new light to the last old one."""
    taken = STRtree([*bays])
    placed: list[tuple[str, str, Spot, bool]] = []
    for table, added in ((ROAD_LIGHTS, True), (OLD_LIGHTS, False)):
        if not added:
            placed += [("garden", "A", spot, True) for id in GARDEN_LIGHTS for spot in _in_garden(id, gardens[id])]
        for road, number, side in table:
            plan = network.plans[road]
            for index, at in enumerate(chainages(network, road, number)):
                turn = side or (1 if index % 2 else -1)
                placed.append((plan.kind, plan.compound, _beside(network, road, at, turn, taken), added))
    return [_row(number, *light) for number, light in enumerate(placed, 1)]


def _in_garden(id: str, outline: Polygon) -> list[Spot]:
    path, number = outline.buffer(-GARDEN_INSET_M).exterior, GARDEN_LIGHTS[id]
    return [path.interpolate((k + 0.5) / number, normalized=True).coords[0] for k in range(number)]


def _beside(network: Network, road: str, at: float, side: int, taken: STRtree) -> Spot:
    """Beside the kerb at this chainage; on the other side or a step on where a bay or a road is in the way."""
    offset = network.width_m(road) / 2 + KERB_M
    near = network.lines[road].interpolate(at).buffer(30)
    others = [network.paving(id) for id in network.lines if id != road and network.lines[id].intersects(near)]
    tried = [aside(network.lines[road], turn * offset, at + nudge) for nudge in NUDGES_M for turn in (side, -side)]
    for spot in tried:
        here = Point(spot)
        if not len(taken.query(here.buffer(0.2), predicate="intersects")) and all(
            p.distance(here) > 0.3 for p in others
        ):
            return spot
    return tried[0]


def _row(number: int, kind: str, compound: str, spot: Spot, added: bool) -> Record:
    _, height, power = LIGHTS[kind]
    return {
        "id": f"L{number:03d}",
        "name": f"路灯 {number:03d}",
        "code": f"{DISTRICT_CODE}{layer_type('street_light').component_code()}{number:06d}",
        "parent": compound,
        "compound": compound,
        "kind": kind,
        "mounting_height_m": height,
        "power_w": power if added else 150,
        "added": added,
        "state": "working",
        "geometry": Point(spot),
    }
