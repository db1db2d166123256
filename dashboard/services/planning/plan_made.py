"""A plan for the works of a pool: scores, the choice by year, and how it changes with the budget."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from dashboard.services.planning.plan_pool import Pool
from dashboard.services.planning.plan_terms import KNOWN_FAULTS, ORDERS, SHOWN_CRITERIA, Terms
from geo.choice import GOALS, Choice, choose_works
from geo.cost import scores

SHARES = (0.5, 0.8, 1.0, 1.2, 1.5)
"""Parts of the budget that are tried: ± 20 % are told, the others draw the curve."""

TIME_LIMIT_S = 8.0
Pair = tuple[str, str]


@dataclass(frozen=True, eq=False)
class MadePlan:
    """The terms, the scores of every work (see `geo.cost.scores`) and the choice."""

    terms: Terms
    pool: Pool
    scores: pd.DataFrame
    choice: Choice

    @property
    def chosen(self) -> pd.DataFrame:
        """The works in the plan with their year, by year and score."""
        works = self.choice.works.dropna(subset="year").join(self.scores["score"])
        return works.sort_values(["year", "score"], ascending=[True, False])

    @property
    def mean_score(self) -> float:
        """The mean score of a yuan that is spent; 0 where nothing is."""
        works = self.chosen
        cost = works["cost_fen"].astype(float)
        return float((works["score"] * cost).sum() / cost.sum()) if cost.sum() else 0.0


def pool_for(pool: Pool, terms: Terms) -> Pool:
    """The works that the terms let choose from."""
    return pool if terms.scope == "all" else _planned_only(pool)


@lru_cache(maxsize=6)
def _planned_only(pool: Pool) -> Pool:
    return pool.within(pool.works.index[~pool.works["possible"].astype(bool)])


@lru_cache(maxsize=16)
def scored(pool: Pool, weights: tuple[float, ...]) -> pd.DataFrame:
    """Every work's score with its parts, by these weights."""
    by_key = {item.key: weight for item, weight in zip(SHOWN_CRITERIA, weights, strict=True)}
    return scores(pool.works, SHOWN_CRITERIA, by_key)


@lru_cache(maxsize=32)
def made_plan(pool: Pool, terms: Terms) -> MadePlan:
    """The plan; the same terms are not reckoned twice."""
    found = scored(pool, terms.weights)
    return MadePlan(terms, pool, found, _chosen(pool, terms, 1.0))


@lru_cache(maxsize=96)
def _chosen(pool: Pool, terms: Terms, share: float) -> Choice:
    works = pd.DataFrame({"cost_fen": pool.works[f"{terms.side}_fen"], "score": scored(pool, terms.weights)["score"]})
    budget = {year: int(fen * share) for year, fen in terms.budget_fen.items()}
    must = tuple(id for id in terms.must if id in works.index)
    before, apart = _order(pool, terms)
    return choose_works(
        works, pool.serves, pool.homes, budget, before, must, TIME_LIMIT_S, apart=apart, goal=terms.goal
    )


def _order(pool: Pool, terms: Terms) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """Pairs of works of which the second needs the first, and pairs that only keep their order where both are done."""
    if terms.order != KNOWN_FAULTS:
        return pool.before, ()
    sound = set(pool.works.index[pool.works["faults"].eq(0)])  # unknown (NaN) for works without pipes
    return (tuple(pair for pair in pool.before if pair[0] not in sound),
            tuple(pair for pair in pool.before if pair[0] in sound))  # fmt: skip


def other_ways(pool: Pool, terms: Terms, say: Callable[[float], None] = lambda part: None) -> list[MadePlan]:
    """The plans by every goal and every rule for pipes under roads, the budgets and the rest being the same."""
    ways = [replace(terms, goal=goal, order=order) for goal in GOALS for order in ORDERS]
    plans = []
    for at, way in enumerate(ways):
        say(at / len(ways))
        plans.append(made_plan(pool, way))
    say(1.0)
    return plans


def what_if(pool: Pool, terms: Terms, say: Callable[[float], None] = lambda part: None) -> pd.DataFrame:
    """How the answer changes with the budget, a row per share of it.

    Columns: budget_fen, households, works, spent_fen, enters and leaves (against the plan), proved. `say`
    is told how far it is, from 0 to 1.
    """
    base = set(_ids(_chosen(pool, terms, 1.0)))
    rows = []
    for share, plan in _told(pool, terms, say):
        ids = set(_ids(plan))
        rows.append({
            "budget_fen": sum(int(fen * share) for fen in terms.budget_fen.values()), "households": plan.households,
            "works": len(ids), "spent_fen": sum(plan.spent_fen.values()), "enters": tuple(sorted(ids - base)),
            "leaves": tuple(sorted(base - ids)), "proved": plan.proved,
        })  # fmt: skip
    return pd.DataFrame(rows, index=pd.Index(SHARES, name="share"))


def _told(pool: Pool, terms: Terms, say: Callable[[float], None]) -> Iterator[tuple[float, Choice]]:
    for at, share in enumerate(SHARES):
        say(at / len(SHARES))
        yield share, _chosen(pool, terms, share)
    say(1.0)


def _ids(plan: Choice) -> list[str]:
    return [str(id) for id in plan.works.index[plan.works["year"].notna()]]
