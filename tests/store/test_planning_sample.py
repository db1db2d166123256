"""The planning pages over the sample: every planted fault is told by the page that is for it, and nothing else is."""

from datetime import date

import pytest

from dashboard.services.frames import Community
from dashboard.services.planning import encounters
from dashboard.services.planning.closure_notices import touched_by, works_notices
from dashboard.services.planning.closure_page import Wanted, shut
from dashboard.services.planning.closure_rows import closure_figures, closure_rows
from dashboard.services.planning.encounters import meetings, meetings_of_draft
from dashboard.services.planning.light_page import ALL_ADDED, light_of, lights_of_choice, lux_sketches, proposals
from dashboard.services.planning.pipe_faults import fault_groups, fault_marks
from dashboard.services.planning.pipe_network import drainage
from dashboard.services.planning.pipe_trace import DOWN, OUT, UP, map_trace, overloaded, profile_data, traced
from dashboard.services.planning.works_notice import WorksNotice
from data.demo import load
from data.demo.people import load_people
from data.demo.projects import load_projects
from data.rights import Viewer
from data.rule_values import rule_values
from data.store import Store
from data.work_frames import work_view
from data.works import work
from geo.light_gaps import light_gaps
from geo.light_proposals import NewLight
from geo.rule_values import usual_values
from geo.stop_notice import StopNotice

TODAY = date(2026, 3, 2)
ID = "longwanggang"
STAFF = Viewer("staff", "小王")


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The store and what the sample's answer key says; tests here only read it."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('sample') / 'map.db'}")
    store.migrate()
    made = load(store)
    load_projects(store, made, TODAY, None)
    load_people(store, made, TODAY)
    return store, {answer["kind"]: answer for answer in made.answer_key}


@pytest.fixture(scope="module")
def ground(sample):
    """Layers, drainage and works of the sample."""
    store, _key = sample
    layers = Community(store, ID)
    return layers, drainage(layers, rule_values(store, ID)), work_view(store, ID, TODAY)


def test_the_network_page_tells_the_three_planted_faults_and_no_other(sample, ground):
    _store, key = sample
    _layers, water, _view = ground
    told = {group["key"]: [row["id"] for row in group["rows"]] for group in fault_groups(water.faults, "")}
    planted = ("uphill_pipe", "foul_into_storm", "manholes_far_apart")
    assert told == {kind: key[kind]["ids"]["pipe"] for kind in planted}
    assert len(fault_marks(water.faults)) == 3


def test_the_dig_once_page_tells_the_planted_conflict_and_no_other(sample, ground):
    store, key = sample
    layers, _water, view = ground
    met = meetings(store, layers, view, rule_values(store, ID))
    (row,) = met.conflicts.itertuples()
    assert row.rule == "wrong_order" and row.area_m2 > 100
    own = view.assets[view.assets["work"].isin([row.first, row.second])]
    there = {layer: sorted(own[own["layer"] == layer]["id"]) for layer in ("road", "pipe")}
    assert there == {layer: sorted(key["paved_before_pipes"]["ids"][layer]) for layer in there}


def test_the_light_page_shows_the_gap_dark_and_brighter_with_the_new_lights(sample, ground):
    store, key = sample
    layers, _water, view = ground
    values = rule_values(store, ID)
    now = light_of(layers, values)
    before = light_of(layers, values, without=lights_of_choice(layers, view, ALL_ADDED))
    assert now.lit_share > before.lit_share and now.average_lx > before.average_lx
    assert now.metres == pytest.approx(layers["road"].measured.sum(), rel=1e-6)
    (gap,) = light_gaps(layers["road"].frame, layers["street_light"].frame).itertuples()
    assert gap.road in key["unlit_gap"]["ids"]["road"]
    assert now.by_road.at[gap.road, "minimum_lx"] < now.by_road["minimum_lx"].median()
    drawn = {sketch.series for sketch in lux_sketches(now)}
    assert drawn == {0, 1, 2, 3, 4, 5}


def test_each_proposed_light_lifts_metres_over_the_minimum_and_no_more_than_asked_for(sample, ground):
    store, _key = sample
    layers, _water, _view = ground
    values = rule_values(store, ID)
    found = proposals(light_of(layers, values), values, 4, NewLight())
    assert len(found) == 4 and (found["lit_m"] > 0).all() and found["dark_left_m"].is_monotonic_decreasing


@pytest.mark.parametrize("way", [UP, DOWN, OUT])
def test_a_trace_over_the_wrong_connection_shows_the_row_it_brings(sample, ground, way):
    _store, key = sample
    layers, water, _view = ground
    pipe = key["foul_into_storm"]["ids"]["pipe"][0]
    found = traced(water, "pipe", pipe, way)
    assert found.above.buildings == ("A31",) and found.above.households == 42
    assert set(found.outfalls) <= {"OS1", "OS2"} and (way == UP) == (not found.outfalls)
    data = profile_data(water, found, layers)
    assert [item["id"] for item in data["pipes"] if item["on"]] == [pipe]
    assert [node["at"] for node in data["nodes"]] == sorted(node["at"] for node in data["nodes"])
    assert set(map_trace(water, found, 1).route) <= {*found.pipes}
    assert overloaded(water, found.pipes).empty


def test_shutting_a_drain_is_told_to_its_buildings_with_an_office_phone_only(sample, ground):
    store, key = sample
    layers, water, view = ground
    pipe = key["foul_into_storm"]["ids"]["pipe"][0]
    found = shut(layers, water, view, Wanted(pipes=(pipe,), dig=False), usual_values())
    assert found.affected == ["A31"] and found.roads is None
    told = StopNotice("n", "清淤", TODAY, TODAY, True, True, touched_by(found, layers), is_sample=True)
    (notice,) = works_notices(store, STAFF, layers, told, community="社区", issued=TODAY)
    assert isinstance(notice, WorksNotice) and notice.title == "排水暂停通知" and "排水暂停" in notice.text()
    assert notice.phone.startswith("000-") and "预计" not in notice.text()


def test_a_wider_trench_shuts_more_ground(sample, ground):
    _store, key = sample
    layers, water, view = ground
    wanted = Wanted(pipes=tuple(key["foul_into_storm"]["ids"]["pipe"]))
    usual, wide = (
        shut(layers, water, view, wanted, {**usual_values(), "dig.trench_m": margin}).ground for margin in (0.5, 3.0)
    )
    assert usual.difference(wide).area < 0.01 * usual.area and wide.area > 2 * usual.area


def test_closing_a_road_sends_people_round_and_says_how_far(sample, ground):
    store, _key = sample
    layers, water, view = ground
    (met,) = meetings(store, layers, view, rule_values(store, ID)).conflicts.itertuples()
    found = shut(layers, water, view, Wanted(work=met.second), usual_values())
    rows = closure_rows(found, layers, "")
    assert rows and [row["extra"] for row in rows] == sorted((row["extra"] for row in rows), reverse=True)
    assert closure_figures(found, layers)[0]["value"].startswith(f"{len(rows)}")


def test_a_work_in_its_form_meets_the_same_works_as_when_it_is_saved(sample, ground, monkeypatch):
    store, _key = sample
    layers, _water, view = ground
    values = rule_values(store, ID)
    kept = meetings(store, layers, view, values).found
    judged: list[int] = []
    whole = encounters.dig_once
    monkeypatch.setattr(encounters, "dig_once", lambda works, *rest, **more: (
        judged.append(len(works)), whole(works, *rest, **more))[1])  # fmt: skip
    for id in ("loop-paving", "loop-pipes", "leak-A03"):
        found = meetings_of_draft(store, layers, view, values, work(store, ID, id)).found
        mine = kept[kept["first"].eq(id) | kept["second"].eq(id)]
        assert sorted(found.index) == sorted(mine.index)
    assert len(kept) and max(judged) < len(view.works) / 2  # only the neighbours are judged
