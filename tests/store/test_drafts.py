"""Drafts come back as they were typed, to the one who typed them, on both engines."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from data import drafts
from data.draft_schema import draft as table
from data.drafts import draft, drop_draft, keep_draft
from data.errors import BadValue

TYPED = {"name": "屋面 <b>&", "planned": 1200.5, "assets": [["building", "A01"]], "start": None, "tried": True}


def test_what_was_typed_comes_back_as_it_was(store, community):
    keep_draft(store, community, "甲", "work:new", TYPED)
    assert draft(store, community, "甲", "work:new").content == TYPED


def test_nobody_gets_the_draft_of_somebody_else_or_of_another_form(store, community):
    keep_draft(store, community, "甲", "work:new", TYPED)
    assert draft(store, community, "乙", "work:new") is None
    assert draft(store, community, "甲", "work:w1") is None


def test_the_newest_words_replace_the_older_ones(store, community):
    keep_draft(store, community, "甲", "entry", {"words": "一"})
    first = draft(store, community, "甲", "entry").at
    keep_draft(store, community, "甲", "entry", {"words": "一二"})
    kept = draft(store, community, "甲", "entry")
    assert kept.content == {"words": "一二"} and kept.at >= first


def test_a_saved_or_abandoned_draft_is_gone(store, community):
    keep_draft(store, community, "甲", "entry", TYPED)
    drop_draft(store, community, "甲", "entry")
    drop_draft(store, community, "甲", "entry")
    assert draft(store, community, "甲", "entry") is None


def test_a_draft_is_no_record_and_leaves_no_history(store, community):
    from data.history import changes

    before = len(changes(store, community))
    keep_draft(store, community, "甲", "entry", TYPED)
    assert len(changes(store, community)) == before


def test_an_old_draft_is_not_offered_and_goes_with_the_next(store, community):
    keep_draft(store, community, "甲", "old", TYPED)
    with store.write("甲") as tx:
        tx.connection.execute(update(table).values(at=tx.at - drafts.KEPT_FOR - timedelta(days=1)))
    assert draft(store, community, "甲", "old") is None
    keep_draft(store, community, "甲", "new", {})
    with store.read() as connection:
        assert {row.form for row in connection.execute(table.select())} == {"new"}


def test_characters_that_no_database_keeps_are_left_out(store, community):
    keep_draft(store, community, "甲", "entry", {"words": "a\0b\ud800c"})
    assert draft(store, community, "甲", "entry").content == {"words": "abc"}


def test_a_draft_beyond_all_measure_is_refused_in_one_sentence(store, community):
    with pytest.raises(BadValue, match="2 MB"):
        keep_draft(store, community, "甲", "entry", {"words": "长" * 1_000_000})
