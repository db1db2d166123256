"""What is kept of a community is made anew as soon as anything in it changes, and not before."""

from dashboard.services.frames import Community
from dashboard.services.map.totals import totals
from data.communities import Community as Record
from data.communities import add_community
from data.features import upsert_frame


def test_figures_are_made_once_until_something_changes(sqlite_store, row_of_buildings):
    with sqlite_store.write("测试") as tx:
        add_community(tx, Record("c", "社区", lon=112.924, lat=28.2175))
        upsert_frame(tx, "c", "building", row_of_buildings(2))
    made = []
    for _ in range(2):
        Community(sqlite_store, "c").kept("what", lambda: made.append(1))
    before = totals(Community(sqlite_store, "c"), "", ("building",))
    with sqlite_store.write("测试") as tx:
        upsert_frame(tx, "c", "building", row_of_buildings(3))
    Community(sqlite_store, "c").kept("what", lambda: made.append(2))
    after = totals(Community(sqlite_store, "c"), "", ("building",))
    assert made == [1, 2]
    assert [before[0].value[:1], after[0].value[:1]] == ["2", "3"]


def test_what_one_role_may_not_see_is_not_kept_for_it(sqlite_store, row_of_buildings):
    with sqlite_store.write("测试") as tx:
        add_community(tx, Record("c", "社区", lon=112.924, lat=28.2175))
        upsert_frame(tx, "c", "building", row_of_buildings(2))
    community = Community(sqlite_store, "c")
    assert totals(community, "", ("building",))
    assert totals(community, "", ()) == []
