"""What lies at the place that is asked about, ready to be shown: the report, who is responsible, what is doubtful."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

import geopandas as gpd

from dashboard.services.duty.responsible import Found
from dashboard.services.frames import Community
from dashboard.services.planning.asked import Asked, asked_area, asked_title
from dashboard.services.projects.work_words import today
from dashboard.text import _, fill
from data.here import responsible_here
from data.rights import Viewer
from data.work_frames import WorkView
from geo.errors import Problem
from geo.layers import LAYERS
from geo.place_report import Area, PlaceReport, place_report
from geo.words import N_

AROUND = ("compound", "grid")
"""Layers that say where a place lies rather than what lies there."""

ASSETS = tuple(layer.key for layer in LAYERS if layer.geometry and not layer.context and layer.key not in AROUND)
"""Layers whose features a report lists."""

WORK_TIMES = {
    "planned": N_("计划中的工程"),
    "now": N_("进行中的工程"),
    "past": N_("已完成的工程"),
    "general": N_("覆盖整个小区或社区的工程"),
    "without_place": N_("全社区没有位置的工程"),
}
"""Works of a report by time: key of `WorksFinding` → title."""


@dataclass(frozen=True)
class PlaceAnswer:
    """The answer: what was asked, its area and title, the report on it, and the frames that it was read from."""

    asked: Asked
    distance_m: float
    area: Area
    title: str
    report: PlaceReport
    layers: Community
    view: WorkView

    @property
    def is_empty(self) -> bool:
        """Whether there is no area to report on."""
        return bool(self.area.metric.is_empty)

    @cached_property
    def assets(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """(layer, ids) of the things in the area, in the order of the table of layers."""
        return tuple((item.layer, item.ids) for item in self.report.layers if item.layer in ASSETS)

    @cached_property
    def where(self) -> tuple[str, ...]:
        """Titles of the compounds and grids that the area meets."""
        found = [(key, self.report.of(key)) for key in AROUND]
        return tuple(self.layers[key].title(id) for key, item in found if item for id in item.ids)

    @cached_property
    def estimated(self) -> tuple[str, ...]:
        """Works in the area one of whose dates is only estimated."""
        ids = [*self.report.works.now, *self.report.works.planned]
        rows = self.view.works.loc[ids]
        sure = (rows["start_confirmed"] | rows["start_day"].isna()) & (rows["end_confirmed"] | rows["end_day"].isna())
        return tuple(map(str, rows.index[~sure | rows["start_day"].isna() | rows["end_day"].isna()]))

    @cached_property
    def has_sample(self) -> bool:
        """Whether anything in the answer is invented sample data."""
        return any(self.layers[key].frame.loc[list(ids), "is_sample"].any() for key, ids in self.assets)


def place_answer(layers: Community, view: WorkView, asked: Asked, visible: Collection[str]) -> PlaceAnswer:
    """The report on what is asked, of the layers that the reader may see."""
    area, distance = asked_area(layers, asked)
    frames = {layer.key: layers[layer.key].frame for layer in LAYERS if layer.key in visible and not layer.context}
    report = place_report(area, frames, _current(view.works))
    answer = PlaceAnswer(asked, distance, area, asked_title(layers, asked, distance), report, layers, view)
    return replace(answer, report=replace(report, problems=_problems(answer)))


def _current(works: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return works[["status", "shown", "geometry"]]


def _problems(answer: PlaceAnswer) -> tuple[Problem, ...]:
    """Those of the report; an area that holds no thing says so also where it lies within a compound."""
    told = answer.report.problems
    if answer.is_empty or answer.assets or any(problem.column == "empty" for problem in told):
        return told
    nothing = Problem(N_("这里没有登记任何对象:请换个地方,或把范围画大一些"), column="empty", severity="warning")
    return (*told, nothing)


def people_here(answer: PlaceAnswer, viewer: Viewer) -> Found | None:
    """Who is responsible in the area today; None where there is no area."""
    if answer.is_empty:
        return None
    store, community = answer.layers.store, answer.layers.id
    here = responsible_here(store, community, answer.area.geometry, today(), viewer)
    return Found(here, "area", "", answer.title)


def people_by_role(found: Found) -> list[tuple[str, int, int]]:
    """(title of the role, how many people hold it here, how many places have nobody), in the order of the roles.

    Titles are still to be translated.
    """
    held = Counter[str]()
    for role, _person in {
        (item.role_title, item.person or item.shown_name or item.place) for item in found.answer.people
    }:
        held[role] += 1
    order = dict.fromkeys(item.role_title for item in found.answer.people)
    vacant = Counter(role for role, _layer, _place in found.answer.unheld)
    return [(role, held[role], vacant[role]) for role in dict.fromkeys([*order, *vacant])]


def in_role(found: Found, role: str) -> Found:
    """The same with one role only (its title); "" keeps all of them."""
    if not role:
        return found
    people = tuple(item for item in found.answer.people if item.role_title == role)
    unheld = tuple(item for item in found.answer.unheld if item[0] == role)
    return replace(found, answer=replace(found.answer, people=people, unheld=unheld))


def problem_words(answer: PlaceAnswer) -> list[tuple[str, str]]:
    """(severity, sentence) of everything that must be said about the area."""
    return [
        (item.severity, fill(item.message, **item.values) if item.values else _(item.message))
        for item in answer.report.problems
    ]
