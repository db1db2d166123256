"""An import is taken back as a whole, unless somebody has worked on with what it brought; only some may import."""

import geopandas as gpd
import pytest
from pandas.testing import assert_frame_equal

from data.features import layer_frame, save_feature, upsert_frame
from data.history import changes
from data.import_undo import ImportChangedSince, undo_import
from data.importing import Tables, plan_import, run_import
from data.rights import NotAllowed, Viewer
from geo.exchange.planning import Reading
from geo.exchange.sandbox import Source

STAFF, GRID_MEMBER = Viewer("staff", "王工"), Viewer("grid_member", "网格员")


def planned(store, community, frame: gpd.GeoDataFrame):
    """The plan of a file with these rows, ids in the column "key"."""
    table = frame.rename_axis("key").reset_index()
    source = Source(table.set_crs(4326, allow_override=True), "x", ("x",), ())
    return plan_import(store, Tables((("building", source),)), community, Reading(id_field="key"))


@pytest.fixture
def imported(store, community, row_of_buildings):
    """b1 was there with 7 storeys; the file says 9, and brings b2 and b3. (before, report)"""
    with store.write("测试") as tx:
        upsert_frame(tx, community, "building", row_of_buildings(1))
    before = layer_frame(store, community, "building")
    report = run_import(store, planned(store, community, row_of_buildings(3).assign(storeys=9)), who=STAFF)
    assert (report.added, report.changed) == (2, 1)
    return before, report


def test_undoing_brings_back_what_was_and_takes_away_what_came(store, community, imported):
    before, report = imported
    with store.write(STAFF) as tx:
        assert undo_import(tx, community, report.at) == 3
    after = layer_frame(store, community, "building")
    assert_frame_equal(after.drop(columns="version"), before.drop(columns="version"))
    assert [change.action for change in changes(store, community)[:3]].count("delete") == 2


def test_what_was_changed_since_stands_in_the_way_of_undoing_all(store, community, imported):
    _before, report = imported
    with store.write("别人") as tx:
        save_feature(tx, community, "building", "b2", version=1, values={"storeys": 11})
    with pytest.raises(ImportChangedSince) as refused, store.write(STAFF) as tx:
        undo_import(tx, community, report.at)
    assert refused.value.ids == ("b2",)
    assert layer_frame(store, community, "building")["storeys"].tolist() == [9, 11, 9]


def test_somebody_elses_import_cannot_be_taken_back_by_its_time(store, community, imported):
    _before, report = imported
    with store.write(Viewer("staff", "李工")) as tx:
        assert undo_import(tx, community, report.at) == 0
    assert len(layer_frame(store, community, "building")) == 3


def test_who_may_not_change_the_map_imports_nothing_not_even_for_a_try(store, community, row_of_buildings):
    plan = planned(store, community, row_of_buildings(2))
    for dry_run in (True, False):
        with pytest.raises(NotAllowed):
            run_import(store, plan, who=GRID_MEMBER, dry_run=dry_run)
    new = planned(store, "另一个社区", row_of_buildings(2))
    with pytest.raises(NotAllowed):
        run_import(store, new, who=STAFF)  # a new community is the administrators' affair
    assert layer_frame(store, community, "building").empty
