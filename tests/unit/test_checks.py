"""Faults of a layer's frame: each kind is named with its row, all at once."""

import geopandas as gpd
import pytest
from shapely import LineString, MultiPolygon, Point, Polygon, box

from geo.checks import check_layer
from geo.layers import layer_type

PLACE = box(112.92, 28.21, 112.9205, 28.2102)
BOW_TIE = Polygon([(112.92, 28.21), (112.93, 28.22), (112.93, 28.21), (112.92, 28.22)])


def buildings(**columns):
    given = {"no": ["1栋"], "geometry": [PLACE]} | columns
    count = max(len(values) for values in given.values())
    spread = {key: values * count if len(values) == 1 else values for key, values in given.items()}
    ids = spread.pop("id", [f"b{i}" for i in range(count)])
    return gpd.GeoDataFrame(spread, index=ids, crs="EPSG:4490")


def faults(frame, layer="building", **options):
    return [(p.row, p.column, p.severity) for p in check_layer(frame, layer_type(layer), **options)]


def test_a_sound_frame_has_no_faults():
    frame = buildings(storeys=[7], renovated=[True], geometry=[MultiPolygon([PLACE])])
    assert check_layer(frame, layer_type("building")) == []


@pytest.mark.parametrize("value", ["七", 7.5, float("inf"), 0, 121, True])
def test_a_number_that_is_none_or_not_whole_or_out_of_range_is_named(value):
    assert faults(buildings(storeys=[3, value])) == [(2, "storeys", "error")]


def test_a_missing_number_is_no_fault_but_a_missing_required_text_is():
    assert faults(buildings(no=["", "2栋", None], storeys=[None, 7, float("nan")])) == [
        (1, "no", "error"),
        (3, "no", "error"),
    ]


def test_a_required_field_without_column_is_missing_in_every_row():
    assert faults(buildings().drop(columns="no")) == [(1, "no", "error")]


def test_what_may_be_missing_is_only_a_warning():
    found = faults(buildings(no=[None], geometry=[None]), without=("no", "geometry"))
    assert found == [(1, "no", "warning"), (1, "geometry", "warning")]


def test_a_word_that_is_not_allowed_is_named_with_those_that_are():
    frame = gpd.GeoDataFrame({"kind": ["foul", "废水"]}, geometry=[Point(112.9, 28.2)] * 2, crs="EPSG:4490")
    frame.index = ["m1", "m2"]
    (problem,) = check_layer(frame, layer_type("manhole"))
    assert (problem.row, problem.column) == (2, "kind")
    assert "废水" in problem.text()
    assert "污水(foul)" in problem.text()


def test_a_truth_value_must_be_one():
    assert faults(buildings(renovated=[True, None, "也许"])) == [(3, "renovated", "error")]


@pytest.mark.parametrize("bad", ["", "1栋", "a b", "x" * 65])
def test_an_id_of_the_wrong_form_is_named(bad):
    assert faults(buildings(id=["b1", bad], no=["1", "2"])) == [(2, "id", "error")]


def test_both_rows_of_a_double_id_are_named():
    assert faults(buildings(id=["a", "b", "a"], no=["1", "2", "3"])) == [(1, "id", "error"), (3, "id", "error")]


@pytest.mark.parametrize(
    ("shape", "word"),
    [
        (None, "没有几何"),
        (Polygon(), "空的"),
        (LineString([(112.9, 28.2), (112.91, 28.2)]), "LineString"),
        (BOW_TIE, "Self-intersection"),
        (Polygon([(0, 0), (1, 0), (1, 1e308)]), "有限"),
        (Polygon([(0, 0), (1, 0), (1, float("inf"))]), "有限"),
        (box(398000, 3122000, 398010, 3122010), "经纬度范围"),
    ],
)
def test_each_geometry_fault_is_named_once_by_what_it_is(shape, word):
    (problem,) = check_layer(buildings(geometry=[PLACE, shape]), layer_type("building"))
    assert (problem.row, problem.column) == (2, "geometry")
    assert word in problem.text()


def test_layers_without_geometry_of_their_own_are_not_asked_for_one():
    frame = gpd.GeoDataFrame({"no": ["1单元"]}, geometry=[None], crs="EPSG:4490", index=["A01-1"])
    assert faults(frame, "unit") == []


def test_rows_are_reported_as_the_sender_counts_them():
    assert faults(buildings(storeys=[999, 5]), rows=[12, 40]) == [(12, "storeys", "error")]


def test_all_faults_of_all_rows_come_together_in_order():
    frame = buildings(no=["1栋", None, "3栋"], storeys=[999, 7, "x"], geometry=[PLACE, None, BOW_TIE])
    assert faults(frame) == [
        (1, "storeys", "error"),
        (2, "no", "error"),
        (2, "geometry", "error"),
        (3, "storeys", "error"),
        (3, "geometry", "error"),
    ]
