"""Entries, steps, bulk edits, frames and the promise ledger in the store."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from data.batches import Edit, UndoConflict, batches, edit_works, undo
from data.entries import Entry, add_entry, entries, entry, entry_problems, save_entry
from data.errors import StaleVersion
from data.history import changes
from data.projects import project, save_project
from data.promise_ledger import ledger
from data.promises import add_promises, promises
from data.records import Refused
from data.splits import rejoin_work, split_work
from data.steps import Evidence, add_evidence, close_step, reopen_step, steps
from data.work_frames import project_frame, work_frame, work_view
from data.works import add_works, save_work, work, works
from geo.ledger import Promise
from geo.progress import roll_up_spread
from geo.splitting import SplitError, SplitPart
from geo.steps import STEPS
from geo.work_filter import WorkFilter, matching
from geo.works import Drawn, WorkDate
from tests.store.projects_ground import ROOFS, SEWER, TODAY, line, make_ground


@pytest.fixture
def ground(store) -> str:
    return make_ground(store)


def report(store, ground, id: str, day: date, quantity: float | None, **more) -> Entry:
    with store.write("邻长") as tx:
        return add_entry(tx, ground, Entry(id, "roof", day, quantity), **more)


def test_the_latest_entry_by_day_says_what_is_done(store, ground):
    report(store, ground, "e1", date(2025, 4, 1), 100.0)
    report(store, ground, "e2", date(2025, 5, 1), 250.0, status="under_construction")
    report(store, ground, "e3", date(2025, 4, 15), 180.0)  # reported late, about an earlier day
    report(store, ground, "e4", date(2025, 5, 2), None)  # words only
    found = work(store, ground, "roof")
    assert (found.done, found.status, found.version) == (250.0, "under_construction", 3)
    assert [item.id for item in entries(store, ground, work="roof")] == ["e4", "e2", "e3", "e1"]


def test_a_withdrawn_entry_takes_its_quantity_back(store, ground):
    first = report(store, ground, "e1", date(2025, 4, 1), 100.0)
    second = report(store, ground, "e2", date(2025, 5, 1), 250.0)
    with store.write("甲") as tx:
        save_entry(tx, ground, replace(second, archived=True))
    assert work(store, ground, "roof").done == 100.0
    with store.write("甲") as tx:
        save_entry(tx, ground, replace(first, archived=True))
    assert work(store, ground, "roof").done is None
    assert len(changes(store, ground, row_id="e2")) == 2


def test_of_two_entries_of_one_day_the_later_written_counts(store, ground):
    report(store, ground, "z", TODAY, 300.0)
    report(store, ground, "a", TODAY, 200.0)
    assert work(store, ground, "roof").done == 200.0


def test_a_typed_in_done_quantity_yields_to_the_entries(store, ground):
    report(store, ground, "e1", date(2025, 4, 1), 100.0)
    with store.write("甲") as tx:
        save_work(tx, ground, replace(work(store, ground, "roof"), done=399.0, name="屋面甲"))
    found = work(store, ground, "roof")
    assert (found.done, found.name) == (100.0, "屋面甲")


def test_warnings_are_said_and_errors_refuse_entry_and_work_together(store, ground):
    report(store, ground, "e1", date(2025, 4, 1), 100.0)
    falling = entry_problems(store, ground, Entry("e2", "roof", TODAY, 90.0), TODAY)
    assert [(fault.column, fault.severity) for fault in falling] == [("quantity", "warning")]
    with pytest.raises(Refused):
        report(store, ground, "e3", date(2999, 1, 1), 500.0)
    assert len(entries(store, ground, work="roof")) == 1 and work(store, ground, "roof").done == 100.0


def test_a_split_carries_what_was_done_and_keeps_the_entries(store, ground):
    report(store, ground, "e1", date(2025, 4, 1), 200.0)
    with store.write("甲") as tx:
        add_promises(tx, ground, [Promise("said", "屋面", 300, ">=", "m²", "报纸", works=("roof", "bench"))])
        parts = [SplitPart("1栋", 100, ROOFS[:1]), SplitPart("2栋", 300, ROOFS[1:])]
        pieces = split_work(tx, ground, "roof", 2, parts)
    assert [work(store, ground, item.id).done for item in pieces] == [50.0, 150.0]
    assert {item.id for item in entries(store, ground, project="p")} >= {"e1"}
    assert promises(store, ground)[0].works == (*(item.id for item in pieces), "bench")
    with store.write("甲") as tx:  # a part goes on from its own entry
        add_entry(tx, ground, Entry("e2", pieces[0].id, date(2025, 5, 1), 80.0))
    assert work(store, ground, pieces[0].id).done == 80.0


def test_a_step_without_its_evidence_is_not_closed(store, ground):
    with pytest.raises(Refused) as caught, store.write("甲") as tx:
        close_step(tx, ground, "p", "assessment", 0)
    assert [problem.values["kind"] for problem in caught.value.problems] == ["文件", "照片"]
    with store.write("甲") as tx:
        add_evidence(tx, ground, Evidence("v1", "p", "assessment", "document", "评估报告"))
        add_evidence(tx, ground, Evidence("v2", "p", "assessment", "photo", "现场"))
        closed = close_step(tx, ground, "p", "assessment", 0)
    assert (closed.closed, closed.closed_by, closed.reason) == (True, "甲", "")
    assert steps(store, ground, "p")[0].state == closed
    assert project_frame(store, ground, TODAY).loc["p", "step"] == "needs"


def test_a_step_is_closed_with_a_recorded_reason_and_reopened_with_its_history(store, ground):
    with store.write("乙") as tx:
        closed = close_step(tx, ground, "p", "linkage", 0, reason="资料遗失,已由社区说明")
    assert closed.reason == "资料遗失,已由社区说明"
    with pytest.raises(Refused), store.write("甲") as tx:
        reopen_step(tx, ground, "p", "linkage", 1, reason=" ")
    with store.write("甲") as tx:
        opened = reopen_step(tx, ground, "p", "linkage", 1, reason="补充佐证")
    assert (opened.closed, opened.closed_at) == (False, None)
    kept = changes(store, ground, layer="work", row_id=opened.id)
    assert [change.after["closed"] for change in kept] == [False, True] and kept[0].before["closed_by"] == "乙"
    with pytest.raises(StaleVersion), store.write("丙") as tx:
        close_step(tx, ground, "p", "linkage", 1, reason="旧页面")


def test_a_step_waits_for_the_steps_before_it(store, ground):
    with store.write("甲") as tx:
        add_evidence(tx, ground, Evidence("v", "p", "resources", "document", "资源清单"))
    with pytest.raises(Refused) as caught, store.write("甲") as tx:
        close_step(tx, ground, "p", "resources", 0)
    assert [problem.values["step"] for problem in caught.value.problems] == [STEPS[0].title, STEPS[1].title]


def test_two_who_close_the_same_step_do_not_overwrite_each_other(store, ground):
    with store.write("甲") as tx:
        close_step(tx, ground, "p", "needs", 0, reason="甲")
    with pytest.raises(StaleVersion), store.write("乙") as tx:
        close_step(tx, ground, "p", "needs", 0, reason="乙")


def test_a_bulk_edit_is_one_change_and_is_undone_as_one(store, ground):
    before = {id: work(store, ground, id) for id in ("roof", "sewer", "later")}
    with store.write("甲") as tx:
        edit = Edit(status="preparing", end=WorkDate(date(2025, 12, 1)))
        batch = edit_works(tx, ground, {id: item.version for id, item in before.items()}, edit, title="推迟")
    assert {work(store, ground, id).status for id in before} == {"preparing"}
    assert [item.id for item in batches(store, ground)] == [batch.id]
    with store.write("甲") as tx:
        undo(tx, ground, batch.id)
    for id, item in before.items():
        back = work(store, ground, id)
        assert (back.status, back.start, back.end, back.version) == (item.status, item.start, item.end, 3)
    assert batches(store, ground) == []


def test_undo_keeps_what_others_did_and_names_conflicts(store, ground):
    with store.write("甲") as tx:
        batch = edit_works(tx, ground, {"roof": 1, "sewer": 1}, Edit(status="preparing"), title="准备")
    with store.write("乙") as tx:
        save_work(tx, ground, replace(work(store, ground, "roof"), name="乙改了名"))
        save_work(tx, ground, replace(work(store, ground, "sewer"), status="under_construction"))
    with pytest.raises(UndoConflict) as caught, store.write("甲") as tx:
        undo(tx, ground, batch.id)
    assert caught.value.conflicts == {"sewer": ("status",)}
    assert work(store, ground, "roof").status == "preparing"
    with store.write("乙") as tx:
        save_work(tx, ground, replace(work(store, ground, "sewer"), status="preparing"))
    with store.write("甲") as tx:
        undo(tx, ground, batch.id)
    assert (work(store, ground, "roof").status, work(store, ground, "roof").name) == ("planned", "乙改了名")


def test_moving_dates_moves_only_the_estimated_ones(store, ground):
    with store.write("甲") as tx:
        edit_works(tx, ground, {"roof": 1}, Edit(shift_days=10), title="顺延")
    found = work(store, ground, "roof")
    assert (found.start, found.end) == (WorkDate(date(2025, 3, 1), True), WorkDate(date(2025, 6, 11)))


def test_one_stale_work_stops_a_bulk_edit(store, ground):
    with store.write("乙") as tx:
        save_work(tx, ground, replace(work(store, ground, "sewer"), name="新名"))
    with pytest.raises(StaleVersion), store.write("甲") as tx:
        edit_works(tx, ground, {"roof": 1, "sewer": 1}, Edit(status="preparing"), title="准备")
    assert work(store, ground, "roof").status == "planned"


def test_the_frame_of_works_tells_progress_lateness_and_place(store, ground):
    report(store, ground, "e1", date(2025, 5, 1), 300.0, status="under_construction")
    view = work_view(store, ground, TODAY)
    roof = view.works.loc["roof"]
    assert (roof["measured"], roof["share"], roof["late"], roof["days_late"]) == (400.0, 0.75, True, 9)
    assert (roof["buildings"], roof["compounds"], roof["shown"]) == (("A01", "A02"), ("A",), "assets")
    assert (roof["project_name"], roof["unit"], roof["step"]) == ("示例整治", "m²", "assessment")
    assert view.works.loc["sewer", "measured"] == pytest.approx(982, abs=1)
    assert view.without_place == 1 and view.works.geometry["later"] is None
    by_building = roll_up_spread(view.works, view.by_building)
    assert by_building.loc["A01", "weight"] == pytest.approx(
        2 * 0.25 + 0.5
    )  # a quarter of the roofs, half of the waste
    late = view.works.index[matching(view.works, WorkFilter(late=True, building="A02"))]
    assert late.tolist() == ["roof"]


def test_a_visitor_never_gets_internal_words_people_or_pipes(store, ground):
    with store.write("甲") as tx:
        add_works(tx, ground, [replace(SEWER, id="drawn", location=Drawn(line((1, 6), (9, 6))))])
    seen = work_frame(store, ground, TODAY, role="visitor")
    assert not {"internal_words", "supervisor", "lead", "project_internal_words"} & set(seen.columns)
    assert "内部" not in seen.drop(columns="geometry").to_string()
    assert seen.loc["sewer", "shown"] == seen.loc["drawn", "shown"] == "compound"
    assert "pipe" not in set(work_view(store, ground, TODAY, role="visitor").assets["layer"])
    assert work_frame(store, ground, TODAY).loc["sewer", "shown"] == "assets"
    assert "lead" not in project_frame(store, ground, TODAY, role="visitor")


def test_the_frame_of_projects_rolls_up(store, ground):
    report(store, ground, "e1", date(2025, 5, 1), 200.0)
    row = project_frame(store, ground, TODAY).loc["p"]
    # weights 2 (roof, half done), 1, 1, 1 (waste, all accepted), 1: (2 × 0.5 + 1) / 6
    assert (row["share"], row["accepted"]) == (pytest.approx(2 / 6), pytest.approx(1 / 6))
    assert (row["works"], row["late"], row["without_place"], row["cost_fen"]) == (5, 1, 1, 1000_01)
    assert row["status"] == "under_construction" and row["compounds"] == ("A",)


def test_a_frame_is_made_once_per_revision_and_anew_after_a_write(store, ground):
    first = work_view(store, ground, TODAY)
    assert work_view(store, ground, TODAY) is first
    report(store, ground, "e1", date(2025, 5, 1), 300.0)
    assert work_view(store, ground, TODAY).works.loc["roof", "done"] == 300.0


def test_archived_projects_leave_the_frames(store, ground):
    with store.write("甲") as tx:
        save_project(tx, ground, replace(project(store, ground, "p"), archived=True))
    assert work_frame(store, ground, TODAY).empty and project_frame(store, ground, TODAY).empty


def test_an_empty_community_has_empty_frames(store, community):
    assert work_frame(store, community, TODAY).empty
    assert project_frame(store, community, TODAY).empty
    assert ledger(store, community, TODAY) == []


def test_the_ledger_compares_what_was_said_with_what_is(store, ground):
    with store.write("甲") as tx:
        add_promises(tx, ground, [
            Promise("p1", "屋面", 300, ">=", "m²", "报纸", date(2024, 12, 3), works=("roof",)),
            Promise("p2", "分类", 3, "=", "处", "报纸", works=("waste",)),
            Promise("p3", "队伍", 9, "=", "支", "报纸"),
        ])  # fmt: skip
    report(store, ground, "e1", date(2025, 5, 1), 350.0)
    found = {row.promise.id: row for row in ledger(store, ground, TODAY)}
    assert {id: row.verdict for id, row in found.items()} == {"p1": "not_accepted", "p2": "met", "p3": "incomparable"}
    assert (found["p1"].measured, found["p1"].contracted, found["p1"].accepted) == (400.0, 380.0, None)
    assert found["p1"].promise.source_date == date(2024, 12, 3)


def test_moments_are_kept_in_utc(store, ground):
    with store.write("甲") as tx:
        closed = close_step(tx, ground, "p", "needs", 0, reason="测试")
    assert closed.closed_at is not None and closed.closed_at.tzinfo is UTC
    assert abs((datetime.now(UTC) - closed.closed_at).total_seconds()) < 60


def correct(store, ground, id: str, **more) -> Entry:
    """Save an entry with other values, as the form of a correction does."""
    options = {key: more.pop(key) for key in ("status", "cap_accepted") if key in more}
    with store.write("甲") as tx:
        return save_entry(tx, ground, replace(entry(store, ground, id), **more), **options)


def test_a_corrected_entry_keeps_its_place_among_those_of_one_day(store, ground):
    report(store, ground, "e1", TODAY, 100.0)
    report(store, ground, "e2", TODAY, 150.0)
    correct(store, ground, "e1", words="先写的这一条改了几个字")
    assert work(store, ground, "roof").done == 150.0
    correct(store, ground, "e2", quantity=140.0)
    assert work(store, ground, "roof").done == 140.0


def test_a_correction_leaves_the_values_before_and_after(store, ground):
    report(store, ground, "e1", TODAY, 100.0)
    correct(store, ground, "e1", quantity=80.0, words="量错了")
    change = changes(store, ground, row_id="e1")[0]
    assert [(row["quantity"], row["words"]) for row in (change.before, change.after)] == [(100.0, ""), (80.0, "量错了")]


def test_an_entry_for_the_wrong_work_moves_to_the_right_one_and_both_follow(store, ground):
    report(store, ground, "e1", date(2025, 4, 1), 100.0)
    report(store, ground, "e2", date(2025, 5, 1), 120.0)
    with store.write("甲") as tx:
        add_works(tx, ground, [replace(SEWER, id="other", project=work(store, ground, "roof").project)])
    correct(store, ground, "e2", work="other")
    assert (work(store, ground, "roof").done, work(store, ground, "other").done) == (100.0, 120.0)


def test_what_is_accepted_follows_a_corrected_entry_when_it_is_asked_to(store, ground):
    report(store, ground, "e1", TODAY, 100.0)
    with store.write("甲") as tx:
        save_work(tx, ground, replace(work(store, ground, "roof"), accepted=100.0))
    said = entry_problems(store, ground, replace(entry(store, ground, "e1"), quantity=90.0), TODAY)
    assert [(fault.column, fault.values["accepted"]) for fault in said] == [("quantity", 100.0)]
    correct(store, ground, "e1", quantity=90.0)
    assert work(store, ground, "roof").accepted == 100.0
    correct(store, ground, "e1", quantity=80.0, cap_accepted=True)
    assert (work(store, ground, "roof").done, work(store, ground, "roof").accepted) == (80.0, 80.0)


def test_the_second_to_correct_an_entry_sees_both_versions(store, ground):
    mine = report(store, ground, "e1", TODAY, 100.0)
    correct(store, ground, "e1", quantity=90.0)
    with pytest.raises(StaleVersion) as stale, store.write("乙") as tx:
        save_entry(tx, ground, replace(mine, quantity=95.0))
    assert (stale.value.mine.quantity, stale.value.theirs.quantity) == (95.0, 90.0)
    assert work(store, ground, "roof").done == 90.0


def test_a_split_that_is_undone_leaves_the_whole_as_it_was(store, ground):
    report(store, ground, "e1", TODAY, 100.0)
    with store.write("甲") as tx:
        add_promises(tx, ground, [Promise("said", "屋面", 400.0, "=", "m²", "示例", works=("roof",))])
    before = work(store, ground, "roof")
    with store.write("甲") as tx:
        pieces = split_work(tx, ground, "roof", before.version, [SplitPart("一", 1), SplitPart("二", 3)])
    parts = [piece.id for piece in pieces]
    assert next(iter(promises(store, ground))).works == tuple(parts)
    with store.write("甲") as tx:
        after = rejoin_work(tx, ground, "roof", parts)
    assert replace(after, version=before.version, updated_by=before.updated_by) == before
    assert next(iter(promises(store, ground))).works == ("roof",)
    assert [item.id for item in entries(store, ground, project=before.project)] == ["e1"]
    assert not {item.id for item in works(store, ground)} & set(parts)


def test_a_split_is_not_undone_once_a_part_was_reported_on(store, ground):
    with store.write("甲") as tx:
        pieces = split_work(tx, ground, "roof", 1, [SplitPart("一", 1), SplitPart("二", 3)])
        add_entry(tx, ground, Entry("new", pieces[0].id, TODAY, None, "开工了"))
    with pytest.raises(SplitError, match="一"), store.write("甲") as tx:
        rejoin_work(tx, ground, "roof", [piece.id for piece in pieces])
    assert "roof" not in {item.id for item in works(store, ground)}
