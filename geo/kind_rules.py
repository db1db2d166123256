"""The rules that each kind of work has for itself: its place in the order of works, the ground that it takes and
protects, when in a year a plan puts it. A community may change every one, also for kinds of its own.

Their numbers stand in one table with the other rules (`geo.rule_values`) under `<group>.<rule>.<kind>`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geo import dig_ground, dig_once, scenario, schedule
from geo.errors import Problem
from geo.words import N_

PRACTICE = N_("通行做法,可修改")
DIG, PLAN = "dig", "plan"
_KEY = re.compile(r"(dig|plan)\.([a-z_]+)\.([A-Za-z0-9_-]{1,64})")


@dataclass(frozen=True)
class KindRule:
    """A number that every kind of work has: what is usual by kind, and for kinds that `usual` does not name.

    `whole`: no fractions. `flag`: 1 is yes, 0 no.
    """

    key: str
    group: str
    title: str
    unit: str
    usual: Mapping[str, float]
    otherwise: float
    low: float
    high: float
    source: str
    hint: str = ""
    whole: bool = False
    flag: bool = False

    def name(self, kind: str) -> str:
        """The key of the number of a kind."""
        return f"{self.group}.{self.key}.{kind}"

    def usual_of(self, kind: str) -> float:
        """What holds for a kind as nobody has changed it."""
        return float(self.usual.get(kind, self.otherwise))


def _flags(kinds: Iterable[str]) -> dict[str, float]:
    return dict.fromkeys(kinds, 1.0)


PHASE = KindRule(
    "phase", DIG, N_("工序"), "", {kind: float(phase) for kind, phase in schedule.PHASES.items()}, 0, 0, 9,
    N_("先管线、后线缆与路灯、再路面、最后绿化(通行做法,可修改)"), N_("同一处小号先做;0 为不参与检查"), whole=True,
)  # fmt: skip
PROTECTED = KindRule(
    "protected", DIG, N_("保护期"), N_("年"), dig_once.PROTECTED_YEARS, 0, 0, 10, dig_once.ROAD_RULES,
    N_("完工后这些年内不得再挖;0 为不保护"),
)  # fmt: skip
HALF_WIDTH = KindRule(
    "half_m", DIG, N_("半宽"), "m", dig_ground.HALF_WIDTH_M, dig_ground.OTHER_HALF_WIDTH_M, 0.1, 20, PRACTICE,
    N_("只有中线的工程向两侧各占多宽;道路已有宽度、管道已有管径的按实际"),
)  # fmt: skip
TRENCH = KindRule(
    "trench", DIG, N_("开沟"), "", _flags(dig_once.TRENCHED), 0, 0, 1, PRACTICE, N_("相邻时可同沟施工"), whole=True,
    flag=True,
)  # fmt: skip
FROM_MONTH = KindRule(
    "from", PLAN, N_("从几月"), "", {kind: float(first) for kind, (first, _last) in scenario.SEASONS.items()},
    scenario.OTHER_SEASON[0], 1, 12, PRACTICE, N_("方案把这类工程排在当年的这个月初开工(预计)"), whole=True,
)  # fmt: skip
TO_MONTH = KindRule(
    "to", PLAN, N_("到几月"), "", {kind: float(last) for kind, (_first, last) in scenario.SEASONS.items()},
    scenario.OTHER_SEASON[1], 1, 12, PRACTICE, N_("当年的这个月底完工(预计)"), whole=True,
)  # fmt: skip
CLOSES = KindRule(
    "closes", PLAN, N_("封路停水"), "", _flags(scenario.CLOSING), 0, 0, 1, PRACTICE, N_("计入比较里的封闭月数"),
    whole=True, flag=True,
)  # fmt: skip

KIND_RULES: tuple[KindRule, ...] = (PHASE, PROTECTED, HALF_WIDTH, TRENCH, FROM_MONTH, TO_MONTH, CLOSES)
_BY_NAME = {(rule.group, rule.key): rule for rule in KIND_RULES}
Values = Mapping[str, float]


def kind_rule_of(key: str) -> tuple[KindRule, str] | None:
    """The rule and the kind that a key names; None where it names none.

    >>> rule, kind = kind_rule_of("dig.phase.garden")
    >>> rule.key, kind, rule.usual_of(kind)
    ('phase', 'garden', 4.0)
    """
    found = _KEY.fullmatch(key)
    rule = _BY_NAME.get((found[1], found[2])) if found else None
    return (rule, found[3]) if found and rule else None


def usual_of_kinds(kinds: Iterable[str]) -> dict[str, float]:
    """All numbers of these kinds as nobody has changed them."""
    return {rule.name(kind): rule.usual_of(kind) for kind in kinds for rule in KIND_RULES}


def check_seasons(values: Values) -> list[Problem]:
    """Kinds whose season would end before it begins; `values` with the numbers that are not changed in it."""
    return [
        Problem(N_("“到几月”不能早于“从几月”"), column=TO_MONTH.name(kind))
        for kind, (first, last) in seasons(values).items()
        if last < first
    ]


def phases(values: Values) -> dict[str, int]:
    """The place of each kind in the order of works; kinds that take no part are missing."""
    return {kind: int(number) for kind, number in _of(PHASE, values).items() if number > 0}


def protected_years(values: Values) -> dict[str, float]:
    """Years after a work in which its ground may not be dug, by kind; those that protect nothing are missing."""
    return {kind: years for kind, years in _of(PROTECTED, values).items() if years > 0}


def half_widths(values: Values) -> dict[str, float]:
    """Half the width that a line takes which is drawn for a work, by kind (m)."""
    return _of(HALF_WIDTH, values)


def trenched(values: Values) -> tuple[str, ...]:
    """Kinds that open a trench."""
    return tuple(kind for kind, number in _of(TRENCH, values).items() if number)


def seasons(values: Values) -> dict[str, tuple[int, int]]:
    """First and last month of a year in which a plan puts each kind."""
    last = _of(TO_MONTH, values)
    return {kind: (int(first), int(last[kind])) for kind, first in _of(FROM_MONTH, values).items() if kind in last}


def closing(values: Values) -> tuple[str, ...]:
    """Kinds that shut a road or water while they last."""
    return tuple(kind for kind, number in _of(CLOSES, values).items() if number)


def _of(rule: KindRule, values: Values) -> dict[str, float]:
    start = f"{rule.group}.{rule.key}."
    return {key.removeprefix(start): number for key, number in values.items() if key.startswith(start)}
