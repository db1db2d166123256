"""One filter for all views of works, kept in the address line."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class WorkFilter:
    """Which works are shown; "" or False means no restriction.

    `building` and `compound` are ids, `kind`, `step` and `status` stored words, `person` a part of
    the lead's, contractor's or supervisor's name, `text` words that must all occur in the texts.
    """

    compound: str = ""
    building: str = ""
    kind: str = ""
    step: str = ""
    status: str = ""
    late: bool = False
    person: str = ""
    text: str = ""

    def to_query(self) -> dict[str, str]:
        """The restrictions as words of the address line (nothing for those that are open).

        >>> WorkFilter(kind="garden", late=True).to_query()
        {'kind': 'garden', 'late': '1'}
        """
        chosen = {item.name: getattr(self, item.name) for item in fields(self)}
        return {key: "1" if value is True else value for key, value in chosen.items() if value}

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "WorkFilter":
        """The filter that the address line says; words that it does not know are left aside."""
        known = {item.name: query.get(item.name, "") for item in fields(cls) if item.name != "late"}
        return cls(late=query.get("late", "") == "1", **known)


PERSON_COLUMNS = ("lead", "contractor", "supervisor")
TEXT_COLUMNS = (
    "name", "project_name", "public_words", "internal_words", "project_public_words", "project_internal_words",
    "contractor", "supervisor", "lead",
)  # fmt: skip


def matching(works: pd.DataFrame, chosen: WorkFilter) -> pd.Series:
    """Which works the filter lets through, as booleans beside `works`.

    `works` is a work frame (`data.work_frames.work_frame`). Columns that it lacks (a visitor's frame
    has no internal words) are not searched.
    """
    keep = np.ones(len(works), dtype=bool)
    for column in ("kind", "step", "status"):
        wanted = getattr(chosen, column)
        if wanted:
            keep &= works[column].eq(wanted).to_numpy(dtype=bool)
    for column, wanted in (("compounds", chosen.compound), ("buildings", chosen.building)):
        if wanted:
            keep &= np.fromiter((wanted in places for places in works[column]), dtype=bool, count=len(works))
    if chosen.late:
        keep &= works["late"].to_numpy(dtype=bool)
    if chosen.person:
        keep &= _contains(works, PERSON_COLUMNS, chosen.person)
    for word in chosen.text.split():
        keep &= _contains(works, TEXT_COLUMNS, word)
    return pd.Series(keep, index=works.index, name="matching")


def _contains(works: pd.DataFrame, columns: tuple[str, ...], text: str) -> np.ndarray:
    found = np.zeros(len(works), dtype=bool)
    for column in columns:
        if column in works:
            lower = works[column].fillna("").astype(str).str.casefold()
            found |= lower.str.contains(text.casefold(), regex=False).to_numpy(dtype=bool)
    return found
