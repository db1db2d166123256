"""A works notice (停水停路通知) as facts: which buildings, from when to when, what stops; without a language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from geo.errors import Problem
from geo.words import N_
from geo.works import Vocabulary

SERVICES: Vocabulary = (
    ("water", N_("停水")),
    ("power", N_("停电")),
    ("gas", N_("停气")),
    ("parking", N_("停车受限")),
)
"""What a notice may stop beside drainage and roads, which the map reckons: only the office knows of these."""

PARKING = "parking"
ADVICE = {
    "water": N_("停水:请提前储水,来水后先放掉浑水"),
    "power": N_("停电:请提前安排好用电,电梯停用时请走楼梯"),
    "gas": N_("停气:请关好灶具和阀门"),
    PARKING: N_("路边不能停车:请提前把车挪走"),
}
LONGEST_CAUSE, LONGEST_HOURS = 60, 40


Told = tuple[str, tuple[tuple[str, object], ...]]
"""A sentence: a msgid and the values for its gaps."""


@dataclass(frozen=True)
class Touched:
    """A building and what the closure itself does to it: `stops` in a word or two, `said` in sentences (msgids)."""

    building: str
    stops: tuple[str, ...] = ()
    said: tuple[Told, ...] = ()


@dataclass(frozen=True)
class StopNotice:
    """One notice to some buildings. `cause` and `hours` ("8:00-17:00") are as the office wrote them.

    `services` (words of `SERVICES`) stop in all `touched`. A day that is not confirmed is estimated. `work` is the id
    of the work that it belongs to, "" none.
    """

    id: str
    cause: str
    start: date
    end: date
    start_confirmed: bool
    end_confirmed: bool
    touched: tuple[Touched, ...]
    services: tuple[str, ...] = ()
    hours: str = ""
    work: str = ""
    issued: date | None = None
    is_sample: bool = False
    archived: bool = False
    version: int = 1
    updated_by: str = ""

    def at(self, building: str) -> Touched | None:
        """What it says of a building, None where it is not addressed to it."""
        return next((item for item in self.touched if item.building == building), None)


def stopped(touched: Touched, services: Sequence[str]) -> tuple[str, ...]:
    """What stops at a building, as short msgids, the gravest first."""
    first = [title for word, title in SERVICES if word in services and word != PARKING]
    last = [title for word, title in SERVICES if word in services and word == PARKING]
    return tuple(dict.fromkeys((*first, *touched.stops, *last)))


def sentences(touched: Touched, services: Sequence[str]) -> tuple[Problem, ...]:
    """What a building is told: msgids with their values, the gravest first."""
    first = [(ADVICE[word], ()) for word, _title in SERVICES if word in services and word != PARKING]
    last = [(ADVICE[PARKING], ())] if PARKING in services else []
    told = (*first, *touched.said, *last)
    return tuple(Problem(words, severity="note", values=dict(values)) for words, values in told)


def check_notice(item: StopNotice) -> list[Problem]:
    """Everything that keeps a notice from being published."""
    found = []
    if item.end < item.start:
        found.append(Problem(N_("结束日期不能早于开始日期。"), column="end"))
    if not item.cause.strip() or len(item.cause) > LONGEST_CAUSE:
        found.append(Problem(N_("请写明因何施工,不超过 {most} 个字"), column="cause", values={"most": LONGEST_CAUSE}))
    if len(item.hours) > LONGEST_HOURS:
        found.append(Problem(N_("时段不超过 {most} 个字"), column="hours", values={"most": LONGEST_HOURS}))
    if not set(item.services) <= dict(SERVICES).keys():
        found.append(Problem(N_("没有这种停供"), column="services"))
    if not item.touched:
        found.append(Problem(N_("请选择通知哪些楼栋"), column="touched"))
    silent = [part.building for part in item.touched if not sentences(part, item.services)]
    if silent:
        words = N_("有 {count} 栋楼没有受影响:请勾选还停什么,或去掉这些楼")
        found.append(Problem(words, column="services", values={"count": len(silent)}))
    return found
