"""Works that meet in space and time, with what was decided about them; also for a work that is not saved yet."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from dashboard.services.frames import Community
from data import china_day
from data.decisions import Decision, decision_id, decisions
from data.store import Store
from data.unit_prices import unit_prices
from data.work_frames import WorkView
from geo.cost import UnitPrice
from geo.dig_ground import grounds
from geo.dig_once import Meetings as Judged
from geo.dig_once import dig_once
from geo.kind_rules import half_widths, phases, protected_years, trenched
from geo.rule_values import meeting_rules
from geo.works import Drawn, OnAssets, Work

PAVING = "asphalt_overlay"
COLUMNS = ["kind", "status", "start_day", "end_day", "start_confirmed", "end_confirmed", "contractor"]
ASSET_COLUMNS = ["work", "layer", "id"]


@dataclass(frozen=True, eq=False)
class Meetings:
    """What was found (`geo.dig_once.Meetings.found`), with id, fingerprint and resolved of each finding.

    `decided` by id: what was kept about it. `without_dates`, `without_ground`: works that no rule could judge.
    """

    found: gpd.GeoDataFrame
    decided: Mapping[str, Decision]
    without_dates: tuple[str, ...]
    without_ground: tuple[str, ...]

    @property
    def conflicts(self) -> gpd.GeoDataFrame:
        """What is wrong and not settled."""
        return self.found[~self.found["good"].astype(bool) & ~self.found["resolved"]]

    @property
    def chances(self) -> gpd.GeoDataFrame:
        """Works that could share a trench or a closure, not settled."""
        return self.found[self.found["good"].astype(bool) & ~self.found["resolved"]]

    @property
    def settled(self) -> gpd.GeoDataFrame:
        """What was decided about works that have not changed since."""
        return self.found[self.found["resolved"]]

    def of_works(self, works: pd.Index) -> gpd.GeoDataFrame:
        """Open conflicts that one of these works takes part in."""
        mine = self.conflicts
        return mine[mine["first"].isin(works) | mine["second"].isin(works)]


def price_of_paving(prices: Sequence[UnitPrice]) -> tuple[int, int] | None:
    """Lowest and highest price of repaving a square metre in 分; None without one."""
    found = next((price for price in prices if price.kind == PAVING and price.unit == "m²"), None)
    return None if found is None else (round(found.low_yuan * 100), round(found.high_yuan * 100))


def meetings(
    store: Store,
    layers: Community,
    view: WorkView,
    values: Mapping[str, float],
) -> Meetings:
    """All pairs of works of a view that meet, by the community's own rules and prices."""
    prices = tuple(unit_prices(store, layers.id))
    key = (str(store.url), layers.id, tuple(sorted(layers.revisions.items())), tuple(sorted(values.items())), prices,
           len(view.assets), china_day.today())  # fmt: skip
    found = _kept.get(key)
    if found is None:
        ground = _kept_ground(store, layers, view, values).all
        judged = judged_by(view.works[COLUMNS], ground, prices, values)
        marks = _marked(judged.found, view.works, ground)
        found = _kept.put(key, (marks, judged.without_dates, judged.without_ground))
    return _decided(store, layers.id, *found)


def meetings_of_draft(
    store: Store,
    layers: Community,
    view: WorkView,
    values: Mapping[str, float],
    draft: Work,
) -> Meetings:
    """The pairs that a work would make if it were saved as it stands in a form; only works near it are judged."""
    prices = unit_prices(store, layers.id)
    row = {
        "kind": draft.kind, "status": draft.status, "contractor": draft.contractor,
        "start_day": pd.Timestamp(draft.start.day) if draft.start else pd.NaT,
        "end_day": pd.Timestamp(draft.end.day) if draft.end else pd.NaT,
        "start_confirmed": bool(draft.start and draft.start.confirmed),
        "end_confirmed": bool(draft.end and draft.end.confirmed),
    }  # fmt: skip
    mine_row = pd.DataFrame([row], index=[draft.id])
    own = [(draft.id, item.layer, item.id) for item in draft.location.assets] if isinstance(draft.location, OnAssets) else []  # fmt: skip # noqa: E501
    drawn = {draft.id: draft.location.geometry} if isinstance(draft.location, Drawn) else {}
    assets = pd.DataFrame(own, columns=ASSET_COLUMNS, dtype=object)
    shapes = gpd.GeoSeries(drawn, crs=4490) if drawn else gpd.GeoSeries([], index=pd.Index([], dtype=object), crs=4490)
    mine = grounds(mine_row, assets, shapes, _frames(assets, layers), **widths(values))
    if mine.empty:
        return _decided(store, layers.id, _marked(_nothing(), mine_row, mine), (), (draft.id,))
    reach = max(rule.distance_m for rule in meeting_rules(values))
    near = _kept_ground(store, layers, view, values).near(mine, reach, without=draft.id)
    works = pd.concat([mine_row, view.works.loc[near.index, COLUMNS]])
    for column in ("start_day", "end_day"):
        works[column] = pd.to_datetime(works[column])
    ground = gpd.GeoSeries(pd.concat([mine.to_crs(near.crs), near]))
    judged = judged_by(works, ground, prices, values, about=draft.id)
    marked = _marked(judged.found, works, ground)
    return _decided(store, layers.id, marked, judged.without_dates, judged.without_ground)


def judged_by(
    works: pd.DataFrame, ground: gpd.GeoSeries, prices: Sequence[UnitPrice], values: Mapping[str, float],
    about: str | None = None,
) -> Judged:  # fmt: skip
    """What meets among works, by the rules and prices of a community (see `geo.dig_once.dig_once`)."""
    return dig_once(
        works, ground, repaving_fen_m2=price_of_paving(prices), rules=meeting_rules(values), phases=phases(values),
        protected_years=protected_years(values), trenched=trenched(values), about=about,
    )  # fmt: skip


def widths(values: Mapping[str, float]) -> dict[str, Any]:
    """How wide works are by the rules of a community, as `geo.dig_ground.grounds` takes it."""
    return {"half_width_m": half_widths(values), "trench_m": values["dig.trench_m"]}


class _Ground:
    """The grounds of all works of a view, with the index by which those near one place are found at once."""

    def __init__(self, ground: gpd.GeoSeries) -> None:
        self.all, self._tree = ground, shapely.STRtree(ground.to_numpy())

    def near(self, mine: gpd.GeoSeries, distance_m: float, without: str) -> gpd.GeoSeries:
        """The grounds within a distance of a place, without that of one work."""
        if self.all.empty:
            return self.all.to_crs(mine.crs)
        found = self._tree.query(mine.to_crs(self.all.crs).iloc[0], predicate="dwithin", distance=distance_m)
        close = self.all.iloc[np.sort(found)]
        return close[close.index != without]


def _kept_ground(store: Store, layers: Community, view: WorkView, values: Mapping[str, float]) -> _Ground:
    """Made once as long as no work and no layer changes: a form asks for it at every keystroke."""
    how_wide = tuple(sorted(half_widths(values).items())), values["dig.trench_m"]
    key = ("ground", str(store.url), layers.id, tuple(sorted(layers.revisions.items())), how_wide, len(view.assets))
    found: _Ground = _kept.get(key) or _kept.put(key, _Ground(_grounds(view, layers, values)))
    return found


def _grounds(view: WorkView, layers: Community, values: Mapping[str, float]) -> gpd.GeoSeries:
    works = view.works
    drawn = works.geometry[works["shown"].eq("drawn") & works.geometry.notna()]
    return grounds(works, view.assets[ASSET_COLUMNS], drawn, _frames(view.assets, layers), **widths(values))


def _frames(assets: pd.DataFrame, layers: Community) -> dict[str, gpd.GeoDataFrame]:
    return {key: layers[key].frame for key in assets["layer"].unique() if layers[key].type.geometry}


def _nothing() -> gpd.GeoDataFrame:
    none = pd.DataFrame([], columns=COLUMNS)
    for column in ("start_day", "end_day"):
        none[column] = pd.to_datetime(none[column])
    return dig_once(none, gpd.GeoSeries([], index=pd.Index([], dtype=object), crs=4547)).found


def _marked(found: gpd.GeoDataFrame, works: pd.DataFrame, ground: gpd.GeoSeries) -> gpd.GeoDataFrame:
    """The findings with the id under which a decision is kept, and a digest of both works as they are."""
    ids = [decision_id(rule, one, other) for rule, one, other in zip(found["rule"], found["first"], found["second"], strict=True)]  # fmt: skip # noqa: E501
    prints = ["".join(_digest(works, ground, id) for id in sorted(pair))
              for pair in zip(found["first"], found["second"], strict=True)]  # fmt: skip
    return found.assign(decision_id=ids, fingerprint=prints)


def _digest(works: pd.DataFrame, ground: gpd.GeoSeries, id: str) -> str:
    row, shape = works.loc[id], ground.loc[id]
    told = [str(row["kind"]), *(str(row[key])[:10] for key in ("start_day", "end_day")), str(row["contractor"] or "")]
    told += [f"{number:.1f}" for number in (*shape.bounds, shapely.area(shape))]
    return blake2b("|".join(told).encode(), digest_size=8).hexdigest()


def _decided(
    store: Store,
    community: str,
    found: gpd.GeoDataFrame,
    without_dates: tuple[str, ...],
    without_ground: tuple[str, ...],
) -> Meetings:
    kept = decisions(store, community)
    there = {id: kept[id] for id in found["decision_id"] if id in kept}
    resolved = [
        id in there and bool(there[id].decision) and there[id].fingerprint == mark
        for id, mark in zip(found["decision_id"], found["fingerprint"], strict=True)
    ]
    return Meetings(found.assign(resolved=pd.array(resolved, dtype=bool)), there, without_dates, without_ground)


class _Kept:
    """The last few findings, by revision; readers in several threads share them."""

    def __init__(self, most: int) -> None:
        self._most, self._found, self._lock = most, OrderedDict[Any, Any](), Lock()

    def get(self, key: Any) -> Any:
        with self._lock:
            return self._found.get(key)

    def put(self, key: Any, found: Any) -> Any:
        with self._lock:
            self._found[key] = found
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return found


_kept = _Kept(8)
