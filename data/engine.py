"""The engine behind a store: SQLite in one file, or PostgreSQL with PostGIS by URL."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from data.errors import StoreUnavailable
from geo.words import N_

WAIT_SECONDS = 15.0
"""How long a write waits for another to finish before it is refused as busy."""

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode = WAL",  # readers never wait for the writer
    "PRAGMA synchronous = FULL",  # an acknowledged write survives a power cut, not only a killed process
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",  # else INSERT OR REPLACE would slip past the guard on history
)


def database_url(text: str) -> URL:
    """The parsed URL, with the one driver that each engine has here; `StoreUnavailable` for anything else."""
    try:
        url = make_url(text)
    except ArgumentError:
        url = None
    engine = url.get_backend_name() if url else ""
    if url and engine == "sqlite" and url.database and url.database != ":memory:":
        return url.set(drivername="sqlite")
    if url and engine in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    raise StoreUnavailable(
        N_("数据库地址看不懂。请把 MAP_DATABASE 写成 sqlite:///文件路径 或 postgresql+psycopg://用户:密码@主机/库名。")
    )


def make_engine(url: URL, wait_seconds: float) -> Engine:
    """An engine with a checked pool. Nothing is opened yet."""
    sqlite = url.get_backend_name() == "sqlite"
    options: dict[str, Any] = {"timeout": wait_seconds} if sqlite else {"connect_timeout": 5}
    engine = create_engine(
        url, connect_args=options, pool_pre_ping=not sqlite, json_serializer=dump_json, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare_sqlite if sqlite else _postgres_preparation(wait_seconds))
    if sqlite:
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def dump_json(value: object) -> str:
    """Compact JSON; Chinese stays readable, NaN and infinity are refused with `ValueError`."""
    return _ENCODER.encode(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def sqlite_path(url: URL) -> Path | None:
    """The database file, None for PostgreSQL."""
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself, see _begin_sqlite
    for pragma in SQLITE_PRAGMAS:
        connection.execute(pragma).close()


def _begin_sqlite(connection: Connection) -> None:
    """A write takes the lock at once: two that first read and then write would refuse each other."""
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _postgres_preparation(wait_seconds: float) -> Any:
    def prepare(connection: Any, _: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {int(wait_seconds * 1000)}")
            cursor.execute("SET timezone = 'UTC'")
            cursor.execute("SET synchronous_commit = on")
        connection.commit()

    return prepare
