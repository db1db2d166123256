"""Works that meet, in words: what is wrong, where, what it costs, what to do, and what was decided."""

from typing import Any

import geopandas as gpd
import pandas as pd

from dashboard.drawing.sketch import CLASH, FOCUS, SHARED, Sketch, sketched
from dashboard.services.planning.encounters import Meetings
from dashboard.services.projects.quantity import amount
from dashboard.services.projects.work_words import Places
from dashboard.text import _, fill
from data.decisions import DECISIONS
from geo.dig_once import CROWDED, RULES, SAME_GROUND, SHARE_TRENCH, WRONG_ORDER
from geo.words import N_

Plain = dict[str, Any]
RULE_TITLES = {rule.key: rule.title for rule in RULES}
DECISION_TITLES = dict(DECISIONS)

SENTENCES = {
    WRONG_ORDER: N_("“{late}”先完工,{days} 天后“{early}”又要挖开同一处"),
    SAME_GROUND: N_("“{late}”完工后的保护期内,“{early}”又要动同一处路面"),
    CROWDED: N_("两支队伍同一周在同一处施工:“{early}”与“{late}”"),
    SHARE_TRENCH: N_("“{early}”与“{late}”相邻,可以同沟施工"),
}
SHARED_CLOSURE = N_("“{early}”与“{late}”相邻,可以合并封路")


def meeting_rows(met: Meetings, rows: gpd.GeoDataFrame, works: pd.DataFrame, on: str) -> list[Plain]:
    """Findings for a list: the most ground at stake first. `on`: the decision id of the one that is open."""
    return [
        meeting_row(met, row, works) | {"on": row.decision_id == on} for row in most_at_stake_first(rows).itertuples()
    ]


def most_at_stake_first(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Findings in the order of the rules, within one rule those with most common ground first."""
    order = {rule.key: number for number, rule in enumerate(RULES)}
    sorted_rows = rows.assign(order=rows["rule"].map(order))
    return sorted_rows.sort_values(["order", "area_m2"], ascending=[True, False], kind="stable").drop(columns="order")


def meeting_row(met: Meetings, row: Any, works: pd.DataFrame) -> Plain:
    """One finding as plain values."""
    kept = met.decided.get(row.decision_id)
    return {
        "id": row.decision_id, "rule": row.rule, "good": bool(row.good), "title": _(RULE_TITLES[row.rule]),
        "words": sentence(row, works), "stake": stake(row), "facts": facts(row), "source": _(row.source),
        "advice": advice(row, works), "person": kept.person if kept else "",
        "decision": _(DECISION_TITLES[kept.decision]) if kept and kept.decision and row.resolved else "",
        "why": kept.words if kept and row.resolved else "",
        "again": bool(kept and kept.decision and not row.resolved),
    }  # fmt: skip


def sentence(row: Any, works: pd.DataFrame) -> str:
    """What the two works do to each other."""
    names = {key: str(works.at[id, "name"]) if id in works.index else id for key, id in (("a", row.first), ("b", row.second))}  # fmt: skip # noqa: E501
    early, late = names["a"], names["b"]
    if row.rule in (WRONG_ORDER, SAME_GROUND):
        # `first` is earlier by its dates: the one that is dug up again.
        early, late = names["b"], names["a"]
    message = SENTENCES.get(row.rule, SHARED_CLOSURE)
    return fill(message, early=early, late=late, days=int(row.days)) if "{days}" in message else fill(
        message, early=early, late=late
    )  # fmt: skip


def facts(row: Any) -> str:
    """How near, how long, how much ground."""
    parts = []
    if row.area_m2 >= 0.5:
        parts.append(fill(N_("重叠 {area}"), area=amount(float(row.area_m2), "m²")))
    elif row.distance_m > 0:
        parts.append(fill(N_("相距 {distance}"), distance=amount(float(row.distance_m), "m", 1)))
    if row.rule == CROWDED:
        parts.append(fill(N_("同时施工 {days} 天"), days=int(row.days)) if row.days else _(N_("同一周前后进场")))
    elif row.good:
        parts.append(fill(N_("前后相隔 {days} 天"), days=int(row.days)))
    if not row.confirmed:
        parts.append(_(N_("日期含预计")))
    return " · ".join(parts)


def stake(row: Any) -> str:
    """What it costs to pave the common ground again; "" where that is not at stake or there is no price."""
    if row.rule not in (WRONG_ORDER, SAME_GROUND) or pd.isna(row.low_fen):
        return ""
    low, high = (f"{round(float(value) / 100, -2):,.0f}" for value in (row.low_fen, row.high_fen))
    return fill(N_("重铺约 {low}-{high} 元"), low=low, high=high)


def advice(row: Any, works: pd.DataFrame) -> str:
    """Which work to move, and when to; what else to do where none can be moved."""
    if not row.move:
        return _(N_("两项都已开工,请现场协调。"))
    name = str(works.at[row.move, "name"]) if row.move in works.index else row.move
    days = {"start": f"{row.suggested_start:%Y-%m-%d}", "end": f"{row.suggested_end:%Y-%m-%d}"}
    if row.good:
        return fill(N_("把“{name}”提前或推后到紧接着:{start} 至 {end}"), name=name, **days)
    return fill(N_("把“{name}”改到 {start} 至 {end}"), name=name, **days)


def place_words(row: Any, places: Places, works: pd.DataFrame) -> str:
    """Where the two meet, by the works' own places."""
    mover = works.loc[row.first] if row.first in works.index else None
    return places.text(mover) if mover is not None else ""


def meeting_sketches(rows: gpd.GeoDataFrame, on: str) -> tuple[Sketch, ...]:
    """The places where works meet; the open one in focus."""
    found: list[Sketch] = []
    for good, id, shape in zip(rows["good"], rows["decision_id"], rows.geometry, strict=True):
        if on and id != on:
            continue
        if id == on:  # first, so that the place itself is drawn over it
            found += sketched(FOCUS, shape)
        found += sketched(SHARED if good else CLASH, shape)
    return tuple(found)


def left_out_words(met: Meetings) -> str:
    """How many works no rule could judge, and why; "" if all could."""
    parts = []
    if met.without_dates:
        parts.append(fill(N_("{count} 项没有起止日期"), count=len(met.without_dates)))
    if met.without_ground:
        parts.append(fill(N_("{count} 项没有具体位置"), count=len(met.without_ground)))
    return fill(N_("未参与检查:{parts}。"), parts=_(N_("、")).join(parts)) if parts else ""
