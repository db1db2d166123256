"""Photos and their rows: never a row without its file, also when the writer is killed."""

import multiprocessing
import os
import random
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.services.map.card_photos import photos_here
from data.entries import Entry, add_entry, entries
from data.errors import StaleVersion
from data.photos import add_photos, photo, photo_of, photos, save_photo, sweep
from data.pictures import Picture, keep_picture, picture_path
from data.records import Refused
from data.work_frames import work_view
from data.works import work
from tests.store.projects_ground import make_ground, picture
from tests.store.reporter import PHOTOS_EACH, report_for_ever

ROUNDS = 10

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.store.reporter", "psycopg", "sqlalchemy.dialects.postgresql.psycopg"])


@pytest.fixture
def ground(store) -> str:
    return make_ground(store)


def test_an_entry_comes_with_its_photos(store, ground, tmp_path):
    shown = photo_of(keep_picture(tmp_path, picture()), "roof", "before", caption="改造前")
    with store.write("邻长") as tx:
        add_entry(tx, ground, Entry("e1", "roof", date(2025, 5, 1), 100.0), photos=[shown], folder=tmp_path)
    [found] = photos(store, ground, work="roof")
    assert (found.entry, found.role, found.caption, found.public) == ("e1", "before", "改造前", False)
    assert picture_path(tmp_path, found.sha256).is_file()


def test_a_photo_is_public_only_when_somebody_says_so(store, ground, tmp_path):
    shown = photo_of(keep_picture(tmp_path, picture()), "roof", "after")
    with store.write("甲") as tx:
        [added] = add_photos(tx, ground, tmp_path, [shown])
    assert photos(store, ground, public_only=True) == []
    with store.write("甲") as tx:
        save_photo(tx, ground, tmp_path, replace(added, public=True))
    assert [item.id for item in photos(store, ground, public_only=True)] == [added.id]
    with pytest.raises(StaleVersion), store.write("乙") as tx:
        save_photo(tx, ground, tmp_path, replace(added, caption="旧页面"))
    assert photo(store, ground, added.id).public


def test_the_card_of_a_place_shows_the_photos_of_its_works_and_to_everybody_the_public_ones(store, ground, tmp_path):
    inside, outside = (photo_of(keep_picture(tmp_path, picture()), "roof", role) for role in ("before", "after"))
    loose = photo_of(keep_picture(tmp_path, picture()), "later", "during")
    with store.write("甲") as tx:
        add_photos(tx, ground, tmp_path, [inside, replace(outside, public=True), loose])
    view = work_view(store, ground, date(2025, 5, 1))

    def shown(layer: str, id: str, *, public_only: bool = False) -> set[str]:
        return {id for id, _words in photos_here(store, ground, view, layer, id, public_only=public_only)}

    assert shown("building", "A01") == shown("work", "roof") == {inside.id, outside.id}
    assert shown("building", "A01", public_only=True) == {outside.id}
    assert shown("pipe", "s1") == set() and shown("work", "later") == {loose.id}


@pytest.mark.parametrize("sha256", ["0" * 64, "../../../etc/passwd", ""])
def test_a_row_never_points_to_a_file_that_is_not_there(store, ground, tmp_path, sha256):
    missing = photo_of(Picture(sha256, 1, 1, 1), "roof", "before")
    with pytest.raises(Refused), store.write("甲") as tx:
        add_entry(tx, ground, Entry("e1", "roof", date(2025, 5, 1), 9.0), photos=[missing], folder=tmp_path)
    assert photos(store, ground) == [] and entries(store, ground) == [] and work(store, ground, "roof").done is None


def test_files_without_a_row_are_swept_once_they_are_old(store, ground, tmp_path):
    kept, orphan = (keep_picture(tmp_path, picture(colour)) for colour in ("red", "blue"))
    with store.write("甲") as tx:
        add_photos(tx, ground, tmp_path, [photo_of(kept, "roof", "before")])
    half = picture_path(tmp_path, orphan.sha256).with_name(".x.part")
    half.write_bytes(b"cut off")
    assert sweep(store, tmp_path) == []  # all are young: a write may still be under way
    for path in tmp_path.rglob("*.*"):
        os.utime(path, (time.time() - 90_000,) * 2)
    assert len(sweep(store, tmp_path)) == 4  # the orphan in three sizes, and the half-written file
    assert len(list(tmp_path.rglob("*.jpg"))) == 3 and picture_path(tmp_path, kept.sha256, "small").is_file()


def test_a_picture_that_is_uploaded_again_is_young_again(store, ground, tmp_path):
    first = keep_picture(tmp_path, picture())
    os.utime(picture_path(tmp_path, first.sha256), (0, 0))
    assert keep_picture(tmp_path, picture()) == first
    assert picture_path(tmp_path, first.sha256) not in sweep(store, tmp_path)


def kill_a_reporter(url: str, folder: Path, start: int, after_seconds: float) -> list[int]:
    """Start a reporter, kill it that long after its first acknowledgement; what it acknowledged."""
    reader, writer = processes.Pipe(duplex=False)
    child = processes.Process(target=report_for_ever, args=(url, str(folder), start, writer))
    child.start()
    writer.close()
    assert reader.poll(60), "the reporter never started"
    time.sleep(after_seconds)
    child.kill()
    child.join()
    acknowledged = []
    try:
        while True:
            acknowledged.append(reader.recv())
    except (EOFError, OSError):
        return acknowledged


def test_every_acknowledged_entry_survives_kill_9_with_its_photos(store, ground, tmp_path):
    url, chance, acknowledged = store.url.render_as_string(hide_password=False), random.Random(3), list[int]()
    for _ in range(ROUNDS):
        start = len(entries(store, ground)) + 1
        heard = kill_a_reporter(url, tmp_path, start, chance.uniform(0, 0.1))
        assert heard == list(range(start, start + len(heard)))
        acknowledged += heard
        check_whole(store, ground, tmp_path)
    assert len(acknowledged) >= ROUNDS
    assert {f"e{number}" for number in acknowledged} <= {item.id for item in entries(store, ground)}


def check_whole(store, ground, folder: Path) -> None:
    """No write is there in part: as many photos as entries want, each with its file, and the work follows the last."""
    reported, shown = entries(store, ground), photos(store, ground)
    assert len(shown) == PHOTOS_EACH * len(reported)
    for item in shown:
        for size in ("full", "large", "small"):
            assert picture_path(folder, item.sha256, size).stat().st_size > 0
        assert item.entry in {entry.id for entry in reported}
    assert work(store, ground, "roof").done == max(item.quantity for item in reported)
