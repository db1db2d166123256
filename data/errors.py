# ruff: noqa: N818 - named as the field says them
"""What can go wrong when the store is asked: leaves of `MapError`, and one table from database errors to them.

People never see a database's own message: `explain` turns each known failure into one sentence that says
what to do. A failure that is not in the table stays what it is, because it is a fault of the program.
"""

import sqlite3
from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import DBAPIError

from geo.errors import MapError
from geo.words import N_


class SettingsError(MapError):
    """A setting cannot be used, or a folder named by one."""


class StoreUnavailable(MapError):
    """The database cannot be opened, reached or written. `retry`: the connection broke, a new one may do."""

    retry = False


class StoreBusy(MapError):
    """Somebody else holds what this write needs. `retry`: trying the same write again is worth it."""

    retry = False


class SchemaMismatch(MapError):
    """The database was made by another version of the program."""


class NoSuchCommunity(MapError):
    """No community of that id is kept here."""


class NoSuchFeature(MapError):
    """No feature of that id is kept in that layer (perhaps it has just been deleted)."""


class AlreadyExists(MapError):
    """Something of that id is kept already."""


class BadValue(MapError):
    """A value that the store does not take: wrong type, unusable id, geometry of the wrong kind."""


class KeyReused(MapError):
    """An idempotency key came back with different work."""


class StaleVersion(MapError):
    """A save that was based on an old version; nothing was changed.

    `mine` is what was to be saved, `theirs` what is stored now. `differences` maps each attribute or field
    that the two disagree on to `(mine, theirs)`.
    """

    def __init__(self, *, mine: Any, theirs: Any, differences: Mapping[str, tuple[object, object]]) -> None:
        super().__init__(
            N_(
                "“{id}”在您打开之后已被 {who} 改过(您看到第 {mine} 版,现在是第 {theirs} 版),没有保存。"
                "请对照两份内容后再保存。"
            ),
            id=theirs.id,
            who=theirs.updated_by,
            mine=mine.version,
            theirs=theirs.version,
        )
        self.mine = mine
        self.theirs = theirs
        self.differences = dict(differences)


SQLITE_SENTENCES: tuple[tuple[str, type[StoreBusy | StoreUnavailable], str], ...] = (
    ("SQLITE_BUSY", StoreBusy, N_("数据库 {database} 正被另一个程序写入。请稍候再试;若一直如此,请关闭占用它的程序。")),
    (
        "SQLITE_LOCKED",
        StoreBusy,
        N_("数据库 {database} 正被另一个程序写入。请稍候再试;若一直如此,请关闭占用它的程序。"),
    ),
    ("SQLITE_FULL", StoreUnavailable, N_("磁盘已满,没有保存。请在 {database} 所在的磁盘上腾出空间后再试。")),
    (
        "SQLITE_NOTADB",
        StoreUnavailable,
        N_("文件 {database} 不是本系统的数据库。请在设置 MAP_DATABASE 中改用别的路径。"),
    ),
    ("SQLITE_CORRUPT", StoreUnavailable, N_("数据库文件 {database} 已损坏。请停止程序,用最近的备份替换它。")),
    (
        "SQLITE_READONLY",
        StoreUnavailable,
        N_("数据库 {database} 不可写。请检查该文件及其文件夹的权限,或用 MAP_FOLDER 换一个文件夹。"),
    ),
    (
        "SQLITE_CANTOPEN",
        StoreUnavailable,
        N_("无法打开数据库 {database}。请检查文件夹是否存在且可写,或用 MAP_FOLDER 换一个文件夹。"),
    ),
    (
        "SQLITE_PERM",
        StoreUnavailable,
        N_("无法打开数据库 {database}。请检查文件夹是否存在且可写,或用 MAP_FOLDER 换一个文件夹。"),
    ),
    ("SQLITE_IOERR", StoreUnavailable, N_("读写数据库 {database} 时磁盘出错。请检查磁盘是否已满或损坏。")),
)
"""Start of SQLite's error name → error and sentence."""

POSTGRES_SENTENCES: tuple[tuple[str, type[StoreBusy | StoreUnavailable], str], ...] = (
    ("40", StoreBusy, N_("别人正在修改同一处,没有保存。请再试一次。")),
    ("55P03", StoreBusy, N_("别人正在修改同一处,没有保存。请再试一次。")),
    ("53300", StoreBusy, N_("数据库 {database} 的连接已用完。请稍候再试,或由管理员调大 max_connections。")),
    ("53", StoreUnavailable, N_("数据库服务器的磁盘或内存已满,没有保存。请联系服务器管理员腾出空间。")),
    ("28", StoreUnavailable, N_("数据库 {database} 拒绝登录。请检查 MAP_DATABASE 中的用户名和密码。")),
    ("3D000", StoreUnavailable, N_("数据库 {database} 不存在。请先用 createdb 建立,或改正 MAP_DATABASE。")),
    (
        "42501",
        StoreUnavailable,
        N_("数据库用户的权限不足。请由管理员授予建表和写入权限,并执行一次 CREATE EXTENSION postgis。"),
    ),
    ("25006", StoreUnavailable, N_("数据库 {database} 处于只读状态。请把 MAP_DATABASE 指向主服务器。")),
    ("0A000", StoreUnavailable, N_("数据库服务器没有安装 PostGIS。请安装 PostGIS 扩展后再启动。")),
    ("58P01", StoreUnavailable, N_("数据库服务器没有安装 PostGIS。请安装 PostGIS 扩展后再启动。")),
    ("57P", StoreUnavailable, N_("连不上数据库 {database}。请确认数据库服务已启动、地址和端口正确。")),
)
"""Start of PostgreSQL's SQLSTATE → error and sentence."""

CONNECT_STATES = (("password", "28"), ("role", "28"), ("pg_hba", "28"), ("does not exist", "3D000"))
"""A refused connection comes without SQLSTATE; words of its message stand for one."""


def explain(error: DBAPIError, database: str) -> StoreBusy | StoreUnavailable | None:
    """The sentence for a database error, or None when it is not a failure that a user can mend.

    `database` names the store without its password.
    """
    sqlite = isinstance(error.orig, sqlite3.Error)
    table = SQLITE_SENTENCES if sqlite else POSTGRES_SENTENCES
    code = getattr(error.orig, "sqlite_errorname", "") if sqlite else _sqlstate(error)
    for start, kind, sentence in table:
        if code.startswith(start):
            found = kind(sentence, database=database)
            # SQLite has waited for the other writer already; a deadlock is over as soon as it is reported.
            found.retry = error.connection_invalidated or (kind is StoreBusy and not sqlite)
            return found
    return None


def _sqlstate(error: DBAPIError) -> str:
    """SQLSTATE of a PostgreSQL error; a lost or refused connection counts as the state it amounts to."""
    state = getattr(error.orig, "sqlstate", None)
    if state:
        return str(state)
    if type(error.orig).__name__ not in ("OperationalError", "ConnectionTimeout", "InterfaceError"):
        return ""
    text = str(error.orig)
    return next((state for word, state in CONNECT_STATES if word in text), "57P")
