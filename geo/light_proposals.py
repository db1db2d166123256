"""Where more lights would help most: positions one after the other, each with its gain.

What is maximised is Σ min(E, wanted) × metres over the ways. That sum is monotone and submodular in the set of
lights (light adds up and is capped), so choosing the best light each time reaches at least 1 - 1/e = 63 % of the best
possible set of n, and a gain computed earlier is an upper bound now (lazy greedy: Minoux 1978).
"""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import scipy.sparse
import shapely
from scipy.spatial import cKDTree

from geo.crs import STORED_CRS
from geo.lighting import CLASS_BY_KEY, WANTED, LightDefaults, LightingClass, Walk, class_of
from geo.lighting import REACH_IN_HEIGHTS as REACH
from geo.luminaires import lambertian


@dataclass(frozen=True)
class NewLight:
    """The light that is proposed: mounting height in metres and power in watts."""

    height_m: float = 6.0
    power_w: float = 60.0


def propose_lights(
    walk: Walk,
    lx: np.ndarray,
    roads: gpd.GeoDataFrame,
    number: int,
    light: NewLight = NewLight(),
    wanted: Mapping[str, str] = WANTED,
    defaults: LightDefaults | None = None,
    classes: Mapping[str, LightingClass] = CLASS_BY_KEY,
) -> gpd.GeoDataFrame:
    """Up to `number` more lights where the ways are below the wanted minimum, the best first.

    `walk` and `lx` as they are now. A light may stand at any dark sample (its post moves to the kerb when it is built).
    Columns: road, along_m, gain_lx_m (rise of the sum that is maximised), lit_m (metres lifted over the wanted minimum
    by this light), dark_left_m (what remains dark), geometry (EPSG:4490). Fewer than `number` rows: nothing is dark.
    """
    defaults = defaults or LightDefaults()
    cap = np.array([classes[key].minimum_lx for key in class_of(roads, wanted)])[walk.road]
    places = np.flatnonzero(lx < cap)
    gives = _gives(walk.xy[places], walk.xy, light, defaults)
    now = lx.copy()
    chosen: list[tuple[int, float, float, float]] = []

    def gain(place: int) -> float:
        row = slice(gives.indptr[place], gives.indptr[place + 1])
        at, more = gives.indices[row], gives.data[row]
        rise = np.minimum(now[at] + more, cap[at]) - np.minimum(now[at], cap[at])
        return float((rise * walk.step_m[at]).sum())

    queue = [(-gain(place), place) for place in range(len(places))]
    heapq.heapify(queue)
    while queue and len(chosen) < number:
        _, place = heapq.heappop(queue)
        fresh = gain(place)
        if queue and fresh < -queue[0][0] - 1e-12:
            heapq.heappush(queue, (-fresh, place))
            continue
        if fresh <= 1e-9:
            break
        before = (walk.step_m * (now < cap)).sum()
        row = slice(gives.indptr[place], gives.indptr[place + 1])
        now[gives.indices[row]] += gives.data[row]
        left = (walk.step_m * (now < cap)).sum()
        chosen.append((int(places[place]), fresh, before - left, left))
    return _as_frame(walk, roads, chosen)


def as_lights(proposed: gpd.GeoDataFrame, light: NewLight = NewLight()) -> gpd.GeoDataFrame:
    """The proposals as rows of the layer of street lights, to compute the light afterwards."""
    ids = [f"new-{number}" for number in range(1, len(proposed) + 1)]
    columns = {"kind": None, "mounting_height_m": light.height_m, "power_w": light.power_w, "state": "working"}
    frame = gpd.GeoDataFrame(columns, geometry=proposed.geometry.to_numpy(), index=ids, crs=proposed.crs)
    return frame.rename_axis("id")


def _gives(places: np.ndarray, xy: np.ndarray, light: NewLight, defaults: LightDefaults) -> scipy.sparse.csr_array:
    """Lux that a light at each place would give each sample."""
    shape = (len(places), len(xy))
    if not len(places):
        return scipy.sparse.csr_array(shape)
    reach = light.height_m * REACH
    pairs = cKDTree(places).sparse_distance_matrix(cKDTree(xy), reach, output_type="ndarray")
    gamma = np.degrees(np.arctan2(pairs["v"], light.height_m))
    lumens = light.power_w * defaults.efficacy_lm_w * defaults.maintenance
    candela = lambertian(lumens, defaults.cut_off_deg).intensity(gamma)
    lux = candela * light.height_m / (light.height_m**2 + pairs["v"] ** 2) ** 1.5
    return scipy.sparse.coo_array((lux, (pairs["i"], pairs["j"])), shape=shape).tocsr()


def _as_frame(walk: Walk, roads: gpd.GeoDataFrame, chosen: list[tuple[int, float, float, float]]) -> gpd.GeoDataFrame:
    at = np.array([row[0] for row in chosen], dtype=int)
    columns = {"road": roads.index.to_numpy(dtype=object)[walk.road[at]], "along_m": walk.along_m[at]}
    for place, key in enumerate(("gain_lx_m", "lit_m", "dark_left_m"), 1):
        columns[key] = np.array([row[place] for row in chosen], dtype=float)
    shapes = gpd.GeoSeries(shapely.points(walk.xy[at]), crs=walk.crs)
    return gpd.GeoDataFrame(pd.DataFrame(columns), geometry=shapes).to_crs(STORED_CRS)
