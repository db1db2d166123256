"""The ledger of public promises on paper: bounds stay bounds, what cannot be compared says so."""

from typing import Any

from dashboard.services.projects.promise_rows import MEASURES, ledger_rows
from dashboard.services.public.public_facts import PublicView
from dashboard.services.sheets.shared import Sheet, sheet_data
from dashboard.text import _
from geo.words import N_

KIND = N_("承诺对账")
WORDS = {
    "kind": KIND,
    "said": N_("公开说法"),
    "none": N_("还没有登记公开承诺"),
    **dict(MEASURES),
}


def ledger_sheet(view: PublicView, *, large: bool = False) -> Sheet:
    """All promises with their verdicts."""
    rows = [_row(row) for row in ledger_rows(list(view.promises))]
    title = f"{view.community.name} {_(KIND)}"
    sub = _(N_("竖线是公开的说法,实心是已验收,斜线是已完成、待验收;“≥”表示公开说法是下限"))
    return Sheet("ledger.typ", sheet_data(view, title, WORDS, large=large, rows=rows, sub=sub, day=f"{view.day}"), {})


def _row(row: dict[str, Any]) -> dict[str, Any]:
    figures, said = row["figures"], row["title"]
    known = {key: figures[key]["text"] if key in figures else "" for key, _title in MEASURES}
    return {
        "title": _(said), "said": row["said"], "verdict": row["verdict"]["title"],
        "good": row["verdict"]["key"] in ("met", "exceeded"), "reason": row["reason"], "source": row["source"],
        "mark": row["mark"], "reached": figures.get("done", {}).get("share", 0),
        "accepted": figures.get("accepted", {}).get("share", 0),
        "measured": known["measured"], "contracted": known["contracted"], "done": known["done"],
        "took": known["accepted"],
    }  # fmt: skip
