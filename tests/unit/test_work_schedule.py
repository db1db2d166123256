"""Lateness of works, and the order of works on one spot."""

from datetime import date

import pandas as pd

from geo.schedule import OrderConflict, lateness, order_conflicts, works_of_building

TODAY = date(2025, 6, 10)


def judged(status: str, start: str = "", end: str = "", confirmed: bool = False) -> tuple[bool, str, int]:
    works = pd.DataFrame(
        {
            "status": [status],
            "start": pd.to_datetime([start or None]),
            "end": pd.to_datetime([end or None]),
            "start_confirmed": [confirmed],
            "end_confirmed": [confirmed],
        }
    )
    row = lateness(works, TODAY).iloc[0]
    return bool(row["late"]), str(row["reason"]), int(row["days_late"])


def test_an_estimated_end_that_has_passed_makes_a_work_late() -> None:
    assert judged("under_construction", end="2025-06-01") == (True, "end_passed", 9)


def test_an_estimated_start_that_has_passed_makes_a_work_late_only_before_it_has_begun() -> None:
    assert judged("preparing", start="2025-06-09") == (True, "start_passed", 1)
    assert judged("under_construction", start="2025-06-09") == (False, "", 0)


def test_the_day_itself_is_not_late() -> None:
    assert judged("planned", start="2025-06-10", end="2025-06-10") == (False, "", 0)


def test_a_confirmed_date_that_contradicts_the_status_says_so() -> None:
    assert judged("under_construction", end="2025-06-01", confirmed=True) == (True, "confirmed_passed", 9)


def test_a_finished_work_is_never_late_but_asks_for_its_date() -> None:
    assert judged("completed", end="2025-06-01") == (False, "unconfirmed", 0)
    assert judged("accepted", end="2025-06-01", confirmed=True) == (False, "", 0)
    assert judged("completed") == (False, "unconfirmed", 0)


def test_without_dates_nothing_is_late() -> None:
    assert judged("planned") == (False, "", 0)


def test_no_works_give_an_empty_frame() -> None:
    columns = ["status", "start", "end", "start_confirmed", "end_confirmed"]
    assert lateness(pd.DataFrame(columns=columns), TODAY).empty


def on_one_spot(first: tuple[str, str | None, str], second: tuple[str, str | None, str]) -> list[OrderConflict]:
    works = pd.DataFrame([first, second], columns=["kind", "end", "status"], index=["a", "b"])
    works["end"] = pd.to_datetime(works["end"])
    return order_conflicts(works, pd.DataFrame({"left": ["a"], "right": ["b"]}))


PAVING, PIPES = ("asphalt_overlay", "2025-03-01", "planned"), ("sewer_renewal", "2025-05-01", "planned")


def test_paving_before_the_pipes_below_is_a_conflict_whatever_the_order_of_the_pair() -> None:
    assert on_one_spot(PAVING, PIPES) == [OrderConflict("a", "b", 61)]
    assert on_one_spot(PIPES, PAVING) == [OrderConflict("b", "a", 61)]


def test_no_conflict_once_one_of_the_two_is_finished_or_where_dates_or_phases_are_missing() -> None:
    assert on_one_spot(PAVING, (*PIPES[:2], "accepted")) == []
    assert on_one_spot((*PAVING[:2], "completed"), PIPES) == []
    assert on_one_spot(PAVING, ("sewer_renewal", None, "planned")) == []
    assert on_one_spot(PAVING, ("facility", "2025-05-01", "planned")) == []
    assert on_one_spot(("asphalt_overlay", "2025-06-01", "planned"), PIPES) == []


def test_a_building_knows_its_works_past_now_and_next() -> None:
    works = pd.DataFrame(
        {
            "status": ["accepted", "completed", "under_construction", "planned", "preparing", "planned"],
            "start_day": pd.to_datetime([None, None, None, "2025-09-01", "2025-07-01", None]),
            "end_day": pd.to_datetime(["2023-01-01", "2024-01-01", "2025-07-01", None, None, None]),
            "buildings": [("A01",), ("A01", "A02"), (), ("A01",), (), ("A02",)],
            "near": [("A01",), (), ("A01",), (), ("A01",), ("B01",)],
        },
        index=["old", "recent", "running", "later", "sooner", "elsewhere"],
    )
    found = works_of_building(works, "A01")
    assert [list(group.index) for group in (found.past, found.now, found.next)] == [
        ["recent", "old"], ["running"], ["sooner", "later"],
    ]  # fmt: skip
    assert found.past["relation"].tolist() == ["on", "on"] and found.now["relation"].tolist() == ["near"]
    empty = works_of_building(works.iloc[:0], "A01")
    assert empty.past.empty and empty.now.empty and empty.next.empty
