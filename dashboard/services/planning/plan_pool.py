"""The works that a plan chooses from: those of projects that have not begun, and what the map says still waits.

Each with its cost range, whom it serves, and the values that its score is made of.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd

from dashboard.services.frames import Community
from dashboard.services.planning.encounters import widths
from dashboard.services.planning.pipe_network import drainage
from dashboard.services.projects.work_words import today, view_of
from dashboard.text import _, fill, language
from data.records import REVISION
from data.rule_values import RULES, rule_values
from data.store import Store
from data.unit_prices import unit_prices
from data.work_frames import WorkView
from data.work_kinds import work_kinds
from geo.cost import UnitPrice, work_costs
from geo.crs import STORED_CRS
from geo.dig_ground import grounds
from geo.kind_rules import phases
from geo.layers import LAYER_BY_KEY, LAYERS
from geo.possible_works import possible_works
from geo.precedence import precedence
from geo.spreading import near_buildings
from geo.words import N_
from geo.works import NOT_BEGUN, WorkKind

COLUMNS = ["kind", "unit", "planned", "measured", "cost_fen", "status", "name", "project_name", "location"]


@dataclass(frozen=True, eq=False)
class Pool:
    """`works` (by id): kind, unit, quantity, basis, low_fen, mid_fen, high_fen, missing, base_year, source, registered
    (whether the project itself says what it costs), possible (no project holds it), name, project_name, status, first,
    count, households (served), age, basic, faults, geometry (EPSG:4490, None without place).

    `serves`: work, building; `homes`: households by building; `before`: pairs that must keep their order;
    `assets`: work, layer, id of possible works; `ground`: what each work takes, in metres; `values`: the community's
    rules (`data.rule_values`).
    """

    works: gpd.GeoDataFrame
    serves: pd.DataFrame
    homes: pd.Series
    before: tuple[tuple[str, str], ...]
    assets: pd.DataFrame
    ground: gpd.GeoSeries
    prices: tuple[UnitPrice, ...]
    values: Mapping[str, float]

    def within(self, ids: Collection[str]) -> "Pool":
        """The same with fewer works to choose from."""
        kept = self.works[self.works.index.isin(list(ids))]
        return replace(self, works=kept)

    def sample_priced(self, ids: Collection[str]) -> bool:
        """Whether an invented price decides what any of these works costs."""
        invented = {price.kind for price in self.prices if price.is_sample}
        rows = self.works[self.works.index.isin(list(ids))]
        return bool((rows["kind"].isin(invented) & ~rows["registered"].astype(bool)).any())

    def names(self) -> dict[str, str]:
        """What each work is called."""
        return {str(id): str(name) for id, name in self.works["name"].items()}


def plan_pool(layers: Community, role: str) -> Pool:
    """The pool of a community, kept until a layer, a work or a price changes."""
    prices = tuple(unit_prices(layers.store, layers.id))
    known = {*LAYER_BY_KEY, REVISION, RULES}
    revisions = tuple(sorted((key, value) for key, value in layers.revisions.items() if key in known))
    return _pool(layers.store, layers.id, role, revisions, prices, today().year, language())


@lru_cache(maxsize=6)
def _pool(
    store: Store, community: str, role: str, revisions: tuple[tuple[str, int], ...], prices: tuple[UnitPrice, ...],
    year: int, _language: str,
) -> Pool:  # fmt: skip
    layers = Community(store, community)
    frames = {layer.key: layers[layer.key].frame for layer in LAYERS if not layer.context}
    view, kinds = view_of(store, community, role), {kind.id: kind for kind in work_kinds(store, community)}
    own = _own_works(view)
    values = rule_values(store, community)
    found = possible_works(frames, view.assets, kinds, view.works["kind"], together_m=values["plan.together_m"])
    new = found.works.assign(
        planned=np.nan, cost_fen=pd.NA, status="planned", project_name="", possible=True, location="assets",
        name=[_name(layers, row, kinds[row.kind]) for row in found.works.itertuples()],
    )  # fmt: skip
    works = gpd.GeoDataFrame(pd.concat([own, new]), geometry="geometry", crs=STORED_CRS)
    serves = pd.concat([_served(view, own.index), _near(found.works, frames["building"])], ignore_index=True)
    homes = pd.to_numeric(frames["building"]["households"], errors="coerce").fillna(0)
    assets = pd.concat([view.assets[view.assets["work"].isin(own.index)], found.assets], ignore_index=True)
    drawn = own.geometry[own["location"].eq("drawn") & own.geometry.notna()]
    ground = grounds(works, assets, drawn, frames, **widths(values))
    works = works.join(_costs(works, prices)).join(_values(works, serves, homes, layers, assets, kinds, year))
    before = tuple(precedence(works, ground, phases(values)))
    return Pool(works, serves, homes, before, found.assets, ground, prices, values)


def _own_works(view: WorkView) -> gpd.GeoDataFrame:
    rows = view.works[view.works["status"].isin(NOT_BEGUN)]
    shown = rows["shown"].isin(["assets", "drawn"])
    own = rows[[*COLUMNS, "geometry"]].assign(possible=False, first="", count=0, along="")
    own.loc[~shown, "geometry"] = None  # the outline of a whole compound is no place of a work
    return own


def _name(layers: Community, row: object, kind: WorkKind) -> str:
    """ "环路 下水道管网改造(12 段)": where, what, how many."""
    layer = kind.layers[0]
    first, along, count = str(row.first), str(row.along), int(row.count)  # type: ignore[attr-defined]
    place = layers["road"].title(along) if along else layers[layer].title(first)
    if kind.measured_by == "length_m" and not along:
        place = f"{place} {first}"  # pipes have no names of their own
    if count == 1:
        return f"{place} {_(kind.title)}"
    return fill(N_("{place} {kind}({count} 处)"), place=place, kind=_(kind.title), count=count)


def _served(view: WorkView, ids: pd.Index) -> pd.DataFrame:
    """Work and building: those that a work lies on, and those near it."""
    on = view.by_building[view.by_building["work"].isin(ids)][["work", "place"]]
    near = view.works.loc[ids, "near"].explode().dropna()
    beside = pd.DataFrame({"work": near.index, "place": near.to_numpy()})
    both = pd.concat([on, beside], ignore_index=True).drop_duplicates()
    return both.rename(columns={"place": "building"})


def _near(works: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame) -> pd.DataFrame:
    """Possible works serve the buildings that they are, or that lie near."""
    itself = works[works["kind"] == "building_renovation"]
    own = pd.DataFrame({"work": itself.index, "building": itself["first"].to_numpy()})
    others = near_buildings(works.geometry[~works.index.isin(itself.index)], buildings)
    return pd.concat([own, others.rename(columns={"place": "building"})], ignore_index=True)


def _costs(works: pd.DataFrame, prices: Sequence[UnitPrice]) -> pd.DataFrame:
    """Cost ranges by unit prices; what the project itself says comes first."""
    costs = work_costs(works, prices).drop(columns="unit")
    registered = pd.to_numeric(works["cost_fen"], errors="coerce").astype("Int64")
    known = registered.notna()
    for side in ("low_fen", "mid_fen", "high_fen"):
        costs[side] = costs[side].mask(known, registered)
    costs["missing"] = costs["missing"].mask(known, "")
    return costs.assign(registered=known)


def _values(
    works: pd.DataFrame, serves: pd.DataFrame, homes: pd.Series, layers: Community,
    assets: pd.DataFrame, kinds: dict[str, WorkKind], year: int,
) -> pd.DataFrame:  # fmt: skip
    pairs = serves.drop_duplicates(["work", "building"])
    built = pd.to_numeric(layers["building"].frame["year_built"], errors="coerce").astype(float)
    by_work = pairs["work"]
    households = pairs["building"].map(homes).groupby(by_work).sum().reindex(works.index)
    age = year - pairs["building"].map(built).groupby(by_work).mean().reindex(works.index)
    classes = {id: kind.work_class for id, kind in kinds.items()}
    return pd.DataFrame(
        {
            "households": households.fillna(0).astype(int), "age": age,
            "basic": works["kind"].map(classes).eq("basic").astype(float),
            "faults": _faults(layers, assets, works.index),
        },
        index=works.index,
    )  # fmt: skip


def _faults(layers: Community, assets: pd.DataFrame, works: pd.Index) -> pd.Series:
    """How many faults of the network lie on the pipes of each work; unknown for works without pipes."""
    pipes = assets[assets["layer"] == "pipe"]
    found = drainage(layers, rule_values(layers.store, layers.id))
    if pipes.empty or found is None:
        return pd.Series(np.nan, index=works)
    count = pd.Series([fault.id for fault in found.faults], dtype=object).value_counts()
    return pipes["id"].map(count).fillna(0).groupby(pipes["work"]).sum().reindex(works)
