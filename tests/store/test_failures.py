"""What goes wrong outside: each failure is one sentence that says what to do."""

import os
import sqlite3
import subprocess
import sys

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data.errors import SettingsError, StoreBusy, StoreUnavailable, explain
from data.store import Store, open_store


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://host/db", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_is_no_database_is_explained(url):
    with pytest.raises(StoreUnavailable, match="MAP_DATABASE"):
        Store(url)


def test_a_file_that_is_no_database_is_explained_and_left_alone(tmp_path):
    path = tmp_path / "letter.db"
    path.write_text("Dear all, " * 500)
    with pytest.raises(StoreUnavailable, match=r"letter\.db 不是本系统的数据库"):
        open_store(f"sqlite:///{path}")
    assert path.read_text() == "Dear all, " * 500


def test_a_folder_in_the_way_is_explained(tmp_path):
    (tmp_path / "map.db").mkdir()
    with pytest.raises(StoreUnavailable, match=r"无法打开数据库.*map\.db"):
        open_store(f"sqlite:///{tmp_path / 'map.db'}")


def test_a_file_in_place_of_the_folder_is_explained(tmp_path):
    (tmp_path / "var").write_text("")
    with pytest.raises(SettingsError, match="MAP_FOLDER"):
        open_store(f"sqlite:///{tmp_path / 'var' / 'map.db'}")


def test_a_full_disk_is_explained_and_nothing_is_half_written(sqlite_store):
    with sqlite_store.write("甲") as tx:
        pages = tx.connection.execute(text("PRAGMA page_count")).scalar_one()
    with pytest.raises(StoreUnavailable, match="磁盘已满"), sqlite_store.write("甲") as tx:
        tx.connection.execute(text(f"PRAGMA max_page_count = {pages}"))
        tx.connection.execute(text("CREATE TABLE big (x)"))
        tx.connection.execute(text("INSERT INTO big VALUES (zeroblob(9999999))"))
    with sqlite_store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM sqlite_master WHERE name = 'big'")).scalar_one() == 0


def test_a_database_that_may_not_be_written_is_explained(sqlite_store):
    with pytest.raises(StoreUnavailable, match="不可写"), sqlite_store.write("甲") as tx:
        tx.connection.execute(text("PRAGMA query_only = ON"))
        tx.connection.execute(text("CREATE TABLE big (x)"))


def test_a_server_that_is_not_there_is_explained_without_the_password():
    with pytest.raises(StoreUnavailable, match="连不上数据库") as said:
        open_store("postgresql://map:secret@127.0.0.1:1/map")
    assert "secret" not in str(said.value) and "127.0.0.1:1" in str(said.value)


@pytest.mark.postgres
def test_a_database_or_user_that_is_not_there_is_explained(cluster):
    with pytest.raises(StoreUnavailable, match="createdb"):
        open_store(cluster.url("nowhere"))
    with pytest.raises(StoreUnavailable, match="用户名和密码"):
        open_store(cluster.url("postgres").replace("map@", "nobody@"))


@pytest.mark.postgres
def test_missing_rights_are_explained(cluster):
    url = cluster.database()
    cluster.sql("DROP ROLE IF EXISTS guest")
    cluster.sql("CREATE ROLE guest LOGIN")
    with pytest.raises(StoreUnavailable, match="CREATE EXTENSION postgis"):
        open_store(url.replace("map@", "guest@"))


@pytest.mark.postgres
def test_a_lock_that_is_held_too_long_is_explained(postgres_store):
    from data.communities import Community, add_community
    from data.features import add_feature

    with postgres_store.write("甲") as tx:
        add_community(tx, Community("c", "社区"))
    hasty = Store(postgres_store.url.render_as_string(), wait_seconds=0.1)
    with postgres_store.write("甲") as first:
        add_feature(first, "c", "building", "A01")
        with pytest.raises(StoreBusy) as busy, hasty.write("乙") as second:
            add_feature(second, "c", "building", "A02")
    assert busy.value.retry
    hasty.engine.dispose()


def test_a_fault_of_the_program_stays_a_fault_of_the_program(store):
    with pytest.raises(DBAPIError), store.read() as connection:
        connection.execute(text("SELECT nonsense"))
    error = DBAPIError("SELECT", None, sqlite3.OperationalError("near SELECT: syntax error"))
    assert explain(error, "x") is None


def test_statements_that_fail_do_not_print_what_people_wrote(store):
    with pytest.raises(DBAPIError) as failed, store.read() as connection:
        connection.execute(text("SELECT * FROM nothing WHERE phone = :phone"), {"phone": "13800001234"})
    assert "13800001234" not in str(failed.value)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to become another user, to whom the folder is closed")
def test_a_folder_that_is_closed_to_us_is_explained(tmp_path):
    """As an ordinary user, because root may write everywhere."""
    tmp_path.chmod(0o755)
    for parent in list(tmp_path.parents)[:3]:
        parent.chmod(0o755)
    program = (
        "import os; os.setuid(65534)\n"
        "from data.store import open_store\n"
        "from geo.errors import MapError\n"
        f"try: open_store('sqlite:///{tmp_path}/map.db')\n"
        "except MapError as error: print(type(error).__name__, error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", "import data.store\n" + program], capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("SettingsError") and "MAP_FOLDER" in done.stdout, done.stderr
