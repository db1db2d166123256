"""Plans under a name: what one holds, how two differ, what would be made of one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import geopandas as gpd
import pandas as pd

from dashboard.services.frames import Community
from dashboard.services.planning.encounters import judged_by, widths
from dashboard.services.planning.plan_made import MadePlan
from dashboard.services.planning.plan_pool import Pool
from dashboard.services.planning.plan_terms import write_terms
from dashboard.services.planning.plan_words import money, money_range
from dashboard.services.projects.quantity import THIN_SPACE, amount
from dashboard.text import _, fill
from geo.crs import STORED_CRS
from geo.dig_ground import grounds
from geo.kind_rules import closing, seasons
from geo.scenario import (
    FIGURE_TITLES,
    PlannedWork,
    Scenario,
    ScenarioSummary,
    Season,
    compare,
    planned_dates,
    scenario_summary,
)  # fmt: skip
from geo.words import N_
from geo.works import WorkKind

GOOD_WHEN_MORE = {"households": True, "works": None, "without_cost": False, "without_dates": False}
"""Whether more of a figure is better; None: neither. Figures not named here are better when smaller."""


def scenario_of(plan: MadePlan, id: str, name: str) -> Scenario:
    """The plan as it would be kept under a name."""
    works = []
    for work, row in plan.choice.works.dropna(subset="year").iterrows():
        about = plan.pool.works.loc[work]
        own = plan.pool.assets[plan.pool.assets["work"] == work] if about["possible"] else plan.pool.assets.iloc[:0]
        assets = tuple((str(layer), str(asset)) for layer, asset in zip(own["layer"], own["id"], strict=True))
        works.append(
            PlannedWork(
                str(work), str(about["kind"]), str(about["name"]), int(row["year"]), int(about["low_fen"]),
                int(about["high_fen"]), int(row["cost_fen"]), int(about["households"]),
                round(float(about["quantity"]), 1), assets,
            )
        )  # fmt: skip
    return Scenario(id, name.strip(), write_terms(plan.terms), tuple(works), plan.choice.households)


def ground_of(item: Scenario, pool: Pool, layers: Community) -> gpd.GeoSeries:
    """The ground that the works of a plan take, also of those that have become projects since and left the pool."""
    lost = [work for work in item.works if work.is_possible and work.id not in pool.ground.index]
    known = pool.ground[pool.ground.index.isin([work.id for work in item.works])]
    if not lost:
        return known
    works = pd.DataFrame({"kind": [work.kind for work in lost]}, index=[work.id for work in lost])
    rows = [(work.id, layer, id) for work in lost for layer, id in work.assets]
    assets = pd.DataFrame(rows, columns=["work", "layer", "id"], dtype=object)
    frames = {layer: layers[layer].frame for layer in assets["layer"].unique()}
    more = grounds(works, assets, gpd.GeoSeries([], crs=STORED_CRS), frames, **widths(pool.values))
    return gpd.GeoSeries(pd.concat([known, more.to_crs(pool.ground.crs)]), crs=pool.ground.crs)


def summary(item: Scenario, pool: Pool, ground: gpd.GeoSeries) -> ScenarioSummary:
    """The figures of a plan with its works at the dates that it would give them; `ground` from `ground_of`."""
    works = _frame(item, pool.values)
    known = works[works.index.isin(ground.index)]
    found = judged_by(known, ground.loc[known.index], pool.prices, pool.values).found if len(known) else _NOTHING
    figures = scenario_summary(works, works[["low_fen", "high_fen"]], pool.serves, pool.homes, found)
    # Whom it reaches was reckoned when it was made; works that have become projects since have left the pool.
    return replace(figures, households=item.households)


_NOTHING = pd.DataFrame({"first": [], "second": [], "good": []})


def _frame(item: Scenario, values: Mapping[str, float]) -> pd.DataFrame:
    rows, months, shut = [], seasons(values), closing(values)
    for work in item.works:
        start, end = planned_dates(work.kind, work.year, months)
        rows.append({
            "kind": work.kind, "status": "planned", "start_day": pd.Timestamp(start), "end_day": pd.Timestamp(end),
            "start_confirmed": False, "end_confirmed": False,
            # A plan becomes one project for each kind and year: their works are one crew's.
            "contractor": f"{work.kind}-{work.year}", "closes": work.kind in shut,
            "low_fen": work.low_fen, "high_fen": work.high_fen,
        })  # fmt: skip
    return pd.DataFrame(rows, index=pd.Index([work.id for work in item.works], dtype=object))


def compare_data(one: Scenario, other: Scenario, pool: Pool, layers: Community, focus: str) -> dict[str, Any]:
    """Both plans, the difference of each figure, and which works only one of them has."""
    table = compare(*(summary(item, pool, ground_of(item, pool, layers)) for item in (one, other)))
    rows = [
        {
            "title": _(FIGURE_TITLES[str(key)]), "one": _value(str(key), row["one"]),
            "other": _value(str(key), row["other"]),
            "difference": _difference(str(key), row["difference"]), "better": _better(str(key), row["difference"]),
            "hint": _(HINTS.get(str(key), "")),
        }
        for key, row in table.iterrows()
    ]  # fmt: skip
    mine, theirs = ({work.id: work for work in item.works} for item in (one, other))
    only, also = [w for id, w in mine.items() if id not in theirs], [w for id, w in theirs.items() if id not in mine]
    both = [work for id, work in mine.items() if id in theirs]
    groups = [
        _group(0, fill(N_("只在“{name}”"), name=one.name), only, {}, focus),
        _group(1, fill(N_("只在“{name}”"), name=other.name), also, {}, focus),
        _group(2, _(N_("两个方案都有")), both, theirs, focus),
    ]
    return {"look": "compare", "one": one.name, "other": other.name, "rows": rows, "groups": groups,
            "words": {"difference": _(N_("差"))}}  # fmt: skip


HINTS = {
    "conflicts": N_("按计划年份和工期月份推算,同一处的工程相互冲突的对数;同年同类的工程视为一支队伍"),
    "closed_months": N_("管网和路面工程封闭道路的日历月数,同时封闭只算一次"),
    "households": N_("保存方案时算出的惠及户数"),
}


def _group(
    series: int, title: str, works: Sequence[PlannedWork], theirs: Mapping[str, PlannedWork], focus: str
) -> dict[str, Any]:
    items = []
    for work in sorted(works, key=lambda item: (item.year, item.name)):
        other = theirs.get(work.id)
        when = f"{work.year}" if other is None or other.year == work.year else f"{work.year} → {other.year}"
        items.append({
            "id": work.id, "title": work.name, "words": f"{when} · {amount(work.households, N_('户'))}",
            "cost": money_range(work.low_fen, work.high_fen), "on": work.id == focus,
        })  # fmt: skip
    return {"series": series, "title": title, "count": f"{len(items):,}", "items": items,
            "open": any(item["on"] for item in items) or (series < 2 and 0 < len(items) <= 8)}  # fmt: skip


def _value(key: str, value: Any) -> str:
    if key.endswith("_fen"):
        return money(value)
    return f"{value:,.1f}" if key == "closed_months" else f"{int(value):,}"


def _difference(key: str, value: Any) -> str:
    if not value:
        return "="
    if key.endswith("_fen"):
        return f"{'+' if value > 0 else '−'}{money(abs(value))}"
    return f"{value:+,.1f}" if key == "closed_months" else f"{int(value):+,}"


def _better(key: str, value: Any) -> bool | None:
    wish = GOOD_WHEN_MORE.get(key, False)
    return None if not value or wish is None else bool((value > 0) == wish)


def titles_of_projects(item: Scenario, kinds: Mapping[str, WorkKind]) -> dict[tuple[str, int], str]:
    """What the projects would be called that are made of a plan: one for each kind and year."""
    groups = {(work.kind, work.year) for work in item.works if work.is_possible}
    return {
        (kind, year): fill(N_("{year} 年{kind}({plan})"), year=year, kind=_(kinds[kind].title), plan=item.name)
        for kind, year in sorted(groups, key=lambda pair: (pair[1], pair[0]))
    }


def what_is_made(item: Scenario, kinds: Mapping[str, WorkKind], months: Mapping[str, Season]) -> list[str]:
    """What turning a plan into projects makes, line by line, to be confirmed."""
    titles = titles_of_projects(item, kinds)
    counts = Counter((work.kind, work.year) for work in item.works if work.is_possible)
    lines = []
    for key, title in titles.items():
        start, end = planned_dates(*key, months)
        cost = sum(work.cost_fen for work in item.works if work.is_possible and (work.kind, work.year) == key)
        sentence = N_("新项目“{title}”:{count} 项工作,{cost},预计 {start} 至 {end}")
        lines.append(fill(sentence, title=title, count=counts[key], cost=money(cost), start=start, end=end))
    moved = [work for work in item.works if not work.is_possible]
    if moved:
        names = _(N_("、")).join(f"{work.name} {work.year}" for work in moved)
        lines.append(
            fill(N_("已有工作 {count} 项按方案定预计日期(已确认的日期不动):{names}"), count=len(moved), names=names)
        )
    return lines


def scenario_line(item: Scenario) -> str:
    """One plan in one line: years, households, cost."""
    years = sorted({work.year for work in item.works})
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else f"{years[0]}" if years else ""
    cost = money_range(sum(w.low_fen for w in item.works), sum(w.high_fen for w in item.works))
    return " · ".join((span, amount(len(item.works), "项"), f"{item.households:,}{THIN_SPACE}{_(N_('户'))}", cost))
