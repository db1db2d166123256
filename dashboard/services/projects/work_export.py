"""The chosen works as a spreadsheet: what stands in it is text or number, never a formula."""

from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter

from dashboard.services.projects.work_order import Chosen
from dashboard.services.projects.work_words import STATUS_TITLES, Places, reason_text
from dashboard.text import _
from geo.steps import STEP_BY_KEY
from geo.words import N_
from geo.works import CERTAINTIES

SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDEST = 40

Column = tuple[str, Any]


def works_workbook(chosen: Chosen, places: Places, *, staff: bool) -> bytes:
    """An .xlsx of the works in their order, one row each; money and people's names only for staff."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, SAFE) as book:
        sheet = book.add_worksheet(_(N_("工作")))
        bold = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        share = book.add_format({"num_format": "0%"})
        money = book.add_format({"num_format": "#,##0.00"})
        forms = {SHARE: share, COST: money}
        columns = _columns(staff, places)
        for place, (title, read) in enumerate(columns):
            sheet.write_string(0, place, _(title), bold)
            longest = len(_(title)) * 2
            for line, row in enumerate(chosen.works.itertuples(), 1):
                longest = max(longest, _write(sheet, line, place, read(row), day, forms.get(title)))
            sheet.set_column(place, place, min(WIDEST, longest + 2))
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(1, len(chosen.works)), len(columns) - 1)
    return file.getvalue()


SHARE = N_("进度")
COST = N_("金额(元)")


def _columns(staff: bool, places: Places) -> list[Column]:
    certain = dict(CERTAINTIES)

    def sure(day: Any, confirmed: bool) -> str:
        title = certain["confirmed" if confirmed else "estimated"]
        return "" if pd.isna(day) else _(title)

    columns: list[Column] = [
        (N_("所属项目"), lambda r: r.project_name),
        (N_("工作"), lambda r: r.name),
        (N_("类型"), lambda r: _(r.kind_title)),
        (N_("状态"), lambda r: _(STATUS_TITLES[r.status])),
        (N_("步骤"), lambda r: _(STEP_BY_KEY[r.step].title) if r.step else ""),
        (N_("位置"), places.text),
        (N_("计量单位"), lambda r: _(r.unit)),
        (N_("计划"), lambda r: r.planned),
        (N_("合同"), lambda r: r.contracted),
        (N_("完成"), lambda r: r.done),
        (N_("验收"), lambda r: r.accepted),
        (N_("图上量算"), lambda r: round(r.measured, 1)),
        (SHARE, lambda r: r.share),
        (N_("超出计划"), lambda r: r.surplus or None),
        (N_("开工"), lambda r: r.start_day),
        (N_("开工日期"), lambda r: sure(r.start_day, r.start_confirmed)),
        (N_("完工"), lambda r: r.end_day),
        (N_("完工日期"), lambda r: sure(r.end_day, r.end_confirmed)),
        (N_("逾期天数"), lambda r: int(r.days_late) or None),
        (N_("日期提示"), reason_text),
        (N_("施工单位"), lambda r: r.contractor),
        (N_("保修至"), lambda r: r.warranty_until),
        (N_("公开说明"), lambda r: r.public_words),
    ]
    if staff:
        columns += [
            (N_("监理"), lambda r: r.supervisor),
            (N_("负责人"), lambda r: r.lead),
            (COST, lambda r: None if pd.isna(r.cost_fen) else r.cost_fen / 100),
            (N_("内部说明"), lambda r: r.internal_words),
        ]
    return [*columns, (N_("编号"), lambda r: r.Index), (N_("示例数据"), lambda r: _(N_("是")) if r.is_sample else "")]


def _write(sheet: Any, line: int, place: int, value: Any, day: Any, form: Any) -> int:
    """Write one cell by its type; how wide it is."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return 0
    if isinstance(value, pd.Timestamp):
        sheet.write_datetime(line, place, value.to_pydatetime(), day)
        return 10
    if isinstance(value, str):
        sheet.write_string(line, place, value)
        return sum(1 if letter.isascii() else 2 for letter in value[:WIDEST])
    sheet.write_number(line, place, float(value), form)
    return 10
