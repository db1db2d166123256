"""The works notices of a closure: one per building, in the reader's language, with an office's phone."""

from collections.abc import Mapping
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
from geo.notices import notices
from geo.words import N_


def titled(found: Shut, building: str) -> str:
    """What the notice of a building is called: by what stops there."""
    road, drain = found.effect(building) != OPEN or found.no_car(building), building in found.drains.index
    if road and drain:
        return _(N_("停水停路通知"))
    if drain:
        return _(N_("排水暂停通知"))
    return _(N_("道路封闭通知")) if road else _(N_("停车位停用通知"))


def works_notices(
    store: Store,
    viewer: Viewer,
    layers: Community,
    found: Shut,
    *,
    community: str,
    work: str,
    days: tuple[date, date],
    confirmed: tuple[bool, bool],
    issued: date,
    is_sample: bool,
) -> list[WorksNotice]:
    """One notice per building touched, in the order of the buildings; the phone is an office's only."""
    names = {str(id): layers["building"].title(str(id)) for id in found.affected}
    table = pd.DataFrame({"name": pd.Series(names, dtype=object)}).sort_index()
    told = notices(work, *days, table, roads=found.roads, drains=found.drains, bays=found.occupied.bays_near)
    units = layers["unit"].frame
    made = []
    for item in told:
        office, phone = office_of(store, viewer, layers.id, item.building, issued)
        own = units[units["parent"] == item.building]
        made.append(WorksNotice(
            community, titled(found, item.building), item.building, item.name,
            tuple(_unit(str(row["name"] or row["no"] or id), item.name) for id, row in own.iterrows()),
            work, *days, *confirmed, tuple(_said(problem) for problem in item.sentences[1:]), (), office, phone,
            issued, is_sample,
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
