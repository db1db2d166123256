"""Which buildings drain where: from houses to nodes of the network, and the households above a place."""

from collections.abc import Iterable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.network import JOINT, MANHOLE, Network
from geo.network_shape import cycles, flows
from geo.trace import UPSTREAM, trace_pipe
from geo.words import N_

FOUL_KINDS = ("foul", "combined")
OUTLET_M = 1.5
"""A drain that begins within this of a building's outline belongs to it (editable per call)."""

REACH_M = 60.0
"""A building without a drain is taken to use the nearest foul manhole, if one is within this (editable per call)."""

NAMED, TOUCHING, NEAREST, NONE = "named", "touching", "nearest", "none"
RULE_TITLES = {
    NAMED: N_("出户管登记的起点是该楼栋"),
    TOUCHING: N_("出户管从该楼栋外墙起"),
    NEAREST: N_("没有出户管,按最近的污水井推定"),
    NONE: N_("附近没有污水井"),
}
"""How it is known where a building drains, the surest first."""


def drains_of(
    buildings: gpd.GeoDataFrame, network: Network, outlet_m: float = OUTLET_M, reach_m: float = REACH_M
) -> pd.DataFrame:
    """Where each building's foul water enters the network: a row per building and drain.

    Columns building, pipe ("" for a building without a drain of its own), node (id of the node where the water
    enters; "" none), rule (key of `RULE_TITLES`), distance_m and share (of the building's water: drains of a
    building count alike). The first rule that finds something holds for a building: a foul or combined
    pipe names it as its from_node; such a pipe begins within `outlet_m` of its outline, at a joint without
    inflow; the nearest foul or combined manhole within `reach_m`. Buildings without geometry can only be named.
    """
    metric = buildings.to_crs(network.crs)
    named = _named(metric, network)
    rest = metric[~metric.index.isin(named["building"]) & ~metric.geometry.isna()]
    touching = _touching(rest, network, outlet_m)
    rest = rest[~rest.index.isin(touching["building"])]
    found = pd.concat([named, touching, _nearest(rest, network, reach_m)], ignore_index=True)
    lost = metric.index[~metric.index.isin(found["building"])]
    found = pd.concat([found, _rows(lost, [""] * len(lost), [""] * len(lost), NONE, np.nan)], ignore_index=True)
    return found.assign(share=1.0 / found.groupby("building")["building"].transform("size"))


@dataclass(frozen=True)
class Catchment:
    """The buildings above a place. `buildings` (ids) drain through it, `partly` among them with only some of their
    drains, `assumed` among them by the nearest manhole. `households` counts those buildings whole (whom to
    tell); `draining_households` only by the share of drains (what flows). `unknown`: buildings without a
    number of households, which add nothing.
    """

    buildings: tuple[str, ...]
    partly: tuple[str, ...]
    assumed: tuple[str, ...]
    unknown: tuple[str, ...]
    households: int
    draining_households: float


def catchment(drains: pd.DataFrame, buildings: pd.DataFrame, nodes: Iterable[str]) -> Catchment:
    """What drains into these nodes (for instance `trace_node(…).nodes`).

    `drains` from `drains_of`; `buildings` has households.
    """
    here = drains[drains["node"].isin(list(nodes)) & (drains["node"] != "")]
    share = here.groupby("building", sort=True)["share"].sum()
    households = pd.to_numeric(buildings["households"], errors="coerce").reindex(share.index)
    known = households.fillna(0)
    assumed = set(here.loc[here["rule"] == NEAREST, "building"])
    return Catchment(
        tuple(map(str, share.index)),
        tuple(map(str, share.index[share < 1 - 1e-9])),
        tuple(sorted(map(str, assumed))),
        tuple(map(str, share.index[households.isna()])),
        int(known.sum()),
        float((known * share).sum()),
    )


def households_above(
    network: Network, drains: pd.DataFrame, buildings: pd.DataFrame, pipes: Iterable[str]
) -> pd.Series:
    """Households whose water runs through each of these pipes, by the share of their drains; the own drain included.

    Where the network is a tree they are added up along the flow once for all pipes. With bifurcations or
    cycles every pipe is traced by itself: all of the water is taken to come, since nobody knows how it parts.
    """
    wanted = list(pipes)
    known = pd.to_numeric(buildings["households"], errors="coerce").reindex(drains["building"]).fillna(0).to_numpy()
    water = drains.assign(water=known * drains["share"].to_numpy())[drains["node"] != ""].groupby("node")["water"].sum()
    _, outflow = flows(network)
    if (outflow > 1).any() or cycles(network):
        found = {pipe: float(water.reindex(trace_pipe(network, pipe, UPSTREAM).nodes).sum()) for pipe in wanted}
        return pd.Series(found, dtype=float).reindex(wanted)
    at_node = water.reindex(network.nodes.index).fillna(0.0).to_numpy(dtype=float).copy()
    waiting, _ = flows(network)
    waiting = waiting.copy()
    through = np.zeros(len(network.tail))
    ready = list(np.flatnonzero(waiting == 0))
    while ready:
        node = ready.pop()
        for slot in range(network.down.start[node], network.down.start[node + 1]):
            pipe, below = network.down.pipe[slot], network.down.other[slot]
            through[pipe] = at_node[node]
            at_node[below] += at_node[node]
            waiting[below] -= 1
            if waiting[below] == 0:
                ready.append(below)
    return pd.Series(through, index=network.pipes.index).reindex(wanted)


def _named(buildings: gpd.GeoDataFrame, network: Network) -> pd.DataFrame:
    if "from_node" not in network.pipes:
        return _rows([], [], [], NAMED, 0.0)
    named = network.pipes["from_node"].isin(buildings.index) & network.pipes["kind"].isin(FOUL_KINDS)
    pipes = network.pipes[named]
    return _rows(pipes["from_node"], pipes.index, pipes["from_id"], NAMED, 0.0)


def _touching(buildings: gpd.GeoDataFrame, network: Network, outlet_m: float) -> pd.DataFrame:
    inflow, _ = flows(network)
    head = (network.nodes["role"].to_numpy()[network.tail] == JOINT) & (inflow[network.tail] == 0)
    pipes = network.pipes[head & network.pipes["kind"].isin(FOUL_KINDS).to_numpy()]
    spots = network.nodes.geometry.loc[pipes["from_id"]].to_numpy()
    tree = shapely.STRtree(buildings.geometry.to_numpy())
    (drain, house), distance = tree.query_nearest(spots, max_distance=outlet_m, all_matches=False, return_distance=True)
    return _rows(buildings.index[house], pipes.index[drain], pipes["from_id"].to_numpy()[drain], TOUCHING, distance)


def _nearest(buildings: gpd.GeoDataFrame, network: Network, reach_m: float) -> pd.DataFrame:
    foul = (network.nodes["role"] == MANHOLE) & network.nodes["kind"].isin(FOUL_KINDS) & ~network.nodes.geometry.isna()
    nodes = network.nodes[foul]
    tree = shapely.STRtree(nodes.geometry.to_numpy())
    (house, node), distance = tree.query_nearest(
        buildings.geometry.to_numpy(), max_distance=reach_m, all_matches=False, return_distance=True
    )
    return _rows(buildings.index[house], [""] * len(house), nodes.index[node], NEAREST, distance)


def _rows(
    buildings: Iterable[object], pipes: Iterable[object], nodes: Iterable[object], rule: str, distance: object
) -> pd.DataFrame:
    columns = {"building": list(buildings), "pipe": list(pipes), "node": list(nodes)}
    frame = pd.DataFrame(columns, dtype=object)
    return frame.assign(rule=rule, distance_m=np.broadcast_to(np.asarray(distance, dtype=float), len(frame)))
