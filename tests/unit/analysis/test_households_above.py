"""Households above pipes: added up along the flow, the same as tracing every pipe by itself."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.catchment import households_above
from geo.trace import UPSTREAM, longest_route_to, trace_pipe
from tests.unit.analysis.drawn import graph


@st.composite
def trees(draw):
    """A tree that flows to node 0: every node leads to an earlier one."""
    count = draw(st.integers(2, 12))
    return [(node, draw(st.integers(0, node - 1))) for node in range(1, count)]


def drains_at(households: dict[str, int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    drains = pd.DataFrame({"building": list(households), "node": list(households), "share": 1.0})
    return drains, pd.DataFrame({"households": pd.Series(households)})


@settings(max_examples=40, deadline=None)
@given(trees(), st.lists(st.integers(0, 50), min_size=12, max_size=12))
def test_on_a_tree_the_sum_along_the_flow_is_what_every_trace_finds(edges, sizes):
    network = graph(edges, {0})
    households = {f"n{n}": sizes[n] for n in range(len(edges) + 1)}
    drains, buildings = drains_at(households)
    found = households_above(network, drains, buildings, network.pipes.index)
    for pipe in network.pipes.index:
        above = trace_pipe(network, pipe, UPSTREAM).nodes
        assert found[pipe] == sum(households[node] for node in above)


def test_where_water_parts_all_of_it_is_taken_to_come():
    # n3 leads to n1 and n2, both lead to n0: nobody knows how the 10 households part.
    network = graph([(3, 1), (3, 2), (1, 0), (2, 0)], {0})
    drains, buildings = drains_at({"n3": 10, "n1": 1})
    found = households_above(network, drains, buildings, network.pipes.index)
    assert found.tolist() == [10, 10, 11, 10]


def test_the_main_stem_is_the_way_from_the_farthest_place():
    network = graph([(1, 0), (2, 1), (5, 1)], {0})
    route = longest_route_to(network, "n0")
    assert route.nodes == ("n5", "n1", "n0") and route.pipes == ("p2", "p0") and route.outfall == "n0"
    assert route.length_m == pytest.approx(network.pipes.loc[["p2", "p0"], "length_m"].sum())


def test_nothing_above_is_a_stem_of_one_node_and_a_ring_does_no_harm():
    assert longest_route_to(graph([(1, 0)], {0}), "n1").nodes == ("n1",)
    ring = graph([(1, 2), (2, 3), (3, 1), (1, 0)], {0})
    assert longest_route_to(ring, "n0").nodes[-1] == "n0"
    drains, buildings = drains_at({"n2": 5})
    assert households_above(ring, drains, buildings, ["p3"]).tolist() == [5]
