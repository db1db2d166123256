"""Who holds what on which day; both days of a span are included."""

from datetime import date, timedelta

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.duty import COLUMNS, free_days, holders, holders_by_place, holds_on, overlapping

START = date(2025, 1, 1)


def frame(rows):
    return pd.DataFrame(rows, columns=list(COLUMNS), index=[f"a{i}" for i in range(len(rows))])


def span(first, last):
    return START + timedelta(first), None if last is None else START + timedelta(last)


SPANS = st.tuples(st.integers(0, 30), st.one_of(st.none(), st.integers(0, 30))).map(
    lambda pair: span(pair[0], None if pair[1] is None else pair[0] + pair[1])
)
ROWS = st.lists(
    st.tuples(st.sampled_from("pq"), st.just("head"), st.just("building"), st.sampled_from(["b1", "b2"]), SPANS).map(
        lambda row: (*row[:4], *row[4], "")
    ),
    max_size=8,
)


def test_the_first_and_the_last_day_belong_to_a_duty_and_the_days_beside_them_do_not():
    one = frame([("p", "head", "building", "b1", date(2025, 6, 1), date(2025, 6, 30), "")])
    days = [date(2025, 5, 31), date(2025, 6, 1), date(2025, 6, 30), date(2025, 7, 1)]
    assert [bool(holds_on(one, day).iloc[0]) for day in days] == [False, True, True, False]


def test_a_successor_on_the_next_day_does_not_overlap_and_one_on_the_same_day_does():
    rows = [
        ("p", "head", "building", "b1", date(2025, 1, 1), date(2025, 3, 31), ""),
        ("q", "head", "building", "b1", date(2025, 4, 1), None, ""),
    ]
    assert overlapping(frame(rows), frozenset({"head"})) == []
    rows[1] = ("q", "head", "building", "b1", date(2025, 3, 31), None, "")
    assert overlapping(frame(rows), frozenset({"head"})) == [("a0", "a1")]
    assert overlapping(frame(rows), frozenset({"volunteer"})) == []


def test_a_stand_in_is_named_beside_the_one_on_leave_and_is_no_overlap():
    table = frame(
        [
            ("p", "head", "building", "b1", START, None, ""),
            ("q", "head", "building", "b1", *span(10, 20), "a0"),
        ]
    )
    assert overlapping(table, frozenset({"head"})) == []
    principal, stand_in = holders(table, START + timedelta(15))
    assert (principal.person, principal.covered_by) == ("p", "q")
    assert (stand_in.person, stand_in.stands_in_for) == ("q", "a0")
    assert [h.covered_by for h in holders(table, START + timedelta(21))] == [""]


@settings(max_examples=80, deadline=None)
@given(ROWS, st.integers(-2, 65))
def test_asking_by_place_and_asking_by_assignment_give_the_same_answer(rows, offset):
    day, table = START + timedelta(offset), frame(rows)
    by_place = {h.assignment for held in holders_by_place(table, day).values() for h in held}
    by_hand = {f"a{i}" for i, row in enumerate(rows) if holds(row, day)}
    assert by_place == by_hand == {h.assignment for h in holders(table, day)}
    for place, held in holders_by_place(table, day).items():
        assert all((h.layer, h.place) == place for h in held)


@settings(max_examples=80, deadline=None)
@given(ROWS)
def test_the_overlaps_reported_are_of_exactly_the_days_and_places_with_two_holders(rows):
    held = {(f"a{i}", day): row[3] for i, row in enumerate(rows) for day in EVERY_DAY if holds(row, day)}
    crowded = {(place, day) for day in EVERY_DAY for place in ("b1", "b2") if crowd(held, place, day) > 1}
    reported = overlapping(frame(rows), frozenset({"head"}))
    shared = [{day for day in EVERY_DAY if (one, day) in held and (other, day) in held} for one, other in reported]
    assert all(shared)
    assert {(held[one, day], day) for (one, _), days in zip(reported, shared, strict=True) for day in days} == crowded


EVERY_DAY = [START + timedelta(offset) for offset in range(-1, 63)]
"""From before the first day that a duty may begin on to after the last that one may end on."""


def holds(row, day):
    return row[4] <= day and (row[5] is None or day <= row[5])


def crowd(held, place, day):
    return sum(where == place for (_, when), where in held.items() if when == day)


@settings(max_examples=80, deadline=None)
@given(st.lists(SPANS, max_size=5), SPANS)
def test_free_days_and_the_periods_cover_a_span_and_never_meet(periods, wanted):
    gaps = free_days(periods, *wanted)
    for offset in range(-1, 130):
        day = START + timedelta(offset)
        within = lambda spans: any(s <= day and (u is None or day <= u) for s, u in spans)  # noqa: B023, E731
        assert within(gaps) == (within([wanted]) and not within(periods))
