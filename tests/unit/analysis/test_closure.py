"""What a closure does to walkers and drains, on a street plan that a reader can walk with a finger."""

from datetime import date

import geopandas as gpd
import pytest
import shapely

from geo.carriageway import narrowed
from geo.closure import close_roads, shut_pipes
from geo.network import network_of
from geo.notices import notices
from geo.occupied import area_taken_m2, bays_lost, bays_lost_near
from geo.walking import streets_of
from tests.drawing_board import on_ground, spot
from tests.unit.analysis.drawn import nodes, pipes

# A ring of 100 m × 50 m with the gate at its west end, and a cul-de-sac at (100, 0) going east.
ROADS = on_ground(
    {
        "south": shapely.LineString([(0, 0), (100, 0)]), "east": shapely.LineString([(100, 0), (100, 50)]),
        "north": shapely.LineString([(100, 50), (0, 50)]), "west": shapely.LineString([(0, 50), (0, 0)]),
        "dead_end": shapely.LineString([(100, 0), (160, 0)]),
    },
    width_m=[4.0] * 5,
)  # fmt: skip
BUILDINGS = on_ground(
    {"b1": shapely.box(75, -20, 85, -10), "b2": shapely.box(145, -20, 155, -10), "b3": shapely.box(10, 60, 20, 70)},
    households=[10, 20, 30], name=["1栋", "2栋", "3栋"],
)  # fmt: skip
GATES = on_ground({"g": shapely.Point(0, 0)})


def close(*box, **how):
    return close_roads(spot(shapely.box(*box)), ROADS, BUILDINGS, GATES, **how)


def test_the_plan_has_its_junctions():
    streets = streets_of(ROADS)
    assert len(streets.edges) == 5 and streets.graph.number_of_nodes() == 5
    assert streets.edges["length_m"].sum() == pytest.approx(360, abs=0.05)


def test_roads_that_cross_or_stop_just_short_are_joined():
    roads = on_ground(
        {"a": shapely.LineString([(0, 0), (100, 0)]), "b": shapely.LineString([(50, -50), (50, 50)]),
         "c": shapely.LineString([(20, 1.0), (20, 40)])}
    )  # fmt: skip
    streets = streets_of(roads)
    assert sorted(streets.edges["road"]) == ["a", "a", "a", "b", "b", "c"]
    assert streets.graph.number_of_nodes() == 7


def test_shutting_the_south_sends_people_round_the_ring():
    found = close(30, -2, 50, 2).buildings
    # b1 at chainage 75-85 of the south road: its nearest point is at 75 or 85; 75 m before at the least.
    assert found["effect"].tolist() == ["detour", "detour", "open"]
    before = found.at["b2", "before_m"]
    assert 145 - 0.1 <= before <= 155.1
    # b2 goes back to (100, 0), then 50 + 100 + 50 m round the ring instead of 100 m.
    assert found.at["b2", "extra_m"] == pytest.approx(100, abs=0.1)
    length = gpd.GeoSeries([found.geometry["b2"]], crs=4490).to_crs(4547).length.iloc[0]
    assert length == pytest.approx(found.at["b2", "after_m"], abs=0.5)


def test_shutting_the_only_way_cuts_off_and_a_shut_front_is_told():
    found = close(110, -2, 120, 2).buildings
    assert found["effect"].to_dict() == {"b1": "open", "b2": "cut_off", "b3": "open"}
    front = close(140, -2, 165, 2, reach_m=20).buildings
    assert front.at["b2", "effect"] == "front"
    assert close(140, -2, 165, 2, reach_m=9.9).buildings.at["b2", "effect"] == "open"  # never was at a road


def test_half_of_a_road_shut_lets_people_through_but_no_cars_and_is_told_where_they_live():
    # 1.8 m of the 4 m stay open at the south road: people pass (1.2 m), cars (3 m) go round by the north.
    ring = close(70, -0.2, 90, 2)
    assert ring.buildings["effect"].to_dict() == {"b1": "narrow", "b2": "open", "b3": "open"}
    assert not ring.buildings["no_car"].any()
    (stretch,) = ring.stretches.itertuples()
    assert (stretch.road, stretch.state) == ("south", "foot") and stretch.open_m == pytest.approx(1.8, abs=0.01)
    assert stretch.length_m == pytest.approx(20, abs=0.5)
    # On the dead end there is no other way: nobody can drive to b2, and it is told so.
    end = close(110, -0.2, 120, 2)
    assert end.buildings["effect"].to_dict() == {"b1": "open", "b2": "open", "b3": "open"}
    assert end.buildings["no_car"].to_dict() == {"b1": False, "b2": True, "b3": False}
    (told,) = notices("挖沟", date(2026, 3, 2), date(2026, 3, 3), BUILDINGS, roads=end)
    assert told.building == "b2" and [item.message for item in told.sentences[1:]] == ["车辆无法开到楼前,请提前移车"]


def test_two_narrow_strips_beside_a_trench_let_nobody_pass_and_one_wide_one_does():
    """Of 4 m a trench of 2 m in the middle leaves twice 1 m; at the kerb it leaves 2 m."""
    states = [narrowed(ROADS, spot(shapely.box(40, low, 42, low + 2)))["state"].tolist() for low in (-1, -2)]
    assert states == [["shut"], ["foot"]]
    assert narrowed(ROADS, spot(shapely.box(40, 1.2, 42, 2)))["state"].tolist() == ["half"]  # 3.2 m: cars pass too
    path = ROADS.assign(kind="footpath")
    assert narrowed(path, spot(shapely.box(40, 0, 42, 2)))["state"].tolist() == ["half"]  # nobody drives there


def test_parking_bays_and_gardens_in_the_closure_are_counted_by_their_share():
    parking = on_ground({"p1": shapely.box(0, 0, 20, 5), "p2": shapely.box(200, 0, 220, 5)}, bays=[8, 8])
    closed = spot(shapely.box(10, -5, 30, 10))
    assert bays_lost(parking, closed).to_dict() == {"p1": 4}
    assert area_taken_m2(parking, closed).to_dict() == pytest.approx({"p1": 50}, abs=0.1)
    assert bays_lost_near(BUILDINGS, parking, bays_lost(parking, closed), 40) == {}
    assert bays_lost_near(BUILDINGS, parking, bays_lost(parking, closed), 60) == {"b1": 4, "b3": 4}
    assert bays_lost(parking, spot(shapely.box(300, 0, 310, 5))).empty


def test_a_closure_over_no_road_changes_nothing():
    assert close(300, 300, 310, 310).affected.empty


def test_a_shut_gate_and_a_place_without_gates_are_told():
    shut = close(-5, -5, 5, 5)
    assert shut.gates_shut == ("g",) and [p.severity for p in shut.problems] == ["warning"]
    assert (shut.buildings["effect"] == "cut_off").all()
    none = close_roads(spot(shapely.box(30, -2, 50, 2)), ROADS, BUILDINGS, GATES.iloc[:0])
    assert none.problems and none.affected.empty


def test_shut_pipes_name_the_buildings_that_cannot_drain():
    rows = (
        ("a", (0, 0), (30, 0), None, {}), ("b", (30, 0), (60, 0), None, {}),
        ("h1", (0, 10), (0, 0), None, {"from_node": "b1"}), ("h2", (30, 10), (30, 0), None, {"from_node": "b2"}),
        ("h3", (50, 10), (60, 0), None, {"from_node": "b2"}),
    )  # fmt: skip
    network = network_of(pipes(*rows), nodes(m1=(0, 0), m2=(30, 0)), nodes(o=(60, 0)))
    assert shut_pipes(network, ["a"], BUILDINGS)["pipe"].to_dict() == {"b1": "a"}
    both = shut_pipes(network, ["a", "b"], BUILDINGS)
    assert both["share"].to_dict() == {"b1": 1.0, "b2": 0.5}
    assert both["pipe"].to_dict() == {"b1": "a", "b2": "b"} and both.at["b1", "households"] == 10
    assert shut_pipes(network, [], BUILDINGS).empty


def test_notices_say_dates_detour_and_phone_for_affected_buildings_only():
    roads = close(30, -2, 50, 2)
    told = notices("管网改造", date(2026, 3, 2), date(2026, 3, 9), BUILDINGS, roads=roads, phones={"b2": "0731-1234"})
    assert [notice.building for notice in told] == ["b1", "b2"]
    words = [sentence.text() for sentence in told[1].sentences]
    assert words[0] == "管网改造:2026-03-02 至 2026-03-09 施工" and "100 m" in words[1] and told[1].phone == "0731-1234"
    with pytest.raises(ValueError, match="ends before"):
        notices("x", date(2026, 3, 9), date(2026, 3, 2), BUILDINGS)
