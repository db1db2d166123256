"""The page of the kinds of work: who may change them, that a change is kept, undone and told."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import pages
from dashboard.services import house
from dashboard.text import LANGUAGES
from data.settings import Settings
from data.store import Store, open_store
from data.work_kinds import work_kinds
from tests.pages.conftest import fill_store
from tests.pages.works_sample import add_sample_works

SCRIPT = "from dashboard.main import main\nmain()"
CODES = [code for code, _name in LANGUAGES]


@pytest.fixture
def store(tmp_path) -> Store:
    made = open_store(f"sqlite:///{tmp_path / 'map.db'}")
    fill_store(made)
    add_sample_works(made)
    return made


@pytest.fixture
def visit(store: Store, tmp_path, monkeypatch: pytest.MonkeyPatch):
    settings = Settings(database=str(store.engine.url), folder=tmp_path)
    monkeypatch.setattr(house, "load_settings", lambda: settings)
    chosen = tuple(replace(item, path="", right="") for item in pages.PAGES if item.path == "kinds")
    monkeypatch.setattr("dashboard.main.PAGES", chosen)

    def open_at(**query: str) -> AppTest:
        app = AppTest.from_string(SCRIPT, default_timeout=60)
        app.query_params.update(query)
        return app.run()

    return open_at


def kind(store: Store, id: str):
    return next(item for item in work_kinds(store, "small") if item.id == id)


@pytest.mark.parametrize("code", CODES)
def test_each_kind_stands_with_unit_class_and_number_of_works(visit, code):
    app = visit(lang=code)
    assert not app.exception and not app.error
    told = [item.value for item in app.caption]
    assert any("m²" in text and "2" in text for text in told)  # two roofs
    assert len([b for b in app.button if str(b.key).startswith("kind-edit-")]) == 10


def test_a_changed_colour_is_kept_told_in_the_history_and_taken_back(visit, store):
    before = kind(store, "garden").colour
    app = visit()
    app.button(key="kind-edit-garden").click().run()
    app.color_picker(key="kind-garden.colour").set_value("#123456").run()
    app.button(key="form-save").click().run()
    assert not app.exception and kind(store, "garden").colour == "#123456"
    assert any(f"{before} → #123456" in item.value for item in app.text)
    app.button(key="undo").click().run()
    assert kind(store, "garden").colour == before


def test_a_kind_is_added_and_offered_and_then_no_longer(visit, store):
    app = visit()
    app.button(key="kind-new").click().run()
    app.text_input(key="kind-new.title").set_value("加装电梯").run()
    app.button(key="form-save").click().run()
    (added,) = [item for item in work_kinds(store, "small") if item.title == "加装电梯"]
    assert not added.archived
    app.button(key=f"kind-edit-{added.id}").click().run()
    app.button(key="kind-archive").click().run()
    assert kind(store, added.id).archived


def test_the_unit_of_a_kind_in_use_is_refused_at_its_field_and_the_rest_stays(visit, store):
    app = visit()
    app.button(key="kind-edit-roof_leak").click().run()
    app.text_input(key="kind-roof_leak.title").set_value("Roofs").run()
    app.selectbox(key="kind-roof_leak.unit").set_value("处").run()
    app.button(key="form-save").click().run()
    assert kind(store, "roof_leak").unit == "m²"
    assert any("已有工作按" in item.value for item in app.error)
    assert app.text_input(key="kind-roof_leak.title").value == "Roofs"


def test_the_public_is_offered_nothing_to_change(visit):
    app = visit(view="visitor")
    assert not app.exception and app.info and not [b for b in app.button if str(b.key).startswith("kind-")]
