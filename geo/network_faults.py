"""What is wrong with a drainage network: said before anybody trusts a trace over it.

Each fault names the features concerned, what was measured, the limit and its source, and its place on
the map. Bifurcations are allowed: they are listed as notes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import STORED_CRS
from geo.errors import Problem
from geo.network import JOINT, Network
from geo.network_shape import breaks, cycles, dead_ends, flows, runs
from geo.sewer_rules import MAX_SPACING, MIN_DIAMETER, MIN_SLOPE, SEWER_LIMITS, Limit, limits_of
from geo.words import N_

LEVEL_STEP_M = 0.001
"""Levels are kept in millimetres: a fall or rise of no more than this is rounding."""

GAP_M = 3.0
"""A loose end so near to another node or pipe is taken for a break in the network (editable default)."""


@dataclass(frozen=True)
class FaultKind:
    """A kind of fault: its title, the sentence about one case, and how grave it is ("error", "warning" or "note")."""

    key: str
    title: str
    message: str
    severity: str = "error"


FAULT_KINDS: tuple[FaultKind, ...] = (
    FaultKind("break", N_("断点"), N_("{id} 的末端距 {others} {value} m,没有接上")),
    FaultKind("no_way_out", N_("断头"), N_("{id} 有水流入,却没有管道流出,也不是排放口")),
    FaultKind("uphill_pipe", N_("倒坡"), N_("管道 {id} 逆坡:下游比上游高 {value} m")),
    FaultKind("flat_pipe", N_("零坡度"), N_("管道 {id} 没有坡度"), "warning"),
    FaultKind("foul_into_storm", N_("污水错接雨水"), N_("污水管 {id} 接入雨水节点 {others}")),
    FaultKind("storm_into_foul", N_("雨水错接污水"), N_("雨水管 {id} 接入污水节点 {others}")),
    FaultKind("cycle", N_("环路"), N_("管道 {others} 首尾相接成环,水流方向不可信")),
    FaultKind("manholes_far_apart", N_("检查井间距过大"), N_("{others} 之间 {value} m,超过 {limit} m"), "warning"),
    FaultKind("small_diameter", N_("管径偏小"), N_("管道 {id} 管径 {value} mm,小于 {limit} mm"), "warning"),
    FaultKind("gentle_slope", N_("坡度偏小"), N_("管道 {id} 坡度 {value},小于 {limit}"), "warning"),
    FaultKind("missing_invert", N_("缺管底标高"), N_("管道 {id} 缺管底标高,坡度未知"), "warning"),
    FaultKind("missing_diameter", N_("缺管径"), N_("管道 {id} 没有管径"), "warning"),
    FaultKind("name_disagrees", N_("起止井与位置不符"), N_("管道 {id} 所填的起止井不在管端,已按位置连接"), "warning"),
    FaultKind("drawn_reversed", N_("绘制方向与流向相反"), N_("管道 {id} 的绘制方向与起止井相反,以起止井为准"), "note"),
    FaultKind("without_place", N_("没有位置"), N_("管道 {id} 既没有线形也没有可认的起止井,未进入管网"), "warning"),
    FaultKind("same_id", N_("编号重复"), N_("编号 {id} 在多个排水图层中出现,只取第一个"), "warning"),
    FaultKind("alone", N_("孤立节点"), N_("{id} 没有接任何管道"), "warning"),
    FaultKind("bifurcation", N_("分流"), N_("{id} 有 {value} 条流出管道,水量分配未知"), "note"),
)  # fmt: skip
KIND_BY_KEY = {kind.key: kind for kind in FAULT_KINDS}


@dataclass(frozen=True)
class Fault:
    """One fault: the feature (layer, id), others concerned, what was measured, the limit with its source, its place.

    `geometry` is in EPSG:4490, None where the feature has none.
    """

    kind: str
    layer: str
    id: str
    others: tuple[str, ...] = ()
    value: float | None = None
    limit: float | None = None
    source: str = ""
    geometry: shapely.Geometry | None = None

    @property
    def severity(self) -> str:
        """ "error", "warning" or "note"."""
        return KIND_BY_KEY[self.kind].severity

    def problem(self) -> Problem:
        """The fault as a sentence of the catalogue."""
        values = {"id": self.id, "others": "、".join(self.others), "value": self.value, "limit": self.limit}
        return Problem(KIND_BY_KEY[self.kind].message, severity=self.severity, values=values)


def network_faults(network: Network, limits: Sequence[Limit] = SEWER_LIMITS, gap_m: float = GAP_M) -> list[Fault]:
    """All faults of a network, the gravest kinds first (in the order of `FAULT_KINDS`)."""
    tell = _Teller(network)
    found = [*_as_built(network, tell), *_levels(network, tell), *_wrong_kind(network, tell)]
    found += [*_ends(network, tell, gap_m), *_cycles(network, tell)]
    found += [*_against(network, tell, limits), *_spacing(network, tell, limits)]
    order = {kind.key: at for at, kind in enumerate(FAULT_KINDS)}
    return sorted(found, key=lambda fault: (order[fault.kind], fault.id))


def as_frame(faults: Sequence[Fault]) -> gpd.GeoDataFrame:
    """The faults as rows for a table or a map: kind, severity, layer, id, others, value, limit, source, geometry."""
    columns = ["kind", "severity", "layer", "id", "others", "value", "limit", "source"]
    rows = [tuple(getattr(fault, column) for column in columns) for fault in faults]
    places = gpd.GeoSeries([fault.geometry for fault in faults], crs=STORED_CRS)
    return gpd.GeoDataFrame(rows, columns=columns, geometry=places)


class _Teller:
    """Makes faults of positions, with geometries back in the stored CRS."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.node_ids = network.nodes.index.to_numpy(dtype=object)
        self.roles = network.nodes["role"].to_numpy()

    def pipes(self, kind: str, wrong: np.ndarray, **columns: np.ndarray | pd.Series) -> Iterator[Fault]:
        """A fault for each pipe where `wrong` is true; value, limit, source and others come as columns."""
        at = np.flatnonzero(wrong)
        chosen = self.network.pipes.iloc[at]
        picked = {key: np.asarray(column, dtype=object)[at] for key, column in columns.items()}
        for row, (id, shape) in enumerate(zip(chosen.index, chosen.geometry.to_crs(STORED_CRS), strict=True)):
            yield Fault(kind, "pipe", str(id), geometry=shape, **{key: column[row] for key, column in picked.items()})

    def node(self, kind: str, at: int, others: tuple[str, ...] = (), value: float | None = None) -> Fault:
        """A fault at a node."""
        layer, id = str(self.roles[at]), str(self.node_ids[at])
        if layer == JOINT:  # a joint is no feature of its own: the pipe that it is called after is named
            layer, id = "pipe", id.rsplit(".", 1)[0]
        shape = self.network.nodes.geometry.iloc[[at]].to_crs(STORED_CRS).iloc[0]
        return Fault(kind, layer, id, others, value, geometry=shape)


def _as_built(network: Network, tell: _Teller) -> Iterator[Fault]:
    for kind in ("name_disagrees", "drawn_reversed"):
        yield from tell.pipes(kind, network.pipes[kind].to_numpy())
    yield from (Fault("without_place", "pipe", id) for id in network.left_out)
    yield from (Fault("same_id", str(network.nodes.at[id, "role"]), id) for id in network.same_ids)
    yield from tell.pipes("missing_diameter", network.pipes["diameter_mm"].isna().to_numpy())


def _levels(network: Network, tell: _Teller) -> Iterator[Fault]:
    pipes = network.pipes
    fall = (pipes["upstream_invert_m"] - pipes["downstream_invert_m"]).to_numpy(dtype=float)
    yield from tell.pipes("uphill_pipe", fall < -LEVEL_STEP_M / 2, value=np.round(-fall, 3))
    yield from tell.pipes("flat_pipe", (np.abs(fall) <= LEVEL_STEP_M / 2) & (pipes["length_m"] > 0).to_numpy())
    yield from tell.pipes("missing_invert", np.isnan(fall))


def _wrong_kind(network: Network, tell: _Teller) -> Iterator[Fault]:
    """Pipes that bring foul or combined water to a storm node, or storm water to a foul one."""
    own, pipe_kind = (frame["kind"].to_numpy(dtype=object) for frame in (network.nodes, network.pipes))
    known = own.copy()
    for kind in ("foul", "combined", "storm"):  # a joint is of the kind of the pipes that leave it
        leaving = network.tail[pipe_kind == kind]
        known[leaving] = np.where(own[leaving] == "", kind, known[leaving])
    into = known[network.head]
    others = _tuples(network.pipes["to_id"])
    dirty = np.isin(pipe_kind, ["foul", "combined"])
    yield from tell.pipes("foul_into_storm", dirty & (into == "storm"), others=others)
    yield from tell.pipes("storm_into_foul", (pipe_kind == "storm") & (into == "foul"), others=others)


def _ends(network: Network, tell: _Teller, gap_m: float) -> Iterator[Fault]:
    inflow, outflow = flows(network)
    broken = breaks(network, gap_m)
    for gap in broken:
        yield tell.node("break", gap.node, (gap.other,), round(gap.away_m, 2))
    for at in np.setdiff1d(dead_ends(network), [gap.node for gap in broken]):
        yield tell.node("no_way_out", int(at))
    for at in np.flatnonzero(inflow + outflow == 0):
        yield tell.node("alone", int(at))
    for at in np.flatnonzero(outflow > 1):
        yield tell.node("bifurcation", int(at), value=int(outflow[at]))


def _cycles(network: Network, tell: _Teller) -> Iterator[Fault]:
    for pipes in cycles(network):
        chosen = network.pipes.iloc[pipes].to_crs(STORED_CRS)
        ids = tuple(sorted(map(str, chosen.index)))
        yield Fault("cycle", "pipe", ids[0], ids, geometry=shapely.union_all(chosen.geometry.to_numpy()))


def _against(network: Network, tell: _Teller, limits: Sequence[Limit]) -> Iterator[Fault]:
    pipes = network.pipes
    diameter, slope, length = (pipes[key].to_numpy(dtype=float) for key in ("diameter_mm", "slope", "length_m"))
    least, source = limits_of(pipes, MIN_DIAMETER, limits)
    yield from tell.pipes("small_diameter", diameter < least, value=diameter, limit=least, source=source)
    least, source = limits_of(pipes, MIN_SLOPE, limits)
    fall = slope * length
    gentle = (fall > LEVEL_STEP_M / 2) & (fall < least * length - LEVEL_STEP_M)
    yield from tell.pipes("gentle_slope", gentle, value=np.round(slope, 5), limit=least, source=source)


def _spacing(network: Network, tell: _Teller, limits: Sequence[Limit]) -> Iterator[Fault]:
    """Runs without a manhole that are too long, each told at its first pipe, by the limit of that pipe."""
    found = runs(network)
    most, source = limits_of(network.pipes, MAX_SPACING, limits)
    over = found.first & (found.length_m > most + LEVEL_STEP_M)
    others = _tuples(network.pipes["from_id"], tell.node_ids[found.end])
    value = np.round(found.length_m, 1)
    yield from tell.pipes("manholes_far_apart", over, value=value, limit=most, source=source, others=others)


def _tuples(*columns: Iterable[object]) -> np.ndarray:
    """A column of tuples of strings."""
    rows = [tuple(map(str, row)) for row in zip(*columns, strict=True)]
    result = np.empty(len(rows), dtype=object)
    result[:] = rows
    return result
