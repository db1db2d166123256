"""Features: the things on the map, one by one (this file) and by whole layers (`data.frames`)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import shapely
from sqlalchemy import delete, select, update

from data import schema
from data.errors import AlreadyExists, NoSuchFeature, StaleVersion
from data.frames import UpsertCounts, edit_of, last_versions, layer_counts, layer_frame, revisions, upsert_frame
from data.geometry import from_wkb, to_text, to_wkb
from data.rows import check_id, check_text, plain_values
from data.store import Store
from data.write import HistoryEntry, Write
from geo.layers import layer_type
from geo.words import N_

__all__ = [
    "KEEP",
    "Feature",
    "UpsertCounts",
    "add_feature",
    "delete_feature",
    "feature",
    "layer_counts",
    "layer_frame",
    "revisions",
    "save_feature",
    "upsert_frame",
]


class _Keep:
    """The type of `KEEP`."""

    def __repr__(self) -> str:
        return "KEEP"


KEEP: Final = _Keep()
"""Leave this attribute as it is."""

ATTRIBUTES = ("name", "code", "parent", "is_sample")


@dataclass(frozen=True)
class Feature:
    """A feature as it is stored.

    `values` holds every field that has a value, also those that the layer does not know (columns of an
    imported file). `geometry` is a shapely geometry in lon, lat (EPSG:4490), None without a place.
    """

    community: str
    layer: str
    id: str
    name: str
    code: str
    parent: str
    is_sample: bool
    version: int
    values: Mapping[str, Any]
    geometry: Any = None
    updated_by: str = ""


def feature(store: Store, community: str, layer: str, id: str) -> Feature | None:
    """The feature as it is stored now, None if there is none of this id."""
    with store.read() as connection:
        row = connection.execute(select(schema.feature).where(_is(community, layer, id))).first()
    return None if row is None else _feature(row)


def add_feature(
    tx: Write,
    community: str,
    layer: str,
    id: str,
    *,
    name: str = "",
    code: str = "",
    parent: str = "",
    is_sample: bool = False,
    values: Mapping[str, Any] | None = None,
    geometry: Any = None,
) -> Feature:
    """Add a feature and return it as stored.

    Raises `AlreadyExists`, `BadValue` (id, a value's type, the geometry's kind) or `NoSuchCommunity`.
    """
    tx.require(edit_of(layer), community)
    draft = Feature(community, layer, check_id(id), name, code, parent, is_sample, 0, values or {}, geometry)
    return _from_json(tx.step(community, "add_feature", lambda: _to_json(_add(tx, draft))))


def save_feature(
    tx: Write,
    community: str,
    layer: str,
    id: str,
    *,
    version: int,
    values: Mapping[str, Any] | None = None,
    name: str | _Keep = KEEP,
    code: str | _Keep = KEEP,
    parent: str | _Keep = KEEP,
    is_sample: bool | _Keep = KEEP,
    geometry: Any = KEEP,
) -> Feature:
    """Save changes to the feature of which the caller saw `version`, and return it as stored.

    `values` changes the fields it names (None empties one) and leaves the others. Saving what is there
    already changes nothing, not even the version. Raises `StaleVersion` with both sides when somebody else
    saved it since, `NoSuchFeature` when it is gone, `BadValue` for what the layer does not take.
    """
    tx.require(edit_of(layer), community)
    given = {"name": name, "code": code, "parent": parent, "is_sample": is_sample, "geometry": geometry}
    wanted = {key: value for key, value in given.items() if value is not KEEP}
    plain = plain_values(values or {}, layer_type(layer), id)
    save = lambda: _to_json(_save(tx, (community, layer, id), version, wanted, plain))  # noqa: E731
    return _from_json(tx.step(community, "save_feature", save))


def delete_feature(tx: Write, community: str, layer: str, id: str, *, version: int) -> None:
    """Delete the feature of which the caller saw `version`; its history stays. Raises as `save_feature`."""
    tx.require(edit_of(layer), community)
    tx.step(community, "delete_feature", lambda: _delete(tx, (community, layer, id), version))


def _add(tx: Write, draft: Feature) -> Feature:
    community, layer, id = draft.community, draft.layer, draft.id
    tx.lock(community)
    # A feature that comes back goes on counting, so that a version seen before it was deleted stays stale.
    before = last_versions(tx.connection, community, layer, [id]).get(id, 0)
    stored = _normal(replace(draft, version=before + 1, updated_by=tx.who))
    if not tx.insert_new(schema.feature, _row(tx, stored)):
        raise AlreadyExists(N_("图层“{layer}”里已有编号 {id}。请换一个编号。"), layer=layer_type(layer).title, id=id)
    tx.record(community, "feature", layer, [HistoryEntry(id, "add", stored.version, None, facts(stored))])
    return stored


def _save(
    tx: Write, key: tuple[str, str, str], version: int, wanted: dict[str, Any], values: dict[str, Any]
) -> Feature:
    present = _present(tx, key)
    merged = {**present.values, **values}
    mine = _normal(replace(present, **wanted, values=merged, version=version))
    _refuse_stale(present, mine, set(wanted) | set(values))
    if facts(mine) == facts(present):
        return present
    stored = replace(mine, version=version + 1, updated_by=tx.who)
    tx.connection.execute(update(schema.feature).where(_is(*key)).values(_row(tx, stored)))
    entry = HistoryEntry(stored.id, "change", stored.version, facts(present), facts(stored))
    tx.record(stored.community, "feature", stored.layer, [entry])
    return stored


def _delete(tx: Write, key: tuple[str, str, str], version: int) -> None:
    present = _present(tx, key)
    _refuse_stale(present, replace(present, version=version), set())
    tx.connection.execute(delete(schema.feature).where(_is(*key)))
    entry = HistoryEntry(present.id, "delete", version + 1, facts(present), None)
    tx.record(present.community, "feature", present.layer, [entry])


def _present(tx: Write, key: tuple[str, str, str]) -> Feature:
    tx.lock(key[0])
    row = tx.connection.execute(select(schema.feature).where(_is(*key))).first()
    if row is None:
        raise NoSuchFeature(
            N_("图层“{layer}”里没有 {id},可能刚被删除。请刷新后再看。"), layer=layer_type(key[1]).title, id=key[2]
        )
    return _feature(row)


def _refuse_stale(present: Feature, mine: Feature, touched: set[str]) -> None:
    if present.version == mine.version:
        return
    ours, theirs = ({**vars(item), **item.values} for item in (mine, present))
    sides = {key: (ours.get(key), theirs.get(key)) for key in sorted(touched)}
    raise StaleVersion(
        mine=mine, theirs=present, differences={key: pair for key, pair in sides.items() if pair[0] != pair[1]}
    )


def facts(item: Feature) -> dict[str, Any]:
    """What the history keeps of a feature: everything but its key; geometry as WKT."""
    return {
        **{key: getattr(item, key) for key in ATTRIBUTES},
        "version": item.version,
        "values": dict(item.values),
        "geometry": to_text([None if item.geometry is None else shapely.to_wkb(item.geometry)])[0],
    }


def _normal(draft: Feature) -> Feature:
    """The draft as it will be read back: plain values without the missing ones, flat geometry."""
    layer = layer_type(draft.layer)
    values = plain_values(draft.values, layer, draft.id)
    return replace(
        draft,
        name=check_text(str(draft.name)),
        code=check_text(str(draft.code)),
        parent=check_text(str(draft.parent)),
        is_sample=bool(draft.is_sample),
        values={key: value for key, value in values.items() if value is not None},
        geometry=from_wkb(to_wkb([draft.geometry], layer, [draft.id]))[0],
    )


def _is(community: str, layer: str, id: str) -> Any:
    columns = schema.feature.c
    return (columns.community == community) & (columns.layer == layer) & (columns.id == id)


def _feature(row: Any) -> Feature:
    values = dict(row._mapping)
    values.pop("updated_at")
    return Feature(values=values.pop("fields"), geometry=from_wkb([values.pop("geometry")])[0], **values)


def _row(tx: Write, item: Feature) -> dict[str, Any]:
    blob = to_wkb([item.geometry], layer_type(item.layer), [item.id])[0]
    row = {**vars(item), "fields": dict(item.values), "geometry": blob, "updated_at": tx.at, "updated_by": tx.who}
    del row["values"]
    return row


def _to_json(item: Feature) -> dict[str, Any]:
    return {**asdict(item), **facts(item)}


def _from_json(values: dict[str, Any]) -> Feature:
    return Feature(**{**values, "geometry": shapely.from_wkt(values["geometry"])})
