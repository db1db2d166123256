"""Road centrelines with real junctions, and the parking bays along them."""

from math import atan2, cos, pi, sin

from shapely import LineString, Point, Polygon
from shapely.ops import substring

from data.demo.curves import Corner, Spot, rounded, turned, with_vertices
from data.demo.place import Record
from data.demo.plan import DOORSTEPS, FACADE_TO_DOORSTEP_M, ROADS, ROW_BY_ID, SLAB_DEPTH_M, Doorstep, RoadPlan, Row
from data.demo.spec import ROAD_CLASSES

FAR_END_M = 5.2
"""How far beyond the last slab a doorstep path turns around it."""

LAST_DOOR_M = 1.6
"""A dead end stops this far short of the end of the last slab."""

TURN_RADIUS_M = 6.0


class Network:
    """All road lines in local metres: `lines` by road id, whole and smooth, ends lying on each other."""

    def __init__(self) -> None:
        self.lines: dict[str, LineString] = {}
        self.plans: dict[str, RoadPlan] = {}
        self.nodes: dict[str, list[Spot]] = {}
        for plan in ROADS:
            self._add(plan, rounded(plan.corners, closed=True) if plan.closed else self._meeting(plan))
        for plan in [_doorstep_plan(number, doorstep) for number, doorstep in enumerate(DOORSTEPS, 1)]:
            self._add(plan, self._meeting(plan))

    def _add(self, plan: RoadPlan, line: LineString) -> None:
        self.plans[plan.id], self.lines[plan.id] = plan, line
        self.nodes.setdefault(plan.id, [])

    def _meeting(self, plan: RoadPlan) -> LineString:
        """The smooth line of a road, its ends moved onto the roads that it meets."""
        corners = list(plan.corners)
        for index, other in ((0, plan.start_on), (-1, plan.end_on)):
            if not other:
                continue
            corners[index] = (*self._onto(corners[index], corners[1 if index == 0 else -2], other), 0.0)
            self.nodes[other].append(corners[index][:2])
        return rounded(corners)

    def _onto(self, end: Corner, before: Corner, other: str) -> Spot:
        """Where the leg from `before` through `end`, drawn on a little, meets the other road."""
        road = self.lines[other]
        heading = atan2(end[1] - before[1], end[0] - before[0])
        leg = LineString([before[:2], (end[0] + 30 * cos(heading), end[1] + 30 * sin(heading))])
        meets = leg.intersection(road)
        if meets.is_empty:
            return road.interpolate(road.project(Point(end[:2]))).coords[0]
        return min((p.coords[0] for p in getattr(meets, "geoms", [meets])), key=lambda p: Point(p).distance(Point(end)))

    def width_m(self, id: str) -> float:
        """Carriageway width of a road."""
        plan = self.plans[id]
        return plan.width_m or ROAD_CLASSES[plan.kind][1]

    def paving(self, id: str) -> Polygon:
        """The carriageway of one road."""
        return self.lines[id].buffer(self.width_m(id) / 2, cap_style="flat", quad_segs=16)


def _doorstep_plan(number: int, doorstep: Doorstep) -> RoadPlan:
    first = ROW_BY_ID[doorstep.rows[0]]
    eastward = doorstep.heading == "e"
    corners: list[Corner] = [_door_corner(first, -14.0, eastward)]
    if len(doorstep.rows) == 1:
        corners.append(_door_corner(first, first.length_m() - LAST_DOOR_M, eastward))
    else:
        second = ROW_BY_ID[doorstep.rows[1]]
        far = max(row.length_m() + _start(row, eastward) for row in (first, second)) + FAR_END_M
        corners.append((*_door_corner(first, far - _start(first, eastward), eastward)[:2], TURN_RADIUS_M))
        corners.append((*_door_corner(second, far - _start(second, eastward), eastward)[:2], TURN_RADIUS_M))
        corners.append(_door_corner(second, -14.0 if doorstep.loop else LAST_DOOR_M, eastward))
    end_on = doorstep.on if doorstep.loop else ""
    return RoadPlan(f"d{number:02d}", f"宅前路{number}", "doorstep", tuple(corners), doorstep.on, end_on)


def _start(row: Row, eastward: bool) -> float:
    """Distance of the near end of a row in the direction in which its path runs."""
    return row.u if eastward else -(row.u + row.length_m())


def _door_corner(row: Row, run: float, eastward: bool) -> Corner:
    """A point of the doorstep path, `run` metres from the near end of the row."""
    along = run if eastward else row.length_m() - run
    across = SLAB_DEPTH_M / 2 + FACADE_TO_DOORSTEP_M
    return (*turned(along, across if row.door == "n" else -across, row.angle_deg, row.u, row.v), 0.0)


def road_pieces(network: Network) -> list[tuple[str, LineString]]:
    """(road id, line) of each stretch between junctions of main and cluster roads, with shared nodes.

    Doorstep paths meet a stretch at one of its vertices and don't cut it: a stretch is what one paving
    work covers.
    """
    pieces = []
    for id, line in network.lines.items():
        noded = with_vertices(line, network.nodes[id])
        cuts = sorted(
            {
                round(noded.project(Point(spot)), 6)
                for other, plan in network.plans.items()
                if plan.kind != "doorstep" and other != id
                for spot in (network.lines[other].coords[0], network.lines[other].coords[-1])
                if noded.distance(Point(spot)) < 1e-6
            }
            - {0.0, round(noded.length, 6)}
        )
        for start, end in zip([0.0, *cuts], [*cuts, noded.length], strict=True):
            pieces.append((id, substring(noded, start, end)))
    return pieces


def heading_deg(line: LineString, at_m: float) -> float:
    """Direction of a line at a chainage, degrees counter-clockwise from east."""
    (u0, v0), (u1, v1) = line.interpolate(max(0.0, at_m - 0.2)).coords[0], line.interpolate(at_m + 0.2).coords[0]
    return atan2(v1 - v0, u1 - u0) * 180 / pi


def road_rows(network: Network) -> list[Record]:
    """The road layer."""
    rows: list[Record] = []
    counts: dict[str, int] = {}
    totals = [id for id, _ in road_pieces(network)]
    for id, line in road_pieces(network):
        counts[id] = number = counts.get(id, 0) + 1
        plan = network.plans[id]
        many = totals.count(id) > 1
        rows.append(
            {
                "id": f"R-{id}-{number}" if many else f"R-{id}",
                "name": f"{plan.name} {number}段" if many else plan.name,
                "parent": plan.compound,
                "compound": plan.compound,
                "kind": plan.kind,
                "width_m": network.width_m(id),
                "surface": "asphalt" if plan.overlaid else "concrete",
                "overlaid": plan.overlaid,
                "geometry": line,
            }
        )
    return rows
