"""The history: who, when, before and after; nobody changes it afterwards."""

from datetime import UTC, datetime

import pytest
import shapely
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data.features import add_feature, save_feature
from data.history import changes


@pytest.fixture
def changed(store, community):
    """A store with a building that was added by one person and changed by another."""
    with store.write("甲") as tx:
        add_feature(tx, community, "building", "A01", name="旧名", geometry=shapely.box(112.9, 28.2, 112.91, 28.21))
    with store.write("乙") as tx:
        save_feature(tx, community, "building", "A01", version=1, name="新名", geometry=None)
    return store


def test_a_change_says_who_when_before_and_after(changed, community):
    newest, first = changes(changed, community, layer="building", row_id="A01")
    assert (first.who, first.action, first.before, first.version) == ("甲", "add", None, 1)
    assert (newest.who, newest.action, newest.table, newest.version) == ("乙", "change", "feature", 2)
    assert (newest.before["name"], newest.after["name"]) == ("旧名", "新名")
    assert newest.before["geometry"].startswith("POLYGON") and newest.after["geometry"] is None
    assert newest.at.tzinfo is UTC and abs((datetime.now(UTC) - newest.at).total_seconds()) < 60


def test_changes_are_numbered_without_gaps_newest_first(changed, community):
    assert [change.id for change in changes(changed, community)] == [3, 2, 1]
    assert [change.id for change in changes(changed, community, limit=1)] == [3]
    assert [change.table for change in changes(changed, community, layer="")] == ["community"]


STATEMENTS = (
    "UPDATE history SET who = '丙'",
    "DELETE FROM history",
    "DELETE FROM history WHERE row_id = 'A01' AND id = 2",
    "INSERT OR REPLACE INTO history SELECT * FROM history WHERE id = 2",
    "TRUNCATE history",
)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_history_refuses_to_be_changed(changed, community, statement):
    sqlite = changed.engine.dialect.name == "sqlite"
    if ("REPLACE" in statement and not sqlite) or ("TRUNCATE" in statement and sqlite):
        pytest.skip("not a statement of this engine")
    before = changes(changed, community)
    with pytest.raises(DBAPIError, match="append-only"), changed.write("丙") as tx:
        tx.connection.execute(text(statement))
    assert changes(changed, community) == before
