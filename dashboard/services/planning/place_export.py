"""A report as a workbook: what was asked, a sheet per layer, the works, what is missing. Text stays text."""

import re
from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter

from dashboard.services.duty.responsible import Found
from dashboard.services.planning.place_answer import WORK_TIMES, PlaceAnswer, people_by_role, problem_words
from dashboard.services.planning.place_rows import field_title
from dashboard.services.projects.work_export import SAFE, WIDEST
from dashboard.services.projects.work_words import STATUS_TITLES, day_text, today
from dashboard.text import _
from geo.layers import LAYER_BY_KEY, Field
from geo.words import N_

MEASURE_TITLES = {"length_m": N_("范围内长度(m)"), "area_m2": N_("范围内面积(m²)")}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")

Cell = str | float | None


def place_workbook(answer: PlaceAnswer, people: Found | None) -> bytes:
    """An .xlsx of everything that the report counts, one sheet per layer."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, SAFE) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        _sheet(
            book,
            bold,
            _(N_("报告")),
            [_(N_("项")), _(N_("数")), _(N_("单位")), _(N_("说明"))],
            _summary(answer, people),
        )
        for layer, _ids in answer.assets:
            kind = LAYER_BY_KEY[layer]
            _sheet(book, bold, _(kind.title), _headings(layer, answer), _features(answer, layer))
        _sheet(book, bold, _(N_("工程")), _work_headings(), _works(answer))
        missing: list[list[Cell]] = [[_(LAYER_BY_KEY[item.layer].title), field_title(item.layer, item.field), id]
                   for item in answer.report.missing for id in item.ids]  # fmt: skip
        _sheet(book, bold, _(N_("缺失")), [_(N_("图层")), _(N_("缺什么")), _(N_("编号"))], missing)
    return file.getvalue()


def _sheet(book: Any, bold: Any, title: str, headings: list[str], rows: Iterable[list[Cell]]) -> None:
    sheet = book.add_worksheet(_FORBIDDEN.sub(" ", title)[:31])
    wide = [_width(heading) for heading in headings]
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, bold)
    line = 0
    for line, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(line, place, value)
                wide[place] = max(wide[place], _width(value))
            elif value is not None and not pd.isna(value):
                sheet.write_number(line, place, float(value))
    for place, width in enumerate(wide):
        sheet.set_column(place, place, min(WIDEST, width + 2))
    sheet.freeze_panes(1, 0)
    if line:
        sheet.autofilter(0, 0, line, len(headings) - 1)


def _width(text: str) -> int:
    return sum(1 if letter.isascii() else 2 for letter in text[:WIDEST])


def _summary(answer: PlaceAnswer, people: Found | None) -> list[list[Cell]]:
    report = answer.report
    rows: list[list[Cell]] = [
        [_(N_("范围")), answer.title, "", " · ".join(answer.where)],
        [_(N_("面积")), round(report.area_m2, 1), "m²", ""],
        [_(N_("楼栋")), float(len(report.buildings)), _(N_("栋")), _(N_("占地至少一半在范围内的楼栋才计入"))],
        [_(N_("单元")), float(len(report.units)), _(N_("个")), ""],
        [_(N_("户数")), float(report.households), _(N_("户")), _(N_("按楼栋登记的户数相加"))],
    ]
    rows += [[_(title), float(len(getattr(report.works, key))), _("项"), ""] for key, title in WORK_TIMES.items()]
    rows += [
        [_(role), float(held), _(N_("人")), ""] for role, held, _vacant in (people_by_role(people) if people else [])
    ]
    rows += [[_(N_("提示")), words, "", ""] for _severity, words in problem_words(answer)]
    sample = _(N_("示例数据")) if answer.has_sample else ""
    return [*rows, [_(N_("日期")), today().isoformat(), "", sample]]


def _headings(layer: str, answer: PlaceAnswer) -> list[str]:
    found, kind = answer.report.of(layer), LAYER_BY_KEY[layer]
    measured = [_(MEASURE_TITLES[found.measure])] if found and found.measure else []
    fields = [f"{_(item.title)}({_(item.unit)})" if item.unit else _(item.title) for item in kind.fields]
    return [_(N_("编号")), _(N_("名称")), *fields, *measured, _(N_("在范围内的比例")), _(N_("示例数据"))]


def _features(answer: PlaceAnswer, layer: str) -> Iterable[list[Cell]]:
    found, source = answer.report.of(layer), answer.layers[layer]
    if found is None:
        return
    for id in found.ids:
        row, part = source.frame.loc[id], found.parts.loc[id]
        own = [_cell(item, row[item.key]) for item in source.type.fields]
        measure = [round(float(part["measure"]), 2)] if found.measure else []
        yield [id, source.title(id), *own, *measure, round(float(part["share"]), 4),
               _(N_("是")) if row["is_sample"] else ""]  # fmt: skip


def _cell(field: Field, value: Any) -> Cell:
    if pd.isna(value) or value == "":
        return None
    if field.kind == "boolean":
        return _(N_("是")) if value else _(N_("否"))
    if field.kind in ("integer", "number"):
        return float(value)
    return _(field.title_of(value)) if field.values else str(value)


def _work_headings() -> list[str]:
    return [_(title) for title in (N_("编号"), N_("工作"), N_("项目"), N_("时间"), N_("状态"), N_("计划"), N_("完成"),
                                   N_("计量单位"), N_("开工"), N_("完工"))]  # fmt: skip


def _works(answer: PlaceAnswer) -> Iterable[list[Cell]]:
    for key, title in WORK_TIMES.items():
        for row in answer.view.works.loc[list(getattr(answer.report.works, key))].itertuples():
            yield [str(row.Index), str(row.name), str(row.project_name), _(title), _(STATUS_TITLES[str(row.status)]),
                   row.planned, row.done, _(str(row.unit)), day_text(row.start_day, bool(row.start_confirmed)),
                   day_text(row.end_day, bool(row.end_confirmed))]  # fmt: skip
