"""A throwaway PostgreSQL cluster with PostGIS: its own folder, port and socket, gone after the tests."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

CONFIGURATION = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{folder}'
fsync = off
full_page_writes = off
autovacuum = off
shared_buffers = 64MB
max_connections = 60
"""

CUT_OFF = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""
TABLES = """SELECT tablename FROM pg_tables
WHERE schemaname = 'public' AND tablename NOT IN ('alembic_version', 'spatial_ref_sys')"""
BEGIN_AGAIN = "SELECT setval(seqrelid, seqstart, false) FROM pg_sequence"


class Missing(Exception):
    """A part of PostgreSQL that these tests need is not on this machine."""


class Cluster:
    """A running cluster. Each `database()` is a fresh copy of one that has been migrated once."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder, self.binaries = folder, binaries
        self.port = _free_port()
        self._count = 0

    def start(self) -> None:
        data = self.folder / "data"
        self._run("initdb", "--pgdata", data, "--username=map", "--auth=trust", "--locale=C", "--encoding=UTF8", "-N")
        with (data / "postgresql.conf").open("a") as file:
            file.write(CONFIGURATION.format(port=self.port, folder=self.folder))
        self._run("pg_ctl", "start", "--wait", "--pgdata", data, "--log", self.folder / "log")

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--mode=immediate", "--pgdata", self.folder / "data")

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://map@127.0.0.1:{self.port}/{database}"

    def database(self, template: str = "template0") -> str:
        """The URL of a new database, a copy of `template`."""
        self._count += 1
        name = f"test_{self._count}"
        self.sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def renewed(self, url: str, version: str) -> str:
        """A migrated database as if it were new: no row, numbers from 1, the schema `version`, a new name.

        A copy of a template takes half a second, this a few milliseconds. Triggers (the history is append-only)
        and foreign keys are off meanwhile; whoever is still connected is cut off first. The new name is for what
        the product keeps in memory by address and revision.
        """
        import psycopg

        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(CUT_OFF)
            tables = [name for (name,) in connection.execute(TABLES)]
            emptied = "; ".join(f'DELETE FROM "{table}"' for table in tables)
            connection.execute(f"BEGIN; SET LOCAL session_replication_role = replica; {emptied}; COMMIT")
            connection.execute(BEGIN_AGAIN)
            connection.execute(f"UPDATE alembic_version SET version_num = '{version}'")
        self._count += 1
        name = f"test_{self._count}"
        self.sql(f'ALTER DATABASE "{url.rsplit("/", 1)[1]}" RENAME TO "{name}"')
        return self.url(name)

    def sql(self, statement: str, database: str = "postgres") -> None:
        import psycopg

        with psycopg.connect(self.url(database).replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(statement)

    def _run(self, program: str, *arguments: object) -> None:
        command = [*as_ordinary_user(), str(self.binaries / program), *map(str, arguments)]
        # Not captured: the server inherits the pipes and would keep them open for ever.
        with (self.folder / "output").open("a+") as output:
            done = subprocess.run(command, stdout=output, stderr=output, cwd=self.folder, timeout=120, check=False)
            if done.returncode:
                output.seek(0)
                raise RuntimeError(f"{program} failed:\n{output.read()[-2000:]}")


def start_cluster() -> Cluster:
    """A started cluster; `Missing` names the part of PostgreSQL that is not installed."""
    binaries = find_binaries()
    folder = Path(tempfile.mkdtemp(prefix="map-pg-"))
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
    cluster = Cluster(folder, binaries)
    try:
        cluster.start()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return cluster


def end_cluster(cluster: Cluster) -> None:
    try:
        cluster.stop()
    finally:
        shutil.rmtree(cluster.folder, ignore_errors=True)


def find_binaries() -> Path:
    """The folder of initdb, newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    in_path = shutil.which("initdb")
    if not found and not in_path:
        raise Missing("PostgreSQL's initdb is missing: apt-get install postgresql postgresql-15-postgis-3")
    binaries = found[-1].parent if found else Path(str(in_path)).resolve().parent
    share = subprocess.run([binaries / "pg_config", "--sharedir"], capture_output=True, text=True, check=False)
    if share.returncode == 0 and not Path(share.stdout.strip(), "extension", "postgis.control").exists():
        raise Missing("PostGIS is missing: apt-get install postgresql-15-postgis-3")
    return binaries


def as_ordinary_user() -> list[str]:
    """The words before a command that make it run as `postgres` when we are root: initdb refuses root."""
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        raise Missing("the user postgres is missing, and PostgreSQL does not run as root") from None
    if shutil.which("setpriv"):
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"]
    if shutil.which("runuser"):
        return ["runuser", "-u", "postgres", "--"]
    raise Missing("setpriv and runuser are missing: apt-get install util-linux")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
