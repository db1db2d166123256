"""A border drawn anew stays one border. Ground: two grids of 100 m × 100 m side by side."""

import geopandas as gpd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.grid_borders import shared_border, without
from geo.grid_plan import draw_plan, redraw_plan
from geo.grids import GridError
from tests.drawing_board import metres, on_ground, spot, two_grids

WEST, EAST = shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)


def grids(**more):
    shapes = {"g1": WEST, "g2": EAST, **more}
    return on_ground(shapes, name=[id.upper() for id in shapes], compound="c")


def board(plan):
    frame = gpd.GeoDataFrame(geometry=[o.geometry for o in plan.outlines], crs="EPSG:4490")
    shapes = metres(frame).geometry
    return {o.id: shape for o, shape in zip(plan.outlines, shapes, strict=True)}


def area_of(plan):
    return {id: round(shape.area) for id, shape in board(plan).items()}


@pytest.mark.parametrize(
    ("east_m", "share", "areas"),
    [
        (100.5, True, {"g1": 10050, "g2": 9950}),
        (130, True, {"g1": 13000, "g2": 7000}),
        (70, True, {"g1": 7000, "g2": 13000}),
        (130, False, {"g1": 13000}),
    ],
)
def test_the_neighbour_gives_up_what_a_grid_takes_and_takes_what_it_leaves(east_m, share, areas):
    assert area_of(redraw_plan(grids(), "g1", spot(shapely.box(0, 0, east_m, 100)), share=share)) == areas


def test_a_new_grid_takes_its_ground_and_names_whose_it_was():
    plan = draw_plan(grids(), "G3", "c", spot(shapely.box(80, 0, 160, 100)), share=True)
    assert area_of(plan) == {"grid-c1": 8000, "g1": 8000, "g2": 4000}
    assert plan.outlines[0].origin == "g2"
    assert plan.households(grids(), two_grids()["building"])["after"].to_dict() == {"g1": 42, "g2": 0, "grid-c1": 56}


def test_a_strip_that_a_hand_left_over_goes_along():
    plan = draw_plan(grids(), "G3", "c", spot(shapely.box(50, 0, 99, 100)), share=True)
    assert area_of(plan) == {"grid-c1": 5000, "g1": 5000}  # the metre between 99 and 100 is nobody's wish
    with pytest.raises(GridError, match="G2"):
        redraw_plan(grids(), "g1", spot(shapely.box(0, 0, 199, 100)), share=True)


@pytest.mark.parametrize(
    ("shape", "why"), [(shapely.box(90, -5, 205, 105), "盖住"), (shapely.box(130, -5, 160, 105), "片")]
)
def test_a_neighbour_may_not_vanish_nor_fall_to_pieces(shape, why):
    with pytest.raises(GridError, match=why):
        draw_plan(grids(), "G3", "c", spot(shape), share=True)


def test_an_old_overlap_is_not_mended_in_passing_and_ground_beside_nobody_stays_free():
    over = grids(g3=shapely.box(150, 0, 200, 100))
    plan = redraw_plan(over, "g3", spot(shapely.box(150, 0, 190, 100)), share=True)
    assert area_of(plan) == {"g3": 4000}  # what it leaves is g2's as well
    alone = on_ground({"g1": WEST}, name=["G1"], compound="c")
    assert area_of(redraw_plan(alone, "g1", spot(shapely.box(0, 0, 60, 100)), share=True)) == {"g1": 6000}


def test_an_overlap_goes_to_either_side_whole_and_without_hairs():
    over = on_ground(
        {"g1": shapely.box(0, 0, 120, 100), "g2": shapely.box(100, -0.02, 200, 100.02)}, name=["G1", "G2"], compound="c"
    )
    for loser, keeper, area in (("g1", "g2", 10000), ("g2", "g1", 8003)):
        shape = metres(gpd.GeoDataFrame(geometry=[without(over, loser, keeper)], crs="EPSG:4490")).geometry.iloc[0]
        assert (shape.geom_type, round(shape.area)) == ("Polygon", area)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.one_of(st.floats(20, 180), st.floats(99, 101)), min_size=2, max_size=4))
def test_however_the_border_between_two_grids_is_drawn_they_stay_a_partition(across):
    height = 100 / (len(across) - 1)
    border = [(x, i * height) for i, x in enumerate(across)]
    drawn = shapely.Polygon([(0, 0), *border, (0, 100)])
    new = shared_border(grids(), spot(drawn), "g1")
    after = {"g1": WEST, "g2": EAST}
    for id, shape in [("g1", new.area), *new.neighbours.items()]:
        after[id] = metres(gpd.GeoDataFrame(geometry=[shape], crs="EPSG:4490")).geometry.iloc[0]
    assert after["g1"].union(after["g2"]).symmetric_difference(shapely.box(0, 0, 200, 100)).area < 5.05  # 5 cm of 100 m
    assert after["g1"].intersection(after["g2"]).area < 0.05
