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


def searchable(works: pd.DataFrame) -> pd.DataFrame:
    """The works with the columns people and texts: what a filter searches, joined once and without case."""
    return works.assign(people=_joined(works, PERSON_COLUMNS), texts=_joined(works, TEXT_COLUMNS))


def matching(works: pd.DataFrame, chosen: WorkFilter) -> pd.Series:
    """Which works the filter lets through, as booleans beside `works`.

    `works` is a `searchable` work frame. What a visitor's frame does not have (internal words) was not
    joined and so is not found.
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
    sought = [("people", chosen.person), *(("texts", word) for word in chosen.text.split())]
    for column, wanted in sought:
        if wanted:
            word = wanted.casefold()
            keep &= np.fromiter((word in text for text in works[column]), dtype=bool, count=len(works))
    return pd.Series(keep, index=works.index, name="matching")


def _joined(works: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series:
    """The texts of each work on lines of their own, so that no word is found across two of them."""
    there = [works[column].fillna("").astype(str).tolist() for column in columns if column in works]
    lines = ["\n".join(parts).casefold() for parts in zip(*there, strict=True)] if there else [""] * len(works)
    return pd.Series(lines, index=works.index, dtype=object)
