"""Light with answers on paper: one pole, a row of poles, files of luminaires, proposals."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import FileError
from geo.light_gaps import light_gaps
from geo.light_proposals import NewLight, as_lights, propose_lights
from geo.lighting import (
    LightDefaults,
    dark_stretches,
    facing_of,
    illuminance_lx,
    lamps_of,
    road_light,
    walk_of,
)
from geo.luminaires import flux_lm, lambertian, read_ies, read_ldt, read_luminaire
from tests.drawing_board import EAST_M, METRIC, NORTH_M, on_ground

CALM = settings(deadline=None, max_examples=50)
SIMPLE = LightDefaults(maintenance=1.0, cut_off_deg=90.0, efficacy_lm_w=100.0)
ROAD = on_ground({"r": shapely.LineString([(0, 0), (200, 0)])}, kind=["cluster"], width_m=[5.5])


def poles(*spots, height=6.0, power=60.0, state="working"):
    shapes = {f"L{i}": shapely.Point(spot) for i, spot in enumerate(spots)}
    columns = {"kind": "cluster", "mounting_height_m": height, "power_w": power, "state": state}
    return on_ground(shapes, **{key: [value] * len(shapes) for key, value in columns.items()})


def at(*points):
    return np.array(points, dtype=float) + np.array([EAST_M, NORTH_M])


def lux(lights, points, defaults=SIMPLE):
    return illuminance_lx(points, lamps_of(lights, METRIC, defaults), defaults=defaults)


def test_below_a_pole_and_at_45_degrees():
    # Lambert: I₀ = Φ / π = 6000 / π = 1909.9 cd. Below: I₀ / h² = 53.05 lx.
    # At 6 m: γ = 45°, I = I₀ cos γ, E = I₀ cos⁴γ / h² = 53.05 / 4 = 13.26 lx.
    found = lux(poles((0, 0)), at((0, 0), (6, 0), (0, 6)))
    assert found == pytest.approx([53.05, 13.26, 13.26], rel=1e-3)


def test_the_default_sends_out_its_lumens_and_cuts_off():
    assert flux_lm(lambertian(6000, 80)) == pytest.approx(6000, rel=1e-3)
    assert lambertian(6000, 60).intensity(np.array([59.9, 60.1])).tolist() == [pytest.approx(1279, rel=0.01), 0.0]


def test_faulty_lights_give_nothing_and_missing_heights_are_assumed_and_marked():
    assert lux(poles((0, 0), state="faulty"), at((0, 0))).tolist() == [0.0]
    lamps = lamps_of(poles((0, 0), height=None, power=None), METRIC, SIMPLE)
    assert lamps[["height_m", "power_w"]].iloc[0].tolist() == [6.0, 60.0]
    assert lamps[["height_assumed", "power_assumed"]].iloc[0].tolist() == [True, True]


spots = st.lists(st.tuples(st.floats(-40, 40), st.floats(-40, 40)), min_size=1, max_size=6)


@CALM
@given(spots, spots)
def test_light_adds_up(one, other):
    points = at((0, 0), (5, 5), (-20, 3))
    together = lux(poles(*one, *other), points)
    assert together == pytest.approx(lux(poles(*one), points) + lux(poles(*other), points), rel=1e-9, abs=1e-12)


def test_samples_stand_for_all_metres_of_a_road_and_its_parts():
    bent = on_ground({"a": shapely.LineString([(0, 0), (3, 0), (3, 4)]),
                      "b": shapely.MultiLineString([[(0, 10), (5, 10)], [(9, 10), (10, 10)]]),
                      "none": None})  # fmt: skip
    walk = walk_of(bent)
    assert np.bincount(walk.road, walk.step_m) == pytest.approx([7, 6], abs=0.01)
    assert walk.along_m[walk.road == 1] == pytest.approx([1.25, 3.75, 5.5], abs=0.01)


def test_a_dark_stretch_is_found_with_its_ends():
    # 60 W at 6 m gives 53.05 · 0.7 cos⁴γ lx: the 1 lx of class P4 ends where cos⁴γ = 0.02693, tan γ = 2.2569, at 13.5 m
    # from a pole (a second pole 100 m away adds nothing there: it is beyond 8 heights).
    walk, defaults = walk_of(ROAD), LightDefaults(cut_off_deg=90.0)
    lx = lux(poles((0, 0), (100, 0), (200, 0)), walk.xy, defaults)
    found = dark_stretches(walk, lx, ROAD)
    assert found["road"].tolist() == ["r", "r"]
    assert found.loc[0, ["from_m", "to_m"]].tolist() == pytest.approx([14, 86], abs=1.01)
    assert dark_stretches(walk, lx, ROAD, longer_than_m=80).empty
    figures = road_light(walk, lx, ROAD).loc["r"]
    assert figures["dark_m"] == pytest.approx(found["length_m"].sum()) and not figures["meets"]
    assert figures["lit_share"] == pytest.approx(1 - figures["dark_m"] / 200)
    assert dark_stretches(walk, np.full(len(lx), 9.0), ROAD).empty


def test_a_gap_between_lights_is_told_once_a_light_of_another_road_is_not_taken_for_its_own():
    lights = poles((10, 3), (30, 3), (75, 3), (90, -3), (110, 40))
    found = light_gaps(ROAD, lights)
    assert found[["before", "after"]].values.tolist() == [["L1", "L2"]]
    assert found["gap_m"].tolist() == pytest.approx([45], abs=0.05)
    assert light_gaps(ROAD, lights.assign(state=["working", "faulty", "working", "working", "working"])).gap_m[0] > 60


def test_proposals_lift_the_dark_and_each_gains_no_more_than_the_one_before():
    walk = walk_of(ROAD)
    before = illuminance_lx(walk.xy, lamps_of(poles((0, 0)), METRIC))
    found = propose_lights(walk, before, ROAD, 4, NewLight())
    assert (np.diff(found["gain_lx_m"]) <= 1e-9).all() and len(found) == 4
    after = before + illuminance_lx(walk.xy, lamps_of(as_lights(found), METRIC))
    assert road_light(walk, after, ROAD).at["r", "dark_m"] == pytest.approx(found["dark_left_m"].iloc[-1])
    assert propose_lights(walk, np.full(len(before), 5.0), ROAD, 4).empty


@CALM
@given(st.lists(st.floats(0, 200), min_size=0, max_size=4), st.integers(1, 4))
def test_lazy_choosing_picks_what_trying_every_position_picks(along, number):
    walk = walk_of(ROAD, 8.0)
    lights = poles(*((x, 0.0) for x in along)) if along else poles((0, 0), state="faulty")
    now = illuminance_lx(walk.xy, lamps_of(lights, METRIC))
    found = propose_lights(walk, now, ROAD, number)
    dark = np.flatnonzero(now < 1.0)
    for row in found.itertuples():
        trial = [
            (np.minimum(now + one, 1.0) - np.minimum(now, 1.0)) @ walk.step_m
            for one in (lux(poles((walk.along_m[k], 0.0)), walk.xy, LightDefaults()) for k in dark)
        ]
        assert row.gain_lx_m == pytest.approx(max(trial), rel=2e-3)
        now = now + lux(poles((row.along_m, 0.0)), walk.xy, LightDefaults())


IES = """IESNA:LM-63-2002
[LUMINAIRE] Sample street light
TILT=NONE
1 1000 2 3 3 1 2 0.1 0.3 0 1 1 50
0 45 90
0 90 180
100 80 0
200 160 0
300 240 0
"""


def test_an_ies_file_is_read_scaled_and_mirrored():
    light = read_ies(IES)
    assert (light.name, light.power_w, light.lumens) == ("Sample street light", 50, 1000)
    assert light.c_deg.tolist() == [0, 90, 180, 270]
    assert light.intensity(np.array([0.0, 45.0, 22.5]), np.array([90.0, 270.0, 45.0])).tolist() == [400, 320, 270]
    assert light.intensity(np.array([0.0])).tolist() == [400]  # the mean of 200, 400, 600 and 400


def test_an_ies_file_of_one_plane_shines_the_same_all_around():
    text = IES.replace("3 3 1 2", "3 1 1 2").replace("0 90 180\n100 80 0\n200 160 0\n300 240 0", "0\n100 80 0")
    light = read_ies(text)
    assert light.intensity(np.array([0.0, 0.0]), np.array([10.0, 200.0])).tolist() == [200, 200]


def ldt(symmetry, planes, rows, factor="1"):
    c_deg = [str(360 // planes * k) for k in range(planes)]
    head = ["Maker", "1", str(symmetry), str(planes), str(360 // planes), "3", "45", "report", "Sample", "n", "f", "d"]
    head += ["0"] * 9 + ["100", "80", factor, "0", "1", "1", "LED", "2000", "4000", "80", "40"] + ["0"] * 10
    return "\n".join([*head, *c_deg, "0", "45", "90", *(str(v) for row in rows for v in row)])


def test_a_eulumdat_file_is_read_per_thousand_lumens():
    light = read_ldt(ldt(1, 4, [(100, 50, 0)]))
    assert (light.name, light.power_w, light.lumens) == ("Sample", 40, 1600)
    assert light.intensity(np.array([0.0, 45.0])).tolist() == [200, 100]


@pytest.mark.parametrize(
    ("symmetry", "rows", "wanted"),
    [
        (0, [(1, 0, 0), (2, 0, 0), (3, 0, 0), (4, 0, 0)], [1, 2, 3, 4]),
        (2, [(1, 0, 0), (2, 0, 0), (3, 0, 0)], [1, 2, 3, 2]),
        (3, [(4, 0, 0), (1, 0, 0), (2, 0, 0)], [1, 2, 1, 4]),
        (4, [(1, 0, 0), (2, 0, 0)], [1, 2, 1, 2]),
    ],
)
def test_each_symmetry_of_eulumdat_fills_the_circle(symmetry, rows, wanted):
    light = read_ldt(ldt(symmetry, 4, rows))
    assert (light.intensity(np.zeros(4), np.array([0.0, 90.0, 180.0, 270.0])) / 2).tolist() == wanted


@pytest.mark.parametrize(
    "text",
    ["", "nothing", IES.replace("300 240 0", "300"), IES.replace(" 1 2 0.1", " 2 2 0.1"), IES.replace("80", "x")],
)
def test_a_broken_ies_file_is_refused_in_words(text):
    with pytest.raises(FileError):
        read_ies(text)


def test_a_broken_eulumdat_file_is_refused_in_words():
    with pytest.raises(FileError):
        read_ldt(ldt(1, 4, [(100, 50)]))


def test_a_luminaire_with_a_front_lights_the_road_that_it_faces():
    forward = read_ldt(ldt(0, 4, [(100, 50, 0), (300, 200, 0), (100, 50, 0), (10, 5, 0)]))
    lamps = lamps_of(poles((100, 4)), METRIC, SIMPLE)
    facing = facing_of(lamps, ROAD, METRIC)
    assert facing.iloc[0] == pytest.approx(-90, abs=0.1)
    front, back = illuminance_lx(at((100, -2), (100, 10)), lamps, {"L0": forward}, SIMPLE, facing)
    assert front == pytest.approx(2 * 200 / 2**1.5 / 36, rel=1e-3)  # I = 400 cd at 45°, cos³ = 2^-1.5, h² = 36
    assert front / back == pytest.approx(200 / 5, rel=1e-3)


def test_no_lights_no_light():
    none = gpd.GeoDataFrame({"kind": [], "mounting_height_m": [], "power_w": []}, geometry=[], crs="EPSG:4490")
    assert lux(none, at((0, 0))).tolist() == [0.0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.txt", IES), ("x.ies", IES.replace("1 1000 2 3 3", "1 1000 2 inf 3")), ("x.ies", IES.replace("80", "-80")),
        ("x.ies", IES.replace("0 45 90", "0 90 45")), ("x.ldt", "1\n" * 30), ("x.ies", IES + " 0" * 300_000),
        ("x.ies", IES.replace("100 80 0", "0 0 0").replace("200 160 0", "0 0 0").replace("300 240 0", "0 0 0")),
    ],
)  # fmt: skip
def test_a_photometric_file_that_cannot_be_reckoned_with_is_refused_in_words(name, text):
    with pytest.raises(FileError):
        read_luminaire(name, text)
