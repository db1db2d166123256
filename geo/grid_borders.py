"""What a new outline does to the grids around it: they give up the ground it takes and take the ground it leaves.

So that a border drawn anew stays one border: no overlap, and no ground that belongs to nobody. Faults that were
there before (an overlap, a hole) are not mended in passing. Shapes are in the CRS of the frame (lon, lat in degrees).
"""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import shapely

from geo.crs import metric_crs_of
from geo.grids import SNAP_M, GridError
from geo.words import N_

HAIR_M = SNAP_M
"""A strip narrower than this that a new outline leaves over is the unsteadiness of a hand: it goes along."""

LEAST_M2 = 0.01

FINE_M = 1e-5
"""Corners lie on a grid so fine, so that two sides of one border are the very same line."""

NOISE_M = 0.05
"""What is narrower is no ground, but two drawings of one line."""

TOUCH_M = 1.0
"""So near along an edge two areas are neighbours."""


@dataclass(frozen=True)
class Shared:
    """The outline as it will be, and the `neighbours` that change with it (id → area).

    `origin` is the grid that gives up most ground ("" none).
    """

    area: Any
    neighbours: dict[str, Any]
    origin: str = ""


def shared_border(grids: gpd.GeoDataFrame, area: Any, grid: str = "") -> Shared:
    """What becomes of the other grids when `grid` ("" a new one) gets the outline `area`.

    Newly taken ground leaves the grid that has it, strips below 8 m that it cuts off included. Ground that is left
    goes to the neighbour with the longest common edge, unless another grid covers it or nobody lies beside it.

    Raises:
        GridError: a neighbour would vanish, or fall into several parts.
    """
    yard = _Yard(grids, grid)
    before = yard.shapes.get(grid)
    whole = yard.metric(area)
    taken = whole if before is None else _minus(whole, before)
    changed, lost = {}, {}
    for id, shape in yard.others.items():
        part = _areas(shapely.intersection(shape, taken, grid_size=FINE_M))
        if part.area < LEAST_M2:
            continue
        rest = _areas(_minus(shape, part))
        hairs = [piece for piece in shapely.get_parts(rest) if _thin(piece)]
        whole = _plus(whole, *hairs)
        changed[id] = yard.one(id, _minus(rest, *hairs) if hairs else rest)
        lost[id] = part.area
    if before is not None:
        _hand_out(yard, _minus(before, whole), changed)
    neighbours = {id: yard.back(shape) for id, shape in changed.items()}
    return Shared(yard.back(whole), neighbours, max(lost, key=lost.__getitem__, default=""))


def without(grids: gpd.GeoDataFrame, grid: str, keeper: str) -> Any:
    """The outline of a grid without what it has in common with another; hairs along their edges go as well."""
    yard = _Yard(grids, grid)
    rest = _minus(yard.shapes[grid], yard.shapes[keeper])
    kept = shapely.buffer(rest, -NOISE_M / 2)
    parts = shapely.get_parts(_areas(shapely.intersection(rest, shapely.buffer(kept, NOISE_M))))
    if not len(parts) or parts[0].is_empty:
        names = [yard.names.get(id, id) for id in (grid, keeper)]
        raise GridError(N_("“{name}”整个在“{other}”里面,请改用合并。"), name=names[0], other=names[1])
    return yard.back(max(parts, key=lambda part: part.area))


def _hand_out(yard: "_Yard", left: Any, changed: dict[str, Any]) -> None:
    """Give each piece that is left to the neighbour beside it; `changed` is added to."""
    free = _minus(left, *yard.others.values())
    for piece in shapely.get_parts(_areas(free)):
        if _thin(piece, NOISE_M):
            continue
        rim = shapely.buffer(piece, TOUCH_M)
        common = {
            id: shapely.intersection(shapely.boundary(shape), rim).length
            for id, shape in yard.others.items()
            if shape.intersects(rim)
        }
        heir = max(common, key=common.__getitem__, default="")
        if not heir or common[heir] < TOUCH_M:
            continue
        joined = _plus(changed.get(heir, yard.others[heir]), piece)
        if joined.geom_type == "Polygon":
            changed[heir] = joined


class _Yard:
    """The grids in metres, and the way back."""

    def __init__(self, grids: gpd.GeoDataFrame, grid: str) -> None:
        placed = grids[~(grids.geometry.is_empty | grids.geometry.isna())]
        self.crs = grids.crs
        self.metres = metric_crs_of(placed) if len(placed) else grids.crs
        self.names = {str(id): str(name) for id, name in placed["name"].items()} if "name" in placed else {}
        shapes = placed.geometry.to_crs(self.metres)
        self.shapes = {str(id): shape for id, shape in shapes.items()}
        self.others = {id: shape for id, shape in self.shapes.items() if id != grid}

    def metric(self, shape: Any) -> Any:
        return gpd.GeoSeries([shape], crs=self.crs).to_crs(self.metres).iloc[0]

    def back(self, shape: Any) -> Any:
        return gpd.GeoSeries([shape], crs=self.metres).to_crs(self.crs).iloc[0]

    def one(self, id: str, rest: Any) -> Any:
        """The ground that a grid keeps, which must be one piece."""
        parts = [part for part in shapely.get_parts(rest) if not part.is_empty]
        name = self.names.get(id, id)
        if not parts:
            raise GridError(N_("新的范围盖住了整个“{name}”。请改用合并,或把范围画小一些。"), name=name)
        if len(parts) > 1:
            message = N_("这样会把“{name}”切成不相连的 {count} 片。请把边界画到它的边上,或先拆分它。")
            raise GridError(message, name=name, count=len(parts))
        return parts[0]


def _areas(shape: Any) -> Any:
    """Only what has an area."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return _plus(*parts)


def _thin(shape: Any, width_m: float = HAIR_M) -> bool:
    return bool(shapely.buffer(shape, -width_m / 2).is_empty)


def _plus(*shapes: Any) -> Any:
    return shapely.union_all(list(shapes), grid_size=FINE_M)


def _minus(shape: Any, *others: Any) -> Any:
    return shapely.difference(shape, _plus(*others), grid_size=FINE_M)
