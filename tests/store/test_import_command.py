"""`python -m data`: what it prints and its exit codes."""

import geopandas as gpd
import pytest
from shapely import Point, box

from data.__main__ import main
from data.communities import Community, add_community
from data.demo import spec
from data.store import open_store


@pytest.fixture
def database(tmp_path, monkeypatch):
    """The option that names a store of the test's own, with settings out of the way."""
    monkeypatch.setenv("MAP_FOLDER", str(tmp_path))
    return ["--database", f"sqlite:///{tmp_path / 'map.db'}"]


@pytest.fixture
def lights(tmp_path):
    path = tmp_path / "lights.geojson"
    shapes = [Point(112.92, 28.21), Point(112.921, 28.21)]
    gpd.GeoDataFrame({"高": [6, 99]}, geometry=shapes, crs="EPSG:4326").to_file(path)
    return str(path)


def test_an_import_says_what_it_did(database, lights, capsys):
    assert main(["import", lights, "--community", "甲社区", "--layer", "street_light", *database]) == 0
    said = capsys.readouterr()
    assert "新增 2" in said.out
    assert "甲社区(jiashequ)" in said.out
    assert main(["communities", *database]) == 0
    assert capsys.readouterr().out == "jiashequ\t甲社区\n"


def test_a_refused_import_names_row_and_field_and_ends_with_one(database, lights, capsys):
    options = ["--community", "甲", "--layer", "street_light", "--field", "mounting_height_m=高", *database]
    assert main(["import", lights, *options]) == 1
    said = capsys.readouterr()
    assert "第 2 行 · mounting_height_m: " in said.err
    assert "没有导入" in said.out
    assert main(["import", lights, *options, "--skip-faulty"]) == 0
    assert "跳过 1 行:2" in capsys.readouterr().out


def test_a_file_that_cannot_be_read_is_one_sentence(database, tmp_path, capsys):
    path = tmp_path / "sewers.dwg"
    path.write_text("[TITLE]\n")
    assert main(["import", str(path), "--community", "甲", "--layer", "pipe", *database]) == 1
    assert capsys.readouterr().err.startswith("错误:不能导入 .dwg 文件")


@pytest.mark.parametrize("arguments", [[], ["import"], ["import", "x", "--community", "a", "--layer", "moon"]])
def test_a_wrong_command_ends_with_two(database, arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


def test_many_like_faults_are_counted_not_listed(database, tmp_path, capsys):
    path = tmp_path / "b.geojson"
    shapes = [box(112.92 + i / 1e4, 28.21, 112.92005 + i / 1e4, 28.2101) for i in range(25)]
    gpd.GeoDataFrame({"no": "1", "storeys": [999] * 25}, geometry=shapes, crs="EPSG:4326").to_file(path)
    options = ["import", str(path), "--community", "甲", "--layer", "building", *database]
    assert main(options) == 1
    assert capsys.readouterr().err.count("超出范围") == 10
    assert main([*options, "--all-problems"]) == 1
    assert capsys.readouterr().err.count("超出范围") == 25


def test_an_export_a_backup_and_a_migration_say_where_they_went(database, lights, tmp_path, capsys):
    assert main(["migrate", *database]) == 0
    main(["import", lights, "--community", "甲", "--layer", "street_light", *database])
    out, copy = tmp_path / "out.gpkg", tmp_path / "copy.db"
    assert main(["export", str(out), "--community", "甲", *database]) == 0
    assert main(["backup", str(copy), *database]) == 0
    assert str(out) in capsys.readouterr().out
    assert out.exists()
    assert copy.exists()
    assert main(["export", str(out), "--community", "乙", *database]) == 1


def test_the_sample_never_takes_the_place_of_somebodys_community(database, capsys):
    with open_store(database[1]).write("测试") as tx:
        add_community(tx, Community(spec.COMMUNITY_ID, "龙王港"))
    assert main(["demo", "--rebuild", *database]) == 1
    assert "您自己的数据" in capsys.readouterr().err
