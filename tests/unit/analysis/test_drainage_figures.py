"""Who drains where, what pipes carry, profiles and filled-in levels: with answers on paper."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.catchment import NEAREST, NONE, TOUCHING, catchment, drains_of
from geo.hydraulics import capacity, design_flow_l_s, filled_share, full_bore, peaking_factor, values_of
from geo.network import network_of
from geo.profile import profile, with_interpolated_inverts
from geo.trace import route_to_outfall, trace_node
from tests.drawing_board import on_ground
from tests.unit.analysis.drawn import nodes, pipes

MAIN = (("a", (0, 0), (30, 0), (10.0, 9.9), {}), ("b", (30, 0), (60, 0), (9.9, 9.8), {}))
MANHOLES = nodes(m1=(0, 0), m2=(30, 0))


@pytest.fixture
def network():
    """Two mains to an outfall; house drains from b1 (by name) and b2 (from its wall) to m1 and m2."""
    links = (
        ("h1", (0, 10), (0, 0), None, {"from_node": "b1", "diameter_mm": 200}),
        ("h2", (30, 10), (30, 0), None, {"diameter_mm": 200}),
        ("h3", (38, 10), (30, 0), None, {"diameter_mm": 200}),
    )
    return network_of(pipes(*MAIN, *links), MANHOLES, nodes(o=(60, 0)))


BUILDINGS = on_ground(
    {
        "b1": shapely.box(-10, 12, 10, 20), "b2": shapely.box(25, 10, 40, 20), "b3": shapely.box(-10, -30, 10, -20),
        "b4": shapely.box(500, 500, 510, 510),
    },
    households=[42, 56, 14, 7],
)  # fmt: skip


def test_a_building_drains_by_name_by_its_wall_or_to_the_nearest_manhole(network):
    drains = drains_of(BUILDINGS, network).set_index("building")
    assert drains.loc["b1", ["rule", "pipe"]].tolist() == ["named", "h1"]
    assert drains.loc["b2", "rule"].tolist() == [TOUCHING, TOUCHING] and drains.loc["b2", "share"].tolist() == [
        0.5,
        0.5,
    ]
    assert drains.loc["b3", ["rule", "node"]].tolist() == [NEAREST, "m1"]
    assert drains.loc["b3", "distance_m"] == pytest.approx(20, abs=0.05)
    assert drains.loc["b4", ["rule", "node"]].tolist() == [NONE, ""]


def test_households_above_a_place_add_up_and_say_what_is_assumed(network):
    drains = drains_of(BUILDINGS, network)
    at_m1 = catchment(drains, BUILDINGS, trace_node(network, "m1").nodes)
    assert at_m1.buildings == ("b1", "b3") and at_m1.households == 42 + 14 and at_m1.assumed == ("b3",)
    at_end = catchment(drains, BUILDINGS, trace_node(network, "o").nodes)
    assert at_end.households == 42 + 56 + 14 and at_end.partly == ()
    one_drain = catchment(drains, BUILDINGS, ["h2.start"])
    assert one_drain.partly == ("b2",) and (one_drain.households, one_drain.draining_households) == (56, 28)


def test_a_building_without_households_is_named_and_adds_nothing(network):
    unknown = BUILDINGS.assign(households=[np.nan, 56, 14, 7])
    found = catchment(drains_of(unknown, network), unknown, trace_node(network, "m1").nodes)
    assert found.unknown == ("b1",) and found.households == 14


def test_manning_on_paper():
    # DN300, n = 0.013, S = 0.003: R = 0.075, R^(2/3) = 0.17784, √S = 0.054772 → 0.7493 m/s, × 0.070686 m² = 52.96 L/s
    velocity, flow = full_bore([300, 300, 300], [0.003, 0.0, -0.01], 0.013)
    assert velocity[0] == pytest.approx(0.7493, abs=1e-4) and flow[0] == pytest.approx(52.96, abs=0.01)
    assert np.isnan(velocity[1:]).all()


def test_the_design_flow_on_paper():
    # 1,000 households × 2.62 × 150 L ÷ 86,400 s = 4.5486 L/s, below 5 L/s: × 2.7
    assert float(design_flow_l_s(1000, values_of())) == pytest.approx(12.281, abs=0.001)
    assert float(peaking_factor(27.5)) == pytest.approx(2.25)  # half-way from 15 (2.4) to 40 (2.1)
    assert float(filled_share(0.5)) == pytest.approx(0.5)
    assert float(filled_share(0.75)) == pytest.approx(0.912, abs=0.001)  # tabulated value of circular sewers


@given(st.floats(0, 1e5), st.floats(0, 1e5))
def test_more_households_never_send_less(one, other):
    few, many = sorted((one, other))
    # The factor falls with the flow, but never so fast that the flow itself would.
    assert design_flow_l_s(few, values_of()) <= design_flow_l_s(many, values_of()) + 1e-9


def test_capacity_shows_its_coefficients_and_promises_nothing_of_a_pipe_that_does_not_fall():
    table = pd.DataFrame(
        {"diameter_mm": [300.0, 300.0, 600.0], "slope": [0.003, -0.001, 0.002], "material": ["concrete", "hdpe", ""],
         "kind": ["foul", "foul", "storm"]}
    )  # fmt: skip
    found = capacity(table, pd.Series([1000, 1000, 0]))
    assert found["roughness"].tolist() == [0.013, 0.010, 0.013]
    assert found["allowed_l_s"][0] == pytest.approx(52.96 * float(filled_share(0.55)), abs=0.02)
    assert found["used"][0] == pytest.approx(12.281 / found["allowed_l_s"][0], rel=1e-3)
    assert np.isnan(found.loc[1, "full_l_s"]) and np.isnan(found.loc[2, "design_l_s"]) and found["filling"][2] == 1


def test_the_profile_runs_along_the_flow(network):
    found = profile(network, route_to_outfall(network, "m1"))
    assert found["node"].tolist() == ["m1", "m2", "o"] and found["pipe"].tolist() == ["a", "b", ""]
    assert found["distance_m"].tolist() == pytest.approx([0, 30, 60], abs=0.01)
    assert found["invert_in_m"].tolist()[1:] == [9.9, 9.8] and found["invert_out_m"].tolist()[:2] == [10.0, 9.9]
    assert found["slope"][0] == pytest.approx(0.1 / 30, rel=1e-3)


def test_missing_levels_are_filled_between_known_ones_only_and_marked():
    rows = (
        ("head", (0, 30), (0, 0), None, {}), ("a", (0, 0), (20, 0), (10.0, np.nan), {}),
        ("b", (20, 0), (30, 0), None, {}), ("c", (30, 0), (60, 0), (np.nan, 9.4), {}),
    )  # fmt: skip
    manholes = nodes(m0=(0, 30), m1=(0, 0), m2=(20, 0), m3=(30, 0))
    network = network_of(pipes(*rows), manholes, nodes(o=(60, 0)))
    filled = with_interpolated_inverts(network).pipes
    # From 10.0 to 9.4 over 20 + 10 + 30 m: 1 cm a metre.
    assert filled.at["a", "downstream_invert_m"] == pytest.approx(9.8, abs=1e-6)
    assert filled.loc["b", ["upstream_invert_m", "downstream_invert_m"]].tolist() == pytest.approx([9.8, 9.7], abs=1e-6)
    assert filled["invert_interpolated"].tolist() == [True, True, True, True]
    assert np.isnan(filled.at["head", "upstream_invert_m"])  # nothing is known above it
    assert filled.at["head", "downstream_invert_m"] == 10.0
    assert not network.pipes["invert_interpolated"].any()  # the network that was given is unchanged
