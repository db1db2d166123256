"""Works and projects as frames for screens: one row each, with everything a list, map or bar needs.

Made once per revision of the works and of the layers that they lie on, and kept for the next reader.
A visitor's frame is made by a query of its own that never selects internal words and names.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from data import project_schema as tables
from data import schema
from data.access import visible_layers
from data.features import layer_frame
from data.geometry import SRID, from_wkb
from data.records import REVISION
from data.store import Store
from data.work_kinds import kept_kinds
from geo.layers import LAYER_BY_KEY, LAYERS
from geo.progress import work_shares
from geo.projects import rolled_up
from geo.schedule import lateness
from geo.spreading import near_buildings, over_buildings, over_compounds
from geo.steps import STEPS
from geo.work_filter import searchable
from geo.work_places import asset_quantities, measured_quantities, work_geometries
from geo.works import WorkKind

ALWAYS = ("compound", "building", "unit")
PUBLIC_COLUMNS = (
    "id", "project", "kind", "name", "status", "location", "compound", "planned", "contracted", "done", "accepted",
    "weight", "contractor", "warranty_until", "cost_fen", "funding", "start_day", "start_confirmed", "end_day",
    "end_confirmed", "public_words", "is_sample", "version",
)  # fmt: skip
INTERNAL_COLUMNS = ("supervisor", "internal_words")
PUBLIC_PROJECT_COLUMNS = (
    "id", "name", "line_of_work", "public_words", "mechanisms", "parties", "is_sample", "version",
)  # fmt: skip
INTERNAL_PROJECT_COLUMNS = ("lead", "internal_words")


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


class _Kept:
    """The last few views, by revision: old ones fall out, readers in several threads share them."""

    def __init__(self, most: int) -> None:
        self._most, self._views, self._lock = most, OrderedDict[Any, WorkView](), Lock()

    def get(self, key: Any) -> WorkView | None:
        with self._lock:
            if key in self._views:
                self._views.move_to_end(key)
            return self._views.get(key)

    def put(self, key: Any, view: WorkView) -> WorkView:
        with self._lock:
            self._views[key] = view
            while len(self._views) > self._most:
                self._views.popitem(last=False)
        return view


_KEPT = _Kept(8)


def _revisions(store: Store, community: str) -> dict[str, int]:
    table = schema.layer_revision.c
    with store.read() as connection:
        query = select(table.layer, table.revision).where(table.community == community)
        return {row.layer: row.revision for row in connection.execute(query)}


def _sees_internal(seen: frozenset[str]) -> bool:
    return all(layer.key in seen for layer in LAYERS)


def _view(store: Store, community: str, today: date, seen: frozenset[str]) -> WorkView:
    with store.read() as connection:
        kinds = {kind.id: kind for kind in kept_kinds(connection, community)}
        works, drawn = _works(connection, community, _sees_internal(seen))
        projects = _projects(connection, community, _sees_internal(seen))
        works = _with_kind_and_project(works, kinds, projects)
        drawn = drawn[drawn.index.isin(works.index)]
        assets = _assets(connection, community, works.index)
    layers = {key: layer_frame(store, community, key) for key in {*ALWAYS, *assets["layer"]}}
    layers["unit"] = _on_their_building(layers["unit"], layers["building"])
    assets["quantity"] = asset_quantities(assets, works["kind"].map(kinds).to_dict(), layers)
    works["measured"] = measured_quantities(works, assets, drawn, kinds, layers)
    works = _with_progress(works, today)
    by_building = over_buildings(works, assets, drawn, layers)
    by_compound = over_compounds(works, assets, drawn, layers)
    works["buildings"] = _tuples(by_building, "place", works.index)
    works["compounds"] = _tuples(by_compound[by_compound["place"] != ""], "place", works.index)
    hidden = frozenset(LAYER_BY_KEY) - seen
    # A sewer that somebody drew instead of picking shows where it runs just the same.
    secret = {id for id, kind in kinds.items() if kind.layers and hidden.issuperset(kind.layers)}
    drawn = drawn[~works["kind"].reindex(drawn.index).isin(secret)]
    assets = assets[~assets["layer"].isin(hidden)]
    there = {(key, id) for key, frame in layers.items() for id in frame.index}
    pairs = zip(assets["layer"], assets["id"], strict=True)
    gone = np.fromiter((pair not in there for pair in pairs), dtype=bool, count=len(assets))
    works["gone"] = _tuples(assets[gone], "id", works.index)
    shapes = work_geometries(works, assets, drawn, layers, hidden)
    own = shapes.geometry[shapes["shown"].isin(["assets", "drawn"])]
    works["near"] = _tuples(near_buildings(own, layers["building"]), "place", works.index)
    frame = gpd.GeoDataFrame(searchable(works.assign(shown=shapes["shown"])), geometry=shapes.geometry)
    without_place = int(shapes.geometry.isna().sum())
    return WorkView(frame, rolled_up(projects, frame), by_building, by_compound, assets, without_place)


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


def _works(connection: Connection, community: str, internal: bool) -> tuple[pd.DataFrame, gpd.GeoSeries]:
    """Works in use by id, and the drawn geometries of those that have one."""
    table = tables.work.c
    wanted = [table[name] for name in PUBLIC_COLUMNS + (INTERNAL_COLUMNS if internal else ())]
    query = select(*wanted, table.geometry).where(table.community == community, table.archived.is_(False))
    works = _frame(connection, query.order_by(table.id), [column.name for column in wanted] + ["geometry"])
    numbers = ["planned", "contracted", "done", "accepted", "weight"]
    works[numbers] = works[numbers].astype(float)
    works["cost_fen"] = works["cost_fen"].astype("Int64")
    for column in ("start_day", "end_day", "warranty_until"):
        works[column] = pd.to_datetime(works[column])
    for column in ("start_confirmed", "end_confirmed", "is_sample"):
        works[column] = works[column].astype(bool)
    shapes = works.pop("geometry")
    own = shapes[shapes.notna()]
    drawn = gpd.GeoSeries(from_wkb([bytes(blob) for blob in own]), index=own.index, crs=SRID)
    return works, drawn


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


def _assets(connection: Connection, community: str, works: pd.Index) -> pd.DataFrame:
    """Assets of the works in use: work, layer, id."""
    table = tables.work_asset.c
    query = select(table.work, table.layer, table.id).where(table.community == community)
    rows = connection.execute(query.order_by(table.work, table.position)).all()
    assets = pd.DataFrame(rows, columns=["work", "layer", "id"], dtype=object)
    return assets[assets["work"].isin(works)].reset_index(drop=True)


def _frame(connection: Connection, query: Any, columns: Sequence[str]) -> pd.DataFrame:
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


def _tuples(rows: pd.DataFrame, column: str, index: pd.Index) -> pd.Series:
    """The values of a column by work, as tuples; () for works without."""
    found = dict[str, list[str]]()
    for work, value in zip(rows["work"], rows[column], strict=True):
        found.setdefault(work, []).append(value)
    return pd.Series([tuple(found.get(work, ())) for work in index], index=index, dtype=object)
