"""GeoPackage from outside and to the outside."""

import sqlite3

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from geo.errors import FileError
from geo.exchange import geopackage
from geo.exchange.sandbox import read_all, read_source


@pytest.fixture
def gpkg(tmp_path, three_buildings):
    path = tmp_path / "x.gpkg"
    three_buildings.to_file(path, layer="buildings")
    return path


def test_a_layer_comes_back_as_it_was_written(gpkg, three_buildings):
    source = read_source(gpkg)
    assert (source.layer, source.layers) == ("buildings", ("buildings",))
    assert source.frame.crs.to_epsg() == 4326
    assert source.frame["NAME"].tolist() == three_buildings["NAME"].tolist()
    assert source.frame.geometry.to_wkb().tolist() == three_buildings.geometry.to_wkb().tolist()


def test_of_several_layers_one_must_be_chosen_from_the_list(gpkg, three_buildings):
    three_buildings.to_file(gpkg, layer="plots", mode="a")
    with pytest.raises(FileError, match=r"buildings、plots.*--source-layer"):
        read_source(gpkg)
    assert read_source(gpkg, layer="plots").layer == "plots"
    with pytest.raises(FileError, match="没有图层“roads”"):
        read_source(gpkg, layer="roads")
    assert [source.layer for source in read_all(gpkg)] == ["buildings", "plots"]


def test_a_layer_without_attributes_is_read(tmp_path):
    path = tmp_path / "bare.gpkg"
    gpd.GeoDataFrame(geometry=[Point(112.9, 28.2)], crs="EPSG:4490").to_file(path)
    assert len(read_source(path).frame) == 1


@pytest.mark.parametrize("kept_bytes", [50, 5000, 90_000])
def test_a_truncated_file_gets_one_clear_error(gpkg, kept_bytes):
    gpkg.write_bytes(gpkg.read_bytes()[:kept_bytes])
    with pytest.raises(FileError, match=r"损坏|不是"):
        read_source(gpkg)


def test_a_vrt_disguised_as_geopackage_is_not_followed(tmp_path, gpkg):
    rogue = tmp_path / "rogue.gpkg"
    rogue.write_text(
        f"<OGRVRTDataSource><OGRVRTLayer name='buildings'><SrcDataSource>{gpkg}</SrcDataSource></OGRVRTLayer>"
        "</OGRVRTDataSource>"
    )
    with pytest.raises(FileError, match="文件头"):
        read_source(rogue)


def test_a_plain_sqlite_database_is_no_geopackage(tmp_path):
    path = tmp_path / "x.gpkg"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE t (a)")
    with pytest.raises(FileError):
        read_source(path)


def test_a_view_of_a_billion_rows_is_not_run(gpkg):
    with sqlite3.connect(gpkg) as database:
        database.execute(
            "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000000)"
            " SELECT i AS fid, i AS a FROM n"
        )
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('endless', 'attributes', 'endless')"
        )
    with pytest.raises(FileError, match="没有图层“endless”"):
        read_source(gpkg, layer="endless")
    assert read_source(gpkg).layers == ("buildings",)


def test_a_geometry_of_nonsense_is_a_fault_of_its_row(gpkg):
    with sqlite3.connect(gpkg) as database:
        for trigger in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{trigger[0]}"')
        database.execute("UPDATE buildings SET geom = x'00010203' WHERE fid = 2")
    source = read_source(gpkg)
    assert source.frame.geometry.isna().tolist() == [False, True, False]


def test_writing_replaces_a_file_and_leaves_nothing_beside_it(tmp_path):
    path = tmp_path / "out.gpkg"
    path.write_text("an older file")
    frame = gpd.GeoDataFrame({"id": ["a"]}, geometry=[box(112.9, 28.2, 112.91, 28.21)], crs="EPSG:4490")
    geopackage.write(path, {"plots": frame, "notes": pd.DataFrame({"id": ["n"], "text": ["字"]})})
    assert [item.name for item in tmp_path.iterdir()] == ["out.gpkg"]
    assert gpd.list_layers(path)["name"].tolist() == ["plots", "notes"]
    assert gpd.read_file(path, layer="plots").crs.to_epsg() == 4490


def test_a_write_that_fails_leaves_the_older_file_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "out.gpkg"
    path.write_text("an older file")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(geopackage.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        geopackage.write(path, {"notes": pd.DataFrame({"id": ["n"]})})
    assert path.read_text() == "an older file"
    assert [item.name for item in tmp_path.iterdir()] == ["out.gpkg"]


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileError, match="无法写入"):
        geopackage.write(tmp_path / "nowhere" / "x.gpkg", {})
