"""Loading the sample never costs anybody their own community."""

import pytest

from data.communities import Community, add_community, communities
from data.demo import load
from data.store import Store
from geo.errors import MapError


def test_a_community_of_ones_own_with_the_samples_id_is_left_alone(sqlite_store: Store) -> None:
    with sqlite_store.write("tester") as tx:
        add_community(tx, Community(id="longwanggang", name="真实社区", lon=112.9, lat=28.2, is_sample=False))
    with pytest.raises(MapError, match="longwanggang"):
        load(sqlite_store)
    assert [kept.name for kept in communities(sqlite_store)] == ["真实社区"]
