"""A trace as its page shows it: what is above or below, whom it concerns, how many metres of what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import shapely

from dashboard.drawing.map_trace import MapTrace
from dashboard.services.frames import Community
from dashboard.services.planning.pipe_network import Drainage
from dashboard.services.projects.quantity import amount
from dashboard.text import _, fill
from data.here import responsible_for
from data.rights import Viewer
from data.store import Store
from geo.catchment import RULE_TITLES, Catchment, catchment
from geo.layers import LAYER_BY_KEY
from geo.profile import profile
from geo.trace import DOWNSTREAM, UPSTREAM, Route, longest_route_to, route_to_outfall, trace_node, trace_nodes
from geo.words import N_

UP, DOWN, OUT = "up", "down", "out"
WAYS: tuple[tuple[str, str, str, str], ...] = (
    (UP, N_("查上游"), "north_west", "U"), (DOWN, N_("查下游"), "south_east", "D"), (OUT, N_("到排放口"), "flag", "O"),
)  # fmt: skip
"""Word, title, icon and key of each direction."""

TRACED = ("manhole", "pipe", "outfall", "gully", "building")
"""Layers whose features a trace can start from."""

MOST_BUILDINGS = 60
Plain = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Traced:
    """A trace from one feature: `pipes` and `nodes` found, the `route` of the profile, whom it concerns."""

    layer: str
    id: str
    way: str
    pipes: tuple[str, ...]
    nodes: tuple[str, ...]
    outfalls: tuple[str, ...]
    route: Route | None
    above: Catchment
    note: str = ""


def traced(water: Drainage, layer: str, id: str, way: str) -> Traced | None:
    """The trace; None where the feature is not part of the network."""
    network = water.network
    own: tuple[str, ...] = ()
    if layer == "building":
        mine = water.drains[(water.drains["building"] == id) & (water.drains["node"] != "")]
        starts = [str(node) for node in mine["node"]]
        if not starts:
            return None
        if way == UP:
            own = tuple(str(pipe) for pipe in mine["pipe"] if pipe)
    elif layer == "pipe":
        if id not in network.pipes.index:
            return None
        at = network.pipe(id)
        starts, own = [str(network.node_ids[(network.tail if way == UP else network.head)[at]])], (id,)
    elif id in network.nodes.index:
        starts = [id]
    else:
        return None
    return _found(water, layer, id, way, starts, own)


def _found(water: Drainage, layer: str, id: str, way: str, starts: Sequence[str], own: tuple[str, ...]) -> Traced:
    network = water.network
    note = ""
    if layer == "building" and way == UP:
        note = _(N_("楼栋是污水的起点,上游没有别的管道;下面是它自己的出户管。"))
        found = catchment(water.drains[water.drains["building"] == id], water.buildings, starts)
        route = route_to_outfall(network, starts[0])
        return Traced(layer, id, way, own, tuple(starts), (), route, found, note)
    if way == OUT:
        routes = [route_to_outfall(network, start) for start in starts]
        pipes = tuple(dict.fromkeys([*own, *(pipe for route in routes for pipe in route.pipes)]))
        nodes = tuple(dict.fromkeys(node for route in routes for node in route.nodes))
        ends = tuple(dict.fromkeys(route.outfall for route in routes if route.outfall))
        note = "" if ends else _(N_("顺着水流到不了任何排放口:管网在途中断开,见“管网问题”。"))
        longest = _with_pipe(network, max(routes, key=lambda route: route.length_m), layer, id)
        return Traced(layer, id, way, pipes, nodes, ends, longest, _above(water, layer, id, starts), note)
    trace = trace_nodes(network, starts, UPSTREAM if way == UP else DOWNSTREAM)
    pipes = tuple(dict.fromkeys([*own, *map(str, trace.pipes)]))
    ends = trace.outfalls
    above = _above(water, layer, id, starts)
    if way == UP:
        route = longest_route_to(network, starts[0])
        if layer == "pipe":
            head = str(network.node_ids[network.head[network.pipe(id)]])
            more = float(np.nan_to_num(network.pipes.at[id, "length_m"]))
            route = Route((*route.nodes, head), (*route.pipes, id), route.length_m + more, route.outfall)
        ends = ()
    else:
        route = _with_pipe(network, route_to_outfall(network, starts[0]), layer, id)
        note = "" if ends else _(N_("顺着水流到不了任何排放口:管网在途中断开,见“管网问题”。"))
    return Traced(layer, id, way, pipes, tuple(map(str, trace.nodes)), ends, route, above, note)


def _with_pipe(network: Any, route: Route, layer: str, id: str) -> Route:
    """The route with the pipe that it starts from in front."""
    if layer != "pipe":
        return route
    tail = str(network.node_ids[network.tail[network.pipe(id)]])
    more = float(np.nan_to_num(network.pipes.at[id, "length_m"]))
    return Route((tail, *route.nodes), (id, *route.pipes), route.length_m + more, route.outfall)


def _above(water: Drainage, layer: str, id: str, starts: Sequence[str]) -> Catchment:
    """The buildings that drain through the place asked about, whichever way was traced."""
    if layer == "building":
        own = water.drains[water.drains["building"] == id]
        return catchment(own, water.buildings, starts)
    start = str(water.network.pipes.at[id, "from_id"]) if layer == "pipe" else id
    return catchment(water.drains, water.buildings, trace_node(water.network, start, UPSTREAM).nodes)


def overloaded(water: Drainage, pipes: Sequence[str]) -> pd.DataFrame:
    """Those of the pipes that get more than they may carry, the worst first."""
    table = water.capacity.reindex(list(pipes))
    return table[table["used"] > 1].sort_values("used", ascending=False)


def map_trace(water: Drainage, found: Traced, fit: int) -> MapTrace:
    """The trace as the map shows it."""
    network = water.network
    rows = network.pipes.loc[list(found.pipes)]
    layers = ((water.layer_of(node), node) for node in found.nodes)
    return MapTrace(
        pipes=found.pipes,
        back=tuple(map(str, rows.index[rows["drawn_reversed"].to_numpy(dtype=bool)])),
        over=tuple(map(str, overloaded(water, found.pipes).index)),
        route=found.route.pipes if found.route else (),
        nodes=tuple(pair for pair in layers if pair[0] in ("manhole", "outfall")),
        buildings=found.above.buildings,
        assumed=found.above.assumed,
        fit=fit,
    )


def trace_rows(water: Drainage, found: Traced, layers: Community) -> Plain:
    """The result for the browser to draw: figures, metres by kind and diameter, where it leaves."""
    rows = water.network.pipes.loc[list(found.pipes)]
    length = float(np.nansum(rows["length_m"]))
    figures = [
        {"value": amount(len(found.above.buildings), _(N_("栋"))), "title": _(N_("经此排水的楼栋"))},
        {"value": amount(found.above.households, _(N_("户"))), "title": _(N_("户数"))},
        {"value": amount(length, "m"), "title": fill(N_("{count} 段管道"), count=len(rows))},
    ]
    return {
        "figures": figures, "sizes": _sizes(rows), "outfalls": [layers["outfall"].title(id) for id in found.outfalls],
        "note": found.note, "assumed": _assumed(found.above, layers), "unknown": _unknown(found.above, layers),
    }  # fmt: skip


def _sizes(rows: pd.DataFrame) -> list[Plain]:
    kinds = {value: _(title) for value, title in _field_values("pipe", "kind")}
    table = rows.assign(dn=rows["diameter_mm"].fillna(0)).groupby(["kind", "dn"])["length_m"].sum()
    longest = max(float(table.max()), 1e-9) if len(table) else 1.0
    found = []
    for (kind, size), metres in table.items():
        name = f"DN{size:g}" if size else _(N_("管径未知"))
        found.append({"kind": kind, "title": f"{kinds.get(kind, '')} {name}".strip(), "share": float(metres) / longest,
                      "value": amount(float(metres), "m")})  # fmt: skip
    return found


def _field_values(layer: str, key: str) -> Sequence[tuple[str, str]]:
    return next(field.values for field in LAYER_BY_KEY[layer].fields if field.key == key)


def _assumed(above: Catchment, layers: Community) -> str:
    if not above.assumed:
        return ""
    names = _(N_("、")).join(layers["building"].title(id) for id in above.assumed[:6])
    return fill(N_("{count} 栋没有登记出户管,按最近的污水井推定:{names}"), count=len(above.assumed), names=names)


def _unknown(above: Catchment, layers: Community) -> str:
    if not above.unknown:
        return ""
    names = _(N_("、")).join(layers["building"].title(id) for id in above.unknown[:6])
    return fill(N_("{count} 栋没有户数,未计入户数:{names}"), count=len(above.unknown), names=names)


def building_rows(
    store: Store, viewer: Viewer, layers: Community, water: Drainage, found: Traced, day: date
) -> list[Plain]:
    """The buildings above with their households and who heads them, in the order of their names."""
    rules = water.drains.drop_duplicates("building").set_index("building")["rule"]
    rows = []
    for id in sorted(found.above.buildings)[:MOST_BUILDINGS]:
        answer = responsible_for(store, layers.id, "building", id, day, viewer)
        heads = [person for person in answer.people if person.layer == "building"]
        households = water.buildings.at[id, "households"]
        rows.append({
            "id": id, "title": layers["building"].title(id),
            "households": "" if pd.isna(households) else amount(int(households), _(N_("户"))),
            "people": [{"name": person.name or person.shown_name or _(N_("未公示姓名")), "phone": person.office_phone,
                        "role": _(person.role_title)} for person in heads[:2]],
            "note": _(N_("仅部分出户管")) if id in found.above.partly else "",
            "rule": _(RULE_TITLES[str(rules[id])]),
        })  # fmt: skip
    return rows


def profile_data(water: Drainage, found: Traced, layers: Community) -> Plain | None:
    """The longitudinal profile for the browser to draw; None where there is no way to draw.

    Nodes carry distance, levels and place; pipes carry levels at both ends, diameter, slope, and what they carry.
    """
    if found.route is None or not found.route.pipes:
        return None
    table = profile(water.network, found.route)
    places = water.network.nodes.geometry.loc[list(found.route.nodes)].to_crs(4490)
    spots = shapely.get_coordinates(places.to_numpy()).round(7).tolist()
    load = water.capacity.reindex(list(found.route.pipes))
    kinds = {value: _(title) for value, title in _field_values("pipe", "kind")}
    nodes = [
        {"id": row.node, "title": _node_title(water, row.node, layers), "at": round(row.distance_m, 2),
         "ground": _known(row.ground_level_m), "invert": _known(_level(row)), "spot": spot,
         "on": row.node == found.id}
        for row, spot in zip(table.itertuples(), spots, strict=True)
    ]  # fmt: skip
    pipes = []
    for at, (row, used) in enumerate(zip(table.iloc[:-1].itertuples(), load.itertuples(), strict=True)):
        below = table.iloc[at + 1]
        pipes.append({
            "id": row.pipe, "kind": row.kind, "kind_title": kinds.get(row.kind, ""), "from": at,
            "top": _known(row.invert_out_m), "bottom": _known(below["invert_in_m"]),
            "diameter": _known(row.diameter_mm),
            "length": _known(row.length_m), "slope": _known(row.slope, 5), "filled": bool(row.interpolated),
            "full": _known(used.full_l_s, 1), "allowed": _known(used.allowed_l_s, 1),
            "design": _known(used.design_l_s, 2),
            "used": _known(used.used, 3), "households": _known(used.households, 0),
            "velocity": _known(used.velocity_m_s, 2),
            "on": row.pipe == found.id,
        })  # fmt: skip
    return {"nodes": nodes, "pipes": pipes, "length": amount(found.route.length_m, "m")}


def _node_title(water: Drainage, node: str, layers: Community) -> str:
    layer = water.layer_of(node)
    return layers[layer].title(node) if layer else ""


def _level(row: Any) -> float:
    """The lowest level known at a node: its own, or that of a pipe's end."""
    levels = [value for value in (row.invert_level_m, row.invert_in_m, row.invert_out_m) if not pd.isna(value)]
    return min(levels, default=float("nan"))


def _known(value: Any, digits: int = 3) -> float | None:
    return None if pd.isna(value) else round(float(value), digits)
