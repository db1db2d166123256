"""GeoJSON (RFC 7946), read with `json` and shapely alone."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from geo.errors import FileError, Problem
from geo.exchange.limits import MAX_COLUMNS, MAX_GEOJSON_BYTES, MAX_ROWS
from geo.exchange.table import GEOMETRY_COLUMN, Parsed, sound_geometry, with_plain_columns
from geo.words import N_

DEFAULT_CRS = "OGC:CRS84"


def parse(path: Path, *, layer: str | None, encoding: str | None, folder: Path) -> Parsed:
    """The features of a GeoJSON file. WGS-84 unless an old-style `crs` member says otherwise."""
    text, problems = _decode(path, encoding)
    document = _load(text)
    del text
    features, crs = _features(document), _crs(document)
    geometry, faults = _geometry(features)
    columns = _columns(features)
    table, more = with_plain_columns(pa.table(columns))
    table = pa.table({**dict(zip(table.column_names, table.columns, strict=True)), GEOMETRY_COLUMN: geometry})
    name = document.get("name") if isinstance(document.get("name"), str) else path.stem
    return Parsed(table, crs, str(name), (str(name),), (*problems, *more, *faults))


def _decode(path: Path, encoding: str | None) -> tuple[str, list[Problem]]:
    if path.stat().st_size > MAX_GEOJSON_BYTES:
        raise FileError(
            N_("GeoJSON 文件超过 {limit} MB;请改用 GeoPackage 或分成几个文件"), limit=MAX_GEOJSON_BYTES >> 20
        )
    raw = path.read_bytes()
    for candidate in (encoding,) if encoding else ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(candidate)
        except UnicodeDecodeError:
            continue
        if encoding or candidate == "utf-8-sig":
            return text, []
        message = N_("文字不是 UTF-8,已按 {encoding} 读取;如有乱码,请用 --encoding 指定编码")
        return text, [Problem(message, severity="warning", values={"encoding": "GB18030"})]
    raise FileError(N_("文字既不是 UTF-8 也不是 GB18030;请用 --encoding 指定编码"))


def _load(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except RecursionError:
        raise FileError(N_("JSON 嵌套过深,拒绝读取")) from None
    except ValueError as error:  # also an integer of thousands of digits
        raise FileError(N_("不是完整的 JSON:{reason}"), reason=str(error)[:120]) from None
    if not isinstance(document, dict):
        raise FileError(N_("不是 GeoJSON:最外层应为 FeatureCollection 对象"))
    return document


def _features(document: dict[str, Any]) -> list[dict[str, Any]]:
    kind = document.get("type")
    if kind == "Feature":
        return [document]
    features = document.get("features")
    if kind != "FeatureCollection" or not isinstance(features, list):
        raise FileError(N_("不是 GeoJSON:最外层应为 FeatureCollection 对象"))
    if len(features) > MAX_ROWS:
        raise FileError(N_("文件超过 {limit} 行;请分成几个文件导入"), limit=MAX_ROWS)
    return [feature if isinstance(feature, dict) else {} for feature in features]


def _crs(document: dict[str, Any]) -> str:
    crs = document.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name[:200] if isinstance(name, str) and name else DEFAULT_CRS


def _geometry(features: list[dict[str, Any]]) -> tuple[pa.Array, list[Problem]]:
    """The geometries as sound WKB; a row whose coordinates cannot be read is a fault, not an end."""
    raw = [feature.get("geometry") for feature in features]
    texts = np.array([None if value is None else json.dumps(value) for value in raw], dtype=object)
    shapes = shapely.from_geojson(texts, on_invalid="ignore")
    problems = [
        Problem(_why_unreadable(raw[i]), int(i) + 1, "geometry")
        for i in np.flatnonzero(shapely.is_missing(shapes))
        if raw[i] is not None
    ]
    geometry, faults = sound_geometry(pa.chunked_array([pa.array(shapely.to_wkb(shapes), type=pa.large_binary())]))
    return geometry, problems + faults


def _why_unreadable(geometry: object) -> str:
    if not all(map(math.isfinite, _numbers(geometry))):
        return N_("坐标不是有限的数(无穷大、NaN 或大得离谱)")
    return N_("几何图形无法读出:类型未知、坐标不完整,或面的环没有闭合")


def _numbers(value: object) -> list[float]:
    """All numbers in nested lists and objects (`json` has already bounded the depth)."""
    if isinstance(value, dict):
        return _numbers(list(value.values()))
    if isinstance(value, list):
        return [number for item in value for number in _numbers(item)]
    return [value] if isinstance(value, float) else []


def _columns(features: list[dict[str, Any]]) -> dict[str, pa.Array]:
    """Attribute columns: the union of all properties, and the features' own `id` unless a property has that name."""
    rows = [properties if isinstance(properties := feature.get("properties"), dict) else {} for feature in features]
    names = dict.fromkeys(name for row in rows for name in row)
    if len(names) > MAX_COLUMNS:
        raise FileError(N_("文件有 {count} 列,超过上限 {limit}"), count=len(names), limit=MAX_COLUMNS)
    columns = {name: _column([row.get(name) for row in rows]) for name in names if name != GEOMETRY_COLUMN}
    if "id" not in columns and any("id" in feature for feature in features):
        columns["id"] = _column([feature.get("id") for feature in features])
    return columns


def _column(values: list[Any]) -> pa.Array:
    """One Arrow column; what has no common type becomes text, objects and lists become JSON text."""
    try:
        if not any(isinstance(value, dict | list) for value in values):
            return pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError, UnicodeEncodeError):
        pass
    texts = [
        value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in values
    ]
    return pa.array([None if text is None else text.encode("utf-8", "replace").decode() for text in texts], pa.string())
