"""A place as a word of an address: what is written can be read, and what cannot be meant is nothing."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as some

from dashboard.services.planning.area_word import MOST_LETTERS, area_word, fitted_word, shape_of_word

LON, LAT = some.floats(-179, 179), some.floats(-89, 89)


@given(lon=LON, lat=LAT, side=some.floats(0.0001, 0.5))
def test_an_area_comes_back_to_a_millionth_of_a_degree(lon, lat, side):
    outline = shapely.box(lon, lat, lon + side, lat + side)
    holed = outline.difference(shapely.box(lon + side / 4, lat + side / 4, lon + side / 2, lat + side / 2))
    for shape in (outline, holed, shapely.MultiPolygon([outline, shapely.box(lon + 0.6, lat, lon + 0.7, lat + 0.1)])):
        back = shape_of_word(area_word(shape))
        assert back.geom_type == shape.geom_type and back.hausdorff_distance(shape) < 2e-6


@given(lon=LON, lat=LAT)
def test_points_and_lines_come_back_too(lon, lat):
    for shape in (shapely.Point(lon, lat), shapely.LineString([(lon, lat), (lon + 0.1, lat - 0.1)])):
        assert shape_of_word(area_word(shape)).hausdorff_distance(shape) < 2e-6


@given(some.text(max_size=40))
def test_any_text_is_a_place_or_none(text):
    shape_of_word(text)  # an address may say anything: nothing is raised


@pytest.mark.parametrize("word", ["", "a", "p", "zAAAA", "a<script>", "aAA", "a...", "p~~", "l!"])
def test_what_is_no_place_is_none(word):
    assert shape_of_word(word) is None


def test_an_outline_of_thousands_of_corners_is_simplified_until_it_fits_and_says_by_how_much():
    outline = shapely.Point(112.92, 28.21).buffer(0.004, quad_segs=2_000)  # 8,000 corners on a circle of 400 m
    word, metres = fitted_word(outline)
    assert len(word) <= MOST_LETTERS and 0 < metres <= 2
    assert shape_of_word(word).symmetric_difference(outline).area < 0.01 * outline.area
