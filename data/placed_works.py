"""Where works lie: geometry, quantity, buildings and compounds of each, worked out again only for works that moved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from data.work_rows import WorkRows, together
from geo.layers import LAYER_BY_KEY
from geo.spreading import near_buildings, over_buildings, over_compounds
from geo.work_places import asset_quantities, measured_quantities, work_geometries
from geo.works import WorkKind

Layers = Mapping[str, gpd.GeoDataFrame]


@dataclass(frozen=True)
class PlacedWorks:
    """`table` by work id: measured, buildings, compounds, near, gone, shown and geometry, as `WorkView` has them.

    `by_building`, `by_compound`: work, place, portion. `assets`: work, layer, id, quantity of those that may be shown.
    """

    table: gpd.GeoDataFrame
    by_building: pd.DataFrame
    by_compound: pd.DataFrame
    assets: pd.DataFrame

    def without(self, works: Iterable[str]) -> "PlacedWorks":
        """All but these works."""
        leave = set(works)
        parts = (self.by_building, self.by_compound, self.assets)
        return PlacedWorks(self.table[~self.table.index.isin(leave)], *(p[~p["work"].isin(leave)] for p in parts))

    def joined(self, other: "PlacedWorks") -> "PlacedWorks":
        """These works and others."""
        table = gpd.GeoDataFrame(together(self.table, other.table), geometry="geometry", crs=other.table.crs)
        parts = ("by_building", "by_compound", "assets")
        return PlacedWorks(table, *(pd.concat([getattr(self, p), getattr(other, p)], ignore_index=True) for p in parts))


def place_works(
    rows: WorkRows, kinds: Mapping[str, WorkKind], layers: Layers, hidden: frozenset[str], only: frozenset[str]
) -> PlacedWorks:
    """The places of the works `only`. `layers`: those that their assets lie in, with compound, building and unit.

    Assets of `hidden` layers are counted but never shown, nor is what somebody drew for a kind that lies on such only:
    a drawn sewer shows where it runs just the same.
    """
    works = rows.works[rows.works.index.isin(only)][["kind", "location", "compound"]].copy()
    drawn = rows.drawn[rows.drawn.index.isin(only)]
    assets = rows.assets[rows.assets["work"].isin(only)].reset_index(drop=True)
    assets["quantity"] = asset_quantities(assets, works["kind"].map(dict(kinds)).to_dict(), layers)
    works["measured"] = measured_quantities(works, assets, drawn, kinds, layers)
    by_building = over_buildings(works, assets, drawn, layers)
    by_compound = over_compounds(works, assets, drawn, layers)
    works["buildings"] = _tuples(by_building, "place", works.index)
    works["compounds"] = _tuples(by_compound[by_compound["place"] != ""], "place", works.index)
    secret = {id for id, kind in kinds.items() if kind.layers and hidden.issuperset(kind.layers)}
    drawn = drawn[~works["kind"].reindex(drawn.index).isin(secret)]
    assets = assets[~assets["layer"].isin(hidden)]
    works["gone"] = _tuples(assets[_gone(assets, layers)], "id", works.index)
    shapes = work_geometries(works, assets, drawn, layers, hidden)
    own = shapes.geometry[shapes["shown"].isin(["assets", "drawn"])]
    works["near"] = _tuples(near_buildings(own, layers["building"]), "place", works.index)
    table = works.drop(columns=["kind", "location", "compound"]).assign(shown=shapes["shown"])
    return PlacedWorks(gpd.GeoDataFrame(table, geometry=shapes.geometry), by_building, by_compound, assets)


def needed_layers(rows: WorkRows, only: frozenset[str]) -> set[str]:
    """The layers in which the assets of these works lie."""
    return set(rows.assets.loc[rows.assets["work"].isin(only), "layer"]) & set(LAYER_BY_KEY)


def _gone(assets: pd.DataFrame, layers: Layers) -> np.ndarray:
    """Which assets are in no layer any more."""
    gone = np.ones(len(assets), dtype=bool)
    for layer, frame in layers.items():
        mine = (assets["layer"] == layer).to_numpy()
        gone[mine] = ~assets.loc[mine, "id"].isin(frame.index).to_numpy()
    return gone


def _tuples(rows: pd.DataFrame, column: str, index: pd.Index) -> pd.Series:
    """The values of a column by work, as tuples; () for works without."""
    found = dict[str, list[str]]()
    for work, value in zip(rows["work"].tolist(), rows[column].tolist(), strict=True):
        found.setdefault(work, []).append(value)
    return pd.Series([tuple(found.get(work, ())) for work in index], index=index, dtype=object)
