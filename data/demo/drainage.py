"""The sewers as a graph: runs laid along roads and rows, manholes on them, reaches between."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil

from shapely import LineString, Point, Polygon
from shapely.ops import nearest_points, substring

from data.demo.curves import Spot, part, turned
from data.demo.plan import ROW_BY_ID, SLAB_DEPTH_M, Row
from data.demo.roads import Network
from data.demo.sewers import ROW_DRAINS, ROW_STORM, RUNS, SHARED_ROWS, TOWER_SIDES, RunPlan
from data.demo.spec import BUILDING_BY_ID

MANHOLE_SPACING_M = 29.5
MANHOLE_FARTHEST_M = 38.5
CLOSEST_M = 8.0
STRAIGHT_M = 1.5
FACADE_TO_FOUL_M = 7.25
FACADE_TO_STORM_M = 5.3
HOUSE_DRAINS = {3: (17.5, 43.75), 4: (17.5, 52.5)}
HOUSE_SLANT_M = 1.0


@dataclass
class Run:
    """A laid run: its line (directed downstream), chainages that need a manhole, and the nodes on it."""

    plan: RunPlan
    line: LineString
    fixed: list[float] = field(default_factory=list)
    nodes: list[tuple[float, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Node:
    """A manhole, outfall, gully ("gully") or the outlet of a building ("house") in local metres."""

    id: str
    kind: str
    role: str
    spot: Spot
    renewed: bool = True


@dataclass(frozen=True)
class Reach:
    """One pipe between two nodes, in flow direction."""

    kind: str
    diameter_mm: int
    from_node: str
    to_node: str
    line: LineString
    renewed: bool
    run: str


class Sewers:
    """All runs, nodes and reaches. Built once; `nodes` by id."""

    def __init__(self, network: Network, footprints: dict[str, Polygon]) -> None:
        self.network, self.footprints = network, footprints
        self.runs: dict[str, Run] = {}
        self.nodes: dict[str, Node] = {}
        self.reaches: list[Reach] = []
        self._counts: dict[str, int] = {}
        for plan in RUNS:
            self._lay(plan, self._along_roads(plan))
        for kind, table, facade in (("foul", ROW_DRAINS, FACADE_TO_FOUL_M), ("storm", ROW_STORM, FACADE_TO_STORM_M)):
            for row, (way, into) in table.items():
                plan = RunPlan(f"{kind[0].upper()}-{row}", kind, (), 0.0, ((0, 300),), into, houses=(row,))
                self._lay(plan, _along_row(ROW_BY_ID[row], way, facade))
        self._houses = list(self._house_drains())
        for run in self.runs.values():
            self._put_manholes(run)
        for run in self.runs.values():
            self._join(run)
        for outlet, run_id, building in self._houses:
            self._house_reach(outlet, run_id, building)

    def _along_roads(self, plan: RunPlan) -> LineString:
        spots: list[Spot] = []
        for road, start, end in plan.pieces:
            if road:
                centre = part(self.network.lines[road], start, end)
                spots.extend(centre.offset_curve(plan.aside_m, join_style="mitre").coords)
            else:
                spots.extend((start, end))
        return LineString([spot for spot, before in zip(spots, [None, *spots], strict=False) if spot != before])

    def _lay(self, plan: RunPlan, line: LineString) -> None:
        if plan.into:
            receiver = self.runs[plan.into]
            line = _up_to(line, receiver.line)
            receiver.fixed.append(receiver.line.project(Point(line.coords[-1])))
        run = Run(plan, line, [at for at, _ in plan.sizes])
        run.fixed += [line.project(Point(spot)) for spot in line.simplify(STRAIGHT_M).coords]
        run.fixed += [at for stretch in plan.sparse for at in stretch]
        self.runs[plan.id] = run

    def _house_drains(self) -> Iterator[tuple[Spot, str, str]]:
        """(outlet at the facade, run, building) of every house drain; its manhole is asked for on the way."""
        for run in self.runs.values():
            if run.plan.kind != "foul":
                continue
            for name in run.plan.houses:
                for outlet, manhole, building in self._outlets(name, run):
                    run.fixed.append(run.line.project(Point(manhole)))
                    yield outlet, run.plan.id, building

    def _outlets(self, name: str, run: Run) -> list[tuple[Spot, Spot, str]]:
        if name in TOWER_SIDES:
            found = []
            for number in TOWER_SIDES[name]:
                id = f"B{number:02d}"
                outlet, manhole = nearest_points(self.footprints[id].exterior, run.line)
                found.append((outlet.coords[0], manhole.coords[0], id))
            return found
        row_id, first, last = SHARED_ROWS.get(name, (name, 0, 99))
        row, found = ROW_BY_ID[row_id], []
        side = 1.0 if row.door == "n" else -1.0
        for id, along, _, shift in row.slabs()[first:last]:
            for at in HOUSE_DRAINS[BUILDING_BY_ID[id].units]:
                facade = turned(
                    along + at + HOUSE_SLANT_M, shift + side * SLAB_DEPTH_M / 2, row.angle_deg, row.u, row.v
                )
                outlet = nearest_points(self.footprints[id].exterior, Point(facade))[0].coords[0]
                manhole = turned(along + at, shift + side * (SLAB_DEPTH_M / 2 + 8), row.angle_deg, row.u, row.v)
                found.append((outlet, manhole, id))
        return found

    def _put_manholes(self, run: Run) -> None:
        """Manholes where the run needs them and evenly between; the end belongs to the receiver or is an outfall."""
        length = run.line.length
        fixed = _thinned([at for at in run.fixed if 0 < at < length], length)
        stops = [0.0, *fixed, length]
        chainages = [0.0]
        for start, end in pairwise(stops):
            sparse = any(low - 6 <= start and end <= high + 6 for low, high in run.plan.sparse)
            usual, fewest = round((end - start) / MANHOLE_SPACING_M), ceil((end - start) / MANHOLE_FARTHEST_M)
            pieces = 1 if sparse else max(usual, fewest)
            chainages += [start + (end - start) * k / pieces for k in range(1, pieces + 1)]
        for at in chainages[:-1]:
            run.nodes.append((at, self._node(run, "manhole", run.line.interpolate(at).coords[0])))

    def _node(self, run: Run, role: str, spot: Spot, id: str = "") -> str:
        prefix = "M" + run.plan.kind[0].upper()
        if not id:
            self._counts[prefix] = self._counts.get(prefix, 0) + 1
            id = f"{prefix}{self._counts[prefix]:03d}"
        self.nodes[id] = Node(id, run.plan.kind, role, spot, run.plan.renewed)
        return id

    def _join(self, run: Run) -> None:
        """Connect the nodes of a run and lead its end into the receiving run or to its outfall."""
        if run.plan.into:
            end = self.nearest_manhole(run.plan.into, run.line.coords[-1])
        else:
            end = self._node(run, "outfall", run.line.coords[-1], run.plan.outfall)
        ids = [*(id for _, id in run.nodes), end]
        for (at, _), (start, stop) in zip(run.nodes, pairwise(ids), strict=True):
            diameter = max(d for low, d in run.plan.sizes if at >= low - CLOSEST_M)
            self.connect(run.plan.kind, diameter, start, stop, run.plan.renewed, run.plan.id)

    def connect(self, kind: str, diameter_mm: int, start: str, stop: str, renewed: bool, run: str) -> None:
        """Add the reach between two nodes."""
        line = LineString([self.nodes[start].spot, self.nodes[stop].spot])
        self.reaches.append(Reach(kind, diameter_mm, start, stop, line, renewed, run))

    def nearest_manhole(self, run_id: str, spot: Spot) -> str:
        """The manhole of a run that is nearest to a spot."""
        here = Point(spot)
        return min((here.distance(Point(self.nodes[id].spot)), id) for _, id in self.runs[run_id].nodes)[1]

    def _house_reach(self, outlet: Spot, run_id: str, building: str) -> None:
        run = self.runs[run_id]
        self.nodes.setdefault(building, Node(building, "foul", "house", outlet, run.plan.renewed))
        stop = self.nearest_manhole(run_id, outlet)
        line = LineString([outlet, self.nodes[stop].spot])
        self.reaches.append(Reach("foul", 200, building, stop, line, run.plan.renewed, run_id))


def _along_row(row: Row, way: str, facade_m: float) -> LineString:
    """From the head manhole of a row past its houses, on towards its trunk."""
    slabs = row.slabs()
    drains = [along + at for id, along, _, _ in slabs for at in HOUSE_DRAINS[BUILDING_BY_ID[id].units]]
    across = (SLAB_DEPTH_M / 2 + facade_m) * (1 if row.door == "n" else -1)
    spots = [turned(at, across, row.angle_deg, row.u, row.v) for at in (drains[0], drains[-1])]
    return LineString(spots if way == "e" else spots[::-1])


def _up_to(line: LineString, receiver: LineString) -> LineString:
    """The line drawn on in its last direction, or shortened, so that it ends on the receiver."""
    (u0, v0), (u1, v1) = line.coords[-2], line.coords[-1]
    leg = ((u1 - u0) ** 2 + (v1 - v0) ** 2) ** 0.5
    ahead = (u1 + (u1 - u0) / leg * 45, v1 + (v1 - v0) / leg * 45)
    drawn = LineString([*line.coords[:-1], ahead])
    meets = drawn.intersection(receiver)
    if not meets.is_empty:
        points = [p for p in getattr(meets, "geoms", [meets]) if p.geom_type == "Point"]
        at = max((drawn.project(p) for p in points if drawn.project(p) > line.length - 20), default=0.0)
        if at:
            return substring(drawn, 0, at)
    return LineString([*line.coords, nearest_points(receiver, Point(u1, v1))[0].coords[0]])


def _thinned(chainages: list[float], length: float) -> list[float]:
    """Chainages in order, without those closer than a few metres to one before or to the ends."""
    kept: list[float] = []
    for at in sorted(chainages):
        if at > CLOSEST_M and length - at > CLOSEST_M and (not kept or at - kept[-1] > CLOSEST_M):
            kept.append(at)
    return kept
