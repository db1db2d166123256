"""The sewers form trees that fall to their outfalls (the planted defects are tested elsewhere)."""

import networkx as nx
import pytest

from data.demo.spec import MIN_COVER_M, MIN_SLOPE


@pytest.fixture(scope="module")
def pipes(metric):
    return metric["pipe"]


@pytest.fixture(scope="module")
def graph(pipes):
    graph = nx.MultiDiGraph()
    for id, pipe in pipes.iterrows():
        graph.add_edge(pipe.from_node, pipe.to_node, key=id)
    return graph


@pytest.fixture(scope="module")
def planted(sample):
    return {id for defect in sample.answer_key for id in defect["ids"].get("pipe", []) if "paved" not in defect["kind"]}


def test_every_node_is_a_manhole_gully_outfall_or_building(sample, pipes):
    layers = sample.layers
    ends = set(pipes.from_node) | set(pipes.to_node)
    known = {id for key in ("manhole", "gully", "outfall", "building") for id in layers[key].index}
    assert ends <= known
    for key in ("manhole", "gully", "outfall"):
        assert set(layers[key].index) <= ends, key
    assert not set(pipes.to_node) & (set(layers["building"].index) | set(layers["gully"].index))


def test_pipes_end_exactly_on_their_nodes(metric, pipes):
    points = {id: point for key in ("manhole", "gully", "outfall") for id, point in metric[key].geometry.items()}
    outlines = metric["building"].geometry
    for id, pipe in pipes.iterrows():
        first, last = pipe.geometry.boundary.geoms
        for node, end in ((pipe.from_node, first), (pipe.to_node, last)):
            place = points[node] if node in points else outlines[node].exterior
            assert place.distance(end) < 0.001, id


def test_water_has_one_way_out_of_every_manhole_and_never_runs_in_a_circle(graph, sample):
    assert nx.is_directed_acyclic_graph(graph)
    for id in (*sample.layers["manhole"].index, *sample.layers["gully"].index):
        assert graph.out_degree(id) == 1, id


def test_everything_reaches_one_of_four_outfalls(graph, sample):
    outfalls = sample.layers["outfall"]
    assert sorted(outfalls.kind) == ["foul", "foul", "storm", "storm"]
    reached = set().union(*(nx.ancestors(graph, id) | {id} for id in outfalls.index))
    assert reached == set(graph)
    assert all(graph.out_degree(id) == 0 and graph.in_degree(id) >= 1 for id in outfalls.index)


def test_every_building_is_drained_by_a_foul_pipe(sample, pipes):
    drained = set(pipes.from_node[(pipes.kind == "foul") & (pipes.diameter_mm == 200)])
    assert set(sample.layers["building"].index) <= drained


def test_storm_water_reaches_the_river_and_foul_water_does_not(metric):
    river, outfall = metric["context"].geometry["river"], metric["outfall"]
    distance = outfall.distance(river)
    assert (distance[outfall.kind == "storm"] < 6).all()
    assert (distance[outfall.kind == "foul"] > 30).all()


def test_slopes_keep_to_the_rule(pipes, planted):
    fall = (pipes.upstream_invert_m - pipes.downstream_invert_m) / pipes.length
    least = pipes.diameter_mm.map(MIN_SLOPE)
    assert set(pipes.index[fall < least]) <= planted


def test_pipes_lie_deep_enough_and_not_absurdly_deep(sample, pipes):
    ground = {id: level for key in ("manhole", "gully") for id, level in sample.layers[key].ground_level_m.items()}
    for node, invert in (("from_node", "upstream_invert_m"), ("to_node", "downstream_invert_m")):
        known = pipes[pipes[node].isin(ground)]
        cover = known[node].map(ground) - known[invert] - known.diameter_mm / 1000
        assert cover.min() >= MIN_COVER_M
        assert cover.max() < 4.0


def test_inverts_meet_the_manholes(sample, pipes):
    invert = sample.layers["manhole"].invert_level_m.to_dict() | sample.layers["outfall"].invert_level_m.to_dict()
    leaving = pipes[pipes.from_node.isin(invert)]
    assert (leaving.upstream_invert_m - leaving.from_node.map(invert)).abs().max() < 1e-6
    assert (pipes.downstream_invert_m - pipes.to_node.map(invert)).min() > -1e-6


def test_diameters_never_decrease_downstream(graph, pipes):
    for node in graph:
        arriving = [pipes.diameter_mm[key] for *_, key in graph.in_edges(node, keys=True)]
        leaving = [pipes.diameter_mm[key] for *_, key in graph.out_edges(node, keys=True)]
        assert not arriving or not leaving or max(arriving) <= min(leaving), node


def test_gullies_stand_at_a_road_edge_beside_a_storm_manhole(metric, pipes, sample):
    road = metric["road"]
    edges = road.geometry.buffer(road.width_m / 2, cap_style="flat").boundary
    for id, point in metric["gully"].geometry.items():
        assert edges.distance(point).min() < 0.6, id
    links = pipes[pipes.from_node.isin(sample.layers["gully"].index)]
    assert set(links.to_node.map(sample.layers["manhole"].kind)) == {"storm"}
    assert len(links) == len(sample.layers["gully"])


def test_mains_keep_clear_of_buildings(metric, pipes):
    mains = pipes[pipes.diameter_mm > 200].geometry
    for id, outline in metric["building"].geometry.items():
        assert mains.distance(outline).min() > 1.5, id
