"""What a sewer has to keep to, as a table that a community may change: every limit with its source.

GB 50014-2021 is 《室外排水设计标准》.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np

from geo.hydraulics import GB_50014, UNCHECKED
from geo.words import N_

PLASTIC = ("hdpe", "pvc_u")
PRACTICE = N_("通行做法,可修改")


@dataclass(frozen=True)
class Limit:
    """One limit. It holds for pipes of `role` ("main", "link", "" both) with a diameter from `from_mm` up to, not
    including, `below_mm`, made of `materials` (() any). Of several that hold the first in the table counts.
    """

    quantity: str
    value: float
    unit: str
    source: str
    role: str = ""
    from_mm: float = 0.0
    below_mm: float = float("inf")
    materials: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What names the limit where a community keeps a value of its own."""
        return f"{self.quantity}.{self.role or 'any'}.{self.from_mm:g}{'.plastic' if self.materials else ''}"


MIN_DIAMETER, MIN_SLOPE, MAX_SPACING = "min_diameter_mm", "min_slope", "max_spacing_m"

SEWER_LIMITS: tuple[Limit, ...] = (
    Limit(MIN_DIAMETER, 200, "mm", GB_50014, role="link"),
    Limit(MIN_DIAMETER, 300, "mm", GB_50014, role="main"),
    Limit(MIN_SLOPE, 0.01, "", GB_50014, role="link", below_mm=300),
    Limit(MIN_SLOPE, 0.002, "", GB_50014, below_mm=400, materials=PLASTIC),
    Limit(MIN_SLOPE, 0.003, "", GB_50014, below_mm=400),
    Limit(MIN_SLOPE, 0.0015, "", GB_50014, from_mm=400, below_mm=500),
    Limit(MIN_SLOPE, 0.0012, "", PRACTICE, from_mm=500, below_mm=600),
    Limit(MIN_SLOPE, 0.001, "", PRACTICE, from_mm=600, below_mm=800),
    Limit(MIN_SLOPE, 0.0008, "", PRACTICE, from_mm=800, below_mm=1000),
    Limit(MIN_SLOPE, 0.0006, "", PRACTICE, from_mm=1000),
    Limit(MAX_SPACING, 75, "m", GB_50014, role="main", below_mm=700),
    Limit(MAX_SPACING, 100, "m", UNCHECKED, role="main", from_mm=700, below_mm=1100),
    Limit(MAX_SPACING, 150, "m", UNCHECKED, role="main", from_mm=1100, below_mm=1600),
    Limit(MAX_SPACING, 200, "m", UNCHECKED, role="main", from_mm=1600),
)

CLEANED_BY_HAND = Limit(MAX_SPACING, 40, "m", PRACTICE, role="main")
"""Put before the others where sewers are cleaned by hand."""


def limits_of(pipes: gpd.GeoDataFrame, quantity: str, limits: Sequence[Limit]) -> tuple[np.ndarray, np.ndarray]:
    """The limit of each pipe (NaN: none holds, or the diameter is unknown) and the source of it ("").

    `pipes` has role, diameter_mm, material, as in `Network.pipes`.
    """
    value, source = np.full(len(pipes), np.nan), np.full(len(pipes), "", dtype=object)
    diameter = pipes["diameter_mm"].to_numpy(dtype=float)
    role, material = pipes["role"].to_numpy(), pipes["material"]
    for limit in limits:
        holds = (diameter >= limit.from_mm) & (diameter < limit.below_mm) & np.isnan(value)
        holds &= (limit.quantity == quantity) & ((role == limit.role) | (limit.role == ""))
        if limit.materials:
            holds &= material.isin(limit.materials).to_numpy()
        value[holds], source[holds] = limit.value, limit.source
    return value, source
