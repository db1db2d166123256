"""Numbers as people read them: thousands set apart, the unit after a thin space."""

from numbers import Real

import pandas as pd

from dashboard.text import _, fill, language
from geo.layers import Field
from geo.words import N_

THIN_SPACE, NO_BREAK_SPACE = "\u202f", "\u00a0"
LONGEST_SYMBOL = 2
"""A unit of more letters is a word (households), not a symbol (m, mm, lx)."""

SILENT = "\u200b"
"""What a language without counted nouns (栋, 盏) translates them by: a space without width."""

ONE = {"项": N_("一项"), "户": N_("一户"), "层": N_("一层")}
"""Units whose word is another one for a single thing: "1 work", "2 works"."""

YES_NO = {True: N_("是"), False: N_("否")}
NO_THOUSANDS = {"year_built"}
"""Whole numbers that are names rather than amounts."""


def amount(value: float, unit: str = "", decimals: int = 0) -> str:
    """A number with its unit.

    >>> amount(9640.2, "m"), amount(28.25, "m", 1)
    ('9,640\\u202fm', '28.2\\u202fm')
    """
    text, word = f"{value:,.{decimals}f}", _(unit).strip(SILENT)
    if not word:
        return text
    if text == "1":
        word = _(ONE[unit]) if unit in ONE and language() == "en" else word
    # The thin space of a symbol is too thin before a whole word: "42households".
    gap = NO_BREAK_SPACE if word.isascii() and len(word) > LONGEST_SYMBOL else THIN_SPACE
    return f"{text}{gap}{word}"


def measure_text(value: float, measure: str) -> str:
    """A measured length or area: whole units above a hundred, one decimal below."""
    return amount(value, {"length_m": "m", "area_m2": "m²"}[measure], 0 if value >= 100 else 1)


def bound_text(bound: str, value: float, unit: str) -> str:
    """A figure as it was published: "≥ 9,600 m" where the source gives a lower bound."""
    sign = {">=": f"≥{THIN_SPACE}", "<=": f"≤{THIN_SPACE}"}.get(bound, "")
    return sign + amount(value, unit)


def is_missing(value: object) -> bool:
    """Whether a cell of a layer holds nothing."""
    return bool(pd.isna(value)) or str(value) == ""


def field_text(field: Field, value: object) -> str:
    """The value of a field in the reader's language, with its unit."""
    if field.kind == "boolean":
        return _(YES_NO[bool(value)])
    if field.values:
        return _(field.title_of(value))
    if field.kind in ("integer", "number") and isinstance(value, Real):
        number = float(value)
        decimals = 0 if number.is_integer() else min(3, len(f"{number:.3f}".rstrip("0").partition(".")[2]))
        if field.key in NO_THOUSANDS:
            return f"{number:.0f}"
        return amount(number, field.unit, decimals)
    return str(value)


def metres_away(distance_m: float) -> str:
    """How far something lies from the thing looked at."""
    return fill(N_("相距 {distance}"), distance=amount(distance_m, "m")) if distance_m >= 0.5 else _(N_("相接"))
