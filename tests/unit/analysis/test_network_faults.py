"""Each fault of a network is found where it is drawn, and a sound network has none."""

import pytest

from geo.network import network_of
from geo.network_faults import FAULT_KINDS, as_frame, network_faults
from geo.sewer_rules import CLEANED_BY_HAND, SEWER_LIMITS
from tests.unit.analysis.drawn import graph, nodes, pipes

SLOPED = (10.0, 9.9)  # 0.1 m over 30 m = 0.0033: just over the 0.003 of DN300 concrete


def faults(*rows, manholes=None, outfalls=None, **how):
    network = network_of(
        pipes(*rows),
        manholes if manholes is not None else nodes(m1=(0, 0), m2=(30, 0)),
        outfalls if outfalls is not None else nodes(o=(60, 0)),
    )
    return network_faults(network, **how)


def told(found):
    return [(fault.kind, fault.id, fault.others) for fault in found]


SOUND = (("a", (0, 0), (30, 0), SLOPED, {}), ("b", (30, 0), (60, 0), (9.9, 9.8), {}))


def test_a_sound_network_has_no_faults():
    assert faults(*SOUND) == []


@pytest.mark.parametrize(
    ("change", "kind", "value", "limit"),
    [
        ({"upstream_invert_m": 9.7}, "uphill_pipe", 0.1, None),
        ({"upstream_invert_m": 9.8}, "flat_pipe", None, None),
        ({"upstream_invert_m": 9.83}, "gentle_slope", 0.001, 0.003),
        ({"upstream_invert_m": None}, "missing_invert", None, None),
        ({"diameter_mm": 200}, "small_diameter", 200, 300),
        ({"diameter_mm": None}, "missing_diameter", None, None),
    ],
)
def test_a_pipe_against_the_rules_is_told_with_value_limit_and_source(change, kind, value, limit):
    (found,) = [f for f in faults(SOUND[0], ("b", (30, 0), (60, 0), (9.9, 9.8), change)) if f.kind == kind]
    assert found.id == "b" and found.limit == limit
    assert found.value is None or found.value == pytest.approx(value, abs=1e-5)
    assert (found.source == "GB 50014-2021") == (limit is not None)
    assert found.geometry is not None and found.problem().text()


def test_plastic_may_lie_flatter_than_concrete():
    gentle = ("b", (30, 0), (60, 0), (9.87, 9.8), {"material": "hdpe"})  # 0.07 / 30 = 0.00233
    assert faults(SOUND[0], gentle) == []
    assert [f.kind for f in faults(SOUND[0], (*gentle[:4], {}))] == ["gentle_slope"]


def test_foul_into_storm_and_storm_into_foul_are_told_apart():
    storm = nodes("storm", s=(30, 0))
    foul = pipes(("a", (0, 0), (30, 0), SLOPED, {}), ("b", (30, 0), (60, 0), SLOPED, {"kind": "storm"}))
    network = network_of(foul, storm, nodes("foul", o=(60, 0)))
    assert told(network_faults(network)) == [("foul_into_storm", "a", ("s",)), ("storm_into_foul", "b", ("o",))]


def test_a_gap_is_a_break_and_a_lonely_end_a_dead_end():
    gap = ("a", (0, 0), (28, 0), SLOPED, {})
    assert told(faults(gap, SOUND[1], manholes=nodes(m1=(0, 0), m2=(30, 0)))) == [("break", "a", ("m2",))]
    assert told(faults(gap, manholes=nodes(m1=(0, 0)))) == [("no_way_out", "a", ()), ("alone", "o", ())]


def test_an_end_on_the_middle_of_another_pipe_is_a_break():
    branch = ("c", (15, 20), (15, 0.2), SLOPED, {})
    assert told(faults(*SOUND, branch)) == [("break", "c", ("a",))]


def test_manholes_too_far_apart_are_told_over_a_joint_too():
    long = (("a", (0, 0), (40, 0), (10.0, 9.8), {}), ("b", (40, 0), (80, 0), (9.8, 9.6), {}))
    (found,) = faults(*long, manholes=nodes(m1=(0, 0)), outfalls=nodes(o=(80, 0)))
    assert (found.kind, found.id, found.others) == ("manholes_far_apart", "a", ("m1", "o"))
    assert (found.value, found.limit) == (80.0, 75.0)
    with_manhole = faults(*long, manholes=nodes(m1=(0, 0), m2=(40, 0)), outfalls=nodes(o=(80, 0)))
    assert with_manhole == []


def test_rules_are_data_that_can_be_changed():
    by_hand = (CLEANED_BY_HAND, *SEWER_LIMITS)
    long = (("a", (0, 0), (50, 0), (10.0, 9.8), {}),)
    where = {"manholes": nodes(m1=(0, 0)), "outfalls": nodes(o=(50, 0))}
    assert faults(*long, **where) == []
    assert [f.limit for f in faults(*long, **where, limits=by_hand)] == [40]


def test_a_cycle_is_one_fault_with_all_its_pipes_and_a_bifurcation_only_a_note():
    found = network_faults(graph([(0, 1), (1, 2), (2, 0), (0, 3)], {3}))
    cycles = [fault for fault in found if fault.kind == "cycle"]
    assert [fault.others for fault in cycles] == [("p0", "p1", "p2")]
    assert [(f.id, f.severity) for f in found if f.kind == "bifurcation"] == [("n0", "note")]


def test_faults_come_gravest_first_and_as_a_frame_in_the_stored_crs():
    found = faults(("a", (0, 0), (28, 0), SLOPED, {"diameter_mm": 100}), ("b", (30, 0), (60, 0), (9.7, 9.8), {}))
    order = [kind.key for kind in FAULT_KINDS]
    assert [f.kind for f in found] == sorted((f.kind for f in found), key=order.index)
    frame = as_frame(found)
    assert len(frame) == len(found) and frame.crs.to_epsg() == 4490
    assert frame.total_bounds[0] == pytest.approx(112.9, abs=0.2)
    assert as_frame([]).empty
