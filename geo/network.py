"""Drainage as a graph: which pipe ends where, by name or by place, with the rule stated.

`network_of` makes a `Network` from the drainage layers. Nothing is repaired: what does not fit stays as
it is drawn and is told by `geo.network_faults`. Tracing is in `geo.trace`.
"""

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import scipy.sparse
import scipy.sparse.csgraph
import shapely
from scipy.spatial import cKDTree

from geo.crs import metric_crs_of, require_crs
from geo.errors import CrsError
from geo.words import N_

TOLERANCE_M = 0.5
"""Ends nearer than this to a node, or to each other, meet (editable per call)."""

NAME_REACH_M = 5.0
"""A node named by a pipe counts so long as it lies within this of the drawn end and no other node lies at the end."""

MANHOLE, OUTFALL, GULLY, JOINT = "manhole", "outfall", "gully", "joint"
ROLE_TITLES = {MANHOLE: N_("检查井"), OUTFALL: N_("排放口"), GULLY: N_("雨水口"), JOINT: N_("无井接点")}
NODE_COLUMNS = ("role", "kind", "ground_level_m", "invert_level_m")
LINK, MAIN = "link", "main"
"""A link brings water from a house or gully to a manhole; everything else is main."""


@dataclass(frozen=True)
class Neighbours:
    """Pipes by node, compressed: node `i` has the pipes `pipe[start[i]:start[i + 1]]`, each leading to `other`."""

    start: np.ndarray
    pipe: np.ndarray
    other: np.ndarray

    def slots(self, nodes: np.ndarray) -> np.ndarray:
        """Positions in `pipe` and `other` that belong to these nodes."""
        first = self.start[nodes]
        counts = self.start[nodes + 1] - first
        before = np.cumsum(counts) - counts
        slots: np.ndarray = np.repeat(first - before, counts) + np.arange(int(counts.sum()))
        return slots


@dataclass(frozen=True, eq=False)
class Network:
    """Pipes and nodes of a community in metres, and how they hang together.

    `nodes` (by id): role, kind ("" unknown), ground_level_m, invert_level_m, geometry in `crs`. A joint is where
    pipes meet, or begin, without a manhole; its id is "<pipe>.start" or "<pipe>.end".
    `pipes` (by id): columns of the layer, and from_id, to_id (node ids), role ("link" or "main"), length_m,
    slope (NaN where an invert is missing), drawn_reversed (drawn against its named flow), name_disagrees (a
    named node lies elsewhere; the place was taken), invert_interpolated; geometry in `crs`, as drawn.
    `tail`, `head`: positions of the upstream and downstream node of each pipe. `left_out`: ids of pipes with
    neither place nor known names. `down` and `up` are the neighbours along and against the flow.
    """

    crs: pyproj.CRS
    tolerance_m: float
    nodes: gpd.GeoDataFrame
    pipes: gpd.GeoDataFrame
    tail: np.ndarray
    head: np.ndarray
    down: Neighbours
    up: Neighbours
    left_out: tuple[str, ...] = ()
    same_ids: tuple[str, ...] = ()

    def node(self, id: str) -> int:
        """The position of a node; `KeyError` if there is none of this id."""
        return int(self.nodes.index.get_loc(id))

    def pipe(self, id: str) -> int:
        """The position of a pipe; `KeyError` if there is none of this id (or it was left out)."""
        return int(self.pipes.index.get_loc(id))

    @cached_property
    def node_ids(self) -> np.ndarray:
        """The ids of the nodes by position; kept, since making them anew would cost more than a trace."""
        return self.nodes.index.to_numpy(dtype=object)

    @cached_property
    def pipe_ids(self) -> np.ndarray:
        """The ids of the pipes by position."""
        return self.pipes.index.to_numpy(dtype=object)

    @cached_property
    def is_outfall(self) -> np.ndarray:
        """Which nodes are outfalls, by position."""
        return (self.nodes["role"] == OUTFALL).to_numpy(dtype=bool)

    @cached_property
    def down_matrix(self) -> scipy.sparse.csr_array:
        """The neighbours along the flow as a sparse matrix of ones, as scipy's graph routines want it."""
        return self._matrix(self.down)

    @cached_property
    def up_matrix(self) -> scipy.sparse.csr_array:
        """The neighbours against the flow as a sparse matrix of ones."""
        return self._matrix(self.up)

    def _matrix(self, way: Neighbours) -> scipy.sparse.csr_array:
        count = len(self.nodes)
        return scipy.sparse.csr_array((np.ones(len(way.other)), way.other, way.start), shape=(count, count))


def network_of(
    pipes: gpd.GeoDataFrame,
    manholes: gpd.GeoDataFrame,
    outfalls: gpd.GeoDataFrame,
    gullies: gpd.GeoDataFrame | None = None,
    tolerance_m: float = TOLERANCE_M,
) -> Network:
    """The network of the drainage layers (frames as stored, any CRS).

    Each end of a pipe finds its node so: the node it names (from_node, to_node), if that lies within
    `tolerance_m` of the end, or within `NAME_REACH_M` where no other node is at the end; where both names fit the
    other way round, the names give the flow; otherwise the nearest node within `tolerance_m`; otherwise a
    joint shared by all ends within `tolerance_m` of each other. A pipe without names flows as it is drawn.
    Raises `CrsError` where nothing has a place.
    """
    crs = _crs(pipes, manholes, outfalls)
    layers = [(MANHOLE, manholes), (OUTFALL, outfalls)] + ([(GULLY, gullies)] if gullies is not None else [])
    nodes, same_ids = _nodes(layers, crs)
    lines = pipes.to_crs(crs)
    ends, names = _ends(lines), _names(pipes, nodes.index)
    found, turned, disagree = _by_name_or_place(ends, names, _xy(nodes), tolerance_m)
    usable = ((found >= 0) | np.isfinite(ends[:, :, 0])).all(axis=1)
    lines, ends, found, turned = lines[usable], ends[usable], found[usable], turned[usable]
    nodes, found = _with_joints(nodes, lines.index, ends, found, tolerance_m)
    kept = _pipe_columns(lines, turned, disagree[usable])
    return _assembled(crs, tolerance_m, nodes, kept, found, tuple(map(str, pipes.index[~usable])), same_ids)


def without_pipes(network: Network, ids: set[str]) -> Network:
    """The network as if these pipes were shut: same nodes, fewer pipes."""
    keep = ~network.pipes.index.isin(list(ids))
    found = np.column_stack([network.tail, network.head])[keep]
    parts = (network.nodes, network.pipes[keep], found, network.left_out, network.same_ids)
    return _assembled(network.crs, network.tolerance_m, *parts)


def _assembled(
    crs: pyproj.CRS,
    tolerance_m: float,
    nodes: gpd.GeoDataFrame,
    pipes: gpd.GeoDataFrame,
    found: np.ndarray,
    left_out: tuple[str, ...],
    same_ids: tuple[str, ...],
) -> Network:
    tail, head = np.ascontiguousarray(found[:, 0]), np.ascontiguousarray(found[:, 1])
    ids = nodes.index.to_numpy(dtype=object)
    inflow = np.bincount(head, minlength=len(nodes))
    at_start = nodes["role"].to_numpy()[tail]
    is_link = (at_start == GULLY) | ((at_start == JOINT) & (inflow[tail] == 0))
    pipes = pipes.assign(from_id=ids[tail], to_id=ids[head], role=np.where(is_link, LINK, MAIN))
    down, up = _neighbours(tail, head, len(nodes)), _neighbours(head, tail, len(nodes))
    return Network(crs, tolerance_m, nodes, pipes, tail, head, down, up, left_out, same_ids)


def _crs(*frames: gpd.GeoDataFrame) -> pyproj.CRS:
    for frame in frames:
        require_crs(frame)
        if len(frame) and not frame.geometry.isna().all():
            return metric_crs_of(frame)
    raise CrsError(N_("管线和检查井都没有坐标,无法形成管网"))


def _nodes(layers: list[tuple[str, gpd.GeoDataFrame]], crs: pyproj.CRS) -> tuple[gpd.GeoDataFrame, tuple[str, ...]]:
    parts = []
    for role, frame in layers:
        part = frame.to_crs(crs)
        data = {"role": role, "kind": _column(part, "kind", "storm" if role == GULLY else "").fillna("")}
        data |= {key: pd.to_numeric(_column(part, key, np.nan), errors="coerce") for key in NODE_COLUMNS[2:]}
        parts.append(gpd.GeoDataFrame(data, geometry=part.geometry, index=part.index, crs=crs))
    nodes = gpd.GeoDataFrame(pd.concat(parts), geometry="geometry", crs=crs)
    nodes.index = nodes.index.astype(object)
    same = nodes.index.duplicated()
    return nodes[~same], tuple(map(str, nodes.index[same]))


def _column(frame: pd.DataFrame, key: str, missing: object) -> pd.Series:
    return frame[key] if key in frame else pd.Series(missing, index=frame.index)


def _xy(nodes: gpd.GeoDataFrame) -> np.ndarray:
    shapes = nodes.geometry.to_numpy()
    return np.column_stack([shapely.get_x(shapes), shapely.get_y(shapes)]).reshape(-1, 2)


def _ends(lines: gpd.GeoDataFrame) -> np.ndarray:
    """First and last point of each line, (pipe, end, xy); NaN without a line. Parts that touch are merged first."""
    shapes = shapely.line_merge(lines.geometry.to_numpy())
    first, last = shapes, shapes
    if (shapely.get_type_id(shapes) == shapely.GeometryType.MULTILINESTRING).any():
        # Parts that do not touch: from the start of the first to the end of the last, as they were drawn.
        count = shapely.get_num_geometries(shapes)
        many = shapely.get_type_id(shapes) == shapely.GeometryType.MULTILINESTRING
        first = np.where(many, shapely.get_geometry(shapes, 0), shapes)
        last = np.where(many, shapely.get_geometry(shapes, count - 1), shapes)
    points = np.stack([shapely.get_point(first, 0), shapely.get_point(last, -1)], axis=1)
    return np.stack([shapely.get_x(points), shapely.get_y(points)], axis=2).reshape(-1, 2, 2)


def _names(pipes: gpd.GeoDataFrame, ids: pd.Index) -> np.ndarray:
    """Positions of the nodes that each pipe names, -1 where it names none that exists."""
    columns = [_column(pipes, key, None).to_numpy(dtype=object) for key in ("from_node", "to_node")]
    return np.column_stack([ids.get_indexer(pd.Index(column, dtype=object)) for column in columns])


def _by_name_or_place(
    ends: np.ndarray, names: np.ndarray, xy: np.ndarray, tolerance_m: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Positions of the nodes at both ends (-1: none yet), which pipes are turned, which names were refused."""
    at_end = _nearest(ends, xy, tolerance_m)
    fits = _fit(ends, names, at_end, xy, tolerance_m)
    other_way = _fit(ends[:, ::-1], names, at_end[:, ::-1], xy, tolerance_m)
    turned: np.ndarray = np.all(names >= 0, axis=1) & ~np.all(fits, axis=1) & np.all(other_way, axis=1)
    found = np.where(fits | turned[:, None], names, at_end)
    refused: np.ndarray = np.any((names >= 0) & ~fits & ~turned[:, None], axis=1)
    return found, turned, refused


def _nearest(ends: np.ndarray, xy: np.ndarray, tolerance_m: float) -> np.ndarray:
    placed = np.flatnonzero(np.isfinite(xy[:, 0]))
    result = np.full(ends.shape[:2], -1)
    has_end = np.isfinite(ends[:, :, 0])
    if len(placed) and has_end.any():
        distance, which = cKDTree(xy[placed]).query(ends[has_end])
        result[has_end] = np.where(distance <= tolerance_m, placed[which], -1)
    return result


def _fit(ends: np.ndarray, names: np.ndarray, at_end: np.ndarray, xy: np.ndarray, tolerance_m: float) -> np.ndarray:
    """Whether the named nodes lie where these ends are; a node or pipe without place fits by its name alone."""
    where = xy[names] if len(xy) else np.full(ends.shape, np.nan)
    away = np.hypot(*np.moveaxis(where - ends, 2, 0))
    near = (away <= tolerance_m) | np.isnan(away) | ((away <= NAME_REACH_M) & ((at_end < 0) | (at_end == names)))
    fits: np.ndarray = (names >= 0) & near
    return fits


def _with_joints(
    nodes: gpd.GeoDataFrame, ids: pd.Index, ends: np.ndarray, found: np.ndarray, tolerance_m: float
) -> tuple[gpd.GeoDataFrame, np.ndarray]:
    """Nodes with a joint added for every cluster of ends that has none, and the completed positions."""
    loose = np.argwhere(found < 0)
    if not len(loose):
        return nodes, found
    points = ends[loose[:, 0], loose[:, 1]]
    pairs = cKDTree(points).query_pairs(tolerance_m, output_type="ndarray")
    links = scipy.sparse.coo_array((np.ones(len(pairs)), tuple(pairs.T)), shape=(len(points),) * 2)
    count, cluster = scipy.sparse.csgraph.connected_components(links, directed=False)
    first = np.full(count, len(points))
    np.minimum.at(first, cluster, np.arange(len(points)))
    where = np.where(loose[first, 1] == 0, ".start", ".end")
    labels = ids.to_numpy(dtype=object)[loose[first, 0]].astype(str).astype(object) + where.astype(object)
    spots = shapely.points(points[first])
    joints = gpd.GeoDataFrame(
        {"role": JOINT, "kind": "", "ground_level_m": np.nan, "invert_level_m": np.nan},
        geometry=spots, index=pd.Index(labels, dtype=object), crs=nodes.crs,
    )  # fmt: skip
    found = found.copy()
    found[loose[:, 0], loose[:, 1]] = len(nodes) + cluster
    return gpd.GeoDataFrame(pd.concat([nodes, joints]), geometry="geometry", crs=nodes.crs), found


def _pipe_columns(lines: gpd.GeoDataFrame, turned: np.ndarray, disagree: np.ndarray) -> gpd.GeoDataFrame:
    length = shapely.length(lines.geometry.to_numpy())
    top, bottom = (
        pd.to_numeric(_column(lines, key, np.nan), errors="coerce").to_numpy(dtype=float)
        for key in ("upstream_invert_m", "downstream_invert_m")
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.where(length > 0, (top - bottom) / length, np.nan)
    return lines.assign(
        kind=_column(lines, "kind", "").fillna(""),
        diameter_mm=pd.to_numeric(_column(lines, "diameter_mm", np.nan), errors="coerce").astype(float),
        material=_column(lines, "material", "").fillna(""),
        upstream_invert_m=top, downstream_invert_m=bottom, length_m=length, slope=slope,
        drawn_reversed=turned, name_disagrees=disagree, invert_interpolated=False,
    )  # fmt: skip


def _neighbours(near: np.ndarray, far: np.ndarray, count: int) -> Neighbours:
    order = np.argsort(near, kind="stable").astype(np.int32)
    start = np.concatenate([[0], np.cumsum(np.bincount(near, minlength=count))]).astype(np.int32)
    return Neighbours(start, order, far[order].astype(np.int32))
