"""The page of cost and choice in every language: no prices, no budget, a plan, plans side by side."""

import pytest

from dashboard.services import house
from dashboard.services.frames import Community
from dashboard.services.planning.plan_made import made_plan, other_ways, what_if
from dashboard.services.planning.plan_pool import plan_pool
from dashboard.services.planning.plan_sheet import plan_sheet, plan_sheet_data
from dashboard.services.planning.plan_terms import Terms
from dashboard.services.planning.plan_words import ways_data
from dashboard.services.planning.scenario_words import compare_data, ground_of, scenario_of, summary, what_is_made
from dashboard.text import LANGUAGES, speak, words
from data.features import layer_frame, upsert_frame
from data.rights import Viewer
from data.scenarios import add_scenario, scenarios
from data.settings import Settings
from data.store import Store, open_store
from data.work_kinds import work_kinds
from geo.scenario import SEASONS
from tests.pages.conftest import fill_store
from tests.pages.test_pages import HAN, said, visit  # noqa: F401 - the fixture

CODES = [code for code, _name in LANGUAGES]
STAFF = Viewer("staff", "小李")
TERMS = Terms(2027, (40.0, 40.0))


@pytest.fixture(scope="module")
def waiting(tmp_path_factory) -> Store:
    """The small community with both buildings still waiting, and two plans kept."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('plan') / 'map.db'}")
    fill_store(store)
    with store.write("测试") as tx:
        frame = layer_frame(store, "small", "building")
        upsert_frame(tx, "small", "building", frame.assign(renovated=False).drop(columns="version"))
    speak("zh")
    pool = plan_pool(Community(store, "small"), "staff")
    for id, wan in (("s-1", 40.0), ("s-2", 400.0)):
        item = scenario_of(made_plan(pool, Terms(2027, (wan, wan))), id, f"每年 {wan:g} 万")
        store.perform(STAFF, lambda tx, item=item: add_scenario(tx, "small", item))
    return store


@pytest.fixture
def plan_visit(waiting, visit, monkeypatch):  # noqa: F811
    """As `visit`, on the community that has something to plan."""
    settings = Settings(database=str(waiting.engine.url))
    monkeypatch.setattr(house, "load_settings", lambda: settings)
    return visit


def test_the_plan_takes_the_building_with_more_households_first(waiting):
    pool = plan_pool(Community(waiting, "small"), "staff")
    # 28 and 42 households at 20 to 60, in the middle 40 万 each: one a year, both in two years.
    plan = made_plan(pool, TERMS)
    assert plan.choice.households == 70 and plan.choice.proved
    one = made_plan(pool, Terms(2027, (40.0,)))
    assert "possible.building_renovation.A02" in one.chosen.index and one.choice.households == 42


def test_more_budget_never_reaches_fewer_households(waiting):
    pool = plan_pool(Community(waiting, "small"), "staff")
    parts = []
    table = what_if(pool, TERMS, parts.append)
    assert table["households"].is_monotonic_increasing and parts[-1] == 1.0
    assert table.loc[1.0, "enters"] == () == table.loc[1.0, "leaves"]


def test_a_plan_says_what_it_would_make_and_two_plans_how_they_differ(waiting):
    speak("zh")
    layers = Community(waiting, "small")
    pool, kinds = plan_pool(layers, "staff"), {kind.id: kind for kind in work_kinds(waiting, "small")}
    small, large = (scenario_of(made_plan(pool, Terms(2027, (wan,))), wan, f"{wan:g} 万") for wan in (40.0, 400.0))
    assert any("1 项工作,40.0 万元,预计 2027-03-01 至 2027-10-31" in line.replace("\u202f", " ")
               for line in what_is_made(small, kinds, SEASONS))  # fmt: skip
    figures = summary(large, pool, ground_of(large, pool, layers))
    assert (figures.works, figures.households, figures.without_dates) == (2, 70, 0)
    data = compare_data(small, large, pool, layers, "")
    better = {row["title"]: row["better"] for row in data["rows"]}
    assert better["惠及户数"] is True and better["造价(低)"] is False
    assert [group["count"] for group in data["groups"]] == ["0", "1", "1"]


@pytest.mark.parametrize("code", CODES)
def test_without_a_budget_the_page_says_what_to_do(plan_visit, code):
    app = plan_visit("choice", lang=code)
    assert not app.exception and not app.error
    assert [item.value for item in app.info] == [words(code)("还没有预算。填每年可用的钱,或先点一个数看看:")]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("tab", ["plan", "ranking", "prices", "scenarios"])
def test_each_tab_opens(plan_visit, code, tab):
    app = plan_visit("choice", lang=code, tab=tab, plan="2027~40,40~mid~all~3,2,1,1~", one="s-1", other="s-2")
    assert not app.exception and not app.error
    if code == "en":
        assert not [
            text for text in said(app) if HAN.search(text.replace("每年", "").replace("万", "").replace("中文", ""))
        ]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    "plan", ["2027~1~mid~all~3,2,1,1~possible.building_renovation.A01", "2027~40~mid~all~3,2,1,1~gone"]
)
def test_what_cannot_be_planned_is_said_with_a_next_step(plan_visit, code, plan):
    app = plan_visit("choice", lang=code, plan=plan)
    assert not app.exception
    if "~1~" in plan:  # a building at 40 万 does not fit 1 万
        assert len(app.error) == 1 and any(button.key == "plan-no-must" for button in app.button)


@pytest.mark.parametrize("code", CODES)
def test_a_community_with_nothing_to_plan_says_so(visit, code):  # noqa: F811
    app = visit("choice", lang=code, plan="2027~40~mid~planned~3,2,1,1~")
    assert not app.exception and [item.value for item in app.error] == [words(code)("没有可安排的工程")]
    assert not visit("choice", lang=code, tab="scenarios").exception


@pytest.mark.parametrize("code", CODES)
def test_what_is_said_after_a_press_is_in_the_readers_language(plan_visit, waiting, code):
    app = plan_visit("choice", lang=code, tab="scenarios", one="s-2")
    app.button(key="scenario-drop").click().run()
    text, undo, *_rest = app.session_state["done"]
    assert text == words(code)("已删除方案“{name}”。").format(name="每年 400 万")
    undo()
    assert {item.id for item in scenarios(waiting, "small")} == {"s-1", "s-2"}


@pytest.mark.parametrize("code", CODES)
def test_the_public_gets_no_plans(visit, code):  # noqa: F811
    app = visit("choice", lang=code, view="visitor", tab="prices")
    assert [item.value for item in app.info] == [words(code)("规划分析只对工作人员开放。")]


def test_the_sheet_numbers_its_works_on_the_map_as_in_its_list(waiting):
    speak("zh")
    layers = Community(waiting, "small")
    plan = made_plan(plan_pool(layers, "administrator"), TERMS)
    data, files = plan_sheet_data(layers, plan, "小社区")
    listed = {number: title for _year, _sample, _money, rows in data["years"] for number, title, *_more in rows}
    assert sorted(listed, key=int) == [f"{place}" for place in range(1, len(plan.chosen) + 1)]
    drawing = files["map.svg"].decode()
    assert all(f">{number}</text>" in drawing for number in listed)
    assert {year[1] for year in data["years"]} <= set(files)  # a sample for the colour and stripes of each year
    assert plan_sheet(layers, plan, "小社区").startswith(b"%PDF")


@pytest.mark.parametrize("code", CODES)
def test_every_goal_and_rule_stands_beside_the_plan_and_can_be_taken(waiting, code):
    speak(code)
    pool = plan_pool(Community(waiting, "small"), "administrator")
    told = ways_data(other_ways(pool, TERMS), TERMS)
    assert [(row["goal"], row["order"], row["on"]) for row in told["rows"]] == [
        ("households", "all", True), ("households", "known", False), ("need", "all", False), ("need", "known", False),
    ]  # fmt: skip
    if code == "en":
        assert not HAN.search(str([told["words"], [(row["title"], row["rule"]) for row in told["rows"]]]))
