"""Whole layers: a layer as a frame, a frame into a layer, and the counts and revisions of all layers.

A layer of a community is some thousands of features. It is read whole, in one statement, and kept by
whoever reads it under its revision, which each write that touches the layer raises by one.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

import geopandas as gpd
import pandas as pd
from pyproj import CRS
from sqlalchemy import Connection, Text, cast, func, select

from data import schema
from data.bulk import Incoming, stored_rows, write_rows
from data.geometry import SRID, from_wkb
from data.store import Store
from data.write import Write
from geo.layers import LAYERS, layer_type

DTYPES = {"text": "str", "reference": "str", "integer": "Int64", "number": "float64", "boolean": "boolean"}
"""Kind of field → dtype of its column. Missing: NaN in "str" and "float64", NA in the others."""


@dataclass(frozen=True)
class UpsertCounts:
    """What an upsert did, in rows."""

    added: int
    changed: int
    unchanged: int


@lru_cache(maxsize=1)
def _crs() -> CRS:
    return CRS.from_epsg(SRID)


def layer_frame(store: Store, community: str, layer: str, *, extra: bool = False) -> gpd.GeoDataFrame:
    """All features of a layer, by id.

    Index "id"; columns name, code, parent ("" for none), is_sample, version, one per field of the layer
    (dtypes: `DTYPES`), geometry (None for a feature without place); EPSG:4490, lon lat. An empty layer gives
    the same columns without rows. `extra` adds the columns of imported files that the layer does not know.
    """
    kind = layer_type(layer)
    with store.read() as connection:
        rows = sorted(connection.execute(layer_query(community, layer)).all(), key=itemgetter(0))
    ids, names, codes, parents, samples, texts, blobs, versions = zip(*rows, strict=True) if rows else ((),) * 8
    values = json.loads(f"[{','.join(texts)}]")
    columns: dict[str, Any] = {
        "name": pd.Series(names, dtype="str"),
        "code": pd.Series(codes, dtype="str"),
        "parent": pd.Series(parents, dtype="str"),
        "is_sample": pd.Series(samples, dtype="bool"),
        "version": pd.Series(versions, dtype="int64"),
    }
    for item in kind.fields:
        columns[item.key] = pd.Series([row.get(item.key) for row in values], dtype=DTYPES[item.kind])
    if extra:
        others = dict.fromkeys(key for row in values for key in row if key not in columns and key != "geometry")
        columns |= {key: pd.Series([row.get(key) for row in values]) for key in others}
    frame = gpd.GeoDataFrame(columns, geometry=from_wkb(blobs), crs=_crs())
    frame.index = pd.Index(ids, name="id", dtype="str")
    return frame


def layer_counts(store: Store, community: str) -> dict[str, tuple[int, int]]:
    """Of every layer: how many features it has, and how many of them have no geometry."""
    table = schema.feature
    query = (
        select(table.c.layer, func.count(), func.count(table.c.geometry, type_=None))
        .where(table.c.community == community)
        .group_by(table.c.layer)
    )
    with store.read() as connection:
        found = {layer: (rows, rows - placed) for layer, rows, placed in connection.execute(query)}
    return {layer.key: found.get(layer.key, (0, 0)) for layer in LAYERS}


def revisions(store: Store, community: str) -> dict[str, int]:
    """The revision of every layer: 0 if it was never written, then one more with each write that touched it."""
    table = schema.layer_revision
    query = select(table.c.layer, table.c.revision).where(table.c.community == community)
    with store.read() as connection:
        found = {row.layer: row.revision for row in connection.execute(query)}
    return {layer.key: found.get(layer.key, 0) for layer in LAYERS}


def edit_of(layer: str) -> str:
    """The action (`data.rights`) that a change in this layer is."""
    return "edit_grids" if layer == "grid" else "edit_map"


def upsert_frame(tx: Write, community: str, layer: str, frame: Any) -> UpsertCounts:
    """Bring a layer to what the frame says of its rows, by id; rows that the frame does not name stay.

    `frame` is a GeoDataFrame in EPSG:4490 or EPSG:4326 (a plain DataFrame for rows without geometry), its
    index the ids. Columns: any of name, code, parent, is_sample, geometry and fields; other columns are kept
    as further values; "version" is ignored. A column that is there sets its value in every row (missing:
    empties it), a column that is not leaves it. Only rows that differ are written, each with its history,
    and the revision is raised once if there was any. Raises `BadValue`, `CrsError`, `NoSuchCommunity`.
    """

    tx.require(edit_of(layer), community)

    def work() -> dict[str, int]:
        incoming = Incoming.of(frame, layer_type(layer))
        tx.lock(community)
        return asdict(_upsert(tx, community, layer, incoming))

    return UpsertCounts(**tx.step(community, "upsert_frame", work))


def last_versions(connection: Connection, community: str, layer: str, ids: Iterable[str]) -> dict[str, int]:
    """The version at which features of these ids were deleted, of those that ever were."""
    table, wanted = schema.history, list(ids)
    query = (
        select(table.c.row_id, func.max(table.c.version))
        .where(table.c.community == community, table.c.layer == layer, table.c.action == "delete")
        .group_by(table.c.row_id)
    )
    if len(wanted) == 1:  # one row is found by the index, many are cheaper in one pass
        query = query.where(table.c.row_id == wanted[0])
    return {row.row_id: row[1] for row in connection.execute(query)}


def layer_query(community: str, layer: str) -> Any:
    """The statement for one layer's rows, as `data.bulk.stored_rows` takes them.

    The JSON comes as text, to be parsed in one pass instead of row by row.
    """
    columns = schema.feature.c
    return select(
        columns.id,
        columns.name,
        columns.code,
        columns.parent,
        columns.is_sample,
        cast(columns.fields, Text),
        columns.geometry,
        columns.version,
    ).where(columns.community == community, columns.layer == layer)


def _upsert(tx: Write, community: str, layer: str, incoming: Incoming) -> UpsertCounts:
    present = stored_rows(tx.connection.execute(layer_query(community, layer)).all())
    wanted = incoming.merged(present)
    new = [id for id in incoming.ids if id not in present]
    changed = [id for id in incoming.ids if id in present and wanted[id] != present[id]]
    deleted = last_versions(tx.connection, community, layer, new) if new else {}
    versions = {id: deleted.get(id, 0) + 1 for id in new} | {id: present[id].version + 1 for id in changed}
    write_rows(tx, community, layer, present, {id: wanted[id] for id in [*new, *changed]}, versions)
    return UpsertCounts(len(new), len(changed), len(incoming.ids) - len(new) - len(changed))
