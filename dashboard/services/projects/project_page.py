"""One project as its page shows it: its row, its works, its entries with photos, its money, its people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from dashboard.services.house import ADMINISTRATOR
from dashboard.services.projects.work_order import Chosen, name_ranks
from dashboard.services.projects.work_words import percent, view_of
from dashboard.text import _, fill
from data.access import ROLE_BY_KEY
from data.entries import Entry, entries
from data.photos import Photo, photos
from data.records import NoSuchRecord
from data.rights import reach
from data.store import Store
from data.work_frames import WorkView
from data.works import works
from geo.words import N_
from geo.works import PARTIES, STATUS_ORDER, Project


@dataclass(frozen=True)
class ProjectPage:
    """A project in use: `row` of the frame of projects, `works` of the frame of works, unfinished ones first."""

    id: str
    row: Any
    works: gpd.GeoDataFrame
    view: WorkView
    role: str

    @property
    def internal(self) -> bool:
        """Whether the reader sees internal words, money and names."""
        return ROLE_BY_KEY[self.role].sees_internal

    @property
    def may_edit(self) -> bool:
        """Whether the reader may change the project."""
        return bool(reach(self.role, "edit_projects"))

    @property
    def may_report(self) -> bool:
        """Whether the reader may add progress entries."""
        return bool(reach(self.role, "report_progress"))


def project_page(store: Store, community: str, id: str, role: str = ADMINISTRATOR) -> ProjectPage | None:
    """The project as this role sees it; None where there is none in use."""
    view = view_of(store, community, role)
    if id not in view.projects.index:
        return None
    works = view.works[view.works["project"] == id]
    order = works.assign(
        order=works["status"].map(STATUS_ORDER),
        finished=works["status"].isin(("accepted",)),
        rank=name_ranks(works["name"]),
    )
    order = order.sort_values(["late", "finished", "order", "rank"], ascending=[False, True, False, True])
    return ProjectPage(id, view.projects.loc[id], works.loc[order.index], view, role)


def listed(page: ProjectPage) -> Chosen:
    """The works of the page, in its order, as the lists take them."""
    works = page.view.works.index.get_indexer(page.works.index)
    project = page.view.projects.index.get_indexer([page.id])
    return Chosen(page.view, works, project, np.full(len(page.view.projects), len(works)))


def progress_words(row: Any) -> str:
    """What the bar of a project says in words."""
    parts = [fill(N_("已验收 {share}"), share=percent(row.accepted))]
    if row.unaccepted > 0:
        parts.append(fill(N_("已完成待验收 {share}"), share=percent(row.unaccepted)))
    if row.without_progress:
        parts.append(fill(N_("{count} 项尚无进展,按 0 计"), count=int(row.without_progress)))
    if row.with_surplus:
        parts.append(fill(N_("{count} 项超过计划,超出部分不计入"), count=int(row.with_surplus)))
    return " · ".join(parts)


@dataclass(frozen=True)
class Told:
    """A progress entry with the name and unit of its work, and its photos."""

    entry: Entry
    work: str
    unit: str
    photos: tuple[Photo, ...]


@dataclass(frozen=True)
class Pair:
    """A photo of before and one of after of the same work."""

    work: str
    before: Photo
    after: Photo


def told_entries(store: Store, community: str, page: ProjectPage) -> list[Told]:
    """The entries of a project with their photos, the newest first; the public gets public photos only.

    Those of a work that was split since are told under its name; those of one that was taken out are not.
    """
    by_entry: dict[str, list[Photo]] = {}
    for photo in project_photos(store, community, page):
        by_entry.setdefault(photo.entry or "", []).append(photo)
    named = works_told(store, community, page)
    return [
        Told(entry, *named[entry.work], tuple(by_entry.get(entry.id, ())))
        for entry in entries(store, community, project=page.id)
        if entry.work in named
    ]


def works_told(store: Store, community: str, page: ProjectPage) -> dict[str, tuple[str, str]]:
    """Name and unit, by id, of the works of a project and of those whose parts they are."""
    named = {str(id): (str(name), str(unit)) for id, name, unit in page.works[["name", "unit"]].itertuples()}
    away = {item.id: item for item in works(store, community, project=page.id, archived=True)}
    parts = works(store, community, project=page.id) if away else ()
    wanted = [(part.split_from, part.id) for part in parts if part.split_from in away and part.id in named]
    while wanted:
        whole, part = wanted.pop()
        if whole not in named:
            named[whole] = (away[whole].name, named[part][1])
            if away[whole].split_from in away:
                wanted.append((away[whole].split_from, whole))
    return named


def project_photos(store: Store, community: str, page: ProjectPage) -> list[Photo]:
    """The photos of a project that the reader may see."""
    told = works_told(store, community, page)
    found = photos(store, community, project=page.id, public_only=not page.internal)
    return [photo for photo in found if photo.work in told]


def pairs(works: Mapping[str, tuple[str, str]], pictures: Sequence[Photo]) -> list[Pair]:
    """For each work (name and unit by id) with both, its first photo of before and its last one of after."""
    found = []
    for work, (name, _unit) in works.items():
        own = [photo for photo in pictures if photo.work == work]
        before = [photo for photo in own if photo.role == "before"]
        after = [photo for photo in own if photo.role == "after"]
        if before and after:
            found.append(Pair(name, before[0], after[-1]))
    return found


@dataclass(frozen=True)
class Money:
    """What a project costs in 分, which sources pay how much, and how many works have no known cost."""

    cost: int | None
    funding: tuple[tuple[str, int], ...]
    unknown: int


def money(page: ProjectPage) -> Money:
    """The known sums of the works, by source in order of size."""
    cost = page.works["cost_fen"]
    lines: dict[str, int] = {}
    for work in page.works["funding"]:
        for source, amount in work:
            lines[source] = lines.get(source, 0) + int(amount)
    ordered = tuple(sorted(lines.items(), key=lambda line: (-line[1], line[0])))
    return Money(int(cost.sum()) if cost.notna().any() else None, ordered, int(cost.isna().sum()))


def parties_of(row: Any) -> list[tuple[str, str]]:
    """The five parties in their order, each with its role; those without one are left out."""
    roles = dict(tuple(pair) for pair in row.parties)
    return [(_(title), str(roles[word])) for word, title in PARTIES if roles.get(word)]


def suggested_quantities(work: Any) -> list[float]:
    """Quantities that a report of this work is likely to say: half, three quarters and all of the plan, if not reached.

    Counted units and small plans give whole numbers only.
    """
    if pd.isna(work.planned) or work.planned <= 0:
        return []
    reached = 0.0 if pd.isna(work.done) else float(work.done)
    steps = [float(round(work.planned * part)) for part in (0.5, 0.75)]
    return [step for step in dict.fromkeys([*steps, float(work.planned)]) if step > reached]


def archived_project(store: Store, community: str, id: str) -> Project | None:
    """The project of this id if it was put away."""
    from data.projects import project

    try:
        found = project(store, community, id)
    except NoSuchRecord:
        return None
    return found if found.archived else None
