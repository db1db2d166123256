"""Which works to do in which year, so that a yearly budget reaches most households.

An integer programme (solved exactly by scipy.optimize.milp): x[w, t] = 1 if work w is done in year t, y[h] = 1 if
building h is reached by any chosen work. Two goals. `HOUSEHOLDS`: maximise Σ households · y, each household once; among
plans that reach equally many, the needed and early ones come first. A cheap work near many homes is worth as much as a
dear one there, so small works do well. `NEED`: maximise Σ score · cost · x, every yuan counted by the score of the work
that it is spent on; to cut a work in two changes nothing, so size does not matter. Subject to: each work at most once;
Σ cost ≤ budget in every year; paving only when the pipes under it are done by then; what must be done is done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, milp

from geo.choice_model import HOUSEHOLDS, NEED, Model
from geo.errors import Problem
from geo.words import N_

TIME_LIMIT_S = 20.0
GOALS = {HOUSEHOLDS: N_("惠及户数最多"), NEED: N_("迫切的先做")}
CHOSEN, NO_COST, TOO_DEAR, WAITS, NOBODY, OUTBID, LESS_NEEDED = (
    "chosen", "no_cost", "too_dear", "waits", "nobody", "outbid", "less_needed",
)  # fmt: skip
REASON_TITLES = {
    CHOSEN: N_("已选入"),
    NO_COST: N_("没有造价,无法排入"),
    TOO_DEAR: N_("造价超过任何一年的预算"),
    WAITS: N_("须先完成的工程未能选入"),
    NOBODY: N_("不增加受益户数,且预算有限"),
    OUTBID: N_("同样的预算用于其他工程惠及更多户"),
    LESS_NEEDED: N_("同样的预算用于更迫切的工程"),
}


@dataclass(frozen=True)
class Choice:
    """A plan. `works` (by id): year (Int64, missing if left out), reason (word of `REASON_TITLES`), cost_fen, adds (the
    households that this work would newly reach beside the chosen ones; for chosen ones: that would be lost
    without it). `reached`: ids of buildings. `spent_fen` by year. `proved`: no better plan exists; otherwise the best
    found in time, at most `gap` from the best possible: households, or for `NEED` a share of what is reached.
    `problems` says why there is no plan.
    """

    works: pd.DataFrame
    reached: tuple[str, ...]
    households: int
    spent_fen: Mapping[int, int]
    proved: bool
    gap: float
    problems: tuple[Problem, ...] = ()
    goal: str = HOUSEHOLDS


def choose_works(
    works: pd.DataFrame,
    serves: pd.DataFrame,
    households: pd.Series,
    budget_fen: Mapping[int, int],
    before: Sequence[tuple[str, str]] = (),
    must: Sequence[str] = (),
    time_limit_s: float = TIME_LIMIT_S,
    *,
    apart: Sequence[tuple[str, str]] = (),
    goal: str = HOUSEHOLDS,
) -> Choice:
    """The set and order of works that reaches most households (or meets most need) within the yearly budgets.

    `works` (by id) has cost_fen (missing: cannot be planned) and, if given, score (0 to 100). `serves` pairs work and
    building; `households` by building (missing counts 0). `before`: pairs (first, then) where `then` may be done in the
    year of `first` or later, and not without it; a `first` that is not among the works is done already. `apart`:
    pairs of which either may be left out, but `first` is never done after `then`. `must`: works that have to be done.
    No budget, an unknown or unpayable must and contradictions are told as problems, with an empty plan.
    """
    years = sorted(budget_fen)
    problems = _faults(works, budget_fen, before, must)
    if problems:
        return _nothing(works, problems)
    cost = pd.to_numeric(works["cost_fen"], errors="coerce").astype(float)
    ids = [str(id) for id in works.index[cost.notna()]]
    model = Model(ids, cost[ids].to_numpy(), serves, households, _score(works, ids), years, goal)
    never = {str(id) for id in works.index[cost.isna()]}
    rules = [
        model.once(set(must)),
        model.within([budget_fen[year] for year in years]),
        *model.order(before, never),
        *model.keep_order(apart),
        model.reach(),
    ]
    answer = milp(
        model.wish(), constraints=[rule for rule in rules if rule.A.shape[0]], integrality=model.whole(),
        bounds=Bounds(0, 1), options={"time_limit": time_limit_s, "mip_rel_gap": model.close_enough()},
    )  # fmt: skip
    if answer.x is None:
        return _nothing(works, [_why_not(answer.status)])
    when = model.years_of(answer.x)
    gap = 0.0 if answer.status == 0 else float(max(answer.fun - answer.mip_dual_bound, 0.0))
    gap = gap / max(abs(answer.fun), 1e-9) if goal == NEED else gap
    told = _told(works, when, serves, households, budget_fen, before, answer.status == 0, gap)
    return told if goal == HOUSEHOLDS else _of_need(told)


def sensitivity(
    works: pd.DataFrame,
    serves: pd.DataFrame,
    households: pd.Series,
    budget_fen: Mapping[int, int],
    before: Sequence[tuple[str, str]] = (),
    must: Sequence[str] = (),
    shares: Sequence[float] = (0.8, 1.0, 1.2),
    time_limit_s: float = TIME_LIMIT_S,
) -> pd.DataFrame:
    """How the answer changes with the budget: a row per share of it.

    Columns: budget_fen (all years), households, works, spent_fen, enters and leaves (tuples of works, against the
    plan with the whole budget), proved, problems.
    """
    plans = {}
    for share in sorted({*shares, 1.0}):
        scaled = {year: int(fen * share) for year, fen in budget_fen.items()}
        plans[share] = choose_works(works, serves, households, scaled, before, must, time_limit_s)
    base = set(_in_plan(plans[1.0]))
    rows = [
        {
            "budget_fen": sum(int(fen * share) for fen in budget_fen.values()), "households": plan.households,
            "works": len(_in_plan(plan)), "spent_fen": sum(plan.spent_fen.values()),
            "enters": tuple(sorted(set(_in_plan(plan)) - base)), "leaves": tuple(sorted(base - set(_in_plan(plan)))),
            "proved": plan.proved, "problems": plan.problems,
        }
        for share, plan in plans.items()
    ]  # fmt: skip
    return pd.DataFrame(rows, index=pd.Index(list(plans), name="share")).loc[list(shares)]


def _score(works: pd.DataFrame, ids: list[str]) -> np.ndarray:
    column = works["score"] if "score" in works else pd.Series(0.0, index=works.index)
    score: np.ndarray = pd.to_numeric(column, errors="coerce").fillna(0.0)[ids].clip(0, 100).to_numpy(dtype=float)
    return score


def _faults(
    works: pd.DataFrame, budget_fen: Mapping[int, int], before: Sequence[tuple[str, str]], must: Sequence[str]
) -> list[Problem]:
    if not budget_fen or max(budget_fen.values()) <= 0:
        return [Problem(N_("没有预算:请填写至少一年的预算"), column="budget")]
    if min(budget_fen.values()) < 0:
        return [Problem(N_("预算不能小于 0"), column="budget")]
    if not len(works):
        return [Problem(N_("没有可安排的工程"))]
    cost = pd.to_numeric(works["cost_fen"], errors="coerce")
    if cost.isna().all():
        return [Problem(N_("所有工程都没有造价:请先填写单价和数量"), column="cost")]
    if (cost < 0).any():
        wrong = "、".join(map(str, works.index[cost < 0]))
        return [Problem(N_("造价不能小于 0:{works}"), column="cost", values={"works": wrong})]
    lost = [work for work in must if work not in works.index or pd.isna(cost[work])]
    if lost:
        return [Problem(N_("必做的工程没有造价或不存在:{works}"), column="must", values={"works": "、".join(lost)})]
    dear = [work for work in must if cost[work] > max(budget_fen.values())]
    if dear:
        values = {"works": "、".join(dear)}
        return [Problem(N_("必做的工程超过任何一年的预算:{works}"), column="must", values=values)]
    return []


def _why_not(status: int) -> Problem:
    if status == 1:
        return Problem(N_("限定时间内没有算出方案:请减少工程数或年数"))
    return Problem(N_("无解:必做的工程及其前置工程放不进各年预算,请增加预算或减少必做工程"), column="must")


def _nothing(works: pd.DataFrame, problems: list[Problem]) -> Choice:
    frame = pd.DataFrame({"year": pd.array([pd.NA] * len(works), dtype="Int64"), "reason": "", "adds": 0}, works.index)
    return Choice(frame.assign(cost_fen=works.get("cost_fen")), (), 0, {}, False, 0.0, tuple(problems))


def _told(
    works: pd.DataFrame,
    when: Mapping[str, int],
    serves: pd.DataFrame,
    households: pd.Series,
    budget_fen: Mapping[int, int],
    before: Sequence[tuple[str, str]],
    proved: bool,
    gap: float,
) -> Choice:
    size = pd.to_numeric(households, errors="coerce").fillna(0)
    pairs = serves[serves["work"].isin(works.index)].drop_duplicates(["work", "building"])
    times = pairs[pairs["work"].isin(list(when))].groupby("building").size()
    alone = pd.to_numeric(pairs["building"].map(times)).fillna(0) <= pairs["work"].isin(list(when)).astype(int)
    adds = (
        pd.to_numeric(pairs["building"].map(size))
        .where(alone, 0.0)
        .groupby(pairs["work"])
        .sum()
        .reindex(works.index)
        .fillna(0)
    )
    cost = pd.to_numeric(works["cost_fen"], errors="coerce").astype("Int64")
    frame = pd.DataFrame({"year": pd.Series(dict(when), dtype="Int64").reindex(works.index), "cost_fen": cost,
                          "adds": adds.astype(int)})  # fmt: skip
    frame["reason"] = _reasons(frame, max(budget_fen.values()), before)
    spent = frame.dropna(subset="year").groupby("year")["cost_fen"].sum()
    by_year = {year: int(spent.get(year, 0)) for year in sorted(budget_fen)}
    reached = tuple(sorted(map(str, times.index)))
    return Choice(frame, reached, int(size.reindex(times.index).fillna(0).sum()), by_year, proved, gap)


def _of_need(plan: Choice) -> Choice:
    """The same told for the goal of need: whom a work adds is no reason there."""
    reasons = plan.works["reason"].replace({NOBODY: LESS_NEEDED, OUTBID: LESS_NEEDED})
    return replace(plan, works=plan.works.assign(reason=reasons), goal=NEED)


def _reasons(frame: pd.DataFrame, largest: int, before: Sequence[tuple[str, str]]) -> np.ndarray:
    left = set(frame.index[frame["year"].isna()])
    waiting = {then for first, then in before if first in left}
    cost = frame["cost_fen"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    conditions = [
        frame["year"].notna(),
        np.isnan(cost),
        cost > largest,
        frame.index.isin(list(waiting)),
        frame["adds"] == 0,
    ]
    reasons: np.ndarray = np.select(conditions, [CHOSEN, NO_COST, TOO_DEAR, WAITS, NOBODY], OUTBID).astype(object)
    return reasons


def _in_plan(plan: Choice) -> list[str]:
    return [str(id) for id in plan.works.index[plan.works["year"].notna()]]
