"""Drafts: what somebody has typed into a form and not saved yet, so that a reload or a lost line costs nothing.

A draft is nobody's record: it has no history and no version, and only the one who typed it gets it back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from data.draft_schema import draft as table
from data.engine import dump_json
from data.errors import BadValue
from data.rights import Actor
from data.store import Store
from geo.words import N_

KEPT_FOR = timedelta(days=60)
MOST_BYTES = 2_000_000
"""More than any form holds: a fault of the program is refused before it fills the disk."""


@dataclass(frozen=True)
class Draft:
    """What was typed (plain JSON values by field) and when, in UTC."""

    form: str
    at: datetime
    content: dict[str, Any]


def draft(store: Store, community: str, who: str | Actor, form: str) -> Draft | None:
    """The draft that `who` left in this form, None if there is none or it is older than `KEPT_FOR`."""
    where = (table.c.community == community) & (table.c.who == str(who)) & (table.c.form == form)
    with store.read() as connection:
        row = connection.execute(select(table.c.form, table.c.at, table.c.content).where(where)).first()
    return Draft(row.form, row.at, row.content) if row and row.at > datetime.now(UTC) - KEPT_FOR else None


def keep_draft(store: Store, community: str, who: str | Actor, form: str, content: Mapping[str, Any]) -> None:
    """Keep what was typed, in place of what was kept before; forgets drafts of this person that are too old.

    Raises `BadValue` for more than `MOST_BYTES`.
    """
    kept = _storable(content)
    if len(dump_json(kept).encode()) > MOST_BYTES:
        raise BadValue(N_("草稿超过 {most} MB,没有自动保存。请把长文字存为文件。"), most=MOST_BYTES // 1_000_000)
    with store.write(who) as tx:
        own = (table.c.community == community) & (table.c.who == str(who))
        tx.connection.execute(delete(table).where(own, table.c.at < tx.at - KEPT_FOR))
        statement = tx.insert(table).values(community=community, who=str(who), form=form, at=tx.at, content=kept)
        changed = {"at": statement.excluded.at, "content": statement.excluded.content}
        keys = [table.c.community, table.c.who, table.c.form]
        tx.connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))


def drop_draft(store: Store, community: str, who: str | Actor, form: str) -> None:
    """Forget the draft: it was saved, or given up."""
    where = (table.c.community == community) & (table.c.who == str(who)) & (table.c.form == form)
    with store.write(who) as tx:
        tx.connection.execute(delete(table).where(where))


def _storable(value: Any) -> Any:
    """The value without what no database keeps (NUL, halves of surrogate pairs)."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "ignore").decode()
    if isinstance(value, Mapping):
        return {_storable(key): _storable(item) for key, item in value.items()}
    return [_storable(item) for item in value] if isinstance(value, list | tuple) else value
