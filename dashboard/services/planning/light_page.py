"""Light along the ways as its page shows it: coloured ways, roads as wanted or not, dark stretches, more lights."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from dashboard.drawing.sketch import DARK, FOCUS, LAMP, LUX, Sketch, sketched
from dashboard.drawing.styles import LUX as LUX_STEPS
from dashboard.services.frames import Community
from dashboard.services.projects.quantity import amount
from dashboard.text import _, fill
from data.luminaires import KeptLuminaire
from data.work_frames import WorkView
from geo.crs import STORED_CRS
from geo.light_proposals import NewLight, propose_lights
from geo.lighting import Walk, dark_stretches, facing_of, illuminance_lx, lamps_of, road_light, walk_of
from geo.luminaires import Luminaire, read_luminaire
from geo.rule_values import light_defaults, lighting_classes, wanted_classes
from geo.words import N_

NOW, BEFORE = "now", "before"
ALL_ADDED = "added"
MOST_ROADS = 80
MOST_DARK = 60
SMOOTH_M = 0.15
Plain = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Light:
    """Light along the ways of a community: samples, lux at each, by road, dark stretches, and lamps as assumed."""

    walk: Walk
    lx: np.ndarray
    roads: gpd.GeoDataFrame
    by_road: pd.DataFrame
    dark: gpd.GeoDataFrame
    lamps: pd.DataFrame
    left_out: int

    @property
    def metres(self) -> float:
        """Length of all ways."""
        return float(self.walk.step_m.sum())

    @property
    def lit_share(self) -> float:
        """Share of the length that reaches the minimum wanted."""
        return 1 - float(self.by_road["dark_m"].sum()) / self.metres if self.metres else 0.0

    @property
    def average_lx(self) -> float:
        """Mean illuminance over the length."""
        return float((self.lx * self.walk.step_m).sum() / self.metres) if self.metres else 0.0


def light_of(
    layers: Community,
    values: Mapping[str, float],
    *,
    without: Sequence[str] = (),
    fixtures: Sequence[KeptLuminaire] = (),
) -> Light | None:
    """The light on all roads; None where there is no road with a place.

    `without`: lights that are left out (those of a work, to see the light before it). `fixtures`: luminaires that
    lights name, or that are used for their kind.
    """
    if not layers["road"].placed.any():
        return None
    given = {(item.id, item.version) for item in fixtures}
    key = (str(layers.store.url), layers.id, layers["road"].revision, layers["street_light"].revision,
           tuple(sorted(values.items())), tuple(sorted(without)), tuple(sorted(given)))  # fmt: skip
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = _light(layers, values, without, fixtures)
    with _lock:
        _kept[key] = made
        while len(_kept) > 6:
            _kept.popitem(last=False)
    return made


_kept: OrderedDict[Any, Light] = OrderedDict()
_lock = Lock()


def _light(
    layers: Community, values: Mapping[str, float], without: Sequence[str], fixtures: Sequence[KeptLuminaire]
) -> Light:
    placed = layers["road"].placed
    roads = layers["road"].frame[placed.to_numpy()]
    lights = layers["street_light"].frame
    lights = lights[~lights.index.isin(list(without))]
    defaults, wanted, classes = light_defaults(values), wanted_classes(values), lighting_classes(values)
    walk = walk_of(roads)
    lamps = lamps_of(lights, walk.crs, defaults)
    own = luminaires_of(lights.reindex(lamps.index), fixtures)
    facing = facing_of(lamps, roads, walk.crs) if own and len(lamps) else None
    lx = illuminance_lx(walk.xy, lamps, own, defaults, facing)
    by_road = road_light(walk, lx, roads, wanted, classes)
    dark = dark_stretches(walk, lx, roads, values["light.dark_m"], wanted, classes)
    return Light(walk, lx, roads, by_road, dark, lamps, len(lights) - len(lamps))


def named_luminaires(lights: pd.DataFrame, fixtures: Sequence[KeptLuminaire]) -> dict[str, str]:
    """Light → luminaire (ids): the one it names (by name or id), else that of its kind; lights without one are left."""
    named = {key.casefold(): item.id for item in fixtures for key in (item.name, item.id)}
    of_kind = {item.used_for: item.id for item in fixtures if item.used_for}
    found = {}
    for id, name, kind in zip(lights.index, lights["luminaire"], lights["kind"], strict=True):
        chosen = named.get(name.strip().casefold()) if isinstance(name, str) else None
        chosen = chosen or (of_kind.get(kind) if isinstance(kind, str) else None)
        if chosen:
            found[str(id)] = chosen
    return found


def luminaires_of(lights: pd.DataFrame, fixtures: Sequence[KeptLuminaire]) -> dict[str, Luminaire]:
    """The luminaire of each light (by id) that has one."""
    shapes = {item.id: read_luminaire(item.file_name, item.photometry) for item in fixtures}
    return {light: shapes[chosen] for light, chosen in named_luminaires(lights, fixtures).items()}


def before_choices(view: WorkView) -> dict[str, str]:
    """What "before" may mean: before all lights that were added, or before those of one work."""
    mine = view.assets[view.assets["layer"] == "street_light"]
    works = [str(id) for id in dict.fromkeys(mine["work"]) if id in view.works.index]
    return {ALL_ADDED: _(N_("全部新增路灯"))} | {id: str(view.works.at[id, "name"]) for id in works}


def lights_of_choice(layers: Community, view: WorkView, choice: str) -> tuple[str, ...]:
    """The lights that "before" leaves out."""
    frame = layers["street_light"].frame
    if choice == ALL_ADDED:
        return tuple(map(str, frame.index[frame["added"].eq(True).fillna(False).to_numpy(dtype=bool)]))
    mine = view.assets[(view.assets["layer"] == "street_light") & (view.assets["work"] == choice)]
    return tuple(map(str, mine["id"]))


def lux_sketches(light: Light) -> tuple[Sketch, ...]:
    """The ways as lines, one drawing for each class of illuminance."""
    bounds = [float(step.low or 0) for step in LUX_STEPS]
    step_of = np.searchsorted(bounds, light.lx, side="right") - 1
    road, xy = light.walk.road, light.walk.xy
    change = (road[1:] != road[:-1]) | (step_of[1:] != step_of[:-1])
    first = np.concatenate([[0], np.flatnonzero(change) + 1]) if len(road) else np.zeros(0, dtype=int)
    last = np.concatenate([first[1:] - 1, [len(road) - 1]]) if len(road) else first
    lines: dict[int, list[shapely.LineString]] = {}
    for a, b in zip(first, last, strict=True):
        points = [_between(light.walk, a, -1), *xy[a : b + 1], _between(light.walk, b, 1)]
        lines.setdefault(int(step_of[a]), []).append(shapely.LineString(points))
    found: list[Sketch] = []
    for step, parts in sorted(lines.items()):
        shape = shapely.simplify(shapely.MultiLineString(parts), SMOOTH_M)
        stored = gpd.GeoSeries([shape], crs=light.walk.crs).to_crs(STORED_CRS).iloc[0]
        found += sketched(LUX, stored, series=step)
    return tuple(found)


def _between(walk: Walk, at: int, way: int) -> np.ndarray:
    """Half way to the neighbouring sample of the same road; at its ends half a step beyond the last."""
    other = at + way
    xy = walk.xy
    if 0 <= other < len(xy) and walk.road[other] == walk.road[at]:
        middle: np.ndarray = (xy[at] + xy[other]) / 2
        return middle
    back = at - way
    if 0 <= back < len(xy) and walk.road[back] == walk.road[at]:
        beyond: np.ndarray = xy[at] + (xy[at] - xy[back]) / 2
        return beyond
    nudged: np.ndarray = xy[at] + np.array([way * walk.step_m[at] / 2, 0.0])
    return nudged


def dark_sketches(light: Light, on: int) -> tuple[Sketch, ...]:
    """The dark stretches; the chosen one in focus."""
    found: list[Sketch] = []
    for at, shape in enumerate(light.dark.geometry.head(MOST_DARK)):
        found += sketched(FOCUS if at == on else DARK, shape)
    return tuple(found)


def lamp_sketches(proposed: gpd.GeoDataFrame) -> tuple[Sketch, ...]:
    """The proposed lights with their ranks."""
    return tuple(Sketch(LAMP, shape, number=at) for at, shape in enumerate(proposed.geometry, 1))


def figures(light: Light, before: Light | None) -> list[Plain]:
    """The light of the whole community; beside it how it was before."""
    good = int(light.by_road["meets"].sum())
    rows = [
        (_(N_("达到最小照度的路长")), _share(light.lit_share), before and _share(before.lit_share)),
        (_(N_("平均照度")), amount(light.average_lx, "lx", 1), before and amount(before.average_lx, "lx", 1)),
        (_(N_("达标道路")), f"{good} / {len(light.by_road)}", before and f"{int(before.by_road['meets'].sum())}"),
        (_(N_("长暗段")), f"{len(light.dark)}", before and f"{len(before.dark)}"),
    ]
    return [{"title": title, "value": value, "before": was or ""} for title, value, was in rows]


def road_rows(light: Light, layers: Community, on: str) -> list[Plain]:
    """The roads, the darkest first, each against what is wanted of it."""
    whole = light.by_road[light.by_road["length_m"] >= 1]  # what is shorter was left over where roads were cut
    table = whole.sort_values(["lit_share", "average_lx"])
    kinds = dict(next(field.values for field in layers["road"].type.fields if field.key == "kind"))
    rows = []
    for id, row in table.head(MOST_ROADS).iterrows():
        kind = str(light.roads.at[id, "kind"])
        rows.append({
            "id": str(id), "title": layers["road"].title(str(id)), "on": str(id) == on, "meets": bool(row["meets"]),
            "words": f"{_(kinds.get(kind, kind))} · {row['class_key']} · {amount(row['length_m'], 'm')}",
            "average": f"{row['average_lx']:.1f}", "wanted": f"{row['wanted_average_lx']:g}",
            "minimum": f"{row['minimum_lx']:.1f}", "least": f"{row['wanted_minimum_lx']:g}",
            "share": float(row["lit_share"]), "lit": _share(float(row["lit_share"])),
        })  # fmt: skip
    return rows


def dark_rows(light: Light, layers: Community, on: int) -> list[Plain]:
    """The dark stretches, the longest first."""
    return [
        {"id": at, "on": at == on, "title": layers["road"].title(str(row.road)), "length": amount(row.length_m, "m"),
         "words": fill(N_("里程 {start}-{end} m,平均 {average} lx"), start=f"{row.from_m:.0f}", end=f"{row.to_m:.0f}",
                       average=f"{row.average_lx:.2f}")}
        for at, row in enumerate(light.dark.head(MOST_DARK).itertuples())
    ]  # fmt: skip


def proposals(light: Light, values: Mapping[str, float], number: int, lamp: NewLight) -> gpd.GeoDataFrame:
    """Where so many more lights would help most."""
    return propose_lights(
        light.walk, light.lx, light.roads, number, lamp, wanted_classes(values), light_defaults(values),
        lighting_classes(values),
    )  # fmt: skip


def proposal_rows(proposed: gpd.GeoDataFrame, layers: Community) -> list[Plain]:
    """Each proposed light with what it adds."""
    return [
        {"rank": at, "title": layers["road"].title(str(row.road)),
         "lit": fill(N_("照亮 {length}"), length=amount(row.lit_m, "m")),
         "left": fill(N_("此后仍暗 {length}"), length=amount(row.dark_left_m, "m"))}
        for at, row in enumerate(proposed.itertuples(), 1)
    ]  # fmt: skip


def assumed_words(light: Light, layers: Community) -> list[str]:
    """What was assumed of lights, and how many were left out."""
    said = []
    for key, sentence in (("height_assumed", N_("{count} 盏没有登记灯高,按同类常用值计算。")),
                          ("power_assumed", N_("{count} 盏没有登记功率,按同类常用值计算。"))):  # fmt: skip
        count = int(light.lamps[key].sum())
        if count:
            said.append(fill(sentence, count=count))
    if light.left_out:
        said.append(fill(N_("{count} 盏故障或没有位置,未计入。"), count=light.left_out))
    said.append(_(N_("未计楼栋和树木遮挡。")))
    return said


def _share(value: float) -> str:
    return f"{100 * value:.0f}\u202f%"
