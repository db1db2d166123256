"""Which pipe ends where, and what is upstream of what."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import trace
from geo.errors import CrsError
from geo.network import network_of, without_pipes
from geo.trace import route_to_outfall, trace_node, trace_nodes, trace_pipe
from tests.unit.analysis.drawn import graph, nodes, pipes

CALM = settings(deadline=None, max_examples=60)

SMALL_TREE = [(0, 2), (1, 2), (2, 3), (4, 3), (3, 5)]
"""Two branches meet in 2, a third in 3, the outfall is 5."""


def test_ends_meet_a_node_within_the_tolerance_and_a_joint_beyond_it():
    lines = pipes(("a", (0, 0), (30, 0.4), None, {}), ("b", (30.8, 0), (60, 0), None, {}))
    network = network_of(lines, nodes(m1=(0, 0), m2=(30, 0)), nodes(o=(60, 0)), tolerance_m=0.5)
    assert list(network.pipes["to_id"]) == ["m2", "o"]
    assert list(network.pipes["from_id"]) == ["m1", "b.start"]
    wider = network_of(lines, nodes(m1=(0, 0), m2=(30, 0)), nodes(o=(60, 0)), tolerance_m=1.0)
    assert list(wider.pipes["from_id"]) == ["m1", "m2"]


def test_a_name_holds_near_its_end_and_is_refused_where_another_node_lies_there():
    spots = {"m1": (0, 0), "m2": (30, 0), "far": (90, 90)}
    lines = pipes(
        ("near", (0, 2), (30, 0), None, {"from_node": "m1", "to_node": "m2"}),
        ("wrong", (0, 0), (30, 0), None, {"from_node": "far", "to_node": "m2"}),
    )
    network = network_of(lines, nodes(**spots), nodes(o=(200, 0)))
    assert list(network.pipes["from_id"]) == ["m1", "m1"]
    assert list(network.pipes["name_disagrees"]) == [False, True]


def test_names_give_the_flow_of_a_pipe_drawn_against_it():
    line = pipes(("p", (30, 0), (0, 0), None, {"from_node": "m1", "to_node": "m2"}))
    network = network_of(line, nodes(m1=(0, 0), m2=(30, 0)), nodes(o=(200, 0)))
    assert (network.pipes.at["p", "from_id"], network.pipes.at["p", "to_id"]) == ("m1", "m2")
    assert network.pipes.at["p", "drawn_reversed"]


def test_a_pipe_without_line_is_kept_by_its_names_or_left_out_and_told():
    lines = pipes(
        ("named", (0, 0), (30, 0), None, {"from_node": "m1", "to_node": "m2"}), ("lost", (0, 0), (30, 0), None, {})
    )
    lines = lines.set_geometry([None, None], crs=lines.crs)
    network = network_of(lines, nodes(m1=(0, 0), m2=(30, 0)), nodes(o=(200, 0)))
    assert list(network.pipes.index) == ["named"] and network.left_out == ("lost",)
    assert np.isnan(network.pipes.at["named", "length_m"])


def test_nothing_with_a_place_is_refused_in_words():
    empty = nodes()
    with pytest.raises(CrsError):
        network_of(pipes(), empty, empty)


def test_the_tree_on_paper():
    network = graph(SMALL_TREE, {5})
    up = trace_node(network, "n3")
    assert set(up.nodes) == {"n0", "n1", "n2", "n3", "n4"}
    assert set(up.pipes) == {"p0", "p1", "p2", "p3"}
    down = trace_pipe(network, "p0", trace.DOWNSTREAM)
    assert set(down.pipes) == {"p0", "p2", "p4"} and down.outfalls == ("n5",)
    assert set(trace_pipe(network, "p2").pipes) == {"p0", "p1", "p2"}


def test_the_route_takes_the_shorter_of_two_branches():
    network = graph([(0, 1), (1, 3), (0, 3), (3, 4)], {4})
    route = route_to_outfall(network, "n0")
    assert route.pipes == ("p2", "p3") and route.outfall == "n4"
    assert route.length_m == pytest.approx(np.hypot(60, 9) + np.hypot(20, 7), rel=1e-3)


def test_a_route_without_outfall_says_so_and_ends_in_a_cycle():
    route = route_to_outfall(graph([(0, 1), (1, 2), (2, 0)]), "n0")
    assert route.outfall == "" and set(route.nodes) == {"n0", "n1", "n2"}


def test_a_long_chain_is_found_whole():
    count = 900
    network = graph([(n, n + 1) for n in range(count)], {count})
    assert len(trace_node(network, f"n{count}").nodes) == count + 1
    assert len(trace_node(network, "n0", trace.DOWNSTREAM).pipes) == count


@st.composite
def trees(draw):
    """Edges of a tree that drains to node 0."""
    return [(n, draw(st.integers(0, n - 1))) for n in range(1, draw(st.integers(2, 25)))]


digraphs = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda e: e[0] != e[1]), min_size=1, max_size=40
)


@CALM
@given(trees(), st.data())
def test_upstream_of_a_node_of_a_tree_is_the_union_of_its_branches(edges, data):
    network = graph(edges, {0})
    node = data.draw(st.integers(0, len(edges)))
    branches = [trace_pipe(network, f"p{i}") for i, (_, head) in enumerate(edges) if head == node]
    whole = trace_node(network, f"n{node}")
    assert sorted(whole.pipes) == sorted(pipe for branch in branches for pipe in branch.pipes)
    assert set(whole.nodes) == {f"n{node}"}.union(*(branch.nodes for branch in branches))


@CALM
@given(digraphs, st.data())
def test_removing_a_pipe_never_enlarges_a_catchment(edges, data):
    network = graph(edges)
    node = data.draw(st.sampled_from(sorted(network.nodes.index)))
    shut = data.draw(st.sampled_from(sorted(network.pipes.index)))
    rest = without_pipes(network, {shut})
    assert set(trace_node(rest, node).nodes) <= set(trace_node(network, node).nodes)


@CALM
@given(digraphs)
def test_every_trace_is_what_networkx_finds(edges):
    network = graph(edges)
    other = nx.MultiDiGraph([(f"n{a}", f"n{b}") for a, b in edges])
    other.add_nodes_from(network.nodes.index)
    for node in other:
        up, down = trace_node(network, node), trace_node(network, node, trace.DOWNSTREAM)
        assert set(up.nodes) == nx.ancestors(other, node) | {node}
        assert set(down.nodes) == nx.descendants(other, node) | {node}
        assert len(up.nodes) == len(set(up.nodes)) and len(up.pipes) == len(set(up.pipes))


def test_the_trace_of_several_nodes_is_the_union_and_of_none_is_empty():
    network = graph(SMALL_TREE, {5})
    assert set(trace_nodes(network, ["n2", "n4"]).nodes) == {"n0", "n1", "n2", "n4"}
    assert len(trace_nodes(network, []).nodes) == 0
