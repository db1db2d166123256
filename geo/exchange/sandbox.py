"""Read a file from outside in a bound child process, and trust only what comes back in our own form.

GDAL picks its driver by content, some drivers follow paths and URLs written in a file, and any parser
may crash or grow without end. So the child gets an empty environment, one allowed driver, no network
settings, limits on memory, CPU and time; it hands back Arrow columns and re-encoded WKB.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyarrow as pa
import shapely

from geo.errors import FileError, Problem
from geo.exchange.formats import Format, format_of
from geo.exchange.limits import MAX_WALL_S
from geo.exchange.table import GEOMETRY_COLUMN
from geo.words import N_

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    """One layer of a file from outside.

    `frame` has the file's own columns and the index 0 … n-1; its CRS is unset where the file declares
    none. `problems` are the faults met while reading, by row.
    """

    frame: gpd.GeoDataFrame
    layer: str
    layers: tuple[str, ...]
    problems: tuple[Problem, ...]


def read_source(path: Path, *, layer: str | None = None, encoding: str | None = None) -> Source:
    """One layer of a GeoJSON, GeoPackage or zipped Shapefile.

    `layer` picks one of several layers, `encoding` overrides what is found out about attribute text.
    `FileError` in one sentence for anything that cannot be read.
    """
    return _read(path, layer, encoding, every=False)[0]


def read_all(path: Path, *, encoding: str | None = None) -> list[Source]:
    """Every layer and attribute table of a GeoPackage (of the other formats: the one layer)."""
    return _read(path, None, encoding, every=True)


def _read(path: Path, layer: str | None, encoding: str | None, *, every: bool) -> list[Source]:
    chosen = format_of(path)
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        request = {
            "format": chosen.key,
            "path": str(path.resolve()),
            "layer": layer,
            "encoding": encoding,
            "every": every,
            "folder": folder,
        }
        _run(request, chosen, Path(folder))
        answer = json.loads((Path(folder) / "answer.json").read_text("utf-8"))
        if "error" in answer:
            raise FileError(answer["error"], **answer["values"])
        return [_source(Path(folder) / table["file"], table) for table in answer["tables"]]


def _run(request: dict[str, Any], chosen: Format, folder: Path) -> None:
    command = [sys.executable, "-m", "geo.exchange.child", json.dumps(request)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module; the file's path is one JSON argument
            command,
            cwd=PROJECT,
            env=_environment(chosen, folder),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=MAX_WALL_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FileError(N_("读取文件超过 {limit} 秒,已停止"), limit=MAX_WALL_S) from None
    if not (folder / "answer.json").exists():
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or [f"exit {done.returncode}"]
        raise FileError(N_("文件损坏或超出内存、时间上限,读取进程已停止({reason})"), reason=reason[0][:200])


def _environment(chosen: Format, folder: Path) -> dict[str, str]:
    """The whole environment of the child: no secrets of ours, no driver but the one needed, no network."""
    import pyogrio

    skipped = sorted(set(pyogrio.list_drivers()) - set(chosen.drivers))
    environment = {
        "GDAL_SKIP": ",".join(skipped),
        "OGR_SKIP": ",".join(skipped),
        "GDAL_DRIVER_PATH": "disable",
        "GDAL_HTTP_TIMEOUT": "1",
        "GDAL_HTTP_PROXY": "127.0.0.1:9",  # nobody listens there
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
        "CPL_TMPDIR": str(folder),
        "GDAL_PAM_ENABLED": "NO",
        "OGR_SQLITE_LOAD_EXTENSIONS": "",
        "SHAPE_RESTORE_SHX": "YES",
        "PROJ_NETWORK": "OFF",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": str(folder),
    }
    inherited = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "PROJ_DATA", "GDAL_DATA")
    return environment | {name: os.environ[name] for name in inherited if name in os.environ}


def _source(path: Path, about: dict[str, Any]) -> Source:
    with pa.OSFile(str(path)) as stream:
        table = pa.ipc.open_file(stream).read_all()
    geometry = shapely.from_wkb(table[GEOMETRY_COLUMN].to_numpy(zero_copy_only=False))
    columns = table.drop_columns([GEOMETRY_COLUMN]).to_pandas(integer_object_nulls=True)
    frame = gpd.GeoDataFrame(columns, index=range(table.num_rows), geometry=geometry, crs=about["crs"] or None)
    problems = tuple(Problem(**problem) for problem in about["problems"])
    return Source(frame, about["layer"], tuple(about["layers"]), problems)
