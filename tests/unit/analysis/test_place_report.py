"""Asking a place: figures on the drawing board, and every kind of odd area."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.place_report import area_of, place_report
from tests.drawing_board import on_ground, spot, two_grids

LAYERS = two_grids() | {
    "compound": on_ground({"A": shapely.box(0, 0, 200, 100)}),
    "pipe": on_ground(
        {"p1": shapely.LineString([(0, 10), (100, 10)]), "p2": None}, diameter_mm=[None, 300],
        upstream_invert_m=[1.0, 2.0], downstream_invert_m=[0.5, 1.0],
    ),
    "street_light": on_ground({"l1": shapely.Point(10, 20), "l2": shapely.Point(150, 20)}, mounting_height_m=[6.0, 6.0],
                              power_w=[60, 60]),
}  # fmt: skip
WORKS = on_ground(
    {"past": shapely.box(0, 0, 10, 10), "now": shapely.Point(20, 20), "next": shapely.LineString([(0, 30), (30, 30)]),
     "all": shapely.box(0, 0, 200, 100), "far": shapely.Point(190, 90), "nowhere": None},
    status=["accepted", "under_construction", "planned", "planned", "planned", "planned"],
    shown=["drawn", "drawn", "assets", "compound", "drawn", ""],
)  # fmt: skip


def report(*box):
    return place_report(area_of(spot(shapely.box(*box))), LAYERS, WORKS)


def test_figures_are_clipped_to_the_area_and_name_their_rows():
    found = report(0, 0, 50, 48)
    assert found.area_m2 == pytest.approx(2400, rel=1e-4)
    pipe = found.of("pipe")
    assert (pipe.ids, pipe.partly) == (("p1",), ("p1",)) and pipe.quantity == pytest.approx(50, rel=1e-4)
    assert pipe.parts.at["p1", "share"] == pytest.approx(0.5, abs=1e-3)
    assert found.of("street_light").ids == ("l1",) and np.isnan(found.of("street_light").parts.at["l1", "measure"])
    assert found.of("grid").quantity == pytest.approx(2400, rel=1e-4)
    assert found.of("gully") is None


def test_a_building_counts_if_most_of_it_lies_inside():
    # b1 spans x 40-60, y 40-50 (200 m²): 10 × 8 = 40 % inside of the first area, 80 % of the second.
    corner = report(0, 0, 50, 48)
    assert (corner.buildings, corner.touched, corner.households, corner.units) == ((), ("b1",), 0, ())
    most = report(0, 0, 100, 48)
    assert (most.buildings, most.households, most.units) == (("b1",), 42, ("b1-1", "b1-2"))


def test_works_by_time_with_those_of_the_whole_compound_and_without_place_apart():
    works = report(0, 0, 50, 48).works
    assert (works.past, works.now, works.planned) == (("past",), ("now",), ("next",))
    assert (works.general, works.without_place) == (("all",), ("nowhere",))


def test_what_is_missing_is_named():
    found = report(0, 0, 50, 48).missing
    assert [(m.layer, m.field, m.ids) for m in found] == [
        ("building", "storeys", ("b1",)),
        ("pipe", "diameter_mm", ("p1",)),
        ("pipe", "geometry", ("p2",)),
    ]


def test_a_building_without_households_is_named():
    layers = LAYERS | {"building": LAYERS["building"].assign(households=[np.nan, 56])}
    found = place_report(area_of(spot(shapely.box(0, 0, 200, 100))), layers)
    assert found.without_households == ("b1",) and found.households == 56


def test_a_click_with_a_distance_and_a_picked_road_become_areas():
    assert area_of(spot(shapely.Point(50, 50)), 10).metric.area == pytest.approx(np.pi * 100, rel=2e-3)
    road = area_of(LAYERS["road"].geometry.iloc[0], 5)
    assert road.metric.area == pytest.approx(100 * 10 + np.pi * 25, rel=2e-3)


def test_a_lasso_that_crosses_itself_is_repaired_and_said():
    bow = spot(shapely.Polygon([(0, 0), (40, 40), (40, 0), (0, 40)]))
    area = area_of(bow)
    assert [p.severity for p in area.problems] == ["warning"] and area.metric.area == pytest.approx(800, rel=1e-3)
    assert place_report(area, LAYERS).problems[0] is area.problems[0]


@pytest.mark.parametrize(
    "geometry",
    [None, shapely.Polygon(), shapely.Point(np.nan, 1), shapely.box(4e5, 3e6, 4.1e5, 3.1e6), spot(shapely.Point(0, 0))],
)
def test_no_usable_area_is_an_error_in_words_and_an_empty_report(geometry):
    found = place_report(area_of(geometry), LAYERS, WORKS)
    assert [p.severity for p in found.problems] == ["error"] and found.layers == () and found.households == 0


def test_nothing_there_and_nearly_everything_are_said():
    assert "没有任何对象" in report(500, 500, 510, 510).problems[0].text()
    most = report(0, 0, 144, 100)
    assert most.problems[0].values["share"] == 72 and most.households == 42
    assert report(0, 0, 90, 100).problems == ()


@settings(deadline=None, max_examples=25)
@given(st.floats(5, 195), st.floats(5, 95))
def test_parts_of_an_area_add_up_to_the_whole(x, y):
    quarters = [report(0, 0, x, y), report(x, 0, 200, y), report(0, y, x, 100), report(x, y, 200, 100)]
    whole = report(0, 0, 200, 100)
    for layer in ("pipe", "building", "grid"):
        parts = sum(found.of(layer).quantity for found in quarters if found.of(layer))
        assert parts == pytest.approx(whole.of(layer).quantity, rel=1e-4)


def test_empty_layers_and_no_works_are_no_trouble():
    empty = {key: frame.iloc[:0] for key, frame in LAYERS.items()}
    found = place_report(area_of(spot(shapely.box(0, 0, 50, 50))), empty, pd.DataFrame())
    assert found.layers == () and found.works.planned == () and len(found.problems) == 1
