"""A report as plain values for the browser to draw: figures, groups of numbers, what must be said first."""

from typing import Any

import pandas as pd

from dashboard.services.duty.responsible import Found
from dashboard.services.planning.place_answer import WORK_TIMES, PlaceAnswer, people_by_role, problem_words
from dashboard.services.planning.place_rows import Rows, field_title
from dashboard.services.projects.quantity import amount, measure_text
from dashboard.text import _, fill
from geo.layers import LAYER_BY_KEY
from geo.words import N_

HECTARE_M2 = 10_000.0
MOST_ROWS = 400
"""So many rows are drawn; the workbook has all."""


def report_data(answer: PlaceAnswer, people: Found | None) -> dict[str, Any]:
    """What the report shows; every number has the key of the rows behind it."""
    return {
        "look": "report",
        "title": answer.title,
        "where": _(N_("、")).join(answer.where[:6]),
        "area": area_text(answer.report.area_m2),
        "sample": _(N_("示例数据")) if answer.has_sample else "",
        "problems": [{"severity": severity, "words": words} for severity, words in problem_words(answer)],
        "figures": _figures(answer),
        "groups": [
            group for group in (_assets(answer), _works(answer), _people(people), _doubts(answer)) if group["rows"]
        ],
        "words": {"more": _(N_("看明细"))},
    }


def area_text(area_m2: float) -> str:
    """An area as people say it: square metres, from a hectare on hectares too."""
    metres = amount(area_m2, "m²")
    return metres if area_m2 < HECTARE_M2 else f"{amount(area_m2 / HECTARE_M2, 'ha', 2)} ({metres})"


def _figures(answer: PlaceAnswer) -> list[dict[str, Any]]:
    report = answer.report
    unknown = len(report.without_households)
    note = fill(N_("另有 {count} 栋户数未知"), count=unknown) if unknown else ""
    touched = fill(N_("另有 {count} 栋只伸进一角"), count=len(report.touched)) if report.touched else ""
    return [
        _figure("buildings", N_("楼栋"), len(report.buildings), N_("栋"), touched, "touched" if touched else ""),
        _figure("units", N_("单元"), len(report.units), N_("个")),
        _figure("households", N_("户数"), report.households, N_("户"), note, "nohouseholds" if note else ""),
    ]


def _figure(key: str, title: str, value: int, unit: str, note: str = "", behind: str = "") -> dict[str, Any]:
    # English has no counted noun to set beside the title.
    word = _(unit).strip("\u200b")
    return {"key": key, "title": _(title), "value": f"{value:,}", "note": note, "behind": behind, "off": not value,
            "unit": "" if word.lower() == _(title).lower() else word}  # fmt: skip


def _assets(answer: PlaceAnswer) -> dict[str, Any]:
    rows = []
    for layer, ids in answer.assets:
        found, kind = answer.report.of(layer), LAYER_BY_KEY[layer]
        quantity = found.quantity if found else float("nan")
        partly = len(found.partly) if found else 0
        measured = measure_text(quantity, found.measure) if found and found.measure and pd.notna(quantity) else ""
        rows.append({
            "key": f"layer:{layer}", "title": _(kind.title), "count": amount(len(ids), kind.measure_word),
            "amount": measured, "note": fill(N_("{count} 个只有一部分在内"), count=partly) if partly else "",
        })  # fmt: skip
    return {"title": _(N_("这里有什么")), "rows": rows, "hint": _(N_("长度和面积只算范围内的部分"))}


def _works(answer: PlaceAnswer) -> dict[str, Any]:
    rows = []
    for key, title in WORK_TIMES.items():
        count = len(getattr(answer.report.works, key))
        if count:
            quiet = key in ("general", "without_place")
            rows.append({"key": f"works:{key}", "title": _(title), "count": amount(count, "项"), "quiet": quiet})
    return {"title": _(N_("工程")), "rows": rows, "hint": ""}


def _people(found: Found | None) -> dict[str, Any]:
    rows = []
    for role, held, vacant in people_by_role(found) if found else []:
        note = fill(N_("{count} 处暂缺"), count=vacant) if vacant else ""
        count = amount(held, N_("人"))
        rows.append({"key": f"people:{role}", "title": _(role), "count": count, "note": note, "warn": bool(vacant)})
    return {"title": _(N_("谁负责")), "rows": rows, "hint": ""}


def _doubts(answer: PlaceAnswer) -> dict[str, Any]:
    rows = [
        {
            "key": f"missing:{item.layer}:{item.field}",
            "count": amount(len(item.ids), LAYER_BY_KEY[item.layer].measure_word),
            "title": fill(N_("{layer}:{field}未登记"), layer=_(LAYER_BY_KEY[item.layer].title),
                          field=field_title(item.layer, item.field)),
            "note": _(N_("全社区")) if item.field == "geometry" else "", "warn": item.field != "geometry",
        }
        for item in answer.report.missing
        if item.layer in LAYER_BY_KEY and not LAYER_BY_KEY[item.layer].context
    ]  # fmt: skip
    if answer.estimated:
        count = amount(len(answer.estimated), "项")
        title = _(N_("工程日期为预计或未定"))
        rows.insert(0, {"key": "estimated", "title": title, "count": count, "note": "", "warn": False})
    return {"title": _(N_("缺什么、什么不确定")), "rows": rows, "hint": ""}


def rows_data(rows: Rows, selected: tuple[str, str] | None) -> dict[str, Any]:
    """The rows behind a number, to be chosen on the map."""
    shown = rows.items[:MOST_ROWS]
    more = (
        fill(N_("另有 {count} 行,见 Excel"), count=len(rows.items) - MOST_ROWS) if len(rows.items) > MOST_ROWS else ""
    )
    return {
        "look": "rows",
        "title": rows.title,
        "count": f"{len(rows.items):,}",
        "note": rows.note,
        "more": more,
        "items": [
            {"layer": row.layer, "id": row.id, "title": row.title, "words": row.words, "amount": row.amount,
             "on": selected == (row.layer, row.id)}
            for row in shown
        ],
        "words": {"back": _(N_("返回报告")), "none": _(N_("没有"))},
    }  # fmt: skip
