"""SWMM's text format: a small file of our own, its traces against networkx, and what is refused."""

import networkx as nx
import numpy as np
import pytest

from geo.errors import CrsError, FileError
from geo.exchange.swmm import read_swmm
from geo.measure import length_m
from geo.network import network_of
from geo.network_faults import network_faults
from geo.trace import DOWNSTREAM, trace_node

# A: two branches into J3, on to outfall O1 over a bend; a weir from the basin S1 to outfall O2. Feet and depths.
FILE = """[TITLE]
;;two outfalls
[OPTIONS]
FLOW_UNITS {units}
LINK_OFFSETS {offsets}
[JUNCTIONS]
;;Name  Elevation MaxDepth
J1 103 6
J2 102 0 ; no depth
J3 100 8
[OUTFALLS]
O1 97 FREE
O2 98 FREE
[STORAGE]
S1 99 5 0 TABULAR
[CONDUITS]
C1 J1 J3 300 0.013 {off} *
C2 J2 J3 300 0.013
C3 J3 O1 500 0.013 0 0
[WEIRS]
W1 S1 O2 TRANSVERSE 1 3.3
[XSECTIONS]
C1 CIRCULAR 2 0 0 0 1
C2 RECT_CLOSED 2 3 0 0 1
C3 CIRCULAR 3 0 0 0 1
[COORDINATES]
J1 394000 3122100
J2 394100 3122100
J3 394050 3122050
O1 394050 3121950
O2 394210 3122000
S1 394200 3122000
[VERTICES]
C3 394080 3122010
"""


def file(units="CMS", offsets="DEPTH", off="0.5"):
    return FILE.format(units=units, offsets=offsets, off=off)


def test_nodes_and_pipes_become_layers_in_the_stored_crs():
    found = read_swmm(file(), "EPSG:4547")
    assert found.pipes.crs.to_epsg() == 4490 and found.problems == ()
    assert list(found.manholes.index) == ["J1", "J2", "J3", "S1"] and list(found.outfalls.index) == ["O1", "O2"]
    assert found.manholes["ground_level_m"].tolist()[::2] == [109, 108] and np.isnan(
        found.manholes.at["J2", "ground_level_m"]
    )
    assert found.pipes["diameter_mm"].tolist()[::2] == [2000, 3000] and np.isnan(found.pipes.at["C2", "diameter_mm"])
    # C3 goes round by its bend: √(30² + 40²) + √(30² + 60²).
    assert length_m(found.pipes)["C3"] == pytest.approx(50 + 67.08, abs=0.05)


def test_offsets_are_heights_or_levels_and_a_star_is_the_node():
    depths = read_swmm(file(), "EPSG:4547").pipes
    assert depths.loc["C1", ["upstream_invert_m", "downstream_invert_m"]].tolist() == [103.5, 100]
    levels = read_swmm(file(offsets="ELEVATION", off="103.2"), "EPSG:4547").pipes
    assert levels.loc["C1", ["upstream_invert_m", "downstream_invert_m"]].tolist() == [103.2, 100]


def test_feet_become_metres_and_coordinates_stay_what_the_crs_says():
    feet, metres = read_swmm(file("CFS"), "EPSG:4547"), read_swmm(file(), "EPSG:4547")
    assert feet.manholes.at["J1", "invert_level_m"] == pytest.approx(103 * 0.3048)
    assert feet.pipes.at["C1", "diameter_mm"] == pytest.approx(609.6)
    assert feet.pipes.geometry.equals(metres.pipes.geometry)


def test_every_trace_is_what_networkx_finds_in_the_file():
    found = read_swmm(file(), "EPSG:4547")
    network = network_of(found.pipes, found.manholes, found.outfalls)
    other = nx.DiGraph([("J1", "J3"), ("J2", "J3"), ("J3", "O1"), ("S1", "O2")])
    for node in other:
        assert set(trace_node(network, node).nodes) == nx.ancestors(other, node) | {node}
        assert set(trace_node(network, node, DOWNSTREAM).nodes) == nx.descendants(other, node) | {node}
    by_place = found.pipes.drop(columns=["from_node", "to_node"])
    assert list(network_of(by_place, found.manholes, found.outfalls).pipes["from_id"]) == list(network.pipes["from_id"])
    kinds = {fault.kind for fault in network_faults(network)}
    assert not kinds & {"break", "no_way_out", "cycle", "uphill_pipe", "foul_into_storm"}


def test_without_a_crs_it_asks_for_one():
    with pytest.raises(CrsError, match="EPSG:4547"):
        read_swmm(file(), None)


@pytest.mark.parametrize("text", ["", "hello", "[CONDUITS]\nC1 J1 J2", "[COORDINATES]\nJ1 1 2"])
def test_another_text_is_refused_in_words(text):
    with pytest.raises(FileError):
        read_swmm(text, "EPSG:4547")


def test_a_node_without_coordinates_is_named_and_its_pipe_kept_by_name():
    found = read_swmm(file().replace("J1 394000 3122100\n", ""), "EPSG:4547")
    assert [p.values["id"] for p in found.problems] == ["C1", "J1"]
    assert found.pipes.geometry.isna().tolist() == [True, False, False, False]
    network = network_of(found.pipes, found.manholes, found.outfalls)
    assert "J1" in set(trace_node(network, "O1").nodes)


def test_words_where_numbers_belong_become_unknown():
    found = read_swmm(file().replace("C1 CIRCULAR 2 0", "C1 CIRCULAR x 0").replace("J1 103 6", "J1 ? 6"), "EPSG:4547")
    assert np.isnan(found.pipes.at["C1", "diameter_mm"]) and np.isnan(found.manholes.at["J1", "invert_level_m"])
