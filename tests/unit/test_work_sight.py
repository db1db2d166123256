"""What the address says of a list of works."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.services.projects.work_sight import CLEARED, MOST_WORDS, WorkSight, read_work_sight
from geo.work_filter import WorkFilter


def test_an_empty_address_shows_everything_as_cards():
    assert read_work_sight({}) == WorkSight()
    assert read_work_sight({}).is_open


def test_every_part_of_the_filter_is_read():
    query = {"building": "A01", "kind": "garden", "step": "plan", "status": "accepted", "late": "1", "person": "x"}
    found = read_work_sight({**query, "text": "a b", "show": "table", "sort": "cost", "page": "3"}, "B")
    assert found.filter == WorkFilter("B", "A01", "garden", "plan", "accepted", True, "x", "a b")
    assert (found.look, found.sort, found.page) == ("table", "cost", 3)


@pytest.mark.parametrize(
    "query",
    [{"show": "<b>"}, {"status": "x"}, {"page": "-1"}, {"page": "0"}, {"building": "a b"}, {"late": "yes"}],
)
def test_what_means_nothing_is_left_at_its_default(query):
    assert read_work_sight(query) == WorkSight()


def test_clearing_opens_the_filter_and_keeps_the_view():
    query = {"status": "accepted", "promise": "p", "page": "2", "show": "table"}
    found = read_work_sight({key: value for key, value in {**query, **CLEARED}.items() if value})
    assert found.is_open and found.look == "table" and found.page == 1


@given(st.dictionaries(st.sampled_from([*CLEARED, "show", "sort", "by"]), st.text(max_size=200)))
def test_no_address_breaks_the_list(query):
    found = read_work_sight(query)
    assert found.page >= 1 and len(found.filter.text) <= MOST_WORDS
