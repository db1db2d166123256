"""Works in words: status, quantity, dates, place, money, each as one short text in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard.services.frames import Community
from dashboard.services.projects.quantity import THIN_SPACE, amount
from dashboard.text import _, fill
from data import china_day
from data.store import Store
from data.work_frames import WorkView, work_view
from geo.schedule import LATE_WORDS
from geo.words import N_
from geo.works import LINES_OF_WORK, LOCATIONS, STATUSES, Work

STATUS_TITLES = dict(STATUSES)
FEW_PLACES = 2
"""Up to this many buildings are named; more are counted."""


def today() -> date:
    """The day in China, by which works are late or not."""
    return china_day.today()


def view_of(store: Store, community: str, role: str) -> WorkView:
    """The works of a community as they stand today, as far as this role may see them."""
    return work_view(store, community, today(), role=role)


@dataclass(frozen=True)
class Places:
    """Names of compounds and buildings, by id."""

    compounds: Mapping[str, str]
    buildings: Mapping[str, str]

    @classmethod
    def of(cls, layers: Community) -> "Places":
        """Those of a community."""
        return cls(*(_titles(layers, key) for key in ("compound", "building")))

    def text(self, row: Any) -> str:
        """Where a work lies: buildings if few, else the compounds, and what is known of its place."""
        kind = dict(LOCATIONS)[row.location]
        compounds = _(N_("、")).join(self.compounds.get(id, id) for id in row.compounds)
        if row.location in ("whole_community", "unknown"):
            return f"{_(kind)}{_(N_('('))}{compounds}{_(N_(')'))}" if row.compound and compounds else _(kind)
        if 0 < len(row.buildings) <= FEW_PLACES:
            return _(N_("、")).join(self.buildings.get(id, id) for id in row.buildings)
        if row.buildings and row.location != "whole_compound":
            return f"{compounds} · {amount(len(row.buildings), '栋')}"
        return compounds or _(kind)


def _titles(layers: Community, key: str) -> dict[str, str]:
    layer = layers[key]
    return {str(id): layer.title(id) for id in layer.frame.index}


def percent(share: float) -> str:
    """A share as people write it; what is not quite all is never said to be all, nor what is begun nothing.

    >>> percent(0.996), percent(0.002), percent(0.625)
    ('99\\u202f%', '1\\u202f%', '63\\u202f%')
    """
    whole = int(share * 100 + 0.5)
    if 0 < share < 1:
        whole = min(99, max(1, whole))
    return f"{whole}{THIN_SPACE}%"


def number(value: float, unit: str) -> str:
    """A quantity with its unit, with one decimal only where it has one."""
    return amount(value, unit, 0 if float(value).is_integer() else 1)


def over_accepted(item: Work, unit: str) -> str:
    """What to say where more is accepted than is known to be done, "" where it is not."""
    if item.accepted is None or item.accepted <= (item.done or 0.0):
        return ""
    return fill(
        N_("现在完成 {done},少于已验收的 {accepted};若验收数量也不对,请一并更正。"),
        done=number(item.done or 0.0, unit), accepted=number(item.accepted, unit),
    )  # fmt: skip


def quantity_text(row: Any) -> str:
    """Done of planned, "25 / 40 m²"; only what is known."""
    reached = max((value for value in (row.done, row.accepted) if pd.notna(value)), default=None)
    if pd.isna(row.planned):
        return number(reached, row.unit) if reached is not None else ""
    return f"{number(reached or 0, '')} / {number(row.planned, row.unit)}"


def day_text(day: Any, confirmed: bool) -> str:
    """A day, "≈ " before it while it is only estimated; "" where there is none."""
    if pd.isna(day):
        return ""
    return f"{'' if confirmed else '≈ '}{day:%Y-%m-%d}"


def late_text(row: Any) -> str:
    """By how many days a work is late, "" where it is not."""
    return fill(N_("逾期 {days} 天"), days=int(row.days_late)) if row.late else ""


def reason_text(row: Any) -> str:
    """What the dates of a work say beside its status."""
    return _(dict(LATE_WORDS).get(row.reason, ""))


def yuan(fen: Any) -> str:
    """A sum in 元, from 分; above ten thousand in 万元. "" where it is unknown.

    >>> yuan(1234500), yuan(320000000)
    ('¥\\u202f12,345', '¥\\u202f3,200,000')
    """
    if fen is None or pd.isna(fen):
        return ""
    whole, rest = divmod(int(fen), 100)
    return f"¥{THIN_SPACE}{whole:,}" + (f".{rest:02d}" if rest else "")


def line_text(word: str) -> str:
    """The line of work of a project."""
    return _(dict(LINES_OF_WORK).get(word, word))
