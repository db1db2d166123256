"""Who is assigned to what: refused where it contradicts, answered for any day, handed over without a loss."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.assignments import add_assignments, assignments, new_assignment, save_assignments, stand_in
from data.cover import cover
from data.features import delete_feature
from data.handovers import DUTY, VACANT, WORDS, HandoverItem, hand_over, handovers, to_hand_over
from data.here import responsible_for, responsible_here
from data.history import changes
from data.people import person, save_person
from data.records import NoSuchRecord, Refused
from data.rights import PUBLIC, NotAllowed, Viewer
from data.roles import PersonRole, add_role, kept_roles, person_roles, save_role
from geo.errors import Problem
from tests.drawing_board import spot
from tests.store.people_sample import ADMIN, STAFF, START, hire, settle, someone

import shapely  # isort: skip

DAY = date(2025, 6, 1)


@pytest.fixture
def c(store):
    settle(store)
    hire(store, *(someone(id) for id in ("p1", "p2", "p3", "p4")))
    return "c"


def assign(store, *rows):
    """(person, role, layer, place[, since[, until]]) as stored assignments."""
    new = [new_assignment(*row[:4], *(row[4:] or (START,))) for row in rows]
    with store.write("测试") as tx:
        return add_assignments(tx, STAFF, "c", new)


def refused(store, *rows) -> list[Problem]:
    with pytest.raises(Refused) as caught:
        assign(store, *rows)
    return caught.value.problems


def test_the_people_of_a_click_come_with_their_role_and_place(store, c):
    assign(
        store,
        ("p1", "grid_member", "grid", "g1"),
        ("p2", "building_head", "building", "b1"),
        ("p3", "neighbour_head", "unit", "b1-1"),
        ("p4", "secretary", "community", "c"),
    )
    answer = responsible_here(store, c, spot(shapely.Point(50, 45)), DAY, STAFF)
    assert [(p.role, p.layer, p.place, p.name) for p in answer.people] == [
        ("secretary", "community", "c", "示例·p4"),
        ("grid_member", "grid", "g1", "示例·p1"),
        ("building_head", "building", "b1", "示例·p2"),
        ("neighbour_head", "unit", "b1-1", "示例·p3"),
    ]
    assert answer.unheld == (("邻长", "unit", "b1-2"),)


def test_on_a_boundary_the_people_of_both_sides_are_named_with_the_distance(store, c):
    assign(store, ("p1", "grid_member", "grid", "g1"), ("p2", "grid_member", "grid", "g2"))
    answer = responsible_here(store, c, spot(shapely.Point(97, 20)), DAY, PUBLIC)
    assert answer.here.on_boundary
    assert [(p.place, p.relation, round(p.distance_m)) for p in answer.people] == [
        ("g1", "inside", 0),
        ("g2", "boundary", 3),
    ]


@pytest.mark.parametrize(("layer", "id"), [("building", "b1"), ("unit", "b1-1"), ("grid", "g1")])
def test_a_resident_finds_them_by_building_stairwell_or_grid(store, c, layer, id):
    assign(store, ("p1", "grid_member", "grid", "g1"), ("p3", "neighbour_head", "unit", "b1-2"))
    found = responsible_for(store, c, layer, id, DAY, PUBLIC)
    assert ("grid_member", "p1老师") in [(p.role, p.shown_name) for p in found.people]
    assert ("b1-2" in [p.place for p in found.people]) == (layer == "building")


def test_an_answer_changes_with_the_day(store, c):
    assign(
        store,
        ("p1", "building_head", "building", "b1", START, date(2025, 5, 31)),
        ("p2", "building_head", "building", "b1", date(2025, 6, 1)),
    )
    for day, holder in ((date(2025, 5, 31), ["p1"]), (date(2025, 6, 1), ["p2"]), (date(2024, 12, 31), [])):
        assert [p.person for p in responsible_for(store, c, "building", "b1", day, STAFF).people] == holder
        assert [a.person for a in assignments(store, c, day=day, place=("building", "b1"))] == holder


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("p1", "building_head", "building", "b9"), "place"),
        (("p9", "building_head", "building", "b1"), "person"),
        (("p1", "emperor", "building", "b1"), "role"),
        (("p1", "building_head", "unit", "b1-1"), "layer"),
        (("p1", "building_head", "building", "b1", date(2025, 2, 1), date(2025, 1, 1)), "until"),
        (("p1", "secretary", "community", "elsewhere"), "place"),
        (("p1", "vanguard", "project", "none"), "place"),
    ],
)
def test_an_assignment_that_cannot_be_is_refused_at_its_column(store, c, row, column):
    assert [problem.column for problem in refused(store, row)] == [column]
    assert assignments(store, c) == []


def test_a_second_building_head_at_the_same_time_is_refused_with_the_first_ones_days(store, c):
    assign(store, ("p1", "building_head", "building", "b1", START, date(2025, 6, 30)))
    [problem] = refused(store, ("p2", "building_head", "building", "b1", date(2025, 6, 30)))
    assert "2025-01-01" in problem.text() and "2025-06-30" in problem.text() and "楼栋长" in problem.text()
    assign(store, ("p2", "building_head", "building", "b1", date(2025, 7, 1)))
    assign(store, ("p1", "volunteer", "building", "b1"), ("p2", "volunteer", "building", "b1"))


def test_two_overlapping_rows_of_one_save_refuse_each_other(store, c):
    row = ("building_head", "building", "b1")
    assert len(refused(store, ("p1", *row), ("p2", *row))) == 1


def test_a_place_that_has_been_removed_takes_nobody_but_can_be_given_up(store, c):
    [held] = assign(store, ("p1", "neighbour_head", "unit", "b1-1"))
    with store.write("测试") as tx:
        delete_feature(tx, c, "unit", "b1-1", version=1)
    assert refused(store, ("p2", "neighbour_head", "unit", "b1-1", date(2030, 1, 1)))[0].column == "place"
    assert ("b1-1", "ended_place") in {(r.place, r.fault) for r in cover(store, STAFF, c, DAY).gaps.itertuples()}
    with store.write("测试") as tx:
        save_assignments(tx, STAFF, c, [replace(held, until=DAY)])


def test_a_stand_in_is_named_beside_the_one_on_leave(store, c):
    [held] = assign(store, ("p1", "building_head", "building", "b1"))
    with store.write("测试") as tx:
        add_assignments(tx, STAFF, c, [stand_in(held, "p2", date(2025, 6, 1), date(2025, 6, 14))])
    on_leave = responsible_for(store, c, "building", "b1", DAY, STAFF).people
    assert {(p.person, p.stands_in, p.on_leave) for p in on_leave} == {("p1", False, True), ("p2", True, False)}
    after = responsible_for(store, c, "building", "b1", date(2025, 6, 15), STAFF).people
    assert [(p.person, p.on_leave) for p in after] == [("p1", False)]
    with store.write("测试") as tx, pytest.raises(Refused):
        add_assignments(tx, STAFF, c, [stand_in(held, "p1", DAY, DAY)])


def test_somebody_who_left_is_responsible_no_more(store, c):
    assign(store, ("p1", "building_head", "building", "b1"))
    seen = person(store, STAFF, c, "p1")
    with store.write("测试") as tx:
        save_person(tx, STAFF, c, replace(seen, until=date(2025, 5, 31)))
    assert responsible_for(store, c, "building", "b1", DAY, STAFF).people == ()
    gaps = {(g.place, g.fault, g.people) for g in cover(store, STAFF, c, DAY).gaps.itertuples()}
    assert ("b1", "expired", "p1") in gaps and ("b2", "vacant", "") in gaps


@pytest.mark.parametrize("role", ["visitor", "building_head", "grid_member"])
def test_only_staff_assign(store, c, role):
    with store.write("x") as tx, pytest.raises(NotAllowed):
        add_assignments(tx, Viewer(role, "x", "p1"), c, [])


def test_a_hand_over_passes_every_duty_on_and_ends_the_old_ones_the_day_before(store, c):
    assign(store, ("p1", "building_head", "building", "b1"), ("p1", "neighbour_head", "unit", "b1-1"))
    left = to_hand_over(store, c, "p1", DAY)
    items = [*(replace(item, taker="p2") for item in left), HandoverItem(WORDS, "p2", words="钥匙在物业")]
    with store.write("测试", key="h") as tx:
        done = hand_over(tx, STAFF, c, "p1", DAY, items, reason="搬家")
    assert {(a.role, a.place) for a in assignments(store, c, day=DAY, person="p2")} == {
        ("building_head", "b1"),
        ("neighbour_head", "b1-1"),
    }
    assert assignments(store, c, day=DAY, person="p1") == []
    assert len(assignments(store, c, day=DAY - timedelta(1), person="p1")) == 2
    assert [h.items for h in handovers(store, c)] == [tuple(items)]
    with store.write("测试", key="h") as tx:
        assert hand_over(tx, STAFF, c, "p1", DAY, items, reason="搬家") == done
    assert len(handovers(store, c)) == 1


def test_a_hand_over_that_forgets_something_changes_nothing(store, c):
    assign(store, ("p1", "building_head", "building", "b1"), ("p1", "neighbour_head", "unit", "b1-1"))
    first = replace(to_hand_over(store, c, "p1", DAY)[0], taker="p2")
    for items in ([first], [first, HandoverItem(DUTY, "", "neighbour_head", "unit", "b1-1")], []):
        with store.write("测试") as tx, pytest.raises(Refused):
            hand_over(tx, STAFF, c, "p1", DAY, items)
    assert len(assignments(store, c, day=DAY, person="p1")) == 2


def test_a_hand_over_is_ones_own_or_needs_staff_and_keeps_numbers_out(store, c):
    assign(store, ("p1", "building_head", "building", "b1"))
    items = [replace(item, taker="p2") for item in to_hand_over(store, c, "p1", DAY)]
    with store.write("x") as tx, pytest.raises(NotAllowed):
        hand_over(tx, Viewer("building_head", "x", "p2"), c, "p1", DAY, items)
    with store.write("x") as tx, pytest.raises(Refused):
        hand_over(tx, STAFF, c, "p1", DAY, items, reason="电话 13812345678")
    with store.write("p1") as tx:
        hand_over(tx, Viewer("building_head", "p1", "p1"), c, "p1", DAY, items)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    duties=st.lists(
        st.tuples(
            st.sampled_from([("neighbour_head", "unit", "b1-1"), ("neighbour_head", "unit", "b1-2"),
                             ("building_head", "building", "b1"), ("grid_member", "grid", "g1")]),
            st.integers(-20, 20),
        ),
        unique_by=lambda pair: pair[0], min_size=1,
    ),
    takers=st.lists(st.sampled_from(["p2", "p3", VACANT]), min_size=4, max_size=4),
)  # fmt: skip
def test_a_hand_over_loses_nothing(sqlite_store, duties, takers):
    store = sqlite_store
    if not person_there(store):
        settle(store)
        hire(store, *(someone(id) for id in ("p1", "p2", "p3")))
    withdraw_all(store)
    assign(store, *(("p1", *duty, DAY + timedelta(offset)) for duty, offset in duties))
    later = DAY + timedelta(30)
    before = {(a.role, a.layer, a.place) for a in assignments(store, "c", day=later)}
    left = to_hand_over(store, "c", "p1", DAY)
    items = [replace(item, taker=taker) for item, taker in zip(left, takers, strict=False)]
    with store.write("测试") as tx:
        hand_over(tx, STAFF, "c", "p1", DAY, items)
    after = {(a.role, a.layer, a.place): a.person for a in assignments(store, "c", day=later)}
    vacated = {(i.role, i.layer, i.ref) for i in items if i.taker == VACANT}
    assert set(after) | vacated == before and not set(after) & vacated
    assert all(after[(i.role, i.layer, i.ref)] == i.taker for i in items if i.taker != VACANT)


def person_there(store):
    try:
        return bool(person(store, STAFF, "c", "p1"))
    except NoSuchRecord:
        return False


def withdraw_all(store):
    with store.write("测试") as tx:
        save_assignments(tx, STAFF, "c", [replace(a, withdrawn=True) for a in assignments(store, "c")])


def test_roles_are_a_table_that_administrators_edit(store, c):
    assert [role.id for role in person_roles(store, c)][:3] == ["secretary", "committee", "grid_member"]
    with store.write("a") as tx:
        add_role(tx, ADMIN, c, PersonRole("lift_watch", "电梯安全员", ("building",), position=45))
        grid = next(role for role in kept_roles(tx.connection, c) if role.id == "grid_member")
        save_role(tx, ADMIN, c, replace(grid, households_high=300))
    assert next(r for r in person_roles(store, c) if r.id == "grid_member").households_high == 300
    with store.write("s") as tx, pytest.raises(NotAllowed):
        save_role(tx, STAFF, c, grid)
    with store.write("a") as tx, pytest.raises(Refused):
        add_role(tx, ADMIN, c, PersonRole("x", "", ("moon",), expected_on="grid", households_low=9, households_high=1))


def test_a_role_in_use_keeps_its_kinds_of_place_and_cannot_become_single(store, c):
    assign(store, ("p1", "volunteer", "building", "b1"), ("p2", "volunteer", "building", "b1"))
    role = next(r for r in person_roles(store, c) if r.id == "volunteer")
    with store.write("a") as tx, pytest.raises(Refused) as caught:
        save_role(tx, ADMIN, c, replace(role, place_kinds=("grid",), single_holder=True))
    assert {problem.column for problem in caught.value.problems} == {"place_kinds", "single_holder"}


def test_each_change_leaves_a_history_row(store, c):
    [held] = assign(store, ("p1", "building_head", "building", "b1"))
    with store.write("乙") as tx:
        save_assignments(tx, STAFF, c, [replace(held, until=DAY)])
    newest = changes(store, c, layer="people", row_id=held.id)[0]
    assert (newest.who, newest.before["until"], newest.after["until"]) == ("乙", None, "2025-06-01")
