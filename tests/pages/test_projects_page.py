"""The list of projects and the promise ledger in every language, for staff and for the public."""

import json
import re
from dataclasses import replace
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest

from dashboard import pages
from dashboard.components.projects.bulk_edit import PICKED
from dashboard.services import house
from dashboard.services.frames import Community
from dashboard.services.projects.work_export import works_workbook
from dashboard.services.projects.work_order import choose
from dashboard.services.projects.work_sight import LOOKS, read_work_sight
from dashboard.services.projects.work_words import Places, view_of
from dashboard.text import LANGUAGES, speak, words
from data.settings import Settings
from data.store import Store, open_store
from data.works import save_work, work
from tests.pages.conftest import fill_store
from tests.pages.works_sample import add_sample_works

SCRIPT = "from dashboard.main import main\nmain()"
CODES = [code for code, _name in LANGUAGES]
HAN = re.compile(r"[\u4e00-\u9fff]")
FROM_DATA = re.compile(r"麓山名园|张三|李监理|一网格|南花园|栋")
SECRETS = ("内部的话", "张三", "李监理", "财政资金", "¥")


@pytest.fixture
def store(tmp_path) -> Store:
    made = open_store(f"sqlite:///{tmp_path / 'map.db'}")
    fill_store(made)
    add_sample_works(made)
    return made


@pytest.fixture
def visit(store: Store, tmp_path, monkeypatch: pytest.MonkeyPatch):
    """Opens one of the pages at an address."""
    monkeypatch.setattr(house, "load_settings", lambda: Settings(database=str(store.engine.url), folder=tmp_path))

    def open_at(path: str = "projects", **query: str) -> AppTest:
        chosen = tuple(replace(item, path="") for item in pages.PAGES if item.path == path)
        monkeypatch.setattr("dashboard.main.PAGES", chosen)
        app = AppTest.from_string(SCRIPT, default_timeout=60)
        app.query_params.update(query)
        return app.run()

    return open_at


def drawn(app: AppTest, key: str) -> dict:
    """What Python sent to the browser for one of the drawn lists."""
    found = [e for e in app.main.children.values() for e in leaves(e) if e.type == "bidi_component"]
    mine = [e.proto for e in found if e.proto.id.endswith(f"-{key}")]
    assert mine, f"no list {key} on the page"
    return json.loads(mine[0].json)


def leaves(block):
    children = getattr(block, "children", None)
    if not children:
        return [block]
    return [leaf for child in children.values() for leaf in leaves(child)]


def names(app: AppTest, look: str) -> list[str]:
    return [row["name"] for row in drawn(app, f"list-{look}")["rows"]]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("look", [key for key, _title, _icon in LOOKS])
def test_every_view_opens_without_a_fault_in_every_language(visit, code, look):
    app = visit(lang=code, show=look)
    assert not app.exception and not app.error
    data = drawn(app, f"list-{look}")
    assert data["rows"]
    if code == "en":
        assert not HAN.search(FROM_DATA.sub("", json.dumps(data, ensure_ascii=False)))


def test_a_card_shows_progress_with_its_parts_what_is_late_and_what_is_above_plan(visit):
    card = next(row for row in drawn(visit(lang="en"), "list-cards")["rows"] if row["id"] == "roofs")
    # Shares 0.5, 1 (capped), 1 of three works of weight 1: 2.5 / 3; two of the three are accepted.
    assert card["share"] == "83\u202f%"
    assert card["parts"] == {"accepted": 0.6667, "unaccepted": 0.1667}
    assert card["late"] == "1 late"
    assert "1 above plan" in card["notes"]
    assert card["name"] == "Roofs **x**"  # data stays as it is


def test_what_is_late_stands_first_and_people_count_2_before_10(visit):
    assert names(visit(show="table"), "table")[:1] == ["Late roof"]
    in_order = names(visit(show="table", sort="name"), "table")
    assert in_order.index("2 over") < in_order.index("10 whole")


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"status": "accepted"}, {"2 over", "10 whole"}),
        ({"late": "1"}, {"Late roof"}),
        ({"building": "A02"}, {"2 over", "10 whole", "Words"}),
        ({"kind": "garden"}, {"=1+1"}),
        ({"person": "Acme"}, {"Late roof"}),
        ({"text": "some"}, {"Somewhere"}),
        ({"promise": "said-houses"}, {"10 whole"}),
        ({"status": "unheard-of"}, {"Late roof", "2 over", "10 whole", "=1+1", "Somewhere", "Words"}),
    ],
)
def test_the_address_filters_every_view_alike(visit, query, wanted):
    assert set(names(visit(show="table", **query), "table")) == wanted
    assert set(names(visit(show="timeline", **query), "timeline")) == wanted


def test_the_totals_say_what_is_without_place_and_counts_each_status_beside_the_other_filters(visit):
    data = drawn(visit(lang="en", status="planned"), "list-totals")
    counts = {item["key"]: item["count"] for item in data["statuses"]}
    assert counts == {"planned": "2", "preparing": "1", "under_construction": "1", "completed": "0", "accepted": "2"}
    assert "1 without a place, not on the map" in data["notes"]


def test_a_project_without_works_is_listed_until_something_is_filtered(visit):
    assert "Nothing yet" in names(visit(), "cards")
    assert "Nothing yet" not in names(visit(late="1"), "cards")


@pytest.mark.parametrize("look", [key for key, _title, _icon in LOOKS])
def test_the_public_sees_neither_money_nor_people_nor_internal_words(visit, look):
    app = visit(view="visitor", show=look)
    told = json.dumps(drawn(app, f"list-{look}"), ensure_ascii=False)
    assert not [word for word in SECRETS if word in told]
    assert [item.key for item in app.selectbox if item.key == "filter-person"]
    people = next(item for item in app.selectbox if item.key == "filter-person")
    assert people.options == ["Acme"]


def test_an_empty_filter_says_what_to_do_next(visit):
    app = visit(lang="en", text="no such thing")
    assert "No work matches the filter" in [item.value for item in app.subheader]


def test_a_selected_work_is_marked_in_every_list(visit):
    for look in ("cards", "table", "timeline", "map"):
        assert drawn(visit(show=look, selected="work:late"), f"list-{look}")["selected"] == "late"


def test_many_works_change_status_at_once_and_come_back(visit, store):
    app = visit(lang="en", show="table")
    app.session_state[PICKED] = {"garden", "somewhere"}
    app.run()
    app.selectbox(key="bulk-status").select("preparing").run()
    app.button(key="bulk-apply").click().run()
    assert not app.exception and not app.error
    assert [work(store, "small", id).status for id in ("garden", "somewhere")] == ["preparing"] * 2
    app.button(key="bulk-undo").click().run()
    assert [work(store, "small", id).status for id in ("garden", "somewhere")] == ["planned"] * 2


def test_only_estimated_dates_move(visit, store):
    app = visit(lang="en", show="table")
    app.session_state[PICKED] = {"garden", "over"}
    app.run()
    app.number_input(key="bulk-shift").set_value(7).run()
    app.button(key="bulk-apply").click().run()
    assert work(store, "small", "garden").end.day.isoformat() == "2040-01-08"
    assert work(store, "small", "over").end.day.isoformat() == "2024-02-01"  # confirmed


def test_a_bulk_edit_that_somebody_overtook_says_so_and_changes_nothing(visit, store):
    app = visit(lang="en", show="table")
    app.session_state[PICKED] = {"garden", "somewhere"}
    app.run()
    app.selectbox(key="bulk-status").select("preparing").run()
    with store.write("someone") as tx:
        save_work(tx, "small", replace(work(store, "small", "garden"), name="Overtaken"))
    app.button(key="bulk-apply").click().run()
    assert "someone" in app.error[0].value
    assert work(store, "small", "somewhere").status == "planned"


def test_the_public_view_offers_no_ticks(visit):
    assert "boxes" not in drawn(visit(view="visitor", show="table"), "list-table")


def workbook(store: Store, *, role: str = "administrator", **query: str) -> list[list]:
    speak("en")
    view = view_of(store, "small", role)
    chosen = choose(view, read_work_sight(query), {})
    content = works_workbook(chosen, Places.of(Community(store, "small")), staff=role != "visitor")
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def test_the_export_holds_the_filtered_works_and_formulas_stay_text(store):
    rows = workbook(store, kind="garden")
    head = rows[0]
    assert len(rows) == 2
    assert rows[1][head.index(words("en")("工作"))] == "=1+1"


def test_the_export_for_the_public_has_no_money_and_no_people(store):
    told = str(workbook(store, role="visitor"))
    assert not [word for word in SECRETS if word in told]
    assert "李监理" in str(workbook(store))


def test_export_of_nothing_is_a_sheet_with_a_head(store):
    assert len(workbook(store, text="no such thing")) == 1


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("role", ["", "visitor"])
def test_the_ledger_opens_without_a_fault(visit, code, role):
    app = visit("ledger", lang=code, view=role)
    assert not app.exception and not app.error
    data = drawn(app, "ledger-rows")
    if code == "en":
        assert not HAN.search(FROM_DATA.sub("", json.dumps(data, ensure_ascii=False)))


def test_the_ledger_says_the_bound_the_difference_and_a_plain_verdict(visit):
    rows = {row["id"]: row for row in drawn(visit("ledger", lang="en"), "ledger-rows")["rows"]}
    roof = rows["said-roof"]
    # 100 + 120 m² are done, of which 120 are accepted; 300 were promised.
    assert roof["said"] == "≥\u202f300\u202fm²"
    assert roof["figures"]["done"]["text"] == "220\u202fm²" and roof["figures"]["accepted"]["text"] == "120\u202fm²"
    assert roof["verdict"]["key"] == "in_progress" and roof["difference"] == "−180\u202fm²"
    assert "80" in roof["reason"]
    assert rows["said-houses"]["verdict"]["key"] == "met"
    assert rows["said-books"]["figures"] == {} and not rows["said-books"]["works"]


def test_the_matrix_shows_which_renovated_building_has_unfinished_work(visit):
    data = drawn(visit("ledger", lang="en"), "ledger-matrix")
    # "whole" names A01 and A02; only A01's roof is open. Works of the whole community say nothing about a building.
    assert {column["id"]: column["open"] for column in data["columns"]} == {"A01": True, "A02": False}
    assert len(data["rows"]) == 2


def test_a_building_on_the_map_tells_its_works_and_a_work_its_project(visit):
    app = visit("", lang="en", selected="building:A01")
    assert not app.exception and not app.error
    labels = [button.label for button in app.button]
    assert any("Late roof" in label for label in labels) and any("10 whole" in label for label in labels)
    app = visit("", lang="en", selected="work:late")
    assert "Open project" in [button.label for button in app.button]
    assert any("100 / 200" in item.value for item in app.text)


def test_the_map_tells_a_newcomer_what_is_late_then_what_goes_on_then_what_comes_next(visit):
    found = drawn(visit("", compound=""), "now")
    assert [row["id"] for row in found["rows"]] == ["late", "words", "garden", "somewhere"]
    assert found["count"] == 4  # "over" and "whole" are accepted
    assert set(found["icons"]) == {row["kind"]["icon"] for row in found["rows"]}
