"""The sample's people: as many as published, every planted gap found and nothing else."""

from datetime import date
from itertools import pairwise

import pytest

from data.assignments import assignments
from data.cover import cover
from data.demo import load
from data.demo.people import LOADER, load_people
from data.demo.people_names import TEAMS, sample_name
from data.demo.people_plan import EXPIRED_UNIT, ON_LEAVE
from data.handovers import handovers
from data.here import responsible_for
from data.history import changes
from data.people import people
from data.people_checks import MOBILE, SAMPLE_MOBILE
from data.privacy import erase_person
from data.rights import PUBLIC
from data.store import Store, open_store

TODAY = date(2025, 6, 1)
C = "longwanggang"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('sample') / 'map.db'}")
    load_people(store, load(store), TODAY)
    return store


def test_there_are_as_many_of_each_as_published(sample):
    held = assignments(sample, C)
    count = lambda role: len({a.place for a in held if a.role == role and not a.stands_in_for})  # noqa: E731
    assert (count("grid_member"), count("building_head"), count("neighbour_head")) == (9, 59, 186)
    assert {p.organisation for p in people(sample, LOADER, C)} >= set(TEAMS)


def test_the_check_finds_what_was_planted_and_nothing_else(sample):
    checked = cover(sample, LOADER, C, TODAY)
    gaps = [(row.layer, row.place, row.fault) for row in checked.gaps.itertuples()]
    assert gaps == [("building", "A31", "vacant"), ("unit", EXPIRED_UNIT, "expired")]
    faults = [(row.kind, row.grids, row.buildings) for row in checked.grid_faults.itertuples()]
    assert faults == [("overlap", "grid-A3+grid-A4", "A36+A37")]
    assert checked.twice == ("A36", "A37")


def test_the_hand_over_is_on_record_and_both_holders_answer_for_their_time(sample):
    [record] = handovers(sample, C)
    before = responsible_for(sample, C, "grid", "grid-B2", date(2025, 1, 1), LOADER)
    after = responsible_for(sample, C, "grid", "grid-B2", record.day, LOADER)
    names = [[p.person for p in answer.people if p.role == "grid_member"] for answer in (before, after)]
    assert names == [["gm-before-grid-B2"], ["gm-grid-B2"]]


def test_the_one_on_leave_is_named_with_the_stand_in(sample):
    heads = [
        p for p in responsible_for(sample, C, "building", ON_LEAVE, TODAY, LOADER).people if p.role == "building_head"
    ]
    assert [(p.on_leave, p.stands_in) for p in heads] == [(True, False), (False, True)]


def test_everybody_is_marked_invented_with_a_name_of_their_own_and_a_number_that_cannot_ring(sample):
    everybody = people(sample, LOADER, C)
    assert all(p.is_sample and p.name.startswith("示例·") for p in everybody)
    assert len({p.name for p in everybody}) == len(everybody)
    assert len({sample_name(i) for i in range(600)}) == 600
    assert all(p.mobile.startswith("000****") for p in everybody)
    assert not any(MOBILE.fullmatch(f"000{i:08d}") for i in range(300)) and SAMPLE_MOBILE.fullmatch("00000000001")


def test_the_public_view_never_holds_a_mobile_or_a_name_that_was_not_agreed(sample):
    answer = responsible_for(sample, C, "building", "A01", TODAY, PUBLIC)
    assert "000****" not in repr(answer) and "示例·" not in repr(answer)
    unnamed = [p for p in answer.people if p.role == "neighbour_head" and not p.shown_name]
    assert [p.place for p in unnamed] == ["A01-1"]


def test_loading_again_changes_nothing_and_leaves_the_erased_erased(sample):
    before = changes(sample, C, layer="people", limit=1)[0].id
    load_people(sample, load(sample), TODAY)
    assert changes(sample, C, layer="people", limit=1)[0].id == before
    erase_person(sample, LOADER, C, "volunteer-9-2", "测试", day=TODAY)
    load_people(sample, load(sample), TODAY)
    assert "volunteer-9-2" not in [p.id for p in people(sample, LOADER, C)]


def test_the_list_sorts_by_name(sample):
    names = [p.name for p in people(sample, LOADER, C)]
    assert all(a <= b for a, b in pairwise(names))
