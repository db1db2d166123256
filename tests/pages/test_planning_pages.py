"""Tracing pipes, works that meet, light and closures: the pages in every language, on ground that is drawn by hand."""

import json
import re
from dataclasses import replace
from datetime import date

import geopandas as gpd
import pytest
from shapely import LineString
from shapely.affinity import translate
from streamlit.testing.v1 import AppTest

from dashboard import pages
from dashboard.services import house
from dashboard.services.frames import Community
from dashboard.services.planning.encounters import meetings
from dashboard.services.projects.work_words import view_of
from dashboard.text import LANGUAGES, words
from data.communities import Community as Home
from data.communities import add_community
from data.decisions import decisions
from data.projects import add_project
from data.rule_values import rule_values, save_rule_values
from data.settings import Settings
from data.stop_notices import stop_notices
from data.store import Store, open_store
from data.works import add_works, save_work, work, works
from geo.crs import STORED_CRS
from geo.works import AssetRef, Drawn, OnAssets, Project, Work, WorkDate
from tests.pages.conftest import EAST, NORTH, fill_store
from tests.pages.test_people_pages import drawn_leaves

SCRIPT = "from dashboard.main import main\nmain()"
HAN = re.compile(r"[\u4e00-\u9fff]")
FROM_DATA = re.compile(r"中文|麓山名园|小社区|一号路|南花园|\d*栋|\d单元|测试")
CODES = [code for code, _name in LANGUAGES]
TRENCH = gpd.GeoSeries([translate(LineString([(10, 30), (60, 30)]), EAST, NORTH)], crs=4547).to_crs(STORED_CRS)[0]
PAVING = Work("paving", "p", "asphalt_overlay", "Paving", "planned", OnAssets((AssetRef("road", "R1"),)),
              start=WorkDate(date(2040, 3, 5)), end=WorkDate(date(2040, 3, 23)))  # fmt: skip
PIPES = Work("pipes", "p", "sewer_renewal", "Pipes", "planned", Drawn(TRENCH), start=WorkDate(date(2040, 4, 2)),
             end=WorkDate(date(2040, 4, 27)))  # fmt: skip
AFTER = date(2040, 4, 30)
"""The Monday after the pipes are laid."""


@pytest.fixture
def store(tmp_path) -> Store:
    made = open_store(f"sqlite:///{tmp_path / 'map.db'}")
    made.migrate()
    fill_store(made)
    with made.write("测试") as tx:
        add_project(tx, "small", Project("p", "Street", "compound"))
        add_works(tx, "small", [PAVING, PIPES])
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


def labels(app: AppTest) -> list[str]:
    return [item.label for item in app.button]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("pipes", {}),
        ("pipes", {"selected": "pipe:S1", "way": "up"}),
        ("pipes", {"selected": "manhole:M1", "way": "down", "fill": "1"}),
        ("pipes", {"selected": "building:A01"}),
        ("pipes", {"show": "values"}),
        ("conflicts", {}),
        ("conflicts", {"show": "rules"}),
        ("light", {}),
        ("light", {"show": "dark", "way": "before"}),
        ("light", {"show": "more"}),
        ("light", {"show": "values"}),
        ("closure", {}),
        ("closure", {"do": "draw"}),
        ("closure", {"do": "work", "job": "paving"}),
        ("closure", {"do": "work", "job": "paving", "show": "notice"}),
    ],
)  # fmt: skip
def test_the_planning_pages_open_at_each_of_their_parts(visit, code, path, query):
    app = visit(path, lang=code, **query)
    assert not app.exception and not app.error
    if code == "en":
        told = [item.value for item in (*app.caption, *app.markdown, *app.subheader, *app.info)]
        told += [item.label for item in (*app.button, *app.toggle, *app.selectbox, *app.text_input, *app.number_input)]
        told += [json.dumps(json.loads(leaf.proto.json), ensure_ascii=False) for leaf in drawn_leaves(app)]
        assert [text for text in told if HAN.search(FROM_DATA.sub("", text))] == []


@pytest.mark.parametrize("path", ["pipes", "conflicts", "light", "closure"])
def test_the_public_gets_no_pipes_and_no_plans(visit, path):
    app = visit(path, view="visitor")
    assert [item.value for item in app.info] == ["规划分析只对工作人员开放。"]


def the_one(visit, store, code="zh") -> AppTest:
    """The page with the one conflict open."""
    met = meetings(store, Community(store, "small"), view_of(store, "small", "staff"), rule_values(store, "small"))
    (id,) = met.conflicts["decision_id"]
    return visit("conflicts", lang=code, meeting=id)


@pytest.mark.parametrize("code", CODES)
def test_accepting_the_proposed_dates_settles_a_conflict_and_can_be_undone(visit, store, code):
    app, say = the_one(visit, store, code), words(code)
    app.button(key="meeting-accept").click().run()
    moved = work(store, "small", "paving")
    assert (moved.start, moved.end) == (WorkDate(AFTER), WorkDate(date(2040, 5, 18)))  # 18 days long, as before
    assert say("没有未处理的冲突") in [item.value for item in app.markdown]
    app.button(key="undo").click().run()
    assert work(store, "small", "paving").start == PAVING.start


@pytest.mark.parametrize("changed", [{"end": WorkDate(date(2040, 5, 4))}, {"contractor": "示例队"}])
def test_a_decided_conflict_stays_decided_until_a_work_changes(visit, store, changed):
    app = the_one(visit, store)
    app.button(key="meeting-decide").click().run()
    assert not [item for item in decisions(store, "small").values() if item.decision]  # no reason was given
    assert [
        item for item in app.markdown if str(item.value).startswith(":material/error:")
    ]  # and it does not look done
    app.text_area[0].set_value("先铺临时路面").run()
    app.button(key="meeting-decide").click().run()
    (kept,) = decisions(store, "small").values()
    assert (kept.decision, kept.words, {kept.first, kept.second}) == ("dates", "先铺临时路面", {"paving", "pipes"})
    assert "没有未处理的冲突" in [item.value for item in visit("conflicts").markdown]
    with store.write("测试") as tx:
        save_work(tx, "small", replace(work(store, "small", "pipes"), **changed))
    assert "工序颠倒 **1**" in [item.value for item in visit("conflicts").markdown]


def test_the_form_of_a_work_tells_its_conflict_before_it_is_saved_and_offers_the_date(visit, store):
    app = visit("project", project="p", do="work", selected="work:paving")
    assert not app.exception
    use = next(item for item in app.button if item.key == "meeting-use-0")
    assert "2040-04-30" in use.label
    use.click().run()
    assert app.date_input[0].value == AFTER
    assert not [item for item in app.button if str(item.key).startswith("meeting-use")]  # gone, and nothing saved yet
    assert work(store, "small", "paving").start == PAVING.start


def test_the_form_tells_every_conflict_those_with_most_at_stake_first(visit, store):
    trenches = [gpd.GeoSeries([translate(LineString([(x, 30), (x + 4 + x / 10, 30)]), EAST, NORTH)], crs=4547)
                .to_crs(STORED_CRS)[0] for x in (10, 30, 50, 70)]  # fmt: skip
    with store.write("测试") as tx:
        more = [replace(PIPES, id=f"pipe{at}", name=f"Short {at}", location=Drawn(t)) for at, t in enumerate(trenches)]
        add_works(tx, "small", more)
    app = visit("project", project="p", do="work", selected="work:paving")
    told = [item.value for item in app.markdown if "天后" in str(item.value)]
    assert "另有 1 项冲突" in [item.label for item in app.expander] and len(told) == 5
    assert "“Pipes”" in told[0] and "“Short 0”" in told[-1]  # the longest and the shortest trench under the paving


def test_a_changed_order_of_works_changes_what_is_a_conflict(visit, store):
    with store.write("测试") as tx:
        save_rule_values(tx, "small", {"dig.phase.sewer_renewal": 3.0})  # as late as the paving: no wrong order
    assert not [item for item in visit("conflicts").markdown if "工序颠倒" in str(item.value)]


def test_the_project_counts_its_open_conflicts(visit):
    assert "施工冲突 1" in labels(visit("project", project="p"))


def test_proposed_lights_become_a_work_in_one_press(visit, store):
    app = visit("light", show="more")
    app.number_input(key="light-number").set_value(2).run()
    app.button(key="light-work").click().run()
    (made,) = [item for item in _works(store) if item.kind == "street_lights"]
    assert (made.planned, made.location.geometry.geom_type, len(made.location.geometry.geoms)) == (2.0, "MultiPoint", 2)


def _works(store):
    return works(store, "small")


def test_a_notice_keeps_its_days_in_order_and_is_published_for_residents_and_taken_down_again(visit, store):
    app = visit("closure", do="work", job="paving", show="notice")
    end = app.date_input(key="closure-to").value
    app.date_input(key="closure-to").set_value(date(2040, 1, 1)).run()
    assert [item.value for item in app.error] == ["结束日期不能早于开始日期。"]
    app.date_input(key="closure-to").set_value(end)
    app.button_group(key="closure-also").set_value(["water"]).run()
    app.button(key="closure-publish").click().run()
    (notice,) = stop_notices(store, "small")
    assert (notice.services, notice.work, notice.start) == (("water",), "paving", PAVING.start.day)
    app.button(key=f"closure-down-{notice.id}").click().run()
    assert stop_notices(store, "small") == []
    app.button(key="undo").click().run()
    assert len(stop_notices(store, "small")) == 1


def test_a_work_named_without_its_community_opens_there_and_the_bar_leads_back_to_the_first(visit, store):
    with store.write("测试") as tx:
        add_community(tx, Home("own", "自己的社区", lon=112.9, lat=28.2))  # no sample: it comes first
    app = visit("closure", do="work", job="paving")
    assert app.selectbox(key="pick-community").value == "small"
    app.selectbox(key="pick-community").set_value("own").run()
    assert (app.session_state["sight"].get("job"), app.selectbox(key="pick-community").value) == (None, "own")
    assert not app.exception
