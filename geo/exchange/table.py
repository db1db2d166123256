"""What a format's reader gives back: columns as they stand in the file, and geometries as WKB."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geo.errors import FileError, Problem
from geo.exchange.limits import MAX_COLUMNS, MAX_ROWS, MAX_TABLE_BYTES
from geo.words import N_

GEOMETRY_COLUMN = "__geometry__"


@dataclass(frozen=True)
class Parsed:
    """One layer of a file: attribute columns plus `GEOMETRY_COLUMN` (WKB, null where there is none).

    `crs` is what the file declares ("EPSG:3857", WKT, or "" for nothing); `layers` names all layers
    of the file; `problems` are the faults met on the way, by row.
    """

    table: pa.Table
    crs: str
    layer: str
    layers: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def collect(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> pa.Table:
    """All batches as one table; `FileError` as soon as there are too many rows or bytes."""
    if len(schema) > MAX_COLUMNS:
        raise FileError(N_("文件有 {count} 列,超过上限 {limit}"), count=len(schema), limit=MAX_COLUMNS)
    kept: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows > MAX_ROWS:
            raise FileError(N_("文件超过 {limit} 行;请分成几个文件导入"), limit=MAX_ROWS)
        if size > MAX_TABLE_BYTES:
            raise FileError(N_("文件的内容超过 {limit} MB;请分成几个文件导入"), limit=MAX_TABLE_BYTES >> 20)
        kept.append(batch)
    return pa.Table.from_batches(kept, schema)


def with_plain_columns(table: pa.Table) -> tuple[pa.Table, list[Problem]]:
    """The table with only booleans, numbers and text: dates as ISO text, binary columns left out and said.

    Text that no database keeps is a fault of its row.
    """
    problems: list[Problem] = []
    names, columns = [], []
    for name, column in zip(table.column_names, table.columns, strict=True):
        kind = column.type
        if name == GEOMETRY_COLUMN or pa.types.is_boolean(kind) or pa.types.is_integer(kind):
            pass
        elif pa.types.is_floating(kind) or pa.types.is_decimal(kind):
            column = column.cast(pa.float64())
        elif pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_nested(kind):
            problems.append(Problem(N_("列“{name}”不是文字或数字,没有导入"), None, name, "warning", {"name": name}))
            continue
        else:
            column = column.cast(pa.string())
            problems += row_faults(_holds_nul(column), N_("文字里有不能保存的字符(NUL);请删除它"), name)
        names.append(name)
        columns.append(column)
    return pa.table(columns, names=names), problems


def _holds_nul(column: pa.ChunkedArray) -> np.ndarray:
    """Which texts hold a NUL character, which no database keeps."""
    found: np.ndarray = pc.fill_null(pc.match_substring(column, "\0"), False).to_numpy(zero_copy_only=False)
    return found


def sound_geometry(wkb: pa.ChunkedArray) -> tuple[pa.Array, list[Problem]]:
    """WKB decoded and written anew in two dimensions: what is not a plain geometry becomes null and a fault.

    Whoever reads the result can trust it to be well formed and not nested without end.
    """
    raw = np.asarray(wkb.to_numpy(zero_copy_only=False), dtype=object)
    shapes = shapely.from_wkb(raw, on_invalid="ignore")
    lost = shapely.is_missing(shapes) & np.array([value is not None for value in raw], dtype=bool)
    complex_ = shapely.get_type_id(shapes) > 6
    problems = row_faults(lost, N_("几何图形无法读出"), "geometry")
    problems += row_faults(complex_, N_("几何类型是混合集合或曲线,请先拆成普通的点、线、面"), "geometry")
    solid = shapely.has_z(shapes) & ~complex_
    if solid.any():
        message = N_("{count} 个图形带高程,高程已舍去")
        problems.append(Problem(message, None, "geometry", "warning", {"count": int(solid.sum())}))
    shapes = np.where(complex_, None, shapes)
    return pa.array(shapely.to_wkb(shapely.force_2d(shapes)), type=pa.large_binary()), problems


def row_faults(faulty: np.ndarray, message: str, column: str) -> list[Problem]:
    """One error for each true row (rows counted from 1)."""
    return [Problem(message, int(i) + 1, column) for i in np.flatnonzero(faulty)]


def is_text_sound(table: pa.Table) -> bool:
    """Whether all text really is UTF-8."""
    try:
        table.validate(full=True)
        for column in table.columns:
            if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
                pc.utf8_length(column)
    except pa.ArrowInvalid:
        return False
    return True
