"""Each planted defect is there, is found by a direct check, and is the only one of its kind."""

import json
from itertools import pairwise

import pytest
import shapely
from shapely import LineString, Point

from data.demo import ANSWER_KEY

FAR_M, USUAL_SPACING_M = 75, 40
DARK_M, USUAL_GAP_M = 40, 30


@pytest.fixture(scope="module")
def answers(sample):
    return {defect["kind"]: defect for defect in sample.answer_key}


def test_the_answer_key_beside_the_sample_is_the_one_that_was_built(sample):
    assert json.loads(ANSWER_KEY.read_text(encoding="utf-8")) == sample.answer_key


def test_the_answer_key_names_seven_defects_each_once(sample):
    assert sorted(defect["kind"] for defect in sample.answer_key) == [
        "building_without_head",
        "foul_into_storm",
        "manholes_far_apart",
        "overlapping_grids",
        "paved_before_pipes",
        "unlit_gap",
        "uphill_pipe",
    ]


def test_every_id_in_the_answer_key_exists(sample):
    for defect in sample.answer_key:
        for layer, ids in defect["ids"].items():
            assert ids and set(ids) <= set(sample.layers[layer].index), defect["kind"]


def test_one_pipe_runs_uphill(sample, answers):
    pipe = sample.layers["pipe"]
    rise = pipe.downstream_invert_m - pipe.upstream_invert_m
    assert list(pipe.index[rise >= 0]) == answers["uphill_pipe"]["ids"]["pipe"]
    assert rise.max() == pytest.approx(answers["uphill_pipe"]["report"]["rise_m"])


def test_one_foul_pipe_ends_in_a_storm_manhole(sample, answers):
    pipe, manhole = sample.layers["pipe"], sample.layers["manhole"]
    for node in ("from_node", "to_node"):
        known = pipe[pipe[node].isin(manhole.index)]
        wrong = known[known.kind != known[node].map(manhole.kind)]
        expected = answers["foul_into_storm"]["ids"]["pipe"] if node == "to_node" else []
        assert list(wrong.index) == expected
    outfall = sample.layers["outfall"]
    last = pipe[pipe.to_node.isin(outfall.index)]
    assert (last.kind == last.to_node.map(outfall.kind)).all()


def test_one_pair_of_manholes_is_too_far_apart(sample, metric, answers):
    pipe, manhole = metric["pipe"], sample.layers["manhole"]
    between = pipe[pipe.from_node.isin(manhole.index) & pipe.to_node.isin(manhole.index)]
    length = between.length
    assert list(length.index[length > FAR_M]) == answers["manholes_far_apart"]["ids"]["pipe"]
    assert length[length <= FAR_M].max() <= USUAL_SPACING_M


def test_one_stretch_of_a_lit_road_is_dark(metric, answers):
    gaps = dict(_gaps(metric["road"], metric["street_light"]))
    dark = {(one, other): gap for (one, other, _), gap in gaps.items() if gap > USUAL_GAP_M}
    answer = answers["unlit_gap"]
    assert [set(lights) for lights in dark] == [set(answer["ids"]["street_light"])]
    assert next(iter(dark.values())) == pytest.approx(answer["report"]["gap_m"], abs=0.2)
    assert answer["report"]["gap_m"] > DARK_M


def test_the_dark_stretch_lies_on_the_road_that_is_named(sample, answers):
    answer = answers["unlit_gap"]
    middle = Point(answer["report"]["lon"], answer["report"]["lat"])
    distance = sample.layers["road"].geometry.apply(middle.distance)
    assert distance.idxmin() == answer["ids"]["road"][0]


def _gaps(road, light):
    """((light, next light, road), metres between them along the road).

    An end of a road counts as a light named "", from which the next one may stand half of the usual gap away.
    """
    for name, own in road.groupby(road["name"].str.replace(r" \d+段$", "", regex=True)):
        line = shapely.line_merge(shapely.union_all(own.geometry.to_numpy()))
        assert isinstance(line, LineString), name
        beside = light[(light.kind == own.kind.iloc[0]) & (light.distance(line) < own.width_m.iloc[0] / 2 + 1.2)]
        if beside.empty:
            continue
        at = sorted((line.project(point), id) for id, point in beside.geometry.items())
        if line.is_closed:
            at.append((at[0][0] + line.length, at[0][1]))
        else:
            at = [(0.0, ""), *at, (line.length, "")]
        for (start, one), (end, other) in pairwise(at):
            yield (one, other, name), end - start if one and other else end - start + USUAL_GAP_M / 2


def test_one_pair_of_grids_overlaps_and_shares_the_named_buildings(metric, answers):
    grid, building = metric["grid"], metric["building"]
    pairs = [
        {a, b}
        for position, a in enumerate(grid.index)
        for b in grid.index[position + 1 :]
        if grid.geometry[a].intersection(grid.geometry[b]).area > 1
    ]
    assert pairs == [set(answers["overlapping_grids"]["ids"]["grid"])]
    points = building.geometry.representative_point()
    twice = [id for id, point in points.items() if grid.contains(point).sum() != 1]
    assert twice == answers["overlapping_grids"]["ids"]["building"]


def test_the_pipes_below_the_early_paving_lie_below_it(metric, answers):
    ids = answers["paved_before_pipes"]["ids"]
    road = metric["road"].loc[ids["road"]]
    paved = road.geometry.buffer(road.width_m / 2).union_all()
    pipe = metric["pipe"]
    mains = pipe[pipe.diameter_mm > 200]
    below = mains.intersection(paved).length / mains.length
    assert set(ids["pipe"]) == set(mains.index[below > 0.999])
    assert not road.overlaid.any()  # no surface of the last years is protected here
