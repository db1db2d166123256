"""Geometry in the database: one column type, and the way between shapely and what it stores.

Values of the column are WKB (little-endian, two-dimensional, lon lat) on both engines, so that a whole
layer becomes shapely geometries in one call. Heights are fields, never a third coordinate.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from sqlalchemy import LargeBinary, func
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import UserDefinedType

from data.errors import BadValue
from geo.layers import GEOMETRY_TYPES, LayerType
from geo.words import N_

SRID = 4490
"""CGCS2000, geographic; here treated as equal to WGS 84."""

EXACT = 340
"""Decimals of a WKT that reads back as the same doubles: GEOS writes the shortest such number and then cuts it
after so many places. Its own 16 are too few below 1; no double has more than 324 zeros behind its point."""


class Geometry(UserDefinedType[bytes]):
    """WKB: a BLOB on SQLite, `geometry(Geometry,4490)` on PostGIS."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return f"geometry(Geometry,{SRID})"

    def bind_expression(self, bindvalue: Any) -> ColumnElement[Any]:
        return func.ST_GeomFromWKB(bindvalue, SRID, type_=self)

    def column_expression(self, column: Any) -> ColumnElement[Any]:
        return func.ST_AsBinary(column, "NDR", type_=LargeBinary())


def stored_geometry() -> Any:
    """The column type for both engines."""
    return LargeBinary().with_variant(Geometry(), "postgresql")


def to_wkb(geometries: Sequence[Any], layer: LayerType, ids: Sequence[str]) -> list[bytes | None]:
    """WKB of each geometry, None where there is none or it is empty (a thing without a place).

    Raises `BadValue` naming the first few ids whose geometry has a kind that the layer does not admit, or
    coordinates that are not longitude and latitude in degrees.
    """
    array = np.array(geometries, dtype=object)
    array[shapely.is_empty(array)] = None
    present = ~shapely.is_missing(array)
    allowed = [name for kind in layer.geometry for name in GEOMETRY_TYPES[kind]]
    kinds = np.array([getattr(item, "geom_type", "") for item in array], dtype=object)
    _refuse(
        present & ~np.isin(kinds, allowed),
        ids,
        N_("图层“{layer}”不收这种几何类型(记录 {ids})。应为:{allowed}。"),
        layer=layer.title,
        allowed="、".join(allowed) or "-",
    )
    # Bounds alone would miss a NaN in the middle of a line, hence every coordinate is looked at.
    coordinates, owner = shapely.get_coordinates(array, return_index=True)
    inside = (np.abs(coordinates[:, 0]) <= 180) & (np.abs(coordinates[:, 1]) <= 90)
    outside = np.zeros(len(array), dtype=bool)
    outside[owner[~inside]] = True
    _refuse(
        outside, ids, N_("图层“{layer}”的坐标不是经纬度(记录 {ids})。请先换算为 EPSG:4490 再保存。"), layer=layer.title
    )
    blobs: list[bytes | None] = shapely.to_wkb(shapely.force_2d(array), byte_order=1).tolist()
    return blobs


def from_wkb(blobs: Sequence[bytes | None]) -> Any:
    """Array of shapely geometries (None kept), as long as `blobs`."""
    array = np.empty(len(blobs), dtype=object)
    array[:] = blobs
    return shapely.from_wkb(array)


def to_text(blobs: Sequence[bytes | None]) -> list[str | None]:
    """WKT in full precision (reading it back gives the same doubles), for the history."""
    texts: list[str | None] = shapely.to_wkt(from_wkb(blobs), rounding_precision=EXACT).tolist()
    return texts


def _refuse(wrong: Any, ids: Sequence[str], message: str, **values: object) -> None:
    if wrong.any():
        named = [ids[i] for i in np.flatnonzero(wrong)[:5]]
        raise BadValue(message, ids=", ".join(named), **values)
