"""Layers kept in memory by revision, with what every card asks of them.

A layer is read whole and kept until its revision rises; the revision is asked at every use, so a
write by another process is seen at once.
"""

from collections.abc import Callable, Hashable
from functools import cached_property
from threading import Lock
from typing import TypeVar

import geopandas as gpd
import pandas as pd
import shapely

from dashboard.services.kept import Kept
from data.features import layer_frame, revisions
from data.records import REVISION
from data.store import Store
from data.work_frames import works_revision
from geo.crs import metric_crs_of
from geo.layers import LayerType, layer_type
from geo.measure import measured

T = TypeVar("T")


class Layer:
    """One layer of a community at one revision. Its frame is shared: nobody changes it."""

    def __init__(self, key: str, revision: int, frame: gpd.GeoDataFrame) -> None:
        self.type: LayerType = layer_type(key)
        self.revision = revision
        self.frame = frame

    @cached_property
    def placed(self) -> pd.Series:
        """Whether each feature has a place."""
        if not self.type.geometry or self.frame.empty:
            return pd.Series(False, index=self.frame.index)
        return self.frame.geometry.notna() & ~self.frame.geometry.is_empty

    @cached_property
    def unplaced(self) -> int:
        """How many features have no place."""
        return int((~self.placed).sum())

    @cached_property
    def crs_name(self) -> str:
        """The metric CRS that lengths and areas are measured in, "" without a place."""
        if not self.placed.any():
            return ""
        crs = metric_crs_of(self.frame)
        return f"{crs.name} (EPSG:{crs.to_epsg()})"

    @cached_property
    def metric(self) -> gpd.GeoSeries:
        """The geometries of the placed features in metres."""
        placed = self.frame.geometry[self.placed]
        return placed.to_crs(metric_crs_of(self.frame)) if len(placed) else placed

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Finds the features of `metric` near a place; positions as in `metric`."""
        return shapely.STRtree(self.metric.to_numpy())

    @cached_property
    def measured(self) -> pd.Series:
        """Length in m or area in m² of each feature, NaN where the layer is counted."""
        return measured(self.frame, self.type)

    def title(self, feature_id: str) -> str:
        """What people call a feature: its name, else its number, else its id."""
        row = self.frame.loc[feature_id]
        return str(row["name"] or row.get("no") or feature_id)


_kept: dict[tuple[str, str, str], Layer] = {}
_lock = Lock()
_made = Kept(512)


def layer(store: Store, community: str, key: str, revision: int | None = None) -> Layer:
    """A layer as it is now. `revision`, if the caller just asked for it, saves asking again."""
    if revision is None:
        revision = revisions(store, community).get(key, 0)
    place = (str(store.engine.url), community, key)
    with _lock:
        kept = _kept.get(place)
    if kept is None or kept.revision != revision:
        kept = Layer(key, revision, layer_frame(store, community, key))
        with _lock:
            _kept[place] = kept
    return kept


class Community:
    """The layers of one community within one run: revisions, also that of the works, are asked once."""

    def __init__(self, store: Store, community: str) -> None:
        self.store, self.id = store, community
        self.revisions = {**revisions(store, community), REVISION: works_revision(store, community)}

    def __getitem__(self, key: str) -> Layer:
        return layer(self.store, self.id, key, self.revisions.get(key, 0))

    def kept(self, what: Hashable, make: Callable[[], T]) -> T:
        """`make()`, made once as long as nothing in the community changes; `what` says all else that it depends on.

        That is the reader's language, what they may see, and today where works can be late: the memory is shared.
        """
        place = (str(self.store.engine.url), self.id, tuple(sorted(self.revisions.items())))
        found: T = _made.get((place, what), make)
        return found
