"""A proposal of n grids with equal households, each one connected and made of neighbouring buildings.

Method: recursive bipartition of spanning trees, then border moves. A spanning tree of the neighbourhood graph
(the p-regions idea of SKATER: Assunção, Neves, Câmara, da Costa Freitas 2006, "Efficient regionalization
techniques for socio-economic geographical units using minimum spanning trees", IJGIS 20) is cut at the edge
that divides the households best, as in the recombination step of DeFord, Duchin, Solomon 2021
("Recombination: a family of Markov chains for redistricting", HDSR 3.1); the halves are cut again. Afterwards
buildings on a border change sides while that evens out the households and leaves both sides connected (the
local search of automatic zoning: Openshaw, Rao 1995, "Algorithms for reengineering 1991 Census geography",
Environment and Planning A 27). Several seeded trees are tried and the best result is kept, so that the same
input always gives the same proposal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import shapely

from geo.crs import metric_crs_of, require_crs
from geo.grids import GridError
from geo.tessellation import Cells, neighbours, tessellate
from geo.words import N_

TRIES = 12
"""Spanning trees tried: more evens out a little further and takes longer."""

ROAD_FACTOR = 2.5
"""Neighbours across a road count as so many times farther apart: grids then tend to end at roads."""


@dataclass(frozen=True)
class Proposal:
    """Proposed grids of one compound. `accepted` is for people to say; nothing here is stored.

    `labels`: building id → number of its grid from 0. `grids`: one area per grid in the CRS of the
    buildings (index = number; columns households, buildings, geometry). `spread` is the difference in households
    between the largest and the smallest grid.
    """

    labels: pd.Series
    grids: gpd.GeoDataFrame
    spread: int


def balance(
    buildings: gpd.GeoDataFrame, n: int, site: Any, roads: gpd.GeoDataFrame, *, tries: int = TRIES, seed: int = 1
) -> Proposal:
    """`n` connected grids of the compound `site` (an area in the CRS of the buildings) with even households.

    `buildings` has a column `households` (missing: 0). Raises `GridError` when there are fewer buildings than
    grids or a building has no place.
    """
    require_crs(buildings)
    shapes = buildings.geometry.to_numpy()
    if n < 1 or len(buildings) < n:
        raise GridError(N_("{buildings} 栋楼不能分成 {n} 个网格。"), buildings=len(buildings), n=n)
    if any(shape is None or shape.is_empty for shape in shapes):
        raise GridError(N_("有楼栋没有位置,不能按位置划分网格。请先补画楼栋轮廓。"))
    crs = metric_crs_of(buildings)
    cells = tessellate(
        buildings.geometry.to_crs(crs).to_numpy(),
        gpd.GeoSeries([site], crs=buildings.crs).to_crs(crs).iloc[0],
        roads.geometry.dropna().to_crs(crs).to_numpy(),
    )
    weights = households_of(buildings)
    labels = partition(joined(neighbours(cells), cells), weights, n, tries=tries, seed=seed)
    frame = dissolved(cells, labels, weights, crs).to_crs(buildings.crs)
    return Proposal(pd.Series(labels, index=buildings.index, name="grid"), frame, spread(labels, weights))


def households_of(buildings: gpd.GeoDataFrame) -> np.ndarray:
    """Households of each building as whole numbers, 0 where unknown."""
    values = pd.to_numeric(buildings["households"], errors="coerce").fillna(0)
    result: np.ndarray = values.to_numpy(dtype=float).astype(int)
    return result


def partition(graph: nx.Graph, weights: np.ndarray, n: int, *, tries: int = TRIES, seed: int = 1) -> np.ndarray:
    """A number from 0 to n-1 for each node: n connected parts of even weight, the best of several tries.

    The greedy division is one of the starts. Better is a smaller spread,
    then a smaller sum of squares, then fewer metres of border inside blocks.
    """
    random = np.random.default_rng(seed)
    starts = [baseline] if len(set(baseline := greedy(graph, weights, n))) == n else []
    for number in range(tries):
        noise = np.zeros(graph.number_of_edges()) if number == 0 else random.random(graph.number_of_edges())
        labels = np.zeros(len(weights), dtype=int)
        _divide(graph, weights, sorted(graph.nodes), n, 0, labels, noise)
        starts.append(labels)
    found = starts + [improved(graph, weights, labels, n) for labels in starts]

    def rank(labels: np.ndarray) -> tuple[float, ...]:
        return spread(labels, weights), _squares(labels, weights, n), _border_m(graph, labels)

    return _numbered(min(found, key=rank))


def improved(graph: nx.Graph, weights: np.ndarray, labels: np.ndarray, n: int) -> np.ndarray:
    """The labels after moves and swaps of border nodes that lower the sum of squares, until none does."""
    labels = labels.copy()
    totals = np.bincount(labels, weights=weights, minlength=n)
    for _ in range(20 * len(weights)):
        step = _best_step(graph, weights, labels, totals)
        if step is None:
            return labels
        for node, target in step:
            totals[labels[node]] -= weights[node]
            totals[target] += weights[node]
            labels[node] = target
    return labels


def greedy(graph: nx.Graph, weights: np.ndarray, n: int) -> np.ndarray:
    """The baseline: fill one grid after the other with the nearest free neighbour until its share is reached.

    What is left over at the end joins the grid beside it.
    """
    labels = np.full(len(weights), -1)
    share = weights.sum() / n
    for number in range(n):
        free = [node for node in graph.nodes if labels[node] < 0]
        if not free:
            break
        node: int | None = min(free, key=lambda k: (sum(labels[m] < 0 for m in graph[k]), k))
        total = 0.0
        while node is not None and (total < share or number == n - 1):
            labels[node] = number
            total += weights[node]
            near = [(d["distance_m"], m) for k in free if labels[k] == number for m, d in graph[k].items()]
            near = [pair for pair in near if labels[pair[1]] < 0]
            node = min(near)[1] if near else None
    while (labels < 0).any():
        for node in np.flatnonzero(labels < 0).tolist():
            beside = [labels[m] for m in graph[node] if labels[m] >= 0]
            if beside:
                labels[node] = min(beside)
    return labels


def spread(labels: np.ndarray, weights: np.ndarray) -> int:
    """Households of the largest grid minus those of the smallest."""
    totals = np.bincount(labels, weights=weights)
    return int(totals.max() - totals.min())


def dissolved(cells: Cells, labels: np.ndarray, weights: np.ndarray, crs: Any) -> gpd.GeoDataFrame:
    """The cells of each label as one area, in the metric CRS; a partition of the site."""
    numbers = np.unique(labels)
    areas = [shapely.coverage_union_all(cells.shapes[labels == number]) for number in numbers]
    counted = {"households": np.bincount(labels, weights=weights).astype(int), "buildings": np.bincount(labels)}
    return gpd.GeoDataFrame(counted, geometry=areas, crs=crs, index=pd.Index(numbers, name="grid"))


def joined(graph: nx.Graph, cells: Cells) -> nx.Graph:
    """The graph with its separate parts joined by their shortest gap (a compound may lie in two plots)."""
    graph = graph.copy()
    while True:
        first, *others = [sorted(part) for part in nx.connected_components(graph)]
        if not others:
            return graph
        rest = [node for part in others for node in part]
        gaps = shapely.distance(cells.shapes[first][:, None], cells.shapes[rest][None, :])
        i, j = np.unravel_index(int(np.argmin(gaps)), gaps.shape)
        graph.add_edge(first[i], rest[j], shared_m=0.0, distance_m=float(gaps[i, j]), across_road=True)


def _divide(
    graph: nx.Graph, weights: np.ndarray, nodes: list[int], n: int, first: int, labels: np.ndarray, noise: np.ndarray
) -> None:
    """Number the nodes from `first` to `first + n - 1` by cutting spanning trees, the halves in turn."""
    if n == 1:
        labels[nodes] = first
        return
    part = graph.subgraph(nodes).copy()
    for k, (a, b, edge) in enumerate(sorted(part.edges(data=True), key=lambda e: (min(e[:2]), max(e[:2])))):
        factor = ROAD_FACTOR if edge["across_road"] else 1.0
        part[a][b]["cost"] = edge["distance_m"] * factor * (1 + noise[k % len(noise)])
    tree = nx.minimum_spanning_tree(part, weight="cost")
    left = n // 2
    cut, side = _best_cut(tree, weights, left, n - left)
    other = sorted(set(nodes) - side)
    _divide(graph, weights, sorted(side), cut, first, labels, noise)
    _divide(graph, weights, other, n - cut, first + cut, labels, noise)


def _best_cut(tree: nx.Graph, weights: np.ndarray, left: int, right: int) -> tuple[int, set[int]]:
    """The edge of the tree whose removal divides the weight nearest to left : right (either way round).

    Returns how many grids the returned side gets, and that side. Every side keeps at least as many
    nodes as grids.
    """
    root = min(tree.nodes)
    order = list(nx.dfs_postorder_nodes(tree, root))
    parent = {child: up for up, child in nx.dfs_edges(tree, root)}
    below, count = {node: float(weights[node]) for node in order}, dict.fromkeys(order, 1)
    for node in order[:-1]:
        below[parent[node]] += below[node]
        count[parent[node]] += count[node]
    total, nodes = below[root], len(order)
    n = left + right

    def choices(shares: Iterable[int]) -> list[tuple[float, int, int]]:
        return [
            (abs(below[node] - total * share / n), node, share)
            for node in order[:-1]
            for share in shares
            if count[node] >= share and nodes - count[node] >= n - share
        ]

    # A star has no half to cut off, but always a leaf for one grid.
    _, node, share = min(choices({left, right}) or choices(range(1, n)))
    cut = tree.copy()
    cut.remove_edge(node, parent[node])
    return share, set(nx.node_connected_component(cut, node))


def _best_step(
    graph: nx.Graph, weights: np.ndarray, labels: np.ndarray, totals: np.ndarray
) -> list[tuple[int, int]] | None:
    """The move (or swap of two neighbours' sides) that lowers the sum of squares most; None if none does."""
    candidates: list[tuple[float, list[tuple[int, int]]]] = []
    for a, b in graph.edges:
        one, other = int(labels[a]), int(labels[b])
        if one == other:
            continue
        gap = totals[one] - totals[other]
        candidates += [(_gain(gap, weights[a]), [(a, other)]), (_gain(-gap, weights[b]), [(b, one)])]
        for c in graph[a]:
            # c leaves the other side for a's while a goes over: finer than a whole building.
            if labels[c] == other and c != b:
                candidates.append((_gain(gap, weights[a] - weights[c]), [(a, other), (int(c), one)]))
    for _, step in sorted((c for c in candidates if c[0] > 1e-9), key=lambda c: (-c[0], c[1])):
        if _stays_connected(graph, labels, step):
            return step
    return None


def _gain(gap: float, weight: float) -> float:
    """How much the sum of squares falls when `weight` goes from a side to one that is `gap` lighter."""
    return float(2 * weight * (gap - weight))


def _stays_connected(graph: nx.Graph, labels: np.ndarray, step: list[tuple[int, int]]) -> bool:
    after = labels.copy()
    for node, target in step:
        after[node] = target
    concerned = {int(labels[node]) for node, _ in step} | {target for _, target in step}
    for number in concerned:
        nodes = np.flatnonzero(after == number).tolist()
        if not nodes or not nx.is_connected(graph.subgraph(nodes)):
            return False
    return True


def _squares(labels: np.ndarray, weights: np.ndarray, n: int) -> float:
    return float((np.bincount(labels, weights=weights, minlength=n) ** 2).sum())


def _border_m(graph: nx.Graph, labels: np.ndarray) -> float:
    inner = (e for e in graph.edges(data=True) if not e[2]["across_road"] and labels[e[0]] != labels[e[1]])
    return float(sum(edge["shared_m"] for _, _, edge in inner))


def _numbered(labels: np.ndarray) -> np.ndarray:
    """The same parts, numbered in the order in which they first appear."""
    order = {old: new for new, old in enumerate(dict.fromkeys(labels.tolist()))}
    return np.array([order[old] for old in labels.tolist()])
