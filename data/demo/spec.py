"""The figures of the sample community, as tables.

Two sources. What the newspaper reports of the real 龙王港社区 (新湖南, 2024-12-03) is in `REPORTED`;
it is all that is known. Everything else here is invented so that those totals hold, and every
feature made from it carries `is_sample`.
"""

from dataclasses import dataclass

COMMUNITY_ID = "longwanggang"
COMMUNITY_NAME = "龙王港社区"
OFFICIAL_CODE = "430104007008"
DISTRICT_CODE = OFFICIAL_CODE[:6]
CENTRE_LON, CENTRE_LAT = 112.924, 28.2175
NEWSPAPER = "新湖南 2024-12-03"
SAMPLE = "示例设定"

HOUSEHOLDS_PER_UNIT_A = 14
"""麓山名园: 7 storeys × 2 flats on each stairwell."""

ROOF_TREATED_M2 = (120, 180, 150, 210, 90, 160, 240, 130, 170, 140, 200, 110, 160)
"""Roof-leak patches of buildings 1 to 13: together 2,060 m²."""

YEAR_BUILT_A, YEAR_BUILT_B = 2001, 2012


@dataclass(frozen=True)
class BuildingSpec:
    """One building: its number in its compound and the figures that the plan must carry."""

    compound: str
    number: int
    storeys: int
    units: int
    households: int
    footprint_m2: float
    renovated: bool = False
    roof_treated_m2: float = 0.0
    year_built: int = YEAR_BUILT_A

    @property
    def id(self) -> str:
        """Identifier of the building, e.g. "A07"."""
        return f"{self.compound}{self.number:02d}"


FOOTPRINT_A_M2 = {3: 656.0, 4: 874.0}
UNITS_A = ((1, 8, 3), (9, 13, 4), (14, 35, 3), (36, 48, 4))
"""麓山名园: from number, to number, stairwell units. Numbers 1 to 13 are renovated."""

TOWERS_B = ((1, 6, 11, 44, 560.0), (7, 12, 18, 144, 720.0))
"""龙王港: from number, to number, storeys, households, footprint m²; two units each."""


def _slabs() -> list[BuildingSpec]:
    slabs = []
    for first, last, units in UNITS_A:
        for number in range(first, last + 1):
            renovated = number <= len(ROOF_TREATED_M2)
            treated = float(ROOF_TREATED_M2[number - 1]) if renovated else 0.0
            households = units * HOUSEHOLDS_PER_UNIT_A
            footprint = FOOTPRINT_A_M2[units]
            slabs.append(BuildingSpec("A", number, 7, units, households, footprint, renovated, treated))
    return slabs


def _towers() -> list[BuildingSpec]:
    return [
        BuildingSpec("B", number, storeys, 2, households, footprint, year_built=YEAR_BUILT_B)
        for first, last, storeys, households, footprint in TOWERS_B
        for number in range(first, last + 1)
    ]


BUILDINGS: tuple[BuildingSpec, ...] = (*_slabs(), *_towers())
BUILDING_BY_ID = {building.id: building for building in BUILDINGS}

ROAD_CLASSES = {"main": (1300.0, 7.0), "cluster": (1900.0, 5.5), "doorstep": (2350.0, 3.5)}
"""Road class → (length m, width m) of the overlaid roads of 麓山名园."""

BAY_M = (2.5, 5.2)
"""One parking bay, width × depth: 325 of them make 4,225 m²."""

LIGHTS = {"main": (52, 7.0, 100), "cluster": (79, 6.0, 60), "doorstep": (8, 3.5, 30), "garden": (17, 3.5, 30)}
"""New lights: where → (number, mounting height m, power W)."""

PIPE_LENGTHS_M = {
    ("foul", 200): 810.0,
    ("foul", 300): 2900.0,
    ("foul", 400): 1050.0,
    ("storm", 200): 620.0,
    ("storm", 300): 2260.0,
    ("storm", 400): 1200.0,
    ("storm", 600): 800.0,
}
"""Renewed pipes: (kind, diameter mm) → metres."""

MIN_SLOPE = {200: 0.01, 300: 0.003, 400: 0.0015, 600: 0.001}
"""Least fall by diameter (GB 50014-2021; for DN600 the usual practice)."""

MIN_COVER_M = 0.7
GARDENS_M2 = (2600.0, 3400.0, 4800.0)
WALL_REMOVED_M = 180.0
SITE_A_M2 = 186_000.0


@dataclass(frozen=True)
class Total:
    """A total that the sample must reach: `bound` is "=", ">=" or "~" (within `tolerance`, a share)."""

    key: str
    figure: float
    bound: str
    source: str
    unit: str = ""
    tolerance: float = 0.0

    def holds(self, value: float) -> bool:
        """Whether a measured value satisfies the bound."""
        if self.bound == ">=":
            return value >= self.figure
        return abs(value - self.figure) <= self.tolerance * self.figure + 1e-9


REPORTED: tuple[Total, ...] = (
    Total("renovated_buildings", 13, "=", NEWSPAPER, "栋"),
    Total("roof_treated_m2", 2000, ">=", NEWSPAPER, "m²"),
    Total("paved_m2", 32_000, "~", NEWSPAPER, "m²", 0.005),
    Total("renewed_pipe_m", 9600, ">=", NEWSPAPER, "m"),
    Total("added_lights", 150, ">=", NEWSPAPER, "盏"),
    Total("upgraded_gardens", 3, "=", NEWSPAPER, "个"),
)

PUBLISHED: tuple[Total, ...] = (
    *REPORTED,
    Total("renewed_pipe_m", 9640, "~", SAMPLE, "m", 0.005),
    Total("added_lights", 156, "=", SAMPLE, "盏"),
    Total("roof_treated_m2", 2060, "=", SAMPLE, "m²"),
    Total("buildings", 60, "=", SAMPLE, "栋"),
    Total("buildings_a", 48, "=", SAMPLE, "栋"),
    Total("buildings_b", 12, "=", SAMPLE, "栋"),
    Total("units", 186, "=", SAMPLE, "个"),
    Total("households_a", 2268, "=", SAMPLE, "户"),
    Total("households_b", 1128, "=", SAMPLE, "户"),
    Total("site_a_m2", SITE_A_M2, "~", SAMPLE, "m²", 0.005),
    Total("parking_m2", 4225, "~", SAMPLE, "m²", 0.05),
    Total("wall_removed_m", WALL_REMOVED_M, "=", SAMPLE, "m"),
    Total("grids", 9, "=", SAMPLE, "个"),
    Total("old_lights", 40, "~", SAMPLE, "盏", 0.1),
    Total("renewed_manholes", 283, "~", SAMPLE, "座", 0.1),
    Total("renewed_gullies", 155, "=", SAMPLE, "个"),
)
"""Every total that the sample is tested against, with its bound and where the figure comes from."""
