"""If this is shut or dug: whom it touches, how they walk round it, and what each building is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from dashboard.drawing.sketch import CLOSED, CUT, DETOUR, FOCUS, TOUCHED, Sketch, sketched
from dashboard.services.frames import Community
from dashboard.services.planning.encounters import ASSET_COLUMNS
from dashboard.services.planning.pipe_network import Drainage
from dashboard.services.planning.works_notice import WorksNotice
from dashboard.services.projects.quantity import amount
from dashboard.text import _, fill
from data.here import responsible_for
from data.rights import Viewer
from data.store import Store
from data.work_frames import WorkView
from geo.closure import CUT_OFF, EFFECTS, OPEN, Closure, close_roads, notices, shut_pipes
from geo.crs import STORED_CRS, metric_crs_of
from geo.dig_ground import grounds
from geo.errors import Problem
from geo.words import N_

Plain = dict[str, Any]
EFFECT_TITLES = dict(EFFECTS)
NO_DRAIN = "no_drain"
MOST_ROWS = 120
BESIDE_M = 0.5
"""A road is shut to this much beyond its edge, so that nothing slips past."""

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


@dataclass(frozen=True, eq=False)
class Shut:
    """What a closure does: the ground that is shut, the roads' effect, buildings without drainage, problems."""

    ground: shapely.Geometry | None
    pipes: tuple[str, ...]
    roads: Closure | None
    drains: pd.DataFrame
    problems: tuple[Problem, ...]

    @property
    def affected(self) -> list[str]:
        """Ids of buildings for which anything changes, cut off first, then by what they walk more."""
        walk = self.roads.affected if self.roads is not None else None
        ids = {str(id): (float("inf") if row["effect"] == CUT_OFF else float(np.nan_to_num(row["extra_m"])))
               for id, row in walk.iterrows()} if walk is not None else {}  # fmt: skip
        ids |= {str(id): ids.get(str(id), 0.0) for id in self.drains.index}
        return sorted(ids, key=lambda id: (-ids[id], id))

    def effect(self, id: str) -> str:
        """Word of `EFFECTS` of a building."""
        if self.roads is None or id not in self.roads.buildings.index:
            return OPEN
        return str(self.roads.buildings.at[id, "effect"])

    def extra_m(self, id: str) -> float:
        """How many metres farther people of a building walk; 0 where they do not."""
        if self.effect(id) in (OPEN, CUT_OFF) or self.roads is None:
            return 0.0
        return float(np.nan_to_num(self.roads.buildings.at[id, "extra_m"]))


def shut(layers: Community, water: Drainage | None, view: WorkView, wanted: Wanted) -> Shut:
    """The effect of a closure on every building; pipes and roads that are not there any more are left out."""
    pipes = _pipes(layers, view, wanted)
    ground = _ground(layers, view, wanted, pipes)
    buildings = layers["building"].frame
    drains = pd.DataFrame({"households": [], "share": [], "pipe": []})
    problems: list[Problem] = []
    if water is not None and pipes:
        known = [pipe for pipe in pipes if pipe in water.network.pipes.index]
        drains = shut_pipes(water.network, known, buildings, water.drains)
    roads = None
    frame = layers["road"].frame
    if ground is not None and layers["road"].placed.any():
        facilities = layers["facility"].frame
        gates = facilities[facilities["kind"].eq("gate") & facilities.geometry.notna()]
        units = layers["unit"].frame
        placed = buildings[buildings.geometry.notna()]
        roads = close_roads(ground, frame[layers["road"].placed.to_numpy()], placed, gates, units)
        problems += roads.problems
    found = Shut(ground, tuple(pipes), roads, drains, tuple(problems))
    if len(buildings) and len(found.affected) > COUNTRYWIDE_M2 * len(buildings):
        told = Problem(N_("影响社区一半以上的楼栋,请核对封闭范围"), severity="warning")
        found = Shut(ground, tuple(pipes), roads, drains, (*problems, told))
    return found


def _pipes(layers: Community, view: WorkView, wanted: Wanted) -> list[str]:
    own = view.assets[(view.assets["work"] == wanted.work) & (view.assets["layer"] == "pipe")]["id"]
    there = layers["pipe"].frame.index
    return [id for id in dict.fromkeys([*wanted.pipes, *map(str, own)]) if id in there]


def _ground(layers: Community, view: WorkView, wanted: Wanted, pipes: Sequence[str]) -> shapely.Geometry | None:
    """The area that is shut, in EPSG:4490; None for pipes that are only closed."""
    parts: list[shapely.Geometry] = [wanted.area] if wanted.area is not None else []
    if wanted.work in view.works.index:
        parts += _work_ground(layers, view, wanted.work)
    elif wanted.dig and pipes:
        parts += _widened(layers["pipe"].frame.loc[list(pipes)], 1.0)
    roads = [id for id in wanted.roads if id in layers["road"].frame.index]
    if roads:
        parts += _widened(layers["road"].frame.loc[roads], 0.0)
    return shapely.union_all(parts) if parts else None


def _work_ground(layers: Community, view: WorkView, work: str) -> list[shapely.Geometry]:
    assets = view.assets[view.assets["work"] == work][ASSET_COLUMNS]
    row = view.works.loc[[work]]
    drawn = row.geometry[row["shown"].eq("drawn") & row.geometry.notna()]
    frames = {key: layers[key].frame for key in assets["layer"].unique() if layers[key].type.geometry}
    found = grounds(row, assets, drawn, frames)
    return [] if found.empty else list(found.to_crs(STORED_CRS))


def _widened(frame: gpd.GeoDataFrame, half_m: float) -> list[shapely.Geometry]:
    placed = frame[frame.geometry.notna()]
    if placed.empty:
        return []
    metric = placed.to_crs(metric_crs_of(placed))
    wide = pd.to_numeric(metric["width_m"], errors="coerce").fillna(4.0) / 2 if "width_m" in metric else 0.0
    shapes = metric.geometry.buffer(wide + half_m + BESIDE_M, cap_style="flat")
    return list(shapes.to_crs(STORED_CRS))


def closure_sketches(found: Shut, layers: Community, on: str, *, near: bool = False) -> tuple[Sketch, ...]:
    """The shut ground, the buildings touched, and the ways round (only the chosen building's, if one is).

    `near`: the map is to show the ground, where no building is chosen.
    """
    made: list[Sketch] = []
    frame = layers["building"].frame
    for id in found.affected:
        cut = found.effect(id) == CUT_OFF
        made += sketched(CUT if cut else TOUCHED, frame.geometry.get(id))
    if found.ground is not None:
        made += sketched(FOCUS, found.ground) if near and not on else ()
        made += sketched(CLOSED, found.ground)
    if found.roads is not None:
        ways = found.roads.affected
        ways = ways[ways.index == on] if on in ways.index else ways
        lines = ways.geometry[ways.geometry.notna() & ~ways.geometry.is_empty]
        if len(lines):
            made += sketched(DETOUR, shapely.union_all(lines.to_numpy()))
    if on in frame.index:
        made += sketched(FOCUS, frame.geometry.get(on))
    return tuple(made)


def closure_rows(found: Shut, layers: Community, on: str) -> list[Plain]:
    """The buildings touched, in the order of gravity."""
    frame = layers["building"].frame
    rows = []
    for id in found.affected[:MOST_ROWS]:
        effect = found.effect(id)
        words = [_(EFFECT_TITLES[effect])] if effect != OPEN else []
        words += [_(N_("排水暂停"))] if id in found.drains.index else []
        extra = found.extra_m(id)
        households = frame.at[id, "households"]
        rows.append({
            "id": id, "on": id == on, "title": layers["building"].title(id), "cut": effect == CUT_OFF,
            "words": " · ".join(words), "extra": f"+{amount(round(extra), 'm')}" if extra >= 1 else "",
            "households": "" if pd.isna(households) else amount(int(households), _(N_("户"))),
        })  # fmt: skip
    return rows


def closure_figures(found: Shut, layers: Community) -> list[Plain]:
    """The whole in figures: buildings, entrances, households, who is cut off, the longest way round."""
    frame = layers["building"].frame
    ids = found.affected
    households = int(pd.to_numeric(frame["households"].reindex(ids), errors="coerce").fillna(0).sum())
    units = layers["unit"].frame["parent"].isin(ids).sum()
    cut = sum(found.effect(id) == CUT_OFF for id in ids)
    longest = max((found.extra_m(id) for id in ids), default=0.0)
    return [
        {"value": amount(len(ids), _(N_("栋"))), "title": fill(N_("受影响,{units} 个单元"), units=int(units))},
        {"value": amount(households, _(N_("户"))), "title": _(N_("户数"))},
        {"value": f"{cut}", "title": _(N_("无法到达出入口"))},
        {"value": f"+{amount(round(longest), 'm')}", "title": _(N_("步行最多绕行"))},
    ]


def titled(found: Shut, building: str) -> str:
    """What the notice of a building is called: by what stops there."""
    road, drain = found.effect(building) != OPEN, building in found.drains.index
    if road and drain:
        return _(N_("停水停路通知"))
    return _(N_("排水暂停通知")) if drain else _(N_("道路封闭通知"))


def works_notices(
    store: Store,
    viewer: Viewer,
    layers: Community,
    found: Shut,
    *,
    community: str,
    work: str,
    days: tuple[date, date],
    confirmed: tuple[bool, bool],
    issued: date,
    is_sample: bool,
) -> list[WorksNotice]:
    """One notice per building touched, in the order of the buildings; the phone is an office's only."""
    names = {str(id): layers["building"].title(str(id)) for id in found.affected}
    table = pd.DataFrame({"name": pd.Series(names, dtype=object)}).sort_index()
    told = notices(work, *days, table, roads=found.roads, drains=found.drains)
    units = layers["unit"].frame
    made = []
    for item in told:
        office, phone = office_of(store, viewer, layers.id, item.building, issued)
        own = units[units["parent"] == item.building]
        made.append(WorksNotice(
            community, titled(found, item.building), item.building, item.name,
            tuple(_unit(str(row["name"] or row["no"] or id), item.name) for id, row in own.iterrows()),
            work, *days, *confirmed, tuple(_said(problem) for problem in item.sentences[1:]), (), office, phone,
            issued, is_sample,
        ))  # fmt: skip
    return made


def _unit(name: str, building: str) -> str:
    return name.removeprefix(building).strip() or name


def _said(problem: Problem) -> str:
    return fill(problem.message, **problem.values) if problem.values else _(problem.message)


def office_of(store: Store, viewer: Viewer, community: str, building: str, day: date) -> tuple[str, str]:
    """(who, office phone) to call about a building, the nearest first; ("", "") where nobody has an office phone."""
    answer = responsible_for(store, community, "building", building, day, viewer)
    order: Mapping[str, int] = {"building": 0, "grid": 1, "compound": 2}
    people = sorted((person for person in answer.people if person.office_phone), key=lambda p: order.get(p.layer, 3))
    if not people:
        return "", ""
    first = people[0]
    return first.organisation or _(first.role_title), first.office_phone
