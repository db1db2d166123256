"""The coverage check of a community on a day: who is missing where, what each person carries, faults of the grids."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import geopandas as gpd
import pandas as pd
from sqlalchemy import Connection, func, select

from data import people_schema as tables
from data import project_schema
from data.duty_frame import assignment_frame, held_on
from data.frames import layer_frame
from data.rights import Viewer, require
from data.roles import PEOPLE, duties_of, kept_roles, norms_of
from data.store import Store
from geo.coverage import coverage_gaps, loads
from geo.grid_faults import grid_faults
from geo.grids import grid_of
from geo.works import FINISHED

__all__ = ["PEOPLE", "Cover", "cover", "open_works", "places_of"]


@dataclass(frozen=True)
class Cover:
    """The check on `day`. `gaps`: see `geo.coverage.coverage_gaps`, `loads`: `geo.coverage.loads`,
    `grid_faults`: `geo.grid_faults.grid_faults`, each with a column `title` (the place) or `role_title`.
    `outside` are the buildings that stand in no grid, `twice` those in more than one. `places_of`: (person, role) →
    the first (layer, id) that they hold."""

    day: date
    gaps: pd.DataFrame
    loads: pd.DataFrame
    grid_faults: gpd.GeoDataFrame
    outside: tuple[str, ...]
    twice: tuple[str, ...]
    places_of: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)


def cover(store: Store, viewer: Viewer, community: str, day: date) -> Cover:
    """Everything that is wrong with who is responsible for what. Raises `NotAllowed`. People appear as ids."""
    require(viewer.within(community), "see_coverage")
    frames = {key: layer_frame(store, community, key) for key in ("compound", "building", "unit", "grid")}
    with store.read() as connection:
        roles = kept_roles(connection, community)
        everything = assignment_frame(connection, community)
        held = held_on(connection, community, day)
        works = open_works(connection, community)
    places = places_of(frames)
    titles = {role.id: role.title for role in roles}
    names = places.set_index(["layer", "place"])["title"]
    gaps = coverage_gaps(places, everything, duties_of(roles), day)
    gaps["title"] = [names.get((row.layer, row.place), row.place) for row in gaps.itertuples()]
    principal = held[held["stands_in_for"].fillna("") == ""]
    carried = loads(principal, places, norms_of(roles), works_within(works, frames))
    for table in (gaps, carried):
        table["role_title"] = table["role"].map(titles)
    inside = _grids_of(frames["building"], frames["grid"])
    return Cover(
        day,
        gaps,
        carried,
        grid_faults(frames["grid"], frames["compound"], frames["building"]),
        tuple(sorted(id for id, count in inside.items() if count == 0)),
        tuple(sorted(id for id, count in inside.items() if count > 1)),
        _first_places(principal),
    )


def _first_places(held: pd.DataFrame) -> dict[tuple[str, str], tuple[str, str]]:
    rows = held.sort_values(["layer", "place"])[::-1]
    return {(row.person, row.role): (row.layer, row.place) for row in rows.itertuples()}


def places_of(frames: dict[str, gpd.GeoDataFrame]) -> pd.DataFrame:
    """Buildings, units, grids and compounds as places: layer, place, title, households, buildings."""
    buildings, units = frames["building"], frames["unit"]
    homes = pd.to_numeric(buildings["households"], errors="coerce").fillna(0).astype(int)
    grid = grid_of(buildings, frames["grid"])
    names = buildings["name"]
    rows = [
        _rows("building", buildings.index, names, homes, 1),
        _rows("unit", units.index, [_unit_title(names, row) for row in units.itertuples()], units["households"], 0),
    ]
    for layer, owner in (("grid", grid), ("compound", buildings["compound"])):
        frame = frames[layer]
        summed = homes.groupby(owner.to_numpy()).agg(["sum", "size"]).reindex(frame.index, fill_value=0)
        rows.append(_rows(layer, frame.index, frame["name"], summed["sum"], summed["size"].to_numpy()))
    return pd.concat(rows, ignore_index=True)


def open_works(connection: Connection, community: str) -> dict[tuple[str, str], int]:
    """(layer, feature id) → how many works that are not finished concern it."""
    w, a = project_schema.work, project_schema.work_asset
    joined = a.join(w, (w.c.community == a.c.community) & (w.c.id == a.c.work))
    query = (
        select(a.c.layer, a.c.id, func.count())
        .select_from(joined)
        .where(a.c.community == community, ~w.c.archived, w.c.status.not_in(FINISHED))
        .group_by(a.c.layer, a.c.id)
    )
    return {(row[0], row[1]): row[2] for row in connection.execute(query)}


def works_within(works: dict[tuple[str, str], int], frames: dict[str, gpd.GeoDataFrame]) -> dict[tuple[str, str], int]:
    """The counts also for the grids and compounds of the buildings that works concern."""
    buildings = frames["building"]
    grid = grid_of(buildings, frames["grid"])
    result = dict(works)
    for (layer, id), count in works.items():
        if layer == "building" and id in buildings.index:
            for kind, owner in (("grid", grid.at[id]), ("compound", buildings.at[id, "compound"])):
                if owner:
                    result[(kind, owner)] = result.get((kind, owner), 0) + count
    return result


def shown_names(connection: Connection, community: str, ids: Iterable[str]) -> dict[str, str]:
    """Names for a table of the check, for whoever may see people; erased ones are missing."""
    d = tables.person_details
    query = select(d.c.person, d.c.name).where(d.c.community == community, d.c.person.in_(sorted(set(ids))))
    return {row.person: row.name for row in connection.execute(query)}


def _rows(layer: str, ids: pd.Index, titles: object, households: object, buildings: object) -> pd.DataFrame:
    counted = pd.to_numeric(pd.Series(list(households)), errors="coerce").fillna(0).astype(int)  # type: ignore[call-overload]
    return pd.DataFrame(
        {
            "layer": layer,
            "place": list(ids),
            "title": list(titles),  # type: ignore[call-overload]
            "households": counted,
            "buildings": buildings,
        }
    )


def _unit_title(names: pd.Series, unit: object) -> str:
    building = names.get(unit.parent, "")  # type: ignore[attr-defined]
    return f"{building} {unit.no}".strip()  # type: ignore[attr-defined]


def _grids_of(buildings: gpd.GeoDataFrame, grids: gpd.GeoDataFrame) -> dict[str, int]:
    """How many grids hold the middle of each building that has a place."""
    placed = buildings[buildings.geometry.notna()]
    if not len(placed):
        return {}
    pairs = grids.sindex.query(placed.geometry.representative_point(), predicate="intersects")[0] if len(grids) else []
    counts = pd.Series(pairs, dtype=int).value_counts()
    return {str(id): int(counts.get(number, 0)) for number, id in enumerate(placed.index)}
