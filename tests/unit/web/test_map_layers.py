"""A layer as GeoJSON: what is computed, what is left out, and that text stays text."""

import json

import geopandas as gpd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, Polygon, box

from dashboard.services.map.map_layers import label_points, layer_geojson
from geo.layers import layer_type


def layer_frame(rows: list[dict[str, object]]) -> gpd.GeoDataFrame:
    """A layer's frame as the store gives it."""
    filled = [{"name": "", "code": "", "parent": "", "is_sample": True, "version": 1, **row} for row in rows]
    return gpd.GeoDataFrame(filled, geometry="geometry", crs="EPSG:4490").set_index("id")


def features_of(frame: gpd.GeoDataFrame, layer: str, grids: gpd.GeoDataFrame | None = None) -> list[dict]:
    """The features that the browser gets."""
    return json.loads(layer_geojson(frame, layer_type(layer), grids))["features"]


# 0.001° of longitude at 28.2° N is 98.2 m, of latitude 110.9 m: about 10,890 m².
SQUARE = box(112.9, 28.2, 112.901, 28.201)


def test_the_area_comes_from_the_geometry_in_metres() -> None:
    [feature] = features_of(layer_frame([{"id": "A", "no": "1", "geometry": SQUARE}]), "building")
    assert feature["properties"]["m"] == pytest.approx(10_890, rel=0.005)


def test_the_label_of_an_area_lies_inside_it() -> None:
    horseshoe = Polygon([(0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3)])
    assert not horseshoe.contains(horseshoe.centroid)
    assert horseshoe.contains(label_points(gpd.array.from_shapely([horseshoe]))[0])


def test_a_building_says_which_grids_contain_it() -> None:
    grids = layer_frame(
        [
            {"id": "west", "geometry": box(112.89, 28.19, 112.902, 28.21)},
            {"id": "east", "geometry": box(112.9, 28.19, 112.92, 28.21)},
        ]
    )
    buildings = layer_frame(
        [
            {"id": "both", "no": "1", "geometry": SQUARE},
            {"id": "one", "no": "2", "geometry": box(112.91, 28.2, 112.911, 28.201)},
            {"id": "none", "no": "3", "geometry": box(113, 28.2, 113.001, 28.201)},
        ]
    )
    found = [feature["properties"].get("grid") for feature in features_of(buildings, "building", grids)]
    assert found == ["east+west", "east", None]


def test_what_has_no_place_is_left_out() -> None:
    frame = layer_frame([{"id": "here", "no": "1", "geometry": SQUARE}, {"id": "nowhere", "no": "2", "geometry": None}])
    assert [feature["properties"]["id"] for feature in features_of(frame, "building")] == ["here"]


def test_a_missing_value_is_missing_and_a_whole_number_is_whole() -> None:
    frame = layer_frame([{"id": "A", "no": "1", "storeys": 7.0, "year_built": None, "geometry": SQUARE}])
    [feature] = features_of(frame, "building")
    assert json.dumps(feature["properties"]["storeys"]) == "7"
    assert "year_built" not in feature["properties"]


def test_an_empty_layer_is_an_empty_collection() -> None:
    frame = layer_frame([{"id": "A", "no": "1", "geometry": None}])
    assert features_of(frame, "building") == []


@settings(deadline=None)
@given(st.text())
def test_any_name_comes_back_as_it_was(name: str) -> None:
    frame = layer_frame([{"id": "L1", "name": name, "geometry": Point(112.9, 28.2)}])
    [feature] = features_of(frame, "street_light")
    assert feature["properties"].get("name", "") == name
