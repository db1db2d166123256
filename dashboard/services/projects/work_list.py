"""The works that a filter lets through, in order, page by page, as plain values for the screen.

Text is in the reader's language and unescaped: the browser writes it with `textContent`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.drawing.kind_icons import kind_icon
from dashboard.services.projects.work_order import Chosen, kept, ordered
from dashboard.services.projects.work_sight import WorkSight
from dashboard.services.projects.work_words import (
    STATUS_TITLES,
    Places,
    day_text,
    late_text,
    line_text,
    percent,
    quantity_text,
    reason_text,
    today,
    yuan,
)
from dashboard.services.sheets.site_plan import SitePlan
from dashboard.text import _, fill
from data.work_frames import WorkView
from geo import progress
from geo.steps import STEP_BY_KEY, STEPS
from geo.words import N_
from geo.works import STATUSES

PAGE_SIZES = {"cards": 12, "table": 40, "timeline": 40, "map": 25, "progress": 40}
"""Projects on a page of cards, works on a page of the others: a page stays as fast with 6,000 projects as with 6."""

FEW_WORKS = 4
"""Works named on a project's card; the rest is counted."""

Plain = dict[str, Any]


def pages(chosen: Chosen, listed: WorkSight) -> tuple[int, int, int]:
    """First and last row of the page that is shown (counted from 0, last excluded), and how many pages there are."""
    size = PAGE_SIZES[listed.look]
    length = len(chosen.project_rows if listed.look == "cards" else chosen.work_rows)
    count = max(1, -(-length // size))
    page = min(listed.page, count)
    return (page - 1) * size, min(page * size, length), count


def summary(view: WorkView, listed: WorkSight, promised: Mapping[str, tuple[str, ...]], chosen: Chosen) -> Plain:
    """Progress of all chosen works together, and how many there are of each status beside the other filters."""
    open_status = replace(listed, filter=replace(listed.filter, status=""))
    beside = view.works["status"].to_numpy()[kept(view, open_status, promised)]
    counts = {key: f"{int((beside == key).sum()):,}" for key, _title in STATUSES}
    works = chosen.columns("planned", "done", "accepted", "status", "weight", "late")
    whole = progress.total(works)
    notes = (
        (N_("{count} 项没有位置,地图上看不到"), int(ordered(view).unplaced[chosen.work_rows].sum())),
        (N_("{count} 项还没有进度,按 0 计"), int(whole["without_progress"])),
        (N_("{count} 项超出计划"), int(whole["with_surplus"])),
    )
    return {
        "look": "summary",
        "parts": parts_of(whole),
        "share": percent(whole["share"]),
        "told": _(N_("总进度")),
        "statuses": [
            {"key": key, "title": _(title), "count": counts[key], "on": listed.filter.status == key}
            for key, title in STATUSES
        ],
        "late": {"title": _(N_("逾期")), "count": f"{int(works['late'].sum()):,}", "on": listed.filter.late},
        "notes": [fill(text, count=f"{count:,}") for text, count in notes if count],
    }


def parts_of(row: Any) -> Plain:
    """The parts of a bar, as shares of 1."""
    return {"accepted": round(float(row["accepted"]), 4), "unaccepted": round(float(row["unaccepted"]), 4)}


def project_cards(
    chosen: Chosen, places: Places, first: int, last: int, *, staff: bool, plan: SitePlan | None = None
) -> list[Plain]:
    """The cards of the projects of one page, each with its works on the `plan` of the community."""
    rows = chosen.project_rows[first:last]
    works = chosen.view.works.iloc[chosen.of_projects(rows)]
    by_project = dict(iter(works.groupby("project", sort=False)))
    page = chosen.view.projects.iloc[rows]
    cards = []
    for row in page.itertuples():
        own = by_project.get(row.Index, works.iloc[:0])
        cards.append({**_card(row, own, places, staff), "plan": plan.works(own) if plan else []})
    return cards


def _card(row: Any, works: pd.DataFrame, places: Places, staff: bool) -> Plain:
    step = STEP_BY_KEY.get(row.step)
    compounds = _(N_("、")).join(places.compounds.get(id, id) for id in row.compounds if id)
    cost = yuan(row.cost_fen) if staff else ""
    lead = getattr(row, "lead", "")
    hidden = len(works) - FEW_WORKS
    return {
        "id": row.Index,
        "name": row.name,
        "line": line_text(row.line_of_work),
        "words": row.public_words,
        "status": {"key": row.status, "title": _(STATUS_TITLES[row.status])},
        "parts": {"accepted": round(row.accepted, 4), "unaccepted": round(row.unaccepted, 4)},
        "share": percent(row.share),
        "step": fill(N_("第 {number} 步 {title}"), number=step.number, title=_(step.title))
        if step
        else _(N_("七步均已完成")),
        "steps": {"closed": int(row.steps_closed), "all": len(STEPS)},
        "late": fill(N_("{count} 项逾期"), count=int(row.late)) if row.late else "",
        "dates": _span(row),
        "facts": [fact for fact in (compounds, lead, cost) if fact],
        "notes": _notes(row, len(works)),
        "works": [_line(work) for work in works.head(FEW_WORKS).itertuples()],
        "more": fill(N_("另有 {count} 项工作"), count=hidden) if hidden > 0 else "",
    }


def _span(row: Any) -> str:
    days = [f"{day:%Y-%m}" if pd.notna(day) else "" for day in (row.start_day, row.end_day)]
    return " → ".join(day or _(N_("待定")) for day in days) if any(days) else _(N_("日期待定"))


def _notes(row: Any, matched: int) -> list[str]:
    notes = (
        (N_("{count} 项无位置"), int(row.without_place)),
        (N_("{count} 项无进度"), int(row.without_progress)),
        (N_("{count} 项超出计划"), int(row.with_surplus)),
    )
    told = [fill(text, count=count) for text, count in notes if count]
    if matched < row.works:
        told.append(fill(N_("{matched} / {all} 项符合筛选"), matched=matched, all=int(row.works)))
    return told


def _line(row: Any) -> Plain:
    """A work in one line."""
    return {
        "id": row.Index,
        "name": row.name,
        "status": {"key": row.status, "title": _(STATUS_TITLES[row.status])},
        "late": late_text(row),
        "share": percent(row.share),
        "parts": {"accepted": round(row.share_accepted, 4), "unaccepted": round(row.share_unaccepted, 4)},
        "kind": kind_sign(row),
    }


def kind_sign(row: Any) -> Plain:
    """What a list draws for the kind of a work: title, colour, and the name of its pictogram."""
    return {"title": _(row.kind_title), "colour": row.colour, "icon": row.icon}


def icons_of(signs: Iterable[Plain]) -> dict[str, str]:
    """The pictograms of these kinds, by name: each travels once."""
    return {sign["icon"]: kind_icon(sign["icon"]) for sign in signs}


def work_rows(chosen: Chosen, places: Places, first: int, last: int) -> list[Plain]:
    """The works of one page, each with what a table, the timeline and the list beside the map show of it."""
    page = chosen.view.works.iloc[chosen.work_rows[first:last]]
    return [
        {
            **_line(row),
            "project": row.project,
            "project_name": row.project_name,
            "place": places.text(row),
            "quantity": quantity_text(row),
            "surplus": f"+{row.surplus:,.1f}".removesuffix(".0") if row.surplus > 0 else "",
            "start": _day(row.start_day, row.start_confirmed),
            "end": _day(row.end_day, row.end_confirmed),
            "reason": reason_text(row),
            "who": row.contractor,
            "placed": bool(row.shown),
        }
        for row in page.itertuples()
    ]


def _day(day: Any, confirmed: bool) -> Plain:
    known = pd.notna(day)
    return {"day": f"{day:%Y-%m-%d}" if known else "", "confirmed": bool(confirmed), "text": day_text(day, confirmed)}


def list_words() -> dict[str, str]:
    """The words of tables and of the timeline."""
    said = {
        "name": N_("工作"), "status": N_("状态"), "place": N_("位置"), "share": N_("进度"),
        "quantity": N_("完成 / 计划"), "start": N_("开工"), "end": N_("完工"), "who": N_("施工单位"),
        "no_dates": N_("日期待定"), "today": N_("今天"), "near": N_("前后半年"), "all": N_("全部"),
        "confirmed": N_("已确认"), "estimated": N_("预计"), "late": N_("逾期"), "pick": N_("选择"),
        "accepted": N_("已验收"), "unaccepted": N_("已完成待验收"), "rest": N_("未完成"), "surplus": N_("超出计划"),
    }  # fmt: skip
    return {key: _(text) for key, text in said.items()} | {"day": today().isoformat()}
