"""The store itself: many writers, retries, backups."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from data import store as store_module
from data.communities import Community, add_community
from data.errors import NoSuchFeature, StaleVersion, StoreBusy, StoreUnavailable
from data.features import add_feature, feature, layer_frame, revisions, save_feature, upsert_frame
from data.history import changes
from data.store import Store, backup, open_store


def test_many_writers_at_once_lose_nothing(store, community):
    with store.write("甲") as tx:
        add_feature(tx, community, "building", "A01", values={"households": 0})

    def count_one(_):
        while True:
            present = feature(store, community, "building", "A01")
            more = {"households": present.values["households"] + 1}
            try:
                with store.write("某人") as tx:
                    return save_feature(tx, community, "building", "A01", version=present.version, values=more)
            except StaleVersion:
                continue

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count_one, range(60)))
    assert feature(store, community, "building", "A01").values["households"] == 60
    assert revisions(store, community)["building"] == 61
    assert [change.id for change in changes(store, community)] == list(range(62, 0, -1))


def test_the_same_click_from_two_threads_at_once_saves_once(store, community):
    gate = threading.Barrier(4)

    def click(_):
        gate.wait()
        with store.write("甲", key="same") as tx:
            return add_feature(tx, community, "building", "A01", name="一")

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(click, range(4)))
    assert results == [feature(store, community, "building", "A01")] * 4
    assert revisions(store, community)["building"] == 1


def test_a_reader_sees_one_moment_while_others_write(store, community, row_of_buildings):
    with store.read() as connection:
        before = connection.execute(text("SELECT count(*) FROM feature")).scalar_one()
        with store.write("甲") as tx:
            upsert_frame(tx, community, "building", row_of_buildings(3))
        assert connection.execute(text("SELECT count(*) FROM feature")).scalar_one() == before
    assert len(layer_frame(store, community, "building")) == 3


def test_an_error_undoes_the_whole_write(store, community, row_of_buildings):
    with pytest.raises(NoSuchFeature), store.write("甲") as tx:
        upsert_frame(tx, community, "building", row_of_buildings(3))
        save_feature(tx, community, "building", "nobody", version=1)
    assert layer_frame(store, community, "building").empty
    assert [change.table for change in changes(store, community)] == ["community"]


def test_a_write_needs_a_name(store):
    with pytest.raises(ValueError, match="who"), store.write(""):
        pass


def test_perform_gives_the_result_and_repeats_it_under_the_same_key(store, community):
    def work(tx):
        return add_feature(tx, community, "building", "A01")

    assert store.perform("甲", work, key="k") == store.perform("甲", work, key="k")
    assert revisions(store, community)["building"] == 1


@pytest.mark.postgres
def test_perform_tries_again_after_a_deadlock(postgres_store):
    """Two writes take two communities in opposite order: PostgreSQL ends one of them, both get through."""
    with postgres_store.write("甲") as tx:
        for id in ("x", "y"):
            add_community(tx, Community(id, id))
    gate, tries = threading.Barrier(2), []

    def work(order):
        def steps(tx):
            tries.append(order)
            add_feature(tx, order[0], "building", f"from-{order}")
            if len(tries) <= 2:
                gate.wait(timeout=20)
            return add_feature(tx, order[1], "building", f"from-{order}").id

        return postgres_store.perform("甲", steps)

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(work, ("xy", "yx"))) == ["from-xy", "from-yx"]
    assert len(tries) == 3
    for id in ("x", "y"):
        assert list(layer_frame(postgres_store, id, "building").index) == ["from-xy", "from-yx"]


@pytest.mark.postgres
def test_a_connection_that_was_cut_between_two_uses_is_replaced(postgres_store, cluster):
    name = postgres_store.url.database
    with postgres_store.read() as connection:
        connection.execute(text("SELECT 1"))
    cluster.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    with postgres_store.read() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1


@pytest.mark.postgres
def test_perform_survives_a_connection_that_is_cut_in_the_middle(postgres_store, cluster):
    with postgres_store.write("甲") as tx:
        add_community(tx, Community("c", "社区"))
    tries = []

    def work(tx):
        tries.append(1)
        if len(tries) == 1:
            name = postgres_store.url.database
            cluster.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        return add_feature(tx, "c", "building", "A01").version

    assert postgres_store.perform("甲", work) == 1 and len(tries) == 2


def test_old_idempotency_keys_are_forgotten_at_the_next_start(store, community, monkeypatch):
    with store.write("甲", key="k") as tx:
        add_feature(tx, community, "building", "A01")
    count = text("SELECT count(*) FROM idempotency")
    store.migrate()
    with store.read() as connection:
        assert connection.execute(count).scalar_one() == 1
    monkeypatch.setattr(store_module, "KEYS_ARE_KEPT", -store_module.KEYS_ARE_KEPT)
    store.migrate()
    with store.read() as connection:
        assert connection.execute(count).scalar_one() == 0


def test_sqlite_is_durable_and_keeps_foreign_keys(sqlite_store):
    asked = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
    with sqlite_store.read() as connection:
        assert {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in asked} == asked


def test_a_second_writer_waits_and_then_says_that_the_store_is_busy(sqlite_store):
    hasty = Store(str(sqlite_store.url), wait_seconds=0.05)
    with sqlite_store.write("甲"), pytest.raises(StoreBusy, match=r"map\.db"), hasty.write("乙"):
        pass


def test_a_backup_is_whole_and_opens_while_the_store_goes_on(sqlite_store, tmp_path, row_of_buildings):
    with sqlite_store.write("甲") as tx:
        add_community(tx, Community("c", "社区"))
        upsert_frame(tx, "c", "building", row_of_buildings(50))
    path = backup(sqlite_store, tmp_path / "copies" / "one.db")
    with sqlite_store.write("甲") as tx:
        upsert_frame(tx, "c", "building", row_of_buildings(60))
    copy = open_store(f"sqlite:///{path}")
    assert len(layer_frame(copy, "c", "building")) == 50 and len(changes(copy, "c")) == 51
    copy.engine.dispose()
    assert [item.name for item in path.parent.iterdir()] == ["one.db"]


def test_a_backup_that_fails_leaves_the_old_one(sqlite_store, tmp_path, monkeypatch):
    path = tmp_path / "one.db"
    path.write_bytes(b"the old backup")

    def refuse(*_):
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(store_module.sqlite3, "connect", refuse)
    with pytest.raises(StoreUnavailable, match=r"one\.db"):
        backup(sqlite_store, path)
    assert path.read_bytes() == b"the old backup"
    assert [item.name for item in tmp_path.iterdir() if "part" in item.name] == []


@pytest.mark.postgres
def test_postgresql_is_backed_up_with_pg_dump(postgres_store, tmp_path):
    with pytest.raises(StoreUnavailable, match="pg_dump"):
        backup(postgres_store, tmp_path / "one.dump")
