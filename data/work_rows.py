"""Works as rows of frames, of which only those are read again that changed since they were last read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from data import project_schema as tables
from data.geometry import SRID, from_wkb

PUBLIC_COLUMNS = (
    "id", "project", "kind", "name", "status", "location", "compound", "planned", "contracted", "done", "accepted",
    "weight", "contractor", "warranty_until", "cost_fen", "funding", "start_day", "start_confirmed", "end_day",
    "end_confirmed", "public_words", "is_sample", "version",
)  # fmt: skip
INTERNAL_COLUMNS = ("supervisor", "internal_words")
NUMBERS = ("planned", "contracted", "done", "accepted", "weight")
DAYS = ("start_day", "end_day", "warranty_until")
FLAGS = ("start_confirmed", "end_confirmed", "is_sample")
PLACE = ("kind", "location", "compound")
"""What of a row says where the work lies and how its place is measured, beside its drawing and its assets."""

IN_ONE_STATEMENT = 500
MOST_AGAIN = 0.2
"""Share of the works from which reading all of them is quicker than reading the changed ones."""


@dataclass(frozen=True)
class WorkRows:
    """The works in use of a community as they are stored, also those of projects that were put away.

    `works` by id in the order of ids, numbers as floats and days as timestamps; `drawn` the drawn geometries by work
    (EPSG:4490); `assets` work, layer, id in their order. `moved`: works whose place differs from the rows read before.
    """

    works: pd.DataFrame
    drawn: gpd.GeoSeries
    assets: pd.DataFrame
    moved: frozenset[str]


def read_works(connection: Connection, community: str, internal: bool, before: WorkRows | None = None) -> WorkRows:
    """The works of a community; those that `before` holds at the version that is stored are taken from there.

    Each save raises the version of its row, so ids and versions alone tell which rows to read. `internal`: with the
    columns that are not for the public (`before` must have been read with the same).
    """
    table = tables.work.c
    query = select(table.id, table.version).where(table.community == community, table.archived.is_(False))
    now: dict[str, int] = {row.id: row.version for row in connection.execute(query)}
    kept = {} if before is None else dict(zip(before.works.index, before.works["version"].tolist(), strict=True))
    fresh = sorted(id for id, version in now.items() if kept.get(id) != version)
    if before is None or len(fresh) > MOST_AGAIN * len(now):
        read = _read(connection, community, internal, None)
        return read if before is None else WorkRows(read.works, read.drawn, read.assets, _moved(before, read))
    if not fresh and len(kept) == len(now):
        return WorkRows(before.works, before.drawn, before.assets, frozenset())
    read = _read(connection, community, internal, fresh)
    return _joined(before, read, set(fresh) | (kept.keys() - now.keys()))


def _joined(before: WorkRows, read: WorkRows, leave: set[str]) -> WorkRows:
    """What was read before without the rows of `leave`, and what was read now."""
    works = together(before.works[~before.works.index.isin(leave)], read.works).sort_index()
    drawn = together(before.drawn[~before.drawn.index.isin(leave)], read.drawn)
    assets = pd.concat([before.assets[~before.assets["work"].isin(leave)], read.assets], ignore_index=True)
    return WorkRows(works, gpd.GeoSeries(drawn, crs=SRID), assets, _moved(before, read))


def together(*parts: Any) -> Any:
    """Frames or series below each other, ids kept as they are (pandas would take them for another kind of text)."""
    whole = pd.concat(parts)
    whole.index = pd.Index(whole.index, dtype=object, name=parts[0].index.name)
    return whole


def _moved(before: WorkRows, read: WorkRows) -> frozenset[str]:
    """Works of `read` that were not there before or lie somewhere else now."""
    ids = [id for id in read.works.index if id in before.works.index]
    old, new = before.works.loc[ids], read.works.loc[ids]
    same = np.logical_and.reduce([(old[key] == new[key]).to_numpy() for key in PLACE]) if ids else np.zeros(0, bool)
    was, now = _own_places(before, set(ids)), _own_places(read, set(ids))
    stayed = {id for id, alike in zip(ids, same, strict=True) if alike and was.get(id) == now.get(id)}
    return frozenset(read.works.index) - stayed


def _own_places(rows: WorkRows, ids: set[str]) -> dict[str, Any]:
    """The drawing or the assets of each of these works, to be compared."""
    drawn = rows.drawn[rows.drawn.index.isin(ids)]
    found: dict[str, Any] = dict(zip(drawn.index, drawn.to_wkb(), strict=True))
    own = rows.assets[rows.assets["work"].isin(ids)]
    for work, layer, id in zip(own["work"], own["layer"], own["id"], strict=True):
        found.setdefault(work, []).append((layer, id))
    return found


def _read(connection: Connection, community: str, internal: bool, ids: Sequence[str] | None) -> WorkRows:
    table, asset = tables.work.c, tables.work_asset.c
    wanted = [table[name] for name in PUBLIC_COLUMNS + (INTERNAL_COLUMNS if internal else ())]
    query = select(*wanted, table.geometry).where(table.community == community, table.archived.is_(False))
    own = select(asset.work, asset.layer, asset.id).where(asset.community == community)
    works = _rows(connection, query.order_by(table.id), table.id, ids)
    assets = _rows(connection, own.order_by(asset.work, asset.position), asset.work, ids)
    frame = pd.DataFrame(works, columns=[*(column.name for column in wanted), "geometry"], dtype=object)
    frame = _typed(frame.set_index("id"))
    shapes = frame.pop("geometry")
    shapes = shapes[shapes.notna()]
    drawn = gpd.GeoSeries(from_wkb([bytes(blob) for blob in shapes]), index=shapes.index, crs=SRID)
    there = pd.DataFrame(assets, columns=["work", "layer", "id"], dtype=object)
    there = there[there["work"].isin(frame.index)].reset_index(drop=True)
    return WorkRows(frame, drawn, there, frozenset(frame.index))


def _rows(connection: Connection, query: Any, key: Any, ids: Sequence[str] | None) -> list[Any]:
    """All rows of the query, or those whose key is one of `ids`."""
    if ids is None:
        return list(connection.execute(query).all())
    parts = [ids[start : start + IN_ONE_STATEMENT] for start in range(0, len(ids), IN_ONE_STATEMENT)]
    return [row for part in parts for row in connection.execute(query.where(key.in_(part)))]


def _typed(works: pd.DataFrame) -> pd.DataFrame:
    """Columns of the kinds that calculations need."""
    works[list(NUMBERS)] = works[list(NUMBERS)].astype(float)
    works["cost_fen"] = works["cost_fen"].astype("Int64")
    for column in DAYS:
        works[column] = pd.to_datetime(works[column]).astype("datetime64[s]")
    for column in FLAGS:
        works[column] = works[column].astype(bool)
    works["version"] = works["version"].astype("int64")
    works.index = pd.Index(works.index, dtype=object, name="id")
    return works
