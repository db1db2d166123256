"""The plan of an import: what a file's layer would become in a layer of ours, and all faults on the way."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.checks import check_layer
from geo.crs import STORED_CRS
from geo.errors import Problem
from geo.exchange import mapping, placing
from geo.exchange.sandbox import Source
from geo.layers import Field, LayerType
from geo.words import N_


@dataclass(frozen=True)
class Reading:
    """How the sender wants a file to be read.

    `fields` maps field keys (also name, code, parent) to columns, `constants` gives a value to every
    row, `id_field` names the column of ids. `crs` overrides the declared one ("EPSG:4547", "GCJ-02",
    "BD-09"). `without` names required fields, or "geometry", that may be missing.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    id_field: str | None = None
    crs: str | None = None
    swap_axes: bool = False
    repair: bool = False
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """One layer ready to be stored: `frame` as the store takes it, `rows` the row number of each record.

    `problems` are in the order of the rows; `sources` tells which column feeds which field; `crs` is
    what the coordinates were taken for.
    """

    layer: LayerType
    frame: gpd.GeoDataFrame
    rows: np.ndarray
    problems: tuple[Problem, ...]
    sources: Mapping[str, str]
    kept_columns: tuple[str, ...]
    crs: str

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that refuse a row or the file."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def faulty_rows(self) -> tuple[int, ...]:
        """The rows with an error, in order."""
        return tuple(sorted({problem.row for problem in self.errors if problem.row is not None}))

    @property
    def is_refused(self) -> bool:
        """Whether an error concerns the file as a whole, so that leaving rows out does not help."""
        return any(problem.row is None for problem in self.errors)

    def without_faulty_rows(self) -> "Plan":
        """The plan for the rows that have no error."""
        kept = ~np.isin(self.rows, self.faulty_rows)
        return replace(self, frame=self.frame[kept], rows=self.rows[kept])


def plan_layer(source: Source, layer: LayerType, reading: Reading) -> Plan:
    """What the rows of a source would be in a layer, with every fault of every row."""
    ours = set(source.frame.columns) >= mapping.EXCHANGE_COLUMNS
    if ours:
        reading = _reading_of_our_own(reading, layer)
    rows = np.arange(1, len(source.frame) + 1)
    matched, columns, problems = _columns(source, layer, reading, ours=ours)
    placed = placing.place(source.frame, crs=reading.crs, swap_axes=reading.swap_axes)
    problems += [*source.problems, *placed.problems]
    if source.frame.empty:
        problems.append(Problem(N_("文件里没有记录")))
    shapes = np.full(len(rows), None, dtype=object) if placed.shapes is None else placed.shapes
    if reading.repair:
        shapes, repaired = placing.repair(shapes, layer, rows)
        problems += repaired
    shapes, left_out = _only_where_wanted(shapes, layer)
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=STORED_CRS)
    frame.index = _ids(source, reading)
    problems += left_out + _faults(frame, layer, reading, rows, geometry_known=placed.shapes is not None)
    kept = tuple(column for column in matched.rest if column != reading.id_field)
    return Plan(layer, frame, rows, _ordered(problems), matched.sources, () if ours else kept, placed.crs)


def _reading_of_our_own(reading: Reading, layer: LayerType) -> Reading:
    """A table that we exported: its ids are in "id", and what is missing there was missing here."""
    optional = (*(item.key for item in layer.fields if item.required), "parent", "geometry")
    return replace(reading, id_field=reading.id_field or "id", without=(*reading.without, *optional))


def _columns(
    source: Source, layer: LayerType, reading: Reading, *, ours: bool
) -> tuple[mapping.Columns, dict[str, Any], list[Problem]]:
    """The columns of the planned frame: attributes, fields, and under their own names what feeds neither."""
    frame = pd.DataFrame(source.frame.drop(columns=source.frame.geometry.name))
    matched = mapping.match_columns(list(frame.columns), layer, reading.fields)
    problems = [*matched.problems, *mapping.missing_column("id", reading.id_field, list(frame.columns))]
    given: dict[str, pd.Series] = {key: frame[column] for key, column in matched.sources.items()}
    known = {item.key: item for item in layer.fields} | {key: Field(key, "") for key in mapping.ATTRIBUTES}
    for key, value in reading.constants.items():
        if key in known:
            given[key] = pd.Series([value] * len(frame), dtype=object)
        else:
            problems += mapping.match_columns([], layer, {key: ""}).problems
    columns: dict[str, Any] = {key: mapping.coerce(values, known[key]) for key, values in given.items()}
    for key in mapping.ATTRIBUTES:
        columns[key] = columns[key].fillna("") if key in columns else pd.Series("", index=frame.index, dtype=object)
    columns["is_sample"] = frame["is_sample"].fillna(0).astype(bool) if ours else False
    problems += mapping.without_source(layer, given, reading.without)
    rest = _unpacked(frame) if ours else {c: frame[c] for c in matched.rest if c != reading.id_field}
    columns |= {_free_name(name, layer): values for name, values in rest.items()}
    return matched, columns, problems


def _free_name(name: str, layer: LayerType) -> str:
    """A name for a column that feeds no field, never one that means something here."""
    taken = mapping.RESERVED | {item.key for item in layer.fields}
    return f"source.{name}" if name in taken else name


def _unpacked(frame: pd.DataFrame) -> dict[str, pd.Series]:
    """The further values that our own export keeps as JSON, as columns."""
    if "extra" not in frame:
        return {}
    rows = [_json_object(text) for text in frame["extra"]]
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: pd.Series([row.get(name) for row in rows], dtype=object) for name in names}


def _json_object(text: object) -> dict[str, Any]:
    try:
        value = json.loads(text) if isinstance(text, str) else {}
    except (ValueError, RecursionError):
        return {"extra": text}
    return value if isinstance(value, dict) else {"extra": text}


def _only_where_wanted(shapes: np.ndarray, layer: LayerType) -> tuple[np.ndarray, list[Problem]]:
    """No geometry for a layer that has none of its own."""
    if layer.geometry or shapely.is_missing(shapes).all():
        return shapes, []
    message = N_("图层“{layer}”没有自己的图形,文件里的图形没有导入")
    return np.full(len(shapes), None), [Problem(message, severity="warning", values={"layer": layer.title})]


def _ids(source: Source, reading: Reading) -> pd.Index:
    frame = source.frame
    if reading.id_field is None or reading.id_field not in frame:
        attributes = pd.DataFrame(frame.drop(columns=frame.geometry.name))
        return pd.Index(mapping.content_ids(attributes, frame.geometry.to_numpy()), name="id")
    return pd.Index(mapping.as_text(frame[reading.id_field]).fillna("").astype(object), name="id")


def _faults(
    frame: gpd.GeoDataFrame, layer: LayerType, reading: Reading, rows: np.ndarray, *, geometry_known: bool
) -> list[Problem]:
    """The checks of the layer on what there is to check; fields without a source are named elsewhere, once."""
    kinds = layer.geometry if geometry_known else ()
    to_check = replace(layer, geometry=kinds, fields=tuple(item for item in layer.fields if item.key in frame))
    return check_layer(frame, to_check, rows=list(rows), without=reading.without)


def _ordered(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """File first, then by row; of several faults of one geometry the first, which explains the others."""
    named: set[int] = set()
    kept = []
    for problem in problems:
        if problem.column == "geometry" and problem.row is not None and problem.severity == "error":
            if problem.row in named:
                continue
            named.add(problem.row)
        kept.append(problem)
    return tuple(sorted(kept, key=lambda problem: problem.row or 0))
