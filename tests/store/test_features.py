"""Features one by one: what is saved is read back, stale saves are refused, a double click saves once."""

import numpy as np
import pytest
import shapely

from data.errors import AlreadyExists, BadValue, KeyReused, NoSuchCommunity, NoSuchFeature, StaleVersion
from data.features import add_feature, delete_feature, feature, layer_frame, revisions, save_feature
from data.history import changes
from data.store import Store

SQUARE = shapely.box(112.924, 28.217, 112.9243, 28.2171)


def add(store: Store, community: str, id: str = "A01", **more):
    values = {"no": "1栋", "storeys": 7} | more.pop("values", {})
    with store.write("甲", more.pop("key", None)) as tx:
        return add_feature(tx, community, "building", id, **({"geometry": SQUARE} | more), values=values)


def test_a_feature_is_read_back_as_it_was_added(store, community):
    added = add(
        store, community, name="麓山名园 1栋", code="x", is_sample=True, values={"renovated": True, "外墙": "白"}
    )
    found = feature(store, community, "building", "A01")
    assert found == added
    assert found.values == {"no": "1栋", "storeys": 7, "renovated": True, "外墙": "白"}
    assert found.geometry.equals_exact(SQUARE)
    assert (found.name, found.code, found.parent, found.is_sample, found.version) == ("麓山名园 1栋", "x", "", True, 1)


def test_a_save_changes_what_it_names_and_leaves_the_rest(store, community):
    add(store, community, name="一栋")
    with store.write("乙") as tx:
        saved = save_feature(tx, community, "building", "A01", version=1, values={"storeys": 8, "no": None})
    assert saved == feature(store, community, "building", "A01")
    assert (saved.name, saved.version, saved.values, saved.updated_by) == ("一栋", 2, {"storeys": 8}, "乙")
    assert saved.geometry.equals_exact(SQUARE)


def test_a_save_may_take_the_geometry_away(store, community):
    add(store, community)
    with store.write("乙") as tx:
        save_feature(tx, community, "building", "A01", version=1, geometry=None)
    assert feature(store, community, "building", "A01").geometry is None


def test_saving_what_is_there_already_changes_nothing(store, community):
    before = add(store, community)
    with store.write("乙") as tx:
        save_feature(tx, community, "building", "A01", version=1, values={"storeys": 7}, geometry=SQUARE)
    assert feature(store, community, "building", "A01") == before
    assert revisions(store, community)["building"] == 1


def test_a_stale_save_is_refused_with_both_values(store, community):
    add(store, community)
    with store.write("乙") as tx:
        save_feature(tx, community, "building", "A01", version=1, values={"storeys": 8})
    with pytest.raises(StaleVersion) as refused, store.write("丙") as tx:
        save_feature(tx, community, "building", "A01", version=1, values={"storeys": 9})
    assert refused.value.differences == {"storeys": (9, 8)}
    assert (refused.value.mine.values["storeys"], refused.value.theirs.values["storeys"]) == (9, 8)
    assert "乙" in str(refused.value)
    assert feature(store, community, "building", "A01").values["storeys"] == 8
    assert revisions(store, community)["building"] == 2


def test_a_deleted_feature_is_gone_and_its_history_stays(store, community):
    add(store, community)
    with store.write("乙") as tx:
        delete_feature(tx, community, "building", "A01", version=1)
    assert feature(store, community, "building", "A01") is None
    assert [change.action for change in changes(store, community, layer="building")] == ["delete", "add"]
    with pytest.raises(NoSuchFeature), store.write("乙") as tx:
        save_feature(tx, community, "building", "A01", version=1, values={"storeys": 9})


def test_a_feature_that_comes_back_makes_old_versions_stale(store, community):
    add(store, community)
    with store.write("乙") as tx:
        delete_feature(tx, community, "building", "A01", version=1)
    assert add(store, community).version == 3
    with pytest.raises(StaleVersion), store.write("丙") as tx:
        save_feature(tx, community, "building", "A01", version=1, values={"storeys": 9})


def test_a_delete_with_an_old_version_is_refused(store, community):
    add(store, community)
    with store.write("乙") as tx:
        save_feature(tx, community, "building", "A01", version=1, name="新名")
    with pytest.raises(StaleVersion), store.write("丙") as tx:
        delete_feature(tx, community, "building", "A01", version=1)
    assert feature(store, community, "building", "A01").name == "新名"


def test_a_double_click_saves_once_and_gets_the_first_result(store, community):
    add(store, community)
    saves = []
    for storeys in (8, 8):
        with store.write("乙", key="click-1") as tx:
            saves.append(save_feature(tx, community, "building", "A01", version=1, values={"storeys": storeys}))
    assert saves[0] == saves[1] == feature(store, community, "building", "A01")
    assert len(changes(store, community, row_id="A01")) == 2
    assert revisions(store, community)["building"] == 2


def test_a_key_of_an_undone_write_is_free_again(store, community):
    with pytest.raises(RuntimeError), store.write("甲", key="k") as tx:
        add_feature(tx, community, "building", "A01", geometry=SQUARE)
        raise RuntimeError("the program stops here")
    assert feature(store, community, "building", "A01") is None
    assert add(store, community, key="k").version == 1


def test_a_key_with_different_work_is_refused(store, community):
    add(store, community, key="k")
    with pytest.raises(KeyReused), store.write("甲", key="k") as tx:
        delete_feature(tx, community, "building", "A01", version=1)
    assert feature(store, community, "building", "A01") is not None


def test_an_id_is_taken_once(store, community):
    add(store, community)
    with pytest.raises(AlreadyExists, match="A01"):
        add(store, community)


@pytest.mark.parametrize("id", ["", "a b", "甲", "x" * 65, "../x", "a\n"])
def test_an_unusable_id_is_named(store, community, id):
    with pytest.raises(BadValue, match="编号"):
        add(store, community, id)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"storeys": "七"}, "整数"),
        ({"storeys": 7.5}, "整数"),
        ({"storeys": True}, "整数"),
        ({"roof_treated_m2": float("inf")}, "数值"),
        ({"renovated": "是"}, "是或否"),
        ({"no": 1}, "文字"),
        ({"no": "a\0b"}, "不能保存"),
        ({"其他": "\ud800"}, "不能保存"),
        ({"其他": ["a\0b"]}, "不能保存"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_by_name(store, community, values, said):
    with pytest.raises(BadValue, match=said):
        add(store, community, values=values)


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize(
    "geometry",
    [
        shapely.Point(112.9, 28.2),
        shapely.box(500_000, 3_000_000, 500_010, 3_000_010),
        shapely.Polygon([(112, 28), (113, 28), (112, 1e308)]),
        shapely.transform(SQUARE, lambda corners: np.where(np.arange(5)[:, None] == 1, np.nan, corners)),
    ],
)
def test_a_geometry_that_cannot_be_on_this_layer_is_refused(store, community, geometry):
    with pytest.raises(BadValue, match="A01"):
        add(store, community, geometry=geometry)


def test_an_empty_geometry_is_no_place_and_heights_are_dropped(store, community):
    assert add(store, community, "A", geometry=shapely.Polygon()).geometry is None
    raised = shapely.force_3d(SQUARE, 41.5)
    assert not add(store, community, "B", geometry=raised).geometry.has_z
    assert len(layer_frame(store, community, "building")) == 2


def test_nothing_is_written_for_a_community_that_is_not_there(store):
    with pytest.raises(NoSuchCommunity, match="nowhere"):
        add(store, "nowhere")
