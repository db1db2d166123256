"""From the columns of a file to the fields of a layer: which column is which, and values of the right type."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from geo.checks import is_missing
from geo.errors import Problem
from geo.layers import Field, LayerType
from geo.words import N_

ATTRIBUTES = ("name", "code", "parent")
EXCHANGE_COLUMNS = frozenset({"id", "name", "code", "parent", "is_sample", "version"})
"""A table with all of these is one of our own exports: it carries ids, and `extra` as JSON."""

RESERVED = frozenset({"id", "name", "code", "parent", "is_sample", "version", "geometry"})

TRUE_WORDS = ("true", "t", "yes", "y", "1", "是", "有")
FALSE_WORDS = ("false", "f", "no", "n", "0", "否", "无")


@dataclass(frozen=True)
class Columns:
    """Which column feeds which field (`sources`), which columns feed none (`rest`), and what is wrong."""

    sources: Mapping[str, str]
    rest: tuple[str, ...]
    problems: tuple[Problem, ...]


def match_columns(columns: Sequence[str], layer_type: LayerType, wanted: Mapping[str, str]) -> Columns:
    """Columns by wish (`wanted`: field key → column, "" for none), else by a name equal to the field's key or title."""
    fields = {field.key: field.title for field in layer_type.fields} | dict.fromkeys(ATTRIBUTES, "")
    problems = []
    for key, column in wanted.items():
        if key not in fields:
            message = N_("图层“{layer}”没有字段 {field};有:{fields}")
            values = {"layer": layer_type.title, "field": key, "fields": "、".join(fields)}
            problems.append(Problem(message, None, key, values=values))
        elif column:
            problems += missing_column(key, column, columns)
    sources = {key: column for key, column in wanted.items() if key in fields and column in columns}
    free = {column.casefold(): column for column in reversed(columns) if column not in sources.values()}
    for key, title in fields.items():
        for name in (key, title):
            if name and key not in wanted and key not in sources and name.casefold() in free:
                sources[key] = free.pop(name.casefold())
    rest = tuple(column for column in columns if column not in sources.values())
    return Columns(sources, rest, tuple(problems))


def missing_column(key: str, column: str | None, columns: Sequence[str]) -> list[Problem]:
    """A problem for a column that was asked for and is not in the file."""
    if column is None or column in columns:
        return []
    message = N_("文件里没有列“{name}”;有:{columns}")
    return [Problem(message, None, key, values={"name": column, "columns": "、".join(columns[:40])})]


def without_source(layer_type: LayerType, present: Mapping[str, object], accepted: Sequence[str]) -> list[Problem]:
    """A problem for each required field that no column and no constant feeds; a warning where that is accepted."""
    missing = N_("必填字段“{title}”在文件里没有来源;用 --field {key}=列名 或 --set {key}=值,确实没有则 --without {key}")
    left_empty = N_("必填字段“{title}”留空")
    needed = {field.key: field.title for field in layer_type.fields if field.required}
    if layer_type.parent:
        needed["parent"] = N_("所属对象")
    problems = []
    for key, title in needed.items():
        if key not in present:
            message, severity = (left_empty, "warning") if key in accepted else (missing, "error")
            problems.append(Problem(message, None, key, severity, {"title": title, "key": key}))
    return problems


def coerce(values: pd.Series, field: Field) -> pd.Series:
    """A column in the type of its field, as far as it goes: what does not convert stays, for the checks to name.

    >>> coerce(pd.Series(["7", " 11 "]), Field("storeys", "层数", "integer")).tolist()
    [7, 11]
    >>> coerce(pd.Series(["污水", "foul"]), Field("kind", "类别", values=(("foul", "污水"),))).tolist()
    ['foul', 'foul']
    """
    if field.kind in ("integer", "number"):
        return _numbers(values, whole=field.kind == "integer")
    if field.kind == "boolean":
        return _booleans(values)
    text = as_text(values)
    if not field.values:
        return text
    words = {name.casefold(): word for word, title in field.values for name in (title, word)}
    present = text.astype("str").str.strip().str.casefold()
    return present.map(words).astype(object).where(present.isin(list(words)), text)


def as_text(values: pd.Series) -> pd.Series:
    """A column as text with None for what is missing; 12.0 reads "12"."""
    if isinstance(values.dtype, pd.StringDtype):
        return values.astype(object).where(values.notna(), None)
    if values.dtype.kind == "f":
        whole = values.notna() & np.isfinite(values) & (values % 1 == 0) & (values.abs() < 2**53)
        plain = values.astype(object)
        plain[whole] = values[whole].astype("int64").astype(object)
        values = plain
    return values.map(lambda value: value if isinstance(value, str) else str(value), na_action="ignore").where(
        values.notna(), None
    )


def _numbers(values: pd.Series, *, whole: bool) -> pd.Series:
    if values.dtype.kind == "b":
        return values.astype(object)  # a truth value is not a quantity: the checks say so
    given = values.astype(object).where(values.notna(), None)
    given = given.map(lambda value: (value.strip() or None) if isinstance(value, str) else value, na_action="ignore")
    numbers = pd.to_numeric(given, errors="coerce").astype(float)
    absent = is_missing(given)
    sound = np.isfinite(numbers) & (~np.mod(numbers.where(np.isfinite(numbers), 0), 1).astype(bool) if whole else True)
    if (absent | sound).all():
        if whole and (numbers.abs().max() < 2**53 or absent.all()):
            return numbers.astype("Int64")
        return numbers
    return given.where(~sound, numbers).astype(object)


def _booleans(values: pd.Series) -> pd.Series:
    if values.dtype.kind == "b":
        return values
    words = dict.fromkeys(TRUE_WORDS, True) | dict.fromkeys(FALSE_WORDS, False)
    text = as_text(values).astype("str").str.strip().str.casefold()
    known = text.isin(list(words))
    result = text.map(words).astype(object).where(known, values.astype(object).where(values.notna(), None))
    return result.where(text != "", None)


def content_ids(frame: pd.DataFrame, shapes: np.ndarray) -> np.ndarray:
    """An id for each row made of what the row says: the same file gives the same ids, wherever its rows stand.

    16 hexadecimal digits of the BLAKE2 hash of geometry (WKB) and attributes; rows that say exactly the
    same are told apart by a running number ("-2", "-3" …).
    """
    attributes = [as_text(frame[column]).fillna("\0").tolist() for column in sorted(frame.columns)]
    rows = zip(*attributes, strict=True) if attributes else iter([()] * len(frame))
    digests = [
        hashlib.blake2b((wkb or b"") + b"\0" + "\x1f".join(row).encode(), digest_size=8).hexdigest()
        for wkb, row in zip(shapely.to_wkb(shapes), rows, strict=True)
    ]
    ordinal = pd.Series(digests).groupby(digests).cumcount().to_numpy()
    return np.array(
        [digest if n == 0 else f"{digest}-{n + 1}" for digest, n in zip(digests, ordinal, strict=True)], dtype=object
    )
