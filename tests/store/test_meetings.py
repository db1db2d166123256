"""Meetings in the store, on both engines."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from data.errors import StaleVersion
from data.meetings import (
    add_meeting,
    earlier_version,
    meeting,
    meeting_before,
    meetings,
    open_decisions,
    public_meetings,
    save_meeting,
    settle_decision,
)
from data.projects import add_project
from data.records import Refused
from data.rights import PUBLIC, NotAllowed
from data.since import since, works_then
from data.works import add_works, save_work, work
from geo.meetings import AgendaItem, Attendance, Decision, Meeting, SlideEdit, Subject
from geo.works import Project, Work, WorkDate

SPRING = Meeting(
    "spring", date(2026, 3, 1), "council", "春季会", "活动室", "19:30", True, True,
    (AgendaItem("a1", "屋面", Subject("project", "", "p"), "说明"), AgendaItem("a2", "坡道")),
    (Attendance("b1", 12), Attendance("b2", 8)),
    (Decision("d1", "先修屋面", "a1", Subject("project", "", "p"), 18, 1, 1, "open", date(2026, 6, 1)),),
    "# 纪要", "SECRET", (SlideEdit("title", words="欢迎"),),
)  # fmt: skip
SUMMER = Meeting("summer", date(2026, 6, 1), title="夏季会")


@pytest.fixture
def held(store, community):
    """The id of a community with a meeting that was held and one to come."""
    with store.write("测试") as tx:
        add_meeting(tx, community, SPRING)
        add_meeting(tx, community, SUMMER)
    return community


def test_a_meeting_comes_back_as_it_was_kept(store, held):
    assert replace(meeting(store, held, "spring"), updated_by="") == SPRING
    assert [item.id for item in meetings(store, held)] == ["summer", "spring"]


def test_a_second_editor_is_told_and_nothing_is_lost(store, held):
    with store.write("甲") as tx:
        save_meeting(tx, held, replace(SPRING, place="礼堂"))
    with pytest.raises(StaleVersion) as stale, store.write("乙") as tx:
        save_meeting(tx, held, replace(SPRING, decisions=()))
    assert "decisions" in stale.value.differences and meeting(store, held, "spring").place == "礼堂"


def test_the_version_before_a_save_can_be_had_back(store, held):
    with store.write("甲") as tx:
        save_meeting(tx, held, replace(SPRING, agenda=(), decisions=(), place="礼堂"))
    before = earlier_version(store, held, "spring", 2)
    assert before is not None and replace(before, updated_by="") == SPRING


def test_open_decisions_are_carried_on_until_they_are_settled(store, held):
    later = replace(SUMMER, day=date(2026, 9, 1))
    assert [decision.id for _meeting, decision in open_decisions(store, held, later)] == ["d1"]
    with store.write("甲") as tx:
        settle_decision(tx, held, "spring", "d1", "kept")
    assert open_decisions(store, held, later) == []


def test_the_last_meeting_is_the_one_that_was_held_before(store, held):
    found = meetings(store, held)
    assert meeting_before(found, SUMMER).id == "spring" and meeting_before(found, SPRING) is None


def test_the_public_gets_numbers_but_no_internal_words_and_no_buildings(store, held):
    summer, spring = public_meetings(store, held)
    assert spring.people == 20 and spring.decisions == SPRING.decisions and spring.minutes == "# 纪要"
    assert "SECRET" not in repr(spring) and "b1" not in repr(spring) and "测试" not in repr(spring)
    assert summer.people is None and summer.decisions == ()


def test_what_was_prepared_for_a_meeting_that_was_not_held_stays_inside(store, held):
    with store.write("甲") as tx:
        save_meeting(tx, held, replace(SPRING, held=False))
    [spring] = [item for item in public_meetings(store, held) if item.id == "spring"]
    assert spring.agenda == SPRING.agenda and (spring.decisions, spring.minutes, spring.people) == ((), "", None)


def test_a_meeting_that_is_not_public_does_not_exist_for_the_public(store, held):
    with store.write("甲") as tx:
        save_meeting(tx, held, replace(SPRING, public=False))
    assert [item.id for item in public_meetings(store, held)] == ["summer"]


def test_a_mobile_number_is_refused(store, held):
    with pytest.raises(Refused), store.write("甲") as tx:
        save_meeting(tx, held, replace(SPRING, minutes="13812345678"))


def test_a_visitor_may_not_write(store, held):
    with pytest.raises(NotAllowed), store.write(PUBLIC) as tx:
        save_meeting(tx, held, replace(SPRING, place="礼堂"))


def test_the_history_tells_how_works_stood_and_tells_nothing_internal(store, community):
    with store.write("甲") as tx:
        add_project(tx, community, Project("p", "项目", "compound"))
        first = Work("w", "p", "other", "坡道", end=WorkDate(date(2026, 7, 1)), internal_words="SECRET")
        add_works(tx, community, [first])
    between = datetime.now(UTC)
    with store.write("甲") as tx:
        kept = work(store, community, "w")
        save_work(tx, community, replace(kept, status="under_construction", end=WorkDate(date(2026, 9, 1), True)))
        add_works(tx, community, [Work("new", "p", "other", "长椅")])
    then = works_then(store, community, between)
    assert then["new"] is None and then["w"].end == WorkDate(date(2026, 7, 1)) and then["w"].status == "planned"
    assert "SECRET" not in repr(then)


def test_what_was_there_when_records_began_is_not_news(store, community):
    with store.write("甲") as tx:
        add_project(tx, community, Project("p", "项目", "compound"))
        add_works(tx, community, [Work("w", "p", "other", "坡道")])
    today = datetime.now(UTC).date()
    found = since(store, community, today - timedelta(days=90), today)
    assert found.news == () and found.known_from is not None
