"""Unit prices and plans under a name: kept, refused with every fault, undone."""

from dataclasses import replace
from datetime import date

import pytest

from data import records
from data.errors import StaleVersion
from data.history import changes
from data.projects import add_project, projects
from data.records import Refused
from data.rights import NotAllowed, Viewer
from data.rule_values import save_rule_values
from data.scenarios import add_scenario, save_scenario, scenarios, take_back, turn_into_projects
from data.unit_prices import save_prices, unit_prices
from data.works import WORK, add_works, work, works
from geo.cost import UNIT_PRICES, UnitPrice
from geo.scenario import PlannedWork, Scenario
from geo.works import AssetRef, OnAssets, Project, Work, WorkDate
from tests.store.people_sample import settle

PLAN_DAY = date(2026, 5, 1)
STAFF = Viewer("staff", "社区小李")
ROOF = UnitPrice("roof_leak", "m²", 70, 130, 2025, "本地造价信息 2025-06")


@pytest.fixture
def c(store):
    """Buildings b1 …; a project with a work that has an estimated date and one that has a confirmed one."""
    settle(store)
    with store.write("测试") as tx:
        add_project(tx, "c", Project("p", "旧项目", "compound"))
        place = OnAssets((AssetRef("building", "b1"),))
        sure = WorkDate(PLAN_DAY, confirmed=True)
        add_works(tx, "c", [
            Work("w-open", "p", "roof_leak", "待定", location=place, planned=10.0),
            Work("w-sure", "p", "roof_leak", "已定", location=place, planned=10.0, start=sure, end=sure),
        ])  # fmt: skip
    return "c"


def put(store, c, table):
    return store.perform(STAFF, lambda tx: save_prices(tx, c, table))


def test_a_community_starts_with_invented_prices_and_keeps_its_own(store, c):
    assert unit_prices(store, c) == list(UNIT_PRICES) and all(price.is_sample for price in UNIT_PRICES)
    rest = [price for price in UNIT_PRICES if price.kind != "roof_leak"]
    put(store, c, [ROOF, *rest])
    kept = {price.kind: price for price in unit_prices(store, c)}
    assert (kept["roof_leak"].low_yuan, kept["roof_leak"].source, kept["roof_leak"].is_sample) == (
        70,
        ROOF.source,
        False,
    )
    assert kept["garden"].is_sample and len(kept) == len(UNIT_PRICES)
    assert [entry.who for entry in changes(store, c, layer="plan", row_id="roof_leak")][:1] == ["社区小李"]


def test_a_price_that_is_given_up_is_gone_and_may_come_back(store, c):
    put(store, c, [ROOF])
    assert [price.kind for price in unit_prices(store, c)] == ["roof_leak"]
    put(store, c, [unit_prices(store, c)[0], replace(UNIT_PRICES[1], source="回来")])
    assert {price.kind: price.source for price in unit_prices(store, c)} == {
        "roof_leak": ROOF.source, UNIT_PRICES[1].kind: "回来",
    }  # fmt: skip


def test_faults_of_a_price_table_come_all_together_and_nothing_is_saved(store, c):
    with pytest.raises(Refused) as refused:
        put(store, c, [replace(ROOF, low_yuan=200.0), replace(UNIT_PRICES[1], base_year=24)])
    assert [(item.row, item.column) for item in refused.value.problems] == [(1, "low_yuan"), (2, "base_year")]
    assert unit_prices(store, c) == list(UNIT_PRICES)


def test_two_who_change_one_price_do_not_lose_each_others(store, c):
    put(store, c, [ROOF])
    seen = unit_prices(store, c)
    put(store, c, [replace(seen[0], low_yuan=71.0)])
    with pytest.raises(StaleVersion):
        put(store, c, [replace(seen[0], low_yuan=72.0)])


def a_plan(**more) -> Scenario:
    works = (
        PlannedWork("possible.building_renovation.b2", "building_renovation", "2栋整治", 2027, 20_000_000, 60_000_000,
                    40_000_000, 42, 1.0, (("building", "b2"),)),
        PlannedWork("w-open", "roof_leak", "待定", 2028, 60_000, 120_000, 90_000, 28, 10.0),
        PlannedWork("w-sure", "roof_leak", "已定", 2028, 60_000, 120_000, 90_000, 28, 10.0),
    )  # fmt: skip
    return Scenario("s-1", "先管后路", "2027~300", works, 70, **more)


TITLES = {("building_renovation", 2027): "2027 年楼栋综合整治"}


def keep(store, c, item):
    return store.perform(STAFF, lambda tx: add_scenario(tx, c, item))


def turn(store, c, version=1, key=None):
    return store.perform(STAFF, lambda tx: turn_into_projects(tx, c, "s-1", version, TITLES), key)


def test_a_plan_is_kept_as_it_was_and_can_be_put_away_and_taken_back(store, c):
    kept = keep(store, c, a_plan())
    assert scenarios(store, c) == [kept] and kept.works == a_plan().works
    gone = store.perform(STAFF, lambda tx: save_scenario(tx, c, replace(kept, archived=True)))
    assert scenarios(store, c) == []
    store.perform(STAFF, lambda tx: save_scenario(tx, c, replace(gone, archived=False)))
    assert [item.name for item in scenarios(store, c)] == ["先管后路"]


@pytest.mark.parametrize("wrong", [{"name": " "}, {"name": "长" * 61}, {"works": ()}])
def test_a_plan_without_name_or_works_is_refused(store, c, wrong):
    with pytest.raises(Refused):
        keep(store, c, replace(a_plan(), **wrong))


def test_two_plans_in_use_are_never_called_the_same(store, c):
    kept = keep(store, c, a_plan())
    twin = replace(a_plan(), id="s-2", name=" 先管后路 ")
    with pytest.raises(Refused) as refused:
        keep(store, c, twin)
    assert [item.column for item in refused.value.problems] == ["name"]
    gone = store.perform(STAFF, lambda tx: save_scenario(tx, c, replace(kept, archived=True)))
    keep(store, c, twin)  # the other one is put away
    with pytest.raises(Refused):
        store.perform(STAFF, lambda tx: save_scenario(tx, c, replace(gone, archived=False)))


def test_a_plan_takes_the_communitys_own_months(store, c):
    store.perform(STAFF, lambda tx: save_rule_values(tx, c, {"plan.from.building_renovation": 5.0}))
    keep(store, c, a_plan())
    made = turn(store, c)
    [new] = works(store, c, project=made.made[0])
    assert (new.start, new.end) == (WorkDate(date(2027, 5, 1)), WorkDate(date(2027, 10, 31)))


def test_a_plan_becomes_projects_with_estimated_dates_and_confirmed_ones_stay(store, c):
    keep(store, c, a_plan())
    made = turn(store, c)
    [project] = [item for item in projects(store, c) if item.id in made.made]
    [new] = works(store, c, project=project.id)
    assert project.name == TITLES["building_renovation", 2027]
    assert (new.location.assets, new.planned, new.cost_fen) == ((AssetRef("building", "b2"),), 1.0, 40_000_000)
    assert (new.start, new.end) == (WorkDate(date(2027, 3, 1)), WorkDate(date(2027, 10, 31)))
    assert work(store, c, "w-open").start == WorkDate(date(2028, 3, 1))
    assert work(store, c, "w-sure").start == WorkDate(PLAN_DAY, confirmed=True)


def test_a_plan_becomes_projects_once_however_often_it_is_pressed(store, c):
    keep(store, c, a_plan())
    turn(store, c, key="k")
    turn(store, c, key="k")
    assert len(projects(store, c)) == 2
    with pytest.raises(Refused):
        turn(store, c, version=2)


def test_what_a_plan_made_can_be_taken_back(store, c):
    keep(store, c, a_plan())
    made = turn(store, c)
    back = store.perform(STAFF, lambda tx: take_back(tx, c, "s-1", made.version))
    assert back.made == () and [item.id for item in projects(store, c)] == ["p"]
    assert {item.id for item in works(store, c)} == {"w-open", "w-sure"} and work(store, c, "w-open").start is None


def test_an_asset_that_is_gone_stops_the_whole_plan(store, c):
    lost = replace(a_plan().works[0], assets=(("building", "nowhere"),))
    keep(store, c, replace(a_plan(), works=(lost, *a_plan().works[1:])))
    with pytest.raises(Refused):
        turn(store, c)
    with store.read() as connection:
        assert records.get(connection, WORK, c, "w-open").start is None and len(projects(store, c)) == 1


@pytest.mark.parametrize("role", ["grid_member", "building_head", "visitor"])
def test_only_those_who_plan_keep_prices_and_plans(store, c, role):
    viewer = Viewer(role, "x", "p1")
    for act in (lambda tx: save_prices(tx, c, [ROOF]), lambda tx: add_scenario(tx, c, a_plan())):
        with pytest.raises(NotAllowed):
            store.perform(viewer, act)
