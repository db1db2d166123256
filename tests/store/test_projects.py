"""Projects and works in the store: whole records back, conflicts with both values, history, keys."""

from dataclasses import replace
from datetime import date

import pytest
import shapely

from data.errors import AlreadyExists, StaleVersion
from data.features import delete_feature
from data.history import changes
from data.projects import add_project, copy_project, project, projects, save_project
from data.records import NoSuchRecord, Refused
from data.splits import split_work
from data.work_frames import works_revision
from data.work_kinds import add_kind, save_kind, work_kinds
from data.works import add_works, problems_of, save_work, work, works
from geo.splitting import SplitPart
from geo.works import DEFAULT_KINDS, AssetRef, OnAssets, PartyRole, Project, WholeCommunity, Work, WorkDate, WorkKind
from tests.store.projects_ground import BENCH, LATER, PROJECT, ROOF, ROOFS, SEWER, WASTE, make_ground


@pytest.fixture
def ground(store) -> str:
    return make_ground(store)


def plain(item):
    """A record without what the store adds."""
    return replace(item, version=1, updated_by="")


@pytest.mark.parametrize("sent", [ROOF, SEWER, BENCH, WASTE, LATER], ids=lambda item: item.location.word)
def test_a_work_comes_back_whole(store, ground, sent):
    back = work(store, ground, sent.id)
    assert plain(back) == sent
    assert (back.version, back.updated_by) == (1, "测试")


def test_a_project_comes_back_whole(store, ground):
    sent = Project(
        "q", "微营造", "public_space", "公开", "内部", "示例", ("joint_service", "resource_sharing"),
        (PartyRole("volunteer", "出力"), PartyRole("charity", "出资")), is_sample=True,
    )  # fmt: skip
    with store.write("甲") as tx:
        add_project(tx, ground, sent)
    assert plain(project(store, ground, "q")) == sent
    assert [item.id for item in projects(store, ground)] == ["p", "q"]


def test_the_second_to_save_sees_both_versions_and_loses_nothing(store, ground):
    first = second = work(store, ground, "roof")
    with store.write("甲") as tx:
        save_work(tx, ground, replace(first, planned=500.0, location=WholeCommunity()))
    mine = replace(second, planned=450.0, name="屋面渗漏")
    with pytest.raises(StaleVersion) as caught, store.write("乙") as tx:
        save_work(tx, ground, mine)
    assert caught.value.mine == mine
    assert caught.value.theirs.planned == 500.0 and caught.value.theirs.updated_by == "甲"
    assert caught.value.differences["planned"] == (450.0, 500.0)
    assert set(caught.value.differences) == {"planned", "name", "location", "assets"}
    with store.write("乙") as tx:  # chooses: mine on top of theirs
        save_work(tx, ground, replace(mine, version=caught.value.theirs.version))
    assert work(store, ground, "roof").name == "屋面渗漏"


def test_saving_what_is_there_changes_nothing(store, ground):
    before = work(store, ground, "bench"), works_revision(store, ground)
    with store.write("乙") as tx:
        save_work(tx, ground, before[0])
    assert (work(store, ground, "bench"), works_revision(store, ground)) == before


def test_history_keeps_the_values_before_and_after(store, ground):
    with store.write("甲") as tx:
        save_work(tx, ground, replace(work(store, ground, "bench"), status="preparing", end=WorkDate(date(2025, 9, 1))))
    change = changes(store, ground, layer="work", row_id="bench")[0]
    assert (change.who, change.action, change.table, change.version) == ("甲", "change", "work", 2)
    assert change.before is not None and change.after is not None
    differing = {key for key in change.after if change.after[key] != change.before[key]}
    assert differing == {"status", "end_day", "version", "updated_by"}
    assert shapely.from_wkt(change.after["geometry"]).equals(BENCH.location.geometry)


def test_each_write_raises_the_revision_once(store, ground):
    before = works_revision(store, ground)
    with store.write("甲") as tx:
        save_project(tx, ground, replace(PROJECT, name="改名"))
        save_work(tx, ground, replace(BENCH, name="改名"))
    assert works_revision(store, ground) == before + 1


def test_the_same_key_writes_once_and_answers_the_same(store, ground):
    answers = []
    for _ in range(2):
        with store.write("甲", key="k") as tx:
            copy = copy_project(tx, ground, "p", name="副本")
            added = add_works(tx, ground, [replace(LATER, id="new", project=copy.id)])
        answers.append((copy, added))
    assert answers[0] == answers[1]
    assert len(projects(store, ground)) == 2


def test_faults_refuse_the_whole_write(store, ground):
    with pytest.raises(Refused) as caught, store.write("甲") as tx:
        save_project(tx, ground, replace(PROJECT, name="改名"))
        add_works(tx, ground, [replace(LATER, id="x"), replace(LATER, id="y", planned=-1.0, name="")])
    assert {problem.column for problem in caught.value.problems} == {"planned", "name"}
    assert project(store, ground, "p").name == PROJECT.name
    assert len(works(store, ground)) == 5


def test_unknown_projects_kinds_and_taken_ids_are_refused(store, ground):
    for wrong, error in (
        (replace(LATER, id="x", project="nowhere"), NoSuchRecord),
        (replace(LATER, id="x", kind="rocket"), Refused),
        (LATER, AlreadyExists),
        (replace(LATER, id="x y"), Exception),
    ):
        with pytest.raises(error), store.write("甲") as tx:
            add_works(tx, ground, [wrong])
    with pytest.raises(NoSuchRecord):
        work(store, ground, "x")


def test_an_asset_deleted_meanwhile_is_named_but_does_not_block_other_changes(store, ground):
    with store.write("甲") as tx:
        delete_feature(tx, ground, "building", "A02", version=1)
    kept = replace(work(store, ground, "roof"), status="under_construction")
    assert [(fault.column, fault.severity) for fault in problems_of(store, ground, kept)] == [("location", "warning")]
    with store.write("甲") as tx:
        save_work(tx, ground, kept)
    newly = replace(LATER, id="x", location=OnAssets(ROOFS))
    with pytest.raises(Refused, match="A02"), store.write("甲") as tx:
        add_works(tx, ground, [newly])


def test_a_copy_is_a_plan_without_progress(store, ground):
    with store.write("甲") as tx:
        copy = copy_project(tx, ground, "p", name="二期")
    copies = works(store, ground, project=copy.id)
    assert sorted(item.name for item in copies) == sorted(item.name for item in works(store, ground, project="p"))
    roof = next(item for item in copies if item.kind == "roof_leak")
    assert (roof.planned, roof.weight, roof.location) == (400.0, 2.0, OnAssets(ROOFS))
    assert roof.start is roof.end is roof.done is roof.cost_fen is roof.contracted is None
    assert {item.status for item in copies} == {"planned"} and all(item.accepted is None for item in copies)


def test_a_split_replaces_the_whole_by_its_parts(store, ground):
    with store.write("甲") as tx:
        parts = [SplitPart("1栋", 100, ROOFS[:1]), SplitPart("2栋", 300, ROOFS[1:])]
        pieces = split_work(tx, ground, "roof", 1, parts)
    assert [(item.planned, item.contracted, item.weight) for item in pieces] == [(100, 95, 0.5), (300, 285, 1.5)]
    assert sum(item.cost_fen for item in pieces) == ROOF.cost_fen
    assert "roof" not in {item.id for item in works(store, ground)}
    assert [item.id for item in works(store, ground, archived=True)] == ["roof"]
    with pytest.raises(StaleVersion), store.write("乙") as tx:
        split_work(tx, ground, "roof", 1, parts)


def test_kinds_start_with_the_defaults_and_can_be_edited(store, ground):
    assert [kind.id for kind in work_kinds(store, ground)] == [kind.id for kind in DEFAULT_KINDS]
    with store.write("甲") as tx:
        add_kind(
            tx, ground, WorkKind("lift", "加装电梯", "项", "improving", "#123456", "elevator", layers=("building",))
        )
        kind = next(kind for kind in work_kinds(store, ground) if kind.id == "garden")
        save_kind(tx, ground, replace(kind, title="口袋公园"))
    kinds = {kind.id: kind for kind in work_kinds(store, ground)}
    assert kinds["lift"].layers == ("building",) and kinds["garden"].title == "口袋公园"
    with store.write("甲") as tx:
        add_works(tx, ground, [Work("w", "p", "lift", "电梯", location=OnAssets((AssetRef("building", "A01"),)))])
    with pytest.raises(Refused, match="项"), store.write("甲") as tx:
        save_kind(tx, ground, replace(kinds["lift"], unit="m"))
