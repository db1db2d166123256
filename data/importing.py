"""Files from outside into the store: read, plan, report, and only then one transaction.

Nothing is half imported. An error refuses the whole file unless the sender asks to leave the faulty
rows out; the report names every fault of every row at once. The same file again changes nothing.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from data.communities import Community, add_community, communities
from data.demo import spec
from data.features import UpsertCounts, layer_frame, upsert_frame
from data.rights import Actor
from data.store import Store
from geo.errors import FileError, Problem
from geo.exchange import placing
from geo.exchange.formats import format_of
from geo.exchange.planning import Plan, Reading, plan_layer
from geo.exchange.references import referred_layers, with_references
from geo.exchange.sandbox import Source, read_all, read_source
from geo.layers import LAYERS, layer_type
from geo.words import N_

ALL_LAYERS = "all"
COMMUNITY_TABLE = "community"

Progress = Callable[[str], None]


@dataclass(frozen=True)
class LayerReport:
    """What happened (or, in a dry run, would happen) to one layer, in rows.

    `sources` tells which column fed which field, `kept_columns` which were kept under their own names.
    """

    layer: str
    rows: int
    counts: UpsertCounts | None
    left_out: tuple[int, ...]
    problems: tuple[Problem, ...]
    sources: dict[str, str]
    kept_columns: tuple[str, ...]
    crs: str


@dataclass(frozen=True)
class ImportReport:
    """The whole import. `is_done`: written to the store, `at` which time; `is_refused`: errors, nothing written."""

    community: Community
    is_new_community: bool
    layers: tuple[LayerReport, ...]
    is_done: bool
    is_refused: bool
    at: datetime | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems of all layers."""
        return tuple(problem for layer in self.layers for problem in layer.problems)

    @property
    def rows(self) -> int:
        """Rows in the file."""
        return sum(layer.rows for layer in self.layers)

    @property
    def added(self) -> int:
        """Rows that are new."""
        return sum(layer.counts.added for layer in self.layers if layer.counts)

    @property
    def changed(self) -> int:
        """Rows that were there and differ."""
        return sum(layer.counts.changed for layer in self.layers if layer.counts)

    @property
    def unchanged(self) -> int:
        """Rows that were there just so."""
        return sum(layer.counts.unchanged for layer in self.layers if layer.counts)


class _DryRun(Exception):  # noqa: N818 - a signal, not a fault
    """Ends the transaction of a dry run without writing."""


@dataclass(frozen=True)
class Tables:
    """What a file holds for the layers: (layer key, source) in the order in which they are stored.

    `about` is the table about the community in an export of ours, `id_column` where the format itself keeps ids.
    """

    pairs: tuple[tuple[str, Source], ...]
    about: Source | None = None
    id_column: str = ""


@dataclass(frozen=True)
class PlannedImport:
    """What an import would store, every fault found, nothing written yet; a plan per layer."""

    community: Community
    is_new_community: bool
    plans: tuple[Plan, ...]

    def is_refused(self, *, skip_faulty: bool) -> bool:
        """Whether the faults stand against it."""
        return any(plan.is_refused or (plan.errors and not skip_faulty) for plan in self.plans)


def import_file(
    store: Store,
    path: Path,
    *,
    community: str,
    layer: str,
    who: str,
    reading: Reading | None = None,
    source_layer: str | None = None,
    encoding: str | None = None,
    dry_run: bool = False,
    skip_faulty: bool = False,
    progress: Progress = lambda _: None,
) -> ImportReport:
    """Import a file into a layer of a community (by id or name; an unknown name makes a new one).

    `layer` "all" takes every table of a GeoPackage that `data.exporting` wrote. `dry_run` does
    everything but keep the result; `skip_faulty` leaves faulty rows out instead of refusing the file.
    Raises `FileError` when the file cannot be read at all, `KeyError` for an unknown layer.
    """
    progress(N_("读取文件"))
    id_column = format_of(path).id_column
    if layer == ALL_LAYERS:
        tables = tables_of(read_all(path), id_column)
    else:
        tables = Tables(((layer, read_source(path, layer=source_layer, encoding=encoding)),), None, id_column)
    progress(N_("检查内容"))
    planned = plan_import(store, tables, community, reading or Reading())
    return run_import(store, planned, who=who, dry_run=dry_run, skip_faulty=skip_faulty, progress=progress)


def plan_import(store: Store, tables: Tables, community: str, reading: Reading) -> PlannedImport:
    """What the tables would become in a community (by id or name), with every fault of every row."""
    reading = replace(reading, id_field=reading.id_field or tables.id_column or None)
    plans = [plan_layer(source, layer_type(key), reading) for key, source in tables.pairs]
    place, is_new = _community(store, community, plans, tables.about)
    plans = [_with_distances(plan, place, is_new=is_new) for plan in plans]
    plans = with_references(plans, {} if is_new else _kept_ids(store, place.id, plans))
    return PlannedImport(place, is_new, tuple(plans))


def run_import(
    store: Store,
    planned: PlannedImport,
    *,
    who: Actor | str,
    dry_run: bool = False,
    skip_faulty: bool = False,
    progress: Progress = lambda _: None,
) -> ImportReport:
    """Write what was planned in one transaction, or nothing: a dry run and a refused plan leave the store as it is.

    Raises `NotAllowed` where `who` is a reader who may not change the layers, or not add a community.
    """
    refused = planned.is_refused(skip_faulty=skip_faulty)
    counts: list[UpsertCounts | None] = [None] * len(planned.plans)
    at = None
    if not refused:
        progress(N_("写入数据库"))
        applied, at = _apply(store, planned, who=who, dry_run=dry_run)
        counts = [*applied]
    reports = tuple(_report(plan, count) for plan, count in zip(planned.plans, counts, strict=True))
    done = not refused and not dry_run
    return ImportReport(planned.community, planned.is_new_community, reports, done, refused, at if done else None)


def tables_of(sources: Iterable[Source], id_column: str = "") -> Tables:
    """The tables that are layers of ours, parents before children, and the one about the community.

    Raises `FileError` where no table is named as one of our layers.
    """
    by_name = {source.layer: source for source in sources}
    pairs = [(layer.key, by_name[layer.key]) for layer in LAYERS if layer.key in by_name]
    if not pairs:
        raise FileError(
            N_("文件里没有以本系统图层命名的表;有:{layers}。请用 --layer 指定图层,用 --source-layer 指定表"),
            layers="、".join(by_name),
        )
    return Tables(tuple(pairs), by_name.get(COMMUNITY_TABLE), id_column)


def _community(store: Store, wanted: str, plans: list[Plan], about: Source | None) -> tuple[Community, bool]:
    """The community that is meant, and whether it is new; a new one is centred on its data."""
    present = communities(store)
    for kept in present:
        if wanted in (kept.id, kept.name):
            return kept, False
    taken = {kept.id for kept in present}
    if about is None:  # only an export of the sample may become the sample
        taken.add(spec.COMMUNITY_ID)
    new = Community(_free_id(wanted, taken), wanted)
    if about is not None and len(about.frame) == 1:
        return _as_exported(new, about.frame.iloc[0]), True
    shapes = np.concatenate([plan.frame.geometry.to_numpy() for plan in plans])
    lon, lat = placing.centre_of(shapes) or (0.0, 0.0)
    return replace(new, lon=round(lon, 6), lat=round(lat, 6)), True


def _as_exported(new: Community, row: pd.Series) -> Community:
    """The community as an export of ours tells it, under the name (and id) that was asked for."""
    same = new.name in (row.get("id"), row.get("name"))
    return replace(
        new,
        id=str(row["id"]) if same else new.id,
        name=str(row["name"]) if same else new.name,
        official_code=str(row["official_code"] or ""),
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        is_sample=bool(row["is_sample"]),
        note=str(row["note"] or ""),
    )


def _free_id(name: str, taken: set[str]) -> str:
    """An id from a name: its pinyin, else its hash; numbered if another community has it."""
    try:
        from pypinyin import lazy_pinyin

        spelled = "".join(lazy_pinyin(name))
    except ImportError:  # only the id's looks depend on it
        spelled = name
    slug = re.sub(r"[^a-z0-9]+", "-", spelled.lower()).strip("-")[:48]
    slug = slug or "c-" + hashlib.blake2b(name.encode(), digest_size=5).hexdigest()
    numbered = (f"{slug}-{n}" for n in range(2, len(taken) + 3))
    return slug if slug not in taken else next(candidate for candidate in numbered if candidate not in taken)


def _with_distances(plan: Plan, place: Community, *, is_new: bool) -> Plan:
    """The plan with a fault for each row far from the community; for a new one also a word on where it lies."""
    shapes = plan.frame.geometry.to_numpy()
    centre = placing.centre_of(shapes)
    if centre is None:
        return plan
    named = {problem.row for problem in plan.errors if problem.column == "geometry"}
    far = [p for p in placing.far_away(shapes, place.lon, place.lat, plan.rows) if p.row not in named]
    abroad = placing.outside_china(centre) if is_new else []
    problems = sorted((*abroad, *plan.problems, *far), key=lambda problem: problem.row or 0)
    return replace(plan, problems=tuple(problems))


def _kept_ids(store: Store, community: str, plans: Iterable[Plan]) -> dict[str, frozenset[str]]:
    """The ids that the store keeps in each layer that the plans refer to."""
    wanted = {layer for plan in plans for layer in referred_layers(plan.layer)}
    return {key: frozenset(map(str, layer_frame(store, community, key).index)) for key in wanted}


def _apply(
    store: Store, planned: PlannedImport, *, who: Actor | str, dry_run: bool
) -> tuple[list[UpsertCounts], datetime | None]:
    """Write all layers in one transaction, or in a dry run find out what writing would do; and when it was."""
    counts: list[UpsertCounts] = []
    at = None
    try:
        with store.write(who) as tx:
            at = tx.at
            if planned.is_new_community:
                add_community(tx, planned.community)
            for plan in planned.plans:
                frame = plan.without_faulty_rows().frame
                counts.append(upsert_frame(tx, planned.community.id, plan.layer.key, frame))
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return counts, at


def _report(plan: Plan, counts: UpsertCounts | None) -> LayerReport:
    return LayerReport(
        plan.layer.key,
        len(plan.rows),
        counts,
        plan.faulty_rows if counts is not None else (),
        plan.problems,
        dict(plan.sources),
        plan.kept_columns,
        plan.crs,
    )
