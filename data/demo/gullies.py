"""Gullies at the road edges, each linked to a storm manhole."""

from math import dist, sqrt

from shapely import LineString, Point, Polygon

from data.demo.curves import Spot, aside
from data.demo.drainage import Node, Reach, Sewers
from data.demo.roads import Network

GULLIES, GULLIES_B = 155, 30
LINK_M = (3.75, 4.35)
"""Lengths of the links, in turn; 4 m on average."""

KERB_M, APART_M = 0.3, 4.0


def add_gullies(sewers: Sewers, network: Network) -> None:
    """Put gullies beside storm manholes until there are as many as planned; one each, then a second at some."""
    roads = {id: network.paving(id) for id in network.lines}
    manholes = [n for n in sewers.nodes.values() if n.kind == "storm" and n.role == "manhole"]
    for renewed, wanted in ((True, GULLIES), (False, GULLIES_B)):
        count = 0
        for way in (1, -1):
            for manhole in (m for m in manholes if m.renewed is renewed):
                if count == wanted:
                    break
                spot = _beside(manhole, network, roads, way, LINK_M[count % 2])
                if spot and _alone(spot, sewers):
                    count += 1
                    _add(sewers, manhole, spot)


def _beside(manhole: Node, network: Network, roads: dict[str, Polygon], way: int, link_m: float) -> Spot | None:
    """The spot on the nearer kerb that is `link_m` from the manhole, if no other carriageway is there."""
    here = Point(manhole.spot)
    road = min(network.lines, key=lambda id: (network.lines[id].distance(here), id))
    line, half = network.lines[road], network.width_m(road) / 2
    at = line.project(here)
    if line.distance(here) > half or not 6 < at < line.length - 6:
        return None
    left = Point(aside(line, 1.0, at)).distance(here) < Point(aside(line, -1.0, at)).distance(here)
    across = (half - KERB_M) * (1 if left else -1)
    gap = half - KERB_M - line.distance(here)
    along = sqrt(max(link_m**2 - gap**2, 0.0))
    for turn in (way, -way):
        if not 2 < at + turn * along < line.length - 2:
            continue
        spot = aside(line, across, at + turn * along)
        others = [id for id, paved in roads.items() if id != road and paved.distance(Point(spot)) < 0.5]
        if not others:
            return spot
    return None


def _alone(spot: Spot, sewers: Sewers) -> bool:
    return all(dist(spot, node.spot) > APART_M for node in sewers.nodes.values() if node.role == "gully")


def _add(sewers: Sewers, manhole: Node, spot: Spot) -> None:
    number = sum(n.role == "gully" for n in sewers.nodes.values()) + 1
    gully = Node(f"GU{number:03d}", "storm", "gully", spot, manhole.renewed)
    sewers.nodes[gully.id] = gully
    line = LineString([spot, manhole.spot])
    sewers.reaches.append(Reach("storm", 200, gully.id, manhole.id, line, manhole.renewed, "gully"))
