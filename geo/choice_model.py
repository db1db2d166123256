"""The integer programme behind `geo.choice`: its columns, what it wishes for, and the rules that it keeps."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import scipy.sparse
from scipy.optimize import LinearConstraint

HOUSEHOLDS, NEED = "households", "need"
TASTE = 0.4
"""The most that score and earliness may add up to: less than half a household, so that they only settle ties (nearly
the best of the ties: to prove the very best would take many times as long)."""

EARLY = 0.02
"""Of two works equally needed the earlier year counts this much more at the most."""

NEED_GAP = 0.002
"""A plan for the most needed works is told to be the best when no other is better by more than this share."""


class Model:
    """Columns of the programme: x[w, t] row by row, then y[h]."""

    def __init__(
        self, ids: list[str], cost: np.ndarray, serves: pd.DataFrame, households: pd.Series, score: np.ndarray,
        years: list[int], goal: str,
    ) -> None:  # fmt: skip
        self.ids, self.cost, self.score, self.years, self.goal = ids, cost, score, years, goal
        self.at = {id: place for place, id in enumerate(ids)}
        pairs = serves[serves["work"].isin(ids)].drop_duplicates(["work", "building"])
        size = pd.to_numeric(households, errors="coerce").fillna(0)
        groups = groups_of(pairs, size)
        self.size, self.by = groups.map(lambda item: item[1]).to_numpy(dtype=float), list(groups.map(lambda i: i[0]))
        self.slots = len(ids) * len(years)

    def wish(self) -> np.ndarray:
        """What milp minimises: minus the households, minus a taste for what is needed and early; or minus the need."""
        span = len(self.years)
        early = (span - np.arange(span)) / span
        if self.goal == NEED:
            need = self.score / 100 * self.cost
            need *= 1000 / max(float(need.sum()), 1e-9)
            by_year = need[:, None] * (1 + EARLY * early)
            return np.concatenate([-by_year.ravel(), np.zeros(len(self.size))])
        taste = (self.score[:, None] / 100 + 0.01) * early
        taste *= TASTE / max(float(taste.max(axis=1, initial=0).sum()), 1e-9) if len(self.ids) else 1.0
        return np.concatenate([-taste.ravel(), -self.size])

    def close_enough(self) -> float:
        """The relative gap at which milp may stop: no household more beside `TASTE`; of need `NEED_GAP`."""
        return NEED_GAP if self.goal == NEED else 0.5 / (float(self.size.sum()) + 1.0)

    def whole(self) -> np.ndarray:
        """x is whole; y follows by itself."""
        return np.concatenate([np.ones(self.slots), np.zeros(len(self.size))])

    def once(self, must: set[str]) -> LinearConstraint:
        rows = np.repeat(np.arange(len(self.ids)), len(self.years))
        least = [1.0 if id in must else 0.0 for id in self.ids]
        return LinearConstraint(self._matrix(rows, np.arange(self.slots), np.ones(self.slots), len(self.ids)), least, 1)

    def within(self, budgets: list[int]) -> LinearConstraint:
        """Costs in thousandths of the largest budget: what the solver lets pass stays under a fen."""
        scale = max([*budgets, 1]) / 1000
        rows = np.tile(np.arange(len(self.years)), len(self.ids))
        values = np.repeat(self.cost, len(self.years)) / scale
        matrix = self._matrix(rows, np.arange(self.slots), values, len(self.years))
        return LinearConstraint(matrix, -np.inf, np.array(budgets, dtype=float) / scale)

    def order(self, before: Sequence[tuple[str, str]], never: set[str]) -> list[LinearConstraint]:
        """By the end of every year `then` is done at most as often as `first`; after one of `never` not at all."""
        span, rules = len(self.years), []
        steps, done = np.tril_indices(span)
        for first, then in before:
            if first in never and then in self.at:
                columns = self.at[then] * span + np.arange(span)
                rules.append(LinearConstraint(self._matrix(np.zeros(span, int), columns, np.ones(span), 1), -np.inf, 0))
            elif first in self.at and then in self.at:
                columns = np.r_[self.at[then] * span + done, self.at[first] * span + done]
                values = np.r_[np.ones(len(done)), -np.ones(len(done))]
                rules.append(LinearConstraint(self._matrix(np.r_[steps, steps], columns, values, span), -np.inf, 0))
        return rules

    def keep_order(self, apart: Sequence[tuple[str, str]]) -> list[LinearConstraint]:
        """Where both are done, `first` is not done after `then`; either may be left out."""
        span, rules = len(self.years), []
        for first, then in apart:
            if first not in self.at or then not in self.at:
                continue
            for year in range(span - 1):
                done = self.at[then] * span + np.arange(year + 1)
                to_come = self.at[first] * span + np.arange(year + 1, span)
                columns = np.r_[done, to_come]
                rules.append(LinearConstraint(self._matrix(np.zeros(span, int), columns, np.ones(span), 1), -np.inf, 1))
        return rules

    def reach(self) -> LinearConstraint:
        """A group of buildings is reached only if a work that serves it is chosen."""
        span, count = len(self.years), len(self.size)
        rows = np.repeat(np.arange(count), [len(by) * span for by in self.by])
        columns = [self.at[work] * span + year for by in self.by for work in by for year in range(span)]
        rows, columns = np.r_[rows, np.arange(count)], np.r_[columns, self.slots + np.arange(count)].astype(int)
        values = np.r_[-np.ones(len(rows) - count), np.ones(count)]
        return LinearConstraint(self._matrix(rows, columns, values, count), -np.inf, 0)

    def years_of(self, x: np.ndarray) -> dict[str, int]:
        chosen = np.argwhere(x[: self.slots].reshape(len(self.ids), len(self.years)) > 0.5)
        return {self.ids[work]: self.years[year] for work, year in chosen}

    def _matrix(self, rows: np.ndarray, columns: np.ndarray, values: np.ndarray, count: int) -> scipy.sparse.csr_array:
        shape = (count, self.slots + len(self.size))
        return scipy.sparse.coo_array((values, (rows, columns)), shape=shape).tocsr()


def groups_of(pairs: pd.DataFrame, size: pd.Series) -> pd.Series:
    """Buildings that the same works serve, as one: (works, households)."""
    by = pairs.groupby("building")["work"].agg(lambda works: tuple(sorted(works)))
    merged = size.reindex(by.index).fillna(0).groupby(by).sum()
    return pd.Series([(works, number) for works, number in merged[merged > 0].items()], dtype=object)
