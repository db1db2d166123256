"""Where works lie and how much they measure: from assets and drawings to geometry and quantity."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from geo import measure
from geo.crs import STORED_CRS, metric_crs_of
from geo.works import WorkKind

SNAP_M = 2.0
"""A drawn vertex nearer than this to an asset is meant to lie on it (editable default)."""

LANE_M = 2.0
"""How far from a road's centreline a pipe may lie and still be under its surface (narrow roads; editable default)."""

Layers = Mapping[str, gpd.GeoDataFrame]


def snapped(drawn: shapely.Geometry, assets: gpd.GeoSeries, tolerance_m: float = SNAP_M) -> shapely.Geometry:
    """The drawn geometry (EPSG:4490) with vertices near an asset moved onto it.

    Vertices of the assets attract first, then their edges. A snap that would make an area invalid
    is not done: the drawing stays as it is.
    """
    near = assets[~assets.isna().to_numpy()]
    if near.empty:
        return drawn
    crs = metric_crs_of(gpd.GeoDataFrame(geometry=near))
    there = pyproj.Transformer.from_crs(STORED_CRS, crs, always_xy=True)
    candidates = near.to_crs(crs).to_numpy()

    def moved(points: np.ndarray) -> np.ndarray:
        metres = np.column_stack(there.transform(points[:, 0], points[:, 1]))
        targets, snaps = _targets(metres, candidates, tolerance_m)
        degrees = np.column_stack(there.transform(targets[:, 0], targets[:, 1], direction="INVERSE"))
        return np.where(snaps[:, None], degrees, points)  # a corner that stays keeps its exact coordinates

    result = shapely.transform(drawn, moved)
    return result if result.is_valid else drawn


def asset_quantities(assets: pd.DataFrame, kind_of: Mapping[str, WorkKind], layers: Layers) -> pd.Series:
    """What each asset (rows: work, layer, id) measures by the kind of its work (`kind_of` by work id).

    Metres, square metres or 1 for counted kinds; for paving the asset's own paved area. NaN where
    the asset is gone, has no geometry or its layer lacks the field.
    """
    ways = assets["work"].map(lambda work: (kind_of[work].measured_by, kind_of[work].measured_field))
    result = pd.Series(np.nan, index=assets.index, name="quantity", dtype=float)
    for (way, layer), rows in assets.groupby([ways, assets["layer"]], sort=False):
        if layer in layers:
            result.loc[rows.index] = rows["id"].map(_each(layers[layer], str(layer), *way)).to_numpy(dtype=float)
    return result


def measured_quantities(
    works: pd.DataFrame, assets: pd.DataFrame, drawn: gpd.GeoSeries, kinds: Mapping[str, WorkKind], layers: Layers
) -> pd.Series:
    """The quantity of each work (by id, with columns kind and location) as its geometry gives it.

    `assets` has work, layer, id, quantity (see `asset_quantities`). Assets add up; paving that
    overlaps within a work counts once. NaN for a whole compound or community and for works without
    place: their extent is no quantity of work.
    """
    result = assets.groupby("work")["quantity"].sum(min_count=1).reindex(works.index)
    way = works["kind"].map({id: kind.measured_by for id, kind in kinds.items()})
    paved = assets[assets["work"].isin(works.index[way == "paved_area_m2"])]
    for work, rows in paved.groupby("work", sort=False):
        result[work] = paved_together(rows, layers)
    own = drawn[drawn.index.isin(works.index)]
    result.update(_drawn_quantities(own, way.reindex(own.index)))
    return result.rename("measured")


def paved_together(assets: pd.DataFrame, layers: Layers) -> float:
    """Paved square metres of the roads and bays in `assets` (layer, id), each spot once."""
    chosen = {layer: _picked(assets, layer, layers) for layer in ("road", "parking")}
    return measure.paved_area_m2(chosen["road"], chosen["parking"])


def work_geometries(
    works: pd.DataFrame,
    assets: pd.DataFrame,
    drawn: gpd.GeoSeries,
    layers: Layers,
    hidden: frozenset[str] = frozenset(),
) -> gpd.GeoDataFrame:
    """The geometry that the map shows for each work (index = work id), and what it is.

    Columns: geometry (None where there is none) and shown: "assets", "drawn", "compound" (the outline
    of the compound stands for the work) or "". Assets of `hidden` layers are never shown; a work
    that has only such assets is shown by its compound (`works` has location, compound, and
    compounds: a tuple of compound ids).
    """
    shapes = _collected(assets[~assets["layer"].isin(hidden)], layers)
    shown = dict.fromkeys(shapes, "assets")
    own = drawn[drawn.index.isin(works.index)].to_dict()
    shapes, shown = shapes | own, shown | dict.fromkeys(own, "drawn")
    outlines = _outlines(works[~works.index.isin(list(shapes))], layers["compound"].geometry)
    shapes, shown = shapes | outlines, shown | dict.fromkeys(outlines, "compound")
    geometry = gpd.GeoSeries([shapes.get(work) for work in works.index], index=works.index, crs=STORED_CRS)
    words = [shown.get(work, "") for work in works.index]
    return gpd.GeoDataFrame({"shown": words}, geometry=geometry, index=works.index)


def _outlines(works: pd.DataFrame, compounds: gpd.GeoSeries) -> dict[str, shapely.Geometry]:
    """The outline of the compounds that each work lies in, for works whose place is known but has no shape to show."""
    every, made = tuple(compounds.index), dict[tuple[str, ...], shapely.Geometry | None]()
    result = {}
    for work, location, named in zip(works.index, works["location"], works["compounds"], strict=True):
        members = every if location == "whole_community" else () if location == "unknown" else named
        if members not in made:
            parts = [shape for shape in compounds.reindex(list(members)) if shape is not None]
            made[members] = (parts[0] if len(parts) == 1 else shapely.union_all(parts)) if parts else None
        if made[members] is not None:
            result[work] = made[members]
    return result


def sharing_ground(places: gpd.GeoSeries, within_m: float = LANE_M) -> pd.DataFrame:
    """Pairs of works (columns left, right: ids, each pair once) whose geometries lie within `within_m` metres.

    A road is a centreline here, so a pipe under its lane lies some metres beside it. Give only works
    that have a geometry of their own: a compound's outline touches everything in it.
    """
    shown = places[~places.isna().to_numpy()]
    if shown.empty:
        return pd.DataFrame({"left": [], "right": []}, dtype=object)
    shapes = shown.to_crs(metric_crs_of(gpd.GeoDataFrame(geometry=shown))).to_numpy()
    left, right = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=within_m)
    once = left < right
    ids = shown.index.to_numpy()
    return pd.DataFrame({"left": ids[left[once]], "right": ids[right[once]]})


def _collected(assets: pd.DataFrame, layers: Layers) -> dict[str, shapely.Geometry]:
    """The geometries of the assets of each work, collected into one geometry by work id."""
    there = {layer: layers[layer].geometry.to_dict() for layer in assets["layer"].unique() if layer in layers}
    parts = dict[str, list[shapely.Geometry]]()
    for work, layer, id in zip(assets["work"], assets["layer"], assets["id"], strict=True):
        shape = there.get(layer, {}).get(id)
        if shape is not None:
            parts.setdefault(work, []).append(shape)
    return {work: _one_geometry(shapes) for work, shapes in parts.items()}


def _one_geometry(shapes: list[shapely.Geometry]) -> shapely.Geometry:
    """One geometry of many: Multi… where all are of one dimension, else a collection."""
    parts = shapely.get_parts(shapes)
    if len(parts) == 1:
        return parts[0]
    dimensions = set(shapely.get_dimensions(parts).tolist())
    makers = {0: shapely.multipoints, 1: shapely.multilinestrings, 2: shapely.multipolygons}
    return makers[dimensions.pop()](parts) if len(dimensions) == 1 else shapely.geometrycollections(parts)


def _each(frame: gpd.GeoDataFrame, layer: str, way: str, field: str) -> pd.Series:
    """The quantity of each feature of a layer by one way of measuring."""
    if way == "count":
        return pd.Series(1.0, index=frame.index)
    if way == "field":
        return pd.to_numeric(frame[field], errors="coerce") if field in frame else pd.Series(np.nan, index=frame.index)
    if way == "paved_area_m2" and layer == "road":
        return measure.length_m(frame) * pd.to_numeric(frame["width_m"], errors="coerce")
    return measure.length_m(frame) if way == "length_m" else measure.area_m2(frame)


def _picked(assets: pd.DataFrame, layer: str, layers: Layers) -> gpd.GeoDataFrame:
    ids = assets.loc[assets["layer"] == layer, "id"]
    if layer in layers:
        frame = layers[layer]
        return frame.loc[frame.index.isin(ids)]
    return gpd.GeoDataFrame({"width_m": []}, geometry=[], crs=STORED_CRS)


def _drawn_quantities(drawn: gpd.GeoSeries, way: pd.Series) -> pd.Series:
    """Drawn geometries measured by their way: length, area (also of paving), or number of parts."""
    if drawn.empty:
        return pd.Series(dtype=float)
    frame = gpd.GeoDataFrame(geometry=drawn, crs=STORED_CRS)
    parts = shapely.get_num_geometries(drawn.to_numpy()).astype(float)
    area = measure.area_m2(frame).to_numpy()
    chosen = np.select([way == "length_m", way == "count"], [measure.length_m(frame).to_numpy(), parts], area)
    return pd.Series(chosen, index=drawn.index).where(lambda quantity: quantity > 0)


def _targets(points: np.ndarray, candidates: np.ndarray, tolerance_m: float) -> tuple[np.ndarray, np.ndarray]:
    """Where each point snaps to, the nearest corner or else the nearest spot on an edge, and whether it does."""
    corners = shapely.multipoints(shapely.get_coordinates(candidates))
    targets, snaps = points.copy(), np.zeros(len(points), dtype=bool)
    for target in (shapely.union_all(candidates), corners):  # corners last: they win over edges
        lines = shapely.shortest_line(shapely.points(points), target)
        near = shapely.length(lines) <= tolerance_m
        if near.any():
            targets[near] = shapely.get_coordinates(shapely.get_point(lines[near], 1))
        snaps |= near
    return targets, snaps
