"""The frames of works after writes: what was kept and what was read anew are together what is stored."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal

from data import placed_works, work_frames, work_rows
from data.entries import Entry, add_entry
from data.features import delete_feature, layer_frame, upsert_frame
from data.projects import project, save_project
from data.work_frames import work_view
from data.work_kinds import save_kind, work_kinds
from data.works import add_works, save_work, work
from geo.works import AssetRef, Drawn, OnAssets, WholeCompound
from tests.store.projects_ground import BENCH, LAYERS, TODAY, box, make_ground


@pytest.fixture
def ground(store) -> str:
    return make_ground(store)


def changed(store, ground, id: str, **fields) -> None:
    with store.write("甲") as tx:
        save_work(tx, ground, replace(work(store, ground, id), **fields))


def reported(store, ground) -> None:
    with store.write("甲") as tx:
        add_entry(tx, ground, Entry("e1", "roof", date(2025, 5, 1), 250.0), status="completed")


def more_works(store, ground) -> None:
    with store.write("甲") as tx:
        add_works(tx, ground, [replace(BENCH, id=f"b{n}", location=Drawn(box(n, 7, n + 1, 8))) for n in range(3)])


def measured_otherwise(store, ground) -> None:
    kind = next(kind for kind in work_kinds(store, ground) if kind.id == "sewer_renewal")
    with store.write("甲") as tx:
        save_kind(tx, ground, replace(kind, measured_by="count"))


def pipe_lost(store, ground) -> None:
    with store.write("甲") as tx:
        version = int(layer_frame(store, ground, "pipe").at["s1", "version"])
        delete_feature(tx, ground, "pipe", "s1", version=version)


def building_moved(store, ground) -> None:
    moved = LAYERS["building"].copy()
    moved.loc["A02", "geometry"] = box(6, 6, 7, 7)
    with store.write("甲") as tx:
        upsert_frame(tx, ground, "building", moved)


def project_away(store, ground, archived: bool = True) -> None:
    with store.write("甲") as tx:
        save_project(tx, ground, replace(project(store, ground, "p"), archived=archived))


WRITES = (
    reported,
    more_works,
    lambda s, g: changed(s, g, "roof", name="改了名", planned=500.0),
    lambda s, g: changed(s, g, "roof", location=OnAssets((AssetRef("building", "A02"),))),
    lambda s, g: changed(s, g, "bench", location=Drawn(box(1, 1, 2, 2))),
    lambda s, g: changed(s, g, "later", location=WholeCompound("A")),
    lambda s, g: changed(s, g, "waste", archived=True),
    project_away,
    lambda s, g: changed(s, g, "waste", archived=False),
    lambda s, g: project_away(s, g, archived=False),
    measured_otherwise,
    building_moved,
    pipe_lost,
)


@pytest.mark.parametrize("role", ["staff", "visitor"])
def test_after_any_write_the_kept_frames_equal_those_read_from_nothing(store, ground, role, monkeypatch):
    monkeypatch.setattr(work_rows, "MOST_AGAIN", 0.7)  # of five works one is already a fifth
    work_view(store, ground, TODAY, role=role)
    for write in WRITES:
        write(store, ground)
        kept = work_view(store, ground, TODAY, role=role)
        with monkeypatch.context() as fresh:
            fresh.setattr(work_frames, "_KEPT", work_frames._Kept(2))
            fresh.setattr(work_frames, "_LAST", work_frames._Kept(2))
            anew = work_view(store, ground, TODAY, role=role)
        assert_geodataframe_equal(kept.works, anew.works)
        pd.testing.assert_frame_equal(kept.projects, anew.projects)
        for table in ("by_building", "by_compound", "assets"):
            assert _rows(getattr(kept, table)) == _rows(getattr(anew, table)), table
        assert kept.without_place == anew.without_place


def _rows(table: pd.DataFrame) -> list[tuple[str, ...]]:
    return sorted(tuple(map(str, row)) for row in table.itertuples(index=False))


def test_a_write_that_moves_nothing_places_nothing(store, ground, monkeypatch):
    work_view(store, ground, TODAY)
    asked = []
    monkeypatch.setattr(work_frames, "place_works", lambda *given: asked.append(given[-1]))
    reported(store, ground)
    assert work_view(store, ground, TODAY).works.at["roof", "done"] == 250.0 and asked == []


def test_a_work_that_moves_is_the_only_one_placed(store, ground, monkeypatch):
    monkeypatch.setattr(work_rows, "MOST_AGAIN", 0.7)
    work_view(store, ground, TODAY)
    asked = []

    def placed(*given):
        asked.append(given[-1])
        return placed_works.place_works(*given)

    monkeypatch.setattr(work_frames, "place_works", placed)
    changed(store, ground, "bench", location=Drawn(box(1, 1, 2, 2)))
    assert work_view(store, ground, TODAY).works.at["bench", "buildings"] == ("A01",) and asked == [{"bench"}]
