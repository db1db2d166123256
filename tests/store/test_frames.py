"""Whole layers: dtypes, order, what an upsert writes and what it leaves."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from data.communities import Community, add_community
from data.errors import BadValue
from data.features import (
    UpsertCounts,
    add_feature,
    delete_feature,
    feature,
    layer_counts,
    layer_frame,
    revisions,
    upsert_frame,
)
from data.history import changes
from geo.errors import CrsError
from geo.layers import LAYERS


def upsert(store, frame, layer="building", community="c", key=None):
    with store.write("导入", key) as tx:
        return upsert_frame(tx, community, layer, frame)


def test_a_layer_is_read_with_ids_in_order_and_the_dtypes_of_its_fields(store, community, row_of_buildings):
    upsert(store, row_of_buildings(11).iloc[::-1])
    frame = layer_frame(store, community, "building")
    assert list(frame.index) == sorted(f"b{i}" for i in range(1, 12))
    assert frame.index.name == "id" and frame.crs.to_epsg() == 4490
    assert list(frame.columns[:5]) == ["name", "code", "parent", "is_sample", "version"]
    kinds = {"no": "str", "storeys": "Int64", "renovated": "boolean", "roof_treated_m2": "float64", "compound": "str"}
    assert {key: str(frame[key].dtype) for key in kinds} == kinds
    assert frame.loc["b3", "no"] == "3栋" and frame.loc["b3", "renovated"] and pd.isna(frame.loc["b3", "compound"])
    assert frame.geometry["b3"].bounds == pytest.approx((112.9015, 28.2, 112.9018, 28.2001))


@pytest.mark.parametrize("layer", [layer.key for layer in LAYERS])
def test_an_empty_layer_has_all_its_columns(sqlite_store, layer):
    frame = layer_frame(sqlite_store, "nobody", layer)
    fields = [field.key for item in LAYERS if item.key == layer for field in item.fields]
    assert list(frame.columns) == ["name", "code", "parent", "is_sample", "version", *fields, "geometry"]
    assert len(frame) == 0 and frame.crs.to_epsg() == 4490


def test_the_same_frame_twice_changes_nothing(store, community, row_of_buildings):
    frame = row_of_buildings(20)
    assert upsert(store, frame) == UpsertCounts(20, 0, 0)
    assert upsert(store, frame) == UpsertCounts(0, 0, 20)
    assert upsert(store, layer_frame(store, community, "building", extra=True)) == UpsertCounts(0, 0, 20)
    assert revisions(store, community)["building"] == 1
    assert len(changes(store, community, layer="building")) == 20


def test_only_rows_that_differ_are_written_each_with_its_history(store, community, row_of_buildings):
    upsert(store, row_of_buildings(3))
    frame = row_of_buildings(4)
    frame.loc["b2", "storeys"] = 9
    assert upsert(store, frame) == UpsertCounts(1, 1, 2)
    assert list(layer_frame(store, community, "building").version) == [1, 2, 1, 1]
    newest = changes(store, community, row_id="b2")[0]
    assert (newest.before["values"]["storeys"], newest.after["values"]["storeys"], newest.who) == (7, 9, "导入")
    assert revisions(store, community)["building"] == 2


def test_a_column_that_the_frame_lacks_is_left_and_a_missing_cell_empties(store, community, row_of_buildings):
    upsert(store, row_of_buildings(2))
    upsert(store, pd.DataFrame({"storeys": [None, 3]}, index=["b1", "b2"]))
    assert feature(store, community, "building", "b1").values == {"no": "1栋", "renovated": True}
    assert feature(store, community, "building", "b2").values == {"no": "2栋", "renovated": False, "storeys": 3}
    assert feature(store, community, "building", "b1").name == "甲 1栋"
    assert feature(store, community, "building", "b1").geometry is not None


def test_columns_that_the_layer_does_not_know_are_kept(store, community, row_of_buildings):
    upsert(store, row_of_buildings(2).assign(osm_id=[5, 6], 时间=pd.Timestamp("2020-05-01")))
    assert "osm_id" not in layer_frame(store, community, "building")
    assert list(layer_frame(store, community, "building", extra=True)["osm_id"]) == [5, 6]
    assert feature(store, community, "building", "b2").values["时间"] == "2020-05-01 00:00:00"


def test_units_belong_to_a_building_and_have_no_geometry(store, community):
    upsert(store, pd.DataFrame({"parent": "A01", "no": ["1单元", "2单元"]}, index=["A01-1", "A01-2"]), "unit")
    frame = layer_frame(store, community, "unit")
    assert list(frame.parent) == ["A01", "A01"] and frame.geometry.isna().all()
    with pytest.raises(BadValue, match="A01-3"), store.write("甲") as tx:
        add_feature(tx, community, "unit", "A01-3", geometry=shapely.Point(112.9, 28.2))


def test_counts_say_how_many_have_no_place(store, community, row_of_buildings):
    frame = row_of_buildings(5)
    frame.loc["b2", "geometry"] = None
    upsert(store, frame)
    assert layer_counts(store, community)["building"] == (5, 1)
    assert layer_counts(store, community)["pipe"] == (0, 0)


def test_communities_in_one_store_do_not_touch_each_other(store, community, row_of_buildings):
    with store.write("甲") as tx:
        add_community(tx, Community("d", "另一个"))
        upsert_frame(tx, "d", "building", row_of_buildings(2))
    upsert(store, row_of_buildings(3))
    assert layer_counts(store, "d")["building"] == (2, 0)
    assert revisions(store, "d")["building"] == revisions(store, community)["building"] == 1


def test_a_row_that_was_deleted_comes_back_with_a_higher_version(store, community, row_of_buildings):
    upsert(store, row_of_buildings(2))
    with store.write("甲") as tx:
        delete_feature(tx, community, "building", "b1", version=1)
    assert upsert(store, row_of_buildings(2)) == UpsertCounts(1, 0, 1)
    assert list(layer_frame(store, community, "building").version) == [3, 1]


def test_an_import_that_is_sent_twice_under_one_key_runs_once(store, community, row_of_buildings):
    first = upsert(store, row_of_buildings(2), key="k")
    assert upsert(store, row_of_buildings(2), key="k") == first == UpsertCounts(2, 0, 0)


def test_an_import_that_fails_half_way_leaves_nothing(store, community, row_of_buildings):
    frame = row_of_buildings(4).astype({"storeys": object})
    frame.loc["b4", "storeys"] = "七"
    with pytest.raises(BadValue, match="b4"), store.write("甲") as tx:
        upsert_frame(tx, community, "building", row_of_buildings(2))
        upsert_frame(tx, community, "building", frame)
    assert layer_counts(store, community)["building"] == (0, 0)
    assert revisions(store, community)["building"] == 0 and not changes(store, community, layer="building")


def test_duplicate_ids_and_foreign_coordinates_are_refused(store, community, row_of_buildings):
    frame = row_of_buildings(2)
    with pytest.raises(BadValue, match="b1"):
        upsert(store, pd.concat([frame, frame.iloc[:1]]))
    with pytest.raises(CrsError, match="3857"):
        upsert(store, frame.to_crs(3857))
    with pytest.raises(CrsError):
        upsert(store, gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=list(frame.geometry), crs=None))
