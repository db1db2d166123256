"""The promise ledger and the buildings of a promise, as plain values for the screen."""

from typing import Any

import pandas as pd

from dashboard.services.projects.quantity import SILENT, amount, bound_text
from dashboard.services.projects.work_list import Plain, icons_of, kind_sign
from dashboard.services.projects.work_words import STATUS_TITLES, Places, late_text, number, percent
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
PROMISED_UNITS = (N_("册"), N_("支"))
"""Units of `geo.works.UNITS` that no layer counts in; named here for the catalogue."""

OF_A_BUILDING = ("assets", "drawn")
"""Locations of works that are about the buildings they touch."""

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
    day = f"{said.source_date or ''}"
    # What the sample quotes is in the catalogue; what people enter stays as they wrote it.
    source = " · ".join(_(part) for part in (said.source, "" if day in said.source else day, said.words) if part)
    return {
        "id": said.id,
        "title": _(said.title),
        "said": bound_text(said.bound, said.quantity, said.unit),
        "bound": "wl-least" if said.bound == ">=" else "wl-exact",
        "verdict": {"key": row.verdict, "title": _(dict(VERDICTS)[row.verdict])},
        # Where a language has no counting word, nothing stands between number and verb.
        "reason": fill(row.reason, **reason).replace(f" {SILENT}", ""),
        "difference": _difference(row),
        "mark": round(said.quantity / longest, 4),
        "figures": {
            key: {"share": round(value / longest, 4), "text": number(round(value, 1), said.unit)}
            for key, value in known.items()
        },
        "source": source,
        "works": len(said.works),
    }


def ledger_data(rows: list[LedgerRow]) -> Plain:
    """The whole ledger for the screen."""
    words = {
        "promise": N_("公开承诺"),
        "said": N_("公开说法"),
        "difference": N_("相差"),
        "verdict": N_("结论"),
    }
    return {
        "look": "ledger",
        "rows": ledger_rows(rows),
        "figures": {key: _(title) for key, title in MEASURES},
        "words": {key: _(title) for key, title in words.items()},
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
    """Renovated buildings (columns) × kinds of work (rows): the least advanced work of each, and what is unfinished.

    Works on a whole compound or the whole community say nothing about one building and are left out.
    """
    buildings = renovated_buildings(view)
    own = view.works[view.works["location"].isin(OF_A_BUILDING)]
    spread = view.by_building[view.by_building["place"].isin(buildings)].join(own, on="work", how="inner")
    spread = spread.assign(order=spread["status"].map(STATUS_ORDER))
    unfinished = spread[~spread["status"].isin(FINISHED)].groupby("place").size()
    cells = dict(iter(spread.groupby(["kind", "place"], sort=False)))
    kinds = {row.kind: kind_sign(row) for row in spread.drop_duplicates("kind").itertuples()}
    return {
        "look": "matrix",
        "columns": [_column(id, places, int(unfinished.get(id, 0))) for id in buildings],
        "rows": [
            {"title": sign["title"], "kind": sign, "cells": [_cell(cells.get((kind, id))) for id in buildings]}
            for kind, sign in kinds.items()
        ],
        "icons": icons_of(kinds.values()),
    }


def _column(id: str, places: Places, unfinished: int) -> Plain:
    title = places.buildings.get(id, id)
    told = fill(N_("{count} 项未完成"), count=unfinished) if unfinished else _(N_("全部完成"))
    # "1栋" stands under "麓山名园 1栋": the last word tells the buildings of one compound apart.
    return {"id": id, "title": title.split()[-1], "open": unfinished > 0, "told": f"{title}: {told}"}


def _cell(works: pd.DataFrame | None) -> Plain | None:
    if works is None:
        return None
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
    open_ones = sum(column["open"] for column in data["columns"])
    return fill(
        N_("{all} 栋中有 {count} 栋还有未完成的工作"), all=amount(len(data["columns"])), count=amount(open_ones)
    )
