"""Which work must wait for which: on the same ground, pipes come before lights, lights before paving and planting."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.dig_once import TOUCH_M2, meet_in_space
from geo.schedule import PHASES


def precedence(works: pd.DataFrame, ground: gpd.GeoSeries, phases: Mapping[str, int] = PHASES) -> list[tuple[str, str]]:
    """Pairs (first, then) of works that share more than `TOUCH_M2` of ground and belong to different phases.

    `works` (by id) has kind; `ground` from `geo.dig_ground.grounds`. Kinds without a phase take no part.
    """
    phase = works["kind"].map(dict(phases)).dropna()
    known = ground[ground.index.isin(phase.index)]
    if len(known) < 2:
        return []
    pairs = meet_in_space(known, 0.0)
    left, right = known.loc[pairs["left"]], known.loc[pairs["right"]]
    shared = left.intersection(right, align=False).area.to_numpy() >= TOUCH_M2
    earlier = phase.loc[pairs["left"]].to_numpy() - phase.loc[pairs["right"]].to_numpy()
    kept = shared & (earlier != 0)
    first = np.where(earlier < 0, pairs["left"], pairs["right"])[kept]
    then = np.where(earlier < 0, pairs["right"], pairs["left"])[kept]
    return sorted({(str(one), str(other)) for one, other in zip(first, then, strict=True)})
