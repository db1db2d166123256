"""Works that meet: each rule with dates and ground on paper, and laws."""

from datetime import date, timedelta

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.dig_ground import ground_of_shapes, grounds
from geo.dig_once import RULES, dig_once, meet_in_space
from tests.drawing_board import METRIC, on_ground

PIPE, PAVE, LIGHT, GREEN = "sewer_renewal", "asphalt_overlay", "street_lights", "garden"
STRIP, BESIDE = shapely.box(0, 0, 100, 6), shapely.box(0, 8, 100, 9)


def work(kind, start, end, status="planned", contractor=""):
    day = pd.NaT if start is None else pd.Timestamp(start)
    last = pd.NaT if end is None else pd.Timestamp(end)
    return {"kind": kind, "status": status, "start_day": day, "end_day": last, "start_confirmed": True,
            "end_confirmed": False, "contractor": contractor}  # fmt: skip


def met(shapes=None, about=None, **works):
    table = pd.DataFrame.from_dict(works, orient="index")
    shapes = shapes or dict.fromkeys(works, STRIP)
    ground = gpd.GeoSeries(shapes, crs=METRIC)
    return dig_once(table, ground, repaving_fen_m2=(8_000, 15_000), about=about)


def test_paving_before_the_pipes_under_it_is_told_with_area_cost_and_a_date_that_mends_it():
    pave, pipe = work(PAVE, "2026-03-02", "2026-03-31"), work(PIPE, "2026-04-01", "2026-04-15")
    (row,) = met(pave=pave, pipe=pipe).found.itertuples()
    assert row.Index == "wrong_order:pave:pipe" and row.move == "pave" and not row.confirmed
    assert row.area_m2 == pytest.approx(600) and (row.low_fen, row.high_fen) == (4_800_000, 9_000_000)
    assert row.suggested_start == pd.Timestamp("2026-04-20")  # the Monday after Wednesday 15 April
    assert row.suggested_end - row.suggested_start == pd.Timedelta(days=29) and row.days == 15
    moved = pave | {"start_day": row.suggested_start, "end_day": row.suggested_end}
    assert met(pave=moved, pipe=pipe).found.empty


def test_a_finished_paving_is_protected_for_three_years():
    done = work(PAVE, "2023-01-02", "2023-06-30", "accepted")
    within = met(pave=done, pipe=work(PIPE, "2026-06-01", "2026-06-20")).found
    assert within["rule"].tolist() == ["same_ground"] and within["move"].tolist() == ["pipe"]
    assert within["suggested_start"].tolist() == [pd.Timestamp("2026-07-06")]
    assert met(pave=done, pipe=work(PIPE, "2026-07-06", "2026-07-20")).found.empty


def test_paving_twice_within_the_protected_years_is_told():
    first, again = work(PAVE, "2026-03-02", "2026-03-31"), work(PAVE, "2027-03-01", "2027-03-31")
    (row,) = met(one=first, two=again).found.itertuples()
    assert (row.rule, row.move) == ("same_ground", "two")


def test_two_crews_in_the_same_week_are_told_but_not_one_crew():
    pipe, light = work(PIPE, "2026-03-02", "2026-03-18"), work(LIGHT, "2026-03-19", "2026-03-27")
    (row,) = met(pipe=pipe, light=light).found.itertuples()
    assert (row.rule, row.move, row.suggested_start) == ("crowded", "light", pd.Timestamp("2026-03-23"))
    same = {"contractor": "甲"}
    assert met(pipe=pipe | same, light=light | same).found.empty


def test_a_trench_and_a_closure_can_be_shared():
    pipe, later = work(PIPE, "2026-03-02", "2026-03-31"), ("2026-05-04", "2026-05-15")
    beside = {"pipe": STRIP, "light": BESIDE}
    (row,) = met(beside, pipe=pipe, light=work(LIGHT, *later)).found.itertuples()
    assert (row.rule, row.good, row.suggested_start) == ("share_trench", True, pd.Timestamp("2026-04-06"))
    assert row.distance_m == pytest.approx(2)
    (row,) = met(pipe=pipe, pave=work(PAVE, *later)).found.itertuples()
    assert (row.rule, row.days) == ("share_closure", 34)


def test_right_order_and_far_apart_is_nothing():
    far = {"pipe": STRIP, "pave": shapely.box(0, 100, 100, 106)}
    assert met(
        far, pave=work(PAVE, "2026-03-02", "2026-03-31"), pipe=work(PIPE, "2026-04-01", "2026-04-15")
    ).found.empty


def test_works_without_dates_or_ground_are_counted_not_judged():
    ground = {"pave": STRIP, "pipe": STRIP}
    found = met(ground, pave=work(PAVE, None, "2026-03-31"), pipe=work(PIPE, "2026-04-01", "2026-04-15"),
                green=work(GREEN, "2026-04-01", "2026-04-15"))  # fmt: skip
    assert found.found.empty and found.without_dates == ("pave",) and found.without_ground == ("green",)


def test_a_begun_work_is_not_moved():
    begun = work(PAVE, "2026-03-02", "2026-03-31", "under_construction")
    (row,) = met(pave=begun, pipe=work(PIPE, "2026-04-01", "2026-04-15")).found.itertuples()
    assert row.move == "" and pd.isna(row.suggested_start)


def test_grounds_have_the_width_of_the_road_and_the_trench():
    works = pd.DataFrame({"kind": [PAVE, PIPE, LIGHT]}, index=["w1", "w2", "w3"])
    assets = pd.DataFrame({"work": ["w1", "w1", "w2"], "layer": ["road", "road", "pipe"], "id": ["r1", "r2", "p1"]})
    layers = {
        "road": on_ground(
            {"r1": shapely.LineString([(0, 0), (100, 0)]), "r2": shapely.LineString([(100, 0), (150, 0)])},
            width_m=[7.0, 4.0],
        ),
        "pipe": on_ground({"p1": shapely.LineString([(0, 0), (50, 0)])}, diameter_mm=[400]),
    }
    drawn = on_ground({"w3": shapely.LineString([(0, 50), (10, 50)])}).geometry
    ground = grounds(works, assets, drawn, layers)
    # 100 × 7 + 50 × 4; 50 × (0.4 + 2 × 0.5); 10 × 1
    assert ground.area.loc[["w1", "w2", "w3"]].tolist() == pytest.approx([900, 70, 10], rel=1e-3)
    shown = ground_of_shapes(gpd.GeoDataFrame({"kind": [LIGHT]}, geometry=drawn.to_numpy(), crs=4490, index=["w3"]))
    assert shown.area["w3"] == pytest.approx(10, rel=1e-3)


def test_works_without_any_ground_give_an_empty_answer():
    works = pd.DataFrame.from_dict({"w": work(PIPE, "2026-04-01", "2026-04-15")}, orient="index")
    none = pd.DataFrame({"work": [], "layer": [], "id": []})
    ground = grounds(works, none, gpd.GeoSeries([], crs=4490), {})
    found = dig_once(works, ground)
    assert found.found.empty and found.without_ground == ("w",) and "suggested_start" in found.found


days = st.integers(0, 900).map(lambda n: pd.Timestamp(date(2026, 1, 1) + timedelta(days=n)))


@st.composite
def plans(draw):
    rows, shapes = {}, {}
    for number in range(draw(st.integers(2, 9))):
        start, length = draw(days), draw(st.integers(0, 60))
        status = draw(st.sampled_from(["planned", "preparing", "under_construction", "completed"]))
        kind = draw(st.sampled_from([PIPE, PAVE, LIGHT, GREEN]))
        rows[f"w{number}"] = work(kind, start, start + pd.Timedelta(days=length), status)
        x = draw(st.integers(0, 12)) * 10.0
        shapes[f"w{number}"] = shapely.box(x, 0, x + 15, 6)
    return pd.DataFrame.from_dict(rows, orient="index"), gpd.GeoSeries(shapes, crs=METRIC)


CALM = settings(deadline=None, max_examples=60)


@CALM
@given(plans(), st.integers(-500, 500))
def test_moving_all_dates_alike_changes_nothing_and_space_never_depends_on_time(plan, shift):
    works, ground = plan
    before = meet_in_space(ground, 15.0)
    moved = works.assign(**{key: works[key] + pd.Timedelta(days=7 * shift) for key in ("start_day", "end_day")})
    assert before.equals(meet_in_space(ground, 15.0))
    assert list(dig_once(moved, ground).found.index) == list(dig_once(works, ground).found.index)
    pairs = set(zip(before["left"], before["right"], strict=True))
    found = dig_once(works, ground).found
    assert {tuple(sorted(pair)) for pair in zip(found["first"], found["second"], strict=True)} <= pairs


@CALM
@given(plans())
def test_pairs_in_space_are_those_of_all_pairs(plan):
    _, ground = plan
    found = meet_in_space(ground, 10.0)
    ids = sorted(ground.index)
    wanted = {(a, b) for a in ids for b in ids if a < b and ground[a].distance(ground[b]) <= 10.0}
    assert set(zip(found["left"], found["right"], strict=True)) == wanted


@CALM
@given(plans())
def test_accepting_a_suggestion_removes_that_finding(plan):
    works, ground = plan
    for row in dig_once(works, ground).found.itertuples():
        if row.move:
            after = works.copy()
            after.loc[row.move, ["start_day", "end_day"]] = [row.suggested_start, row.suggested_end]
            left = dig_once(after, ground).found
            pair = {row.first, row.second}
            assert not ((left["rule"] == row.rule) & left["first"].isin(pair) & left["second"].isin(pair)).any()


@CALM
@given(plans())
def test_asking_about_one_work_tells_its_share_of_everything(plan):
    works, ground = plan
    whole = dig_once(works, ground).found
    for id in works.index:
        mine = whole.index[(whole["first"] == id) | (whole["second"] == id)]
        assert sorted(dig_once(works, ground, about=id).found.index) == sorted(mine)


def test_every_rule_has_a_title_and_a_source():
    assert all(rule.title and rule.source for rule in RULES)
