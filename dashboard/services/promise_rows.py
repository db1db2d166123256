"""The promise ledger and the buildings of a promise, as plain values for the screen."""

from typing import Any

import pandas as pd

from dashboard.services.quantity import amount, bound_text
from dashboard.services.work_list import Plain
from dashboard.services.work_words import STATUS_TITLES, Places, late_text, number, percent
from dashboard.text import _, fill
from data.promises import promises
from data.store import Store
from data.work_frames import WorkView
from geo.ledger import VERDICTS, LedgerRow
from geo.words import N_
from geo.works import FINISHED, STATUS_ORDER

MEASURES = (
    ("measured", N_("图上量算")),
    ("contracted", N_("合同")),
    ("done", N_("已完成")),
    ("accepted", N_("已验收")),
)
ROOM = 1.12
"""How far a scale reaches beyond the largest of its figures."""


def promised_works(store: Store, community: str) -> dict[str, tuple[str, ...]]:
    """The works that are to keep each promise."""
    return {promise.id: promise.works for promise in promises(store, community)}


def ledger_rows(rows: list[LedgerRow]) -> list[Plain]:
    """One card for each promise: what was said, what there is, and the verdict in words."""
    return [_row(row) for row in rows]


def _row(row: LedgerRow) -> Plain:
    said = row.promise
    values = {key: getattr(row, key) for key, _title in MEASURES}
    known = {key: value for key, value in values.items() if value is not None}
    longest = max([said.quantity, *known.values()]) * ROOM or 1.0
    reason = {**row.values, "unit": _(str(row.values.get("unit", "")))} if "unit" in row.values else row.values
    source = " · ".join(part for part in (said.source, f"{said.source_date or ''}", said.words) if part)
    return {
        "id": said.id,
        "title": said.title,
        "said": bound_text(said.bound, said.quantity, said.unit),
        "bound": "wl-least" if said.bound == ">=" else "wl-exact",
        "verdict": {"key": row.verdict, "title": _(dict(VERDICTS)[row.verdict])},
        "reason": fill(row.reason, **reason),
        "difference": _difference(row),
        "mark": round(said.quantity / longest, 4),
        "bars": [
            {
                "key": key,
                "title": _(title),
                "share": round(values[key] / longest, 4) if values[key] is not None else 0,
                "text": number(round(values[key], 1), said.unit) if values[key] is not None else "—",
            }
            for key, title in MEASURES
            if known
        ],
        "source": source,
        "works": fill(N_("{count} 项工作 · 在地图上看"), count=len(said.works)) if said.works else "",
    }


def _difference(row: LedgerRow) -> str:
    if row.difference is None:
        return ""
    sign = "+" if row.difference > 0 else "−" if row.difference < 0 else "±"
    return f"{sign}{number(round(abs(row.difference), 1), row.promise.unit)}"


def verdict_counts(rows: list[LedgerRow]) -> list[tuple[str, str, int]]:
    """How many promises have which verdict: word, title, count; only those that occur."""
    counts = pd.Series([row.verdict for row in rows], dtype=object).value_counts()
    return [(word, _(title), int(counts[word])) for word, title in VERDICTS if word in counts]


def renovated_buildings(view: WorkView) -> list[str]:
    """The buildings that a whole-building renovation names, in their order: those of the published thirteen."""
    whole = view.works.index[view.works["unit"].eq("栋")]
    named = view.assets[view.assets["work"].isin(whole) & view.assets["layer"].eq("building")]
    return sorted(named["id"].unique())


def matrix(view: WorkView, places: Places) -> Plain:
    """Renovated buildings × kinds of work: the least advanced work of each, and what is unfinished."""
    buildings = renovated_buildings(view)
    spread = view.by_building[view.by_building["place"].isin(buildings)].join(view.works, on="work", how="inner")
    spread = spread.assign(order=spread["status"].map(STATUS_ORDER))
    kinds = list(spread.drop_duplicates("kind")["kind"])
    titles = spread.drop_duplicates("kind").set_index("kind")["kind_title"]
    cells = dict(iter(spread.groupby(["place", "kind"], sort=False)))
    rows = []
    for id in buildings:
        mine = [cells.get((id, kind)) for kind in kinds]
        open_ones = sum(int((~rows["status"].isin(FINISHED)).sum()) for rows in mine if rows is not None)
        told = fill(N_("{count} 项未完成"), count=open_ones) if open_ones else _(N_("全部完成"))
        title = places.buildings.get(id, id)
        rows.append(
            {
                "id": id,
                "title": title,
                "open": open_ones > 0,
                "told": f"{title}: {told}",
                "cells": [None if works is None else _cell(works) for works in mine],
            }
        )
    return {"look": "matrix", "columns": [_(titles[kind]) for kind in kinds], "rows": rows}


def _cell(works: pd.DataFrame) -> Plain:
    least = works.loc[works["order"].idxmin()]
    told = "; ".join(_told(row) for row in works.itertuples())
    status = str(least["status"])
    return {
        "status": {"key": status, "title": _(STATUS_TITLES[status])},
        "late": bool(works["late"].any()),
        "told": told,
    }


def _told(row: Any) -> str:
    late = late_text(row)
    return f"{row.name} {_(STATUS_TITLES[row.status])} {percent(row.share)}" + (f" {late}" if late else "")


def unfinished_text(data: Plain) -> str:
    """How many of the buildings have unfinished work."""
    open_ones = sum(row["open"] for row in data["rows"])
    return fill(N_("{all} 栋中有 {count} 栋还有未完成的工作"), all=amount(len(data["rows"])), count=amount(open_ones))
