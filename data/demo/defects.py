"""The faults planted in the sample, each with what an analysis must report.

Nothing else in the sample is wrong in any of these ways; the tests check both by direct means that
share nothing with the analyses.
"""

from dataclasses import replace
from typing import Any

from shapely import LineString, Point, Polygon, box, union_all

from data.demo.drainage import Sewers
from data.demo.levels import Levels
from data.demo.lights import DARK
from data.demo.place import Record, ground
from data.demo.roads import Network

UPHILL_RUN, UPHILL_INDEX, UPHILL_M = "F-WS2", 2, 0.12
CROSSED_RUN, CROSSED_INTO = "F-W3", "SNw"
GRIDS, GRID_SHARED = ("A3", "A4"), ("A36", "A37")
WITHOUT_HEAD = "A31"
PAVED_ROADS = ("R-b_loop-1", "R-b_loop-2", "R-b_loop-3")
"""A concrete road over old pipes in the compound that was not renovated: no surface there is protected yet."""
Defect = dict[str, Any]


def plant_cross_connection(sewers: Sewers) -> None:
    """Lead a row's foul drain into the storm manhole that it passes, instead of the foul trunk behind it."""
    index = max(i for i, r in enumerate(sewers.reaches) if r.run == CROSSED_RUN and r.diameter_mm > 200)
    reach = sewers.reaches[index]
    start = sewers.nodes[reach.from_node]
    stop = sewers.nearest_manhole(CROSSED_INTO, sewers.nodes[reach.to_node].spot)
    line = LineString([start.spot, sewers.nodes[stop].spot])
    sewers.reaches[index] = replace(reach, to_node=stop, line=line)


def plant_uphill_pipe(sewers: Sewers, levels: Levels) -> None:
    """Sink the upper manhole of one reach, so that the pipe rises in flow direction."""
    index = [i for i, r in enumerate(sewers.reaches) if r.run == UPHILL_RUN and r.diameter_mm > 200][UPHILL_INDEX]
    _, bottom = levels.reaches_m[index]
    sunk = round(bottom - UPHILL_M, 3)
    levels.reaches_m[index] = (sunk, bottom)
    levels.inverts_m[sewers.reaches[index].from_node] = sunk


def plant_grid_overlap(grids: dict[str, Polygon], buildings: dict[str, Polygon]) -> None:
    """Let one grid reach over a row of buildings of its neighbour."""
    keeper, owner = GRIDS
    left, bottom, right, top = zip(*(buildings[id].bounds for id in GRID_SHARED), strict=True)
    strip = box(min(left) - 200, min(bottom) - 5, max(right) + 200, max(top) + 60)
    grids[keeper] = grids[keeper].union(grids[owner].intersection(strip)).buffer(0.5).buffer(-0.5)


def answer_key(network: Network, layers: dict[str, list[Record]]) -> list[Defect]:
    """What each analysis must report, with the ids concerned; lengths in metres."""
    pipes = layers["pipe"]
    return [
        *(_uphill(pipe) for pipe in pipes if pipe["downstream_invert_m"] > pipe["upstream_invert_m"]),
        *_crossed(pipes, layers["manhole"]),
        _dark(network, layers["street_light"], layers["road"]),
        *(_far(pipe) for pipe in pipes if pipe["geometry"].length > 75),
        _answer("building_without_head", {"building": [WITHOUT_HEAD]}, {}),
        _answer(
            "overlapping_grids",
            {"grid": [f"grid-{name}" for name in GRIDS], "building": list(GRID_SHARED)},
            {},
        ),
        _paved_too_early(layers),
    ]


def _answer(kind: str, ids: dict[str, list[str]], report: dict[str, Any]) -> Defect:
    return {"kind": kind, "ids": ids, "report": report}


def _uphill(pipe: Record) -> Defect:
    rise = round(pipe["downstream_invert_m"] - pipe["upstream_invert_m"], 3)
    return _answer("uphill_pipe", {"pipe": [pipe["id"]]}, {"rise_m": rise})


def _crossed(pipes: list[Record], manholes: list[Record]) -> list[Defect]:
    kinds = {manhole["id"]: manhole["kind"] for manhole in manholes}
    return [
        _answer("foul_into_storm", {"pipe": [pipe["id"]], "manhole": [pipe["to_node"]]}, {})
        for pipe in pipes
        if pipe["kind"] == "foul" and kinds.get(pipe["to_node"]) == "storm"
    ]


def _far(pipe: Record) -> Defect:
    return _answer(
        "manholes_far_apart",
        {"pipe": [pipe["id"]], "manhole": [pipe["from_node"], pipe["to_node"]]},
        {"spacing_m": round(pipe["geometry"].length, 1)},
    )


def _dark(network: Network, lights: list[Record], roads: list[Record]) -> Defect:
    name, low, high = DARK
    line = network.lines[name]
    ends = [
        min(lights, key=lambda light: (light["geometry"].distance(line.interpolate(at)), light["id"]))["id"]
        for at in (low, high)
    ]
    spots = [next(light["geometry"] for light in lights if light["id"] == id) for id in ends]
    gap = abs(line.project(spots[1]) - line.project(spots[0]))
    middle = line.interpolate((low + high) / 2)
    road = min(roads, key=lambda r: (r["geometry"].distance(middle), r["id"]))["id"]
    place = ground(Point(middle))
    assert isinstance(place, Point)
    report = {"gap_m": round(gap, 1), "lon": round(place.x, 6), "lat": round(place.y, 6)}
    return _answer("unlit_gap", {"road": [road], "street_light": ends}, report)


def _paved_too_early(layers: dict[str, list[Record]]) -> Defect:
    """Road segments whose paving the sample's projects date before the pipe work below it."""
    roads = [r for r in layers["road"] if r["id"] in PAVED_ROADS]
    paved = union_all([r["geometry"].buffer(r["width_m"] / 2) for r in roads])
    below = [p["id"] for p in layers["pipe"] if p["diameter_mm"] > 200 and paved.contains(p["geometry"])]
    return _answer("paved_before_pipes", {"road": [r["id"] for r in roads], "pipe": below}, {})
