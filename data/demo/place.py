"""Where the drawing board lies on the ground, and how rows become layer frames."""

from collections.abc import Callable, Iterable
from functools import cache
from math import cos, pi, sin
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from data.demo.spec import CENTRE_LAT, CENTRE_LON
from geo.crs import STORED_CRS, metric_crs
from geo.layers import layer_type

TURN_DEG = -5.0
"""The compounds are not built due north: the board is turned this much counter-clockwise."""

BOARD_CENTRE = (-98.0, 12.0)
"""The local point that lies on the map centre of the community."""

METRIC = metric_crs(CENTRE_LON)
Record = dict[str, Any]


def ground(geometry: BaseGeometry | None) -> BaseGeometry | None:
    """A local geometry in longitude, latitude (EPSG:4490)."""
    return None if geometry is None else shapely.transform(geometry, _to_stored())


@cache
def _to_stored() -> Callable[[np.ndarray], np.ndarray]:
    east, north = Transformer.from_crs(STORED_CRS, METRIC, always_xy=True).transform(CENTRE_LON, CENTRE_LAT)
    back = Transformer.from_crs(METRIC, STORED_CRS, always_xy=True)
    turn = TURN_DEG * pi / 180

    def to_stored(uv: np.ndarray) -> np.ndarray:
        u, v = uv[:, 0] - BOARD_CENTRE[0], uv[:, 1] - BOARD_CENTRE[1]
        x = east + u * cos(turn) - v * sin(turn)
        y = north + u * sin(turn) + v * cos(turn)
        return np.column_stack(back.transform(x, y))

    return to_stored


def layer_of(key: str, rows: Iterable[Record]) -> gpd.GeoDataFrame:
    """Rows with local geometry as a frame of this layer: all its fields, every row marked as a sample.

    A row holds "id", "geometry" and any of name, code, parent and the fields of the layer.
    """
    fields = [field.key for field in layer_type(key).fields]
    records = []
    for row in rows:
        record = {"name": "", "code": "", "parent": "", "is_sample": True, "version": 1}
        record |= dict.fromkeys(fields) | row
        record["geometry"] = ground(row.get("geometry"))
        records.append(record)
    columns = ["id", "name", "code", "parent", "is_sample", "version", *fields, "geometry"]
    frame = gpd.GeoDataFrame(records, columns=columns, geometry="geometry", crs=STORED_CRS)
    return frame.set_index("id")
