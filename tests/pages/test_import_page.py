"""Files in on the screen: read, checked and shown first, written at a press, taken back at another."""

import json
from dataclasses import replace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import pages
from dashboard.components.importing.import_fields import NO_COLUMN, told_of
from dashboard.services import house
from data.communities import communities
from data.features import layer_frame
from data.settings import Settings
from data.store import Store, open_store
from tests.pages.conftest import fill_store
from tests.unit.analysis.test_swmm import file as swmm_text

SCRIPT = "from dashboard.main import main\nmain()"
HOUSES = [("S1", 112.9251, 28.2171), ("S2", 112.9257, 28.2171)]


def geojson(rows=HOUSES, **extra) -> bytes:
    side = 0.0002
    features = [
        {"type": "Feature", "properties": {"层数": 7, **extra},
         "geometry": {"type": "Polygon", "coordinates": [[[x, y], [x + side, y], [x + side, y + side], [x, y]]]}}
        for id, x, y in rows
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.fixture
def store(tmp_path) -> Store:
    made = open_store(f"sqlite:///{tmp_path / 'map.db'}")
    made.migrate()
    fill_store(made)
    return made


@pytest.fixture
def visit(store: Store, tmp_path, monkeypatch: pytest.MonkeyPatch):
    """Opens the page."""
    monkeypatch.setattr(house, "load_settings", lambda: Settings(database=str(store.engine.url), folder=tmp_path))
    chosen = tuple(replace(item, path="") for item in pages.PAGES if item.path == "import")
    monkeypatch.setattr("dashboard.main.PAGES", chosen)

    def open_at(**query: str) -> AppTest:
        app = AppTest.from_string(SCRIPT, default_timeout=60)
        app.query_params.update(query)
        return app.run()

    return open_at


def give(app: AppTest, name: str, content: bytes) -> AppTest:
    app.file_uploader(key="import-file-0").set_value((name, content, "x")).run()
    assert not app.exception
    return app


def pick(app: AppTest, key: str, value: str) -> AppTest:
    next(box for box in app.selectbox if box.key and box.key.startswith(key)).set_value(value).run()
    return app


def test_a_file_is_shown_first_written_at_a_press_and_taken_back_at_another(store, visit):
    before = set(layer_frame(store, "small", "building").index)
    app = give(visit(), "houses.geojson", geojson(no="甲"))
    assert [box.value for box in app.selectbox if box.key.startswith("import-layer")] == ["building"]
    assert not app.error
    assert set(layer_frame(store, "small", "building").index) == before  # tried, not written
    app.button(key="import-run").click().run()
    assert len(layer_frame(store, "small", "building")) == len(before) + 2
    assert app.button(key="undo")
    app.button(key="undo").click().run()
    assert set(layer_frame(store, "small", "building").index) == before


def test_every_fault_is_told_by_row_and_nothing_is_written_until_they_are_left_out(store, visit):
    rows = [*HOUSES, ("S3", 10.0, 50.0)]  # one lies in another country
    app = give(visit(), "houses.geojson", geojson(rows, no="甲"))
    assert app.error and "import-run" not in [button.key for button in app.button]
    assert app.dataframe[-1].value["行"].dropna().tolist() == [3]
    next(item for item in app.toggle if item.key.startswith("import-skip")).set_value(True).run()
    app.button(key="import-run").click().run()
    assert not app.exception and len(layer_frame(store, "small", "building")) == 5


def test_a_swmm_file_asks_for_its_coordinate_system_and_makes_a_community_of_its_own(store, visit):
    app = give(visit(), "net.inp", swmm_text().encode())
    assert "坐标系" in app.dataframe[-1].value["问题"][0]
    pick(app, "import-crs", "EPSG:4547")
    pick(app, "import-community", "*new*")
    next(item for item in app.text_input if item.key.startswith("import-name")).set_value("新网").run()
    app.button(key="import-run").click().run()
    assert not app.exception
    (made,) = [item for item in communities(store) if item.name == "新网"]
    assert len(layer_frame(store, made.id, "pipe")) == 4 and len(layer_frame(store, made.id, "outfall")) == 2


def test_what_cannot_be_read_is_said_in_one_sentence(visit):
    app = give(visit(), "broken.geojson", b"{nothing")
    assert len(app.error) == 1 and "JSON" in app.error[0].value


def test_the_public_imports_nothing(visit):
    assert [item.value for item in visit(view="visitor").info] == ["导入数据只对管理员和社区工作人员开放。"]


def test_only_what_differs_from_the_matching_names_is_asked_for():
    """A column put to another field, one taken from its field, a value for all rows, a field that may be empty."""
    table = pd.DataFrame({"from": ["名字", NO_COLUMN, "层"], "same": ["", " old ", None], "may": [False, False, True]})
    keys, matched = ["name", "kind", "storeys"], {"name": "名字", "kind": "类"}
    assert told_of(table, keys, matched, "from", "same", "may") == (
        {"kind": "", "storeys": "层"}, {"kind": "old"}, ("storeys",)
    )  # fmt: skip
