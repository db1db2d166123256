"""The promise ledger: verdicts that can be checked on paper."""

from datetime import date

import pytest

from geo.ledger import LedgerRow, LinkedWork, Promise, ledger_row


def said(quantity: float, bound: str = ">=", unit: str = "m²") -> Promise:
    return Promise("p", "屋面", quantity, bound, unit, "报纸", date(2024, 12, 3))


def linked(done: float | None, accepted: float | None, status: str = "completed", unit: str = "m²") -> LinkedWork:
    return LinkedWork("w", unit, status, 2060.0, 2050.0, done, accepted, 2060.0)


def judged(promise: Promise, *works: LinkedWork) -> tuple[str, str]:
    row = ledger_row(promise, list(works))
    return row.verdict, row.reason.format(**row.values)


def test_accepted_over_a_lower_bound_is_met() -> None:
    row = ledger_row(said(2000), [linked(2060, 2060, "accepted")])
    assert (row.verdict, row.difference, row.measured, row.contracted) == ("met", 60, 2060, 2050)


def test_done_but_not_accepted_is_not_yet_met() -> None:
    assert judged(said(2000), linked(2060, 1500)) == ("not_accepted", "已完成 2,060 m²,其中 560 m² 待验收")


def test_what_is_missing_is_counted_from_what_is_done() -> None:
    assert judged(said(2000), linked(1200, None), linked(300.5, 100)) == (
        "in_progress",
        "已完成 1,500.5 m²,距承诺还差 499.5 m²",
    )


def test_everything_accepted_and_too_little_is_short() -> None:
    assert judged(said(2000), linked(1900, 1900, "accepted")) == ("short", "全部验收后为 1,900 m²,比承诺少 100 m²")


def test_a_plain_statement_is_met_within_half_a_percent_and_exceeded_beyond() -> None:
    plain = said(32000, "=")
    assert judged(plain, linked(32100, 32100, "accepted"))[0] == "met"
    assert judged(plain, linked(31850, 31850, "accepted"))[0] == "met"
    assert judged(plain, linked(32200, 32200, "accepted"))[0] == "exceeded"
    assert judged(plain, linked(31800, 31800, "accepted"))[0] == "short"


def test_counted_things_have_no_tolerance() -> None:
    gardens = said(3, "=", "个")
    assert judged(gardens, linked(4, 4, "accepted", "个"))[0] == "exceeded"
    assert judged(gardens, linked(2, 2, "accepted", "个"))[0] == "short"


@pytest.mark.parametrize(
    ("works", "words"),
    [
        ([], "没有关联的工作"),
        ([linked(1, 1, unit="m")], "关联的工作按m计,承诺按m²计"),
        ([LinkedWork("w", "m²", "planned", None, None, None, None, None)], "关联的工作都没有填写数量"),
    ],
)
def test_what_cannot_be_compared_says_why(works: list[LinkedWork], words: str) -> None:
    row: LedgerRow = ledger_row(said(2000), works)
    assert (row.verdict, row.reason.format(**row.values), row.difference) == ("incomparable", words, None)


def test_overlapping_works_are_measured_together() -> None:
    assert ledger_row(said(32000), [linked(1, 1), linked(1, 1)], measured=32000.0).measured == 32000.0
