"""Progress of works: hand-made bars, and laws of the roll-up."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.progress import roll_up, roll_up_spread, total, work_shares
from geo.works import STATUSES

CALM = settings(deadline=None)  # a busy machine is no fault
QUANTITY = st.one_of(st.none(), st.floats(0, 1e6, allow_nan=False))
WORK = st.fixed_dictionaries(
    {
        "group": st.sampled_from(["a", "b", "c", ""]),
        "planned": QUANTITY,
        "done": QUANTITY,
        "accepted": QUANTITY,
        "weight": st.floats(0, 1000, allow_nan=False),
        "status": st.sampled_from([word for word, _ in STATUSES]),
    }
)
WORKS = st.lists(WORK, min_size=1, max_size=30)


def frame(*rows: dict) -> pd.DataFrame:
    columns = ("group", "planned", "done", "accepted", "weight", "status")
    usual = {"group": "a", "weight": 1.0, "status": "under_construction"}
    made = pd.DataFrame([{**usual, **row} for row in rows], columns=columns)
    return made.astype(dict.fromkeys(("planned", "done", "accepted", "weight"), float))


def direct_share(row: dict) -> tuple[float, float]:
    """Share and accepted share of one work, written out from the definition."""
    if not row["planned"]:
        return float(row["status"] in ("completed", "accepted")), float(row["status"] == "accepted")
    accepted = row["accepted"] or 0.0
    reached = max(row["done"] or 0.0, accepted)
    return min(1.0, reached / row["planned"]), min(1.0, accepted / row["planned"])


def test_a_bar_shows_accepted_unaccepted_and_rest() -> None:
    shares = work_shares(frame({"planned": 2000, "done": 1500, "accepted": 500})).iloc[0]
    assert (shares["accepted"], shares["unaccepted"], shares["rest"]) == (0.25, 0.5, 0.25)


def test_more_than_planned_is_full_and_the_surplus_is_told() -> None:
    shares = work_shares(frame({"planned": 150, "done": 156, "accepted": 140})).iloc[0]
    assert (shares["share"], shares["surplus"]) == (1.0, 6.0)


def test_an_accepted_quantity_counts_as_done_where_done_was_never_reported() -> None:
    assert work_shares(frame({"planned": 10, "accepted": 10}))["share"].tolist() == [1.0]


def test_a_work_without_planned_quantity_counts_by_its_status() -> None:
    shares = work_shares(frame({"status": "under_construction"}, {"status": "completed"}, {"status": "accepted"}))
    assert shares["share"].tolist() == [0.0, 1.0, 1.0]
    assert shares["accepted"].tolist() == [0.0, 0.0, 1.0]
    assert shares["by_status"].all()


def test_finished_status_without_quantities_does_not_flatter() -> None:
    assert work_shares(frame({"planned": 100, "status": "accepted"}))["share"].tolist() == [0.0]


def test_works_without_progress_count_as_zero() -> None:
    rolled = roll_up(frame({"planned": 10, "done": 10}, {"planned": 10}, {"planned": 10, "done": 5}), "group")
    assert rolled.loc["a", "share"] == pytest.approx(0.5)
    assert rolled.loc["a", "without_progress"] == 1


def test_a_surplus_never_fills_a_gap_elsewhere() -> None:
    rolled = roll_up(frame({"planned": 10, "done": 30}, {"planned": 10, "done": 5}), "group")
    assert rolled.loc["a", "share"] == pytest.approx(0.75)
    assert rolled.loc["a", "with_surplus"] == 1


def test_no_works_are_no_progress() -> None:
    assert total(frame())["share"] == 0.0
    assert total(frame())["rest"] == 1.0


def test_a_work_on_two_buildings_counts_in_both_by_its_portions() -> None:
    works = frame({"planned": 100, "done": 100}, {"planned": 100})
    spread = pd.DataFrame({"work": [0, 0, 1], "place": ["A01", "A02", "A02"], "portion": [0.25, 0.75, 1.0]})
    rolled = roll_up_spread(works, spread)
    assert rolled["weight"].to_dict() == {"A01": 0.25, "A02": 1.75}
    assert rolled.loc["A02", "share"] == pytest.approx(0.75 / 1.75)


@CALM
@given(WORKS)
def test_shares_are_bounded_and_parts_add_up(rows: list[dict]) -> None:
    for table in (work_shares(frame(*rows)), roll_up(frame(*rows), "group")):
        parts = table[["accepted", "unaccepted", "rest"]].to_numpy()
        assert ((parts >= 0) & (parts <= 1)).all()
        assert np.allclose(parts.sum(axis=1), 1)


@CALM
@given(WORKS)
def test_roll_up_equals_the_direct_formula(rows: list[dict]) -> None:
    rolled = roll_up(frame(*rows), "group")
    for group in {row["group"] for row in rows}:
        members = [row for row in rows if row["group"] == group]
        weight = math.fsum(row["weight"] for row in members)
        for column, part in (("share", 0), ("accepted", 1)):
            wanted = math.fsum(row["weight"] * direct_share(row)[part] for row in members) / weight if weight else 0.0
            assert rolled.loc[group, column] == pytest.approx(wanted, abs=1e-9)


@CALM
@given(WORKS, st.data())
def test_more_done_never_lowers_progress(rows: list[dict], data: st.DataObject) -> None:
    which = data.draw(st.integers(0, len(rows) - 1))
    more = [dict(row) for row in rows]
    key = data.draw(st.sampled_from(["done", "accepted"]))
    more[which][key] = (more[which][key] or 0.0) + data.draw(st.floats(0, 1e6))
    before, after = (roll_up(frame(*version), "group")["share"] for version in (rows, more))
    assert (after.reindex(before.index) >= before - 1e-12).all()


@CALM
@given(WORKS, st.randoms())
def test_the_order_of_works_does_not_matter(rows: list[dict], random) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    before, after = (roll_up(frame(*version), "group") for version in (rows, shuffled))
    pd.testing.assert_frame_equal(before, after.reindex(before.index), check_exact=False, atol=1e-9)


@CALM
@given(WORKS, st.data())
def test_spreading_keeps_all_weight(rows: list[dict], data: st.DataObject) -> None:
    works = frame(*rows)
    parts = data.draw(st.lists(st.integers(1, 5), min_size=len(rows), max_size=len(rows)))
    spread = pd.DataFrame(
        [(work, f"p{i}", 1 / count) for work, count in enumerate(parts) for i in range(count)],
        columns=["work", "place", "portion"],
    )
    assert roll_up_spread(works, spread)["weight"].sum() == pytest.approx(works["weight"].sum())
