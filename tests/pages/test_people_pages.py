"""The roll of role-holders and the residents' page in every language, as Streamlit runs them."""

import json
import re
from dataclasses import replace

import geopandas as gpd
import pytest
from shapely import Point, box
from streamlit.testing.v1 import AppTest

from dashboard import pages
from dashboard.services import house
from dashboard.services.projects.work_words import today
from dashboard.text import LANGUAGES, words
from data.assignments import assignments
from data.features import add_feature, feature, save_feature
from data.handovers import handovers
from data.people import people, person, save_person
from data.people_export import export_rows, to_excel
from data.people_table import COLUMNS
from data.privacy import export_person, reveals
from data.settings import Settings
from data.store import Store, open_store
from tests.pages.conftest import EAST, NORTH, fill_store
from tests.pages.people_ground import DAY, NUMBERS, OFFICE, add_sample_people

SCRIPT = "from dashboard.main import main\nmain()"
CODES = [code for code, _name in LANGUAGES]
HAN = re.compile(r"[\u4e00-\u9fff]")
FROM_DATA = re.compile(
    r"张一|李二|王三|陈四|张师傅|李同志|陈老师|居委会|麓山名园|小社区|一网格|\d*栋|\d单元|南花园|书面|中文|测试"
)


@pytest.fixture
def store(tmp_path) -> Store:
    made = open_store(f"sqlite:///{tmp_path / 'map.db'}")
    made.migrate()
    fill_store(made)
    add_sample_people(made)
    return made


@pytest.fixture
def visit(store: Store, tmp_path, monkeypatch: pytest.MonkeyPatch):
    """Opens one of the pages at an address."""
    monkeypatch.setattr(house, "load_settings", lambda: Settings(database=str(store.engine.url), folder=tmp_path))

    def open_at(path: str, **query: str) -> AppTest:
        chosen = tuple(replace(item, path="") for item in pages.PAGES if item.path == path)
        monkeypatch.setattr("dashboard.main.PAGES", chosen)
        app = AppTest.from_string(SCRIPT, default_timeout=60)
        app.query_params.update(query)
        return app.run()

    return open_at


def leaves(block) -> list:
    children = getattr(block, "children", None)
    return [leaf for child in children.values() for leaf in leaves(child)] if children else [block]


def drawn_leaves(app: AppTest) -> list:
    return [leaf for leaf in leaves(app.main) if leaf.type == "bidi_component"]


def drawn(app: AppTest, key: str) -> dict:
    """What Python sent to the browser for one of the drawn pieces."""
    mine = [leaf.proto for leaf in drawn_leaves(app) if leaf.proto.id.endswith(f"-{key}")]
    assert mine, f"nothing drawn as {key}"
    return json.loads(mine[0].json)


def sent(app: AppTest) -> str:
    """Everything that the page sends, as one text."""
    plain = [json.dumps(json.loads(leaf.proto.json), ensure_ascii=False) for leaf in drawn_leaves(app)]
    return " ".join([*plain, *(str(leaf.proto) for leaf in leaves(app.main))])


def lines(app: AppTest, key: str = "who-answer") -> list[tuple[str, str, str]]:
    """(section, role, names) of an answer."""
    return [
        (section["key"], line["role"], " ".join(n["name"] for n in line.get("names", ())) or "vacant")
        for section in drawn(app, key)["sections"]
        for line in section["lines"]
    ]


PLACES = [("people", {}), ("people", {"who": "head"}), ("people", {"who": "head", "act": "edit"}),
          ("people", {"act": "new"}), ("people", {"act": "assign", "give": "building:A02"}),
          ("people", {"who": "head", "act": "handover"}), ("people", {"who": "head", "duty": "as-head"}),
          ("who", {}), ("who", {"place": "building:A01"}), ("who", {"place": "unit:A01-1"}),
          ("who", {"place": "building:none"})]  # fmt: skip


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("path", "query"), PLACES)
def test_every_view_opens_without_a_fault_and_without_a_number(visit, path, query, code):
    app = visit(path, lang=code, **query)
    assert not app.exception and not app.error
    assert not any(number in sent(app) for number in NUMBERS)
    if code == "en":
        told = [item.value for item in (*app.caption, *app.markdown, *app.subheader, *app.title)]
        told += [item.label for item in (*app.button, *app.toggle, *app.selectbox, *app.text_input)]
        found = [json.loads(leaf.proto.json) for leaf in drawn_leaves(app)]
        pieces = [json.dumps(data, ensure_ascii=False) for data in found]
        assert [text for text in (*told, *pieces) if HAN.search(FROM_DATA.sub("", text))] == []


def test_a_resident_finds_building_stairwell_grid_from_near_to_far(visit):
    app = visit("who", view="visitor", place="building:A01")
    assert lines(app) == [
        ("building", "楼栋长", "张师傅"),
        ("unit", "邻长", "未公示姓名"),
        ("grid", "网格员", "李同志"),
    ]
    assert app.title[0].value == "麓山名园 1栋"


def test_the_public_gets_neither_names_nor_masked_mobiles(visit):
    app = visit("who", view="visitor", place="building:A01")
    told = sent(app)
    assert "张师傅" in told and "000-8000-0001" in told
    assert not any(secret in told for secret in ("张一", "王三", "****", "as-head", '"person"'))


def test_a_place_that_nobody_holds_is_said_and_only_staff_may_assign_there(visit):
    staff, public = (visit("who", place="building:A02", **more) for more in ({}, {"view": "visitor"}))
    assert ("building", "楼栋长", "vacant") in lines(staff)
    assert drawn(staff, "who-answer")["words"]["assign"] and not drawn(public, "who-answer")["words"]["assign"]
    vacant = drawn(staff, "who-answer")["sections"][0]["lines"][0]
    assert (vacant["layer"], vacant["id"], vacant["role_id"]) == ("building", "A02", "building_head")


def test_staff_ask_about_any_day_and_visitors_about_today(visit):
    def head(**more) -> tuple[str, str, str]:
        return lines(visit("who", place="building:A02", day="2024-06-01", **more))[0]

    assert head() == ("building", "楼栋长", "陈四")  # until 30 June 2024
    assert head(view="visitor") == ("building", "楼栋长", "vacant")


def test_a_number_that_is_typed_finds_the_building(visit):
    app = visit("who")
    assert [row["no"] for row in drawn(app, "who-numbers")["rows"]] == ["1栋", "2栋", "3栋"]
    app.text_input(key="who-find").set_value("1").run()
    assert [row["id"] for row in drawn(app, "who-numbers")["rows"]] == ["A01"]
    app.text_input(key="who-find").set_value("99").run()
    assert drawn(app, "who-numbers")["rows"] == [] and "99" in drawn(app, "who-numbers")["empty"]


def test_the_plan_marks_the_building_and_outlines_its_grid(visit):
    plan = drawn(visit("who", place="building:A01"), "who-drawing")["plan"]
    # A03 has no place. A01 is 20 × 10 m, its middle 30 m south of A02's.
    assert {house["id"]: house["on"] for house in plan["buildings"]} == {"A01": True, "A02": False}
    at = {house["id"]: house["at"] for house in plan["buildings"]}
    assert at["A01"][1] - at["A02"][1] == pytest.approx(30, abs=0.2)
    assert len(plan["grids"]) == 1


def test_both_sides_of_a_boundary_are_named_with_the_tolerance(store, visit):
    # Grid W1 ends at x = 50. W2 begins 2 m east of it; the light stands in W1, 1 m from the edge, 3 m from W2.
    east = box(EAST + 52, NORTH, EAST + 90, NORTH + 200)
    grid, spot = gpd.GeoSeries([east, Point(EAST + 49, NORTH + 33)], crs="EPSG:4547").to_crs("EPSG:4490")
    light = feature(store, "small", "street_light", "L1")
    with store.write("测试") as tx:
        add_feature(tx, "small", "grid", "W2", name="二网格", values={"compound": "A"}, geometry=grid)
        save_feature(tx, "small", "street_light", "L1", version=light.version, geometry=spot)
    answer = drawn(visit("", selected="street_light:L1"), "responsible-street_light")
    assert len(answer["notes"]) == 1 and all(word in answer["notes"][0] for word in ("5 m", "一网格", "二网格"))
    lines_ = [line for section in answer["sections"] if section["key"] == "grid" for line in section["lines"]]
    assert [(line["id"], "vacant" in line) for line in lines_] == [("W1", False), ("W2", True)]


def test_the_card_on_the_map_names_who_is_responsible(visit):
    app = visit("", selected="building:A01")
    assert not app.exception and not app.error
    assert lines(app, "responsible-building")[0] == ("building", "楼栋长", "张一")
    public = visit("", selected="building:A01", view="visitor")
    assert lines(public, "responsible-building")[0] == ("building", "楼栋长", "张师傅")


def test_the_roll_is_ordered_by_role_and_filtered_by_pinyin_role_and_place(visit):
    app = visit("people")
    shown = [row["id"] for row in drawn(app, "people-rows")["rows"]]
    assert shown[:3] == ["grid", "head", "unit"] and set(shown[3:]) == {"twin", "spare"}  # who holds nothing comes last
    app.text_input(key="people-find").set_value("zhangyi").run()
    assert {row["id"] for row in drawn(app, "people-rows")["rows"]} == {"head", "twin"}
    role = visit("people", role="building_head")
    assert [row["id"] for row in drawn(role, "people-rows")["rows"]] == ["head"]
    place = visit("people", place="building:A01")
    assert {row["id"] for row in drawn(place, "people-rows")["rows"]} == {"head", "unit"}
    before = visit("people", role="building_head", day="2024-06-30")
    assert {row["id"] for row in drawn(before, "people-rows")["rows"]} == {"head", "spare"}


def test_visitors_are_not_shown_the_roll(visit):
    app = visit("people", view="visitor", who="head")
    assert app.info and not app.exception
    assert not any(secret in sent(app) for secret in ("张一", "****", "张师傅"))


def test_duties_stand_on_one_line_of_time(visit):
    rows = drawn(visit("people", who="spare"), "person-time")["rows"]
    assert [(row["state"], row["open"]) for row in rows] == [("past", False)]
    now = drawn(visit("people", who="head"), "person-time")
    assert now["rows"][0]["state"] == "now" and now["rows"][0]["from"] < now["today"] < now["rows"][0]["to"] == 1.0


def test_a_number_is_revealed_for_a_written_reason_and_hidden_again(store, visit):
    app = visit("people", who="head")
    reason = next(item for item in app.text_input if item.label.startswith("为什么"))
    reason.set_value("3单元漏水")
    next(item for item in app.button if item.label == "记录并查看").click().run()
    assert NUMBERS[0] in sent(app)
    assert [(line.person, line.reason) for line in reveals(store, OFFICE, "small")] == [("head", "3单元漏水")]
    assert NUMBERS[0] not in sent(app.run())


def test_a_reveal_without_a_reason_is_refused_and_not_logged(store, visit):
    app = visit("people", who="head")
    next(item for item in app.button if item.label == "记录并查看").click().run()
    assert NUMBERS[0] not in sent(app) and reveals(store, OFFICE, "small") == []
    assert "请写明原因" in app.error[0].value


def test_faults_stand_at_their_fields_and_the_rest_of_the_form_stays(store, visit):
    app = visit("people", act="new")
    app.text_input(key="person-new.name").set_value("赵六").run()
    app.text_input(key="person-new.mobile").set_value("1381234567a").run()
    app.button(key="person-save").click().run()
    assert any("手机号不对" in item.value for item in app.caption)
    assert app.text_input(key="person-new.name").value == "赵六"
    app.text_input(key="person-new.mobile").set_value("").run()
    app.button(key="person-save").click().run()
    assert "赵六" in {item.name for item in people(store, OFFICE, "small")}
    assert not app.error


def test_editing_leaves_the_mobile_unless_one_is_typed(store, visit):
    app = visit("people", who="head", act="edit")
    app.text_input(key="person-head.organisation").set_value("一单元").run()
    app.button(key="person-save").click().run()
    kept = person(store, OFFICE, "small", "head")
    assert (kept.organisation, kept.mobile) == ("一单元", "000****2222")
    assert app.query_params["who"] == "head" and "act" not in app.query_params


def test_a_stale_save_shows_both_versions_and_keeps_what_is_chosen(store, visit):
    app = visit("people", who="head", act="edit")
    app.text_input(key="person-head.organisation").set_value("我写的").run()
    with store.write("别人") as tx:
        save_person(tx, OFFICE, "small", replace(person(store, OFFICE, "small", "head"), office_phone="000-8000-0009"))
    app.button(key="person-save").click().run()
    options = [option for radio in app.radio for option in radio.options]
    assert any("我写的" in option for option in options) and any("0009" in option for option in options)
    app.button(key="person-head-merge").click().run()
    app.button(key="person-save").click().run()
    saved = person(store, OFFICE, "small", "head")
    assert (saved.organisation, saved.office_phone) == ("我写的", "000-8000-0009")


def test_somebody_is_assigned_to_a_vacant_place(store, visit):
    app = visit("people", act="assign", give="building:A02", give_role="building_head")
    name = "assign--building:A02"
    assert app.selectbox(key=f"{name}.place").value == "building:A02"
    app.selectbox(key=f"{name}.person").select("spare").run()
    app.button(key="assign-save").click().run()
    assert not app.error
    held = assignments(store, "small", day=today(), place=("building", "A02"))
    assert [item.person for item in held] == ["spare"]
    assert app.query_params["who"] == "spare"


def test_the_place_of_the_map_is_offered(visit):
    app = visit("people", act="assign", selected="building:A01", who="spare")
    app.selectbox(key="assign-spare-.role").select("building_head").run()
    app.button(key="assign-from-map").click().run()
    assert app.selectbox(key="assign-spare-.place").value == "building:A01"
    assert any("张一" in item.value for item in app.caption)  # who holds it already


def test_a_second_holder_is_refused_with_the_way_out(store, visit):
    app = visit("people", act="assign", give="building:A01", give_role="building_head", who="spare")
    app.button(key="assign-save").click().run()
    assert "同一时间只能有一人" in app.error[0].value.replace("\\", "")
    assert len(assignments(store, "small", place=("building", "A01"))) == 1


def test_a_duty_is_ended_and_covered_on_leave(store, visit):
    app = visit("people", who="head", duty="as-head")
    app.selectbox(key="leave-who").select("spare").run()
    app.button(key="leave-save").click().run()
    covered = [item.stands_in_for for item in assignments(store, "small", person="spare")]
    assert sorted(covered) == ["", "as-head"]
    again = visit("people", who="grid", duty="as-grid")
    again.date_input(key="duty-last").set_value(today()).run()
    again.button(key="duty-end").click().run()
    ended = next(item for item in assignments(store, "small", person="grid"))
    assert ended.until == today()


def test_a_hand_over_leaves_nothing_without_a_taker(store, visit):
    app = visit("people", who="head", act="handover")
    assert app.button(key="hand-save").disabled
    app.selectbox(key="hand-all").select("spare").run()
    assert not app.button(key="hand-save").disabled
    app.text_input(key="hand-reason").set_value("岗位调整").run()
    app.button(key="hand-save").click().run()
    assert not app.error
    taken = handovers(store, "small", person="head")
    assert [(item.kind, item.ref, item.taker) for item in taken[0].items] == [("duty", "A01", "spare")]
    now = assignments(store, "small", day=today(), place=("building", "A01"))
    assert [item.person for item in now] == ["spare"]


def test_people_entered_twice_are_found_and_merged(store, visit):
    with store.write("测试") as tx:
        save_person(tx, OFFICE, "small", person(store, OFFICE, "small", "twin"), NUMBERS[0])
    app = visit("people")
    app.button(key="keep-head-twin").click().run()
    assert "twin" not in {item.id for item in people(store, OFFICE, "small")}
    assert app.query_params["who"] == "head"


def test_an_erased_person_leaves_no_name(store, visit):
    app = visit("people", who="head")
    assert app.button(key="erase-do").disabled
    app.text_input(key="erase-reason").set_value("本人申请").run()
    app.text_input(key="erase-name").set_value("张一").run()
    app.button(key="erase-do").click().run()
    assert person(store, OFFICE, "small", "head").erased_number == 1
    gone = visit("people", who="head", lang="en")
    assert "张师傅" not in sent(gone) and not gone.exception
    assert "Erased person 1" in [item.value for item in gone.subheader]
    assert not {"person-edit", "person-handover", "erase-do"} & {item.key for item in gone.button}


def test_a_list_is_tried_first_and_its_faults_are_told_by_row(store, visit):
    columns, rows = export_rows(store, OFFICE, "small", DAY)
    titles = dict(COLUMNS)
    bad = [{"name": "新人", "mobile": "1381234567a"}, {"name": "", "role": "楼栋长", "place": "1栋"}]
    app = visit("people")
    app.file_uploader(key="people-file").set_value(("faults.xlsx", to_excel(columns, bad, titles), "x")).run()
    table = app.dataframe[0].value
    assert {2, 3} <= set(table.iloc[:, 0])
    assert "新人" not in {item.name for item in people(store, OFFICE, "small")}
    good = [*rows, {"name": "新人", "organisation": "居委会"}]
    app.file_uploader(key="people-file").set_value(("good.xlsx", to_excel(columns, good, titles), "x")).run()
    assert "新人" not in {item.name for item in people(store, OFFICE, "small")}
    app.button(key="people-import").click().run()
    assert "新人" in {item.name for item in people(store, OFFICE, "small")}


@pytest.mark.parametrize("code", CODES)
def test_what_is_shown_on_a_place_that_is_not_there_says_so(visit, code):
    app = visit("who", lang=code, place="building:Z9")
    assert "Z9" in app.warning[0].value and words(code)("我家谁负责?") == app.title[0].value


def test_the_rights_panel_stays_open_with_what_is_typed_after_an_export(store, visit):
    app = visit("people", who="head")
    app.session_state["person-rights-head"] = True  # as a press on its heading does
    app.text_input(key="erase-reason").set_value("本人申请").run()
    before = len(app.expander)
    export_person(store, OFFICE, "small", "head", "本人书面申请")
    app.run()
    assert len(app.expander) == before + 1  # who looked: a new panel above it
    panel = next(item for item in app.expander if "本人的权利" in item.label)
    assert panel.proto.expanded
    assert app.text_input(key="erase-reason").value == "本人申请"
