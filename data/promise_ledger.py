"""The promise ledger of a community: every promise beside what its works measure, contract and accept."""

from datetime import date

import pandas as pd

from data.access import VISITOR
from data.features import layer_frame
from data.promises import promises, public_promises
from data.store import Store
from data.work_frames import WorkView, work_view
from data.work_kinds import work_kinds
from geo.ledger import LedgerRow, LinkedWork, Promise, ledger_row
from geo.work_places import Layers, paved_together


def ledger(store: Store, community: str, today: date, *, role: str = "staff") -> list[LedgerRow]:
    """One row for each promise, by its id, as far as `role` may see works. Works that were archived do not count."""
    view = work_view(store, community, today, role=role)
    paving = {kind.id for kind in work_kinds(store, community) if kind.measured_by == "paved_area_m2"}
    layers: Layers = {}
    said = public_promises(store, community) if role == VISITOR else promises(store, community)
    if any(view.works["kind"].get(work) in paving for promise in said for work in promise.works):
        layers = {key: layer_frame(store, community, key) for key in ("road", "parking")}
    return [_row(promise, view, paving, layers) for promise in said]


def _row(promise: Promise, view: WorkView, paving: set[str], layers: Layers) -> LedgerRow:
    works = view.works.loc[[id for id in promise.works if id in view.works.index]]
    linked = [
        LinkedWork(
            str(id), row["unit"], row["status"],
            *(_known(row[key]) for key in ("planned", "contracted", "done", "accepted", "measured")),
        )
        for id, row in works.iterrows()
    ]  # fmt: skip
    together = None
    if len(works) and works["kind"].isin(paving).all() and works["location"].eq("assets").all():
        # Works meet at junctions: their own areas add up to more than there is.
        together = paved_together(view.assets[view.assets["work"].isin(works.index)], layers)
    return ledger_row(promise, linked, together)


def _known(quantity: float) -> float | None:
    return None if pd.isna(quantity) else float(quantity)
