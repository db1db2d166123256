"""The sample goes into a store whole, once, and can be brought back."""

import pytest

from data.communities import community
from data.demo import load
from data.features import add_feature, feature, save_feature
from data.frames import layer_counts, layer_frame, revisions
from data.store import open_store

ID = "longwanggang"


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'map.db'}")
    store.migrate()
    return store


def test_every_layer_is_stored_and_each_is_announced(store):
    told = []
    sample = load(store, told.append)
    counts = layer_counts(store, ID)
    assert {key: counts[key][0] for key in sample.layers} == {key: len(frame) for key, frame in sample.layers.items()}
    assert len(told) == len(sample.layers)
    assert community(store, ID).is_sample
    stored, built = layer_frame(store, ID, "pipe"), sample.layers["pipe"]
    assert stored.geometry.geom_equals_exact(built.geometry.loc[stored.index], 1e-12).all()


def test_loading_again_changes_nothing(store):
    load(store)
    before = revisions(store, ID)
    load(store)
    assert revisions(store, ID) == before


def test_loading_again_restores_what_was_changed_and_removes_what_was_added(store):
    sample = load(store)
    with store.write("tester") as tx:
        save_feature(tx, ID, "building", "A01", version=1, values={"storeys": 9})
        add_feature(tx, ID, "facility", "extra", values={"kind": "gate"}, geometry=None)
    load(store)
    assert feature(store, ID, "building", "A01").values["storeys"] == 7
    assert feature(store, ID, "facility", "extra") is None
    assert len(layer_frame(store, ID, "facility")) == len(sample.layers["facility"])
