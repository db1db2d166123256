"""Communities kept in the store."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import select, update

from data import schema
from data.errors import AlreadyExists, NoSuchCommunity, StaleVersion
from data.rows import check_id
from data.store import Store
from data.write import HistoryEntry, Write
from geo.words import N_


@dataclass(frozen=True)
class Community:
    """A community: `id` is ours, `official_code` the statistical one (12 digits, "" if unknown).

    `lon`, `lat` (degrees, EPSG:4490) is where its map opens. `is_sample`: invented for demonstration.
    """

    id: str
    name: str
    official_code: str = ""
    lon: float = 0.0
    lat: float = 0.0
    is_sample: bool = False
    note: str = ""
    version: int = 0
    updated_by: str = ""


def communities(store: Store) -> list[Community]:
    """All communities, by id."""
    with store.read() as connection:
        return sorted((_community(row) for row in connection.execute(select(schema.community))), key=lambda c: c.id)


def community(store: Store, id: str) -> Community:
    """The community of this id; `NoSuchCommunity` if it is not kept here."""
    with store.read() as connection:
        row = connection.execute(select(schema.community).where(schema.community.c.community == id)).first()
    if row is None:
        raise NoSuchCommunity(N_("没有社区 {community}。请先建立它,或检查写法。"), community=id)
    return _community(row)


def add_community(tx: Write, new: Community) -> Community:
    """Add a community and return it as stored. The same one again changes nothing.

    `AlreadyExists` when another community has the id: `save_community` changes that one.
    """
    check_id(new.id)
    tx.require("edit_communities")
    return Community(**tx.step(new.id, "add_community", lambda: asdict(_add(tx, new))))


def save_community(tx: Write, changed: Community) -> Community:
    """Save changes to a community; `StaleVersion` when somebody else saved it since it was read."""
    tx.require("edit_communities", changed.id)
    return Community(**tx.step(changed.id, "save_community", lambda: asdict(_save(tx, changed))))


def _add(tx: Write, new: Community) -> Community:
    stored = replace(new, version=1, updated_by=tx.who)
    added = tx.insert_new(schema.community, _row(tx, stored))
    tx.lock(new.id)
    if added:
        tx.record(new.id, "community", "", [HistoryEntry(new.id, "add", 1, None, _facts(stored))])
        return stored
    present = _stored(tx, new.id)
    if _facts(present) | {"version": 0} != _facts(new) | {"version": 0}:
        raise AlreadyExists(N_("社区 {community} 已经存在,内容不同。请修改它,或换一个编号。"), community=new.id)
    return present


def _save(tx: Write, changed: Community) -> Community:
    tx.lock(changed.id)
    present = _stored(tx, changed.id)
    mine, theirs = _facts(changed), _facts(present)
    if present.version != changed.version:
        differences = {key: (mine[key], theirs[key]) for key in mine if mine[key] != theirs[key] and key != "version"}
        raise StaleVersion(mine=changed, theirs=present, differences=differences)
    if mine == theirs:
        return present
    stored = replace(changed, version=present.version + 1, updated_by=tx.who)
    which = schema.community.c.community == changed.id
    tx.connection.execute(update(schema.community).where(which).values(_row(tx, stored)))
    tx.record(changed.id, "community", "", [HistoryEntry(stored.id, "change", stored.version, theirs, _facts(stored))])
    return stored


def _stored(tx: Write, id: str) -> Community:
    which = schema.community.c.community == id
    return _community(tx.connection.execute(select(schema.community).where(which)).one())


def _community(row: Any) -> Community:
    values = dict(row._mapping)
    values.pop("updated_at")
    return Community(id=values.pop("community"), **values)


def _facts(item: Community) -> dict[str, Any]:
    """What the history keeps of a community."""
    facts = asdict(item)
    del facts["id"], facts["updated_by"]
    return facts


def _row(tx: Write, item: Community) -> dict[str, Any]:
    return {"community": item.id, **_facts(item), "updated_at": tx.at, "updated_by": tx.who}
