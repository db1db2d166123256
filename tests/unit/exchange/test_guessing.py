"""The layer that a table from outside is offered first."""

import geopandas as gpd
from shapely import LineString, Point, box

from geo.exchange.guessing import likely_layer
from geo.exchange.sandbox import Source


def source(shape, layer="x", **columns):
    frame = gpd.GeoDataFrame({key: [value] for key, value in columns.items()}, geometry=[shape], crs=4326)
    return Source(frame, layer, (layer,), ())


def test_the_name_of_the_table_decides_then_geometry_and_columns():
    area, line, point = box(0, 0, 1, 1), LineString([(0, 0), (1, 1)]), Point(0, 0)
    assert likely_layer(source(area, "garden")).key == "garden"
    assert likely_layer(source(area, "Buildings")).key == "building"
    assert likely_layer(source(area, Floor=7)).key == "building"
    assert likely_layer(source(line, diameter_mm=300, material="hdpe")).key == "pipe"
    assert likely_layer(source(line, 宽度=4, 路面="沥青")).key == "road"
    assert likely_layer(source(point, 灯杆高度=6, 功率=60)).key == "street_light"
