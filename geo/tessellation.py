"""The ground around each building, bounded by roads where it can be: the pieces that grids are made of.

Method: morphological tessellation within blocks, known as *enclosed tessellation*: the compound is cut into
blocks by its roads, and each block is shared out among its buildings by the Voronoi diagram of points along
their outlines (Fleischmann, Feliciotti, Romice, Porta 2020, "Morphological tessellation as a way of
partitioning space", Computers, Environment and Urban Systems 80). Blocks without a building join the
neighbour with the longest common edge. What comes out is a partition: no overlap, no hole.
"""

from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import shapely
from scipy.spatial import Voronoi

from geo.grids import GridError
from geo.words import N_

OUTLINE_STEP_M = 5.0
"""Distance of the points along a building's outline: finer follows the outline better and costs time."""

LEAST_EDGE_M = 1.0
"""Cells that share less than this do not count as neighbours."""


@dataclass(frozen=True)
class Cells:
    """`shapes[i]` is the ground of building i (metres), `blocks[i]` the number of the block it stands in."""

    shapes: np.ndarray
    blocks: np.ndarray


def tessellate(buildings: np.ndarray, site: Any, roads: np.ndarray) -> Cells:
    """One cell per building, in metres; together they fill `site` exactly.

    `buildings`: areas whose middle lies in the site (those that do not are given the nearest block).
    `roads`: centrelines; where none cross the site, it is one block.
    """
    origin = np.floor(np.asarray(site.bounds[:2]))
    houses, lines = _moved(buildings, -origin), _moved(np.asarray(roads, dtype=object), -origin)
    ground = _moved(np.array([site], dtype=object), -origin)[0]
    blocks = _blocks(ground, lines)
    middles = shapely.point_on_surface(houses)
    block_of = shapely.STRtree(blocks).query_nearest(middles, all_matches=False)[1]
    edges = [_dividing_lines(block, houses[block_of == number]) for number, block in enumerate(blocks)]
    # All lines are noded together, so that neighbours have the very same edge.
    faces = _faces(ground, [*lines, *edges])
    owners = _nearest_in_block(faces, blocks, houses, block_of)
    parts, part_owners = _connected(faces, owners, middles)
    settled = _settled(parts, part_owners)
    shapes = [shapely.coverage_union_all(parts[settled == i]) for i in range(len(houses))]
    return Cells(_moved(np.array(shapes, dtype=object), origin), block_of)


def _moved(shapes: np.ndarray, by: np.ndarray) -> np.ndarray:
    """Shapes moved; near the origin coordinates have digits to spare, in a national grid they have not."""
    moved: np.ndarray = shapely.transform(shapes, lambda points: points + by)
    return moved


def neighbours(cells: Cells) -> nx.Graph:
    """Buildings (by position) whose cells share at least `LEAST_EDGE_M`.

    Edge attributes: `shared_m`, `distance_m` between the cells' middles, `across_road` (different blocks).
    """
    graph = nx.Graph()
    graph.add_nodes_from(range(len(cells.shapes)))
    one, other, shared = _touching(cells.shapes)
    middles = shapely.get_coordinates(shapely.centroid(cells.shapes))
    for a, b, length in zip(one.tolist(), other.tolist(), shared.tolist(), strict=True):
        distance = float(np.hypot(*(middles[a] - middles[b])))
        across = bool(cells.blocks[a] != cells.blocks[b])
        graph.add_edge(a, b, shared_m=length, distance_m=distance, across_road=across)
    return graph


def _blocks(site: Any, roads: np.ndarray) -> np.ndarray:
    """The faces into which the roads cut the site; their union is the site."""
    faces = _faces(site, list(roads))
    return faces if len(faces) else np.array([site], dtype=object)


def _faces(site: Any, lines: list[Any]) -> np.ndarray:
    """The areas of the site between its outline and the lines."""
    noded = shapely.union_all([site.boundary, *(line for line in lines if line is not None and line.intersects(site))])
    faces = shapely.get_parts(shapely.polygonize(list(shapely.get_parts(noded))))
    inside: np.ndarray = faces[shapely.contains(site, shapely.point_on_surface(faces))]
    return inside


def _dividing_lines(block: Any, buildings: np.ndarray) -> Any:
    """The edges of the Voronoi diagram that lie between different buildings of a block, a little beyond its outline."""
    if len(buildings) < 2:
        return None
    points, owner = _outline_points(buildings)
    left, bottom, right, top = shapely.total_bounds([block, *buildings])
    reach = 10 * (right - left + top - bottom)
    # Four points far off close every cell; their edges lie outside the block.
    far = [(left - reach, bottom - reach), (left - reach, top + reach), (right + reach, bottom - reach)]
    diagram = Voronoi(np.vstack([points, far, [(right + reach, top + reach)]]))
    owner = np.append(owner, [-1] * 4)
    ridges = [
        diagram.vertices[ends]
        for (one, other), ends in zip(diagram.ridge_points, diagram.ridge_vertices, strict=True)
        if owner[one] != owner[other] and -1 not in ends
    ]
    return shapely.union_all(shapely.linestrings(ridges)).intersection(block.buffer(0.05))


def _outline_points(buildings: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points along the outlines, drawn in a little so that buildings wall to wall share none; and whose each is."""
    drawn_in = shapely.buffer(buildings, -0.3)
    outlines = np.where(shapely.is_empty(drawn_in), shapely.point_on_surface(buildings), drawn_in)
    points, owner = shapely.get_coordinates(shapely.segmentize(outlines, OUTLINE_STEP_M), return_index=True)
    distinct, first = np.unique(points.round(3), axis=0, return_index=True)
    return distinct, owner[first]


def _nearest_in_block(faces: np.ndarray, blocks: np.ndarray, buildings: np.ndarray, block_of: np.ndarray) -> np.ndarray:
    """The building (of the same block) that each face belongs to, -1 where its block has none."""
    spots = shapely.point_on_surface(faces)
    blocks_of_faces = shapely.STRtree(blocks).query_nearest(spots, all_matches=False)[1]
    owners = np.full(len(faces), -1)
    for number in np.unique(block_of):
        here, mine = np.flatnonzero(blocks_of_faces == number), np.flatnonzero(block_of == number)
        if len(here):
            owners[here] = mine[np.argmin(shapely.distance(spots[here][:, None], buildings[mine][None, :]), axis=1)]
    return owners


def _connected(faces: np.ndarray, owners: np.ndarray, middles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Connected parts of each owner's faces; only the part nearest to the building keeps its owner.

    Ownerless faces stay apart, each a part.
    """
    parts, found = list(faces[owners < 0]), [-1] * int((owners < 0).sum())
    for owner in range(len(middles)):
        polygons = shapely.get_parts(shapely.coverage_union_all(faces[owners == owner]))
        if not len(polygons):
            raise GridError(N_("有楼栋的位置重叠或在小区之外,不能按位置划分网格。请先检查楼栋轮廓。"))
        nearest = int(np.argmin(shapely.distance(polygons, middles[owner])))
        parts += list(polygons)
        found += [owner if number == nearest else -1 for number in range(len(polygons))]
    return np.array(parts, dtype=object), np.array(found, dtype=int)


def _settled(parts: np.ndarray, owners: np.ndarray) -> np.ndarray:
    """Owners with none left out: an ownerless part joins the owned neighbour with the longest common edge."""
    owners = owners.copy()
    one, other, shared = _touching(parts)
    edges = sorted(zip(shared.tolist(), one.tolist(), other.tolist(), strict=True), reverse=True)
    while (owners < 0).any():
        ready = [(a, b) if owners[a] < 0 else (b, a) for _, a, b in edges if (owners[a] < 0) != (owners[b] < 0)]
        if not ready:  # an island of the site: the nearest owned part, if any
            lonely = int(np.flatnonzero(owners < 0)[0])
            owned = np.flatnonzero(owners >= 0)
            owners[lonely] = owners[owned[np.argmin(shapely.distance(parts[owned], parts[lonely]))]]
            continue
        empty, owned_part = ready[0]
        owners[empty] = owners[owned_part]
    return owners


def _touching(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(i, j, common edge in metres) of each pair i < j that shares at least `LEAST_EDGE_M`."""
    one, other = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=0.001)
    chosen = one < other
    one, other = one[chosen], other[chosen]
    # Edges computed apart differ by rounding: the edge is measured inside a hair around the other outline.
    near = shapely.buffer(shapes[other], 0.002, quad_segs=2)
    shared = shapely.length(shapely.intersection(shapely.boundary(shapes[one]), near))
    long_enough = shared >= LEAST_EDGE_M
    return one[long_enough], other[long_enough], shared[long_enough]
