"""Meetings: what is refused, and what is told of the works since the last one. Expected results are by hand."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from geo.meeting_checks import check_meeting
from geo.meetings import AgendaItem, Attendance, Decision, Meeting
from geo.since import WorkThen, news_since
from geo.works import WorkDate

TODAY = date(2026, 6, 30)
LAST = date(2026, 4, 1)
HELD = Meeting("m", date(2026, 6, 1), held=True)


def faults(meeting: Meeting) -> set[tuple[str, str]]:
    """(column, severity) of everything that is said."""
    return {(str(problem.column), problem.severity) for problem in check_meeting(meeting, TODAY)}


def test_a_plain_meeting_is_taken():
    assert check_meeting(HELD, TODAY) == []


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"day": date(2026, 7, 1)}, "held"),
        ({"time": "25:00"}, "time"),
        ({"title": "长" * 201}, "title"),
        ({"agenda": (AgendaItem("a", " "),)}, "agenda"),
        ({"agenda": (AgendaItem("a", "一"), AgendaItem("a", "二"))}, "agenda"),
        ({"attendance": (Attendance("b", -1),)}, "attendance"),
        ({"decisions": (Decision("d", "修", votes_for=-3),)}, "decisions"),
        ({"decisions": (Decision("d", ""),)}, "decisions"),
        ({"minutes": "电话 13812345678"}, "minutes"),
        ({"decisions": (Decision("d", "找 13912345678"),)}, "minutes"),
    ],
)
def test_each_fault_stands_at_its_field(changed, column):
    assert (column, "error") in faults(replace(HELD, **changed))


def test_a_name_of_200_characters_with_rare_characters_and_an_emoji_is_taken():
    assert faults(replace(HELD, title="𠮷㐂🌳" + "长" * 197)) == set()


def test_a_meeting_of_the_past_that_is_not_marked_held_is_only_pointed_out():
    assert faults(replace(HELD, held=False)) == {("held", "warning")}


def test_more_hands_than_people_are_pointed_out_but_kept():
    many = (Decision("d", "修", votes_for=9, abstained=2),)
    assert faults(replace(HELD, attendance=(Attendance("b", 10),), decisions=many)) == {("decisions", "warning")}


def work(id: str, status: str, start=None, end=None, *, sure=(False, False), late=False, reason="") -> dict:
    return {
        "id": id, "name": f"工作{id}", "project": "p", "project_name": "项目", "status": status,
        "start_day": pd.Timestamp(start) if start else pd.NaT, "start_confirmed": sure[0],
        "end_day": pd.Timestamp(end) if end else pd.NaT, "end_confirmed": sure[1],
        "late": late, "reason": reason, "days_late": 10 if late else 0,
    }  # fmt: skip


def told(rows: list[dict], then: dict | None = None) -> list[tuple[str, str]]:
    works = pd.DataFrame(rows).set_index("id")
    return [(item.kind, item.work) for item in news_since(works, then or {}, LAST, TODAY)]


def test_a_confirmed_end_since_the_last_meeting_is_told_and_an_estimated_one_is_not():
    rows = [
        work("a", "completed", "2026-03-01", "2026-05-01", sure=(True, True)),
        work("b", "completed", "2026-03-01", "2026-05-01", sure=(True, False)),
        work("c", "completed", "2026-01-01", "2026-03-01", sure=(True, True)),
    ]
    assert told(rows) == [("done", "a")]


def test_a_work_that_was_running_and_is_accepted_now_is_told_once():
    row = work("a", "accepted", "2026-01-01", "2026-05-01", sure=(True, True))
    assert told([row], {"a": WorkThen("under_construction")}) == [("accepted", "a")]


def test_a_work_begun_since_is_told():
    assert told([work("a", "under_construction", "2026-05-01", sure=(True, False))]) == [("begun", "a")]


def test_a_moved_end_shows_what_it_used_to_be():
    works = pd.DataFrame([work("a", "under_construction", "2026-01-01", "2026-08-01", sure=(True, False))])
    before = WorkThen("under_construction", WorkDate(date(2026, 1, 1), True), WorkDate(date(2026, 7, 1)))
    [item] = news_since(works.set_index("id"), {"a": before}, LAST, TODAY)
    assert (item.kind, item.before, item.day) == ("date", WorkDate(date(2026, 7, 1)), WorkDate(date(2026, 8, 1)))


def test_a_work_that_was_not_there_is_new_unless_it_had_begun_long_before_it_was_entered():
    rows = [work("a", "planned"), work("b", "under_construction", "2026-01-01", sure=(True, False))]
    # b was entered since the meeting and was not known to be running at it, so it is told as begun, not as new.
    assert told(rows, {"a": None, "b": None}) == [("begun", "b"), ("new", "a")]


def test_lateness_says_whether_it_is_news():
    rows = [
        work("old", "planned", "2026-03-01", late=True, reason="start_passed"),
        work("fresh", "planned", "2026-06-01", late=True, reason="start_passed"),
    ]
    found = news_since(pd.DataFrame(rows).set_index("id"), {}, LAST, TODAY)
    assert {item.work: item.was_late for item in found} == {"old": True, "fresh": False}


def test_no_works_give_no_news():
    assert news_since(pd.DataFrame([work("a", "planned")]).set_index("id").iloc[:0], {}, LAST, TODAY) == []
