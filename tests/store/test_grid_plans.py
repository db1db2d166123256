"""New outlines of grids: one write, nobody's duty lost, and a way back. Ground: `tests.drawing_board.two_grids`."""

from datetime import date

import pytest
import shapely

from data.assignments import add_assignments, assignments, new_assignment
from data.features import layer_frame, revisions
from data.grids import GridsChangedError, save_grids, undo_grids
from data.history import changes
from data.rights import PUBLIC, NotAllowed
from geo.balance import balance
from geo.grid_plan import balance_plan, merge_plan, redraw_plan, split_plan
from geo.grids import GridError
from tests.drawing_board import spot
from tests.store.people_sample import STAFF, START, hire, settle, someone

DAY = date(2025, 6, 1)


@pytest.fixture
def c(store):
    settle(store)
    hire(store, someone("p1"), someone("p2"))
    with store.write("测试") as tx:
        rows = [("p1", "grid_member", "grid", "g1", START), ("p2", "grid_member", "grid", "g2", START)]
        add_assignments(tx, STAFF, "c", [new_assignment(*row) for row in rows])
    return "c"


def grids(store):
    return layer_frame(store, "c", "grid")


def save(store, plan, who=STAFF):
    versions = grids(store)["version"].to_dict()
    with store.write("测试") as tx:
        return save_grids(tx, who, "c", plan, versions, DAY)


def holders(store, day):
    return sorted((a.person, a.place) for a in assignments(store, "c", day=day) if a.layer == "grid")


def cut(store):
    area = spot(shapely.LineString([(-5, 60), (205, 60)]))
    return split_plan(grids(store), "g1", area)


def test_a_split_partitions_the_grid_and_its_holder_keeps_both_parts(store, c):
    before = grids(store).geometry["g1"]
    plan = cut(store)
    change = save(store, plan)
    after = grids(store)
    new = [item.id for item in plan.outlines if item.id != "g1"]
    parts = [after.geometry["g1"], *(after.geometry[id] for id in new)]
    assert sum(part.area for part in parts) == pytest.approx(before.area, rel=1e-6)
    assert shapely.intersection(*parts).area == pytest.approx(0, abs=1e-15)
    assert holders(store, DAY) == sorted([("p1", "g1"), ("p1", new[0]), ("p2", "g2")])
    assert change.carried == (("p1", "grid_member", new[0]),) and change.released == ()


def test_a_merge_of_two_holders_names_the_one_whose_duty_ended(store, c):
    change = save(store, merge_plan(grids(store), ["g2", "g1"]))
    assert list(grids(store).index) == ["g1"]
    assert holders(store, DAY) == [("p1", "g1")]
    assert holders(store, date(2025, 5, 31)) == [("p1", "g1"), ("p2", "g2")]
    assert change.released == (("p2", "grid_member", "g2"),)


@pytest.mark.parametrize("plan", [cut, lambda store: merge_plan(grids(store), ["g1", "g2"])])
def test_undoing_puts_outlines_and_duties_back(store, c, plan):
    before, held = grids(store), holders(store, DAY)
    change = save(store, plan(store))
    with store.write("测试") as tx:
        undo_grids(tx, STAFF, c, change)
    after = grids(store)
    assert list(after.index) == list(before.index)
    assert all(after.geometry[id].equals_exact(before.geometry[id], 1e-12) for id in before.index)
    assert list(after["name"]) == list(before["name"])
    assert holders(store, DAY) == held


def test_everything_is_one_write_in_the_history(store, c):
    before = revisions(store, c)["grid"]
    save(store, cut(store))
    assert revisions(store, c)["grid"] == before + 1
    told = [(item.action, item.row_id) for item in changes(store, c, layer="grid", limit=2)]
    assert sorted(told) == [("add", "grid-A1"), ("change", "g1")]


def test_a_plan_that_saw_older_grids_is_refused_and_nothing_is_written(store, c):
    old, plan = grids(store)["version"].to_dict(), cut(store)
    save(store, redraw_plan(grids(store), "g1", shapely.buffer(grids(store).geometry["g1"], -1e-5)))
    entries = len(changes(store, c))
    with pytest.raises(GridsChangedError), store.write("测试") as tx:
        save_grids(tx, STAFF, c, plan, old, DAY)
    assert len(changes(store, c)) == entries


def test_undoing_is_refused_once_a_grid_was_changed_again(store, c):
    change = save(store, cut(store))
    save(store, redraw_plan(grids(store), "g1", shapely.buffer(grids(store).geometry["g1"], -1e-5)))
    with pytest.raises(GridsChangedError), store.write("测试") as tx:
        undo_grids(tx, STAFF, c, change)


def test_only_who_may_divide_grids_saves_and_undoes(store, c):
    with pytest.raises(NotAllowed):
        save(store, cut(store), PUBLIC)
    change = save(store, cut(store))
    with pytest.raises(NotAllowed), store.write("测试") as tx:
        undo_grids(tx, PUBLIC, c, change)


def test_a_proposal_replaces_the_grids_of_the_compound_and_loses_nobody(store, c):
    homes, site = layer_frame(store, c, "building"), layer_frame(store, c, "compound").geometry["A"]
    proposal = balance(homes, 1, site, layer_frame(store, c, "road"))
    change = save(store, balance_plan(grids(store), "A", proposal, homes))
    assert len(grids(store)) == 1
    held = {person for person, _place in holders(store, DAY)}
    assert held | {person for person, _role, _grid in change.released} == {"p1", "p2"}


def test_two_pieces_are_no_grid(store, c):
    apart = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 2, 3, 3)])
    with pytest.raises(GridError):
        redraw_plan(grids(store), "g1", apart)
