"""The print desk in every language: what to print, how it will look, the file."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import pages
from dashboard.services import house
from dashboard.services.sheets.print_orders import SHEETS
from dashboard.text import LANGUAGES, words
from data.settings import Settings
from data.store import Store, open_store
from tests.pages.conftest import fill_store
from tests.pages.works_sample import add_sample_works

SCRIPT = "from dashboard.main import main\nmain()"
CODES = [code for code, _name in LANGUAGES]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = open_store(f"sqlite:///{tmp_path_factory.mktemp('desk') / 'map.db'}")
    made.migrate()
    fill_store(made)
    add_sample_works(made)
    return made


@pytest.fixture
def visit(store: Store, tmp_path, monkeypatch: pytest.MonkeyPatch):
    """Opens the print desk."""
    monkeypatch.setattr(house, "load_settings", lambda: Settings(database=str(store.engine.url), folder=tmp_path))
    chosen = tuple(replace(item, path="") for item in pages.PAGES if item.path == "print")
    monkeypatch.setattr("dashboard.main.PAGES", chosen)

    def opened(**query: str) -> AppTest:
        app = AppTest.from_string(SCRIPT, default_timeout=60)
        app.query_params.update(query)
        return app.run()

    return opened


def shown(app: AppTest) -> list:
    assert not app.exception and not app.error
    return app.get("image")


@pytest.mark.parametrize("code", CODES)
def test_each_kind_of_sheet_is_shown_before_it_is_printed(visit, code: str) -> None:
    app, say = visit(lang=code), words(code)
    for sheet in SHEETS:
        app.session_state["print-kind"] = sheet.key
        app.run()
        if sheet.subject == "meeting":  # the small community has held none
            assert say("还没有公开的会议。") in [info.value for info in app.info]
        else:
            assert len(shown(app)) == 1, sheet.key


def test_many_buildings_are_made_with_one_press_and_then_offered(visit) -> None:
    app = visit(lang="zh")
    app.radio(key="print-kind").set_value("building").run()
    make = app.button(key="print-make")
    assert make.label == "生成 2 张"  # the two renovated ones; the third has no work of its own
    assert not app.get("download_button")
    make.click().run()
    assert not app.exception and app.get("download_button")


def test_codes_that_only_this_computer_can_open_are_pointed_out(visit) -> None:
    assert any("MAP" in warning.value for warning in visit(lang="en").warning)


def test_the_public_is_sent_to_the_pages_of_buildings_and_projects(visit) -> None:
    app = visit(lang="zh", view="visitor")
    assert not app.radio and len(app.info) == 1
