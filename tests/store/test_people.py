"""People are kept, found, versioned, and what tells who they are stays out of the history."""

from dataclasses import replace
from datetime import date

import pytest

from data.errors import AlreadyExists, StaleVersion
from data.history import changes
from data.people import Person, add_people, people, person, save_person
from data.records import NoSuchRecord, Refused
from data.rights import PUBLIC, NotAllowed, Viewer
from tests.store.people_sample import ADMIN, MOBILE, STAFF, hire, settle, someone


@pytest.fixture
def c(store):
    return settle(store)


def test_a_person_is_kept_and_the_mobile_comes_back_masked(store, c):
    hire(store, someone("p1", "示例·陈一", organisation="示例物业"))
    found = person(store, STAFF, c, "p1")
    assert (found.name, found.organisation, found.mobile, found.version) == ("示例·陈一", "示例物业", "000****0017", 1)


@pytest.mark.parametrize(
    ("typed", "found"), [("陈", ["p1"]), ("chen", ["p1"]), ("slwe", ["p2"]), ("wuye", ["p2"]), ("x", [])]
)
def test_people_answer_to_characters_pinyin_initials_and_organisation(store, c, typed, found):
    hire(store, someone("p1", "示例·陈一"), someone("p2", "示例·王二", organisation="示例物业"))
    hits = people(store, STAFF, c, typed=typed)
    assert [p.id for p in hits] == found


def test_a_save_counts_up_and_a_stale_one_is_refused_with_both_sides(store, c):
    hire(store, someone("p1"))
    seen = person(store, STAFF, c, "p1")
    with store.write("甲") as tx:
        assert save_person(tx, STAFF, c, replace(seen, organisation="新单位")) == 2
    with store.write("乙") as tx, pytest.raises(StaleVersion) as caught:
        save_person(tx, STAFF, c, replace(seen, organisation="别的单位"))
    assert caught.value.differences == {"organisation": ("别的单位", "新单位")}
    assert person(store, STAFF, c, "p1").mobile == "000****0017"


def test_saving_what_is_there_writes_nothing(store, c):
    hire(store, someone("p1"))
    before = len(changes(store, c))
    with store.write("甲") as tx:
        assert save_person(tx, STAFF, c, person(store, STAFF, c, "p1"), MOBILE) == 1
    assert len(changes(store, c)) == before


def test_the_history_says_what_changed_but_never_what_it_was(store, c):
    hire(store, someone("p1", "示例·陈一", organisation="某单位"))
    with store.write("甲", key="k") as tx:
        seen = person(store, STAFF, c, "p1")
        save_person(tx, STAFF, c, replace(seen, name="示例·陈壹"), "00000000099")
    change = changes(store, c, layer="people", row_id="p1")[0]
    assert (change.before["name"], change.after["name"]) == ("set", "changed")
    assert (change.before["mobile"], change.after["mobile"]) == ("set", "changed")
    assert change.after["organisation"] == "set"
    everything = str([(item.before, item.after) for item in changes(store, c, limit=10_000)])
    for secret in ("陈一", "陈壹", "某单位", MOBILE, "00000000099", "000-8000-0001"):
        assert secret not in everything


def test_the_same_key_adds_once(store, c):
    for _ in range(2):
        with store.write("甲", key="double click") as tx:
            assert add_people(tx, STAFF, c, [(someone("p1"), "")]) == ["p1"]
    assert len(people(store, STAFF, c)) == 1


def test_an_id_that_is_taken_is_refused_and_nobody_is_added(store, c):
    hire(store, someone("p1"))
    with store.write("甲") as tx, pytest.raises(AlreadyExists):
        add_people(tx, STAFF, c, [(someone("p2"), ""), (someone("p1"), "")])
    assert [p.id for p in people(store, STAFF, c)] == ["p1"]


@pytest.mark.parametrize(
    ("change", "mobile", "column"),
    [
        ({"name": " "}, "", "name"),
        ({}, "1381234567a", "mobile"),
        ({"is_sample": False}, MOBILE, "mobile"),
        ({"office_phone": "零七三一"}, "", "office_phone"),
        ({"office_phone": "138 1234 5678"}, "", "office_phone"),
        ({"since": date(2025, 2, 1), "until": date(2025, 1, 1)}, "", "until"),
        ({"organisation": "联系 13812345678"}, "", "organisation"),
        ({"consent_words": "身份证 430104199001011234"}, "", "consent_words"),
        ({"consent_day": date(2999, 1, 1)}, "", "consent_day"),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_column(store, c, change, mobile, column):
    with store.write("甲") as tx, pytest.raises(Refused) as caught:
        add_people(tx, STAFF, c, [(someone("p1", **change), mobile)])
    assert [problem.column for problem in caught.value.problems] == [column]
    assert MOBILE not in str(caught.value)


@pytest.mark.parametrize("role", ["visitor", "nobody", "building_head", "grid_member"])
def test_only_staff_and_administrators_change_people(store, c, role):
    hire(store, someone("p1"))
    viewer = Viewer(role, "x", "p1")
    with store.write("x") as tx:
        with pytest.raises(NotAllowed):
            add_people(tx, viewer, c, [(someone("p9"), "")])
        with pytest.raises(NotAllowed):
            save_person(tx, viewer, c, Person("p1", "另一个"))


def test_a_visitor_sees_no_list_of_people(store, c):
    with pytest.raises(NotAllowed):
        people(store, PUBLIC, c)


def test_a_person_that_is_not_there_is_named(store, c):
    with pytest.raises(NoSuchRecord, match="p9"):
        person(store, ADMIN, c, "p9")
