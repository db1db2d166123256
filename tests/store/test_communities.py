"""Communities: several in one store, each change with version and history."""

from dataclasses import replace

import pytest

from data.communities import Community, add_community, communities, community, save_community
from data.errors import AlreadyExists, BadValue, NoSuchCommunity, StaleVersion
from data.history import changes

SAMPLE = Community("longwanggang", "龙王港社区", "430104007008", 112.924, 28.2175, True, "位置近似")


@pytest.fixture
def sample(store):
    with store.write("甲") as tx:
        return add_community(tx, SAMPLE)


def test_a_community_is_read_back_as_it_was_added(store, sample):
    assert community(store, "longwanggang") == sample == replace(SAMPLE, version=1, updated_by="甲")


def test_communities_come_by_id(store, sample):
    with store.write("甲") as tx:
        add_community(tx, Community("another", "另一个"))
    assert [item.id for item in communities(store)] == ["another", "longwanggang"]


def test_adding_the_same_one_again_changes_nothing_and_another_one_is_refused(store, sample):
    with store.write("乙") as tx:
        assert add_community(tx, SAMPLE) == sample
    with pytest.raises(AlreadyExists, match="longwanggang"), store.write("乙") as tx:
        add_community(tx, replace(SAMPLE, name="别的社区"))
    assert len(changes(store, "longwanggang")) == 1


def test_a_save_raises_the_version_and_a_stale_one_is_refused(store, sample):
    with store.write("乙") as tx:
        saved = save_community(tx, replace(sample, note="新"))
    assert saved == community(store, "longwanggang") == replace(sample, note="新", version=2, updated_by="乙")
    with pytest.raises(StaleVersion) as refused, store.write("丙") as tx:
        save_community(tx, replace(sample, note="旧"))
    assert refused.value.differences == {"note": ("旧", "新")}
    assert [change.action for change in changes(store, "longwanggang")] == ["change", "add"]


def test_a_community_that_is_not_there_is_named(store):
    with pytest.raises(NoSuchCommunity, match="nowhere"):
        community(store, "nowhere")
    with pytest.raises(NoSuchCommunity, match="nowhere"), store.write("甲") as tx:
        save_community(tx, Community("nowhere", "无"))
    with pytest.raises(BadValue), store.write("甲") as tx:
        add_community(tx, Community("no where", "无"))
