"""The promise ledger: what was said in public against what is measured, contracted and accepted.

A promise has a quantity, a bound and a unit. "=" was stated plainly and is met within a small
tolerance; ">=" was stated as a lower bound ("多", "余"). Only accepted quantities fulfil a promise;
measured and contracted ones say whether it can still be met.
"""

from dataclasses import dataclass
from datetime import date

from geo.words import N_
from geo.works import WHOLE_NUMBERS, Vocabulary

BOUNDS: Vocabulary = (("=", N_("正好")), (">=", N_("不少于")))

VERDICTS: Vocabulary = (
    ("met", N_("已兑现")),
    ("exceeded", N_("超出承诺")),
    ("not_accepted", N_("已完成,待验收")),
    ("in_progress", N_("尚未完成")),
    ("short", N_("验收数量不足")),
    ("incomparable", N_("无法对账")),
)

TOLERANCE = 0.005
"""A measured quantity within half a percent of a plain statement is the same (editable default)."""


@dataclass(frozen=True)
class Promise:
    """Something said in public: quantity with bound and unit, where and when it was said, about which works.

    `compound` is "" where the statement is about the whole community. `is_sample` is False for what
    really was published.
    """

    id: str
    title: str
    quantity: float
    bound: str
    unit: str
    source: str
    source_date: date | None = None
    compound: str = ""
    words: str = ""
    works: tuple[str, ...] = ()
    is_sample: bool = False
    archived: bool = False
    version: int = 1
    updated_by: str = ""


@dataclass(frozen=True)
class LinkedWork:
    """What the ledger needs to know of a work linked to a promise (None where nothing is known)."""

    id: str
    unit: str
    status: str
    planned: float | None
    contracted: float | None
    done: float | None
    accepted: float | None
    measured: float | None


@dataclass(frozen=True)
class LedgerRow:
    """A promise beside the sums of its works, all in the unit of the promise (None: no work says it).

    `difference` = accepted - promised. `verdict` is a word of `VERDICTS`; `reason` a msgid that says
    why, to be filled with `values`.
    """

    promise: Promise
    measured: float | None
    contracted: float | None
    done: float | None
    accepted: float | None
    difference: float | None
    verdict: str
    reason: str
    values: dict[str, object]


NOT_COMPARED = {
    "no_works": N_("没有关联的工作"),
    "units": N_("关联的工作按{units}计,承诺按{unit}计"),
    "no_quantity": N_("关联的工作都没有填写数量"),
}
REASONS = {
    "met": N_("已验收 {accepted} {unit}"),
    "exceeded": N_("已验收 {accepted} {unit},比公开说明多 {gap} {unit}"),
    "not_accepted": N_("已完成 {done} {unit},其中 {open} {unit} 待验收"),
    "in_progress": N_("已完成 {done} {unit},距承诺还差 {gap} {unit}"),
    "short": N_("全部验收后为 {accepted} {unit},比承诺少 {gap} {unit}"),
}


def ledger_row(promise: Promise, works: list[LinkedWork], measured: float | None = None) -> LedgerRow:
    """The promise against its works.

    `measured` replaces the sum of the measured quantities where works overlap on the ground (paving
    at junctions counts once, see `geo.work_places.paved_together`).
    """
    alike = [work for work in works if work.unit == promise.unit]
    sums = {key: _sum([getattr(work, key) for work in alike]) for key in ("contracted", "done", "accepted", "measured")}
    sums["measured"] = measured if measured is not None else sums["measured"]
    word, values = _not_comparable(promise, works, alike)
    if word:
        return _row(promise, sums, "incomparable", NOT_COMPARED[word], values)
    verdict = _verdict(promise, alike, sums)
    return _row(promise, sums, verdict, REASONS[verdict], _gaps(promise, sums, verdict))


def tolerance(promise: Promise) -> float:
    """How far from a plain statement still counts as the same; nothing for counted units."""
    return 0.0 if promise.unit in WHOLE_NUMBERS else promise.quantity * TOLERANCE


def _not_comparable(
    promise: Promise, works: list[LinkedWork], alike: list[LinkedWork]
) -> tuple[str, dict[str, object]]:
    if not works:
        return "no_works", {}
    if len(alike) < len(works):
        others = sorted({work.unit for work in works} - {promise.unit})
        return "units", {"units": "、".join(others), "unit": promise.unit}
    if all(quantity is None for work in alike for quantity in (work.planned, work.done, work.accepted)):
        return "no_quantity", {}
    return "", {}


def _verdict(promise: Promise, works: list[LinkedWork], sums: dict[str, float | None]) -> str:
    accepted, reached = sums["accepted"] or 0.0, max(sums["done"] or 0.0, sums["accepted"] or 0.0)
    wanted = promise.quantity - (tolerance(promise) if promise.bound == "=" else 0.0)
    if accepted >= wanted:
        above = promise.bound == "=" and accepted > promise.quantity + tolerance(promise)
        return "exceeded" if above else "met"
    if all(work.status == "accepted" for work in works):
        return "short"
    return "not_accepted" if reached >= wanted else "in_progress"


def _gaps(promise: Promise, sums: dict[str, float | None], verdict: str) -> dict[str, object]:
    """What the reason of a verdict is filled with; the gap is counted from what the verdict rests on."""
    accepted = sums["accepted"] or 0.0
    done = max(sums["done"] or 0.0, accepted)
    reference = done if verdict == "in_progress" else accepted
    return {
        "accepted": _plain(accepted),
        "done": _plain(done),
        "open": _plain(done - accepted),
        "gap": _plain(abs(promise.quantity - reference)),
        "unit": promise.unit,
    }


def _row(
    promise: Promise, sums: dict[str, float | None], verdict: str, reason: str, values: dict[str, object]
) -> LedgerRow:
    accepted = sums["accepted"]
    difference = None if verdict == "incomparable" or accepted is None else accepted - promise.quantity
    return LedgerRow(
        promise, sums["measured"], sums["contracted"], sums["done"], accepted, difference, verdict, reason, values
    )


def _sum(quantities: list[float | None]) -> float | None:
    known = [quantity for quantity in quantities if quantity is not None]
    return sum(known) if known else None


def _plain(quantity: float) -> str:
    """A quantity as people write it: 32,000 · 2,060.5.

    >>> _plain(32000.0), _plain(2060.456)
    ('32,000', '2,060.5')
    """
    return f"{quantity:,.1f}".removesuffix(".0")
