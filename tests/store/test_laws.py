"""Laws of the store, for any sequence of writes."""

from itertools import count

import geopandas as gpd
import pytest
import shapely
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from data.communities import Community, add_community
from data.errors import AlreadyExists, NoSuchFeature, StaleVersion
from data.features import add_feature, delete_feature, feature, layer_frame, revisions, save_feature, upsert_frame
from data.history import changes
from data.rows import ID

EXAMPLES = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
numbers = count(1)

ids = st.sampled_from(["a", "b", "c"])
coordinates = st.tuples(st.floats(-179, 179), st.floats(-89, 89))
geometries = st.none() | coordinates.map(lambda xy: shapely.Point(xy))
texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
values = st.fixed_dictionaries(
    {},
    optional={
        "state": texts,
        "power_w": st.floats(allow_nan=False, allow_infinity=False),
        "added": st.booleans(),
        "另一列": st.integers(-(2**53), 2**53) | texts | st.none(),
    },
)
actions = st.one_of(
    st.tuples(st.just("add"), ids, values, geometries),
    st.tuples(st.just("save"), ids, values, geometries),
    st.tuples(st.just("stale"), ids, values, geometries),
    st.tuples(st.just("delete"), ids, values, geometries),
    st.tuples(st.just("upsert"), ids, values, geometries),
    st.tuples(st.just("undone"), ids, values, geometries),
)


class UndoneError(Exception):
    """Stops a write half way."""


def new_community(store) -> str:
    name = f"law-{next(numbers)}"
    with store.write("测试") as tx:
        add_community(tx, Community(name, "规律"))
    return name


def act(store, community, action, id, given, geometry):
    """Try one action in a write of its own; refusals are part of the game."""
    present = feature(store, community, "street_light", id)
    version = present.version if present else 1
    place = (community, "street_light", id)
    with store.write("某人") as tx:
        if action == "add":
            add_feature(tx, *place, values=given, geometry=geometry)
        elif action == "save":
            save_feature(tx, *place, version=version, values=given, geometry=geometry)
        elif action == "stale":
            save_feature(tx, *place, version=version - 1, values=given, geometry=geometry)
        elif action == "delete":
            delete_feature(tx, *place, version=version)
        else:
            upsert_frame(tx, community, "street_light", frame_of({id: (given, geometry)}))
        if action == "undone":
            raise UndoneError


def frame_of(rows):
    data = {"name": "灯", **{key: [given.get(key) for given, _ in rows.values()] for key in ("state", "另一列")}}
    return gpd.GeoDataFrame(data, geometry=[place for _, place in rows.values()], crs=4490, index=list(rows))


def state(store, community):
    return [feature(store, community, "street_light", id) for id in ("a", "b", "c")]


@EXAMPLES
@given(steps=st.lists(actions, max_size=8))
def test_the_revision_grows_by_one_with_each_write_that_changed_something_and_never_else(store, steps):
    community = new_community(store)
    for step in steps:
        before, revision = state(store, community), revisions(store, community)
        try:
            act(store, community, *step)
        except (AlreadyExists, NoSuchFeature, StaleVersion, UndoneError):
            assert state(store, community) == before
        changed = state(store, community) != before
        expected = {**revision, "street_light": revision["street_light"] + changed}
        assert revisions(store, community) == expected


@EXAMPLES
@given(steps=st.lists(actions, max_size=8))
@example(
    steps=[("add", "a", {}, shapely.Point(0, 0.30576429969556784)), ("save", "a", {}, shapely.Point(5e-324, 1 / 3))]
)
def test_the_history_replayed_gives_what_is_stored(store, steps):
    community = new_community(store)
    for step in steps:
        try:
            act(store, community, *step)
        except (AlreadyExists, NoSuchFeature, StaleVersion, UndoneError):
            continue
    replayed = {}
    for change in reversed(changes(store, community, layer="street_light")):
        assert replayed.get(change.row_id) == change.before
        replayed[change.row_id] = change.after
    for item in filter(None, state(store, community)):
        known = replayed.pop(item.id)
        assert known["values"] == item.values and known["version"] == item.version and known["name"] == item.name
        assert shapely.from_wkt(known["geometry"]) == item.geometry  # to the last bit of each coordinate
    assert not any(replayed.values())


@EXAMPLES
@given(given=values, other=values, geometry=geometries, behind=st.integers(1, 3))
def test_a_stale_save_never_changes_anything(store, given, other, geometry, behind):
    community = new_community(store)
    with store.write("甲") as tx:
        add_feature(tx, community, "street_light", "a", values=given)
    before = state(store, community), revisions(store, community), changes(store, community)
    with pytest.raises(StaleVersion), store.write("乙") as tx:
        save_feature(tx, community, "street_light", "a", version=1 - behind, values=other, geometry=geometry)
    assert (state(store, community), revisions(store, community), changes(store, community)) == before


@EXAMPLES
@given(rows=st.dictionaries(st.from_regex(ID, fullmatch=True), st.tuples(values, geometries), min_size=1, max_size=6))
def test_upserting_twice_is_upserting_once(store, rows):
    community = new_community(store)
    with store.write("甲") as tx:
        assert upsert_frame(tx, community, "street_light", frame_of(rows)).added == len(rows)
    once = layer_frame(store, community, "street_light", extra=True), revisions(store, community)
    with store.write("乙") as tx:
        again = upsert_frame(tx, community, "street_light", frame_of(rows))
    twice = layer_frame(store, community, "street_light", extra=True), revisions(store, community)
    assert (again.added, again.changed, again.unchanged) == (0, 0, len(rows))
    assert once[0].equals(twice[0]) and once[1] == twice[1]
