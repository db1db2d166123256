"""The page that answers about a place, in every language, on a community whose figures can be checked on paper."""

import io
from datetime import date

import geopandas as gpd
import pytest
import shapely
from python_calamine import CalamineWorkbook

from dashboard.services.duty.responsible import Found
from dashboard.services.frames import Community
from dashboard.services.markdown import plain
from dashboard.services.planning.area_word import area_word
from dashboard.services.planning.asked import read_asked
from dashboard.services.planning.place_answer import PlaceAnswer, in_role, people_by_role, people_here, place_answer
from dashboard.services.planning.place_export import place_workbook
from dashboard.services.planning.place_picks import location_for
from dashboard.services.planning.place_report_words import report_data
from dashboard.services.planning.place_rows import rows_behind
from dashboard.services.projects.work_words import view_of
from dashboard.text import LANGUAGES, speak, words
from data.here import Answer, Responsible
from data.rights import Viewer
from geo.crs import STORED_CRS
from geo.layers import LAYERS
from geo.responsibility import Here
from geo.works import AssetRef, Drawn, OnAssets, WorkKind
from tests.pages.conftest import EAST, NORTH
from tests.pages.test_pages import HAN, said, visit  # noqa: F401 - the fixture

CODES = [code for code, _name in LANGUAGES]
EVERY = tuple(layer.key for layer in LAYERS)


def drawn(left, bottom, right, top) -> str:
    """The word of a rectangle in the metres of the drawing."""
    frame = gpd.GeoSeries([shapely.box(left + EAST, bottom + NORTH, right + EAST, top + NORTH)], crs="EPSG:4547")
    return area_word(frame.to_crs(STORED_CRS)[0])


WEST = drawn(0, 0, 50, 60)
"""Both placed buildings, 50 m of the road, the light, the pipe and its manholes."""


def answer_to(store, **asked) -> PlaceAnswer:
    speak("zh")
    layers = Community(store, "small")
    return place_answer(layers, view_of(store, "small", "staff"), read_asked(asked), EVERY)


def test_the_report_counts_what_lies_in_the_area(small_store):
    report = answer_to(small_store, area=WEST).report
    # 20 × 10 m each, 28 + 42 households; 50 of the road's 100 m; the pipe's 30 m.
    assert report.buildings == ("A01", "A02") and report.households == 70 and report.units == ("A01-1",)
    assert abs(report.of("road").quantity - 50) < 0.1 and abs(report.of("pipe").quantity - 30) < 0.1
    assert report.of("road").partly == ("R1",) and report.of("garden") is None
    assert abs(report.area_m2 - 3_000) < 5


def test_every_number_of_the_report_opens_as_many_rows_as_it_says(small_store):
    answer = answer_to(small_store, area=WEST)
    data = report_data(answer, None)
    for figure in data["figures"]:
        if not figure["off"]:
            total = 2 if figure["key"] == "households" else int(figure["value"])
            assert len(rows_behind(answer, figure["key"]).items) == total
    for group in data["groups"]:
        for row in group["rows"]:
            assert row["count"].startswith(f"{len(rows_behind(answer, row['key']).items)}\u202f")
    assert rows_behind(answer, "layer:garden") is None and rows_behind(answer, "nothing") is None


def test_a_picked_pipe_asks_about_the_ground_beside_it(small_store):
    answer = answer_to(small_store, area="pipe:S1")
    assert answer.distance_m == 5.0 and answer.report.of("manhole").ids == ("M1", "M2")
    assert answer.report.buildings == ()  # A01 ends exactly 5 m south of it: less than half of it lies inside


def test_the_workbook_has_a_sheet_for_each_layer_and_text_stays_text(small_store):
    speak("zh")
    answer = answer_to(small_store, area=WEST)
    book = CalamineWorkbook.from_filelike(io.BytesIO(place_workbook(answer, None)))
    assert book.sheet_names[:3] == ["报告", "楼栋", "道路"]
    rows = book.get_sheet_by_name("楼栋").to_python()
    assert [row[:2] for row in rows[1:]] == [["A01", "麓山名园 1栋"], ["A02", "**2栋** [x](y) :red[z]"]]


def test_a_work_from_a_place_lies_on_what_is_there_or_on_the_area_itself(small_store):
    answer = answer_to(small_store, area=WEST)
    kind = WorkKind("x", "整治", "栋", "basic", "#000000", "x", layers=("building",))
    assert location_for(answer, kind) == OnAssets((AssetRef("building", "A01"), AssetRef("building", "A02")))
    garden = WorkKind("y", "花园", "个", "basic", "#000000", "x", layers=("garden",))
    assert isinstance(location_for(answer, garden), Drawn)


def test_nobody_is_named_in_the_area_where_nobody_is_assigned(small_store):
    found = people_here(answer_to(small_store, area=WEST), Viewer("staff", "小李"))
    assert found.answer.people == () and found.answer.unheld


def test_the_number_of_a_role_opens_the_people_of_that_role_only():
    held = [("grid_member", "网格员", "grid", "W1"), ("building_head", "楼栋长", "building", "A01")]
    people = tuple(Responsible(*item, "inside", 0.0, item[3], "", "") for item in held)
    unheld = (("楼栋长", "building", "A02"), ("网格员", "grid", "W2"))
    found = Found(Answer(Here((), (), False, 1.0), date(2026, 1, 1), people, unheld), "area", "", "")
    assert people_by_role(found) == [("网格员", 1, 1), ("楼栋长", 1, 1)]
    alone = in_role(found, "楼栋长").answer
    assert ([item.place for item in alone.people], alone.unheld) == (["A01"], (("楼栋长", "building", "A02"),))
    assert in_role(found, "") is found


@pytest.mark.parametrize("code", CODES)
def test_the_page_opens_with_and_without_a_question(visit, code):  # noqa: F811
    say = words(code)
    app = visit("place", lang=code)
    assert not app.exception and not app.error and say("看一处") in said(app)
    app = visit("place", lang=code, area=WEST)
    assert not app.exception and not app.error and say("所画范围") in said(app)
    if code == "en":
        assert not [text for text in said(app) if HAN.search(text.replace("麓山名园、一网格", "").replace("中文", "")
                                                          .replace("麓山名园, 一网格", ""))]  # fmt: skip
    for key in (
        "households",
        "layer:pipe",
        "works:past",
        "missing:pipe:upstream_invert_m",
        "people",
        "people:网格员",
        "no such",
    ):
        assert not visit("place", lang=code, area=WEST, rows=key).exception


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"area": drawn(0, 0, 0.001, 0.001)}, None),
        ({"area": "building:GONE"}, "所选对象已不存在或没有位置:请在图上另选"),
        ({"area": "building:A03"}, "所选对象已不存在或没有位置:请在图上另选"),
    ],
)
def test_a_question_without_an_area_says_what_to_do(visit, code, asked, says):  # noqa: F811
    app = visit("place", lang=code, **asked)
    assert not app.exception
    if says:
        assert [item.value for item in app.error] == [plain(words(code)(says))]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (drawn(140, 140, 150, 150), "没有登记任何对象"),
        (drawn(0, 0, 190, 190), "占整个社区"),
        (area_word(shapely.box(2, 48, 2.001, 48.001)), "没有任何对象"),
    ],
)
def test_a_strange_area_still_gives_a_report_that_says_what_is_strange(small_store, asked, says):
    answer = answer_to(small_store, area=asked)
    assert any(says in problem.message for problem in answer.report.problems)


def test_a_lasso_that_crosses_itself_is_mended_and_said(small_store):
    crossed = gpd.GeoSeries(
        [shapely.Polygon([(EAST + x, NORTH + y) for x, y in ((0, 0), (50, 60), (50, 0), (0, 60))])], crs="EPSG:4547"
    ).to_crs(STORED_CRS)[0]
    answer = answer_to(small_store, area=area_word(crossed))
    assert abs(answer.report.area_m2 - 1_500) < 5 and "自相交" in answer.report.problems[0].message


@pytest.mark.parametrize("code", CODES)
def test_the_public_gets_no_planning(visit, code):  # noqa: F811
    app = visit("place", lang=code, view="visitor", area=WEST)
    assert [item.value for item in app.info] == [words(code)("规划分析只对工作人员开放。")]


@pytest.mark.parametrize("code", CODES)
def test_a_project_from_a_place_says_what_its_first_work_lies_on(visit, code):  # noqa: F811
    app = visit("project", lang=code, do="new", area=WEST, pick="building_renovation")
    assert not app.exception and any("2" in item.value for item in app.info)
