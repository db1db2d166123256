"""How the wall says days, kinds and titles: short, and estimates as estimates."""

from datetime import date

from babel.dates import format_date

from dashboard.text import _, fill, language
from geo.meetings import MEETING_KINDS
from geo.words import N_
from geo.works import WorkDate

SAMPLE_ENDING = "(示例)"
"""What names in the sample end with; each slide carries the mark of the sample, so a title need not."""


def day_text(day: date, now: date, *, year: bool = False) -> str:
    """A day; its year only where it is not this year's, or where it is asked for."""
    pattern = _(N_("y年M月d日")) if year or day.year != now.year else _(N_("M月d日"))
    return format_date(day, pattern, locale="en" if language() == "en" else "zh")


def work_day(day: WorkDate | None, now: date) -> str:
    """A day of a work: an estimate says so; "" where there is none."""
    if day is None:
        return ""
    text = day_text(day.day, now)
    return text if day.confirmed else fill(N_("预计 {day}"), day=text)


def kind_text(kind: str) -> str:
    """The kind of a meeting."""
    return _(dict(MEETING_KINDS).get(kind, kind))


def short_title(text: str) -> str:
    """A title in one line without the sample's ending.

    >>> short_title("屋面复漏补修(示例)"), short_title("  a \\n b ")
    ('屋面复漏补修', 'a b')
    """
    return " ".join(text.split()).removesuffix(SAMPLE_ENDING).strip()
