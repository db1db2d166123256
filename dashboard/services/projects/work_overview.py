"""Progress added up by project, kind, compound or building, with its parts."""

from typing import Any

import pandas as pd

from dashboard.services.projects.work_list import Plain, kind_sign, parts_of
from dashboard.services.projects.work_order import Chosen
from dashboard.services.projects.work_words import Places, percent
from dashboard.text import _, fill
from geo.progress import roll_up, roll_up_spread
from geo.words import N_

ROLLED = ("planned", "done", "accepted", "status", "weight")
"""What a roll-up reads of a work."""


def overview(chosen: Chosen, by: str, places: Places, first: int, last: int) -> tuple[list[Plain], int]:
    """The bars of one page, and how many there are in all. Works that lie nowhere are told last."""
    rolled = _rolled(chosen, by)
    titles = _titles(chosen, by, places)
    rolled = rolled.assign(title=[titles.get(key, "") for key in rolled.index], nowhere=rolled.index == "")
    late = _late(chosen, by).reindex(rolled.index, fill_value=0)
    order = ["nowhere", "title"] if by == "building" else ["nowhere", "weight", "title"]
    rolled = rolled.assign(late=late)
    if by == "building":
        place = {id: number for number, id in enumerate(places.buildings)}
        rolled = rolled.iloc[sorted(range(len(rolled)), key=lambda i: place.get(rolled.index[i], len(place)))]
    else:
        rolled = rolled.sort_values(order, ascending=[True, False, True], kind="stable")
    signs = _signs(chosen) if by == "kind" else {}
    rows = [
        _bar(row, str(key), by) | ({"kind": signs[key]} if key in signs else {})
        for key, row in rolled.iloc[first:last].iterrows()
    ]
    return rows, len(rolled)


def _rolled(chosen: Chosen, by: str) -> pd.DataFrame:
    if by in ("project", "kind"):
        return roll_up(chosen.columns(*ROLLED, by), by)
    return roll_up_spread(chosen.columns(*ROLLED), _spread(chosen, by))


def _spread(chosen: Chosen, by: str) -> pd.DataFrame:
    spread = chosen.view.by_building if by == "building" else chosen.view.by_compound
    return spread[spread["work"].isin(chosen.view.works.index[chosen.work_rows])]


def _late(chosen: Chosen, by: str) -> pd.Series:
    if by in ("project", "kind"):
        works = chosen.columns("late", by)
        return works["late"].astype(int).groupby(works[by]).sum()
    spread = _spread(chosen, by)
    return spread["work"].map(chosen.view.works["late"]).astype(int).groupby(spread["place"]).sum()


def _titles(chosen: Chosen, by: str, places: Places) -> dict[str, str]:
    if by == "project":
        return chosen.view.projects["name"].to_dict()
    if by == "kind":
        kinds = chosen.columns("kind", "kind_title").drop_duplicates("kind")
        return {key: _(title) for key, title in zip(kinds["kind"], kinds["kind_title"], strict=True)}
    return dict(places.compounds if by == "compound" else places.buildings)


def _signs(chosen: Chosen) -> dict[str, Plain]:
    kinds = chosen.columns("kind", "kind_title", "colour", "icon").drop_duplicates("kind")
    return {row.kind: kind_sign(row) for row in kinds.itertuples()}


def _bar(row: Any, key: str, by: str) -> Plain:
    nowhere = {"building": N_("不在楼栋上的"), "compound": N_("不在小区内的")}
    notes = (
        (N_("{count} 项逾期"), int(row["late"])),
        (N_("{count} 项无进度"), int(row["without_progress"])),
        (N_("{count} 项超出计划"), int(row["with_surplus"])),
    )
    return {
        "key": key,
        "title": row["title"] or _(nowhere.get(by, key)),
        "parts": parts_of(row),
        "share": percent(row["share"]),
        "count": fill(N_("{count} 项"), count=int(row["works"])) if row["works"] != 1 else _(N_("仅 1 项")),
        "late": bool(row["late"]),
        "notes": [fill(text, count=count) for text, count in notes if count],
    }
