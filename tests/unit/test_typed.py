"""What is typed and what it means."""

from datetime import date

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dashboard.services.conflict import MINE, THEIRS, differences, merged
from dashboard.services.typed import fen, project_of, project_values, work_of, work_values, yuan
from geo.works import (
    AssetRef,
    Drawn,
    Funding,
    OnAssets,
    PartyRole,
    Project,
    Unknown,
    WholeCommunity,
    WholeCompound,
    Work,
    WorkDate,
)  # fmt: skip

FULL = Work(
    "w", "p", "garden", "花园", "under_construction", planned=10.0, contracted=9.0, done=5.0, accepted=1.0, weight=2.5,
    contractor="甲", supervisor="乙", warranty_until=date(2030, 1, 1), cost_fen=123_45,
    funding=(Funding("财政", 100_00), Funding("社会", 23_45)), start=WorkDate(date(2025, 3, 1), True),
    end=WorkDate(date(2025, 9, 1)), public_words="公", internal_words="内", is_sample=True, version=7,
)  # fmt: skip
PLACES = [
    OnAssets((AssetRef("building", "A01"), AssetRef("unit", "A01-1"))),
    Drawn(shapely.from_wkt("POLYGON ((112.1 28.1, 112.2 28.1, 112.2 28.2, 112.1 28.1))")),
    WholeCompound("A"),
    WholeCommunity(),
    Unknown("B"),
]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.word)
def test_a_work_survives_the_form_unchanged(place):
    from dataclasses import replace

    work = replace(FULL, location=place)
    assert work_of(work_values(work), Work("w", "p", "", "", is_sample=True, version=7)) == work


def test_a_project_survives_the_form_unchanged():
    project = Project("p", "整治", "compound", "公", "内", "张", ("co_creation",), (PartyRole("volunteer", "监督"),))
    assert project_of(project_values(project), Project("p", "", "")) == project


def test_a_party_without_a_role_takes_no_part():
    typed = {**project_values(Project("p", "整治", "compound")), "roles": {"community": " ", "charity": "出资"}}
    assert project_of(typed, Project("p", "", "")).parties == (PartyRole("charity", "出资"),)


@given(st.integers(0, 10**13))
def test_money_goes_through_yuan_and_back_to_the_fen(amount):
    assert fen(yuan(amount)) == amount


def test_nonsense_in_a_draft_becomes_nothing_and_not_an_error():
    typed = {**work_values(FULL), "start": "2025-13-40", "drawn": "POLYGON((", "location": "drawn", "weight": None}
    work = work_of(typed, FULL)
    assert work.start is None and work.location.geometry.is_empty and work.weight == 1.0


def test_the_side_that_changed_a_field_is_suggested():
    base = {"name": "屋面", "planned": 10, "words": "", "same": 1}
    mine, theirs = {**base, "name": "屋面一", "words": "我"}, {**base, "planned": 12, "words": "他"}
    found = {item.key: (item.suggested, item.both_changed) for item in differences(base, mine, theirs)}
    assert found == {"name": (MINE, False), "planned": (THEIRS, False), "words": (MINE, True)}


def test_each_field_is_taken_from_the_side_that_was_chosen():
    mine, theirs = {"name": "一", "planned": 10}, {"name": "二", "planned": 12}
    assert merged(mine, theirs, {"planned": THEIRS}) == {"name": "一", "planned": 12}
