"""Outlines of the buildings and their stairwell units."""

from shapely import Polygon, affinity, box, union_all

from data.demo.curves import laid, sized, turned
from data.demo.place import Record
from data.demo.plan import ROWS, SLAB_DEPTH_M, TOWERS, Row
from data.demo.spec import BUILDING_BY_ID, BUILDINGS, BuildingSpec

COMPOUND_NAMES = {"A": "麓山名园", "B": "龙王港小区"}
NOTCH_M = (2.6, 1.0)
BAY_WINDOW_M = (7.0, 1.1)


def slab_outline(units: int, length_m: float, area_m2: float, door: str = "n") -> Polygon:
    """A slab around (0, 0), doors to the north (or south): stairwell notches behind, loggias in front.

    Its depth is solved so that the area is `area_m2`; the front between the loggias sets back.
    """
    per_unit = length_m / units
    outline = box(-length_m / 2, -SLAB_DEPTH_M / 2, length_m / 2, SLAB_DEPTH_M / 2)
    middles = [-length_m / 2 + per_unit * (index + 0.5) for index in range(units)]
    notches = [box(m - NOTCH_M[0] / 2, SLAB_DEPTH_M / 2 - NOTCH_M[1], m + NOTCH_M[0] / 2, 99) for m in middles]
    outline = outline.difference(union_all(notches))
    width = BAY_WINDOW_M[0] / 2
    loggias = [
        box(m + side * per_unit / 4 - width / 2, -SLAB_DEPTH_M, m + side * per_unit / 4 + width / 2, 0)
        for m in middles
        for side in (-1, 1)
    ]
    # The front moves until the area is right: the loggias stand on one line, the wall between them behind it.
    surplus = outline.area + sum(width * BAY_WINDOW_M[1] for _ in loggias) - area_m2
    back = surplus / length_m
    front = -SLAB_DEPTH_M / 2 + back
    body = outline.intersection(box(-length_m, front, length_m, 99))
    outline = body.union(union_all(loggias).intersection(box(-length_m, front - BAY_WINDOW_M[1], length_m, front)))
    return outline if door == "n" else affinity.rotate(outline, 180, origin=(0, 0))


def slab_tower(area_m2: float) -> Polygon:
    """A short slab of two units with a deep court between them: the 11-storey towers."""
    wings = union_all([box(-21, -6.5, -2.6, 6.5), box(2.6, -6.5, 21, 6.5), box(-3, -2.0, 3, 4.5)])
    ends = union_all([box(-15, -8.2, -8, 0), box(8, -8.2, 15, 0), box(-23, -3.2, 23, 3.6)])
    return sized(wings.union(ends), area_m2)


def butterfly_tower(area_m2: float) -> Polygon:
    """A butterfly plan, two spread wings on a core: the 18-storey towers."""
    wing = union_all([box(3, -7, 19, 6), box(8, -9.4, 17, 9), box(-1, -2, 22, 3)])
    right = affinity.rotate(wing, 16, origin=(0, 0))
    left = affinity.scale(right, -1, 1, origin=(0, 0))
    core = box(-5, -4, 5, 8.5)
    return sized(union_all([right, left, core]), area_m2)


def footprints() -> dict[str, Polygon]:
    """Outline of every building in local metres, by building id."""
    shapes: dict[str, Polygon] = {}
    for row in ROWS:
        shapes |= _slabs_of(row)
    for number, (u, v, angle_deg) in TOWERS.items():
        spec = BUILDING_BY_ID[f"B{number:02d}"]
        outline = slab_tower(spec.footprint_m2) if spec.storeys < 18 else butterfly_tower(spec.footprint_m2)
        shapes[spec.id] = laid(outline, angle_deg, u, v)
    return {spec.id: shapes[spec.id] for spec in BUILDINGS}


def _slabs_of(row: Row) -> dict[str, Polygon]:
    shapes = {}
    for id, along, length, shift in row.slabs():
        spec = BUILDING_BY_ID[id]
        u, v = turned(along + length / 2, shift, row.angle_deg, row.u, row.v)
        shapes[id] = laid(slab_outline(spec.units, length, spec.footprint_m2, row.door), row.angle_deg, u, v)
    return shapes


def building_rows(shapes: dict[str, Polygon]) -> list[Record]:
    """The building layer."""
    return [_building(spec, shapes[spec.id]) for spec in BUILDINGS]


def _building(spec: BuildingSpec, outline: Polygon) -> Record:
    return {
        "id": spec.id,
        "name": f"{COMPOUND_NAMES[spec.compound]} {spec.number}栋",
        "parent": spec.compound,
        "compound": spec.compound,
        "no": f"{spec.number}栋",
        "storeys": spec.storeys,
        "units": spec.units,
        "households": spec.households,
        "year_built": spec.year_built,
        "renovated": spec.renovated,
        "roof_treated_m2": spec.roof_treated_m2,
        "geometry": outline,
    }


def unit_rows() -> list[Record]:
    """The stairwell units: records without place that belong to their building."""
    return [
        {
            "id": f"{spec.id}-{number}",
            "name": f"{COMPOUND_NAMES[spec.compound]} {spec.number}栋 {number}单元",
            "parent": spec.id,
            "no": f"{number}单元",
            "households": spec.households // spec.units,
        }
        for spec in BUILDINGS
        for number in range(1, spec.units + 1)
    ]
