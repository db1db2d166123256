"""Works and projects as frames for screens: one row each, with everything a list, map or bar needs.

Made once per revision of the works and of the layers that they lie on, and kept for the next reader; after a write
only the works that it touched are read, and only those that moved are placed again. A visitor's frame is made by
queries of its own that never select internal words and names.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any, Generic, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from data import project_schema as tables
from data import schema
from data.access import visible_layers
from data.features import layer_frame
from data.geometry import SRID
from data.placed_works import PlacedWorks, needed_layers, place_works
from data.records import REVISION
from data.store import Store
from data.work_kinds import kept_kinds
from data.work_rows import WorkRows, read_works
from geo.layers import LAYER_BY_KEY, LAYERS
from geo.progress import work_shares
from geo.projects import rolled_up
from geo.schedule import lateness
from geo.steps import STEPS
from geo.work_filter import searchable
from geo.works import WorkKind

ALWAYS = ("compound", "building", "unit")
PUBLIC_PROJECT_COLUMNS = (
    "id", "name", "line_of_work", "public_words", "mechanisms", "parties", "is_sample", "version",
)  # fmt: skip
INTERNAL_PROJECT_COLUMNS = ("lead", "internal_words")
T = TypeVar("T")


@dataclass(frozen=True)
class WorkView:
    """All works of a community that are in use.

    `works` (by work id): the columns of the work, and kind_title, unit, work_class, colour, icon;
    project_name, lead, step (of the project, "" after the last); measured; share, share_accepted,
    share_unaccepted, surplus, by_status; late, reason, days_late; compounds, buildings and near (tuples of
    ids); gone (tuple of assets that no longer exist); geometry (EPSG:4490, None without place) and shown;
    people and texts (what `geo.work_filter.matching` searches).
    `projects` (by project id): the columns of the project, and those of `geo.projects.rolled_up`.
    `by_building`, `by_compound`: how works are spread (work, place, portion), for `roll_up_spread`.
    `assets`: work, layer, id, quantity. `without_place`: how many works the map leaves out.
    """

    works: gpd.GeoDataFrame
    projects: pd.DataFrame
    by_building: pd.DataFrame
    by_compound: pd.DataFrame
    assets: pd.DataFrame
    without_place: int


def works_revision(store: Store, community: str) -> int:
    """Raised by every write to projects, works, entries, photos, steps, kinds or promises; 0 before the first."""
    return _revisions(store, community).get(REVISION, 0)


def work_view(store: Store, community: str, today: date, *, role: str = "staff") -> WorkView:
    """The works of a community as they stand on `today`, as far as `role` may see them.

    A role that does not see an internal layer gets the compound's outline in place of such assets.
    The frames are shared with other readers: copy before you change one.
    """
    seen = frozenset(layer.key for layer in visible_layers(role))
    key = (str(store.url), community, today, seen, tuple(sorted(_revisions(store, community).items())))
    kept = _KEPT.get(key)
    return kept if kept is not None else _KEPT.put(key, _view(store, community, today, seen))


def work_frame(store: Store, community: str, today: date, *, role: str = "staff") -> gpd.GeoDataFrame:
    """`work_view(…).works`."""
    return work_view(store, community, today, role=role).works


def project_frame(store: Store, community: str, today: date, *, role: str = "staff") -> pd.DataFrame:
    """`work_view(…).projects`."""
    return work_view(store, community, today, role=role).projects


class _Kept(Generic[T]):
    """The last few of something, by key: old ones fall out, readers in several threads share them."""

    def __init__(self, most: int) -> None:
        self._most, self._items, self._lock = most, OrderedDict[Any, T](), Lock()

    def get(self, key: Any) -> T | None:
        with self._lock:
            if key in self._items:
                self._items.move_to_end(key)
            return self._items.get(key)

    def put(self, key: Any, item: T) -> T:
        with self._lock:
            self._items[key] = item
            self._items.move_to_end(key)
            while len(self._items) > self._most:
                self._items.popitem(last=False)
        return item


@dataclass(frozen=True)
class _Last:
    """What was read and placed last for one audience, to go on from. `ground`: what all places depend on."""

    rows: WorkRows
    ground: Any
    placed: PlacedWorks


_KEPT = _Kept[WorkView](8)
_LAST = _Kept[_Last](8)


def _revisions(store: Store, community: str) -> dict[str, int]:
    table = schema.layer_revision.c
    with store.read() as connection:
        query = select(table.layer, table.revision).where(table.community == community)
        return {row.layer: row.revision for row in connection.execute(query)}


def _sees_internal(seen: frozenset[str]) -> bool:
    return all(layer.key in seen for layer in LAYERS)


def _view(store: Store, community: str, today: date, seen: frozenset[str]) -> WorkView:
    slot = (str(store.url), community, seen)
    last = _LAST.get(slot)
    with store.read() as connection:
        kinds = {kind.id: kind for kind in kept_kinds(connection, community)}
        rows = read_works(connection, community, _sees_internal(seen), last.rows if last else None)
        projects = _projects(connection, community, _sees_internal(seen))
    placed = _placed(store, community, rows, kinds, frozenset(LAYER_BY_KEY) - seen, last)
    _LAST.put(slot, placed)
    works = _with_kind_and_project(rows.works, kinds, projects)
    works = _with_progress(works.join(placed.placed.table.drop(columns="geometry")), today)
    shapes = placed.placed.table.geometry.reindex(works.index)
    frame = gpd.GeoDataFrame(searchable(works), geometry=shapes)
    parts = (placed.placed.by_building, placed.placed.by_compound, placed.placed.assets)
    if len(works) < len(rows.works):  # those of projects that were put away
        parts = tuple(part[part["work"].isin(works.index)].reset_index(drop=True) for part in parts)
    by_building, by_compound, assets = parts
    without_place = int(shapes.isna().sum())
    return WorkView(frame, rolled_up(projects, frame), by_building, by_compound, assets, without_place)


def _placed(
    store: Store,
    community: str,
    rows: WorkRows,
    kinds: Mapping[str, WorkKind],
    hidden: frozenset[str],
    last: _Last | None,
) -> _Last:
    """The places of all works: those of `last` where nothing that they depend on has changed."""
    layers = {key: value for key, value in _revisions(store, community).items() if key in LAYER_BY_KEY}
    ways = tuple((kind.id, kind.measured_by, kind.measured_field, kind.layers) for kind in kinds.values())
    ground = (tuple(sorted(layers.items())), ways)
    stays = last is not None and last.ground == ground
    wanted = rows.moved if stays else frozenset(rows.works.index)
    kept = None
    if last is not None and stays:
        gone = last.placed.table.index.difference(rows.works.index)
        kept = last.placed.without({*gone, *wanted}) if len(gone) or wanted else last.placed
        if not wanted:
            return _Last(rows, ground, kept)
    frames = {key: layer_frame(store, community, key) for key in {*ALWAYS, *needed_layers(rows, wanted)}}
    frames["unit"] = _on_their_building(frames["unit"], frames["building"])
    placed = place_works(rows, kinds, frames, hidden, wanted)
    return _Last(rows, ground, kept.joined(placed) if kept is not None else placed)


def _on_their_building(units: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Stairwell units with the place and compound of their building: they have none of their own."""
    shapes = units["parent"].map(buildings.geometry.to_dict())
    geometry = gpd.GeoSeries(shapes.to_numpy(dtype=object), index=units.index, crs=SRID)
    return gpd.GeoDataFrame(units.assign(compound=units["parent"].map(buildings["compound"])), geometry=geometry)


def _with_progress(works: pd.DataFrame, today: date) -> pd.DataFrame:
    """Works with their shares and lateness; `share_…` because accepted is already the name of a quantity."""
    shares = work_shares(works).rename(columns={"accepted": "share_accepted", "unaccepted": "share_unaccepted"})
    dates = works.rename(columns={"start_day": "start", "end_day": "end"})
    return works.join(shares.drop(columns="rest")).join(lateness(dates, today))


def _projects(connection: Connection, community: str, internal: bool) -> pd.DataFrame:
    """Projects in use by id, with step (the first that is open, "" after the last) and steps_closed."""
    table, step = tables.project.c, tables.step.c
    columns = PUBLIC_PROJECT_COLUMNS + (INTERNAL_PROJECT_COLUMNS if internal else ())
    query = select(*(table[name] for name in columns)).where(table.community == community, table.archived.is_(False))
    frame = _frame(connection, query.order_by(table.id), list(columns))
    query = select(step.project, step.step).where(step.community == community, step.closed.is_(True))
    closed = pd.DataFrame(connection.execute(query).all(), columns=["project", "step"])
    there = pd.crosstab(closed["project"], closed["step"]).reindex(
        index=frame.index, columns=[item.key for item in STEPS], fill_value=0
    )
    open_ones = there.to_numpy() == 0
    keys = np.array([item.key for item in STEPS] + [""], dtype=object)
    frame["step"] = keys[np.where(open_ones.any(axis=1), open_ones.argmax(axis=1), len(STEPS))]
    frame["steps_closed"] = (~open_ones).sum(axis=1)
    return frame


def _frame(connection: Connection, query: Any, columns: list[str]) -> pd.DataFrame:
    rows = connection.execute(query).all()
    return pd.DataFrame(rows, columns=list(columns), dtype=object).set_index("id")


def _with_kind_and_project(works: pd.DataFrame, kinds: dict[str, WorkKind], projects: pd.DataFrame) -> pd.DataFrame:
    """Works of projects in use, with what their kind and project say."""
    works = works[works["project"].isin(projects.index)].copy()
    for column, name in (
        ("kind_title", "title"), ("unit", "unit"), ("work_class", "work_class"), ("colour", "colour"), ("icon", "icon"),
    ):  # fmt: skip
        works[column] = works["kind"].map({id: getattr(kind, name) for id, kind in kinds.items()})
    shared = {"name": "project_name", "step": "step", "line_of_work": "line_of_work"}
    shared |= {"public_words": "project_public_words", "lead": "lead", "internal_words": "project_internal_words"}
    for name, column in shared.items():
        if name in projects:
            works[column] = works["project"].map(projects[name])
    return works
