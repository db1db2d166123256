"""The store: where everything is kept, and the only way to read from it and write to it."""

import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from sqlalchemy import Connection, delete
from sqlalchemy.exc import DBAPIError

from data import schema
from data.engine import WAIT_SECONDS, database_url, make_engine, sqlite_path
from data.errors import StoreBusy, StoreUnavailable, explain
from data.migrations import upgrade
from data.rights import Actor
from data.settings import load_settings, prepare_folder
from data.write import Write
from geo.words import N_

T = TypeVar("T")
ATTEMPTS = 4
MIGRATION_TRIES = 3
KEYS_ARE_KEPT = timedelta(days=30)


class Store:
    """One database. Making one opens nothing; every failure to open comes out as one clear `MapError`."""

    def __init__(self, url: str, *, wait_seconds: float = WAIT_SECONDS) -> None:
        self.url = database_url(url)
        self.engine = make_engine(self.url, wait_seconds)

    def __repr__(self) -> str:
        return f"Store({self.name!r})"

    @property
    def name(self) -> str:
        """The file, or the URL without its password."""
        path = sqlite_path(self.url)
        return str(path) if path else self.url.render_as_string(hide_password=True)

    def migrate(self) -> None:
        """Create or update the schema, all of it or nothing; forget idempotency keys older than 30 days."""
        path = sqlite_path(self.url)
        if path:
            prepare_folder(path.parent)
        for tries_left in reversed(range(MIGRATION_TRIES)):
            try:
                return self._migrate()
            except StoreBusy:  # several programs that start at once wait for the schema of the first, one after another
                if not tries_left:
                    raise

    def _migrate(self) -> None:
        with self._transaction(writing=True) as connection:
            upgrade(connection)
            old = schema.idempotency.c.at < datetime.now(UTC) - KEYS_ARE_KEPT
            connection.execute(delete(schema.idempotency).where(old))

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection whose statements all see the same moment. It does not wait for writers."""
        with self._transaction(writing=False) as connection:
            yield connection

    @contextmanager
    def write(self, who: str | Actor, key: str | None = None) -> Iterator[Write]:
        """One transaction in the name of `who`: committed at the end of the block, undone if it raises.

        An `Actor` may do what `data.rights` says; a plain name is that of a program, which may do everything.
        With a `key`, the write happens once however often it is asked for: the second time, each function
        called in the block returns what it returned the first time and changes nothing.
        """
        if not str(who):
            raise ValueError("a write needs a name: who is it?")
        with self._transaction(writing=True) as connection:
            actor = who if isinstance(who, Actor) else None
            tx = Write(connection, str(who), datetime.now(UTC), key, actor)
            yield tx
            tx.finish()

    def perform(self, who: str | Actor, work: Callable[[Write], T], key: str | None = None) -> T:
        """`work(tx)` in a write, tried again after a deadlock, a serialization failure or a lost connection.

        Always under a key: when the answer to a commit was lost, trying again must not write twice.
        """
        key = key or uuid4().hex
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self.write(who, key) as tx:
                    return work(tx)
            except (StoreBusy, StoreUnavailable) as error:
                if attempt == ATTEMPTS or not error.retry:
                    raise
                time.sleep(random.uniform(0.5, 1.0) * 0.05 * 2**attempt)  # noqa: S311 - jitter, no secret
        raise AssertionError("unreachable")

    @contextmanager
    def _transaction(self, *, writing: bool) -> Iterator[Connection]:
        options: dict[str, object] = {"writing": writing}
        if not writing and self.engine.dialect.name == "postgresql":
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        try:
            with self.engine.connect() as connection, connection.execution_options(**options).begin():
                yield connection
        except DBAPIError as error:
            sentence = explain(error, self.name)
            if sentence is None:
                raise
            raise sentence from error


def open_store(url: str | None = None) -> Store:
    """The store at `url` (by default the one in the settings), created or brought up to date."""
    store = Store(url or load_settings().url)
    store.migrate()
    return store


def backup(store: Store, path: Path) -> Path:
    """A whole copy of a SQLite store at `path`, taken while others go on writing; returns `path`.

    The copy appears under its name only when it is complete and on the disk. `StoreUnavailable` for
    PostgreSQL, which has `pg_dump` for this.
    """
    source = sqlite_path(store.url)
    if source is None:
        raise StoreUnavailable(
            N_("PostgreSQL 数据库请用 pg_dump 备份,例如:pg_dump --format=custom --file={path} 库名。"), path=path
        )
    prepare_folder(path.parent)
    temporary = path.with_name(f".{path.name}.{uuid4().hex}.part")
    try:
        with store.read() as connection, closing(sqlite3.connect(temporary)) as target:
            connection.connection.driver_connection.backup(target)  # type: ignore[union-attr]
            target.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
    except sqlite3.OperationalError as error:
        raise StoreUnavailable(N_("备份没有写成:{path}。请检查磁盘空间和文件夹权限。"), path=path) from error
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)
    return path


def _sync_folder(folder: Path) -> None:
    """Make a rename durable, where the system lets a folder be opened (Windows does not)."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
