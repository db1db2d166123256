"""Faults of a layer's frame against its `LayerType`: all of them at once, each with its row.

Nothing here changes data or raises for a fault in it; the caller decides whether an error refuses
the row or the whole file. Rows are counted from 1 in the order of the frame.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.errors import Problem
from geo.layers import GEOMETRY_TYPES, Field, LayerType
from geo.words import N_

ID_PATTERN = r"[A-Za-z0-9_.-]{1,64}"

KIND_TITLES = {"point": N_("点"), "line": N_("线"), "area": N_("面")}

NO_VALUE, NO_GEOMETRY = N_("必填字段“{title}”没有值"), N_("没有几何图形")
ABSENT = (NO_VALUE, NO_GEOMETRY)

BOOLEAN_KIND, NUMBER_KINDS = "boolean", ("integer", "number")


def check_layer(
    frame: gpd.GeoDataFrame,
    layer_type: LayerType,
    *,
    rows: Sequence[int] | None = None,
    without: Collection[str] = (),
) -> list[Problem]:
    """Every fault of a frame (index = feature id, geometry in degrees), ordered by row.

    `rows` are the row numbers to report when the frame is a part of a larger file. `without` names
    required fields, or "geometry", whose absence is only a warning. Columns that the layer does not
    know are left alone; a field without a column counts as missing everywhere.
    """
    numbers = np.arange(1, len(frame) + 1) if rows is None else np.asarray(rows)
    problems = check_ids(pd.Series(frame.index), numbers)
    for field in layer_type.fields:
        problems += check_field(frame.get(field.key), field, numbers)
    if layer_type.geometry:
        problems += check_geometry(frame.geometry.to_numpy(), layer_type, numbers)
    problems = [
        replace(problem, severity="warning") if problem.column in without and problem.message in ABSENT else problem
        for problem in problems
    ]
    return sorted(problems, key=lambda problem: problem.row or 0)


def check_ids(ids: pd.Series, rows: np.ndarray, column: str = "id") -> list[Problem]:
    """Ids that are not of the admitted form, and ids that stand twice (each row of a pair is named)."""
    text = ids.astype("string").fillna("")
    malformed = ~text.str.fullmatch(ID_PATTERN).to_numpy(dtype=bool)
    twice = text.duplicated(keep=False).to_numpy(dtype=bool) & ~malformed
    return _each(
        malformed, rows, text, N_("编号“{value}”不合规:只能用字母、数字和 _ . -,最多 64 个字符"), column
    ) + _each(twice, rows, text, N_("编号“{value}”重复:同一图层内编号必须唯一"), column)


def check_field(values: pd.Series | None, field: Field, rows: np.ndarray) -> list[Problem]:
    """Faults of one column against its `Field`: missing, wrong type, out of range, not an allowed value."""
    if values is None:
        values = pd.Series([None] * len(rows), dtype=object)
    values = values.reset_index(drop=True)
    missing = is_missing(values)
    problems: list[Problem] = []
    if field.required:
        problems += _each(missing, rows, values, NO_VALUE, field.key, title=field.title)
    if field.kind in NUMBER_KINDS:
        return problems + _check_numbers(values, missing, field, rows)
    if field.kind == BOOLEAN_KIND:
        wrong = ~missing & ~values.isin([True, False]).to_numpy(dtype=bool)
        return problems + _each(wrong, rows, values, N_("“{value}”不是“是”或“否”"), field.key)
    return problems + _check_words(values, missing, field, rows)


def is_missing(values: pd.Series) -> np.ndarray:
    """Which values are absent: None, NaN or an empty text.

    >>> is_missing(pd.Series(["a", "", None, float("nan"), 0])).tolist()
    [False, True, True, True, False]
    """
    absent: np.ndarray = values.isna().to_numpy(dtype=bool)
    if values.dtype.kind in "biuf":
        return absent
    empty: np.ndarray = values.eq("").fillna(False).to_numpy(dtype=bool)
    return absent | empty


def check_geometry(shapes: np.ndarray, layer_type: LayerType, rows: np.ndarray) -> list[Problem]:
    """Faults of geometries in degrees; a geometry is named once, by the first fault found in it."""
    kinds = type_names(shapes)
    bounds = shapely.bounds(shapes)
    with np.errstate(invalid="ignore"):
        off_earth = (np.abs(bounds[:, [0, 2]]) > 180).any(axis=1) | (np.abs(bounds[:, [1, 3]]) > 90).any(axis=1)
    admitted = [name for kind in layer_type.geometry for name in GEOMETRY_TYPES[kind]]
    wanted = "、".join(KIND_TITLES[kind] for kind in layer_type.geometry)
    faults = (
        (shapely.is_missing(shapes), NO_GEOMETRY),
        (shapely.is_empty(shapes), N_("几何图形是空的")),
        (~is_finite(shapes), N_("坐标不是有限的数(无穷大、NaN 或大得离谱)")),
        (off_earth, N_("坐标不在经纬度范围内;请检查坐标系")),
        (~np.isin(kinds, admitted), N_("几何类型是 {value},本图层只收{wanted}")),
        (~shapely.is_valid(shapes), N_("几何图形无效(如自相交):{reason};可用 --repair 修复")),
    )
    problems: list[Problem] = []
    unnamed = np.ones(len(shapes), dtype=bool)
    for faulty, message in faults:
        for i in np.flatnonzero(faulty & unnamed):
            reason = shapely.is_valid_reason(shapes[i]) if "{reason}" in message else ""
            values = {"value": str(kinds[i]), "wanted": wanted, "reason": reason}
            problems.append(Problem(message, int(rows[i]), "geometry", values=values))
        unnamed &= ~faulty
    return problems


def is_finite(shapes: np.ndarray, limit: float = 1e9) -> np.ndarray:
    """Which geometries have only finite coordinates below `limit` (missing and empty ones do)."""
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    wild = ~(np.abs(points) < limit).all(axis=1)
    sound = np.ones(len(shapes), dtype=bool)
    sound[owner[wild]] = False
    return sound


_SIMPLE = ["Point", "LineString", "LinearRing", "Polygon"]
_TYPE_NAMES = np.array(
    ["", *_SIMPLE, "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection", "Curve"], dtype=object
)
"""By shapely's type id + 1; ids above 7 are the several kinds of curves."""


def type_names(shapes: np.ndarray) -> np.ndarray:
    """The type of each geometry as text, "" for a missing one.

    >>> type_names(np.array([shapely.Point(1, 2), None], dtype=object)).tolist()
    ['Point', '']
    """
    names: np.ndarray = _TYPE_NAMES[np.minimum(shapely.get_type_id(shapes) + 1, 9)]
    return names


def _check_numbers(values: pd.Series, missing: np.ndarray, field: Field, rows: np.ndarray) -> list[Problem]:
    """Not a finite number, not whole where it must be, or outside the bounds of the field."""
    numbers = pd.to_numeric(values, errors="coerce").astype(float).to_numpy()
    is_number = np.isfinite(numbers) & ~_are(values, bool)
    fraction = is_number & (field.kind == "integer") & (np.mod(np.where(is_number, numbers, 0), 1) != 0)
    low = -np.inf if field.low is None else field.low
    high = np.inf if field.high is None else field.high
    outside = is_number & ~fraction & ((numbers < low) | (numbers > high))
    bounds = {"low": _plain(field.low), "high": _plain(field.high)}
    return (
        _each(~missing & ~is_number, rows, values, N_("“{value}”不是数字"), field.key)
        + _each(fraction, rows, values, N_("“{value}”不是整数"), field.key)
        + _each(outside, rows, values, N_("{value} 超出范围({low} 至 {high})"), field.key, **bounds)
    )


def _check_words(values: pd.Series, missing: np.ndarray, field: Field, rows: np.ndarray) -> list[Problem]:
    """Not text, or not one of the allowed words."""
    not_text = ~missing & ~_are(values, str)
    problems = _each(not_text, rows, values, N_("“{value}”不是文字"), field.key)
    if not field.values:
        return problems
    unknown = ~missing & ~not_text & ~values.isin([word for word, _ in field.values]).to_numpy(dtype=bool)
    allowed = "、".join(f"{title}({word})" for word, title in field.values)
    return problems + _each(
        unknown, rows, values, N_("“{value}”不在允许的取值内:{allowed}"), field.key, allowed=allowed
    )


def _are(values: pd.Series, kind: type) -> np.ndarray:
    return np.fromiter((isinstance(value, kind) for value in values), dtype=bool, count=len(values))


def _each(
    faulty: np.ndarray, rows: np.ndarray, values: pd.Series, message: str, column: str, **more: object
) -> list[Problem]:
    """One error for each faulty row, with the value that stands there."""
    return [
        Problem(message, int(rows[i]), column, values={"value": _plain(values.iloc[i]), **more})
        for i in np.flatnonzero(faulty)
    ]


def _plain(value: object) -> str:
    """A value as short text: whole floats without ".0", at most 60 characters."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = "" if value is None else str(value)
    return text if len(text) <= 60 else text[:59] + "…"
