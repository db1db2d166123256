"""One community as the public sees it, for the public page, the deck of a meeting and printed sheets.

Everything comes from the visitor's queries (`data.work_frames` with the visitor's role, `data.public_records`),
which never select personal or internal columns: there is nothing here to be hidden later. The records are in
`dashboard.services.public.public_facts`; whom to ask about a place is in `dashboard.services.public.public_who`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import pandas as pd

from dashboard.services.frames import Community as Layers
from dashboard.services.frames import Layer
from dashboard.services.house import VISITOR
from dashboard.services.map.totals import figures, left_out
from dashboard.services.projects.work_words import today
from dashboard.services.public.public_facts import (
    VISIBLE,
    Glance,
    Progress,
    PublicBuilding,
    PublicProject,
    PublicView,
    PublicWork,
)
from data.communities import communities, community
from data.meetings import public_meetings
from data.promise_ledger import ledger
from data.public_records import PublicPhoto, public_photos, public_state
from data.stop_notices import stop_notices
from data.store import Store
from data.work_frames import WorkView, work_view
from geo import progress
from geo.ledger import LedgerRow
from geo.schedule import LATE_WORDS
from geo.works import FINISHED, NOT_BEGUN, STATUS_ORDER, STATUSES, WholeCommunity, WorkDate

KEPT_VIEWS = 8
NOT_LONG_AGO = timedelta(days=60)
"""For so long a works notice stays to be read after it is over."""


def public_view(store: Store, id: str, day: date | None = None) -> PublicView:
    """The community as it stands on a day (default: today in China), kept until something in it changes.

    Raises `NoSuchCommunity`.
    """
    return _view(store, id, day or today(), public_state(store, id))


def make_ahead(store: Store) -> None:
    """Make the views of the first few communities, so that the first resident after a start need not wait."""
    for item in communities(store)[:KEPT_VIEWS]:
        public_view(store, item.id)


@lru_cache(maxsize=KEPT_VIEWS)
def _view(store: Store, id: str, day: date, state: str) -> PublicView:
    layers, frames = Layers(store, id), work_view(store, id, day, role=VISITOR)
    promises = tuple(ledger(store, id, day, role=VISITOR))
    works = _works(frames, public_photos(store, id), promises)
    compounds = {str(key): layers["compound"].title(key) for key in layers["compound"].frame.index}
    return PublicView(
        # Who saved the community last, and the staff's note, are nobody else's business.
        community=replace(community(store, id), updated_by="", note=""),
        day=day,
        state=state,
        glance=_glance(layers, frames),
        projects=tuple(_project(row, works) for row in frames.projects.itertuples()),
        works=works,
        buildings=tuple(_buildings(layers, frames, compounds)),
        compounds=compounds,
        promises=promises,
        meetings=tuple(public_meetings(store, id)),
        notices=tuple(stop_notices(store, id, since=day - NOT_LONG_AGO)),
    )


def _glance(layers: Layers, frames: WorkView) -> Glance:
    whole = progress.total(frames.works)
    counts = frames.works["status"].value_counts()
    return Glance(
        figures=tuple(figures(layers, "", VISIBLE)),
        progress=_progress(whole["share"], whole["accepted"], whole["unaccepted"]),
        works=len(frames.works),
        statuses=tuple((word, int(counts.get(word, 0))) for word, _title in STATUSES),
        late=int(frames.works["late"].sum()),
        works_without_place=frames.without_place,
        works_without_progress=int(whole["without_progress"]),
        layers_without_place=tuple((item.layer, item.count) for item in left_out(layers, VISIBLE)),
    )


def _works(frames: WorkView, photos: list[PublicPhoto], said: tuple[LedgerRow, ...]) -> dict[str, PublicWork]:
    pictures: dict[str, list[PublicPhoto]] = {}
    for photo in photos:
        pictures.setdefault(photo.work, []).append(photo)
    kept: dict[str, list[str]] = {}
    for row in said:
        for work in row.promise.works:
            kept.setdefault(work, []).append(row.promise.id)
    return {
        str(row.Index): _work(row, tuple(pictures.get(row.Index, ())), tuple(kept.get(row.Index, ())))
        for row in frames.works.itertuples()
    }


def _work(row: Any, photos: tuple[PublicPhoto, ...], promises: tuple[str, ...]) -> PublicWork:
    return PublicWork(
        id=str(row.Index), project=row.project, name=row.name, kind=row.kind_title, colour=row.colour, unit=row.unit,
        status=row.status, late=bool(row.late), days_late=int(row.days_late) if row.late else 0,
        reason=dict(LATE_WORDS).get(row.reason, ""),
        progress=_progress(row.share, row.share_accepted, row.share_unaccepted),
        planned=_number(row.planned), contracted=_number(row.contracted), done=_number(row.done),
        accepted=_number(row.accepted), measured=_number(row.measured),
        start=_work_day(row.start_day, row.start_confirmed), end=_work_day(row.end_day, row.end_confirmed),
        warranty_until=_day(row.warranty_until), location=row.location, compounds=tuple(row.compounds),
        buildings=tuple(row.buildings), near=tuple(row.near), placed=bool(row.shown), contractor=row.contractor,
        words=row.public_words, is_sample=bool(row.is_sample), photos=photos, promises=promises,
    )  # fmt: skip


def _project(row: Any, works: Mapping[str, PublicWork]) -> PublicProject:
    own = [work for work in works.values() if work.project == row.Index]
    own.sort(key=lambda work: (not work.late, work.status == "accepted", STATUS_ORDER[work.status], work.name))
    return PublicProject(
        id=str(row.Index), name=row.name, line_of_work=row.line_of_work, words=row.public_words, status=row.status,
        progress=_progress(row.share, row.accepted, row.unaccepted), late=int(row.late),
        without_place=int(row.without_place), without_progress=int(row.without_progress),
        with_surplus=int(row.with_surplus), step=row.step, steps_closed=int(row.steps_closed),
        start_day=_day(row.start_day), end_day=_day(row.end_day), compounds=tuple(id for id in row.compounds if id),
        mechanisms=tuple(row.mechanisms), parties=tuple((word, role) for word, role in row.parties),
        is_sample=bool(row.is_sample), works=tuple(own),
    )  # fmt: skip


def _buildings(layers: Layers, frames: WorkView, compounds: Mapping[str, str]) -> list[PublicBuilding]:
    source = layers["building"]
    own, near = _works_by_building(frames)
    points = source.frame.geometry[source.placed].representative_point()
    places = {str(id): (float(point.x), float(point.y)) for id, point in points.items()}
    found = [_building(source, row, compounds, own, near, places) for row in source.frame.itertuples()]
    return sorted(found, key=lambda item: (item.compound_title, _digits(item.no), item.title, item.id))


def _works_by_building(frames: WorkView) -> tuple[dict[tuple[str, str], list[str]], dict[str, list[str]]]:
    """(building, "now" | "next" | "past") → works on it, the latest first; building → works beside it.

    What concerns everybody would stand at every building and is left out.
    """
    works = frames.works[frames.works["location"].ne(WholeCommunity.word)]
    works = works.sort_values("end_day", ascending=False, kind="stable")
    own: dict[tuple[str, str], list[str]] = {}
    near: dict[str, list[str]] = {}
    for row in works.itertuples():
        time = "past" if row.status in FINISHED else "next" if row.status in NOT_BEGUN else "now"
        for building in row.buildings:
            own.setdefault((building, time), []).append(str(row.Index))
        for building in row.near:
            if building not in row.buildings:
                near.setdefault(building, []).append(str(row.Index))
    return own, near


def _building(
    source: Layer, row: Any, compounds: Mapping[str, str], own: Mapping[tuple[str, str], list[str]],
    near: Mapping[str, list[str]], places: Mapping[str, tuple[float, float]],
) -> PublicBuilding:  # fmt: skip
    id, where = str(row.Index), places.get(str(row.Index))
    compound = _text(row.compound)
    return PublicBuilding(
        id=id, title=source.title(row.Index), no=_text(row.no), compound=compound,
        compound_title=compounds.get(compound, ""), storeys=_whole(row.storeys), units=_whole(row.units),
        households=_whole(row.households), year_built=_whole(row.year_built),
        renovated=False if pd.isna(row.renovated) else bool(row.renovated),
        roof_treated_m2=_number(row.roof_treated_m2), ground_m2=_number(source.measured[row.Index]), lonlat=where,
        is_sample=bool(row.is_sample), now=tuple(own.get((id, "now"), ())), next=tuple(own.get((id, "next"), ())),
        past=tuple(own.get((id, "past"), ())), near=tuple(near.get(id, ())),
    )  # fmt: skip


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _progress(share: Any, accepted: Any, unaccepted: Any) -> Progress:
    return Progress(*(round(float(value), 4) for value in (share, accepted, unaccepted)))


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()


def _work_day(value: Any, confirmed: Any) -> WorkDate | None:
    day = _day(value)
    return None if day is None else WorkDate(day, bool(confirmed))


def _digits(no: str) -> int:
    digits = "".join(c for c in no if c.isdecimal())
    return int(digits) if digits else 10**6
