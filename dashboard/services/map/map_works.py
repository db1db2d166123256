"""Works as the browser reads them: GeoJSON bytes, one feature for each work that has a place."""

import json
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import shapely

from dashboard.services.map.map_layers import DECIMALS, label_points, records
from data.work_frames import WorkView

COLUMNS = (
    "project", "project_name", "name", "kind", "kind_title", "unit", "status", "late", "days_late", "share",
    "location", "shown", "planned", "contracted", "done", "accepted", "measured", "start_day", "start_confirmed",
    "end_day", "end_confirmed", "step", "is_sample",
)  # fmt: skip
"""What the map says of a work; nothing in it is internal (a visitor's view has the same columns)."""


def works_geojson(view: WorkView) -> bytes:
    """The works of a view as a GeoJSON FeatureCollection in UTF-8, in the order of their ids.

    Properties: `id`, `COLUMNS` where they have a value (days as ISO dates), `at` ([lon, lat] of the label),
    `on` (layer → ids of the assets that the work lies on, as far as the reader may see them), `compounds`
    and `buildings` (ids). `unplaced` beside `features` is the number of works without a place.
    """
    placed = view.works[~(view.works.geometry.isna() | view.works.geometry.is_empty)]
    shapes = shapely.transform(placed.geometry.to_numpy(), lambda xy: np.round(xy, DECIMALS))
    columns: dict[str, list[Any]] = {"id": [str(id) for id in placed.index]}
    columns |= {name: _plain_column(placed[name]) for name in COLUMNS if name in placed}
    columns["at"] = np.round(shapely.get_coordinates(label_points(_main_parts(shapes))), DECIMALS).tolist()
    columns["on"] = _assets_of(view.assets, placed.index)
    columns["compounds"] = [list(ids) for ids in placed["compounds"]]
    columns["buildings"] = [list(ids) for ids in placed["buildings"]]
    rows = (
        f'{{"type":"Feature","properties":{_text(properties)},"geometry":{shape}}}'
        for shape, properties in zip(shapely.to_geojson(shapes), records(columns), strict=True)
    )
    head = f'{{"type":"FeatureCollection","unplaced":{view.without_place},"features":['
    return (head + ",\n".join(rows) + "]}").encode()


def _plain_column(values: pd.Series) -> list[Any]:
    """Plain values, None where there is none; days as ISO dates, shares and quantities to four digits."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return [None if pd.isna(day) else day.date().isoformat() for day in values]
    if pd.api.types.is_float_dtype(values):
        values = values.round(4)
    found = values.astype(object)
    return found.where(found.notna(), None).tolist()


def _main_parts(shapes: np.ndarray) -> np.ndarray:
    """The part of each geometry that a label stands on: its largest area, else its longest line, else a point."""
    return np.array([_main_part(shape) for shape in shapes], dtype=object)


def _main_part(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape)
    return max(parts, key=lambda part: (shapely.get_dimensions(part), part.area, part.length))


def _assets_of(assets: pd.DataFrame, works: pd.Index) -> list[dict[str, list[str]] | None]:
    """For each work its assets by layer, None for works without."""
    found: dict[str, dict[str, list[str]]] = {}
    for work, layer, id in zip(assets["work"], assets["layer"], assets["id"], strict=True):
        found.setdefault(work, {}).setdefault(layer, []).append(id)
    return [found.get(work) for work in works]


def _text(properties: dict[str, object]) -> str:
    return json.dumps(properties, ensure_ascii=False, separators=(",", ":"), default=_iso)


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in JSON")
