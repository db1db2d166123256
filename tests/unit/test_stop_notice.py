"""What a works notice says of each building, and what keeps it from being published."""

from dataclasses import replace
from datetime import date

from geo.stop_notice import StopNotice, Touched, check_notice, sentences, stopped

DRAIN = (("排水暂停",), (("请少用水", ()),))
NOTICE = StopNotice(
    "n", "管网改造", date(2026, 3, 2), date(2026, 3, 9), True, False,
    (Touched("A01", *DRAIN), Touched("A02", *DRAIN)), services=("water",),
)  # fmt: skip


def faults(**changes):
    return {problem.column for problem in check_notice(replace(NOTICE, **changes))}


def test_the_gravest_is_said_first_and_parking_last():
    touched = Touched("A02", ("道路封闭",), (("步行约绕行 {extra} m", (("extra", 60),)),))
    told = [item.text() for item in sentences(touched, ("parking", "water"))]
    assert [words[:2] for words in told] == ["停水", "步行", "路边"]
    assert told[1] == "步行约绕行 60 m"
    assert stopped(touched, ("parking", "water")) == ("停水", "道路封闭", "停车受限")


def test_a_notice_needs_a_reason_days_in_order_buildings_and_something_that_stops_at_each():
    assert faults() == set()
    assert faults(cause=" ", end=date(2026, 3, 1), touched=()) == {"cause", "end", "touched"}
    assert faults(services=(), touched=(Touched("A01"), Touched("A02", *DRAIN))) == {"services"}
    assert faults(services=("telephone",)) == {"services"}
    assert faults(cause="长" * 61, hours="8" * 41) == {"cause", "hours"}
