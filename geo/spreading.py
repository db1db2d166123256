"""Which buildings and compounds works lie on, and which portion of a work falls to each.

A work on several assets is spread by their measured quantities (equally where nothing is measured);
a drawn one by its area, length or number of points in each place; a whole compound or the whole
community equally over its buildings. What lies on no building belongs to none, so the portions of a
work add up to at most 1 over buildings and to exactly 1 over compounds, where the place "" stands
for "no compound known". Overlapping places share what they have in common.
"""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import metric_crs_of

NEAR_M = 25.0
"""A work within this distance of a building concerns its residents (editable default)."""

COLUMNS = ["work", "place", "portion"]

Layers = Mapping[str, gpd.GeoDataFrame]


def over_buildings(works: pd.DataFrame, assets: pd.DataFrame, drawn: gpd.GeoSeries, layers: Layers) -> pd.DataFrame:
    """Rows (work, place = building id, portion) for every building that a work lies on.

    `works` (by work id) has location and compound; `assets` has work, layer, id and quantity (NaN
    where nothing is measured); `drawn` holds the drawn geometries by work id (EPSG:4490); `layers`
    the frames of the layers that assets come from, with building and compound.
    """
    buildings = layers["building"]
    place = assets["id"].where(assets["layer"] == "building", "")
    if "unit" in layers:
        place = place.where(assets["layer"] != "unit", assets["id"].map(layers["unit"]["parent"]))
    on_assets = _asset_portions(assets).assign(place=place)
    members = pd.Series(buildings.index, index=buildings["compound"].fillna("").to_numpy(dtype=object))
    parts = [
        on_assets[on_assets["place"].isin(buildings.index)],
        _overlaid(drawn, buildings.geometry),
        _whole(works, members),
    ]
    return _added_up(parts)


def over_compounds(works: pd.DataFrame, assets: pd.DataFrame, drawn: gpd.GeoSeries, layers: Layers) -> pd.DataFrame:
    """Rows (work, place = compound id or "", portion); the portions of every work add up to 1.

    Arguments as for `over_buildings`. An asset belongs to the compound that it names, else to the
    one around it. The whole community is spread over its compounds by their number of buildings.
    """
    compounds, buildings = layers["compound"], layers["building"]
    place = pd.Series("", index=assets.index, dtype=object)
    for layer, rows in assets.groupby("layer", sort=False):
        if str(layer) in layers:
            found = rows["id"].map(compound_of(layers[str(layer)], compounds))
            place.loc[rows.index] = found.where(found.notna(), "")
    on_assets = _asset_portions(assets).assign(place=place)
    named = works[works["location"].isin(["whole_compound", "unknown"])]
    told = pd.DataFrame({"work": named.index, "place": named["compound"].fillna("").to_numpy(), "portion": 1.0})
    owner = buildings["compound"].fillna("").to_numpy(dtype=object)
    everywhere = _whole(works[works["location"] == "whole_community"], pd.Series(owner, index=owner))
    parts = [on_assets, _overlaid(drawn, compounds.geometry), told, everywhere]
    return _with_remainder(_added_up(parts), works.index)


def compound_of(frame: gpd.GeoDataFrame, compounds: gpd.GeoDataFrame) -> pd.Series:
    """The compound of each feature: the one that its field names, else the one around it, else ""."""
    named = frame["compound"] if "compound" in frame else pd.Series("", index=frame.index)
    named = named.where(named.isin(compounds.index), "").astype(object)
    open_ones = frame.index[(named == "").to_numpy() & ~frame.geometry.isna().to_numpy()]
    points = frame.geometry.loc[open_ones].representative_point()
    tree = shapely.STRtree(compounds.geometry.to_numpy())
    which, around = tree.query(points.to_numpy(), predicate="intersects")
    first = np.unique(which, return_index=True)[1]
    named.loc[open_ones[which[first]]] = compounds.index.to_numpy()[around[first]]
    return named


def near_buildings(places: gpd.GeoSeries, buildings: gpd.GeoDataFrame, within_m: float = NEAR_M) -> pd.DataFrame:
    """Rows (work, place) for each building within `within_m` metres of a work's geometry (by work id)."""
    shown = places[~places.isna().to_numpy()]
    if shown.empty or buildings.geometry.isna().all():
        return pd.DataFrame({"work": [], "place": []}, dtype=object)
    crs = metric_crs_of(buildings)
    tree = shapely.STRtree(buildings.geometry.to_crs(crs).to_numpy())
    which, near = tree.query(shown.to_crs(crs).to_numpy(), predicate="dwithin", distance=within_m)
    return pd.DataFrame({"work": shown.index.to_numpy()[which], "place": buildings.index.to_numpy()[near]})


def _asset_portions(assets: pd.DataFrame) -> pd.DataFrame:
    """(work, portion) beside `assets`: by measured quantity where each asset of the work has one."""
    quantity = assets["quantity"].where(assets["quantity"] > 0)
    by_work = quantity.groupby(assets["work"], sort=False)
    measured = by_work.transform("count") == by_work.transform("size")
    portion = np.where(measured, quantity / by_work.transform("sum"), 1.0 / by_work.transform("size"))
    return pd.DataFrame({"work": assets["work"], "portion": portion}, index=assets.index)


def _overlaid(drawn: gpd.GeoSeries, places: gpd.GeoSeries) -> pd.DataFrame:
    """How much of each drawn geometry lies in each place, by area, length or number of points."""
    drawn, places = drawn[~drawn.isna().to_numpy()], places[~places.isna().to_numpy()]
    if drawn.empty or places.empty:
        return _nothing()
    crs = metric_crs_of(gpd.GeoDataFrame(geometry=places))
    shapes, areas = drawn.to_crs(crs).to_numpy(), places.to_crs(crs).to_numpy()
    which, where = shapely.STRtree(areas).query(shapes, predicate="intersects")
    whole = _extent(shapes, shapes)[which]
    portion = _extent(shapely.intersection(shapes[which], areas[where]), shapes[which]) / np.where(whole > 0, whole, 1)
    table = pd.DataFrame(
        {"work": drawn.index.to_numpy()[which], "place": places.index.to_numpy()[where], "portion": portion}
    )
    table["portion"] /= table.groupby("work")["portion"].transform("sum").clip(lower=1.0)
    return table[table["portion"] > 0]


def _extent(shapes: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Area, length or number of points of `shapes`, whichever the geometry in `whole` has."""
    dimension = shapely.get_dimensions(whole)
    extent: np.ndarray = np.select(
        [dimension == 2, dimension == 1],
        [shapely.area(shapes), shapely.length(shapes)],
        shapely.get_num_coordinates(shapes).astype(float),
    )
    return extent


def _whole(works: pd.DataFrame, members: pd.Series) -> pd.DataFrame:
    """Works on a whole compound, or on the whole community, spread equally over `members` (place by compound)."""
    compound = works.loc[works["location"] == "whole_compound", "compound"]
    community = works.index[works["location"] == "whole_community"]
    by_compound = pd.DataFrame({"compound": members.index, "place": members.to_numpy()})
    some = pd.DataFrame({"work": compound.index, "compound": compound.to_numpy()}).merge(by_compound, on="compound")
    every = pd.DataFrame({"work": community}).merge(by_compound[["place"]], how="cross")
    table = pd.concat([some[["work", "place"]], every], ignore_index=True)
    return table.assign(portion=1.0 / table.groupby("work")["work"].transform("size"))


def _added_up(parts: list[pd.DataFrame]) -> pd.DataFrame:
    together = pd.concat([_nothing(), *(part[COLUMNS] for part in parts if len(part))], ignore_index=True)
    return together.groupby(["work", "place"], sort=False, as_index=False)["portion"].sum()


def _with_remainder(table: pd.DataFrame, works: pd.Index) -> pd.DataFrame:
    """The table with what is missing to 1 put to the place ""."""
    missing = 1.0 - table.groupby("work")["portion"].sum().reindex(works, fill_value=0.0)
    missing = missing[missing > 1e-9]
    rest = pd.DataFrame({"work": missing.index, "place": "", "portion": missing.to_numpy()})
    return _added_up([table, rest])


def _nothing() -> pd.DataFrame:
    return pd.DataFrame(
        {"work": pd.Series(dtype=object), "place": pd.Series(dtype=object), "portion": pd.Series(dtype=float)}
    )
