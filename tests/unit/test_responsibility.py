"""Which places a point, line or area belongs to. Distances are those of the drawing in `tests.drawing_board`."""

import geopandas as gpd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import CrsError
from geo.responsibility import BOUNDARY, INSIDE, NEAREST, place_index
from tests.drawing_board import spot, two_grids

INDEX = place_index(two_grids())


def summary(here, layer):
    return [(hit.id, hit.relation, round(hit.distance_m)) for hit in here.of(layer)]


def test_a_click_on_a_building_names_its_grid_building_and_stairwells():
    here = INDEX.here(spot(shapely.Point(50, 45)))
    assert summary(here, "grid") == [("g1", INSIDE, 0)]
    assert summary(here, "building") == [("b1", INSIDE, 0)]
    assert here.units == ("b1-1", "b1-2")
    assert not here.on_boundary


def test_within_the_tolerance_of_an_edge_both_grids_are_named_with_their_distance():
    here = INDEX.here(spot(shapely.Point(97, 20)))
    assert summary(here, "grid") == [("g1", INSIDE, 0), ("g2", BOUNDARY, 3)]
    assert here.on_boundary and here.tolerance_m == 5.0
    assert not INDEX.here(spot(shapely.Point(94, 20))).on_boundary
    assert INDEX.here(spot(shapely.Point(94, 20)), tolerance_m=7).on_boundary


def test_outside_every_grid_the_nearest_is_named_but_never_one_out_of_reach():
    assert summary(INDEX.here(spot(shapely.Point(230, 50))), "grid") == [("g2", NEAREST, 30)]
    assert INDEX.here(spot(shapely.Point(1000, 50))).hits == ()


def test_a_nearest_building_lends_no_stairwells():
    here = INDEX.here(spot(shapely.Point(80, 45)))
    assert summary(here, "building") == [("b1", NEAREST, 20)]
    assert here.units == ()


def test_a_line_names_every_grid_it_crosses_with_its_share():
    here = INDEX.here(spot(shapely.LineString([(25, 10), (125, 10)])))
    assert [(hit.id, hit.share) for hit in here.of("grid")] == [("g1", 0.75), ("g2", 0.25)]


def test_an_area_that_only_touches_a_grid_lies_on_its_boundary():
    here = INDEX.here(spot(shapely.box(50, 60, 100, 70)))
    assert [(hit.id, hit.relation, round(hit.share, 2)) for hit in here.of("grid")] == [
        ("g1", INSIDE, 1.0),
        ("g2", BOUNDARY, 0.0),
    ]


def test_a_road_is_met_within_the_tolerance_only():
    assert summary(INDEX.here(spot(shapely.Point(103, 20))), "road") == [("r1", BOUNDARY, 3)]
    assert INDEX.here(spot(shapely.Point(120, 20))).of("road") == ()


@pytest.mark.parametrize("geometry", [None, shapely.Point(), shapely.Point(394_050, 3_122_050)])
def test_what_has_no_place_in_degrees_is_refused(geometry):
    with pytest.raises(CrsError):
        INDEX.here(geometry)


def test_frames_without_a_place_make_an_index_that_finds_nothing():
    empty = {"grid": gpd.GeoDataFrame(geometry=[None], crs="EPSG:4490", index=["g"])}
    assert place_index(empty).here(shapely.Point(112.9, 28.2)).hits == ()
    with pytest.raises(CrsError):
        place_index({"grid": gpd.GeoDataFrame(geometry=[shapely.Point(0, 0)], index=["g"])})


@settings(max_examples=60, deadline=None)
@given(st.floats(-50, 250), st.floats(-50, 150), st.floats(0.5, 20))
def test_a_hit_is_inside_or_within_the_tolerance_exactly_when_its_distance_says_so(x, y, tolerance):
    here = INDEX.here(spot(shapely.Point(x, y)), tolerance_m=tolerance)
    for id, area in (("g1", shapely.box(0, 0, 100, 100)), ("g2", shapely.box(100, 0, 200, 100))):
        distance = area.distance(shapely.Point(x, y))
        named = {hit.id: hit.relation for hit in here.of("grid") if hit.relation != NEAREST}
        if abs(distance - tolerance) > 0.01 and abs(distance) > 0.01:
            assert (id in named) == (distance < tolerance)
