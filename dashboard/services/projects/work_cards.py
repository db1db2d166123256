"""Works on cards: the card of one, and what was, is and will be done to a building."""

from typing import Any

import pandas as pd

from dashboard.services.map.cards import Card, Fact
from dashboard.services.map.nearby import MOST_LINKS, Link, LinkGroup
from dashboard.services.projects.work_words import (
    STATUS_TITLES,
    Places,
    day_text,
    late_text,
    number,
    percent,
    quantity_text,
    reason_text,
    yuan,
)
from dashboard.services.sight import WORK
from dashboard.text import _
from data.work_frames import WorkView
from geo.words import N_
from geo.works import FINISHED, NOT_BEGUN, WholeCommunity

TIMES: tuple[tuple[str, str], ...] = (
    ("now", N_("正在进行")),
    ("next", N_("计划中的工作")),
    ("past", N_("已完成的工作")),
)


def work_card(view: WorkView, places: Places, work: str, *, staff: bool) -> Card | None:
    """The card of a work, None if there is none; money and internal words only for staff."""
    if work not in view.works.index:
        return None
    row = next(view.works.loc[[work]].itertuples())
    told = [(title, value) for title, value in _facts(row, places, staff) if value]
    links = [Link("building", id, places.buildings.get(id, id)) for id in row.buildings]
    groups = (LinkGroup("building", _(N_("楼栋")), tuple(links[:MOST_LINKS]), max(0, len(links) - MOST_LINKS)),)
    return Card(
        layer=WORK,
        id=work,
        title=str(row.name),
        kind=_(row.kind_title),
        is_sample=bool(row.is_sample),
        internal=False,
        has_place=bool(row.shown),
        facts=tuple(Fact(title, value, hint) for (title, hint), value in told),
        not_recorded=(),
        groups=groups if links else (),
    )


def _facts(row: Any, places: Places, staff: bool) -> list[tuple[tuple[str, str], str]]:
    late = late_text(row)
    status = _(STATUS_TITLES[row.status]) + (f" · {late}" if late else "")
    basis = _(N_("已验收与已完成的较大者除以计划;没有数量的按状态计。"))
    guess = _(N_("≈ 表示预计,尚未确认"))
    return [
        ((_(N_("所属项目")), ""), row.project_name),
        ((_(N_("状态")), reason_text(row)), status),
        ((_(N_("进度")), basis), percent(row.share)),
        ((_(N_("完成 / 计划")), ""), quantity_text(row)),
        ((_(N_("已验收")), ""), "" if pd.isna(row.accepted) else number(row.accepted, row.unit)),
        ((_(N_("图上量算")), ""), "" if pd.isna(row.measured) else number(round(row.measured, 1), row.unit)),
        ((_(N_("位置")), ""), places.text(row)),
        ((_(N_("开工")), guess), day_text(row.start_day, row.start_confirmed)),
        ((_(N_("完工")), guess), day_text(row.end_day, row.end_confirmed)),
        ((_(N_("施工单位")), ""), row.contractor),
        ((_(N_("保修至")), ""), day_text(row.warranty_until, True)),
        ((_(N_("造价")), ""), yuan(row.cost_fen) if staff else ""),
        ((_(N_("说明")), ""), row.public_words),
    ]


def building_works(view: WorkView, building: str) -> list[LinkGroup]:
    """The works on a building: under way, to come, finished; the latest first."""
    here = view.by_building.loc[view.by_building["place"] == building, "work"]
    # What concerns everybody would stand on every card; it has one of its own.
    works = view.works[view.works.index.isin(here) & view.works["location"].ne(WholeCommunity.word)]
    works = works.sort_values("end_day", ascending=False)
    finished, waiting = works["status"].isin(FINISHED), works["status"].isin(NOT_BEGUN)
    parts = {"now": works[~finished & ~waiting], "next": works[waiting], "past": works[finished]}
    return [
        LinkGroup(f"works-{key}", _(title), tuple(_links(parts[key])), max(0, len(parts[key]) - MOST_LINKS))
        for key, title in TIMES
        if len(parts[key])
    ]


def _links(works: pd.DataFrame) -> list[Link]:
    return [
        Link(WORK, str(row.Index), str(row.name), late_text(row) or percent(row.share))
        for row in works.head(MOST_LINKS).itertuples()
    ]
