"""Projects seen through their works: progress, status, lateness, dates and money of each."""

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.progress import PARTS, roll_up
from geo.works import STATUS_ORDER


def rolled_up(projects: pd.DataFrame, works: gpd.GeoDataFrame) -> pd.DataFrame:
    """The projects (by id) with what their works add up to, in the order of `projects`.

    `works` is a frame of works as `data.work_frames.WorkView` has it. New columns: those of
    `geo.progress.roll_up` (a project without works has share 0), late and without_place (numbers of
    works), start_day and end_day (first and last of the works), cost_fen (known sums only, NA if none
    is known), status (see `project_status`), kinds and compounds (tuples, in order of appearance).
    """
    rolled = roll_up(works, "project").reindex(projects.index)
    rolled["rest"] = rolled["rest"].fillna(1.0)
    counts = ["works", "without_progress", "with_surplus"]
    rolled = rolled.fillna(0).astype({**dict.fromkeys(counts, int), **dict.fromkeys((*PARTS, "share"), float)})
    group = works["project"]
    frame = projects.join(rolled)
    frame["late"] = _counted(works["late"], group, projects.index)
    frame["without_place"] = _counted(works.geometry.isna(), group, projects.index)
    frame["start_day"] = works["start_day"].groupby(group).min().reindex(projects.index)
    frame["end_day"] = works["end_day"].groupby(group).max().reindex(projects.index)
    frame["cost_fen"] = works["cost_fen"].groupby(group).sum(min_count=1).reindex(projects.index).astype("Int64")
    order = works["status"].map(STATUS_ORDER).astype(float).groupby(group)
    frame["status"] = project_status(order.min().reindex(projects.index), order.max().reindex(projects.index))
    for column, source in (("kinds", "kind"), ("compounds", "compounds")):
        frame[column] = _united(works["project"], works[source], projects.index)
    return frame


def project_status(least: pd.Series, most: pd.Series) -> np.ndarray:
    """The plain status of projects from the least and most advanced status of their works (as order, NaN: no works).

    All works accepted → accepted; all at least completed → completed; some begun → under construction;
    some in preparation → preparing; else planned.
    """
    words = np.array(list(STATUS_ORDER))
    status: np.ndarray = np.select(
        [least >= STATUS_ORDER["completed"], most >= STATUS_ORDER["under_construction"], most >= 1],
        [words[least.fillna(0).astype(int)], "under_construction", "preparing"],
        "planned",
    )
    return status


def _counted(flags: pd.Series, group: pd.Series, index: pd.Index) -> pd.Series:
    return flags.astype(int).groupby(group).sum().reindex(index, fill_value=0).astype(int)


def _united(group: pd.Series, values: pd.Series, index: pd.Index) -> pd.Series:
    """The distinct values (also of tuples) by group, as tuples."""
    found = dict[str, dict[str, None]]()
    for name, value in zip(group, values, strict=True):
        found.setdefault(name, {}).update(dict.fromkeys(value if isinstance(value, tuple) else (value,)))
    return pd.Series([tuple(found.get(name, ())) for name in index], index=index, dtype=object)
