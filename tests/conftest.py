"""Stores for tests: `sqlite_store`, and `store`, which runs a test once on each engine."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from hypothesis import settings

from dashboard.text import SOURCE_LANGUAGE, speak
from data.migrations import FOLDER as MIGRATIONS
from data.store import Store, open_store
from tests.postgres import Cluster, Missing, end_cluster, start_cluster

# Machines are shared and slow at times: a law is about what comes out, never about how long it took.
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")

HEAD = ScriptDirectory(str(MIGRATIONS)).get_current_head()
ENGINES = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


@pytest.fixture(autouse=True)
def _chinese_again() -> Iterator[None]:
    """A test that speaks another language leaves none of it to the next."""
    yield
    speak(SOURCE_LANGUAGE)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The throwaway cluster; skipped where PostgreSQL is missing, which CI does not let pass."""
    try:
        running = start_cluster()
    except Missing as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(str(reason))
        pytest.skip(str(reason))
    yield running
    end_cluster(running)


@pytest.fixture(scope="session")
def migrated_databases(cluster: Cluster) -> list[str]:
    """URLs of migrated databases that are free: one test after another takes one and gives it back renewed."""
    url = cluster.database()
    open_store(url).engine.dispose()
    return [url]


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that others are copied from."""
    path = tmp_path_factory.mktemp("migrated") / "map.db"
    open_store(f"sqlite:///{path}").engine.dispose()
    return path


@pytest.fixture
def sqlite_store(migrated_file: Path, tmp_path: Path) -> Iterator[Store]:
    """An empty store in a file of its own."""
    path = tmp_path / "map.db"
    shutil.copy(migrated_file, path)
    store = Store(f"sqlite:///{path}")
    yield store
    store.engine.dispose()


@pytest.fixture
def postgres_store(cluster: Cluster, migrated_databases: list[str]) -> Iterator[Store]:
    """An empty store in a database of its own."""
    url = migrated_databases.pop()
    store = Store(url)
    yield store
    store.engine.dispose()
    migrated_databases.append(cluster.renewed(url, HEAD))


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest) -> Store:
    """An empty store, once on SQLite and once on PostgreSQL/PostGIS."""
    found: Store = request.getfixturevalue(f"{request.param}_store")
    return found


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Share a parallel run (`make test`) out as `tests.parallel` says."""
    from tests.parallel import ByFileAndOneBrowser

    return ByFileAndOneBrowser(config, log)
