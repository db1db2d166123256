"""The site plan: where roads run, rows of slabs stand and compounds end, in local metres.

An east gate axis crosses a gently curving north-south axis inside a ring road. Rows of slabs hang on
the axes and on two outer cluster roads; the band along the gate axis and a strip in the south stay
green. 龙王港 lies to the west across a small street. All roads counted in the reported paving lie in
麓山名园; those of 龙王港 exist but were not overlaid.
"""

from dataclasses import dataclass

from data.demo.curves import Corner, Spot
from data.demo.spec import BUILDING_BY_ID

SLAB_DEPTH_M = 12.5
SLAB_LENGTH_M = {3: 52.5, 4: 70.0}
SLAB_GAP_M = 10.5
FACADE_TO_DOORSTEP_M = 6.3


@dataclass(frozen=True)
class RoadPlan:
    """A road as drawn: its corners, and the roads on which its two ends meet ("" where it ends free)."""

    id: str
    name: str
    kind: str
    corners: tuple[Corner, ...]
    start_on: str = ""
    end_on: str = ""
    closed: bool = False
    compound: str = "A"
    width_m: float = 0.0
    overlaid: bool = True


@dataclass(frozen=True)
class Row:
    """A row of slabs from its west end (u, v on its axis), entrances on side `door` ("n" or "s").

    `shift` moves each slab across the row: real rows are never quite in line.
    """

    id: str
    u: float
    v: float
    angle_deg: float
    numbers: tuple[int, ...]
    shift: tuple[float, ...] = ()
    door: str = "n"
    gap_m: float = SLAB_GAP_M

    def slabs(self) -> list[tuple[str, float, float, float]]:
        """(building id, metres along at its west end, its length, its shift across) from west to east."""
        placed, along = [], 0.0
        for index, number in enumerate(self.numbers):
            length = SLAB_LENGTH_M[BUILDING_BY_ID[f"A{number:02d}"].units]
            placed.append((f"A{number:02d}", along, length, self.shift[index] if self.shift else 0.0))
            along += length + self.gap_m
        return placed

    def length_m(self) -> float:
        """From the west end of the first slab to the east end of the last."""
        _, along, length, _ = self.slabs()[-1]
        return along + length


@dataclass(frozen=True)
class Doorstep:
    """A path past the doors of one row, or of two rows joined around their far ends.

    It leaves road `on` towards the `heading` ("e" or "w"); with `loop` the second leg comes back to the
    road, otherwise it ends at the last door.
    """

    rows: tuple[str, ...]
    on: str
    heading: str
    loop: bool = False


WEST_DEG, EAST_DEG = 1.8, -1.2

ROADS: tuple[RoadPlan, ...] = (
    RoadPlan(
        "ring",
        "环路",
        "main",
        ((188, 128, 36), (193.5, -10, 260), (185.5, -124.5, 40), (10, -119, 400), (-168, -125, 38), (-175, 128, 36)),
        closed=True,
    ),
    RoadPlan("east_gate", "东门路", "main", ((191, -11, 0), (290, -9, 0)), start_on="ring"),
    RoadPlan("south_gate", "南门路", "main", ((-46, -120, 0), (-48, -174, 0)), start_on="ring"),
    RoadPlan(
        "north",
        "北环组团路",
        "cluster",
        (
            (-263, 40, 0),
            (-263, 155, 24),
            (-190, 165, 60),
            (120, 165, 300),
            (270, 160, 22),
            (270, 60, 0),
            (269, -9, 0),
        ),
        end_on="east_gate",
    ),
    RoadPlan(
        "spine",
        "中轴路",
        "cluster",
        ((5, -118, 0), (9, -62, 160), (-3, 42, 160), (2, 127, 160), (3, 165, 0)),
        start_on="ring",
        end_on="north",
    ),
    RoadPlan(
        "west",
        "西组团路",
        "cluster",
        ((-263, 40, 0), (-261, -130, 17), (-203, -125, 60), (-150, -90, 0)),
        end_on="ring",
    ),
    RoadPlan(
        "east",
        "东组团路",
        "cluster",
        ((269, -9, 0), (263, -131, 17), (205, -123, 60), (165, -80, 0)),
        start_on="east_gate",
        end_on="ring",
    ),
    RoadPlan("cross_west", "横轴西路", "cluster", ((2, -11, 0), (-175, -17, 0)), start_on="spine", end_on="ring"),
    RoadPlan("cross_east", "横轴东路", "cluster", ((2, -11, 0), (191, -11, 0)), start_on="spine", end_on="ring"),
    RoadPlan(
        "b_loop",
        "龙王港环路",
        "main",
        (
            (-312, 164, 24),
            (-309, 20, 300),
            (-314, -129, 24),
            (-400, -134, 200),
            (-470, -122, 26),
            (-476, 30, 300),
            (-470, 164, 24),
        ),
        closed=True,
        compound="B",
        width_m=6.0,
        overlaid=False,
    ),
    RoadPlan(
        "b_gate",
        "龙王港东门路",
        "main",
        ((-313, 18, 0), (-287, 18, 0)),
        start_on="b_loop",
        compound="B",
        width_m=7.0,
        overlaid=False,
    ),
    RoadPlan(
        "b_north",
        "龙王港北路",
        "cluster",
        ((-313, 62, 0), (-392, 66, 200), (-472, 62, 0)),
        start_on="b_loop",
        end_on="b_loop",
        compound="B",
        width_m=5.0,
        overlaid=False,
    ),
    RoadPlan(
        "b_south",
        "龙王港南路",
        "cluster",
        ((-313, -30, 0), (-392, -26, 200), (-471, -30, 0)),
        start_on="b_loop",
        end_on="b_loop",
        compound="B",
        width_m=5.0,
        overlaid=False,
    ),
)

ROWS: tuple[Row, ...] = (
    Row("E1", 206, 114, -1.5, (1,)),
    Row("E2", 203, 80, -1.5, (2,)),
    Row("E3", 206, 46, -1.5, (3,)),
    Row("E4", 207, -30, -1.5, (4,)),
    Row("E5", 204, -61, -1.5, (5,)),
    Row("E6", 201, -92, -1.5, (6,)),
    Row("N1", -126.5, 147, 0.0, (18, 17), (0.0, 0.8)),
    Row("N2", 13, 147.5, 0.0, (16, 15, 14, 7), (0.8, 0.0, 0.6, -2.0)),
    Row("N3", -120, 182.5, 0.0, (19, 20, 21, 22, 23, 8), (-0.4, 0.4, 0.9, 0.4, 0.0, -1.0), "s"),
    Row("EN1", 16, 109.5, EAST_DEG, (9, 10), (0.0, 0.8)),
    Row("EN2", 19, 75, EAST_DEG, (11, 12), (0.0, -0.8)),
    Row("EN3", 16, 40.5, EAST_DEG, (13,)),
    Row("ES1", 19, -28.5, EAST_DEG, (36, 37), (0.0, 0.9)),
    Row("ES2", 21, -63, EAST_DEG, (38, 39), (0.6, 0.0)),
    Row("ES3", 18, -97, EAST_DEG, (40, 41), (0.0, 0.7)),
    Row("WN1", -149, 104.5, WEST_DEG, (24, 42), (0.0, -0.7)),
    Row("WN2", -152, 70.5, WEST_DEG, (43, 25), (0.0, 0.8)),
    Row("WN3", -148, 36, WEST_DEG, (26, 44), (0.7, 0.0)),
    Row("WS1", -150, -33.5, WEST_DEG, (27, 45), (0.0, 0.8)),
    Row("WS2", -149, -68, WEST_DEG, (46, 28), (0.7, 0.0)),
    Row("WS3", -152, -101.5, WEST_DEG, (47, 48), (0.0, 0.8)),
    Row("W1", -249, 110, 1.0, (29,)),
    Row("W2", -246, 76, 1.0, (30,)),
    Row("W3", -249, 42, 1.0, (31,)),
    Row("W4", -247, 8, 1.0, (32,)),
    Row("W5", -249, -26, 1.0, (33,)),
    Row("W6", -246, -60, 1.0, (34,)),
    Row("W7", -244, -95, 1.0, (35,)),
)
ROW_BY_ID = {row.id: row for row in ROWS}

DOORSTEPS: tuple[Doorstep, ...] = (
    Doorstep(("E1",), "north", "w"),
    Doorstep(("E3", "E2"), "north", "w"),
    Doorstep(("E4", "E5"), "east", "w"),
    Doorstep(("E6",), "east", "w"),
    Doorstep(("EN2", "EN3"), "spine", "e"),
    Doorstep(("ES2", "ES3"), "spine", "e"),
    Doorstep(("WN2", "WN3"), "spine", "w"),
    Doorstep(("WS2", "WS3"), "spine", "w"),
    Doorstep(("W1", "W2"), "north", "e"),
    Doorstep(("W3", "W4"), "north", "e"),
    Doorstep(("W5", "W6"), "west", "e"),
    Doorstep(("W7",), "west", "e"),
)

SITES: dict[str, tuple[Spot, ...]] = {
    "A": (
        (-272, -116), (-263, -135), (-170, -138), (-64, -147), (-6, -162), (120, -166), (194, -161),
        (222, -144), (262, -137), (275, -118), (280, 20), (279, 176), (265, 194), (120, 196), (-126, 196),
        (-204, 178), (-256, 168), (-272, 152),
    ),
    "B": (
        (-292, -142), (-300, -148), (-392, -142), (-478, -136), (-490, -124), (-494, 60), (-492, 172),
        (-480, 182), (-392, 184), (-302, 184), (-292, 176),
    ),
}  # fmt: skip
"""Outlines of the two compounds."""

TOWERS: dict[int, tuple[float, float, float]] = {
    7: (-434, 128, 4), 8: (-352, 136, -3), 1: (-436, 88, 2), 2: (-350, 92, 2),
    9: (-432, 36, 4), 10: (-354, 42, -3), 3: (-436, -4, 2), 4: (-352, 0, 2),
    11: (-434, -56, 4), 12: (-354, -50, -3), 5: (-432, -96, 2), 6: (-350, -94, 2),
}  # fmt: skip
"""Towers of 龙王港: number → centre (u, v) and turn in degrees."""
