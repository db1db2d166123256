"""If this is shut or dug: who is cut off, who walks farther, and what each building has to be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.carriageway import FOOT, FOOTPATH, SHUT, USUAL_ROOM, Room, narrowed, zone
from geo.catchment import drains_of
from geo.crs import STORED_CRS
from geo.errors import Problem
from geo.network import Network, without_pipes
from geo.trace import DOWNSTREAM, UPSTREAM, trace_node, trace_nodes, trace_pipe
from geo.walking import Access, Streets, access_points, streets_of, walking_m, way_m, way_of
from geo.words import N_

REACH_M = 50.0
"""A building is reached from the nearest open road within this of its outline (editable per call)."""

FRONT, DETOUR, CUT_OFF, NARROW, OPEN = "front", "detour", "cut_off", "narrow", "open"
EFFECTS = (
    (CUT_OFF, N_("无法到达出入口")),
    (FRONT, N_("门前封闭,从另一侧进出")),
    (DETOUR, N_("需要绕行")),
    (NARROW, N_("门前道路变窄,可以通过")),
    (OPEN, N_("不受影响")),
)
BESIDE_STRETCH_M = 6.0
"""A building whose entry onto the road is so near to a narrowed stretch is told of it."""


@dataclass(frozen=True)
class Closure:
    """What a closure of roads does.

    `buildings` (by id): effect (word of `EFFECTS`), no_car (nobody can drive to it any more), before_m and after_m (on
    foot to the nearest gate; infinite without a way), extra_m, households, units (tuple of ids), geometry (the way on
    foot while shut, EPSG:4490; None where nothing changes). `stretches`: the roads that are shut or narrowed
    (`geo.carriageway.narrowed`). `gates_shut`: gates that lie in the closure.
    """

    buildings: gpd.GeoDataFrame
    stretches: gpd.GeoDataFrame
    gates_shut: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def affected(self) -> gpd.GeoDataFrame:
        """The buildings for which anything changes."""
        return self.buildings[(self.buildings["effect"] != OPEN) | self.buildings["no_car"]]


@dataclass(frozen=True, eq=False)
class _Ways:
    """The streets in one state: where each building enters them, and how far it is from there to a gate."""

    streets: Streets
    gates: list[Access]
    entries: list[Access | None]
    metres: np.ndarray


def close_roads(
    closed: shapely.Geometry,
    roads: gpd.GeoDataFrame,
    buildings: gpd.GeoDataFrame,
    gates: gpd.GeoDataFrame,
    units: pd.DataFrame | None = None,
    reach_m: float = REACH_M,
    room: Room = USUAL_ROOM,
) -> Closure:
    """The effect of shutting the ground inside `closed` (an area in EPSG:4490) on every building.

    A road is impassable where less than `room` of its width stays open, on foot or by car. A building is entered from
    the road point nearest to its outline, within `reach_m`; people walk from there to the nearest of `gates`
    (points). Where that point is shut, the nearest open one within `reach_m` serves ("front"). Without gates there is
    nowhere to go: a problem says so, and only shut fronts are told. Ways that are not mapped do not count.
    """
    stretches = narrowed(roads, closed, room)
    inside = shapely.intersects(gates.geometry.to_numpy(), closed)
    before = _ways(roads, None, buildings, gates, reach_m)
    after = _ways(roads, zone(stretches, [SHUT]), buildings, gates[~inside], reach_m)
    moved = [a is not None and (b is None or abs(a.away_m - b.away_m) > 0.5)
             for a, b in zip(before.entries, after.entries, strict=True)]  # fmt: skip
    effect = _effects(before.metres, after.metres, np.array(moved, dtype=bool), [b is not None for b in after.entries])
    beside = _beside(before, stretches) & (effect == OPEN)
    effect[beside] = NARROW
    ways = [way_of(after.streets, access, after.gates) if word in (FRONT, DETOUR) and access else None
            for access, word in zip(after.entries, effect, strict=True)]  # fmt: skip
    with np.errstate(invalid="ignore"):
        extra = np.where(np.isfinite(before.metres), after.metres - before.metres, np.nan)
    frame = gpd.GeoDataFrame(
        {"effect": effect, "no_car": _no_car(stretches, roads, buildings, gates, inside, reach_m),
         "before_m": before.metres, "after_m": after.metres, "extra_m": extra,
         "households": pd.to_numeric(buildings["households"], errors="coerce"),
         "units": _units(buildings.index, units)},
        geometry=gpd.GeoSeries(ways, index=buildings.index, crs=before.streets.edges.crs), index=buildings.index,
    )  # fmt: skip
    problems = [] if len(gates) else [Problem(N_("没有出入口数据,无法计算绕行距离"), severity="warning")]
    if len(gates) and inside.all():
        problems.append(Problem(N_("所有出入口都在封闭范围内"), severity="warning"))
    return Closure(frame.to_crs(STORED_CRS), stretches, tuple(map(str, gates.index[inside])), tuple(problems))


def _ways(
    roads: gpd.GeoDataFrame,
    closed: shapely.Geometry | None,
    buildings: gpd.GeoDataFrame,
    gates: gpd.GeoDataFrame,
    reach_m: float,
) -> _Ways:
    streets = streets_of(roads, closed)
    crs = streets.edges.crs
    at_gate = [gate for gate in access_points(streets, gates.to_crs(crs).geometry.to_numpy(), reach_m) if gate]
    entries = access_points(streets, buildings.to_crs(crs).geometry.to_numpy(), reach_m)
    far = walking_m(streets, at_gate)
    return _Ways(streets, at_gate, entries, np.array([way_m(streets, entry, far, at_gate) for entry in entries]))


def _no_car(
    stretches: gpd.GeoDataFrame,
    roads: gpd.GeoDataFrame,
    buildings: gpd.GeoDataFrame,
    gates: gpd.GeoDataFrame,
    inside: np.ndarray,
    reach_m: float,
) -> np.ndarray:
    """Which buildings could be driven to and cannot any more."""
    driven = roads[roads["kind"] != FOOTPATH] if "kind" in roads else roads
    closed = zone(stretches, [SHUT, FOOT])
    if closed is None and not inside.any():
        return np.zeros(len(buildings), dtype=bool)
    before = _ways(driven, None, buildings, gates, reach_m)
    after = _ways(driven, closed, buildings, gates[~inside], reach_m)
    lost: np.ndarray = np.isfinite(before.metres) & ~np.isfinite(after.metres)
    return lost


def _beside(ways: _Ways, stretches: gpd.GeoDataFrame) -> np.ndarray:
    """Which buildings enter the road at a stretch that is narrowed."""
    result = np.zeros(len(ways.entries), dtype=bool)
    edges = ways.streets.edges
    placed = [at for at, entry in enumerate(ways.entries) if entry is not None]
    if stretches.empty or not placed:
        return result
    entries = [entry for entry in ways.entries if entry is not None]
    lines = edges.geometry.loc[[entry.edge for entry in entries]].to_numpy()
    spots = shapely.line_interpolate_point(lines, [entry.along_m for entry in entries])
    taken = shapely.union_all(stretches.to_crs(edges.crs).geometry.to_numpy())
    result[placed] = shapely.dwithin(spots, taken, BESIDE_STRETCH_M)
    return result


def _effects(before: np.ndarray, after: np.ndarray, moved: np.ndarray, reachable: list[bool]) -> np.ndarray:
    lost = np.isfinite(before) & ~np.isfinite(after)
    no_road = moved & ~np.array(reachable, dtype=bool)
    longer = np.isfinite(after) & (after > before + 1.0)
    return np.select([lost | no_road, moved, longer], [CUT_OFF, FRONT, DETOUR], OPEN).astype(object)


def _units(buildings: pd.Index, units: pd.DataFrame | None) -> pd.Series:
    found = {} if units is None else {k: tuple(sorted(map(str, v))) for k, v in units.groupby("parent").groups.items()}
    return pd.Series([found.get(id, ()) for id in buildings], index=buildings, dtype=object)


def shut_pipes(network: Network, pipes: Sequence[str], buildings: gpd.GeoDataFrame, drains: pd.DataFrame | None = None) -> pd.DataFrame:  # fmt: skip # noqa: E501
    """Buildings whose water finds no outfall while these pipes are shut: a row per building, by id.

    Columns: households, share (of the building's drains that are shut off), pipe (the first shut pipe that its water
    would meet). A building that still drains another way is not listed, one without an outfall before neither.
    """
    drains = drains_of(buildings, network) if drains is None else drains
    rest = without_pipes(network, set(pipes))
    above = {pipe: set(trace_pipe(network, pipe, UPSTREAM).nodes) for pipe in pipes}
    asked = drains[drains["node"].isin(set().union(*above.values()) if above else set())]
    still = {node: bool(trace_node(rest, node, DOWNSTREAM).outfalls) for node in asked["node"].unique()}
    used = {node: bool(trace_node(network, node, DOWNSTREAM).outfalls) for node in asked["node"].unique()}
    shut = asked[np.array([used[node] and not still[node] for node in asked["node"]], dtype=bool)]
    share = shut.groupby("building")["share"].sum()
    first = {row.building: _first_met(network, row.node, above) for row in shut.itertuples()}
    return pd.DataFrame(
        {"households": pd.to_numeric(buildings["households"], errors="coerce").reindex(share.index), "share": share,
         "pipe": pd.Series(first, dtype=object).reindex(share.index)}
    )  # fmt: skip


def _first_met(network: Network, node: str, above: Mapping[str, set[str]]) -> str:
    """Of the shut pipes below a node the one with the fewest shut pipes before it."""
    below = set(trace_nodes(network, [node], DOWNSTREAM).pipes)
    met = [pipe for pipe, nodes in above.items() if node in nodes and pipe in below]
    return min(met, key=lambda pipe: (len(above[pipe]), pipe), default="")
