"""Plans for new outlines of grids, as values: what each grid will be, and which grids end in which others.

Nothing here is stored: a plan is shown with its households and then saved in one write (`data.grids`) or dropped.
All shapes are in the CRS of the frames (lon, lat in degrees, EPSG:4490).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.balance import Proposal
from geo.crs import metric_crs_of
from geo.grid_borders import Shared, shared_border
from geo.grids import GridError, households_per_grid, merge_grids, split_grid
from geo.words import N_


@dataclass(frozen=True)
class Outline:
    """A grid as it is to be. `origin`: for a new grid the one whose ground it takes ("" none): who is responsible
    there stays responsible until somebody else is assigned."""

    id: str
    name: str
    compound: str
    geometry: Any
    origin: str = ""


@dataclass(frozen=True)
class GridPlan:
    """Outlines of new and changed grids, and `ended`: (grid that ends, grid that takes over its ground)."""

    outlines: tuple[Outline, ...]
    ended: tuple[tuple[str, str], ...] = ()

    def applied(self, grids: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """The grids as they will be (index id; columns name, compound, geometry), in the CRS of `grids`."""
        gone = {old for old, _heir in self.ended} | {outline.id for outline in self.outlines}
        kept = grids.loc[~grids.index.isin(list(gone)), ["name", "compound", "geometry"]]
        rows = {item.id: (item.name, item.compound) for item in self.outlines}
        new = pd.DataFrame.from_dict(rows, orient="index", columns=["name", "compound"])
        shapes = [item.geometry for item in self.outlines]
        frame = gpd.GeoDataFrame(new, geometry=gpd.GeoSeries(shapes, index=new.index, crs=grids.crs))
        return gpd.GeoDataFrame(pd.concat([kept, frame]), geometry="geometry", crs=grids.crs).sort_index()

    def households(self, grids: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame) -> pd.DataFrame:
        """Households of every grid now and then (columns before, after; NaN where the grid is not there)."""
        before, after = households_per_grid(grids, buildings), households_per_grid(self.applied(grids), buildings)
        return pd.DataFrame({"before": before, "after": after}).sort_index()


def redraw_plan(grids: gpd.GeoDataFrame, grid: str, geometry: Any, *, share: bool = False) -> GridPlan:
    """Another outline for a grid; with `share` its neighbours move along (`geo.grid_borders`).

    `GridError` for what is not one sound area, or what would cut a neighbour to pieces.
    """
    row, area = grids.loc[grid], _sound(geometry)
    new = shared_border(grids, area, grid) if share else Shared(area, {})
    return GridPlan((Outline(grid, str(row["name"]), _text(row["compound"]), new.area), *_beside(grids, new)))


def draw_plan(grids: gpd.GeoDataFrame, name: str, compound: str, geometry: Any, *, share: bool = False) -> GridPlan:
    """One grid more; with `share` the others give up the ground that it takes."""
    area = _sound(geometry)
    new = shared_border(grids, area) if share else Shared(area, {})
    made = Outline(_free_ids(grids, compound, 1)[0], name, compound, new.area, new.origin)
    return GridPlan((made, *_beside(grids, new)))


def _beside(grids: gpd.GeoDataFrame, new: Shared) -> list[Outline]:
    names, compounds = grids["name"], grids["compound"]
    return [Outline(id, str(names[id]), _text(compounds[id]), area) for id, area in sorted(new.neighbours.items())]


def split_plan(grids: gpd.GeoDataFrame, grid: str, line: Any, roads: gpd.GeoDataFrame | None = None) -> GridPlan:
    """A grid cut along a line: the largest part stays that grid, each other one becomes a new grid."""
    row = grids.loc[grid]
    parts = split_grid(row.geometry, line, grids.crs, roads)
    compound, name = _text(row["compound"]), str(row["name"])
    ids = _free_ids(grids, compound, len(parts) - 1)
    new = [
        Outline(id, f"{name}-{number}", compound, part, grid)
        for number, (id, part) in enumerate(zip(ids, parts[1:], strict=True), 2)
    ]
    return GridPlan((Outline(grid, name, compound, parts[0]), *new))


def merge_plan(grids: gpd.GeoDataFrame, chosen: Sequence[str]) -> GridPlan:
    """Several grids as one: the first by id takes the others' ground; `GridError` unless they touch."""
    ids = sorted(set(chosen))
    whole = merge_grids([grids.geometry[id] for id in ids], grids.crs)
    row = grids.loc[ids[0]]
    kept = Outline(ids[0], str(row["name"]), _text(row["compound"]), whole)
    return GridPlan((kept,), tuple((id, ids[0]) for id in ids[1:]))


def balance_plan(
    grids: gpd.GeoDataFrame, compound: str, proposal: Proposal, buildings: gpd.GeoDataFrame, naming: str = "{n}"
) -> GridPlan:
    """The grids of a compound replaced by those of a proposal.

    A proposed grid goes on as the grid with which it shares most households, each old grid once; what is left
    becomes new grids (named by `naming`), and old grids without a successor end in the one that took most of them.
    """
    old = grids[grids["compound"] == compound]
    shared = _shared(old, proposal, buildings)
    successor: dict[int, str] = {}
    for (number, id), count in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if count > 0 and number not in successor and id not in successor.values():
            successor[number] = id
    fresh = iter(_free_ids(grids, compound, len(proposal.grids)))
    outlines = []
    for number, area in zip(proposal.grids.index, proposal.grids.geometry.to_crs(grids.crs), strict=True):
        origin = max(old.index, key=lambda id, n=number: (shared[(n, id)], id), default="")  # type: ignore[misc]
        if number in successor:
            id = successor[number]
            outlines.append(Outline(id, str(old.at[id, "name"]), compound, area))
        else:
            outlines.append(Outline(next(fresh), naming.format(n=int(number) + 1), compound, area, str(origin)))
    by_number = dict(zip(proposal.grids.index, outlines, strict=True))
    ended = []
    for id in old.index.difference(list(successor.values())):
        heir = max(proposal.grids.index, key=lambda number, id=id: (shared[(number, id)], -number))  # type: ignore[misc]
        ended.append((str(id), by_number[heir].id))
    return GridPlan(tuple(outlines), tuple(ended))


def _shared(old: gpd.GeoDataFrame, proposal: Proposal, buildings: gpd.GeoDataFrame) -> dict[tuple[int, str], float]:
    """(proposed grid, old grid) → households that stand in both, and a trace of the common ground to break ties."""
    homes = buildings.loc[proposal.labels.index]
    middles = homes.geometry.to_crs(old.crs).representative_point()
    weights = pd.to_numeric(homes["households"], errors="coerce").fillna(0)
    crs = metric_crs_of(old) if len(old) else None
    result: dict[tuple[int, str], float] = {}
    for number in proposal.grids.index:
        mine = (proposal.labels == number).to_numpy()
        for id, area in old.geometry.items():
            inside = shapely.contains(area, middles.to_numpy()) & mine
            overlap = (
                gpd.GeoSeries([area], crs=old.crs)
                .to_crs(crs)
                .intersection(gpd.GeoSeries([proposal.grids.geometry[number]], crs=proposal.grids.crs).to_crs(crs))
            )
            result[(int(number), str(id))] = float(weights[inside].sum()) + float(overlap.area.iloc[0]) * 1e-9
    return result


def _sound(geometry: Any) -> Any:
    """The area with crossing lines mended; `GridError` unless it is one area."""
    if geometry is None or geometry.is_empty:
        raise GridError(N_("还没有画出网格的范围。"))
    mended = shapely.make_valid(geometry) if not geometry.is_valid else geometry
    areas = [part for part in shapely.get_parts(mended) if part.geom_type == "Polygon"]
    if len(areas) != 1:
        raise GridError(N_("网格必须是连成一片的一个范围,现在有 {count} 片。"), count=len(areas))
    return areas[0]


def _free_ids(grids: gpd.GeoDataFrame, compound: str, count: int) -> list[str]:
    """Ids that no grid has, in the manner of "grid-A7"."""
    taken, found, number = set(grids.index), list[str](), 0
    while len(found) < count:
        number += 1
        id = f"grid-{compound}{number}"
        if id not in taken:
            found.append(id)
    return found


def _text(value: object) -> str:
    return "" if value is None or (isinstance(value, float) and np.isnan(value)) else str(value)
