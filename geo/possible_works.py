"""Works that nobody has planned yet: assets that the map says still wait for renewal, made into works by place."""

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd

from geo.crs import metric_crs_of
from geo.work_places import asset_quantities, measured_quantities, work_geometries
from geo.works import WorkKind

TOGETHER_M = 15.0
"""Pipes within this distance of a road are renewed with those under the same road (editable default)."""


@dataclass(frozen=True)
class NeedRule:
    """Assets of a layer whose field says no still wait for a kind of work; `along`: those of one road are one work,
    and of the rest those that hang together."""

    kind: str
    layer: str
    field: str
    along: str = ""


NEED_RULES: tuple[NeedRule, ...] = (
    NeedRule("building_renovation", "building", "renovated"),
    NeedRule("sewer_renewal", "pipe", "renewed", along="road"),
    NeedRule("asphalt_overlay", "road", "overlaid"),
    NeedRule("garden", "garden", "upgraded"),
)

COLUMNS = ("kind", "first", "count", "along")


@dataclass(frozen=True)
class PossibleWorks:
    """`works` (by id): kind, first (id of an asset), count (of assets), along (id of the road, ""), unit, measured and
    geometry (EPSG:4490). `assets`: work, layer, id, quantity.
    """

    works: gpd.GeoDataFrame
    assets: pd.DataFrame


def possible_works(
    layers: Mapping[str, gpd.GeoDataFrame], assets: pd.DataFrame, kinds: Mapping[str, WorkKind], taken: pd.Series,
    rules: tuple[NeedRule, ...] = NEED_RULES, together_m: float = TOGETHER_M,
) -> PossibleWorks:  # fmt: skip
    """What could be done besides the works that there are.

    `assets`: work, layer, id of the works that there are, `taken` their kinds by work: an asset with a work of the
    same kind is left out, whatever became of it. So are assets without place, and where the field is unknown.
    """
    usable = [rule for rule in rules if rule.kind in kinds and rule.layer in layers]
    rows = [_of_rule(rule, layers, assets, taken, together_m) for rule in usable]
    table = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=["work", "layer", "id", "along"])
    table["kind"] = table["work"].map(lambda id: id.split(".", 2)[1]) if len(table) else pd.Series(dtype=object)
    groups = table.groupby("work", sort=True)
    works = pd.DataFrame(
        {"kind": groups["kind"].first(), "first": groups["id"].first(), "count": groups.size(),
         "along": groups["along"].first()}
    )  # fmt: skip
    own = {work: kinds[kind] for work, kind in works["kind"].items()}
    table["quantity"] = asset_quantities(table, own, layers) if len(table) else pd.Series(dtype=float)
    works["unit"] = works["kind"].map({id: kind.unit for id, kind in kinds.items()})
    drawn = gpd.GeoSeries([], crs="EPSG:4490")
    works["measured"] = measured_quantities(works.assign(location="assets"), table, drawn, kinds, layers)
    works["location"], works["compounds"] = "assets", [()] * len(works)
    shapes = work_geometries(works, table, drawn, layers)
    frame = gpd.GeoDataFrame(works.drop(columns=["location", "compounds"]), geometry=shapes.geometry)
    return PossibleWorks(frame, table[["work", "layer", "id", "quantity"]])


def _of_rule(
    rule: NeedRule, layers: Mapping[str, gpd.GeoDataFrame], assets: pd.DataFrame, taken: pd.Series,
    together_m: float,
) -> pd.DataFrame:  # fmt: skip
    """The waiting assets of a rule, each with the id of the possible work that it belongs to."""
    frame = layers[rule.layer]
    known = assets["work"].map(taken).eq(rule.kind) & assets["layer"].eq(rule.layer)
    open_ones = frame[rule.field].eq(False).fillna(False).to_numpy(dtype=bool) if rule.field in frame else False
    waits = frame[open_ones & frame.geometry.notna().to_numpy() & ~frame.index.isin(assets.loc[known, "id"])]
    ids = waits.index.to_numpy(dtype=object)
    along = np.full(len(ids), "", dtype=object)
    if rule.along and len(ids) and len(layers.get(rule.along, ())):
        along = _nearest(waits, layers[rule.along], together_m)
    joined = _joined(waits[along == ""]) if rule.along else {}
    groups = [f"possible.{rule.kind}.{way or joined.get(id, id)}" for id, way in zip(ids, along, strict=True)]
    return pd.DataFrame({"work": groups, "layer": rule.layer, "id": ids, "along": along}, dtype=object)


def _joined(pipes: gpd.GeoDataFrame) -> dict[str, str]:
    """For each pipe the first id of those that hang together by their nodes: they are one work."""
    graph = nx.Graph()
    for id, *ends in zip(pipes.index, pipes.get("from_node", ""), pipes.get("to_node", ""), strict=True):
        graph.add_edges_from((("pipe", id), ("node", end)) for end in ends if isinstance(end, str) and end)
        graph.add_node(("pipe", id))
    groups = [sorted(id for kind, id in part if kind == "pipe") for part in nx.connected_components(graph)]
    return {id: group[0] for group in groups for id in group}


def _nearest(frame: gpd.GeoDataFrame, roads: gpd.GeoDataFrame, together_m: float) -> np.ndarray:
    """The id of the road nearest to the middle of each feature, "" beyond `together_m`."""
    placed = roads[roads.geometry.notna()]
    crs = metric_crs_of(frame)
    middles = frame.geometry.to_crs(crs).interpolate(0.5, normalized=True)
    at, which = placed.to_crs(crs).sindex.nearest(middles.to_numpy(), return_all=False, max_distance=together_m)
    result = np.full(len(frame), "", dtype=object)
    result[at] = placed.index.to_numpy(dtype=object)[which]
    return result
