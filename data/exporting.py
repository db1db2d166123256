"""A community as one GeoPackage: a table per layer, which QGIS opens and `data.importing` takes back without loss."""

import json
from dataclasses import asdict
from pathlib import Path

import geopandas as gpd
import pandas as pd

from data.communities import community
from data.features import layer_counts, layer_frame
from data.importing import COMMUNITY_TABLE, Progress
from data.store import Store
from geo.exchange import geopackage
from geo.layers import LAYERS, LayerType
from geo.words import N_

ATTRIBUTES = ("name", "code", "parent", "is_sample", "version")


def export_community(
    store: Store, community_id: str, path: Path, *, progress: Progress = lambda _: None
) -> dict[str, int]:
    """Write all layers of a community to `path`, complete or not at all; returns the rows of each layer.

    Each layer that has features is a table of its key: id, name, code, parent, is_sample, version, the
    fields, `extra` (JSON of what the layer does not know) and the geometry in EPSG:4490. The table
    "community" tells of the community itself. Raises `NoSuchCommunity`, `FileError`.
    """
    place = community(store, community_id)
    facts = {key: value for key, value in asdict(place).items() if key not in ("version", "updated_by")}
    tables: dict[str, pd.DataFrame] = {COMMUNITY_TABLE: pd.DataFrame([facts])}
    counts = layer_counts(store, community_id)
    for layer in LAYERS:
        if counts[layer.key][0]:
            progress(layer.title)
            tables[layer.key] = exchange_table(layer_frame(store, community_id, layer.key, extra=True), layer)
    progress(N_("写入文件"))
    geopackage.write(path, tables)
    return {key: len(frame) for key, frame in tables.items() if key != COMMUNITY_TABLE}


def exchange_table(frame: gpd.GeoDataFrame, layer: LayerType) -> pd.DataFrame:
    """A layer's frame as it goes into a file: the id as a column, columns beyond the layer as one JSON column."""
    known = [*ATTRIBUTES, *(field.key for field in layer.fields)]
    further = [column for column in frame.columns if column not in known and column != "geometry"]
    table = frame[known].copy()
    table.insert(0, "id", frame.index.astype(object))
    if further:
        table["extra"] = [_json(row) for row in frame[further].to_dict("records")]
    if not layer.geometry:
        return pd.DataFrame(table)
    return gpd.GeoDataFrame(table, geometry=frame.geometry)


def _json(row: dict[str, object]) -> str | None:
    """The values that are there, None for none at all."""
    values = {key: value for key, value in row.items() if not _is_missing(value)}
    return json.dumps(values, ensure_ascii=False) if values else None


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and value != value) or value is pd.NA
