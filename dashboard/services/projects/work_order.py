"""Which works a list shows and in which order, as positions in the shared frames.

The frames of 6,000 projects are wide; copying them at every run would cost more than all the rest. So a
list holds positions, and only the rows of the page that is shown are taken out.
"""

import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

import geopandas as gpd
import numpy as np
import pandas as pd

from dashboard.services.projects.work_sight import WorkSight
from data.work_frames import WorkView
from geo.work_filter import matching
from geo.works import FINISHED

SORT_KEYS: Mapping[str, tuple[str, ...]] = {
    "urgent": ("urgency", "behind", "end", "name"),
    "end": ("end", "name"),
    "share": ("share", "end", "name"),
    "name": ("name",),
    "cost": ("cost", "name"),
}
"""Keys of an order, the first one first. What is finished stands behind what needs somebody's attention."""

Keys = dict[str, np.ndarray]


@dataclass(frozen=True)
class Chosen:
    """What a filter lets through: positions of works and of projects in the view, in order.

    `matched` counts the matching works of every project of the view.
    """

    view: WorkView
    work_rows: np.ndarray
    project_rows: np.ndarray
    matched: np.ndarray

    @cached_property
    def works(self) -> gpd.GeoDataFrame:
        """All chosen works in order; a copy, so ask for a page where a page will do."""
        return self.view.works.iloc[self.work_rows]

    @cached_property
    def projects(self) -> pd.DataFrame:
        """All chosen projects in order; a copy."""
        return self.view.projects.iloc[self.project_rows]

    def columns(self, *names: str) -> pd.DataFrame:
        """A few columns of the chosen works, in order."""
        taken = {name: self.view.works[name].to_numpy()[self.work_rows] for name in names}
        return pd.DataFrame(taken, index=self.view.works.index[self.work_rows])

    def of_projects(self, projects: np.ndarray) -> np.ndarray:
        """The rows of those chosen works that belong to these projects (positions), in order."""
        return self.work_rows[np.isin(ordered(self.view).project[self.work_rows], projects)]


class _Ordered:
    """What the order of a view's works and projects rests on, worked out once for each view."""

    def __init__(self, view: WorkView) -> None:
        works, projects = view.works, view.projects
        self.view = view
        self.project = projects.index.get_indexer(works["project"])
        self.works = {**_keys(works), "urgency": -works["days_late"].to_numpy()}
        self.projects = _keys(projects)
        self.unplaced = works["shown"].eq("").to_numpy()


def _keys(frame: pd.DataFrame) -> Keys:
    cost = pd.to_numeric(frame["cost_fen"]).to_numpy(dtype=float, na_value=np.nan)
    end = frame["end_day"].to_numpy().astype("datetime64[D]")
    return {
        "behind": frame["status"].isin(FINISHED).to_numpy(),
        "end": np.where(np.isnat(end), np.datetime64("9999-12-31"), end),
        "share": frame["share"].to_numpy(dtype=float),
        "cost": np.where(np.isnan(cost), np.inf, -cost),
        "name": name_ranks(frame["name"]),
    }


_DIGITS = re.compile(r"(\d+)")


def name_ranks(names: pd.Series) -> np.ndarray:
    """The place of each name in the order in which people count.

    >>> name_ranks(pd.Series(["10栋", "2栋", "2栋"])).tolist()
    [1, 0, 0]
    """

    def counted(name: str) -> tuple[tuple[str, int], ...]:
        parts = _DIGITS.split(name)
        return tuple((text, int(digits or 0)) for text, digits in zip(parts[::2], [*parts[1::2], ""], strict=True))

    order = {name: rank for rank, name in enumerate(sorted(names.unique(), key=counted))}
    return names.map(order).to_numpy(dtype=int)


_KEPT = OrderedDict[int, _Ordered]()
_LOCK = Lock()
MOST_KEPT = 8


def ordered(view: WorkView) -> _Ordered:
    """The keys of a view, kept while the view is in use."""
    with _LOCK:
        found = _KEPT.get(id(view))
        if found is None or found.view is not view:
            found = _KEPT[id(view)] = _Ordered(view)
        _KEPT.move_to_end(id(view))
        while len(_KEPT) > MOST_KEPT:
            _KEPT.popitem(last=False)
    return found


def choose(view: WorkView, listed: WorkSight, promised: Mapping[str, tuple[str, ...]]) -> Chosen:
    """The works and projects of a list in its order: works stand under their project.

    `promised`: works by promise. A project without works is there while nothing is filtered.
    """
    keys = ordered(view)
    rows = np.flatnonzero(kept(view, listed, promised))
    count = len(view.projects)
    matched = np.bincount(keys.project[rows], minlength=count)
    urgency = np.zeros(count, dtype=int)
    np.minimum.at(urgency, keys.project[rows], keys.works["urgency"][rows])
    projects = np.arange(count) if listed.is_open else np.flatnonzero(matched)
    projects = _in_order(projects, {**keys.projects, "urgency": urgency}, listed.sort)
    place = np.zeros(count, dtype=int)
    place[projects] = np.arange(len(projects))
    rows = _in_order(rows, keys.works, listed.sort)
    return Chosen(view, rows[np.argsort(place[keys.project[rows]], kind="stable")], projects, matched)


def kept(view: WorkView, listed: WorkSight, promised: Mapping[str, tuple[str, ...]]) -> np.ndarray:
    """Which works of the view the list lets through."""
    keep: np.ndarray = matching(view.works, listed.filter).to_numpy()
    if listed.promise:
        keep = keep & view.works.index.isin(promised.get(listed.promise, ()))
    return keep


def _in_order(rows: np.ndarray, keys: Keys, sort: str) -> np.ndarray:
    order: np.ndarray = np.lexsort([keys[name][rows] for name in reversed(SORT_KEYS[sort])])
    return rows[order]
