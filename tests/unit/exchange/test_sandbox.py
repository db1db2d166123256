"""The child process: what it is given, what binds it, and formats that are not known."""

import subprocess
import sys
from pathlib import Path

import pytest

from geo.errors import FileError
from geo.exchange import sandbox
from geo.exchange.formats import FORMATS, format_of

GEOPACKAGE = next(item for item in FORMATS if item.key == "geopackage")


def in_child(code: str, tmp_path: Path) -> subprocess.CompletedProcess:
    """Run Python code in the environment of the child."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=sandbox.PROJECT,
        env=sandbox._environment(GEOPACKAGE, tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_child_knows_one_driver_only(tmp_path):
    assert in_child("import pyogrio; print(sorted(pyogrio.list_drivers()))", tmp_path).stdout == "['GPKG']\n"


def test_the_child_gets_no_secret_of_ours(tmp_path, monkeypatch):
    monkeypatch.setenv("MAP_DATABASE", "postgresql://someone:pa55word@somewhere/x")
    assert "pa55word" not in in_child("import os; print(dict(os.environ))", tmp_path).stdout


@pytest.mark.skipif(sys.platform == "win32", reason="no rlimits there")
def test_the_child_cannot_take_all_memory(tmp_path):
    code = "from geo.exchange.limits import bind_this_process as bind; bind(); bytearray(5 << 30)"
    assert "MemoryError" in in_child(code, tmp_path).stderr


def test_a_child_that_dies_becomes_one_clear_error(tmp_path, monkeypatch):
    path = tmp_path / "x.geojson"
    path.write_text("{}")
    monkeypatch.setattr(sandbox.sys, "executable", "/bin/false")
    with pytest.raises(FileError, match="读取进程已停止"):
        sandbox.read_source(path)


def test_a_child_that_does_not_end_is_stopped(tmp_path, monkeypatch):
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 30\n")
    slow.chmod(0o755)
    path = tmp_path / "x.geojson"
    path.write_text("{}")
    monkeypatch.setattr(sandbox.sys, "executable", str(slow))
    monkeypatch.setattr(sandbox, "MAX_WALL_S", 0.3)
    with pytest.raises(FileError, match="已停止"):
        sandbox.read_source(path)


@pytest.mark.parametrize("name", ["net.dwg", "x.vrt", "x.shp", "x.csv", "x"])
def test_an_unknown_format_is_refused_with_those_that_are_known(tmp_path, name):
    path = tmp_path / name
    path.write_text("something")
    with pytest.raises(FileError, match=r"GeoJSON.*GeoPackage.*Shapefile"):
        format_of(path)


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(FileError, match="没有文件"):
        format_of(Path("/nowhere/x.gpkg"))
