"""Where sewers run: trunks along roads and house drains along rows, as tables.

Foul and storm keep to opposite sides of a road. A run is directed downstream; `into` names the run
that receives it, otherwise it ends at an outfall. Foul water of the eastern strip leaves through the
east gate, all other foul water through the south gate; storm water goes to the river in two places.
"""

from dataclasses import dataclass

from data.demo.curves import Spot

Piece = tuple[str, Spot, Spot]
"""A stretch of a road (from the place nearest to one point to that nearest to another), or two free points ("")."""


@dataclass(frozen=True)
class RunPlan:
    """A sewer run along roads, `aside_m` to the left of its flow (negative: right).

    `sizes` lists (from chainage m, diameter mm). `sparse` lists stretches (from, to chainage) without a
    manhole between. `houses`: rows whose house drains join this run directly.
    """

    id: str
    kind: str
    pieces: tuple[Piece, ...]
    aside_m: float
    sizes: tuple[tuple[float, int], ...]
    into: str = ""
    outfall: str = ""
    houses: tuple[str, ...] = ()
    sparse: tuple[tuple[float, float], ...] = ()
    renewed: bool = True


RUNS: tuple[RunPlan, ...] = (
    # Foul trunks
    RunPlan(
        "FS", "foul",
        (("spine", (3, 162), (5, -119)), ("ring", (5, -119), (-46, -121)), ("south_gate", (-46, -121), (-48, -168)),
         ("", (-48, -170), (-48.5, -180))),
        1.2, ((0, 300), (50, 400)), outfall="OF1",
    ),
    RunPlan(
        "FW", "foul",
        (("north", (-263, 145), (-263, 40)), ("west", (-263, 40), (-181, -105)), ("ring", (-181, -105), (-52, -121))),
        -1.3, ((0, 300), (160, 400)), into="FS",
    ),
    RunPlan(
        "FE", "foul",
        (("north", (3, 165), (269, -9)), ("east_gate", (269, -9), (286, -9)), ("", (288, -9), (296, -9))),
        1.2, ((0, 300), (100, 400)), outfall="OF2", houses=("N2", "N3e"),
    ),
    RunPlan("FN", "foul", (("north", (-112, 165), (3, 165)),), 1.2, ((0, 300),), into="FS", houses=("N1", "N3w")),
    RunPlan("FEs", "foul", (("east", (264, -96), (269, -9)),), -1.3, ((0, 300),), into="FE"),
    RunPlan("FC", "foul", (("cross_east", (70, -11), (3, -11)),), 1.2, ((0, 300),), into="FS"),
    # Storm trunks
    RunPlan(
        "SW", "storm",
        (("ring", (-8, 128), (-100, -122)), ("", (-104, -160), (-108, -219.5))),
        1.6, ((0, 300), (60, 400), (140, 600)), outfall="OS1",
    ),
    RunPlan(
        "SE", "storm",
        (("ring", (12, 128), (182, -108)), ("", (199, -160), (206.5, -235.5))),
        -1.6, ((0, 300), (60, 400), (135, 600)), outfall="OS2",
    ),
    RunPlan("SSw", "storm", (("ring", (18, -119), (-98, -122)),), -1.6, ((0, 300), (20, 400)), into="SW"),
    RunPlan("SSe", "storm", (("ring", (34, -119), (180, -112)),), 1.6, ((0, 300),), into="SE"),
    RunPlan("SM", "storm", (("spine", (1, 118), (5, -117)),), -1.2, ((0, 300), (70, 400)), into="SSw"),
    RunPlan("SMn", "storm", (("spine", (3, 160), (2, 128)),), -1.2, ((0, 300),), into="SW"),
    RunPlan("SCw", "storm", (("cross_west", (-8, -11), (-172, -17)),), -1.2, ((0, 300),), into="SW"),
    RunPlan("SCe", "storm", (("cross_east", (14, -11), (190, -11)),), 1.2, ((0, 300),), into="SE"),
    RunPlan(
        "SNw", "storm",
        (("north", (-14, 165), (-263, 40)), ("west", (-263, 40), (-183, -103))),
        1.2, ((0, 300), (150, 400)), into="SW",
    ),
    RunPlan(
        "SNe", "storm",
        (("north", (20, 165), (269, -6)), ("east_gate", (266, -10), (196, -10))),
        -1.2, ((0, 300), (200, 400)), into="SE",
    ),
    RunPlan("SEs", "storm", (("east", (269, -16), (182, -108)),), 1.2, ((0, 300),), into="SE"),
    # 龙王港: older sewers, not part of the reported renewal
    RunPlan(
        "BFe", "foul",
        (("b_loop", (-382, 162), (-335, -127)), ("", (-318, -166), (-300, -172)), ("", (-300, -172), (-58, -176))),
        1.2, ((0, 300), (250, 400)), into="FS", houses=("Be",), sparse=((460, 545),), renewed=False,
    ),
    RunPlan(
        "BFw", "foul", (("b_loop", (-402, 162), (-340, -126)),), -1.2, ((0, 300),), into="BFe", houses=("Bw",),
        renewed=False,
    ),
    RunPlan(
        "BSe", "storm",
        (("b_loop", (-384, 162), (-345, -126)), ("", (-330, -162), (-310, -168)), ("", (-310, -168), (-112, -171))),
        -1.2, ((0, 300), (150, 400), (300, 600)), into="SW", renewed=False,
    ),
    RunPlan("BSw", "storm", (("b_loop", (-404, 162), (-352, -125)),), 1.2, ((0, 300), (200, 400)), into="BSe",
            renewed=False),
)  # fmt: skip

ROW_DRAINS: dict[str, tuple[str, str]] = {
    "E1": ("e", "FE"), "E2": ("e", "FE"), "E3": ("e", "FE"),
    "E4": ("e", "FEs"), "E5": ("e", "FEs"), "E6": ("e", "FEs"),
    "EN1": ("w", "FS"), "EN2": ("w", "FS"), "EN3": ("w", "FS"),
    "ES1": ("w", "FS"), "ES2": ("w", "FS"), "ES3": ("w", "FS"),
    "WN1": ("e", "FS"), "WN2": ("e", "FS"), "WN3": ("e", "FS"),
    "WS1": ("e", "FS"), "WS2": ("e", "FS"), "WS3": ("e", "FS"),
    "W1": ("w", "FW"), "W2": ("w", "FW"), "W3": ("w", "FW"), "W4": ("w", "FW"), "W5": ("w", "FW"),
    "W6": ("w", "FW"), "W7": ("w", "FW"),
}  # fmt: skip
"""Foul drain along each row: the way it flows and the trunk that takes it."""

ROW_STORM: dict[str, tuple[str, str]] = {
    "EN2": ("w", "SM"), "EN3": ("w", "SM"), "ES2": ("w", "SM"), "ES3": ("w", "SM"),
    "WN2": ("e", "SM"), "WS2": ("e", "SM"), "WS3": ("e", "SM"), "E2": ("e", "SNe"),
}  # fmt: skip
"""Storm drain in the doorstep path of a row."""

SHARED_ROWS: dict[str, tuple[str, int, int]] = {
    "N1": ("N1", 0, 2), "N2": ("N2", 0, 4), "N3w": ("N3", 0, 2), "N3e": ("N3", 2, 6),
}  # fmt: skip
"""Part of a row whose houses drain straight into a trunk: row, first slab, last slab (exclusive)."""

TOWER_SIDES = {"Be": (2, 4, 6, 8, 10, 12), "Bw": (1, 3, 5, 7, 9, 11)}
