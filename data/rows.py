"""What a feature's row holds: plain JSON values by the layer's fields, checked before they are kept.

Types are enforced here, so that reading a layer never meets a word in a column of numbers. Ranges and
allowed values are faults of somebody's file and belong to the checks made before an import.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from data.engine import dump_json
from data.errors import BadValue
from geo.layers import LayerType
from geo.words import N_

ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")

KIND_TITLES = {
    "text": N_("文字"),
    "reference": N_("文字"),
    "integer": N_("整数"),
    "number": N_("数值"),
    "boolean": N_("是或否"),
}


def check_id(id: object) -> str:
    """The id itself; `BadValue` unless it is 1 to 64 of A-Z a-z 0-9 _ . -"""
    if isinstance(id, str) and ID.fullmatch(id):
        return id
    raise BadValue(N_("编号 {id} 不能用:只能是 1 到 64 个字母、数字或 _ . - 。"), id=repr(id))


def plain_values(values: Mapping[str, Any], layer: LayerType, id: str) -> dict[str, Any]:
    """The values as JSON holds them; None where a value is missing (None, NaN, NA, NaT).

    Keys that the layer does not know are kept too. `BadValue` names record, field and what is needed.
    """
    kinds = {field.key: field.kind for field in layer.fields}
    return {check_text(key): plain(value, kinds.get(key, ""), layer, id, key) for key, value in values.items()}


def plain(value: Any, kind: str, layer: LayerType, id: str, key: str) -> Any:
    """One value as JSON holds it; see `plain_values`."""
    if hasattr(value, "item") and getattr(value, "ndim", 0) == 0:
        value = value.item()  # a numpy scalar
    if value is None or is_missing(value):
        return None
    if kind in ("text", "reference") and isinstance(value, str):
        return check_text(value)
    if kind == "boolean" and (isinstance(value, bool) or value in (0, 1)):
        return bool(value)
    if kind == "integer" and not isinstance(value, bool | str) and _is_whole(value):
        return int(value)
    if kind == "number" and isinstance(value, int | float) and not isinstance(value, bool) and _is_finite(value):
        return float(value)
    if not kind:
        return _plain_other(value)
    title = next((field.title for field in layer.fields if field.key == key), key)
    raise BadValue(
        N_("图层“{layer}”记录 {id} 的“{field}”不能是 {value}:需要{kind}。"),
        layer=layer.title,
        id=id,
        field=title,
        value=repr(value)[:60],
        kind=KIND_TITLES[kind],
    )


def is_missing(value: object) -> bool:
    """NaN, NaT and NA: what is not equal to itself, or will not say whether it is."""
    try:
        return bool(value != value)
    except (TypeError, ValueError):  # pandas.NA; an array, which is a value
        return not hasattr(value, "__len__")


def check_text(value: str) -> str:
    """The text itself; `BadValue` for what no database keeps (NUL, half of a surrogate pair)."""
    if "\0" in value:
        raise BadValue(N_("文字里有不能保存的字符:{value}。请删除它。"), value=ascii(value)[:60])
    try:
        value.encode()
    except UnicodeEncodeError:
        raise BadValue(N_("文字里有不能保存的字符:{value}。请删除它。"), value=ascii(value)[:60]) from None
    return value


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) or (isinstance(value, float) and value.is_integer() and abs(value) < 2**53)


def _is_finite(value: float) -> bool:
    return abs(value) < float("inf")


def _plain_other(value: Any) -> Any:
    """A value of a column that the layer does not know: as it is if JSON can hold it, else as text."""
    if isinstance(value, str):
        return check_text(value)
    if isinstance(value, bool | int) or (isinstance(value, float) and _is_finite(value)):
        return value
    try:
        text = dump_json(value)
    except (TypeError, ValueError):
        return check_text(str(value))
    return json.loads(check_text(text.replace("\\u0000", "\0")))
