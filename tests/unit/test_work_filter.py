"""One filter for all views: what it lets through, and its way through the address line."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.work_filter import WorkFilter, matching, searchable

WORKS = pd.DataFrame(
    {
        "name": ["1栋屋面", "主路 白改黑", "LED 路灯"],
        "project_name": ["整治", "整治", "照明"],
        "public_words": ["漏水", "", "a.b"],
        "kind": ["roof_leak", "asphalt_overlay", "street_lights"],
        "step": ["plan", "plan", ""],
        "status": ["planned", "accepted", "planned"],
        "late": [True, False, False],
        "compounds": [("A",), ("A", "B"), ()],
        "buildings": [("A01",), (), ()],
        "lead": ["示例甲", "示例甲", None],
        "contractor": ["", "示例公司", ""],
        "supervisor": ["", "", "示例乙"],
    },
    index=["w1", "w2", "w3"],
)


@pytest.mark.parametrize(
    ("chosen", "ids"),
    [
        (WorkFilter(), ["w1", "w2", "w3"]),
        (WorkFilter(compound="A"), ["w1", "w2"]),
        (WorkFilter(building="A01"), ["w1"]),
        (WorkFilter(kind="street_lights"), ["w3"]),
        (WorkFilter(step="plan", status="accepted"), ["w2"]),
        (WorkFilter(late=True), ["w1"]),
        (WorkFilter(person="示例公司"), ["w2"]),
        (WorkFilter(person="乙"), ["w3"]),
        (WorkFilter(text="led"), ["w3"]),
        (WorkFilter(text="整治 漏水"), ["w1"]),
        (WorkFilter(text="a.b"), ["w3"]),
        (WorkFilter(text="."), ["w3"]),
    ],
)
def test_a_restriction_lets_through_what_fits(chosen: WorkFilter, ids: list[str]) -> None:
    assert WORKS.index[matching(searchable(WORKS), chosen)].tolist() == ids


def test_columns_that_a_visitor_does_not_have_are_not_searched() -> None:
    assert not matching(searchable(WORKS.drop(columns=["lead", "supervisor"])), WorkFilter(person="乙")).any()


def test_no_works_pass_any_filter() -> None:
    assert matching(searchable(WORKS.iloc[:0]), WorkFilter(compound="A", late=True, text="x", person="y")).empty


@settings(deadline=None)
@given(st.builds(WorkFilter, kind=st.text(), text=st.text(), person=st.text(), late=st.booleans()))
def test_a_filter_comes_back_from_the_address_line(chosen: WorkFilter) -> None:
    assert WorkFilter.from_query({**chosen.to_query(), "zoom": "17"}) == chosen
