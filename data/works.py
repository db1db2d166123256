"""Works: add, save, split."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import shapely
from sqlalchemy import Connection, func, select, tuple_

from data import project_schema as tables
from data import records, schema
from data.geometry import from_wkb
from data.nouns import Children, Noun
from data.records import NoSuchRecord, new_id, refuse_errors
from data.store import Store
from data.work_kinds import kept_kinds, seed_kinds
from data.write import Write
from geo.errors import Problem
from geo.words import N_
from geo.work_checks import Surroundings, check_work
from geo.works import (
    AssetRef,
    Drawn,
    Funding,
    Location,
    OnAssets,
    Unknown,
    WholeCommunity,
    WholeCompound,
    Work,
    WorkDate,
)  # fmt: skip

_COLUMNS = (
    "id", "project", "kind", "name", "status", "planned", "contracted", "done", "accepted", "weight", "contractor",
    "supervisor", "warranty_until", "cost_fen", "public_words", "internal_words", "split_from", "is_sample",
    "archived", "version", "updated_by",
)  # fmt: skip


def _to_row(item: Work) -> dict[str, Any]:
    place = item.location
    return {
        **{name: getattr(item, name) for name in _COLUMNS},
        "location": place.word,
        "compound": place.compound if isinstance(place, WholeCompound | Unknown) else "",
        "geometry": shapely.to_wkb(shapely.force_2d(place.geometry), byte_order=1)
        if isinstance(place, Drawn)
        else None,
        "assets": [[asset.layer, asset.id] for asset in place.assets] if isinstance(place, OnAssets) else [],
        "funding": [[line.source, line.fen] for line in item.funding],
        "start_day": item.start.day if item.start else None,
        "start_confirmed": bool(item.start and item.start.confirmed),
        "end_day": item.end.day if item.end else None,
        "end_confirmed": bool(item.end and item.end.confirmed),
    }


def _from_row(row: Mapping[str, Any]) -> Work:
    return Work(
        **{name: row[name] for name in _COLUMNS},
        location=_location(row),
        funding=tuple(Funding(*line) for line in row["funding"]),
        start=WorkDate(row["start_day"], row["start_confirmed"]) if row["start_day"] else None,
        end=WorkDate(row["end_day"], row["end_confirmed"]) if row["end_day"] else None,
    )


def _location(row: Mapping[str, Any]) -> Location:
    word = row["location"]
    if word == OnAssets.word:
        return OnAssets(tuple(AssetRef(*asset) for asset in row["assets"]))
    if word == Drawn.word:
        return Drawn(from_wkb([bytes(row["geometry"])])[0])
    if word == WholeCompound.word:
        return WholeCompound(row["compound"])
    return WholeCommunity() if word == WholeCommunity.word else Unknown(row["compound"])


WORK: Noun[Work] = Noun(
    tables.work,
    N_("工作"),
    _to_row,
    _from_row,
    (Children("assets", tables.work_asset, "work", ("layer", "id")),),
)


def works(store: Store, community: str, *, project: str = "", archived: bool = False) -> list[Work]:
    """The works of a community, or of one project, by id."""
    where = {"project": project} if project else {}
    with store.read() as connection:
        return records.find(connection, WORK, community, archived=archived, **where)


def work(store: Store, community: str, id: str) -> Work:
    """The work of this id; `NoSuchRecord` if there is none."""
    with store.read() as connection:
        return records.get(connection, WORK, community, id)


def home_of_work(store: Store, id: str) -> str:
    """The id of the community that has the work of this id; "" where none has, or several have."""
    with store.read() as connection:
        found = list(connection.execute(select(tables.work.c.community).where(tables.work.c.id == id)).scalars())
    return str(found[0]) if len(found) == 1 else ""


def problems_of(store: Store, community: str, draft: Work) -> list[Problem]:
    """Every fault of a work that is not saved yet, for the form."""
    with store.read() as connection:
        return _problems(connection, community, [draft])


def add_works(tx: Write, community: str, new: Sequence[Work]) -> list[Work]:
    """Add works to their projects; raises `Refused` with every fault, `AlreadyExists`, `NoSuchRecord`."""

    tx.require("edit_projects", community)

    def produce(inner: Write) -> list[Work]:
        seed_kinds(inner, community)
        refuse_errors(_problems(inner.connection, community, new))
        _require_projects(inner.connection, community, {item.project for item in new})
        return records.add(inner, WORK, community, new)

    return records.once(tx, WORK, community, "add_works", produce)


def save_work(tx: Write, community: str, changed: Work) -> Work:
    """Save a work at the version that was read.

    Raises `Refused` with every fault, `NoSuchRecord`, or `StaleVersion` with both values; a picked
    asset that is gone is refused, one that the work had before is only a warning. Where entries
    report quantities, `done` is what the latest of them says, whatever `changed` has.
    """

    tx.require("edit_projects", community)

    def produce(inner: Write) -> list[Work]:
        refuse_errors(_problems(inner.connection, community, [changed]))
        _require_projects(inner.connection, community, {changed.project})
        return records.save(inner, WORK, community, followed(inner.connection, community, [changed]))

    return records.once(tx, WORK, community, "save_work", produce)[0]


def followed(connection: Connection, community: str, items: Sequence[Work]) -> list[Work]:
    """The works with `done` as their latest entry says: by day, of one day the one first written last.

    A work that never had an entry keeps the `done` that was typed in; one whose entries were all
    withdrawn has none.
    """
    table, latest = tables.entry, dict[str, float | None]()
    for part in _parts([item.id for item in items]):
        query = (
            select(table.c.work, table.c.quantity, table.c.archived)
            .where(table.c.community == community, table.c.work.in_(part), table.c.quantity.is_not(None))
            .order_by(table.c.day, func.coalesce(table.c.written_at, table.c.updated_at), table.c.id)
        )
        for work, quantity, archived in connection.execute(query):
            latest[work] = latest.get(work) if archived else quantity
    return [replace(item, done=latest.get(item.id, item.done)) for item in items]


def as_template(item: Work, project: str) -> Work:
    """The work as it was planned, for another project: no progress, dates, contractor or money, new id."""
    return replace(
        item, id=new_id("w"), project=project, status="planned", contracted=None, done=None, accepted=None,
        contractor="", supervisor="", warranty_until=None, cost_fen=None, funding=(), start=None, end=None,
        split_from="", version=1,
    )  # fmt: skip


def surroundings(connection: Connection, community: str, drafts: Iterable[Work]) -> Surroundings:
    """What works are checked against, read in the transaction that will save them."""
    drafts = list(drafts)
    wanted = {a for item in drafts if isinstance(item.location, OnAssets) for a in item.location.assets}
    table, kept = tables.work_asset, set[AssetRef]()
    for part in _parts([item.id for item in drafts]):
        query = select(table.c.layer, table.c.id).where(table.c.community == community, table.c.work.in_(part))
        kept |= {AssetRef(*row) for row in connection.execute(query)}
    outlines = _outlines(connection, community)
    return Surroundings(
        kinds={kind.id: kind for kind in kept_kinds(connection, community)},
        assets=frozenset(_existing(connection, community, wanted)),
        kept=frozenset(kept),
        compounds=frozenset(outlines),
        ground=_ground(connection, community, outlines),
    )


def _problems(connection: Connection, community: str, drafts: Sequence[Work]) -> list[Problem]:
    around = surroundings(connection, community, drafts)
    return [problem for draft in drafts for problem in check_work(draft, around)]


def _existing(connection: Connection, community: str, wanted: set[AssetRef]) -> set[AssetRef]:
    feature = schema.feature.c
    found = set[AssetRef]()
    for part in _parts(sorted((asset.layer, asset.id) for asset in wanted)):
        query = select(feature.layer, feature.id).where(
            feature.community == community, tuple_(feature.layer, feature.id).in_(part)
        )
        found |= {AssetRef(*row) for row in connection.execute(query)}
    return found


def _outlines(connection: Connection, community: str) -> dict[str, Any]:
    feature = schema.feature.c
    query = select(feature.id, feature.geometry).where(feature.community == community, feature.layer == "compound")
    rows = connection.execute(query).all()
    return dict(zip([row[0] for row in rows], from_wkb([row[1] for row in rows]), strict=True))


def _ground(connection: Connection, community: str, outlines: Mapping[str, Any]) -> Any:
    """The ground of the community: its compounds, else the point where its map opens (if that was set)."""
    shapes = [shape for shape in outlines.values() if shape is not None]
    if shapes:
        return shapely.union_all(shapes)
    table = schema.community.c
    place = connection.execute(select(table.lon, table.lat).where(table.community == community)).first()
    return shapely.Point(place.lon, place.lat) if place and (place.lon or place.lat) else None


def _require_projects(connection: Connection, community: str, ids: set[str]) -> None:
    table = tables.project.c
    found = set[str]()
    for part in _parts(sorted(ids)):
        query = select(table.id).where(table.community == community, table.id.in_(part))
        found |= set(connection.execute(query).scalars())
    if ids - found:
        raise NoSuchRecord(N_("没有项目 {id}。请先建立它,或检查写法。"), id=min(ids - found))


def _parts(items: Sequence[Any], size: int = 300) -> list[Sequence[Any]]:
    return [items[start : start + size] for start in range(0, len(items), size)]
