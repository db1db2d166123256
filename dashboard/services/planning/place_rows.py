"""The rows behind each number of a report: what they are called, what they measure, where they lie."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from dashboard.services.frames import Layer
from dashboard.services.planning.place_answer import WORK_TIMES, PlaceAnswer
from dashboard.services.projects.quantity import field_text, is_missing, measure_text
from dashboard.services.projects.work_words import STATUS_TITLES, day_text, percent, quantity_text
from dashboard.text import _, fill
from geo.layers import LAYER_BY_KEY
from geo.place_report import LayerFinding
from geo.words import N_

WORK = "work"
MOST_FACTS = 3
SILENT_FIELDS = ("from_node", "to_node", "no")
"""Fields that a row need not say: ids of neighbours, and the number that is in the name."""


@dataclass(frozen=True)
class Row:
    """One row: the feature or work, its title, a few facts, and what of it counts here."""

    layer: str
    id: str
    title: str
    words: str = ""
    amount: str = ""


@dataclass(frozen=True)
class Rows:
    """The rows behind one number."""

    key: str
    title: str
    items: tuple[Row, ...]
    note: str = ""
    features: tuple[tuple[str, str], ...] = field(default=())


def rows_behind(answer: PlaceAnswer, key: str) -> Rows | None:
    """The rows of one number by its key; None where the report has no such number."""
    kind, _colon, rest = key.partition(":")
    report = answer.report
    if kind == "layer" and report.of(rest) is not None:
        return _of_layer(answer, key, report.of(rest))
    if key == "buildings":
        note = _(N_("占地至少一半在范围内的楼栋才计入"))
        return _of_features(answer, key, _(N_("楼栋")), "building", report.buildings, note)
    if key == "touched":
        note = _(N_("只有一部分伸进范围,不计入户数"))
        return _of_features(answer, key, _(N_("只伸进一角的楼栋")), "building", report.touched, note)
    if key == "households":
        return _households(answer)
    if key == "nohouseholds":
        note = _(N_("户数未登记,合计里没有它们"))
        return _of_features(answer, key, _(N_("户数未知的楼栋")), "building", report.without_households, note)
    if key == "units":
        return _of_features(answer, key, _(N_("单元")), "unit", report.units)
    if kind == "works" and rest in WORK_TIMES:
        return _of_works(answer, key, _(WORK_TIMES[rest]), getattr(report.works, rest))
    if key == "estimated":
        return _of_works(answer, key, _(N_("日期为预计或未定的工程")), answer.estimated)
    return _missing(answer, key, rest) if kind == "missing" else None


def _of_layer(answer: PlaceAnswer, key: str, found: LayerFinding | None) -> Rows | None:
    if found is None:
        return None
    source, items = answer.layers[found.layer], []
    for id, measure, share in zip(found.ids, found.parts["measure"], found.parts["share"], strict=True):
        amount = measure_text(float(measure), found.measure) if found.measure and pd.notna(measure) else ""
        if share < 1 - 1e-6:
            inside = fill(N_("{share} 在内"), share=percent(float(share)))
            amount = f"{amount} · {inside}" if amount else inside
        items.append(Row(found.layer, id, source.title(id), facts(source, id), amount))
    note = _(N_("长度和面积只算范围内的部分,按图形量算")) if found.measure else ""
    return Rows(key, _(source.type.title), tuple(items), note, tuple((found.layer, id) for id in found.ids))


def _of_features(answer: PlaceAnswer, key: str, title: str, layer: str, ids: Sequence[str], note: str = "") -> Rows:
    source = answer.layers[layer]
    items = tuple(Row(layer, id, _title(answer, layer, id), facts(source, id)) for id in ids)
    shown = ids if LAYER_BY_KEY[layer].geometry else ()
    return Rows(key, title, items, note, tuple((layer, id) for id in shown))


def _title(answer: PlaceAnswer, layer: str, id: str) -> str:
    source = answer.layers[layer]
    title = source.title(id)
    if layer != "unit":
        return title
    parent = str(source.frame.at[id, "parent"])
    home = answer.layers["building"].title(parent) if parent in answer.layers["building"].frame.index else parent
    return title if title.startswith(home) else f"{home} {title}"


def _households(answer: PlaceAnswer) -> Rows:
    source = answer.layers["building"]
    number = pd.to_numeric(source.frame["households"], errors="coerce").loc[list(answer.report.buildings)]
    unit = source.type.field("households")
    items = tuple(
        Row("building", str(id), source.title(str(id)), "", field_text(unit, value) if pd.notna(value) else "—")
        for id, value in number.sort_values(ascending=False).items()
    )
    title = _(N_("户数"))
    note = _(N_("按楼栋登记的户数相加"))
    return Rows("households", title, items, note, tuple(("building", str(id)) for id in answer.report.buildings))


def _of_works(answer: PlaceAnswer, key: str, title: str, ids: Sequence[str]) -> Rows:
    rows = answer.view.works.loc[list(ids)]
    items = []
    for row in rows.itertuples():
        when = " – ".join(filter(None, (day_text(row.start_day, row.start_confirmed),
                                        day_text(row.end_day, row.end_confirmed))))  # fmt: skip
        words = " · ".join(filter(None, (_(STATUS_TITLES[str(row.status)]), str(row.project_name), when)))
        items.append(Row(WORK, str(row.Index), str(row.name), words, quantity_text(row)))
    return Rows(key, title, tuple(items), _(N_("“≈”:日期为预计")) if items else "")


def _missing(answer: PlaceAnswer, key: str, rest: str) -> Rows | None:
    layer, _colon, name = rest.partition(":")
    for item in answer.report.missing:
        if (item.layer, item.field) == (layer, name):
            title = fill(
                N_("{layer}:{field}未登记"), layer=_(LAYER_BY_KEY[layer].title), field=field_title(layer, name)
            )
            found = _of_features(answer, key, title, layer, item.ids)
            return found if name != "geometry" else Rows(key, found.title, found.items, _(N_("这些对象图上没有位置")))
    return None


def field_title(layer: str, name: str) -> str:
    """What people call a field; "geometry" is the place itself."""
    return _(N_("位置")) if name == "geometry" else _(LAYER_BY_KEY[layer].field(name).title)


def facts(source: Layer, id: str, most: int = MOST_FACTS) -> str:
    """A few facts of a feature in one line."""
    row, told = source.frame.loc[id], []
    for item in source.type.fields:
        value = row[item.key]
        if item.kind == "reference" or item.key in SILENT_FIELDS or is_missing(value):
            continue
        if item.kind == "boolean":
            if bool(value):
                told.append(_(item.title))
            continue
        if not item.unit and item.kind in ("integer", "number"):
            continue
        # "3" of what: a unit that only counts does not say it.
        counted = item.unit == "个"
        told.append(f"{_(item.title)} {value:,}" if counted else field_text(item, value))
        if len(told) == most:
            break
    return " · ".join(told[:most])
