"""The works notices of a closure: one per building, in the reader's language, with an office's phone."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from dashboard.services.frames import Community
from dashboard.services.planning.closure_page import Shut
from dashboard.services.planning.works_notice import WorksNotice
from dashboard.text import _, fill
from data.here import responsible_for
from data.rights import Viewer
from data.store import Store
from geo.closure import OPEN
from geo.errors import Problem
from geo.notices import BAYS, DRAIN, ROAD, notices
from geo.stop_notice import StopNotice, Touched, sentences, stopped
from geo.words import N_


def touched_by(found: Shut, layers: Community, more: Sequence[str] = ()) -> tuple[Touched, ...]:
    """The buildings that a closure touches with what it does to them, by id; `more`: others that are told as well."""
    table = pd.DataFrame({"name": pd.Series(dict.fromkeys(found.affected, ""), dtype=object)})
    day = date.min  # the days stand above the sentences, not in them
    told = {
        item.building: item.sentences[1:]
        for item in notices("", day, day, table, roads=found.roads, drains=found.drains, bays=found.occupied.bays_near)
    }
    return tuple(
        Touched(id, _stops(found, id), tuple((said.message, tuple(said.values.items())) for said in told.get(id, ())))
        for id in sorted({*told, *more})
    )


def _stops(found: Shut, building: str) -> tuple[str, ...]:
    drain = (DRAIN,) if building in found.drains.index else ()
    road = (ROAD,) if found.effect(building) != OPEN or found.no_car(building) else ()
    return (*drain, *road, *((BAYS,) if building in found.occupied.bays_near else ()))


def title_of(touched: Touched, services: Sequence[str]) -> str:
    """What the notice of a building is called: by what stops there."""
    return fill(N_("{what}通知"), what=_(N_("、")).join(_(word) for word in stopped(touched, services)))


def sentences_of(touched: Touched, services: Sequence[str]) -> tuple[str, ...]:
    """What a building is told, in the reader's language, the gravest first."""
    return tuple(_said(problem) for problem in sentences(touched, services))


def works_notices(
    store: Store, viewer: Viewer, layers: Community, notice: StopNotice, *, community: str, issued: date
) -> list[WorksNotice]:
    """One notice per building touched, in the order of the buildings; the phone is an office's only."""
    units = layers["unit"].frame
    made = []
    for touched in notice.touched:
        office, phone = office_of(store, viewer, layers.id, touched.building, issued)
        own = units[units["parent"] == touched.building]
        name = layers["building"].title(touched.building)
        made.append(WorksNotice(
            community, title_of(touched, notice.services), touched.building, name,
            tuple(_unit(str(row["name"] or row["no"] or id), name) for id, row in own.iterrows()),
            notice.cause, notice.start, notice.end, notice.start_confirmed, notice.end_confirmed,
            sentences_of(touched, notice.services), (), office, phone, issued, notice.is_sample, notice.hours,
        ))  # fmt: skip
    return made


def _unit(name: str, building: str) -> str:
    return name.removeprefix(building).strip() or name


def _said(problem: Problem) -> str:
    return fill(problem.message, **problem.values) if problem.values else _(problem.message)


def office_of(store: Store, viewer: Viewer, community: str, building: str, day: date) -> tuple[str, str]:
    """(who, office phone) to call about a building, the nearest first; ("", "") where nobody has an office phone."""
    answer = responsible_for(store, community, "building", building, day, viewer)
    order: Mapping[str, int] = {"building": 0, "grid": 1, "compound": 2}
    people = sorted((person for person in answer.people if person.office_phone), key=lambda p: order.get(p.layer, 3))
    if not people:
        return "", ""
    first = people[0]
    return first.organisation or _(first.role_title), first.office_phone
