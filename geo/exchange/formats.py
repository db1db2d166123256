"""The file formats that can be read, as one table."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from geo.errors import FileError
from geo.exchange import geojson, geopackage, shapefile, swmm_file
from geo.exchange.limits import MAX_FILE_BYTES
from geo.exchange.table import Parsed
from geo.words import N_


@dataclass(frozen=True)
class Format:
    """A file format: `parse(path, layer=, encoding=, folder=)` runs in the child process only.

    `layers(path)` names the layers where a file can have several tables of one community. `drivers` are
    the GDAL drivers that it needs; all others are switched off. `id_column`: where the format itself keeps ids.
    """

    key: str
    title: str
    suffixes: tuple[str, ...]
    parse: Callable[..., Parsed]
    layers: Callable[[Path], tuple[str, ...]] | None = None
    drivers: tuple[str, ...] = ()
    id_column: str = ""


FORMATS: tuple[Format, ...] = (
    Format("geojson", "GeoJSON", (".geojson", ".json"), geojson.parse),
    Format("geopackage", "GeoPackage", (".gpkg",), geopackage.parse, geopackage.layers, ("GPKG",)),
    Format("shapefile", N_("zip 压缩的 Shapefile"), (".zip",), shapefile.parse, drivers=("ESRI Shapefile",)),
    Format("swmm", "SWMM", (".inp",), swmm_file.parse, swmm_file.layers, id_column="id"),
)


def format_of(path: Path) -> Format:
    """The format of a file by its suffix; `FileError` if there is no such file or no such format."""
    if not path.is_file():
        raise FileError(N_("没有文件 {path}"), path=path)
    size = path.stat().st_size
    if size == 0:
        raise FileError(N_("文件 {path} 是空的"), path=path.name)
    if size > MAX_FILE_BYTES:
        raise FileError(N_("文件 {path} 超过 {limit} MB"), path=path.name, limit=MAX_FILE_BYTES >> 20)
    for candidate in FORMATS:
        if path.suffix.lower() in candidate.suffixes:
            return candidate
    titles = "、".join(f"{item.title}({'/'.join(item.suffixes)})" for item in FORMATS)
    raise FileError(N_("不能导入 {suffix} 文件;可以导入:{formats}"), suffix=path.suffix or path.name, formats=titles)
