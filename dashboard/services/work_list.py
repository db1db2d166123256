"""The works that a filter lets through, in order, page by page, as plain values for the screen.

Text is in the reader's language and unescaped: the browser writes it with `textContent`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import geopandas as gpd
import pandas as pd

from dashboard.services.work_sight import WorkSight
from dashboard.services.work_words import (
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
from dashboard.text import _, fill
from data.work_frames import WorkView
from geo import progress
from geo.steps import STEP_BY_KEY, STEPS
from geo.words import N_
from geo.work_filter import matching
from geo.works import FINISHED, STATUSES

PAGE_SIZES = {"cards": 12, "table": 40, "timeline": 40, "map": 25, "progress": 40}
"""Projects on a page of cards, works on a page of the others: a page stays as fast with 6,000 projects as with 6."""

FEW_WORKS = 4
"""Works named on a project's card; the rest is counted."""

Plain = dict[str, Any]


@dataclass(frozen=True)
class Chosen:
    """What a filter lets through: `works` in order, their `projects` in order, and how many works each had matching."""

    view: WorkView
    works: gpd.GeoDataFrame
    projects: pd.DataFrame
    matched: pd.Series


def choose(view: WorkView, listed: WorkSight, promised: Mapping[str, tuple[str, ...]]) -> Chosen:
    """The works and projects of a list. `promised`: works by promise.

    A project without works is there while nothing is filtered.
    """
    works = view.works[_kept(view, listed, promised)]
    matched = works["project"].value_counts()
    projects = view.projects if listed.is_open else view.projects.loc[view.projects.index.isin(matched.index)]
    projects = _sorted(projects.assign(urgency=_urgency(works, projects)), listed.sort)
    place = pd.Series(range(len(projects)), index=projects.index)
    works = _sorted(works.assign(urgency=works["days_late"]), listed.sort)
    works = works.iloc[works["project"].map(place).argsort(kind="stable")]
    return Chosen(view, works, projects, matched)


def _kept(view: WorkView, listed: WorkSight, promised: Mapping[str, tuple[str, ...]]) -> pd.Series:
    keep = matching(view.works, listed.filter)
    if listed.promise:
        keep &= view.works.index.isin(promised.get(listed.promise, ()))
    return keep


def _urgency(works: gpd.GeoDataFrame, projects: pd.DataFrame) -> pd.Series:
    return works["days_late"].groupby(works["project"]).max().reindex(projects.index, fill_value=0)


def _sorted(frame: pd.DataFrame, sort: str) -> pd.DataFrame:
    """Rows in the order of a list; of equals those that end first come first, then by name."""
    # What is finished needs nobody's attention: it stands behind what is open.
    frame = frame.assign(behind=frame["status"].isin(FINISHED), name_rank=_ranks(frame["name"]))
    keys: dict[str, tuple[list[str], list[bool]]] = {
        "urgent": (["urgency", "behind", "end_day", "name_rank"], [False, True, True, True]),
        "end": (["end_day", "name_rank"], [True, True]),
        "share": (["share", "end_day", "name_rank"], [True, True, True]),
        "name": (["name_rank"], [True]),
        "cost": (["cost_fen", "name_rank"], [False, True]),
    }
    columns, ascending = keys[sort]
    return frame.sort_values(columns, ascending=ascending, kind="stable")


_DIGITS = re.compile(r"(\d+)")


def _ranks(names: pd.Series) -> list[int]:
    """The place of each name in the order in which people count: 2栋 before 10栋."""
    order = {name: rank for rank, name in enumerate(sorted(names.unique(), key=_counted))}
    return [order[name] for name in names]


@lru_cache(maxsize=100_000)
def _counted(name: str) -> tuple[tuple[str, int], ...]:
    parts = _DIGITS.split(name)
    return tuple((text, int(digits or 0)) for text, digits in zip(parts[::2], [*parts[1::2], ""], strict=True))


def pages(chosen: Chosen, listed: WorkSight) -> tuple[int, int, int]:
    """First and last row of the page that is shown (counted from 0, last excluded), and how many pages there are."""
    size = PAGE_SIZES[listed.look]
    length = len(chosen.projects if listed.look == "cards" else chosen.works)
    count = max(1, -(-length // size))
    page = min(listed.page, count)
    return (page - 1) * size, min(page * size, length), count


def summary(view: WorkView, listed: WorkSight, promised: Mapping[str, tuple[str, ...]], chosen: Chosen) -> Plain:
    """Progress of all chosen works together, and how many there are of each status beside the other filters."""
    open_status = replace(listed, filter=replace(listed.filter, status=""))
    beside = view.works["status"][_kept(view, open_status, promised)].value_counts()
    works, whole = chosen.works, progress.total(chosen.works)
    notes = (
        (N_("{count} 项没有位置,地图上看不到"), int(works.geometry.isna().sum())),
        (N_("{count} 项还没有进度,按 0 计"), int(whole["without_progress"])),
        (N_("{count} 项超出计划"), int(whole["with_surplus"])),
    )
    return {
        "look": "summary",
        "parts": parts_of(whole),
        "share": percent(whole["share"]),
        "told": _(N_("总进度")),
        "statuses": [
            {"key": key, "title": _(title), "count": f"{int(beside.get(key, 0)):,}", "on": listed.filter.status == key}
            for key, title in STATUSES
        ],
        "late": {"title": _(N_("逾期")), "count": f"{int(works['late'].sum()):,}", "on": listed.filter.late},
        "notes": [fill(text, count=f"{count:,}") for text, count in notes if count],
    }


def parts_of(row: Any) -> Plain:
    """The parts of a bar, as shares of 1."""
    return {"accepted": round(float(row["accepted"]), 4), "unaccepted": round(float(row["unaccepted"]), 4)}


def project_cards(chosen: Chosen, places: Places, first: int, last: int, *, staff: bool) -> list[Plain]:
    """The cards of the projects of one page."""
    page = chosen.projects.iloc[first:last]
    by_project = dict(list(chosen.works[chosen.works["project"].isin(page.index)].groupby("project", sort=False)))
    none = chosen.works.iloc[:0]
    return [_card(row, by_project.get(row.Index, none), places, staff) for row in page.itertuples()]


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
    }


def work_rows(chosen: Chosen, places: Places, first: int, last: int) -> list[Plain]:
    """The works of one page, each with what a table, the timeline and the list beside the map show of it."""
    page = chosen.works.iloc[first:last]
    return [
        {
            **_line(row),
            "project": row.project,
            "project_name": row.project_name,
            "kind": {"title": _(row.kind_title), "colour": row.colour},
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
        "no_dates": N_("日期待定"), "today": N_("今天"), "near": N_("近一年"), "all": N_("全部"),
        "confirmed": N_("已确认"), "estimated": N_("预计"), "late": N_("逾期"), "pick": N_("选择"),
        "accepted": N_("已验收"), "unaccepted": N_("已完成待验收"), "rest": N_("未完成"), "surplus": N_("超出计划"),
    }  # fmt: skip
    return {key: _(text) for key, text in said.items()} | {"day": today().isoformat()}
