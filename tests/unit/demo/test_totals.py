"""Every total of the sample against the figure it must reach, measured from the geometry."""

import pytest

from data.demo import spec
from data.demo.spec import BUILDINGS, PUBLISHED, Total
from geo.checks import check_layer
from geo.layers import LAYERS, layer_type
from geo.measure import area_m2, length_m, paved_area_m2


@pytest.fixture(scope="module")
def totals(sample):
    layers = sample.layers
    building, pipe, light = layers["building"], layers["pipe"], layers["street_light"]
    road, parking, garden = layers["road"], layers["parking"], layers["garden"]
    overlaid, bays = road[road.overlaid], parking[parking.overlaid]
    renewed = pipe[pipe.renewed]
    ends = set(renewed.from_node) | set(renewed.to_node)
    of = building.groupby("compound")
    return {
        "renovated_buildings": building.renovated.sum(),
        "roof_treated_m2": building.roof_treated_m2.sum(),
        "paved_m2": paved_area_m2(overlaid, bays),
        "renewed_pipe_m": length_m(renewed).sum(),
        "added_lights": light.added.sum(),
        "upgraded_gardens": garden.upgraded.sum(),
        "buildings": len(building),
        "buildings_a": of.size()["A"],
        "buildings_b": of.size()["B"],
        "units": len(layers["unit"]),
        "households_a": of.households.sum()["A"],
        "households_b": of.households.sum()["B"],
        "site_a_m2": area_m2(layers["compound"])["A"],
        "parking_m2": area_m2(bays).sum(),
        "wall_removed_m": garden.wall_removed_m.sum(),
        "grids": len(layers["grid"]),
        "old_lights": (~light.added).sum(),
        "renewed_manholes": layers["manhole"].index.isin(ends).sum(),
        "renewed_gullies": layers["gully"].index.isin(ends).sum(),
    }


@pytest.mark.parametrize("total", PUBLISHED, ids=lambda total: f"{total.key}-{total.bound}{total.figure:g}")
def test_a_published_total_holds(totals, total: Total):
    assert total.holds(totals[total.key]), totals[total.key]


def test_a_bound_is_refused_when_it_is_not_reached():
    paved = next(total for total in PUBLISHED if total.key == "paved_m2")
    lights = next(total for total in PUBLISHED if total.key == "added_lights" and total.bound == ">=")
    assert not paved.holds(31_800) and paved.holds(31_900) and not paved.holds(32_200)
    assert not lights.holds(149) and lights.holds(150)


@pytest.mark.parametrize(("kind", "figures"), spec.ROAD_CLASSES.items())
def test_a_road_class_has_its_length_and_width(sample, kind, figures):
    road = sample.layers["road"]
    own = road[road.overlaid & (road.kind == kind)]
    assert length_m(own).sum() == pytest.approx(figures[0], rel=0.01)
    assert set(own.width_m) == {figures[1]}


@pytest.mark.parametrize(("size", "figure"), spec.PIPE_LENGTHS_M.items())
def test_a_pipe_class_has_its_length(sample, size, figure):
    pipe = sample.layers["pipe"]
    own = pipe[pipe.renewed & (pipe.kind == size[0]) & (pipe.diameter_mm == size[1])]
    assert length_m(own).sum() == pytest.approx(figure, rel=0.01)


@pytest.mark.parametrize(("kind", "figures"), spec.LIGHTS.items())
def test_new_lights_stand_in_the_planned_numbers(sample, kind, figures):
    light = sample.layers["street_light"]
    own = light[light.added & (light.kind == kind)]
    assert len(own) == figures[0]
    assert set(own.mounting_height_m) == {figures[1]}


def test_gardens_have_their_areas_and_one_lost_its_wall(sample):
    garden = sample.layers["garden"]
    assert sorted(area_m2(garden)) == pytest.approx(sorted(spec.GARDENS_M2), rel=1e-3)
    assert sorted(garden.wall_removed_m) == [0, 0, 180]


def test_every_building_carries_its_figures(sample):
    building, area = sample.layers["building"], area_m2(sample.layers["building"])
    for expected in BUILDINGS:
        row = building.loc[expected.id]
        assert (row.storeys, row.units, row.households) == (expected.storeys, expected.units, expected.households)
        assert (row.renovated, row.roof_treated_m2) == (expected.renovated, expected.roof_treated_m2)
        assert area[expected.id] == pytest.approx(expected.footprint_m2, rel=0.005)


def test_units_add_up_to_their_building(sample):
    unit, building = sample.layers["unit"], sample.layers["building"]
    of = unit.groupby("parent")
    assert of.size().to_dict() == building.units.to_dict()
    assert of.households.sum().to_dict() == building.households.to_dict()


def test_every_layer_is_there_and_has_no_fault(sample):
    assert set(sample.layers) == {layer.key for layer in LAYERS}
    for key, frame in sample.layers.items():
        assert check_layer(frame, layer_type(key)) == [], key


def test_everything_says_that_it_is_a_sample(sample):
    assert sample.community.is_sample
    assert all(frame.is_sample.all() and len(frame) for frame in sample.layers.values())


def test_codes_are_unique_and_follow_the_standard(sample):
    light = sample.layers["street_light"]
    assert light.code.min() == "43010401037000001"
    assert light.code.max() == f"43010401037{len(light):06d}"
    assert set(sample.layers["grid"].code) == {f"430104007008{number:03d}" for number in range(1, 10)}
    for key in ("street_light", "manhole", "gully", "garden", "grid"):
        assert sample.layers[key].code.is_unique, key
