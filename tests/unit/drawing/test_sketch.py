"""Sketches and traces are ids, enumerated words and numbers: anything else is refused before it becomes script."""

import pytest
import shapely

from dashboard.drawing.map_trace import MapTrace
from dashboard.drawing.sketch import DETOUR, FAULT, LUX, Sketch, sketched

LINE, POINT = shapely.LineString([(112, 28), (113, 28)]), shapely.Point(112, 28)


@pytest.mark.parametrize(
    ("kind", "shape"),
    [("nonsense", LINE), (DETOUR, POINT), (LUX, shapely.Point()), (FAULT, "POINT (1 2)"),
     (DETOUR, shapely.LineString([(0, 0), (float("inf"), 1)]))],
)  # fmt: skip
def test_a_sketch_that_is_none_is_refused(kind, shape):
    with pytest.raises(ValueError):
        Sketch(kind, shape)


def test_of_a_mixed_geometry_the_parts_that_fit_are_drawn():
    mixed = shapely.GeometryCollection([LINE, POINT])
    assert [item.geometry.geom_type for item in sketched(DETOUR, mixed)] == ["LineString"]
    assert sketched(DETOUR, None) == sketched(DETOUR, shapely.Point()) == ()


@pytest.mark.parametrize("wrong", [{"pipes": ("a'b",)}, {"nodes": (("nolayer", "a"),)}, {"buildings": ("",)}])
def test_a_trace_of_anything_but_ids_is_refused(wrong):
    with pytest.raises(ValueError):
        MapTrace(**wrong)


def test_a_trace_goes_to_the_browser_as_plain_lists():
    record = MapTrace(pipes=("p1",), nodes=(("outfall", "o"),), fit=2).as_record()
    assert record == {"pipes": ["p1"], "back": [], "over": [], "route": [], "nodes": [["outfall", "o"]],
                      "buildings": [], "assumed": [], "fit": 2}  # fmt: skip
