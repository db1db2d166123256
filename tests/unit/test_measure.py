"""Measures of geometry whose answers can be checked on paper: shapes drawn in metres around Changsha."""

import math

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, box
from shapely.affinity import translate

from geo import measure
from geo.errors import CrsError
from geo.layers import layer_type

ORIGIN = (394_000.0, 3_122_000.0)
"""Easting and northing near 112.92°E 28.21°N in EPSG:4547."""


def in_metres(*shapes, index=None, **columns):
    """A stored frame (EPSG:4490) of shapes drawn in metres from ORIGIN."""
    moved = [None if shape is None else translate(shape, *ORIGIN) for shape in shapes]
    return gpd.GeoDataFrame(columns, geometry=moved, crs="EPSG:4547", index=index).to_crs("EPSG:4490")


def test_a_pipe_of_three_and_four_metres_across_is_five_long():
    assert measure.length_m(in_metres(LineString([(0, 0), (3, 4)]))).iloc[0] == pytest.approx(5, abs=1e-6)


def test_a_building_of_45_by_11_metres_covers_495_square_metres():
    assert measure.area_m2(in_metres(box(0, 0, 45, 11))).iloc[0] == pytest.approx(495, abs=1e-4)


def test_the_index_is_kept_and_what_has_no_place_measures_nan():
    found = measure.area_m2(in_metres(box(0, 0, 10, 10), None, index=["b", "a"]))
    assert found.index.tolist() == ["b", "a"]
    assert found.name == "area_m2"
    assert found["b"] == pytest.approx(100, abs=1e-4)
    assert math.isnan(found["a"])


def test_a_frame_without_any_place_measures_nan_everywhere():
    assert measure.length_m(gpd.GeoDataFrame(geometry=[None, None], crs="EPSG:4490")).isna().all()
    assert measure.length_m(gpd.GeoDataFrame(geometry=[], crs="EPSG:4490")).empty


def test_a_frame_without_crs_is_refused():
    with pytest.raises(CrsError):
        measure.area_m2(gpd.GeoDataFrame(geometry=[box(0, 0, 1, 1)]))


@pytest.mark.parametrize(("layer", "expected"), [("pipe", 5.0), ("building", 0.0), ("street_light", float("nan"))])
def test_a_layer_is_measured_by_what_its_record_says(layer, expected):
    found = measure.measured(in_metres(LineString([(0, 0), (3, 4)])), layer_type(layer)).iloc[0]
    assert found == pytest.approx(expected, abs=1e-6, nan_ok=True)


def test_web_mercator_overstates_areas_here_by_28_8_percent():
    square = in_metres(box(0, 0, 100, 100))
    in_web_mercator = square.to_crs("EPSG:3857").area.iloc[0]
    # 1 / cos²(28.21°) = 1.2876; the ellipsoid adds a little north-south.
    assert in_web_mercator / measure.area_m2(square).iloc[0] == pytest.approx(1.288, abs=0.005)


def roads(*lines, width_m):
    return in_metres(*lines, width_m=width_m)


def no_parking():
    return in_metres()


def test_crossing_roads_count_their_crossing_once():
    cross = roads(LineString([(0, 50), (100, 50)]), LineString([(50, 0), (50, 100)]), width_m=[7.0, 5.0])
    # 100 × 7 + 100 × 5 − 7 × 5
    assert measure.paved_area_m2(cross, no_parking()) == pytest.approx(1165, abs=0.01)


def test_bays_along_a_road_count_only_beyond_its_edge():
    road = roads(LineString([(0, 0), (100, 0)]), width_m=[6.0])
    bays = in_metres(box(10, 2, 60, 8))  # 50 × 6, of which 50 × 1 lies on the road
    assert measure.paved_area_m2(road, bays) == pytest.approx(100 * 6 + 50 * 5, abs=0.01)


def test_a_road_without_width_or_line_adds_nothing():
    some = roads(LineString([(0, 0), (10, 0)]), LineString([(0, 9), (10, 9)]), None, width_m=[4.0, None, 4.0])
    assert measure.paved_area_m2(some, no_parking()) == pytest.approx(40, abs=0.01)
    assert measure.paved_area_m2(roads(width_m=[]), no_parking()) == 0.0


@given(st.lists(st.tuples(st.floats(0, 200), st.floats(0, 200), st.floats(1, 10)), min_size=1, max_size=6))
def test_paving_is_at_most_the_sum_of_its_roads_and_at_least_the_largest(drawn):
    lines = [LineString([(x, y), (x + 40, y + 10)]) for x, y, _ in drawn]
    widths = [width for *_, width in drawn]
    total = measure.paved_area_m2(roads(*lines, width_m=widths), no_parking())
    single = [width * math.hypot(40, 10) for width in widths]
    assert max(single) - 0.01 <= total <= sum(single) + 0.01


def test_measuring_changes_neither_the_frame_nor_its_values():
    before = in_metres(Point(1, 2), box(0, 0, 1, 1), width_m=[1.0, 2.0])
    copy = before.copy()
    measure.area_m2(before)
    pd.testing.assert_frame_equal(pd.DataFrame(before), pd.DataFrame(copy))
    assert np.array_equal(before.geometry.to_wkb(), copy.geometry.to_wkb())
