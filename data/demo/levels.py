"""Ground and invert levels: every pipe as shallow as cover and slope allow, falling to its outfall."""

from collections import defaultdict
from dataclasses import dataclass

import networkx as nx

from data.demo.curves import Spot
from data.demo.drainage import Sewers
from data.demo.spec import MIN_SLOPE

COVER_M = {"foul": 1.05, "storm": 1.25}
"""Laying depth over the pipe (the least that is allowed is 0.7 m)."""

LINK_COVER_M = 0.75
SLOPE_MARGIN = 1.15
STEEPEST = 0.025
HOUSE_SLOPE = 0.02


def ground_level_m(spot: Spot) -> float:
    """Level of the ground: it falls gently to the river in the south."""
    u, v = spot
    return 39.4 + 0.0062 * v + 0.0007 * u


@dataclass
class Levels:
    """Invert level of each node, and both invert levels of each reach (in the order of the reaches)."""

    inverts_m: dict[str, float]
    reaches_m: list[tuple[float, float]]


def levels(sewers: Sewers) -> Levels:
    """Invert levels in metres, solved downstream from the heads."""
    arriving, leaving = defaultdict(list), defaultdict(list)
    for index, reach in enumerate(sewers.reaches):
        arriving[reach.to_node].append(index)
        leaving[reach.from_node].append(index)
    graph = nx.DiGraph((reach.from_node, reach.to_node) for reach in sewers.reaches)
    inverts: dict[str, float] = {}
    for id in nx.lexicographical_topological_sort(graph):
        node = sewers.nodes[id]
        sizes = [sewers.reaches[i].diameter_mm for i in (leaving[id] or arriving[id])]
        link = node.role in ("house", "gully")
        cover = LINK_COVER_M if link else COVER_M[node.kind]
        lowest = [ground_level_m(node.spot) - cover - max(sizes) / 1000]
        for index in arriving[id]:
            reach = sewers.reaches[index]
            lowest.append(inverts[reach.from_node] - _least_fall(reach.diameter_mm) * reach.line.length)
        inverts[id] = round(min(lowest) - 0.001, 3)
    pairs = []
    for reach in sewers.reaches:
        top = inverts[reach.from_node]
        steepest = HOUSE_SLOPE if reach.diameter_mm == 200 else STEEPEST
        bottom = max(inverts[reach.to_node], top - steepest * reach.line.length)
        pairs.append((top, round(bottom, 3)))
    return Levels(inverts, pairs)


def _least_fall(diameter_mm: int) -> float:
    return MIN_SLOPE[diameter_mm] * SLOPE_MARGIN
