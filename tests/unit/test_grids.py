"""Cutting, joining, drawing along roads, and the balanced proposal: parts are always the whole."""

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.balance import balance, greedy, joined, partition, spread
from geo.grids import GridError, grid_of, households_per_grid, merge_grids, snap_to_roads, split_grid
from geo.tessellation import neighbours, tessellate
from tests.drawing_board import METRIC, metres, on_ground, spot, two_grids

CRS = "EPSG:4490"
GRID = shapely.box(0, 0, 200, 100)


def board(shapes):
    """Stored shapes back on the drawing board."""
    return metres(gpd.GeoDataFrame(geometry=list(shapes), crs=CRS)).geometry.to_numpy()


def assert_partition(parts, whole):
    """Together the whole, and no spot in two: to a thousandth of a square metre."""
    assert shapely.union_all(parts).symmetric_difference(whole).area < 1e-3
    assert abs(sum(part.area for part in parts) - whole.area) < 1e-3


def test_a_line_across_cuts_a_grid_into_two_exact_parts():
    parts = board(split_grid(spot(GRID), spot(shapely.LineString([(50, -5), (50, 105)])), CRS))
    assert [round(part.area) for part in parts] == [15000, 5000]
    assert_partition(parts, GRID)


def test_a_cut_that_stops_just_short_of_the_edge_is_drawn_on_to_it():
    parts = split_grid(spot(GRID), spot(shapely.LineString([(50, 6), (50, 95)])), CRS)
    assert len(parts) == 2
    with pytest.raises(GridError):
        split_grid(spot(GRID), spot(shapely.LineString([(50, 30), (50, 95)])), CRS)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(1, 199), st.floats(1, 99)), min_size=0, max_size=4), st.floats(5, 95))
def test_the_parts_of_any_cut_are_the_grid_again_and_merge_back_into_it(corners, height):
    line = shapely.LineString([(-5, height), *corners, (205, height)])
    parts = split_grid(spot(GRID), spot(line), CRS)
    assert len(parts) >= 2
    assert_partition(board(parts), GRID)
    merged = merge_grids(parts, CRS)
    assert board([merged])[0].symmetric_difference(GRID).area < 1e-3


def test_only_neighbours_merge():
    far = [spot(shapely.box(0, 0, 10, 10)), spot(shapely.box(50, 0, 60, 10))]
    with pytest.raises(GridError):
        merge_grids(far, CRS)
    corner = [spot(shapely.box(0, 0, 10, 10)), spot(shapely.box(10, 10, 20, 20))]
    with pytest.raises(GridError):
        merge_grids(corner, CRS)
    near = [spot(shapely.box(0, 0, 10, 10)), spot(shapely.box(10.2, 0, 20, 10))]
    assert round(board([merge_grids(near, CRS)])[0].area) == 200


def test_a_line_drawn_near_a_road_follows_its_bends():
    roads = on_ground({"r": shapely.LineString([(0, 0), (50, 0), (50, 50), (100, 50)])})
    drawn = spot(shapely.LineString([(-30, 20), (10, 3), (90, 46), (130, 20)]))
    path = shapely.get_coordinates(board([snap_to_roads(drawn, roads)])[0]).round(1).tolist()
    assert path == [[-30, 20], [10, 0], [50, 0], [50, 50], [90, 50], [130, 20]]


def test_a_building_is_counted_in_the_grid_of_its_middle_and_only_once():
    frames = two_grids()
    overlapping = on_ground({"g1": shapely.box(0, 0, 200, 100), "g2": shapely.box(100, 0, 200, 100)})
    assert grid_of(frames["building"], frames["grid"]).tolist() == ["g1", "g2"]
    assert households_per_grid(frames["grid"], frames["building"]).tolist() == [42, 56]
    assert households_per_grid(overlapping, frames["building"]).tolist() == [98, 0]
    assert grid_of(frames["building"], overlapping.iloc[:0]).tolist() == ["", ""]


def village(rows=4, columns=6):
    """Slabs of 20 m × 10 m in rows 40 m apart, households 10, 20, 30 … in turn, roads between the rows."""
    slabs = {
        f"b{i:02d}": shapely.box(x, y, x + 20, y + 10)
        for i, (x, y) in enumerate((10 + 35 * c, 15 + 40 * r) for r in range(rows) for c in range(columns))
    }
    site = shapely.box(0, 0, 35 * columns, 40 * rows)
    roads = {f"r{r}": shapely.LineString([(0, 40 * r), (35 * columns, 40 * r)]) for r in range(1, rows)}
    households = [10 * (1 + i % 3) for i in range(len(slabs))]
    return on_ground(slabs, households=households), site, on_ground(roads)


def test_the_proposal_is_even_connected_and_fills_the_compound():
    houses, site, roads = village()
    proposal = balance(houses, 4, spot(site), roads)
    assert proposal.grids["households"].tolist() == [120, 120, 120, 120]
    assert proposal.spread == 0
    assert set(proposal.grids.geom_type) == {"Polygon"}
    assert_partition(metres(proposal.grids).geometry.to_numpy(), site)
    inside = grid_of(houses, proposal.grids.rename(index=str))
    assert inside.astype(int).tolist() == proposal.labels.tolist()


def test_a_grid_of_whole_rows_ends_at_the_road():
    houses, site, roads = village(rows=2)
    grids = metres(balance(houses, 2, spot(site), roads).grids).geometry.to_numpy()
    common = grids[0].intersection(grids[1])
    assert common.distance(shapely.LineString([(0, 40), (210, 40)])) < 0.01
    assert round(common.length) == 210


def test_the_same_input_gives_the_same_proposal():
    houses, site, roads = village()
    one, other = (balance(houses, 5, spot(site), roads) for _ in range(2))
    assert one.labels.equals(other.labels)


def test_too_few_buildings_or_one_without_a_place_are_refused():
    houses, site, roads = village(1, 2)
    with pytest.raises(GridError):
        balance(houses, 3, spot(site), roads)
    nowhere = houses.copy()
    nowhere.loc["b00", "geometry"] = None
    with pytest.raises(GridError):
        balance(nowhere, 2, spot(site), roads)


def test_a_star_can_be_divided_although_no_half_can_be_cut_off():
    star = nx.star_graph(3)
    for _, _, edge in star.edges(data=True):
        edge.update(distance_m=1.0, shared_m=1.0, across_road=False)
    assert sorted(partition(star, np.ones(4, dtype=int), 4)) == [0, 1, 2, 3]


@settings(max_examples=15, deadline=None)
@given(st.integers(2, 6), st.lists(st.integers(1, 150), min_size=24, max_size=24))
def test_every_proposal_is_connected_and_no_less_even_than_the_greedy_one(n, households):
    houses, site, roads = village()
    cells = tessellate(
        houses.to_crs(METRIC).geometry.to_numpy(),
        on_ground({"s": site}).to_crs(METRIC).geometry.iloc[0],
        roads.to_crs(METRIC).geometry.to_numpy(),
    )
    graph, weights = joined(neighbours(cells), cells), np.array(households)
    labels = partition(graph, weights, n)
    assert sorted(set(labels)) == list(range(n))
    assert all(nx.is_connected(graph.subgraph(np.flatnonzero(labels == k).tolist())) for k in range(n))
    assert spread(labels, weights) <= spread(greedy(graph, weights, n), weights)
