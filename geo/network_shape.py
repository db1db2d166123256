"""The shape of a drainage network: runs between manholes, loose ends, breaks and cycles, as positions."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse
import shapely
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from geo.network import JOINT, OUTFALL, Network


@dataclass(frozen=True)
class Break:
    """A node whose water goes nowhere although another node or pipe (`other`, its id) lies `away_m` from it."""

    node: int
    other: str
    away_m: float


def flows(network: Network) -> tuple[np.ndarray, np.ndarray]:
    """How many pipes come into and leave each node."""
    return np.diff(network.up.start), np.diff(network.down.start)


def dead_ends(network: Network) -> np.ndarray:
    """Positions of nodes that take water and lead it nowhere, outfalls excepted."""
    inflow, outflow = flows(network)
    return np.flatnonzero((inflow > 0) & (outflow == 0) & (network.nodes["role"].to_numpy() != OUTFALL))


def breaks(network: Network, gap_m: float) -> list[Break]:
    """The dead ends that have another node, or failing that a pipe, within `gap_m`: a connection was meant.

    The nodes and pipes that feed the dead end do not count.
    """
    shapes, lines = network.nodes.geometry.to_numpy(), network.pipes.geometry.to_numpy()
    placed = np.flatnonzero(~shapely.is_missing(shapes))
    ends = np.intersect1d(dead_ends(network), placed)
    if not len(ends):
        return []
    nodes, pipes = cKDTree(shapely.get_coordinates(shapes[placed])), shapely.STRtree(lines)
    found = []
    for end in ends:
        spot, slots = shapes[end], network.up.slots(np.array([end]))
        near = np.setdiff1d(placed[nodes.query_ball_point((spot.x, spot.y), gap_m)], [end, *network.up.other[slots]])
        touched = np.setdiff1d(pipes.query(spot, predicate="dwithin", distance=gap_m), network.up.pipe[slots])
        if len(near):
            found.append(_closest(int(end), spot, shapes[near], network.nodes.index[near]))
        elif len(touched):
            found.append(_closest(int(end), spot, lines[touched], network.pipes.index[touched]))
    return found


def cycles(network: Network) -> list[np.ndarray]:
    """The pipes of each knot of pipes in which water could run in a circle."""
    if not len(network.tail):
        return []
    _, group = connected_components(network.down_matrix, connection="strong")
    inside = np.flatnonzero(group[network.tail] == group[network.head])
    of = group[network.tail[inside]]
    return [inside[of == knot] for knot in np.unique(of)]


@dataclass(frozen=True)
class Runs:
    """Pipes joined end to end without a manhole between. By pipe: length_m of its run, whether it is the first of
    the run, and the position of the node in which the run ends."""

    length_m: np.ndarray
    first: np.ndarray
    end: np.ndarray


def runs(network: Network) -> Runs:
    """The runs of a network: joints with one pipe in and one out do not end a run."""
    inflow, outflow = flows(network)
    through = (network.nodes["role"].to_numpy() == JOINT) & (inflow == 1) & (outflow == 1)
    at, count = np.flatnonzero(through), len(network.tail)
    pairs = (network.up.pipe[network.up.start[at]], network.down.pipe[network.down.start[at]])
    joined = scipy.sparse.coo_array((np.ones(len(at)), pairs), shape=(count, count))
    number, run = connected_components(joined, directed=False) if count else (0, np.zeros(0, dtype=int))
    length = np.bincount(run, np.nan_to_num(network.pipes["length_m"].to_numpy()), minlength=number)
    last = ~through[network.head]
    end = np.zeros(number, dtype=np.int64)  # a ring of joints has no end and no first pipe
    end[run[last]] = network.head[last]
    return Runs(length[run], ~through[network.tail], end[run])


def _closest(end: int, spot: shapely.Point, shapes: np.ndarray, ids: np.ndarray) -> Break:
    away = shapely.distance(shapes, spot)
    return Break(end, str(ids[away.argmin()]), float(away.min()))
