"""Which place is asked about, as the address says it: an outline, a spot with a distance, or picked features."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import shapely

from dashboard.services.frames import Community
from dashboard.services.planning.area_word import fitted_word, shape_of_word
from dashboard.text import _, fill
from geo.crs import STORED_CRS, metric_crs
from geo.errors import Problem
from geo.layers import LAYER_BY_KEY
from geo.place_report import Area, area_of
from geo.words import N_

SPOT_M = 50.0
"""The distance around a click that nobody gave one for (editable beside the map)."""

BESIDE_M = 5.0
"""The distance around a picked line or point that nobody gave one for: the ground that its work takes."""

FARTHEST_M = 5_000.0
MOST_PICKED = 60


@dataclass(frozen=True)
class Asked:
    """What is asked about: `outline` (EPSG:4490) or `picked` features, and everything within `distance_m` of it.

    `distance_m` is None where nobody gave one. `from_file`: the outline was uploaded.
    """

    outline: shapely.Geometry | None = None
    picked: tuple[tuple[str, str], ...] = ()
    distance_m: float | None = None
    from_file: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nothing is asked yet."""
        return self.outline is None and not self.picked


def read_asked(words: Mapping[str, str]) -> Asked:
    """What an address asks about; words that mean nothing ask nothing."""
    word, distance = words.get("area", ""), _metres(words.get("within", ""))
    if ":" in word:
        pairs = [item.partition(":")[::2] for item in word.split(",")]
        known = tuple((layer, id) for layer, id in pairs if layer in LAYER_BY_KEY and id)
        return Asked(picked=known[:MOST_PICKED], distance_m=distance)
    return Asked(shape_of_word(word), distance_m=distance, from_file=words.get("given") == "file")


def write_asked(asked: Asked) -> tuple[dict[str, str], float]:
    """(the words of an address, by how many metres the outline had to be simplified); "" clears a word."""
    within = "" if asked.distance_m is None else f"{asked.distance_m:g}"
    if asked.picked:
        word = ",".join(f"{layer}:{id}" for layer, id in asked.picked[:MOST_PICKED])
        return {"area": word, "within": within, "rows": "", "given": ""}, 0.0
    word, lost = fitted_word(asked.outline) if asked.outline is not None else ("", 0.0)
    return {"area": word, "within": within, "rows": "", "given": "file" if asked.from_file else ""}, lost


def _metres(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return min(value, FARTHEST_M) if math.isfinite(value) and value >= 0 else None


def asked_area(layers: Community, asked: Asked) -> tuple[Area, float]:
    """(the area in metres and as stored, the distance that was used around what was drawn or picked)."""
    shape = asked.outline if asked.outline is not None else _of_picked(layers, asked.picked)
    distance = asked.distance_m if asked.distance_m is not None else _usual_distance(shape, asked)
    area = area_of(shape, distance)
    if asked.picked and shape is None:
        gone = Problem(N_("所选对象已不存在或没有位置:请在图上另选"))
        return replace(area, problems=(gone,)), distance
    return area, distance


def _usual_distance(shape: shapely.Geometry | None, asked: Asked) -> float:
    if shape is None or shapely.get_dimensions(shape) == 2:
        return 0.0
    return BESIDE_M if asked.picked or asked.from_file else SPOT_M


def _of_picked(layers: Community, picked: Sequence[tuple[str, str]]) -> shapely.Geometry | None:
    """All picked features as one area or one set of lines or points; of several kinds, each with its usual width."""
    shapes = [layers[layer].frame.geometry.get(id) for layer, id in picked]
    placed = [shape for shape in shapes if shape is not None and not shape.is_empty]
    if not placed:
        return None
    if len({int(shapely.get_dimensions(shape)) for shape in placed}) == 1:
        return shapely.union_all(placed)
    series = gpd.GeoSeries(placed, crs=STORED_CRS)
    crs = metric_crs(float(series.total_bounds[0]))
    metric = series.to_crs(crs)
    wide = metric.where(shapely.get_dimensions(metric.to_numpy()) == 2, metric.buffer(BESIDE_M))
    return shapely.union_all(gpd.GeoSeries(wide, crs=crs).to_crs(STORED_CRS).to_numpy())


def asked_title(layers: Community, asked: Asked, distance_m: float) -> str:
    """What the place is called: the picked features, or how it was drawn."""
    around = fill(N_("及周边 {distance} m"), distance=f"{distance_m:g}") if distance_m > 0 else ""
    if asked.picked:
        known = [layers[layer].title(id) for layer, id in asked.picked if id in layers[layer].frame.index]
        first = known[0] if known else asked.picked[0][1]
        if len(asked.picked) > 1:
            first = fill(N_("{first} 等 {count} 个对象"), first=first, count=len(asked.picked))
        return f"{first} {around}".strip()
    shape = asked.outline
    if shape is not None and shapely.get_dimensions(shape) == 0:
        return fill(N_("一点周边 {distance} m"), distance=f"{distance_m:g}")
    name = _(N_("上传的范围")) if asked.from_file else _(N_("所画范围"))
    return f"{name} {around}".strip()
