"""Places without a holder, with two, with an expired one; loads; overlaps and holes of grids."""

from datetime import date

import pandas as pd
import pytest
import shapely

from geo.coverage import Duty, Norm, coverage_gaps, loads
from geo.duty import COLUMNS
from geo.grid_faults import HOLE, OVERLAP, grid_faults
from tests.drawing_board import on_ground

DAY = date(2025, 6, 1)
DUTIES = (Duty("head", "building"), Duty("member", "grid"))


def places(*pairs):
    return pd.DataFrame(pairs, columns=["layer", "place"])


def held(*rows):
    return pd.DataFrame(rows, columns=list(COLUMNS), index=[f"a{i}" for i in range(len(rows))])


def faults(table):
    return [(row.place, row.fault, row.people, row.remedy) for row in table.itertuples()]


def test_each_kind_of_gap_is_named_with_its_people_and_its_remedy():
    table = coverage_gaps(
        places(*(("building", f"b{i}") for i in range(1, 5))),
        held(
            ("p1", "head", "building", "b1", date(2025, 1, 1), None, ""),
            ("p2", "head", "building", "b2", date(2024, 1, 1), date(2025, 5, 31), ""),
            ("p3", "head", "building", "b3", date(2025, 1, 1), None, ""),
            ("p4", "head", "building", "b3", date(2025, 1, 1), None, ""),
            ("p5", "head", "building", "b9", date(2025, 1, 1), None, ""),
        ),
        DUTIES,
        DAY,
    )
    assert faults(table) == [
        ("b2", "expired", "p2", "hand_over"),
        ("b3", "double", "p3+p4", "hand_over"),
        ("b4", "vacant", "", "assign"),
        ("b9", "ended_place", "p5", "hand_over"),
    ]
    assert table["last_day"].iloc[0] == pd.Timestamp(2025, 5, 31)


def test_a_duty_that_begins_tomorrow_leaves_the_place_vacant_today():
    tomorrow = held(("p", "head", "building", "b1", date(2025, 6, 2), None, ""))
    assert faults(coverage_gaps(places(("building", "b1")), tomorrow, DUTIES, DAY)) == [("b1", "vacant", "", "assign")]
    assert len(coverage_gaps(places(("building", "b1")), tomorrow, DUTIES, date(2025, 6, 2))) == 0


def test_a_person_who_left_holds_nothing_any_more():
    gone = held(("p", "head", "building", "b1", date(2025, 1, 1), None, "")).assign(person_until=date(2025, 5, 1))
    assert faults(coverage_gaps(places(("building", "b1")), gone, DUTIES, DAY)) == [("b1", "expired", "p", "hand_over")]


def test_a_stand_in_neither_fills_a_place_nor_doubles_it():
    rows = held(
        ("p", "head", "building", "b1", date(2025, 1, 1), None, ""),
        ("q", "head", "building", "b1", date(2025, 5, 1), None, "a0"),
        ("q", "head", "building", "b2", date(2025, 5, 1), None, "a9"),
    )
    table = coverage_gaps(places(("building", "b1"), ("building", "b2")), rows, DUTIES, DAY)
    assert faults(table) == [("b2", "vacant", "", "assign")]


def test_communities_with_the_same_ids_are_kept_apart():
    both = places(("building", "b1"), ("building", "b1")).assign(community=["c1", "c2"])
    rows = held(("p", "head", "building", "b1", date(2025, 1, 1), None, "")).assign(community="c1")
    table = coverage_gaps(both, rows, DUTIES, DAY)
    assert list(table["community"]) == ["c2"]


def test_a_role_that_many_may_hold_is_never_double():
    rows = held(*((p, "head", "building", "b1", date(2025, 1, 1), None, "") for p in "pq"))
    assert len(coverage_gaps(places(("building", "b1")), rows, [Duty("head", "building", False)], DAY)) == 0


def test_the_load_is_summed_per_person_and_held_against_the_norm():
    rows = pd.DataFrame(
        [("p", "member", "grid", "g1"), ("p", "member", "grid", "g2"), ("q", "member", "grid", "g3")],
        columns=["person", "role", "layer", "place"],
    )
    known = pd.DataFrame(
        {"layer": "grid", "place": ["g1", "g2", "g3"], "households": [300, 250, 120], "buildings": [6, 5, 2]}
    )
    table = loads(rows, known, [Norm("member", 160, 500)], {("grid", "g1"): 3, ("grid", "g3"): 1})
    columns = ["person", "places", "households", "buildings", "open_works", "verdict", "remedy"]
    assert table[columns].to_numpy().tolist() == [
        ["p", 2, 550, 11, 3, "above", "split"],
        ["q", 1, 120, 2, 1, "below", "merge"],
    ]


def test_without_a_norm_there_is_no_verdict():
    rows = pd.DataFrame([("p", "member", "grid", "g1")], columns=["person", "role", "layer", "place"])
    known = pd.DataFrame({"layer": ["grid"], "place": ["g1"], "households": [300], "buildings": [6]})
    assert loads(rows, known, [])[["verdict", "remedy"]].to_numpy().tolist() == [["", ""]]


SITE = {"A": shapely.box(0, 0, 200, 100)}
HOUSES = {"b1": shapely.box(90, 40, 110, 50), "b2": shapely.box(180, 40, 195, 50)}


def found(grids):
    table = grid_faults(on_ground(grids), on_ground(SITE), on_ground(HOUSES, households=[42, 56]))
    return [
        (row.kind, row.grids, row.compound, round(row.area_m2), row.buildings, row.households)
        for row in table.itertuples()
    ]


def test_the_overlap_and_the_hole_are_measured_and_name_their_buildings():
    grids = {"g1": shapely.box(0, 0, 120, 100), "g2": shapely.box(80, 0, 170, 100)}
    assert found(grids) == [(HOLE, "", "A", 3000, "b2", 56), (OVERLAP, "g1+g2", "", 4000, "b1", 42)]


def test_grids_that_fill_the_compound_have_no_fault_and_hairs_are_not_one():
    assert found({"g1": shapely.box(0, 0, 100, 100), "g2": shapely.box(100, 0, 200, 100)}) == []
    assert found({"g1": shapely.box(0, 0, 100.2, 100), "g2": shapely.box(100, 0, 199.8, 100)}) == []


def test_a_compound_without_grids_is_one_hole():
    assert found({"g1": shapely.box(900, 900, 950, 950)}) == [(HOLE, "", "A", 20000, "b1+b2", 98)]


@pytest.mark.parametrize("same", [True, False])
def test_grids_of_different_communities_never_overlap(same):
    grids = on_ground({"g1": shapely.box(0, 0, 200, 100), "g2": shapely.box(0, 0, 200, 100)})
    sites = on_ground({"A": SITE["A"], "B": SITE["A"]}, community=["c1", "c1" if same else "c2"])
    houses = on_ground(HOUSES, households=1, community="c1")
    table = grid_faults(grids.assign(community=["c1", "c1" if same else "c2"]), sites, houses)
    assert len(table) == (1 if same else 0)
