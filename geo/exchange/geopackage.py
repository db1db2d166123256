"""GeoPackage: the exchange format. Read by GDAL in the child process, written by GDAL from our own frames."""

import os
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from geo.errors import FileError, Problem
from geo.exchange.table import GEOMETRY_COLUMN, Parsed, collect, is_text_sound, sound_geometry, with_plain_columns
from geo.words import N_

if TYPE_CHECKING:  # the child process that reads a file does without them: loading them takes longer than most files
    import geopandas as gpd
    import pandas as pd

MAGIC = b"SQLite format 3\0"


def parse(path: Path, *, layer: str | None, encoding: str | None, folder: Path) -> Parsed:
    """One layer of a GeoPackage; without `layer`, the only one there is."""
    names = layers(path)
    return read_layer(path, chosen_layer(names, layer), names)


def layers(path: Path) -> tuple[str, ...]:
    """The names of all layers and attribute tables; `FileError` if this is no GeoPackage.

    Views and virtual tables are left out: they are programs, which can run without end when GDAL so
    much as lists them. So the list is read without GDAL.
    """
    with path.open("rb") as stream:
        if stream.read(len(MAGIC)) != MAGIC:
            raise FileError(N_("这不是 GeoPackage 文件(文件头不对)"))
    query = """
        SELECT c.table_name FROM gpkg_contents AS c JOIN sqlite_master AS m ON m.name = c.table_name
        WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND c.data_type IN ('features', 'attributes')
        ORDER BY c.rowid"""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
        if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'gpkg_contents' AND type <> 'table'").fetchone():
            raise FileError(N_("这不是 GeoPackage 文件(文件头不对)"))
        return tuple(str(row[0]) for row in database.execute(query))


def chosen_layer(layers: tuple[str, ...], wanted: str | None) -> str:
    """The layer to read; `FileError` lists the layers when it is not clear which."""
    names = "、".join(layers[:30])
    if not layers:
        raise FileError(N_("文件里没有图层"))
    if wanted is None and len(layers) > 1:
        raise FileError(
            N_("文件有 {count} 个图层:{layers};请用 --source-layer 指定一个"), count=len(layers), layers=names
        )
    if wanted is not None and wanted not in layers:
        raise FileError(N_("文件里没有图层“{wanted}”;有:{layers}"), wanted=wanted, layers=names)
    return wanted or layers[0]


def read_layer(path: Path, layer: str, layers: tuple[str, ...], *, encoding: str | None = None) -> Parsed:
    """One layer as a `Parsed` table through GDAL's Arrow stream, which the limits watch batch by batch."""
    import pyogrio.raw

    with pyogrio.raw.open_arrow(path, layer=layer, encoding=encoding, use_pyarrow=True, batch_size=8192) as (
        meta,
        reader,
    ):
        table = collect(reader, reader.schema)
    if not is_text_sound(table):
        raise FileError(N_("文字编码不对;请用 --encoding 指定,例如 GB18030"))
    shape_column = meta["geometry_name"] or "wkb_geometry"
    problems: list[Problem] = []
    geometry: pa.Array = pa.nulls(table.num_rows, pa.large_binary())
    if shape_column in table.column_names:
        geometry, problems = sound_geometry(table[shape_column])
        table = table.drop_columns([shape_column])
    table, left_out = with_plain_columns(table)
    columns = dict(zip(table.column_names, table.columns, strict=True))
    table = pa.table({**columns, GEOMETRY_COLUMN: geometry})
    return Parsed(table, str(meta["crs"] or ""), layer, layers, (*left_out, *problems))


def write(path: Path, frames: "Mapping[str, gpd.GeoDataFrame | pd.DataFrame]") -> None:
    """Write each frame as one table of a new GeoPackage; a frame without geometry becomes an attribute table.

    The file appears complete or not at all: it is written beside its place, forced to disk and then
    put in it. `FileError` if the folder cannot be written.
    """
    import geopandas as gpd
    import pyogrio

    try:
        handle, name = tempfile.mkstemp(suffix=".gpkg", prefix=f".{path.stem}-", dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        temporary.unlink()
    except OSError as error:
        raise FileError(N_("无法写入 {path}:{reason}"), path=path, reason=error.strerror) from error
    try:
        for table, frame in frames.items():
            kind = {"geometry_type": "Unknown"} if isinstance(frame, gpd.GeoDataFrame) else {}
            append = temporary.exists()
            pyogrio.write_dataframe(frame, temporary, layer=table, driver="GPKG", append=append, **kind)
        _force_to_disk(temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _force_to_disk(path: Path) -> None:
    """Flush the file and the folder entry that leads to it."""
    for place, flags in ((path, os.O_RDWR), (path.parent, os.O_RDONLY)):
        if os.name == "nt" and place.is_dir():
            continue  # Windows cannot open a folder, and keeps its entries by journal
        handle = os.open(place, flags)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
