"""If this is shut or dug: who is cut off, who walks farther, and what each building has to be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.catchment import drains_of
from geo.crs import STORED_CRS
from geo.errors import Problem
from geo.network import Network, without_pipes
from geo.trace import DOWNSTREAM, UPSTREAM, trace_node, trace_nodes, trace_pipe
from geo.walking import access_points, streets_of, walking_m, way_m, way_of
from geo.words import N_

REACH_M = 50.0
"""A building is reached from the nearest open road within this of its outline (editable per call)."""

FRONT, DETOUR, CUT_OFF, OPEN = "front", "detour", "cut_off", "open"
EFFECTS = (
    (CUT_OFF, N_("无法到达出入口")),
    (FRONT, N_("门前封闭,从另一侧进出")),
    (DETOUR, N_("需要绕行")),
    (OPEN, N_("不受影响")),
)


@dataclass(frozen=True)
class Closure:
    """What a closure of roads does.

    `buildings` (by id): effect (word of `EFFECTS`), before_m and after_m (on foot to the nearest gate; infinite
    without a way), extra_m, households, units (tuple of ids), geometry (the way on foot while shut, EPSG:4490;
    None where nothing changes). `gates_shut`: gates that lie in the closure.
    """

    buildings: gpd.GeoDataFrame
    gates_shut: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def affected(self) -> gpd.GeoDataFrame:
        """The buildings for which anything changes."""
        return self.buildings[self.buildings["effect"] != OPEN]


def close_roads(
    closed: shapely.Geometry,
    roads: gpd.GeoDataFrame,
    buildings: gpd.GeoDataFrame,
    gates: gpd.GeoDataFrame,
    units: pd.DataFrame | None = None,
    reach_m: float = REACH_M,
) -> Closure:
    """The effect of shutting the roads inside `closed` (an area in EPSG:4490) on every building.

    A building is entered from the road point nearest to its outline, within `reach_m`; people walk from there to the
    nearest of `gates` (points). Where that point is shut, the nearest open one within `reach_m` serves ("front").
    Without gates there is nowhere to walk to: a problem says so, and only shut fronts are told.
    """
    before, after = streets_of(roads), streets_of(roads, closed)
    crs = before.edges.crs
    shapes = buildings.to_crs(crs).geometry.to_numpy()
    spots, inside = gates.to_crs(crs).geometry.to_numpy(), shapely.intersects(gates.geometry.to_numpy(), closed)
    at_gate = [[gate for gate in access_points(s, spots[keep], reach_m) if gate is not None]
               for s, keep in ((before, np.ones(len(spots), dtype=bool)), (after, ~inside))]  # fmt: skip
    entries = [access_points(s, shapes, reach_m) for s in (before, after)]
    metres = []
    for streets, gate_list, entry in zip((before, after), at_gate, entries, strict=True):
        far = walking_m(streets, gate_list)
        metres.append(np.array([way_m(streets, access, far, gate_list) for access in entry]))
    moved = [a is not None and (b is None or abs(a.away_m - b.away_m) > 0.5) for a, b in zip(*entries, strict=True)]
    effect = _effects(metres[0], metres[1], np.array(moved, dtype=bool), [b is not None for b in entries[1]])
    ways = [way_of(after, access, at_gate[1]) if word in (FRONT, DETOUR) and access else None
            for access, word in zip(entries[1], effect, strict=True)]  # fmt: skip
    with np.errstate(invalid="ignore"):
        extra = np.where(np.isfinite(metres[0]), metres[1] - metres[0], np.nan)
    households = pd.to_numeric(buildings["households"], errors="coerce")
    frame = gpd.GeoDataFrame(
        {"effect": effect, "before_m": metres[0], "after_m": metres[1], "extra_m": extra,
         "households": households, "units": _units(buildings.index, units)},
        geometry=gpd.GeoSeries(ways, index=buildings.index, crs=crs), index=buildings.index,
    )  # fmt: skip
    problems = [] if len(gates) else [Problem(N_("没有出入口数据,无法计算绕行距离"), severity="warning")]
    if len(gates) and inside.all():
        problems.append(Problem(N_("所有出入口都在封闭范围内"), severity="warning"))
    return Closure(frame.to_crs(STORED_CRS), tuple(map(str, gates.index[inside])), tuple(problems))


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


@dataclass(frozen=True)
class Notice:
    """What one building is told: the sentences are msgids with their values, in order."""

    building: str
    name: str
    units: tuple[str, ...]
    sentences: tuple[Problem, ...]
    phone: str = ""


NO_WATER, ROAD_SHUT = N_("排水暂停:期间请少用水,厨房和卫生间勿大量排水"), N_("门前道路封闭,请从另一侧进出")
WALK_ROUND, NO_WAY = N_("步行到出入口约绕行 {extra} m"), N_("步行无法到达出入口,请联系社区安排临时通道")


def notices(
    title: str,
    start: date,
    end: date,
    buildings: pd.DataFrame,
    *,
    roads: Closure | None = None,
    drains: pd.DataFrame | None = None,
    phones: Mapping[str, str] | None = None,
) -> list[Notice]:
    """The works notices, one per affected building, in the order of the buildings.

    `buildings` (by id) has name; `roads` from `close_roads`, `drains` from `shut_pipes`; `phones` by building id: the
    caller decides whose number may be printed. Raises `ValueError` where the work ends before it begins.
    """
    if end < start:
        raise ValueError("the work ends before it begins")
    walk = {} if roads is None else roads.affected.to_dict("index")
    dry = set() if drains is None else set(drains.index)
    units = {} if roads is None else roads.buildings["units"].to_dict()
    when = Problem(N_("{title}:{start} 至 {end} 施工"), severity="note",
                   values={"title": title, "start": start.isoformat(), "end": end.isoformat()})  # fmt: skip
    result = []
    for id in buildings.index:
        said = [when, *_about_roads(walk.get(id)), *([Problem(NO_WATER, severity="note")] if id in dry else [])]
        if len(said) > 1:
            phone = (phones or {}).get(str(id), "")
            result.append(Notice(str(id), str(buildings.at[id, "name"]), units.get(id, ()), tuple(said), phone))
    return result


def _about_roads(row: Mapping[object, object] | None) -> list[Problem]:
    if row is None:
        return []
    if row["effect"] == CUT_OFF:
        return [Problem(NO_WAY, severity="note")]
    said = [Problem(ROAD_SHUT, severity="note")] if row["effect"] == FRONT else []
    extra = float(row["extra_m"])  # type: ignore[arg-type]
    if extra >= 10:
        said.append(Problem(WALK_ROUND, severity="note", values={"extra": round(extra / 10) * 10}))
    return said
