"""Every page in every language, run as Streamlit runs it, on a community whose figures are known."""

import importlib
import re
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import pages
from dashboard.services import house
from dashboard.text import LANGUAGES, words
from data.settings import Settings
from data.store import Store

SCRIPT = "from dashboard.main import main\nmain()"
"""Not the file itself: AppTest would take the folder `pages` beside it for pages of the old kind."""

ALL_PAGES = pages.PAGES
CODES = [code for code, _name in LANGUAGES]
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def visit(small_store: Store, monkeypatch: pytest.MonkeyPatch):
    """Opens the dashboard at an address. Another page than the first is made the first: AppTest has no other way."""
    settings = Settings(database=str(small_store.engine.url))
    monkeypatch.setattr(house, "load_settings", lambda: settings)

    def open_at(path: str = "", **query: str) -> AppTest:
        app = AppTest.from_string(SCRIPT, default_timeout=30)
        app.query_params.update(query)
        wanted = [replace(item, path="") for item in pages.PAGES if item.path == path]
        monkeypatch.setattr("dashboard.main.PAGES", tuple(wanted))
        try:
            return app.run()
        finally:
            monkeypatch.setattr("dashboard.main.PAGES", ALL_PAGES)

    return open_at


def said(app: AppTest) -> list[str]:
    """Every sentence on the page."""
    parts = [*app.caption, *app.text, *app.subheader, *app.markdown, *app.error]
    labels = [item.label for item in (*app.button, *app.checkbox, *app.toggle, *app.metric, *app.selectbox)]
    return [part.value for part in parts] + labels


def metrics(app: AppTest) -> dict[str, str]:
    return {item.label: item.value for item in app.metric}


@pytest.mark.parametrize("code", CODES)
def test_the_map_page_shows_the_community_at_a_glance(visit, code):
    app = visit(lang=code)
    assert not app.exception and not app.error
    say = words(code)
    shown = metrics(app)
    # 3 buildings of 28 + 42 + 14 households; a pipe of 30 m.
    assert shown[say("楼栋")].startswith("3")
    assert shown[say("户数")].startswith("84")
    assert shown[say("{kind}管").format(kind=say("污水"))] == "30\u202fm"
    # Road 100 × 7 m and bays of 10 × 20 m, which do not touch.
    assert shown[say("铺装路面")] == "900\u202fm²"


@pytest.mark.parametrize("code", CODES)
def test_what_has_no_place_is_counted_aloud(visit, code):
    sentence = words(code)("没有位置、因此地图上看不到的:{listed}").format(listed=f"{words(code)('楼栋')} 1")
    assert sentence in said(visit(lang=code))


@pytest.mark.parametrize("code", CODES)
def test_a_selected_building_shows_its_facts_and_what_touches_it(visit, code):
    app, say = visit(lang=code, selected="building:A01"), words(code)
    assert not app.exception and not app.error
    texts = [item.value for item in app.text]
    assert "200\u202fm²" in texts  # drawn 20 × 10 m
    labels = [button.label for button in app.button]
    assert "1单元" in labels and "一网格" in labels
    # From x = 30 to x = 60, level with each other.
    assert f"南花园 {say('相距 {distance}').format(distance='30 m')}" in [
        label.replace("\u202f", " ") for label in labels
    ]


@pytest.mark.parametrize("code", CODES)
def test_the_page_about_the_data_names_settings_changes_and_licences(visit, code):
    app, say = visit("about", lang=code), words(code)
    assert not app.exception and not app.error
    headings = [item.value for item in app.subheader]
    assert {say("最近的变更"), say("设置"), say("版本与许可")} <= set(headings)
    tables = [table.value for table in app.dataframe]
    assert any("leaflet" in table.to_string() for table in tables)
    assert any("测试" in table.to_string() for table in tables)  # who wrote the community


@pytest.mark.parametrize("item", ALL_PAGES, ids=lambda item: item.path or "map")
def test_every_page_has_a_module_that_shows_it(item):
    name = item.show.__closure__[0].cell_contents
    assert callable(importlib.import_module(f"dashboard.pages.{name}").show)


def test_the_english_pages_speak_no_chinese_of_their_own(visit):
    names = ("小社区", "麓山名园", "栋", "单元", "花园", "一号路", "车位", "网格", "中文", "测试")
    for app in (visit(lang="en"), visit(lang="en", selected="building:A01"), visit("about", lang="en")):
        foreign = [text for text in said(app) if HAN.search(text) and not any(name in text for name in names)]
        assert foreign == []


def test_a_link_on_the_card_selects_and_turns_its_layer_on(visit):
    app = visit(selected="building:A01")
    next(button for button in app.button if button.label == "一网格").click().run()
    assert app.query_params["selected"] == "grid:W1"
    assert "grid" in app.query_params["layers"].split(",")


def test_a_unit_is_found_although_it_has_no_place_of_its_own(visit):
    app = visit(selected="unit:A01-1")
    assert "1单元" in [item.value for item in app.subheader]
    assert "麓山名园 1栋" in [button.label for button in app.button]


def test_a_manhole_leads_to_its_pipes(visit):
    app = visit(selected="manhole:M1")
    assert "S1 DN300" in [button.label for button in app.button]


def test_the_public_view_has_no_pipes_and_no_history(visit):
    staff, public = visit(selected="building:A01"), visit(selected="building:A01", view="visitor")
    assert "S1" in " ".join(button.label for button in staff.button)
    assert "S1" not in " ".join(button.label for button in public.button)
    assert staff.expander and not public.expander
    hidden = visit(selected="pipe:S1", view="visitor")
    assert not any("DN" in text or "S1" in text for text in said(hidden))


def test_names_from_data_stay_plain_text(visit):
    app = visit(selected="building:A02")
    heading = app.subheader[0].value
    assert heading == r"\*\*2栋\*\* \[x\]\(y\) \:red\[z\]"


def test_a_wrong_part_of_an_address_is_left_out_and_said(visit):
    app = visit(theme="nonsense", compound="A")
    assert not app.exception
    assert [toast.value for toast in app.toast] and "专题" in app.toast[0].value
    assert dict(app.query_params) == {"community": "small", "compound": "A"}


def test_going_back_in_the_browser_undoes_and_clicks_go_on_from_there(visit):
    app = visit(selected="building:A01")
    app.selectbox(key="pick-theme").select("storeys").run()
    later = dict(app.query_params)
    app.session_state["address"] = {**app.session_state["address"], "at": 0.0}  # a while ago
    app.query_params.clear()
    app.query_params.update({"community": "small", "selected": "building:A01"})
    app.run()
    assert app.selectbox(key="pick-theme").value == "renovation"
    assert "theme" not in app.query_params and app.query_params["selected"] == "building:A01"
    app.query_params.update(later)
    app.run()
    assert app.selectbox(key="pick-theme").value == "storeys"


def test_an_address_still_on_its_way_undoes_nothing(visit):
    app = visit(selected="building:A01")
    before = dict(app.query_params)
    app.selectbox(key="pick-theme").select("storeys").run()
    app.query_params.clear()
    app.query_params.update(before)
    app.run()
    assert app.selectbox(key="pick-theme").value == "storeys"


def test_published_figures_stand_only_beside_the_community_they_are_about(visit):
    headings = [item.value for item in visit("about").subheader]
    assert "公开数字与图上数字" not in headings  # sample data, but another community


def test_theme_layers_and_evening_reach_the_address(visit):
    app = visit()
    app.selectbox(key="pick-theme").select("storeys").run()
    app.checkbox(key="layer-on-pipe").check().run()
    app.button(key="switch-dark").click().run()
    assert app.query_params["theme"] == "storeys"
    assert "pipe" in app.query_params["layers"].split(",")
    assert app.query_params["dark"] == "1"
    app.button(key="switch-dark").click().run()
    assert "dark" not in app.query_params


def test_a_group_turns_all_its_layers_off_and_on(visit):
    app = visit()
    app.toggle(key="group-on-road").set_value(False).run()
    assert "road" not in app.query_params["layers"].split(",")
    app.toggle(key="group-on-road").set_value(True).run()
    assert "layers" not in app.query_params


def test_what_breaks_is_told_kindly_with_a_number_and_logged(visit, monkeypatch, caplog):
    def broken(*_arguments):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("dashboard.components.map.card.glance", broken)
    app = visit()
    assert len(app.error) == 1 and "secret" not in app.error[0].value
    number = re.search(r"[0-9a-f]{6}", app.error[0].value.replace("\\", "")).group()
    assert any(number in record.getMessage() for record in caplog.records)
