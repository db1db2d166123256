"""History rows as a person reads them: when, who, what, from what to what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.services.projects.quantity import field_text, is_missing
from dashboard.text import _, fill
from data.china_day import CHINA
from data.history import Change
from geo.layers import LAYER_BY_KEY, LayerType
from geo.words import N_

SHOWN_IN = CHINA
"""Times are stored in UTC and shown in China's time."""

ACTIONS = {"add": N_("新增"), "change": N_("修改"), "delete": N_("删除")}
ATTRIBUTES = {
    "name": N_("名称"),
    "code": N_("编码"),
    "parent": N_("所属"),
    "is_sample": N_("示例数据"),
    "geometry": N_("位置与图形"),
}
UNSAID = ("version",)
LONGEST = 60
"""Values longer than this (outlines above all) are said to have changed, not spelt out."""


@dataclass(frozen=True)
class ChangeRow:
    """One change, in the reader's language."""

    when: str
    who: str
    what: str
    action: str
    differences: tuple[str, ...]


def rows_of(changes: Iterable[Change]) -> list[ChangeRow]:
    """Each change as a row, in the order given."""
    return [
        ChangeRow(
            when=f"{change.at.astimezone(SHOWN_IN):%Y-%m-%d %H:%M}",
            who=change.who,
            what=_what(change),
            action=_(ACTIONS.get(change.action, change.action)),
            differences=tuple(_differences(change)),
        )
        for change in changes
    ]


def _what(change: Change) -> str:
    kind = LAYER_BY_KEY.get(change.layer)
    title = _(kind.title) if kind else change.table
    name = (change.after or change.before or {}).get("name") or change.row_id
    return f"{title} · {name}"


def _differences(change: Change) -> Iterable[str]:
    """What a change altered; nothing for a row that came or went as a whole."""
    if change.before is None or change.after is None:
        return
    kind = LAYER_BY_KEY.get(change.layer)
    before, after = _flat(change.before), _flat(change.after)
    for key in dict.fromkeys([*before, *after]):
        if before.get(key) != after.get(key) and key not in UNSAID:
            title = _title(kind, key)
            old, new = _value(kind, key, before.get(key)), _value(kind, key, after.get(key))
            if max(len(old), len(new)) > LONGEST:
                yield fill(N_("{title}已改"), title=title)
            else:
                yield f"{title}: {old} → {new}"


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**{key: value for key, value in row.items() if key != "values"}, **row.get("values", {})}


def _title(kind: LayerType | None, key: str) -> str:
    fields = {field.key: field.title for field in kind.fields} if kind else {}
    return _(fields.get(key, ATTRIBUTES.get(key, key)))


def _value(kind: LayerType | None, key: str, value: object) -> str:
    if is_missing(value):
        return "—"
    field = next((field for field in kind.fields if field.key == key), None) if kind else None
    return field_text(field, value) if field else str(value)
