"""The roads of a community as a graph to walk on: edges between junctions, in metres."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

import geopandas as gpd
import networkx as nx
import numpy as np
import scipy.sparse
import shapely
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from geo.crs import metric_crs_of
from geo.network import TOLERANCE_M

SNAP_M = 1.5
"""A road that ends within this of another is meant to join it (editable per call)."""


@dataclass(frozen=True, eq=False)
class Streets:
    """Road edges in metres. `edges` (by number): road (id of the feature), u, v (junctions), length_m, geometry in
    the metric CRS of the place, from u to v. `graph`: an undirected networkx multigraph, key = edge number.
    """

    edges: gpd.GeoDataFrame
    graph: nx.MultiGraph


def streets_of(roads: gpd.GeoDataFrame, closed: shapely.Geometry | None = None, snap_m: float = SNAP_M) -> Streets:
    """The graph of the roads (layer frame, any CRS), cut wherever roads cross or one ends at another.

    Roads that cross are taken to be joined there: compounds have no bridges. `closed` (same CRS as the roads)
    takes away the parts of roads inside it, so that nobody passes. Roads without a line are left out.
    """
    placed = roads[~roads.geometry.isna()]
    if placed.empty:
        return _graph(gpd.GeoDataFrame({"road": []}, geometry=[], crs=roads.crs))
    crs = metric_crs_of(placed)
    parts = placed.to_crs(crs).explode(index_parts=False)
    lines, ids = parts.geometry.to_numpy(), parts.index.to_numpy(dtype=object)
    pieces, of = _cut(lines, _chainages(lines, snap_m))
    if closed is not None:
        hole = gpd.GeoSeries([closed], crs=roads.crs).to_crs(crs).iloc[0]
        left = shapely.difference(pieces, hole)
        pieces, back = shapely.get_parts(left, return_index=True)
        of = of[back]
        real = shapely.length(pieces) > TOLERANCE_M / 100
        pieces, of = pieces[real], of[real]
    return _graph(gpd.GeoDataFrame({"road": ids[of]}, geometry=pieces, crs=crs), snap_m)


def _chainages(lines: np.ndarray, snap_m: float) -> list[list[float]]:
    """Where each line is cut: its crossings with others, and where others end on it."""
    tree = shapely.STRtree(lines)
    cuts: list[list[float]] = [[] for _ in lines]
    one, other = tree.query(lines, predicate="intersects")
    for a, b in zip(one, other, strict=True):
        if a != b:
            met = shapely.intersection(lines[a], lines[b])
            points = shapely.points(shapely.get_coordinates(met))
            cuts[a] += [float(at) for at in shapely.line_locate_point(lines[a], points)]
    for place in (0, -1):
        ends = shapely.get_point(lines, place)
        end, line = tree.query(ends, predicate="dwithin", distance=snap_m)
        for a, b in zip(end, line, strict=True):
            if a != b:
                cuts[b].append(float(shapely.line_locate_point(lines[b], ends[a])))
    return cuts


def _cut(lines: np.ndarray, cuts: list[list[float]]) -> tuple[np.ndarray, np.ndarray]:
    """The lines cut at these chainages, and the line that each piece comes from."""
    pieces, of = [], []
    for at, (line, marks) in enumerate(zip(lines, cuts, strict=True)):
        length = line.length
        inner = sorted(mark for mark in marks if TOLERANCE_M < mark < length - TOLERANCE_M)
        stops = [0.0, *(m for m, before in zip(inner, [0.0, *inner], strict=False) if m - before > TOLERANCE_M), length]
        pieces += [_between(line, low, high) for low, high in pairwise(stops)]
        of += [at] * (len(stops) - 1)
    return np.array(pieces, dtype=object), np.array(of, dtype=int)


def _between(line: shapely.LineString, low: float, high: float) -> shapely.LineString:
    """The part of a line between two chainages."""
    points = shapely.get_coordinates(line)
    far = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    ends = shapely.get_coordinates(shapely.line_interpolate_point(line, [low, high]))
    inner = points[(far > low + 1e-9) & (far < high - 1e-9)]
    return shapely.LineString(np.vstack([ends[:1], inner, ends[1:]]))


def _graph(edges: gpd.GeoDataFrame, snap_m: float = SNAP_M) -> Streets:
    """Junctions are clusters of ends within `snap_m`."""
    shapes = edges.geometry.to_numpy()
    graph = nx.MultiGraph()
    if not len(shapes):
        return Streets(edges.assign(u=[], v=[], length_m=[]), graph)
    ends = shapely.get_coordinates(np.concatenate([shapely.get_point(shapes, 0), shapely.get_point(shapes, -1)]))
    pairs = cKDTree(ends).query_pairs(snap_m, output_type="ndarray")
    near = scipy.sparse.coo_array((np.ones(len(pairs)), tuple(pairs.T)), shape=(len(ends),) * 2)
    _, junction = connected_components(near, directed=False)
    u, v = junction[: len(shapes)], junction[len(shapes) :]
    edges = edges.assign(u=u, v=v, length_m=shapely.length(shapes))
    for number, row in zip(edges.index, zip(u, v, edges["length_m"], strict=True), strict=True):
        graph.add_edge(int(row[0]), int(row[1]), int(number), length_m=float(row[2]))
    return Streets(edges, graph)


@dataclass(frozen=True)
class Access:
    """A place on the streets: the edge, the chainage on it in metres, and how far away it was."""

    edge: int
    along_m: float
    away_m: float


def access_points(streets: Streets, shapes: np.ndarray, reach_m: float) -> list[Access | None]:
    """The nearest place on the streets for each shape (in their CRS); None beyond `reach_m`."""
    lines = streets.edges.geometry.to_numpy()
    found: list[Access | None] = [None] * len(shapes)
    usable = np.flatnonzero(~shapely.is_missing(shapes))
    if not len(lines):
        return found
    tree = shapely.STRtree(lines)
    (asked, edge), away = tree.query_nearest(
        shapes[usable], max_distance=reach_m, all_matches=False, return_distance=True
    )
    here = shapely.get_point(shapely.shortest_line(lines[edge], shapes[usable][asked]), 0)
    along = shapely.line_locate_point(lines[edge], here)
    for row, at in enumerate(asked):
        found[usable[at]] = Access(int(edge[row]), float(along[row]), float(away[row]))
    return found


def walking_m(streets: Streets, gates: list[Access]) -> dict[int, float]:
    """Metres from every junction to the nearest gate; junctions that reach none are missing."""
    start = _reference(streets, gates)
    if start is None:
        return {}
    graph, source = start
    far = nx.single_source_dijkstra_path_length(graph, source, weight="length_m")
    return {junction: float(metres) for junction, metres in far.items() if junction != source}


def way_m(streets: Streets, access: Access | None, far: dict[int, float], gates: list[Access]) -> float:
    """Metres on the streets from a place to the nearest gate; infinite where there is no way."""
    if access is None:
        return np.inf
    edge = streets.edges.loc[access.edge]
    by_ends = (far.get(int(edge["u"]), np.inf) + access.along_m,
               far.get(int(edge["v"]), np.inf) + edge["length_m"] - access.along_m)  # fmt: skip
    direct = [abs(gate.along_m - access.along_m) for gate in gates if gate.edge == access.edge]
    return float(min(*by_ends, *direct, np.inf))


def way_of(streets: Streets, access: Access, gates: list[Access]) -> shapely.Geometry | None:
    """The line of the shortest way from a place to the nearest gate, in the CRS of the streets; None without one."""
    start = _reference(streets, gates)
    if start is None:
        return None
    graph, source = start
    edge, here = streets.edges.loc[access.edge], "here"
    same_edge = [gate.along_m for gate in gates if gate.edge == access.edge]
    beside = min(same_edge, default=None, key=lambda along_m: abs(along_m - access.along_m))
    if beside is not None and abs(beside - access.along_m) <= way_m(streets, access, walking_m(streets, gates), gates):
        return _between(edge.geometry, *sorted((beside, access.along_m)))
    graph.add_edge(here, int(edge["u"]), length_m=access.along_m)
    graph.add_edge(here, int(edge["v"]), length_m=float(edge["length_m"]) - access.along_m)
    try:
        nodes = nx.shortest_path(graph, here, source, weight="length_m")
    except nx.NetworkXNoPath:
        return None
    junctions = [int(node) for node in nodes[1:-1]]
    parts = [_part_to(edge, access.along_m, junctions[0])]
    parts += [_edge_between(streets, a, b) for a, b in pairwise(junctions)]
    gate = _gate_at(streets, gates, junctions[-1])
    parts.append(_part_to(streets.edges.loc[gate.edge], gate.along_m, junctions[-1]))
    return shapely.line_merge(shapely.union_all([part for part in parts if part.length > 0]))


def _reference(streets: Streets, gates: list[Access]) -> tuple[nx.MultiGraph, str] | None:
    """The graph with one more node, "gate", joined to the ends of each gate's edge."""
    if not gates:
        return None
    graph, ends = streets.graph.copy(), defaultdict(list)
    for gate in gates:
        edge = streets.edges.loc[gate.edge]
        ends[int(edge["u"])].append(gate.along_m)
        ends[int(edge["v"])].append(float(edge["length_m"]) - gate.along_m)
    graph.add_edges_from(("gate", node, {"length_m": min(metres)}) for node, metres in ends.items())
    return graph, "gate"


def _gate_at(streets: Streets, gates: list[Access], junction: int) -> Access:
    def metres(gate: Access) -> float:
        edge = streets.edges.loc[gate.edge]
        ways = [gate.along_m] * (int(edge["u"]) == junction)
        ways += [float(edge["length_m"]) - gate.along_m] * (int(edge["v"]) == junction)
        return min(ways, default=np.inf)

    return min(gates, key=metres)


def _part_to(edge: gpd.GeoSeries, along_m: float, junction: int) -> shapely.LineString:
    low, high = (0.0, along_m) if int(edge["u"]) == junction else (along_m, float(edge["length_m"]))
    return _between(edge.geometry, low, high)


def _edge_between(streets: Streets, a: int, b: int) -> shapely.LineString:
    options = streets.graph.get_edge_data(a, b)
    number = min(options, key=lambda key: float(options[key]["length_m"]))
    return streets.edges.geometry.loc[number]
