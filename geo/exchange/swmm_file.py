"""A SWMM file (.inp) as the import takes it: the layers pipe, manhole and outfall, in the file's own coordinates.

The format does not say its CRS: whoever imports it must. SWMM models storm water, so all is of kind "storm" unless
the sender sets another (`--set kind=foul`).
"""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from geo.errors import FileError
from geo.exchange.swmm import swmm_rows
from geo.exchange.table import GEOMETRY_COLUMN, Parsed
from geo.words import N_

TABLES = ("manhole", "outfall", "pipe")
KIND = "storm"


def layers(path: Path) -> tuple[str, ...]:
    """The layers that such a file always has."""
    return TABLES


def parse(path: Path, *, layer: str | None, encoding: str | None, folder: Path) -> Parsed:
    """One of the layers; the pipes if none is named. Raises `FileError`."""
    wanted = layer or "pipe"
    if wanted not in TABLES:
        raise FileError(N_("SWMM 文件里只有 {layers} 三个图层"), layers="、".join(TABLES))
    text = path.read_bytes().decode(encoding or "utf-8", "replace")
    (pipes, manholes, outfalls), problems = swmm_rows(text)
    rows = {"pipe": pipes, "manhole": manholes, "outfall": outfalls}[wanted]
    told = tuple(problems) if wanted == "pipe" else ()  # once for the file, not once for each layer
    return Parsed(_table(rows, wanted), "", wanted, TABLES, told)


def _table(rows: list[dict[str, Any]], layer: str) -> pa.Table:
    columns: dict[str, Any] = {key: [str(row["id"]) for row in rows] for key in ("id", "name")}
    columns["kind"] = [KIND] * len(rows)
    for key in rows[0] if rows else ():
        if key in ("id", "geometry", "material", "renewed") or (layer == "outfall" and key == "ground_level_m"):
            continue
        values = [row[key] for row in rows]
        columns[key] = [_whole(value) for value in values] if key == "diameter_mm" else [_plain(v) for v in values]
    shapes = shapely.to_wkb(np.array([row["geometry"] for row in rows], dtype=object))
    return pa.table({**columns, GEOMETRY_COLUMN: pa.array(list(shapes), pa.binary())})


def _plain(value: object) -> object:
    if isinstance(value, float):
        return None if np.isnan(value) else round(value, 3)
    return value


def _whole(value: float) -> int | None:
    return None if np.isnan(value) else round(value)
