"""A plan, a ranking and what a budget changes, as plain values for the browser to draw."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.services.planning.plan_made import MadePlan
from dashboard.services.planning.plan_pool import Pool
from dashboard.services.planning.plan_terms import ORDERS, SHOWN_CRITERIA, WAN_FEN, Terms
from dashboard.services.projects.quantity import THIN_SPACE, amount
from dashboard.services.projects.work_words import number, percent
from dashboard.text import _, fill, language
from geo.choice import GOALS, REASON_TITLES
from geo.choice_model import NEED, NEED_GAP
from geo.cost import MISSING_TITLES
from geo.words import N_

MOST_ROWS = 200
MOST_CHIPS = 10
CHANGES = ("enters", "leaves")


def money(fen: Any) -> str:
    """A sum of planning in 万元, in English in millions of yuan; "" where it is unknown.

    >>> money(1_234_500_00), money(None)
    ('123\\u202f万元', '')
    """
    if fen is None or pd.isna(fen):
        return ""
    wan = float(fen) / WAN_FEN
    if language() == "en":  # nobody counts in tens of thousands there
        thousand = wan * WAN_FEN / 100_000
        return (
            f"¥{THIN_SPACE}{wan / 100:,.2f} M" if wan >= 100 else f"¥{THIN_SPACE}{thousand:,.{0 if wan >= 1 else 1}f} k"
        )
    return amount(wan, "万元", 0 if wan >= 100 else 1 if wan >= 10 else 2)


def money_range(low: Any, high: Any) -> str:
    """From the lowest to the highest, one figure where they are the same."""
    if pd.isna(low) or pd.isna(high):
        return ""
    if money(low) == money(high):
        return money(low)
    unit = f"{THIN_SPACE}万元"
    return f"{money(low).removesuffix(unit)} – {money(high)}"


def plan_data(plan: MadePlan, focus: str, may_pin: bool) -> dict[str, Any]:
    """The plan by year, with what was left out and why."""
    works, choice, terms = plan.pool.works, plan.choice, plan.terms
    rows = plan.chosen
    years = [
        {
            "year": str(year), "series": at, "budget": money(terms.budget_fen[year]),
            "spent": money(choice.spent_fen.get(year, 0)),
            "share": _share(choice.spent_fen.get(year, 0), terms.budget_fen[year]),
            "items": [_item(plan.pool, id, terms, focus) for id in rows.index[rows["year"] == year]],
        }
        for at, year in enumerate(terms.years)
    ]  # fmt: skip
    chosen = works.loc[rows.index]
    return {
        "look": "plan",
        "figures": [
            _figure(N_("惠及户数"), f"{choice.households:,}", N_("户"), _of_all(plan.pool)),
            _figure(N_("工程"), f"{len(rows):,}", N_("项"), _of_works(plan)),
            _figure(N_("造价区间"), money_range(chosen["low_fen"].sum(), chosen["high_fen"].sum()), "",
                    _doubt(plan.pool, chosen)),
        ],
        "proof": _proof(plan),
        "years": years,
        "left": _left_out(plan, focus),
        "pins": may_pin,
        "words": {
            "spent": _(N_("用")), "of": _(N_("预算")), "left": _(N_("没有选入")), "pin": _(N_("设为必做")),
            "unpin": _(N_("不再必做")), "none": _(N_("这一年没有工程")), "possible": _(N_("待立项")),
        },
    }  # fmt: skip


def _share(spent: int, budget: int) -> float:
    return round(min(1.0, spent / budget), 3) if budget else 0.0


def _figure(title: str, value: str, unit: str, note: str) -> dict[str, str]:
    return {"title": _(title), "value": value, "unit": _(unit) if unit else "", "note": note}


def _of_works(plan: MadePlan) -> str:
    score = f"{plan.mean_score:.0f}"
    return fill(N_("共 {count} 项可选,每元迫切分 {score}"), count=len(plan.pool.works), score=score)


def _of_all(pool: Pool) -> str:
    served = pool.serves[pool.serves["work"].isin(pool.works.index)]["building"].unique()
    return fill(N_("可惠及 {count} 户"), count=f"{int(pool.homes.reindex(served).fillna(0).sum()):,}")


def _doubt(pool: Pool, chosen: pd.DataFrame) -> str:
    """Of which year the prices are, and that they are invented where they are."""
    years = sorted({int(year) for year in chosen.loc[~chosen["registered"], "base_year"].dropna()})
    if not years:
        return ""
    sentence = N_("按 {years} 年示例单价,未经核实") if pool.sample_priced(chosen.index) else N_("按 {years} 年单价")
    return fill(sentence, years=_(N_("、")).join(map(str, years)))


def _proof(plan: MadePlan) -> str:
    """How good the plan is, by what it was made to be good at, and what that favours."""
    choice = plan.choice
    if plan.terms.goal == NEED:
        share = f"{NEED_GAP if choice.proved else max(choice.gap, NEED_GAP):.1%}"
        how = N_("每一元按工程的迫切分计,离最优最多差 {share};工程拆分或合并不影响结果。")
        return fill(how, share=share)
    told = (_(N_("已证明没有惠及更多户的方案;")) if choice.proved
            else fill(N_("限时内的最好方案,离最优最多差 {count} 户;"), count=f"{choice.gap:.0f}"))  # fmt: skip
    return told + _(N_("工程所在或 25 m 以内的楼栋算受益,每户只算一次,所以花钱少、靠近多户的工程容易入选。"))


def _item(pool: Pool, id: str, terms: Terms, focus: str) -> dict[str, Any]:
    row = pool.works.loc[id]
    cost = money_range(row["low_fen"], row["high_fen"]) or _(MISSING_TITLES.get(str(row["missing"]), ""))
    size = number(round(float(row["quantity"]), 1), str(row["unit"])) if pd.notna(row["quantity"]) else ""
    facts = [size, amount(int(row["households"]), N_("户"))]
    return {
        "id": id, "title": str(row["name"]), "words": " · ".join(filter(None, facts)), "cost": cost,
        "possible": bool(row["possible"]), "pinned": id in terms.must, "on": id == focus,
        "hint": _source(row),
    }  # fmt: skip


def _source(row: Any) -> str:
    """Where the cost comes from, one hover away."""
    if row["registered"]:
        return _(N_("项目登记的造价"))
    return f"{_(str(row['source']))} · {int(row['base_year'])}" if pd.notna(row["base_year"]) else ""


def _left_out(plan: MadePlan, focus: str) -> list[dict[str, Any]]:
    left = plan.choice.works[plan.choice.works["year"].isna()]
    groups = []
    for reason, title in REASON_TITLES.items():
        ids = [str(id) for id in left.index[left["reason"] == reason]]
        ids.sort(key=lambda id: -float(plan.scores.at[id, "score"]))
        if ids:
            items = [_item(plan.pool, id, plan.terms, focus) for id in ids[:MOST_ROWS]]
            groups.append({"title": _(title), "count": f"{len(ids):,}", "items": items})
    return groups


def ranking_data(pool: Pool, scored: pd.DataFrame, focus: str) -> dict[str, Any]:
    """Works by how needed they are, each score with its parts."""
    order = scored.sort_values("score", ascending=False, kind="stable").index[:MOST_ROWS]
    items = []
    for place, id in enumerate(order, 1):
        row, parts = pool.works.loc[id], scored.loc[id]
        items.append({
            "id": str(id), "place": str(place), "title": str(row["name"]), "score": f"{parts['score']:.0f}",
            "possible": bool(row["possible"]), "on": str(id) == focus,
            "words": " · ".join(filter(None, (amount(int(row["households"]), N_("户")),
                                              money_range(row["low_fen"], row["high_fen"])
                                              or _(MISSING_TITLES.get(str(row["missing"]), ""))))),
            "parts": [{"series": at, "share": round(float(parts[item.key]), 1),
                       "title": f"{_(item.title)} {float(parts[item.key]):.0f}"}
                      for at, item in enumerate(SHOWN_CRITERIA) if parts[item.key] > 0],
            "unknown": _unknown(parts["unknown"]),
        })  # fmt: skip
    keys = [{"series": at, "title": _(item.title)} for at, item in enumerate(SHOWN_CRITERIA)]
    more = len(scored) - len(order)
    return {"look": "ranking", "items": items, "keys": keys,
            "more": fill(N_("另有 {count} 项分数更低"), count=more) if more else "",
            "words": {"possible": _(N_("待立项"))}}  # fmt: skip


def _unknown(keys: Sequence[str]) -> str:
    # Only pipes can have faults of the network: nothing is missing where there are none.
    titles = [_(item.title) for item in SHOWN_CRITERIA if item.key in keys and item.key != "faults"]
    return fill(N_("未知:{what}"), what=_(N_("、")).join(titles)) if titles else ""


def what_if_data(table: pd.DataFrame, pool: Pool) -> dict[str, Any]:
    """The curve of households over the budget, and what ± 20 % would bring in or drop."""
    names = pool.names()
    points = [
        {
            "share": percent(float(share)) if share < 1 else f"{share:.0%}", "budget": money(row["budget_fen"]),
            "x": row["budget_fen"], "y": row["households"], "works": amount(int(row["works"]), N_("项")),
            "households": amount(int(row["households"]), N_("户")), "on": share == 1.0,
        }
        for share, row in table.iterrows()
    ]  # fmt: skip
    now = int(table.loc[1.0, "households"])
    sides = []
    for share, title in ((0.8, N_("预算少 20 %")), (1.2, N_("预算多 20 %"))):
        row = table.loc[share]
        change = int(row["households"]) - now
        sides.append({
            "title": _(title), "change": f"{change:+,}{THIN_SPACE}{_(N_('户'))}".strip(),
            **{key: [{"id": id, "title": names.get(id, id)} for id in row[key][:MOST_CHIPS]] for key in CHANGES},
            "more": {key: f"+{len(row[key]) - MOST_CHIPS}" if len(row[key]) > MOST_CHIPS else "" for key in CHANGES},
        })  # fmt: skip
    words = {"enters": _(N_("会进来")), "leaves": _(N_("会退出")), "same": _(N_("工程不变")),
             "x": _(N_("总预算")), "y": _(N_("惠及户数"))}  # fmt: skip
    return {"look": "whatif", "points": points, "sides": sides, "words": words}


def what_if_words(table: pd.DataFrame) -> list[str]:
    """What a fifth less and a fifth more money would reach, a sentence each."""
    now = int(table.loc[1.0, "households"])
    told = []
    for share, title in ((0.8, N_("预算少 20 %")), (1.2, N_("预算多 20 %"))):
        homes, works = int(table.at[share, "households"]), int(table.at[share, "works"])
        sentence = N_("{case}:惠及 {count} 户({change}),{works} 项工程")
        told.append(fill(sentence, case=_(title), count=f"{homes:,}", change=f"{homes - now:+,}", works=works))
    return told


def ways_data(plans: Sequence[MadePlan], terms: Terms) -> dict[str, Any]:
    """The same budgets by every goal and rule: whom each reaches, how needed what it does is."""
    rows = [
        {
            "goal": plan.terms.goal, "order": plan.terms.order, "title": _(GOALS[plan.terms.goal]),
            "rule": _(ORDERS[plan.terms.order]), "on": (plan.terms.goal, plan.terms.order) == (terms.goal, terms.order),
            "households": f"{plan.choice.households:,}", "works": f"{len(plan.chosen):,}",
            "score": f"{plan.mean_score:.0f}", "cost": money(sum(plan.choice.spent_fen.values())),
        }
        for plan in plans
        if not plan.choice.problems
    ]  # fmt: skip
    words = {
        "title": _(N_("换个目标或规则")), "households": _(N_("惠及户数")), "works": _(N_("工程数")),
        "score": _(N_("每元迫切分")), "cost": _(N_("造价")), "now": _(N_("现在")), "use": _(N_("改用")),
        "score_hint": _(N_("花出去的每一元所用工程的平均分")),
    }  # fmt: skip
    return {"look": "ways", "rows": rows, "words": words}
