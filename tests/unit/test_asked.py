"""What an address asks about, and the outline that a file draws."""

import json

import pytest
import shapely

from dashboard.services.planning.asked import Asked, read_asked, write_asked
from dashboard.services.planning.outline_file import outline_of_file

CENTRE = (112.924, 28.2175)
SQUARE = shapely.box(112.923, 28.217, 112.925, 28.218)


def test_what_is_asked_comes_back_from_the_address():
    for asked in (
        Asked(shapely.Point(112.924, 28.217), distance_m=35.0),
        Asked(SQUARE),
        Asked(SQUARE, distance_m=0.0, from_file=True),
        Asked(picked=(("building", "A01"), ("pipe", "P.1")), distance_m=5.0),
    ):
        assert read_asked(write_asked(asked)[0]) == asked


@pytest.mark.parametrize("words", [{}, {"area": "nonsense!"}, {"area": "roof:1"}, {"area": ":"}, {"within": "5"}])
def test_words_that_mean_nothing_ask_nothing(words):
    assert read_asked(words).is_open


@pytest.mark.parametrize(("text", "metres"), [("12.5", 12.5), ("-1", None), ("nan", None), ("x", None), ("1e9", 5_000)])
def test_a_distance_is_a_number_of_metres_within_reason(text, metres):
    assert read_asked({"area": "building:A01", "within": text}).distance_m == metres


def a_file(*shapes, **members):
    rows = [{"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(s))} for s in shapes]
    return json.dumps({"type": "FeatureCollection", "features": rows, **members}).encode()


def test_the_areas_of_a_file_become_one_outline_and_its_lines_are_left_out_and_said():
    line = shapely.LineString([(112.92, 28.21), (112.93, 28.22)])
    outline = outline_of_file(
        "a.geojson", a_file(SQUARE, shapely.box(112.926, 28.217, 112.927, 28.218), line), "", CENTRE
    )
    assert outline.shape.geom_type == "MultiPolygon" and len(outline.shape.geoms) == 2
    assert [(item.severity, item.values["count"]) for item in outline.problems] == [("warning", 1)]


def test_a_crossed_outline_is_mended_and_that_is_said():
    bow = shapely.Polygon([(112.923, 28.217), (112.925, 28.218), (112.925, 28.217), (112.923, 28.218)])
    outline = outline_of_file("a.geojson", a_file(bow), "", CENTRE)
    assert outline.shape.is_valid and [item.severity for item in outline.problems] == ["warning"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("metres.geojson", a_file(shapely.box(394_500, 3_122_000, 394_600, 3_122_100)), "坐标系"),
        ("swapped.geojson", a_file(shapely.box(28.217, 112.923, 28.218, 112.925)), "坐标系"),
        ("paris.geojson", a_file(shapely.box(2.3, 48.8, 2.4, 48.9)), "坐标系可能不对"),
        ("empty.geojson", a_file(), "没有图形"),
        ("broken.geojson", b"{", "JSON"),
        ("x.zip", b"not a zip", "zip"),
        ("x.exe", b"MZ", "不能导入"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_says_why_and_what_to_do(name, content, says):
    outline = outline_of_file(name, content, "", CENTRE)
    assert outline.shape is None and len(outline.problems) == 1 and says in outline.problems[0].message


def test_metres_are_placed_once_the_coordinate_system_is_named():
    content = a_file(shapely.box(394_500, 3_122_000, 394_600, 3_122_100))
    outline = outline_of_file("a.geojson", content, "EPSG:4547", CENTRE)
    assert outline.shape is not None and abs(outline.shape.centroid.x - 112.925) < 0.01
