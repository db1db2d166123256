"""A kind of work as it is typed, and the kind that it means; what can be chosen for it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboard.drawing.kind_icons import GENERAL, KIND_ICONS
from dashboard.services.changes import ACTIONS, SHOWN_IN, ChangeRow
from dashboard.services.typed import Values
from dashboard.text import _
from data.history import changes_of
from data.store import Store
from geo.layers import LAYER_BY_KEY, LAYERS
from geo.words import N_
from geo.works import MEASURES, WORK_CLASSES, WorkKind

ICONS = tuple(KIND_ICONS)
"""Material icons that come with Streamlit, of which one may be chosen for a kind."""

DRAWN_ON = tuple(layer.key for layer in LAYERS if not layer.context and layer.key not in ("grid", "compound"))
"""Layers whose features a work can lie on."""

TITLES = {
    "title": N_("名称"), "unit": N_("单位"), "work_class": N_("改造类别"), "colour": N_("颜色"), "icon": N_("图标"),
    "measured_by": N_("怎样量测"), "measured_field": N_("取哪个字段"), "layers": N_("可选的对象"),
    "archived": N_("停用"),
}  # fmt: skip
_SAME = ("title", "unit", "work_class", "colour", "icon", "measured_by", "measured_field")
_WORDS = {"work_class": dict(WORK_CLASSES), "measured_by": dict(MEASURES)}


def icon_of(kind_icon: str) -> str:
    """The icon as Streamlit writes it; a general one for a name that is not offered."""
    return f":material/{kind_icon if kind_icon in ICONS else GENERAL}:"


def kind_values(kind: WorkKind) -> Values:
    """A kind as its form shows it."""
    return {**{key: getattr(kind, key) for key in _SAME}, "layers": list(kind.layers)}


def kind_of(values: Mapping[str, Any], base: WorkKind) -> WorkKind:
    """The kind that the form means; id, version and whether it is out of use are those of `base`."""
    texts: Values = {key: str(values.get(key) or "").strip() for key in _SAME}
    if texts["measured_by"] != "field":
        texts["measured_field"] = ""
    return replace(base, **texts, layers=tuple(values.get("layers") or ()))


def measurable_fields(layers: tuple[str, ...]) -> dict[str, str]:
    """The numeric fields of these layers, by key with their titles: what a registered quantity can be taken from."""
    return {
        field.key: _(field.title)
        for layer in layers
        if layer in LAYER_BY_KEY
        for field in LAYER_BY_KEY[layer].fields
        if field.kind in ("number", "integer")
    }


def kind_changes(store: Store, community: str, kinds: list[WorkKind]) -> list[ChangeRow]:
    """Who changed which kind, from what to what, the newest first."""
    found = changes_of(store, community, {"work_kind": [kind.id for kind in kinds]}, limit=100)
    return [
        ChangeRow(
            when=f"{change.at.astimezone(SHOWN_IN):%Y-%m-%d %H:%M}",
            who=change.who,
            what=_(str((change.after or change.before or {}).get("title", change.row_id))),
            action=_(ACTIONS.get(change.action, change.action)),
            differences=tuple(_differences(change.before, change.after)),
        )
        for change in found
    ]


def _differences(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[str]:
    if before is None or after is None:
        return []
    changed = [key for key in TITLES if before.get(key) != after.get(key)]
    return [
        f"{_(TITLES[key])}: {shown_kind(key, before.get(key))} → {shown_kind(key, after.get(key))}" for key in changed
    ]


def shown_kind(key: str, value: Any) -> str:
    """A value of a kind as people read it."""
    if isinstance(value, bool):
        return _(N_("是")) if value else _(N_("否"))
    if isinstance(value, list | tuple):
        return _(N_("、")).join(_(LAYER_BY_KEY[item].title) for item in value if item in LAYER_BY_KEY) or "—"
    return _(_WORDS.get(key, {}).get(str(value), str(value))) or "—"
