"""Many rows at once: a frame taken apart into stored rows, compared with what is there, and written.

Rows are compared as they are stored (JSON values and WKB), so that the same file twice changes nothing.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import geopandas as gpd

from data import schema
from data.errors import BadValue
from data.geometry import SRID, to_text, to_wkb
from data.rows import check_id, check_text, is_missing, plain
from data.write import HistoryEntry, Write
from geo.errors import CrsError
from geo.layers import LayerType
from geo.words import N_

CHUNK = 20_000
"""Rows written per statement: bounds the memory of a large import."""

TEXT_COLUMNS = ("name", "code", "parent")


@dataclass(frozen=True)
class StoredRow:
    """A row as it is stored, without its key. Equality ignores the version."""

    name: str = ""
    code: str = ""
    parent: str = ""
    is_sample: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    wkb: bytes | None = None
    version: int = field(default=0, compare=False)


def stored_rows(rows: Iterable[Any]) -> dict[str, StoredRow]:
    """Rows of the layer query by id."""
    rows = list(rows)
    values = json.loads(f"[{','.join(row[5] for row in rows)}]")
    return {
        row[0]: StoredRow(row[1], row[2], row[3], bool(row[4]), given, row[6], row[7])
        for row, given in zip(rows, values, strict=True)
    }


@dataclass(frozen=True)
class Incoming:
    """A frame taken apart: what it says of each row, column by column."""

    ids: list[str]
    attributes: dict[str, list[Any]]
    values: dict[str, list[Any]]
    wkb: list[bytes | None] | None

    @classmethod
    def of(cls, frame: Any, layer: LayerType) -> "Incoming":
        """Checked columns of a frame; `BadValue` or `CrsError` for what cannot be stored."""
        ids = [check_id(id) for id in frame.index]
        if len(set(ids)) != len(ids):
            twice = sorted({str(id) for id in frame.index[frame.index.duplicated()]})
            raise BadValue(N_("编号重复:{ids}。每个编号只能有一行。"), ids=", ".join(twice[:5]))
        geometry = _geometry_column(frame)
        kinds = {item.key: item.kind for item in layer.fields}
        attributes, values = {}, {}
        for column in map(str, frame.columns):
            cells = frame[column]
            if column in TEXT_COLUMNS:
                attributes[column] = ["" if is_missing(c) or c is None else check_text(str(c)) for c in cells.tolist()]
            elif column == "is_sample":
                attributes[column] = cells.astype("boolean").fillna(False).astype(bool).tolist()
            elif column not in ("version", geometry):
                kind = kinds.get(column, "")
                pairs = zip(ids, cells.tolist(), strict=True)
                values[check_text(column)] = [plain(cell, kind, layer, id, column) for id, cell in pairs]
        wkb = to_wkb(frame[geometry].to_numpy(), layer, ids) if geometry else None
        return cls(ids, attributes, values, wkb)

    def merged(self, present: Mapping[str, StoredRow]) -> dict[str, StoredRow]:
        """By id, the row as it is to be: what is there, changed by the columns that the frame has."""
        result, blank = {}, StoredRow()
        for i, id in enumerate(self.ids):
            old = present.get(id, blank)
            given = {key: column[i] for key, column in self.values.items()}
            result[id] = StoredRow(
                **{
                    key: self.attributes[key][i] if key in self.attributes else getattr(old, key) for key in _ATTRIBUTES
                },
                values={key: value for key, value in {**old.values, **given}.items() if value is not None},
                wkb=old.wkb if self.wkb is None else self.wkb[i],
                version=old.version,
            )
        return result


_ATTRIBUTES = (*TEXT_COLUMNS, "is_sample")


def write_rows(
    tx: Write,
    community: str,
    layer: str,
    present: Mapping[str, StoredRow],
    wanted: Mapping[str, StoredRow],
    versions: Mapping[str, int],
) -> None:
    """Write the wanted rows at these versions, each with its history; `present` says what was before."""
    upsert = tx.insert(schema.feature)
    key = ("community", "layer", "id")
    given = {column.name: upsert.excluded[column.name] for column in schema.feature.c if column.name not in key}
    upsert = upsert.on_conflict_do_update(index_elements=key, set_=given)
    ids = list(wanted)
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        after = [replace(wanted[id], version=versions[id]) for id in part]
        before = [present.get(id) for id in part]
        tx.connection.execute(
            upsert,
            [
                {
                    "community": community,
                    "layer": layer,
                    "id": id,
                    **{name: getattr(row, name) for name in _ATTRIBUTES},
                    "fields": row.values,
                    "geometry": row.wkb,
                    "version": row.version,
                    "updated_at": tx.at,
                    "updated_by": tx.who,
                }
                for id, row in zip(part, after, strict=True)
            ],
        )
        tx.record(community, "feature", layer, _entries(part, before, after))


def _entries(ids: list[str], before: list[StoredRow | None], after: list[StoredRow]) -> Iterable[HistoryEntry]:
    texts = zip(to_text([row.wkb if row else None for row in before]), to_text([row.wkb for row in after]), strict=True)
    for id, old, new, (was, now) in zip(ids, before, after, texts, strict=True):
        action = "change" if old else "add"
        yield HistoryEntry(id, action, new.version, _facts(old, was) if old else None, _facts(new, now))


def _facts(row: StoredRow, geometry: str | None) -> dict[str, Any]:
    """What the history keeps of a feature; the same shape as `data.features.facts`."""
    return {
        **{name: getattr(row, name) for name in _ATTRIBUTES},
        "version": row.version,
        "values": row.values,
        "geometry": geometry,
    }


def _geometry_column(frame: Any) -> str | None:
    """Name of the frame's geometry column, None if it has none; its CRS must be the stored one."""
    if not isinstance(frame, gpd.GeoDataFrame) or frame._geometry_column_name not in frame.columns:
        return None
    if frame.crs is None or frame.crs.to_epsg() not in (SRID, 4326):
        found = frame.crs.to_string() if frame.crs else "-"
        raise CrsError(N_("坐标系是 {found},不能直接保存。请先换算为 EPSG:4490。"), found=found)
    return str(frame._geometry_column_name)
