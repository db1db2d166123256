"""What is late, under way and to come next in a community, for somebody who has just opened the map."""

import numpy as np
import pandas as pd

from dashboard.services.projects.work_list import Plain, icons_of, work_rows
from dashboard.services.projects.work_order import Chosen
from dashboard.services.projects.work_words import Places
from data.work_frames import WorkView
from geo.works import FINISHED

MOST = 6
"""Works that are named; a newcomer reads no more, the list of projects has the rest."""
FIRST = {"under_construction": 0, "preparing": 1, "planned": 2}


def works_now(view: WorkView, places: Places, compound: str = "", most: int = MOST) -> Plain:
    """Rows for the list beside the map: the latest works first, then what goes on, then what comes next.

    `rows` has at most `most` works; `count` is how many are not finished, in one compound ("": all).
    """
    works = view.works
    open_ones = ~works["status"].isin(FINISHED).to_numpy()
    if compound:
        open_ones &= np.array([compound in ids for ids in works["compounds"]], dtype=bool)
    rows = np.flatnonzero(open_ones)
    end = works["end_day"].to_numpy()[rows]
    keys = (
        np.where(pd.isna(end), np.datetime64("9999-12-31"), end.astype("datetime64[D]")),
        works["status"].map(FIRST).fillna(len(FIRST)).to_numpy()[rows],
        -works["days_late"].to_numpy()[rows],
    )
    rows = rows[np.lexsort(keys)]
    nothing = np.array([], dtype=int)
    found = work_rows(Chosen(view, rows[:most], nothing, nothing), places, 0, most)
    return {"rows": found, "count": len(rows), "icons": icons_of(row["kind"] for row in found)}
