"""What a plan is made with - years, budgets, weights, what must be done - and how the address writes it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from geo.choice import GOALS
from geo.choice_model import HOUSEHOLDS
from geo.cost import CRITERIA, Criterion
from geo.words import N_

MOST_YEARS = 6
WAN_FEN = 1_000_000
"""分 in 万元: budgets are typed in 万元."""

MOST_WAN = 1_000_000.0
MOST_WEIGHT = 5.0
MOST_MUST = 30
SIDES = {"low": N_("按低价"), "mid": N_("按中间价"), "high": N_("按高价")}
SCOPES = {"all": N_("含图上待改造的"), "planned": N_("只看已立项的")}
"""Which works are chosen from: those of projects only, or also what the map says still waits."""

ALL_PIPES, KNOWN_FAULTS = "all", "known"
ORDERS = {ALL_PIPES: N_("路下未改造的管道都先修"), KNOWN_FAULTS: N_("只先修已查明有隐患的管道")}
"""What must be done before a road is paved: every pipe under it that waits, or those of which a fault is known (the
others are inspected first; in a plan they still come before the paving, or not at all)."""

SHOWN_CRITERIA: tuple[Criterion, ...] = tuple(item for item in CRITERIA if item.key != "needs")
"""Those that there are values for; residents' requests join once they are recorded."""

_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")


@dataclass(frozen=True)
class Terms:
    """What a plan is made with.

    `budgets_wan` by year from `first_year` (万元); `weights` in the order of `SHOWN_CRITERIA`; `must`: ids to be done;
    `goal` a word of `geo.choice.GOALS`, `order` one of `ORDERS`.
    """

    first_year: int
    budgets_wan: tuple[float, ...] = (0.0, 0.0, 0.0)
    side: str = "mid"
    scope: str = "all"
    weights: tuple[float, ...] = field(default=tuple(item.weight for item in SHOWN_CRITERIA))
    must: tuple[str, ...] = ()
    goal: str = HOUSEHOLDS
    order: str = ALL_PIPES

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(self.first_year + at for at in range(len(self.budgets_wan)))

    @property
    def budget_fen(self) -> dict[int, int]:
        """The budget of each year in 分."""
        return {year: round(wan * WAN_FEN) for year, wan in zip(self.years, self.budgets_wan, strict=True)}

    @property
    def weight_by_key(self) -> dict[str, float]:
        return {item.key: weight for item, weight in zip(SHOWN_CRITERIA, self.weights, strict=True)}


def read_terms(word: str, next_year: int) -> Terms:
    """The terms of an address; what means nothing is left at its default (no budget, the usual weights)."""
    usual = Terms(next_year)
    parts = (word.split("~") + [""] * 8)[:8]
    year = int(parts[0]) if re.fullmatch(r"20[0-9]{2}", parts[0]) else usual.first_year
    budgets = _numbers(parts[1], MOST_WAN)[:MOST_YEARS] or usual.budgets_wan
    weights = _numbers(parts[4], MOST_WEIGHT)
    return Terms(
        year,
        budgets,
        parts[2] if parts[2] in SIDES else usual.side,
        parts[3] if parts[3] in SCOPES else usual.scope,
        weights if len(weights) == len(SHOWN_CRITERIA) else usual.weights,
        tuple(id for id in parts[5].split(",") if _ID.fullmatch(id))[:MOST_MUST],
        parts[6] if parts[6] in GOALS else usual.goal,
        parts[7] if parts[7] in ORDERS else usual.order,
    )


def write_terms(terms: Terms) -> str:
    """The terms as one word of an address."""
    parts = (str(terms.first_year), _written(terms.budgets_wan), terms.side, terms.scope, _written(terms.weights),
             ",".join(terms.must), terms.goal, terms.order)  # fmt: skip
    return "~".join(parts)


def _written(numbers: Sequence[float]) -> str:
    return ",".join(f"{number:.10g}" for number in numbers)


def _numbers(text: str, most: float) -> tuple[float, ...]:
    try:
        found = tuple(float(part) for part in text.split(","))
    except ValueError:
        return ()
    return found if all(0 <= number <= most for number in found) else ()
