"""The schema: what the migrations make is what the program's tables say, on both engines."""

import importlib
import pkgutil

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

import data
from data.account_schema import STORE_WIDE
from data.errors import SchemaMismatch
from data.migrations import upgrade
from data.schema import metadata
from data.store import Store, open_store

for module in pkgutil.iter_modules(data.__path__):
    if module.name.endswith("_schema"):
        importlib.import_module(f"data.{module.name}")

pytestmark = pytest.mark.filterwarnings("ignore:Did not recognize type 'geometry'")
NOT_OURS = ("spatial_ref_sys", "alembic_version")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def created(request, tmp_path):
    """A store made from the tables themselves, without migrations."""
    if request.param == "sqlite":
        store = Store(f"sqlite:///{tmp_path / 'created.db'}")
    else:
        store = Store(request.getfixturevalue("cluster").database())
        with store.write("test") as tx:
            tx.connection.execute(text("CREATE EXTENSION postgis"))
    with store.write("test") as tx:
        metadata.create_all(tx.connection)
    yield store
    store.engine.dispose()


@pytest.fixture
def migrated(request, created, tmp_path):
    """A store of the same engine made by the migrations."""
    if created.engine.dialect.name == "sqlite":
        return request.getfixturevalue("sqlite_store")
    return request.getfixturevalue("postgres_store")


def outline(store: Store) -> dict:
    """Everything that the engine says about the tables, except names that only the engine chooses."""
    with store.read() as connection:
        found = inspect(connection)
        return {
            table: {
                "columns": {c["name"]: (str(c["type"]), c["nullable"], c["default"]) for c in found.get_columns(table)},
                "key": found.get_pk_constraint(table)["constrained_columns"],
                "refers": sorted(
                    (f["constrained_columns"], f["referred_table"], f["referred_columns"], str(f["options"]))
                    for f in found.get_foreign_keys(table)
                ),
                "unique": sorted(u["column_names"] for u in found.get_unique_constraints(table)),
                "checks": sorted(c["sqltext"] for c in found.get_check_constraints(table)),
                "indexes": sorted((i["name"], i["column_names"], i["unique"]) for i in found.get_indexes(table)),
            }
            for table in found.get_table_names()
            if table not in NOT_OURS
        }


def test_migrations_make_exactly_the_tables_of_the_program(created, migrated):
    assert outline(migrated) == outline(created)


def test_alembic_finds_nothing_left_to_migrate(store):
    def ours(item, name, kind, reflected, compared):
        only_postgis = kind == "index" and name == "feature_geometry" and store.engine.dialect.name == "sqlite"
        return name not in NOT_OURS and not only_postgis

    with store.read() as connection:
        options = {"include_object": ours, "compare_type": True, "target_metadata": metadata}
        found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    # On PostgreSQL, Alembic reads the geometry column as an unknown type; `outline` compares that one.
    assert [change for change in found if isinstance(change, tuple)] == []


@pytest.mark.postgres
def test_geometry_is_a_typed_column_with_a_spatial_index(postgres_store):
    with postgres_store.read() as connection:
        kind = connection.execute(
            text(
                "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'feature'::regclass "
                "AND attname = 'geometry'"
            )
        ).scalar_one()
        index = connection.execute(text("SELECT indexdef FROM pg_indexes WHERE indexname = 'feature_geometry'"))
        assert kind == "geometry(Geometry,4490)" and "USING gist (geometry)" in index.scalar_one()


def test_every_primary_key_begins_with_the_community_except_those_of_accounts():
    for table in metadata.tables.values():
        if table.name in STORE_WIDE:
            continue
        assert next(iter(table.primary_key.columns)).name == "community", table.name


def test_migrating_again_does_nothing(store):
    before = outline(store)
    store.migrate()
    assert outline(store) == before


def test_a_database_of_a_newer_program_is_refused_by_name(store):
    with store.write("test") as tx:
        tx.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaMismatch, match="9999"):
        store.migrate()


def test_a_migration_that_fails_leaves_no_half_schema(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'taken.db'}")
    with store.write("test") as tx:
        tx.connection.execute(text("CREATE TABLE history (note TEXT)"))
    with pytest.raises(Exception, match="history"):
        store.migrate()
    with store.read() as connection:
        assert inspect(connection).get_table_names() == ["history"]


def test_two_programs_that_start_at_once_make_one_database(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    url = f"sqlite:///{tmp_path / 'shared' / 'map.db'}"
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: open_store(url), range(4)))
    assert outline(stores[0]) == outline(stores[3]) and "history" in outline(stores[0])


def test_an_account_with_places_of_its_own_keeps_them_in_the_log_only(tmp_path):
    """What is one's own comes from the roll since 0010: nobody gets more by it, and nothing is forgotten."""
    from data.account_log import account_log
    from data.accounts import accounts
    from data.rights import Viewer

    store, boss = Store(f"sqlite:///{tmp_path / 'old.db'}"), Viewer("administrator", "x")
    empty = dict.fromkeys(("password_hash", "person", "email", "updated_by"), "")
    row = {"id": "m", "name": "m", "role": "grid_member", "community": "c", "scope": '[["grid", "g1"]]', **empty}
    row |= {"disabled": 0, "version": 1, "updated_at": "2026-01-01"}
    with store.write("test") as tx:
        upgrade(tx.connection, "0009")
        values = ", ".join(f":{name}" for name in row)
        tx.connection.execute(text(f"INSERT INTO account ({', '.join(row)}) VALUES ({values})"), row)
    store.migrate()
    assert [(item.name, item.person) for item in accounts(store, boss)] == [("m", "")]
    [line] = account_log(store, boss)
    assert (line.account, line.before, line.after) == ("m", {"scope": [["grid", "g1"]]}, {"scope": []})
