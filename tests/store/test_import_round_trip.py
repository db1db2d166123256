"""Out of one store as a GeoPackage and into another, without loss."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely import LineString, Point, box

from data.communities import Community, add_community, communities
from data.errors import NoSuchCommunity
from data.exporting import export_community
from data.features import layer_counts, layer_frame, upsert_frame
from data.importing import import_file
from data.store import Store, open_store
from geo.layers import LAYERS

PLACE = Community("c", "社区", "430104007008", 112.924, 28.2175, True, "示例")


def frame(ids, shapes, **columns):
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4490", index=pd.Index(ids, name="id"))


@pytest.fixture
def filled(store) -> Store:
    """A community with every difficulty: no value, no place, coordinates of 15 digits, further columns, units."""
    third = 1 / 3
    layers = {
        "compound": frame(["A"], [box(112.92, 28.21, 112.93, 28.22)], name="麓山", kind=["old"], is_sample=True),
        "building": frame(
            ["A01", "A02", "A03"],
            [box(112.92 + third / 1000, 28.21, 112.9209, 28.2101), None, box(112.922, 28.21, 112.9225, 28.2101)],
            name=["麓山 1栋", "", "x"],
            code=["", "c-2", ""],
            is_sample=[True, False, True],
            no=["1栋", "2栋", ""],
            storeys=pd.Series([7, None, 11], dtype="Int64").array,
            renovated=pd.Series([True, None, False], dtype="boolean").array,
            roof_treated_m2=[third, None, 0.0],
            备注=["“引号”, 逗号", None, None],
            height=[20.5, None, 3],
        ),
        "unit": gpd.GeoDataFrame(
            {"no": ["1单元"], "households": [14], "parent": ["A01"]}, geometry=[None], crs="EPSG:4490", index=["A01-1"]
        ),
        "pipe": frame(["P1"], [LineString([(112.92, 28.21), (112.921, 28.2105)])], kind=["foul"], diameter_mm=[300]),
        "street_light": frame(["L1"], [Point(112.92, 28.21)], state=["working"], power_w=[60.0]),
    }
    with store.write("测试") as tx:
        add_community(tx, PLACE)
        for key, rows in layers.items():
            upsert_frame(tx, "c", key, rows)
    return store


@pytest.fixture
def second(tmp_path) -> Store:
    return open_store(f"sqlite:///{tmp_path / 'second.db'}")


def assert_same(one: gpd.GeoDataFrame, other: gpd.GeoDataFrame) -> None:
    pd.testing.assert_frame_equal(
        pd.DataFrame(one.drop(columns=["geometry"])), pd.DataFrame(other.drop(columns=["geometry"])), check_like=True
    )
    assert shapely.to_wkb(one.geometry.array).tolist() == shapely.to_wkb(other.geometry.array).tolist()


def test_a_community_comes_back_without_loss(filled, second, tmp_path):
    rows = export_community(filled, "c", tmp_path / "c.gpkg")
    assert rows == {"compound": 1, "building": 3, "unit": 1, "street_light": 1, "pipe": 1}
    report = import_file(second, tmp_path / "c.gpkg", community="社区", layer="all", who="测试")
    assert (report.added, report.is_done) == (7, True)
    (community,) = communities(second)
    assert (community.id, community.name, community.official_code) == ("c", "社区", "430104007008")
    assert (community.lon, community.lat, community.is_sample, community.note) == (112.924, 28.2175, True, "示例")
    for layer in LAYERS:
        assert_same(layer_frame(filled, "c", layer.key, extra=True), layer_frame(second, "c", layer.key, extra=True))


def test_bringing_an_export_back_changes_nothing(filled, tmp_path):
    export_community(filled, "c", tmp_path / "c.gpkg")
    report = import_file(filled, tmp_path / "c.gpkg", community="c", layer="all", who="测试")
    assert (report.added, report.changed, report.unchanged) == (0, 0, 7)


def test_one_table_of_an_export_can_be_brought_back_alone(filled, tmp_path):
    export_community(filled, "c", tmp_path / "c.gpkg")
    report = import_file(
        filled, tmp_path / "c.gpkg", community="c", layer="building", source_layer="building", who="测试"
    )
    assert (report.added, report.changed, report.unchanged) == (0, 0, 3)


def test_an_export_can_become_another_community(filled, tmp_path):
    export_community(filled, "c", tmp_path / "c.gpkg")
    report = import_file(filled, tmp_path / "c.gpkg", community="副本", layer="all", who="测试")
    assert (report.community.id, report.community.name) == ("fuben", "副本")
    assert layer_counts(filled, "fuben") == layer_counts(filled, "c")


def test_the_file_is_one_that_any_gis_opens(filled, tmp_path):
    path = tmp_path / "c.gpkg"
    export_community(filled, "c", path)
    assert set(gpd.list_layers(path)["name"]) == {"community", "compound", "building", "unit", "street_light", "pipe"}
    buildings = gpd.read_file(path, layer="building")
    assert buildings.crs.to_epsg() == 4490
    assert {"id", "name", "code", "parent", "is_sample", "version", "extra", "storeys"} <= set(buildings.columns)


def test_a_community_that_is_not_kept_cannot_be_exported(store, tmp_path):
    with pytest.raises(NoSuchCommunity):
        export_community(store, "nowhere", tmp_path / "x.gpkg")
