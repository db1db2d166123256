"""The site plan is one that could be built."""

from itertools import combinations

import pytest
import shapely
from pyproj import Transformer
from shapely import STRtree

from data.demo import build
from data.demo.spec import CENTRE_LAT, CENTRE_LON


def carriageways(road):
    return road.geometry.buffer(road.width_m / 2, cap_style="flat")


def test_the_same_bytes_come_out_at_every_build(sample):
    again = build()
    assert again.answer_key == sample.answer_key
    for key, frame in sample.layers.items():
        assert list(shapely.to_wkb(frame.geometry)) == list(shapely.to_wkb(again.layers[key].geometry)), key
        assert frame.drop(columns="geometry").equals(again.layers[key].drop(columns="geometry")), key


def test_it_lies_at_the_centre_of_the_community(metric):
    east, north = Transformer.from_crs("EPSG:4490", "EPSG:4547", always_xy=True).transform(CENTRE_LON, CENTRE_LAT)
    centre = metric["compound"].union_all().centroid
    assert centre.distance(shapely.Point(east, north)) < 60


def test_buildings_keep_clear_of_each_other_and_of_paving(metric):
    building, paved = metric["building"].geometry, carriageways(metric["road"])
    assert all(building[a].distance(building[b]) > 6 for a, b in combinations(building.index, 2))
    bays = metric["parking"].geometry
    for id, outline in building.items():
        assert paved.distance(outline).min() > 1.5, id
        assert bays.distance(outline).min() > 0.9, id
        assert metric["garden"].distance(outline).min() > 2, id


def test_buildings_gardens_and_bays_lie_in_their_compound(metric):
    outline = metric["compound"].geometry
    for key in ("building", "garden", "parking"):
        for id, row in metric[key].iterrows():
            assert outline[row.compound].contains(row.geometry), id


def test_slabs_face_south_in_rows(metric):
    slabs = metric["building"].loc[lambda frame: frame["compound"] == "A"]
    for id, outline in slabs.geometry.items():
        box = shapely.minimum_rotated_rectangle(outline)
        xs, ys = box.exterior.coords.xy
        legs = [(xs[i + 1] - xs[i], ys[i + 1] - ys[i]) for i in range(2)]
        dx, dy = max(legs, key=lambda leg: leg[0] ** 2 + leg[1] ** 2)
        assert abs(dy / dx) < 0.16, id  # the long side lies within 9 degrees of east-west


def test_renovated_buildings_stand_together(metric):
    building = metric["building"]
    block = building[building.renovated].union_all().buffer(35)
    assert block.geom_type == "Polygon"


def test_bays_are_flush_with_a_road_and_overlap_nothing(metric):
    paved, bays = carriageways(metric["road"]), metric["parking"].geometry
    for id, bay in bays.items():
        assert paved.distance(bay).min() < 0.05, id
        assert paved.intersection(bay).area.max() < 0.5, id
    assert all(not bays[a].intersects(bays[b]) for a, b in combinations(bays.index, 2))
    assert not any(metric["garden"].intersects(bay).any() for bay in bays)


def test_roads_meet_in_shared_nodes_and_form_one_network_in_each_compound(metric):
    road = metric["road"]
    for _, own in road.groupby("compound"):
        vertices = {id: {tuple(xy) for xy in line.coords} for id, line in own.geometry.items()}
        reached, fresh = set(), {own.index[0]}
        while fresh:
            reached |= fresh
            fresh = {b for a in fresh for b in vertices if b not in reached and near(vertices[a], vertices[b])}
        assert reached == set(own.index)


def near(one, other):
    """Whether two sets of vertices share a node (to a tenth of a millimetre)."""
    rounded = {(round(x, 4), round(y, 4)) for x, y in other}
    return any((round(x + dx, 4), round(y + dy, 4)) in rounded for x, y in one for dx in (0, 1e-4) for dy in (0, 1e-4))


def test_a_road_end_is_a_junction_a_dead_end_of_a_doorstep_path_or_a_gate(metric):
    road, sites = metric["road"], metric["compound"].union_all()
    for id, line in road.geometry.items():
        others = road.geometry.drop(id)
        for end in (line.coords[0], line.coords[-1]):
            free = others.distance(shapely.Point(end)).min() > 1e-3
            if free and road.kind[id] != "doorstep":
                assert not sites.contains(shapely.Point(end)), id


def test_both_gates_open_to_a_city_street(metric):
    road, context = metric["road"], metric["context"]
    street = context[context.kind == "city_road"]
    for id, name in (("R-east_gate", "金星中路"), ("R-south_gate", "示例滨河路")):
        pieces = road[road.index.str.startswith(id)]
        city = street[street.name == name].iloc[0]
        gap = pieces.distance(city.geometry).min() - city.width_m / 2
        assert gap == pytest.approx(0, abs=2.5)


def test_lights_stand_beside_their_road_and_not_in_a_carriageway(metric):
    light, road = metric["street_light"], metric["road"]
    paved = carriageways(road)
    for id, row in light.iterrows():
        assert paved.distance(row.geometry).min() > 0.2, id
        if row.kind == "garden":
            assert metric["garden"].contains(row.geometry).any(), id
        else:
            assert paved[road.kind == row.kind].distance(row.geometry).min() < 1.0, id


def test_grids_cover_the_compounds(metric):
    missing = metric["compound"].union_all().difference(metric["grid"].union_all())
    assert missing.area < 10


def test_every_building_lies_in_a_grid_of_160_to_500_households(metric, sample):
    building, grid = metric["building"], metric["grid"]
    shared = {id for defect in sample.answer_key for id in defect["ids"].get("grid", [])}
    points = building.geometry.representative_point()
    for id, outline in grid.geometry.items():
        households = building.households[points.within(outline)].sum()
        assert households <= 500 or id in shared, id
        assert households >= 160, id
    assert all(grid.contains(point).any() for point in points)


def test_the_river_flows_past_and_touches_nothing(metric):
    river = metric["context"].geometry["river"]
    things = [metric[key].union_all() for key in ("compound", "building", "road")]
    assert all(20 < river.distance(thing) < 200 for thing in things)
    left, bottom, right, top = river.bounds
    assert right - left > 4 * (top - bottom)  # west to east


def test_neighbouring_plots_leave_the_compounds_free(metric):
    context = metric["context"]
    tree = STRtree(context.geometry[context.kind == "plot"])
    assert not len(tree.query(metric["compound"].union_all(), predicate="intersects"))


def test_facilities_stand_in_nobodys_way(metric):
    facility = metric["facility"]
    things = [carriageways(metric["road"]), metric["parking"].geometry, metric["building"].geometry]
    for id, point in facility.geometry[facility.kind != "gate"].items():
        assert all(thing.distance(point).min() > 0.5 for thing in things), id
