"""If this is shut or dug: the ground that it takes, and whom it touches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from dashboard.services.frames import Community
from dashboard.services.planning.encounters import ASSET_COLUMNS, widths
from dashboard.services.planning.pipe_network import Drainage
from data.work_frames import WorkView
from geo.closure import CUT_OFF, OPEN, Closure, close_roads, shut_pipes
from geo.crs import STORED_CRS, metric_crs_of
from geo.dig_ground import grounds
from geo.errors import Problem
from geo.occupied import area_taken_m2, bays_lost, bays_lost_near
from geo.rule_values import closure_room
from geo.words import N_

BESIDE_M = 0.5
"""What is shut reaches this much beyond the edge of road or trench, so that nothing slips past."""

COUNTRYWIDE_M2 = 0.5
"""A closure over more than this share of the community's buildings is said to be one."""


@dataclass(frozen=True)
class Wanted:
    """What is to be shut: pipes and roads (ids), an area (EPSG:4490), a work (id); `dig`: the ground over pipes too."""

    pipes: tuple[str, ...] = ()
    roads: tuple[str, ...] = ()
    area: shapely.Geometry | None = None
    work: str = ""
    dig: bool = True

    @property
    def nothing(self) -> bool:
        """Whether nothing was chosen yet."""
        return not (self.pipes or self.roads or self.area is not None or self.work)


@dataclass(frozen=True)
class Occupied:
    """What else lies in the ground: bays out of use (by row, and near each building), gardens in m², facilities."""

    bays: Mapping[str, int] = field(default_factory=dict)
    bays_near: Mapping[str, int] = field(default_factory=dict)
    gardens: Mapping[str, float] = field(default_factory=dict)
    facilities: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Shut:
    """What a closure does: the ground that is shut, the roads' effect, buildings without drainage, problems."""

    ground: shapely.Geometry | None
    pipes: tuple[str, ...]
    roads: Closure | None
    drains: pd.DataFrame
    problems: tuple[Problem, ...]
    occupied: Occupied = Occupied()

    @property
    def affected(self) -> list[str]:
        """Ids of buildings for which anything changes, cut off first, then by what they walk more."""
        walk = self.roads.affected if self.roads is not None else None
        ids = {str(id): (float("inf") if row["effect"] == CUT_OFF else float(np.nan_to_num(row["extra_m"])))
               for id, row in walk.iterrows()} if walk is not None else {}  # fmt: skip
        ids |= {id: ids.get(id, 0.0) for id in [*map(str, self.drains.index), *self.occupied.bays_near]}
        return sorted(ids, key=lambda id: (-ids[id], id))

    def effect(self, id: str) -> str:
        """Word of `EFFECTS` of a building."""
        if self.roads is None or id not in self.roads.buildings.index:
            return OPEN
        return str(self.roads.buildings.at[id, "effect"])

    def no_car(self, id: str) -> bool:
        """Whether nobody can drive to a building any more."""
        return (
            self.roads is not None and id in self.roads.buildings.index and bool(self.roads.buildings.at[id, "no_car"])
        )

    def extra_m(self, id: str) -> float:
        """How many metres farther people of a building walk; 0 where they do not."""
        if self.effect(id) in (OPEN, CUT_OFF) or self.roads is None:
            return 0.0
        return float(np.nan_to_num(self.roads.buildings.at[id, "extra_m"]))


def shut(
    layers: Community, water: Drainage | None, view: WorkView, wanted: Wanted, values: Mapping[str, float]
) -> Shut:
    """The effect of a closure on every building; pipes and roads that are not there any more are left out."""
    pipes = _pipes(layers, view, wanted)
    ground = _ground(layers, view, wanted, pipes, values)
    buildings = layers["building"].frame
    drains = pd.DataFrame({"households": [], "share": [], "pipe": []})
    problems: list[Problem] = []
    if water is not None and pipes:
        known = [pipe for pipe in pipes if pipe in water.network.pipes.index]
        drains = shut_pipes(water.network, known, buildings, water.drains)
    roads = None
    if ground is not None and layers["road"].placed.any():
        roads = _roads(layers, ground, values)
        problems += roads.problems
    found = Shut(ground, tuple(pipes), roads, drains, tuple(problems), _occupied(layers, ground))
    if len(buildings) and len(found.affected) > COUNTRYWIDE_M2 * len(buildings):
        problems.append(Problem(N_("影响社区一半以上的楼栋,请核对封闭范围"), severity="warning"))
        found = replace(found, problems=tuple(problems))
    return found


def _roads(layers: Community, ground: shapely.Geometry, values: Mapping[str, float]) -> Closure:
    facilities, buildings = layers["facility"].frame, layers["building"].frame
    gates = facilities[facilities["kind"].eq("gate") & facilities.geometry.notna()]
    placed = buildings[buildings.geometry.notna()]
    roads = layers["road"].frame[layers["road"].placed.to_numpy()]
    return close_roads(ground, roads, placed, gates, layers["unit"].frame, room=closure_room(values))


def _occupied(layers: Community, ground: shapely.Geometry | None) -> Occupied:
    if ground is None:
        return Occupied()
    parking, facilities = layers["parking"].frame, layers["facility"].frame
    lost = bays_lost(parking, ground)
    gardens = area_taken_m2(layers["garden"].frame, ground)
    inside = facilities.geometry.notna() & facilities.geometry.intersects(ground)
    buildings = layers["building"].frame
    return Occupied(
        {str(id): int(bays) for id, bays in lost.items() if bays},
        bays_lost_near(buildings[buildings.geometry.notna()], parking, lost),
        {str(id): float(area) for id, area in gardens.items() if area >= 0.5},
        tuple(map(str, facilities.index[inside.to_numpy()])),
    )


def _pipes(layers: Community, view: WorkView, wanted: Wanted) -> list[str]:
    own = view.assets[(view.assets["work"] == wanted.work) & (view.assets["layer"] == "pipe")]["id"]
    there = layers["pipe"].frame.index
    return [id for id in dict.fromkeys([*wanted.pipes, *map(str, own)]) if id in there]


def _ground(
    layers: Community, view: WorkView, wanted: Wanted, pipes: Sequence[str], values: Mapping[str, float]
) -> shapely.Geometry | None:
    """The area that is shut, in EPSG:4490; None for pipes that are only closed."""
    parts: list[shapely.Geometry] = [wanted.area] if wanted.area is not None else []
    if wanted.work in view.works.index:
        parts += _work_ground(layers, view, wanted.work, values)
    elif wanted.dig and pipes:
        trenches = layers["pipe"].frame.loc[list(pipes)]
        wide = pd.to_numeric(trenches["diameter_mm"], errors="coerce").fillna(300.0) / 2000 + values["dig.trench_m"]
        parts += _widened(trenches, wide)
    roads = [id for id in wanted.roads if id in layers["road"].frame.index]
    if roads:
        frame = layers["road"].frame.loc[roads]
        parts += _widened(frame, pd.to_numeric(frame["width_m"], errors="coerce").fillna(4.0) / 2)
    return shapely.union_all(parts) if parts else None


def _work_ground(layers: Community, view: WorkView, work: str, values: Mapping[str, float]) -> list[shapely.Geometry]:
    assets = view.assets[view.assets["work"] == work][ASSET_COLUMNS]
    row = view.works.loc[[work]]
    drawn = row.geometry[row["shown"].eq("drawn") & row.geometry.notna()]
    frames = {key: layers[key].frame for key in assets["layer"].unique() if layers[key].type.geometry}
    found = grounds(row, assets, drawn, frames, **widths(values))
    return [] if found.empty else list(found.to_crs(STORED_CRS))


def _widened(frame: gpd.GeoDataFrame, half_m: pd.Series) -> list[shapely.Geometry]:
    placed = frame[frame.geometry.notna()]
    if placed.empty:
        return []
    metric = placed.to_crs(metric_crs_of(placed))
    shapes = metric.geometry.buffer(half_m.reindex(metric.index) + BESIDE_M, cap_style="flat")
    return list(shapes.to_crs(STORED_CRS))
