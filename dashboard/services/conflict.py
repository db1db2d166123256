"""Two people changed the same record: what each wrote, field by field, and what comes of choosing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Difference:
    """A field that the two disagree on. `suggested` is the side that changed it; mine where both did."""

    key: str
    mine: Any
    theirs: Any
    suggested: str
    both_changed: bool


def differences(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[Difference]:
    """The fields in which the two versions differ, in the order of the form; `base` is what both began with."""
    found = []
    for key in mine:
        if mine[key] != theirs.get(key):
            ours, others = mine[key] != base.get(key), theirs.get(key) != base.get(key)
            suggested = THEIRS if others and not ours else MINE
            found.append(Difference(key, mine[key], theirs.get(key), suggested, ours and others))
    return found


def merged(mine: Mapping[str, Any], theirs: Mapping[str, Any], chosen: Mapping[str, str]) -> dict[str, Any]:
    """The values after choosing a side for each field that differs (mine where nothing was chosen)."""
    return {key: theirs.get(key) if chosen.get(key) == THEIRS else value for key, value in mine.items()}
