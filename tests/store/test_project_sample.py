"""The sample projects: they cover every case, their totals keep the published promises, and they come back."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from data.demo import build, load
from data.demo.projects import PICTURED, load_projects
from data.entries import Entry, add_entry, entries
from data.photos import photos
from data.pictures import picture_path
from data.projects import add_project, projects
from data.promise_ledger import ledger
from data.steps import reopen_step, steps
from data.store import Store
from data.work_frames import WorkView, project_frame, work_view, works_revision
from data.works import save_work, work, works
from geo.schedule import order_conflicts
from geo.steps import STEPS
from geo.work_places import sharing_ground
from geo.works import DEFAULT_KINDS, LINES_OF_WORK, LOCATIONS, STATUSES, Project

TODAY = date(2025, 3, 3)
ID = "longwanggang"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Path]:
    """A store with the sample and the folder of its pictures; tests here only read it."""
    folder = tmp_path_factory.mktemp("sample")
    store = Store(f"sqlite:///{folder / 'map.db'}")
    store.migrate()
    load_projects(store, load(store), TODAY, folder / "photos")
    return store, folder / "photos"


@pytest.fixture(scope="module")
def view(loaded) -> WorkView:
    return work_view(loaded[0], ID, TODAY)


def test_every_kind_status_location_and_line_of_work_occurs(loaded, view):
    assert set(view.works["kind"]) == {kind.id for kind in DEFAULT_KINDS}
    assert set(view.works["status"]) == {word for word, _ in STATUSES}
    assert set(view.works["location"]) == {word for word, _ in LOCATIONS}
    assert {item.line_of_work for item in projects(loaded[0], ID)} == {word for word, _ in LINES_OF_WORK}


def test_late_surplus_and_unplaced_works_occur(view):
    assert {"end_passed", "start_passed", "unconfirmed"} <= set(view.works["reason"])
    assert (view.works["surplus"] > 0).sum() >= 3
    assert view.without_place == 2


@pytest.mark.parametrize("today", [date(2024, 12, 31), date(2025, 8, 29)])
def test_the_sample_fits_whatever_day_it_is_made(sqlite_store, today):
    load_projects(sqlite_store, load(sqlite_store), today)
    late = work_view(sqlite_store, ID, today).works.query("late").index
    assert set(late) == {"leak-A03", "leak-A07", "lights-b-new"}


def test_the_published_promises_are_kept(loaded):
    rows = ledger(loaded[0], ID, TODAY)
    # (promised, bound, accepted): newspaper of 2024-12-03 beside the totals of the sample
    wanted = {
        "said-01-buildings": (13, "=", 13), "said-02-roofs": (2000, ">=", 2060),
        "said-03-paving": (32_000, "=", 32_000),
        "said-05-lights": (150, ">=", 156), "said-06-gardens": (3, "=", 3), "said-07-base": (1000, "=", 1000),
    }  # fmt: skip
    found = {row.promise.id: row for row in rows}
    for id, (quantity, bound, accepted) in wanted.items():
        row = found[id]
        assert (row.promise.quantity, row.promise.bound, row.accepted, row.verdict) == (
            quantity,
            bound,
            accepted,
            "met",
        )
    assert found["said-04-sewers"].verdict == "met" and found["said-04-sewers"].accepted >= 9600
    assert {id for id, row in found.items() if row.verdict == "incomparable"} == {"said-08-books", "said-09-teams"}
    assert all("2024-12-03" in row.promise.source and row.promise.source_date == date(2024, 12, 3) for row in rows)


def test_what_was_accepted_agrees_with_the_geometry(loaded):
    for row in ledger(loaded[0], ID, TODAY):
        if row.measured is not None and row.accepted is not None:
            assert row.measured == pytest.approx(row.accepted, rel=0.005)


def test_the_planted_order_conflict_is_found_and_nothing_else(loaded, view):
    own = view.works[view.works["shown"].isin(["assets", "drawn"])]
    found = order_conflicts(view.works.rename(columns={"end_day": "end"}), sharing_ground(own.geometry))
    assert [(item.first, item.second) for item in found] == [("loop-paving", "loop-pipes")]
    key = next(item["ids"] for item in build().answer_key if item["kind"] == "paved_before_pipes")
    assets = view.assets[view.assets["work"].isin(["loop-paving", "loop-pipes"])]
    assert assets.groupby("layer")["id"].agg(list).to_dict() == key


def test_everything_invented_says_so(loaded):
    store, _ = loaded
    for project in projects(store, ID):
        assert project.is_sample and "示例" in project.name and "示例" in project.internal_words
        for state in steps(store, ID, project.id):
            assert all(item.is_sample and "示例" in item.title for item in state.evidence)
    for item in works(store, ID):
        assert item.is_sample
        assert all("示例" in text for text in (item.contractor, item.supervisor, item.public_words) if text)
        assert all("示例" in line.source for line in item.funding)
    assert all(item.is_sample and "示例" in item.words for item in entries(store, ID))
    assert all(item.is_sample and "示例" in item.caption for item in photos(store, ID))


def test_pictures_are_drawn_for_before_and_after(loaded):
    store, folder = loaded
    shown = photos(store, ID)
    assert {item.work for item in shown} == set(PICTURED) and len(shown) == 2 * len(PICTURED)
    for item in shown:
        with Image.open(picture_path(folder, item.sha256)) as image:
            banner = image.convert("L").crop((0, 0, image.width, 150))
            assert len(banner.getcolors(256) or []) > 10  # the mark is written there, not only a bar drawn


def test_the_renovation_has_gone_through_all_seven_steps(loaded):
    frame = project_frame(loaded[0], ID, TODAY)
    assert (frame.loc["renovation", "steps_closed"], frame.loc["renovation", "step"]) == (len(STEPS), "")
    assert frame.loc["renovation", "share"] == 1.0 and frame.loc["renovation", "status"] == "accepted"


def test_made_again_it_changes_nothing_and_brings_back_what_was_changed(sqlite_store):
    sample = load(sqlite_store)
    load_projects(sqlite_store, sample, TODAY)
    before, revision = works(sqlite_store, ID), works_revision(sqlite_store, ID)
    load_projects(sqlite_store, sample, TODAY)
    assert works_revision(sqlite_store, ID) == revision
    with sqlite_store.write("访客") as tx:
        save_work(tx, ID, replace(work(sqlite_store, ID, "roof-A01"), name="改了", status="planned"))
        add_entry(tx, ID, Entry("mine", "roof-A02", date(2025, 1, 1), 1.0))
        add_project(tx, ID, Project("mine", "我的", "compound"))
        reopen_step(tx, ID, "renovation", "summary", 1, reason="试试")
    load_projects(sqlite_store, sample, TODAY)
    plain = [replace(item, version=1, updated_by="") for item in works(sqlite_store, ID)]
    assert plain == [replace(item, version=1, updated_by="") for item in before]
    assert "mine" not in {item.id for item in projects(sqlite_store, ID)}
    assert "mine" not in {item.id for item in entries(sqlite_store, ID)}
    assert steps(sqlite_store, ID, "renovation")[-1].state.closed
