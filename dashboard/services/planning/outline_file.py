"""An outline from a file: read in the bound child process, placed on the map, made one area, line or set of points."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from geo.checks import is_finite
from geo.errors import FileError, Problem
from geo.exchange.placing import far_away, place
from geo.exchange.sandbox import read_source
from geo.words import N_

SUFFIXES = ("geojson", "json", "zip", "gpkg")
CHOICES = {
    "": N_("按文件声明的坐标系"),
    "EPSG:4326": N_("经纬度(WGS-84 / CGCS2000)"),
    "GCJ-02": N_("高德、腾讯(GCJ-02)"),
    "BD-09": N_("百度(BD-09)"),
    "EPSG:4547": N_("CGCS2000 3 度带,中央经线 114°(EPSG:4547)"),
    "EPSG:4546": N_("CGCS2000 3 度带,中央经线 111°(EPSG:4546)"),
}
"""The coordinate systems offered where a file says none, or a wrong one."""


@dataclass(frozen=True)
class Outline:
    """The outline of a file (EPSG:4490), None if it cannot be used; `problems` say why, or what was left out."""

    shape: shapely.Geometry | None
    problems: tuple[Problem, ...]


def outline_of_file(name: str, content: bytes, crs: str, centre: tuple[float, float]) -> Outline:
    """The outline that a file draws, near `centre` (lon, lat); `crs` overrides what the file declares ("": does not).

    Areas count before lines, lines before points: of a mixed file the others are left out, and that is said.
    """
    suffix = Path(name).suffix.lower()
    with tempfile.TemporaryDirectory(prefix="outline-") as folder:
        path = Path(folder) / f"outline{suffix}"
        path.write_bytes(content)
        try:
            source = read_source(path)
        except FileError as error:
            return Outline(None, (Problem(error.message, values=error.values),))
    placed = place(source.frame, crs=crs or None)
    if placed.shapes is None:
        return Outline(None, tuple(_on_screen(problem) for problem in placed.problems))
    shapes = placed.shapes
    sound = shapes[~shapely.is_missing(shapes) & is_finite(shapes)]
    sound = sound[~shapely.is_empty(sound)]
    if not len(sound):
        return Outline(None, (Problem(N_("文件里没有图形:请另选一个文件")),))
    far = [item for item in far_away(sound, *centre, np.arange(1, len(sound) + 1)) if item.row is None]
    if far:
        return Outline(None, (Problem(FAR, values=far[0].values),))
    return _united(sound, tuple(item for item in source.problems if item.severity == "error"))


FAR = N_("图形距社区约 {distance} km(超出 {limit} km):坐标系可能不对,请在“坐标系”里另选,或检查经纬度次序")
NO_CRS = N_("文件没有说明坐标系,或与坐标不符(坐标约 {x}, {y}):请在“坐标系”里选一个再上传")


def _on_screen(problem: Problem) -> Problem:
    """The refusals of the command line name its options; on the screen there is a list to choose from."""
    return Problem(NO_CRS, values=problem.values) if {"x", "y"} <= set(problem.values) else problem


def _united(shapes: np.ndarray, problems: tuple[Problem, ...]) -> Outline:
    parts = shapely.get_parts(shapely.force_2d(shapes))
    dimensions = shapely.get_dimensions(parts)
    widest = int(dimensions.max())
    kept = parts[dimensions == widest]
    told = list(problems)
    if len(kept) < len(parts):
        left = len(parts) - len(kept)
        told.append(Problem(N_("文件里另有 {count} 个线或点,没有用"), severity="warning", values={"count": left}))
    if widest == 2 and not shapely.is_valid(kept).all():
        told.append(Problem(N_("上传的边线自相交,已修复"), severity="warning"))
        kept = shapely.make_valid(kept)
    united = shapely.union_all(kept)
    areas = [part for part in shapely.get_parts(united) if shapely.get_dimensions(part) == widest]
    return Outline(shapely.union_all(areas), tuple(told))
