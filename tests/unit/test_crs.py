"""Coordinate systems: the metric CRS of a place, shifted coordinates, and what coordinates look like."""

import geopandas as gpd
import numpy as np
import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, Polygon, box

from geo import crs
from geo.errors import CrsError

LONGITUDES = st.floats(73.6, 135.0)
LATITUDES = st.floats(18.0, 53.5)


def frame(*shapes, crs_name="EPSG:4490"):
    return gpd.GeoDataFrame(geometry=list(shapes), crs=crs_name)


@pytest.mark.parametrize(
    ("lon", "epsg", "meridian"),
    [(73.5, 4534, 75), (112.924, 4547, 114), (112.49, 4546, 111), (120.6, 4549, 120), (136.5, 4554, 135)],
)
def test_a_place_in_china_gets_the_zone_of_the_nearest_central_meridian(lon, epsg, meridian):
    found = crs.metric_crs(lon)
    assert found.to_epsg() == epsg
    assert {p.name: p.value for p in found.coordinate_operation.params}["Longitude of natural origin"] == meridian


@pytest.mark.parametrize(("lon", "lat", "epsg"), [(14.4, 50.1, 32633), (151.2, -33.9, 32756), (180.0, 10.0, 32660)])
def test_a_place_elsewhere_gets_its_utm_zone(lon, lat, epsg):
    assert crs.metric_crs(lon, lat).to_epsg() == epsg


@pytest.mark.parametrize(("lon", "lat"), [(float("nan"), 0), (181.0, 0), (112.0, 91.0)])
def test_a_place_off_the_earth_is_refused(lon, lat):
    with pytest.raises(CrsError):
        crs.metric_crs(lon, lat)


@given(LONGITUDES, LATITUDES)
def test_projecting_there_and_back_loses_nothing(lon, lat):
    place = crs.to_metric(frame(Point(lon, lat))).to_crs(crs.STORED_CRS).geometry.iloc[0]
    assert abs(place.x - lon) < 1e-9
    assert abs(place.y - lat) < 1e-9


def test_a_frame_without_crs_is_refused_with_the_call_that_mends_it():
    with pytest.raises(CrsError, match="set_crs"):
        crs.to_metric(gpd.GeoDataFrame(geometry=[Point(1, 2)]))


def test_a_frame_without_coordinates_has_no_metric_crs():
    with pytest.raises(CrsError):
        crs.metric_crs_of(frame(None))


def test_the_metric_crs_of_projected_data_is_that_of_the_place():
    mercator = frame(Point(112.924, 28.2175)).to_crs("EPSG:3857")
    assert crs.metric_crs_of(mercator).to_epsg() == 4547


# Reference values published with the tests of googollee/eviltransform (lat, lon turned to lon, lat).
@pytest.mark.parametrize(
    ("wgs84", "gcj02"),
    [
        ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
        ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
        ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ],
)
def test_gcj02_agrees_with_published_values(wgs84, gcj02):
    assert np.allclose(crs.wgs84_to_gcj02(*wgs84), gcj02, rtol=0, atol=1e-9)
    assert np.allclose(crs.gcj02_to_wgs84(*gcj02), wgs84, rtol=0, atol=1e-9)


def test_bd09_agrees_with_published_values():
    # wandergis/coordtransform: gcj02tobd09(116.404, 39.915)
    assert np.allclose(crs.gcj02_to_bd09(116.404, 39.915), (116.41036949371029, 39.92133699351021), rtol=0, atol=1e-9)


@given(LONGITUDES, LATITUDES)
def test_gcj02_there_and_back_is_within_half_a_metre(lon, lat):
    back = crs.gcj02_to_wgs84(*crs.wgs84_to_gcj02(lon, lat))
    assert pyproj.Geod(ellps="WGS84").inv(lon, lat, *map(float, back))[2] < 0.5


@given(LONGITUDES, LATITUDES)
def test_bd09_there_and_back_is_within_half_a_metre(lon, lat):
    back = crs.bd09_to_wgs84(*crs.gcj02_to_bd09(*crs.wgs84_to_gcj02(lon, lat)))
    assert pyproj.Geod(ellps="WGS84").inv(lon, lat, *map(float, back))[2] < 0.5


def test_near_changsha_the_shift_is_about_660_metres():
    shifted = map(float, crs.wgs84_to_gcj02(112.924, 28.2175))
    assert pyproj.Geod(ellps="WGS84").inv(112.924, 28.2175, *shifted)[2] == pytest.approx(660, abs=5)


def test_far_outside_china_nothing_is_shifted():
    assert crs.wgs84_to_gcj02(14.4, 50.1) == (14.4, 50.1)


def test_a_polygon_is_shifted_at_every_vertex_and_holes_stay():
    ring = Polygon(
        box(112.9, 28.2, 112.91, 28.21).exterior.coords, [box(112.902, 28.202, 112.904, 28.204).exterior.coords]
    )
    moved = crs.shift_geometries([ring], crs.wgs84_to_gcj02)[0]
    assert len(moved.interiors) == 1
    assert moved.exterior.coords[0] == pytest.approx([float(v) for v in crs.wgs84_to_gcj02(*ring.exterior.coords[0])])


@pytest.mark.parametrize(
    ("bounds", "swapped"),
    [
        ((112.9, 28.2, 113.0, 28.3), False),
        ((28.2, 112.9, 28.3, 113.0), True),
        ((14.4, 50.1, 14.5, 50.2), False),  # Prague as it should be
        ((398000, 3122000, 399000, 3123000), False),  # metres are another matter
        ((float("nan"),) * 4, False),
    ],
)
def test_swapped_axes_are_recognised(bounds, swapped):
    assert crs.axes_look_swapped(bounds) is swapped
