"""Tracing a drainage network: everything upstream or downstream of a place, and the way to the outfall.

The search is scipy's compiled one over matrices that the network keeps, so that an answer costs as much as what it
finds and not as much as the whole network.
"""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import scipy.sparse
from scipy.sparse import csgraph

from geo.network import Network

UPSTREAM, DOWNSTREAM = "upstream", "downstream"


@dataclass(frozen=True, eq=False)
class Trace:
    """What a trace found: ids of nodes and pipes (the start included), and the outfalls among the nodes."""

    direction: str
    nodes: np.ndarray
    pipes: np.ndarray
    outfalls: tuple[str, ...]


@dataclass(frozen=True)
class Route:
    """A way along the flow: nodes in order, the pipes between them, its length, and the outfall ("" none reached)."""

    nodes: tuple[str, ...]
    pipes: tuple[str, ...]
    length_m: float
    outfall: str


def trace_node(network: Network, node: str, direction: str = UPSTREAM) -> Trace:
    """Everything whose water passes this node (upstream), or every place its water may reach (downstream).

    Raises `KeyError` for an unknown node.
    """
    return _trace(network, np.array([network.node(node)]), direction)


def trace_nodes(network: Network, nodes: Iterable[str], direction: str = UPSTREAM) -> Trace:
    """The union of the traces of several nodes (a building with several drains); empty for no nodes."""
    return _trace(network, np.array(sorted({network.node(node) for node in nodes}), dtype=np.int64), direction)


def trace_pipe(network: Network, pipe: str, direction: str = UPSTREAM) -> Trace:
    """The same for a pipe: the pipe itself and what lies beyond its upstream (or downstream) end."""
    at = network.pipe(pipe)
    ends = network.tail if direction == UPSTREAM else network.head
    return _trace(network, ends[at : at + 1].astype(np.int64), direction, at)


def route_to_outfall(network: Network, node: str) -> Route:
    """The shortest way along the flow from a node to an outfall; where none is reached, to the farthest place.

    Lengths in metres; pipes without a line count 0. Cycles do no harm.
    """
    start, length = network.node(node), np.nan_to_num(network.pipes["length_m"].to_numpy())
    best: dict[int, float] = {start: 0.0}
    came: dict[int, int] = {}
    queue, done, last = [(0.0, start)], set(), start
    while queue:
        far, here = heapq.heappop(queue)
        if here in done:
            continue
        done.add(here)
        last = here
        if network.is_outfall[here]:
            break
        for slot in range(network.down.start[here], network.down.start[here + 1]):
            pipe, there = int(network.down.pipe[slot]), int(network.down.other[slot])
            if far + length[pipe] < best.get(there, np.inf):
                best[there], came[there] = far + length[pipe], pipe
                heapq.heappush(queue, (best[there], there))
    return _route(network, start, last, came, best[last], bool(network.is_outfall[last]))


def longest_route_to(network: Network, node: str) -> Route:
    """The way along the flow to a node from the place above it that is farthest by the shortest way (its main stem).

    Only the node itself where nothing lies above it. Lengths in metres; pipes without a line count 0.
    """
    end, length = network.node(node), np.nan_to_num(network.pipes["length_m"].to_numpy())
    best: dict[int, float] = {end: 0.0}
    came: dict[int, int] = {}
    queue, done, last = [(0.0, end)], set(), end
    while queue:
        far, here = heapq.heappop(queue)
        if here in done:
            continue
        done.add(here)
        last = here
        for slot in range(network.up.start[here], network.up.start[here + 1]):
            pipe, there = int(network.up.pipe[slot]), int(network.up.other[slot])
            if far + length[pipe] < best.get(there, np.inf):
                best[there], came[there] = far + length[pipe], pipe
                heapq.heappush(queue, (best[there], there))
    nodes, pipes, here = [last], [], last
    while here != end:
        pipes.append(came[here])
        here = int(network.head[came[here]])
        nodes.append(here)
    outfall = str(network.node_ids[end]) if network.is_outfall[end] else ""
    ids = tuple(str(network.node_ids[at]) for at in nodes)
    return Route(ids, tuple(str(network.pipe_ids[at]) for at in pipes), float(best[last]), outfall)


def reached(network: Network, starts: np.ndarray, upstream: bool) -> np.ndarray:
    """Positions of all nodes reached from the nodes at `starts` (these included), each once."""
    matrix = network.up_matrix if upstream else network.down_matrix
    if len(starts) == 1:
        found: np.ndarray = csgraph.breadth_first_order(matrix, starts[0], return_predecessors=False)
        return found
    # One more node that leads to every start makes a single search of it.
    count = len(network.nodes)
    to_starts = scipy.sparse.csr_array((np.ones(len(starts)), starts, [0, len(starts)]), shape=(1, count))
    wider = scipy.sparse.vstack([matrix, to_starts], format="csr")
    wider.resize((count + 1, count + 1))
    return np.sort(csgraph.breadth_first_order(wider, count, return_predecessors=False)[1:])


def _trace(network: Network, starts: np.ndarray, direction: str, pipe: int = -1) -> Trace:
    upstream = direction == UPSTREAM
    way = network.up if upstream else network.down
    nodes = reached(network, starts, upstream)
    pipes = way.pipe[way.slots(nodes)]
    if pipe >= 0 and not (pipes == pipe).any():  # on a cycle it is among them already
        pipes = np.append(pipes, pipe)
    outfalls = network.node_ids[nodes[network.is_outfall[nodes]]]
    return Trace(direction, network.node_ids[nodes], network.pipe_ids[pipes], tuple(map(str, outfalls)))


def _route(network: Network, start: int, last: int, came: dict[int, int], length_m: float, reached: bool) -> Route:
    nodes, pipes, here = [last], [], last
    while here != start:
        pipes.append(came[here])
        here = int(network.tail[came[here]])
        nodes.append(here)
    node_ids, pipe_ids = network.nodes.index, network.pipes.index
    return Route(
        tuple(str(node_ids[at]) for at in reversed(nodes)),
        tuple(str(pipe_ids[at]) for at in reversed(pipes)),
        float(length_m),
        str(node_ids[last]) if reached else "",
    )
