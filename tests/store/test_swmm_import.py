"""A network in SWMM's text format is imported as a whole, keeps its ids, and asks for its CRS."""

import networkx as nx

from dashboard.services.frames import Community
from dashboard.services.planning.pipe_network import drainage
from data.communities import communities
from data.importing import import_file
from geo.exchange.planning import Reading
from geo.rule_values import usual_values
from geo.trace import trace_node
from tests.unit.analysis.test_swmm import file


def test_without_a_crs_nothing_is_imported_and_the_reason_is_said(store, tmp_path):
    path = tmp_path / "net.inp"
    path.write_text(file(), "utf-8")
    report = import_file(store, path, community="new", layer="all", who="test")
    assert report.is_refused and communities(store) == []
    assert any("--crs" in problem.message for problem in report.problems)


def test_the_traces_of_an_imported_network_are_those_of_its_text(store, tmp_path):
    path = tmp_path / "net.inp"
    path.write_text(file(), "utf-8")
    report = import_file(store, path, community="new", layer="all", who="test", reading=Reading(crs="EPSG:4547"))
    assert report.is_done and {layer.layer: layer.rows for layer in report.layers} == {
        "pipe": 4, "manhole": 4, "outfall": 2
    }  # fmt: skip
    water = drainage(Community(store, "new"), usual_values())
    assert water is not None
    text = nx.DiGraph([("J1", "J3"), ("J2", "J3"), ("J3", "O1"), ("S1", "O2")])
    for outfall in ("O1", "O2"):
        assert set(trace_node(water.network, outfall).nodes) == nx.ancestors(text, outfall) | {outfall}
    again = import_file(store, path, community="new", layer="all", who="test", reading=Reading(crs="EPSG:4547"))
    assert (again.added, again.changed) == (0, 0)
