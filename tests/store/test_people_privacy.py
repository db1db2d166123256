"""Numbers: masked, revealed with a log line, never selected for visitors, gone from the file when erased."""

import json
from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from dashboard.services.duty.person_card import names_of
from data import people_schema as tables
from data.assignments import add_assignments, assignments, new_assignment
from data.doubles import merge_people, possible_doubles
from data.engine import sqlite_path
from data.here import responsible_here
from data.history import changes
from data.people import people, person, save_person
from data.privacy import erase_person, export_person, reveal_mobile, reveals
from data.records import NoSuchRecord, Refused
from data.rights import ACTIONS, PUBLIC, NotAllowed, Viewer, reach, require
from tests.drawing_board import spot
from tests.store.people_sample import ADMIN, MOBILE, STAFF, START, hire, settle, someone

import shapely  # isort: skip

DAY = date(2025, 6, 1)
SECRETS = ("示例·陈一", "陈一师傅", "某某物业", "000-8000-0001", MOBILE)


@pytest.fixture
def c(store):
    settle(store)
    hire(store, someone("p1", "示例·陈一", shown_name="陈一师傅", organisation="某某物业"), someone("p2"))
    with store.write("测试") as tx:
        add_assignments(tx, STAFF, "c", [
            new_assignment("p1", "building_head", "building", "b1", START),
            new_assignment("p2", "grid_member", "grid", "g1", START),
        ])  # fmt: skip
    return "c"


MATRIX = {
    "see_responsible": ("all", "all", "all", "all", "all"),
    "see_people": ("all", "all", "own", "own", ""),
    "see_coverage": ("all", "all", "all", "", ""),
    "reveal_mobile": ("all", "all", "own", "", ""),
    "see_reveals": ("all", "", "", "", ""),
    "edit_people": ("all", "all", "", "", ""),
    "import_people": ("all", "all", "", "", ""),
    "export_people": ("all", "all", "", "", ""),
    "export_mobiles": ("all", "", "", "", ""),
    "merge_people": ("all", "all", "", "", ""),
    "export_person": ("all", "", "", "", ""),
    "erase_person": ("all", "", "", "", ""),
    "edit_roles": ("all", "", "", "", ""),
    "edit_assignments": ("all", "all", "", "", ""),
    "hand_over": ("all", "all", "own", "own", ""),
    "see_planning": ("all", "all", "all", "", ""),
    "plan_renovations": ("all", "all", "", "", ""),
    "edit_grids": ("all", "all", "", "", ""),
    "edit_projects": ("all", "all", "", "", ""),
    "report_progress": ("all", "all", "own", "own", ""),
    "publish_photos": ("all", "all", "", "", ""),
    "close_steps": ("all", "all", "", "", ""),
    "edit_promises": ("all", "all", "", "", ""),
    "edit_meetings": ("all", "all", "", "", ""),
    "publish_notices": ("all", "all", "", "", ""),
    "edit_work_kinds": ("all", "", "", "", ""),
    "edit_map": ("all", "all", "", "", ""),
    "edit_communities": ("all", "", "", "", ""),
    "manage_accounts": ("all", "", "", "", ""),
}
ROLES = ("administrator", "staff", "grid_member", "building_head", "visitor")


def test_every_action_is_in_the_matrix():
    assert {action.key for action in ACTIONS} == set(MATRIX)


@pytest.mark.parametrize("action", MATRIX)
@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_exactly_what_the_matrix_says(role, action):
    wanted = MATRIX[action][ROLES.index(role)]
    assert reach(role, action) == wanted
    for own in (False, True):
        viewer = Viewer(role, "x", "p1")
        if wanted == "all" or (wanted == "own" and own):
            require(viewer, action, own=own)
        else:
            with pytest.raises(NotAllowed):
                require(viewer, action, own=own)


def test_what_nobody_has_heard_of_is_denied():
    assert reach("emperor", "see_people") == "" and reach("administrator", "fly") == ""
    with pytest.raises(NotAllowed):
        require(Viewer("grid_member", "x"), "reveal_mobile", own=True)  # an account without a person owns nothing


def test_a_number_is_revealed_for_a_reason_and_leaves_a_line(store, c):
    assert reveal_mobile(store, STAFF, c, "p1", "漏水,需通知") == MOBILE
    [line] = reveals(store, ADMIN, c)
    assert (line.who, line.viewer_role, line.person, line.reason) == ("社区小李", "staff", "p1", "漏水,需通知")
    for reason in ("", " ", "打 13812345678"):
        with pytest.raises(Refused):
            reveal_mobile(store, STAFF, c, "p1", reason)
    assert len(reveals(store, ADMIN, c)) == 1


def test_a_grid_member_reveals_numbers_of_their_own_grid_only(store, c):
    with store.write("测试") as tx:
        add_assignments(tx, STAFF, c, [new_assignment("p2", "grid_member", "grid", "g2", START, START)])
    member = Viewer("grid_member", "王", "p2")
    assert reveal_mobile(store, member, c, "p1", "漏水", day=DAY) == MOBILE
    hire(store, someone("p3"))
    with pytest.raises(NotAllowed):
        reveal_mobile(store, member, c, "p3", "漏水", day=DAY)
    assert len(reveals(store, ADMIN, c)) == 1


@pytest.mark.parametrize("action", ["UPDATE reveal SET reason = 'x'", "DELETE FROM reveal"])
def test_the_log_of_reveals_cannot_be_changed(store, c, action):
    from sqlalchemy import text

    reveal_mobile(store, STAFF, c, "p1", "漏水")
    with pytest.raises(DBAPIError, match="append-only"), store.write("x") as tx:
        tx.connection.execute(text(action))


def test_a_visitor_gets_what_was_agreed_and_the_queries_name_nothing_else(store, c):
    statements = []
    event.listen(store.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    answer = responsible_here(store, c, spot(shapely.Point(50, 45)), DAY, PUBLIC)
    [head] = [p for p in answer.people if p.role == "building_head"]
    assert (head.shown_name, head.office_phone, head.person, head.name, head.mobile) == (
        "陈一师傅", "000-8000-0001", "", "", "",
    )  # fmt: skip
    asked = " ".join(statements)
    assert "person_details" in asked
    assert "mobile" not in asked and "person_details.name" not in asked
    assert MOBILE not in repr(answer) and "示例·陈一" not in repr(answer)


def test_without_consent_the_duty_is_shown_and_the_name_is_not(store, c):
    with store.write("测试") as tx:
        seen = person(store, STAFF, c, "p1")
        save_person(tx, STAFF, c, type(seen)(**{**vars(seen), "consent_day": None}))
    answer = responsible_here(store, c, spot(shapely.Point(50, 45)), DAY, PUBLIC)
    [head] = [p for p in answer.people if p.role == "building_head"]
    assert head.shown_name == "" and head.role_title == "楼栋长"


def test_a_building_head_sees_only_the_people_of_their_building(store, c):
    head = Viewer("building_head", "陈", "p1")
    assert [p.id for p in people(store, head, c, day=DAY)] == ["p1"]
    with pytest.raises(NotAllowed):
        person(store, head, c, "p2", day=DAY)
    seen = responsible_here(store, c, spot(shapely.Point(50, 45)), DAY, head).people
    assert {p.role: p.mobile for p in seen} == {"grid_member": "", "building_head": "000****0017"}


def test_what_somebody_held_once_opens_nothing_any_more(store, c):
    """An address can name any day: what one may see follows from what one holds today."""
    hire(store, someone("p3"))
    with store.write("测试") as tx:
        add_assignments(tx, STAFF, c, [
            new_assignment("p2", "grid_member", "grid", "g2", START, DAY),
            new_assignment("p3", "building_head", "building", "b2", START),
        ])  # fmt: skip
    member = Viewer("grid_member", "王", "p2", c)
    assert [p.id for p in people(store, member, c, day=DAY)] == ["p2", "p1"]
    seen = responsible_here(store, c, spot(shapely.Point(150, 50)), DAY, member).people
    assert {p.name for p in seen if p.role == "building_head"} == {""}
    for ask in (person, lambda *a, **k: reveal_mobile(*a, "漏水", **k)):
        with pytest.raises(NotAllowed):
            ask(store, member, c, "p3", day=DAY)


def test_of_people_elsewhere_a_grid_member_knows_what_everybody_may(store, c):
    hire(store, someone("p3"), someone("p4", consent_day=None))
    with store.write("测试") as tx:
        add_assignments(tx, STAFF, c, [
            new_assignment(who, "volunteer", "building", "b2", START) for who in ("p3", "p4")
        ])  # fmt: skip
    names = names_of(store, Viewer("grid_member", "王", "p2", c), c)
    assert names == {"p1": "示例·陈一", "p2": "示例·p2", "p3": "p3老师"}  # p4 never agreed to be shown


def test_a_person_takes_away_everything_that_is_kept_about_them(store, c):
    reveal_mobile(store, STAFF, c, "p1", "漏水")
    taken = json.loads(json.dumps(export_person(store, ADMIN, c, "p1", "本人申请")))
    assert taken["person"]["mobile"] == MOBILE and taken["person"]["name"] == "示例·陈一"
    assert [a["place"] for a in taken["assignments"]] == ["b1"]
    assert {line["action"] for line in taken["reveals"]} == {"reveal", "export"}
    with pytest.raises(NotAllowed):
        export_person(store, STAFF, c, "p1", "x")


def test_erasing_replaces_the_name_keeps_the_duties_and_cannot_be_done_twice(store, c):
    assert erase_person(store, ADMIN, c, "p1", "本人申请", day=DAY) == 1
    gone = person(store, ADMIN, c, "p1")
    assert (gone.name, gone.shown_name, gone.organisation, gone.office_phone, gone.mobile) == (
        "已删除人员 1",
        "",
        "",
        "",
        "",
    )
    assert [a.until for a in assignments(store, c, person="p1")] == [DAY]
    assert [p.id for p in people(store, STAFF, c)] == ["p2"]
    with pytest.raises(NoSuchRecord):
        reveal_mobile(store, ADMIN, c, "p1", "再看")
    with pytest.raises(NoSuchRecord):
        erase_person(store, ADMIN, c, "p1", "再来")
    assert erase_person(store, ADMIN, c, "p2", "本人申请") == 2


def test_after_erasing_no_table_holds_what_told_who_it_was(store, c):
    erase_person(store, ADMIN, c, "p1", "本人申请")
    erase_person(store, ADMIN, c, "p2", "本人申请")
    with store.read() as connection:
        for table in tables.metadata.tables.values():
            rows = repr(connection.execute(table.select()).all())
            assert [secret for secret in SECRETS if secret in rows] == [], table.name


def test_after_erasing_the_database_file_itself_holds_nothing(sqlite_store):
    settle(sqlite_store)
    hire(sqlite_store, someone("p1", "示例·陈一", shown_name="陈一师傅", organisation="某某物业"), mobile="00000000042")
    path = sqlite_path(sqlite_store.url)
    files = lambda: b"".join(f.read_bytes() for f in path.parent.glob("map.db*"))  # noqa: E731
    secrets = [text.encode() for text in ("示例·陈一", "陈一师傅", "某某物业", "00000000042")]
    assert all(secret in files() for secret in secrets)
    erase_person(sqlite_store, ADMIN, "c", "p1", "本人申请")
    assert [secret for secret in secrets if secret in files()] == []


def test_merging_doubles_moves_their_duties_and_keeps_the_history(store, c):
    hire(store, someone("p3", "示例·陈一", organisation="某某物业", shown_name="", office_phone=""), mobile="")
    with store.write("测试") as tx:
        add_assignments(tx, STAFF, c, [new_assignment("p3", "volunteer", "building", "b1", START)])
    assert ("p1", "p3") in possible_doubles(store, STAFF, c)
    with store.write("测试", key="m") as tx:
        assert merge_people(tx, STAFF, c, "p3", "p1") == "p3"
    assert {(a.role, a.person) for a in assignments(store, c, day=DAY)} >= {
        ("building_head", "p3"), ("volunteer", "p3"),
    }  # fmt: skip
    whole = person(store, STAFF, c, "p3")
    assert (whole.shown_name, whole.mobile) == ("陈一师傅", "000****0017")
    assert "p1" not in [p.id for p in people(store, STAFF, c)]
    assert person(store, STAFF, c, "p1").merged_into == "p3"
    moved = changes(store, c, layer="people", row_id=assignments(store, c, person="p3")[0].id)
    assert moved
    with store.write("测试", key="m") as tx:
        assert merge_people(tx, STAFF, c, "p3", "p1") == "p3"
    with store.write("测试") as tx, pytest.raises(Refused):
        merge_people(tx, STAFF, c, "p3", "p1")


def test_doubles_who_hold_the_same_duty_hold_it_once_for_the_whole_time(store, c):
    hire(store, someone("p3"))
    spans = [("p2", START, date(2025, 6, 30)), ("p3", date(2025, 3, 1), None)]
    with store.write("测试") as tx:
        add_assignments(tx, STAFF, c, [new_assignment(p, "volunteer", "building", "b2", s, u) for p, s, u in spans])
        merge_people(tx, STAFF, c, "p2", "p3")
    held = [a for a in assignments(store, c, person="p2") if a.role == "volunteer"]
    assert [(a.since, a.until) for a in held] == [(START, None)]


def test_what_is_refused_is_written_down_without_telling_who(store, c, caplog):
    with pytest.raises(Refused):
        hire(store, someone("p9", "示例·周九", office_phone="打给周九 13900000000x"))
    with store.write("测试") as tx, pytest.raises(Refused):
        add_assignments(tx, STAFF, "c", [new_assignment("p1", "building_head", "building", "gone", START)])
    with pytest.raises(NotAllowed):
        reveal_mobile(store, Viewer("building_head", "head", "p2", "c"), "c", "p1", "好奇")
    told = [record.getMessage() for record in caplog.records if record.getMessage().startswith("refused:")]
    assert ["office_phone" in told[0], "place" in told[1], "reveal_mobile" in told[2]] == [True] * 3
    assert not any(secret in " ".join(told) for secret in (*SECRETS, "周九", "13900000000"))
