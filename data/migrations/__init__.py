"""Schema changes, one file each under `versions/`, never edited once published."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from data.errors import SchemaMismatch
from geo.words import N_

FOLDER = Path(__file__).parent


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring the database to the program's schema inside the caller's transaction: all of it or nothing.

    `to`: an earlier state, for tests of what a later step does to it.
    Raises `SchemaMismatch` when a newer program made the database.
    """
    if connection.dialect.name == "postgresql":
        # Two programs starting at once: the second waits here and then finds nothing to do.
        connection.execute(text("SELECT pg_advisory_xact_lock(4490430104)"))
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    script = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_revision()
    if current == script.get_current_head():
        return
    if current and current not in {item.revision for item in script.walk_revisions()}:
        raise SchemaMismatch(
            N_("数据库由更新版本的程序建立(结构版本 {found})。请升级本程序,或改用另一个数据库。"), found=current
        )
    command.upgrade(config, to)
