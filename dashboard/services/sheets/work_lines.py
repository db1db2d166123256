"""Works on paper: one line of facts each, dates that say whether they are estimated, quantities with their units."""

from typing import Any

from dashboard.services.projects.work_words import STATUS_TITLES, number, percent
from dashboard.services.public.public_facts import PublicView, PublicWork
from dashboard.text import _, fill
from geo.words import N_
from geo.works import FINISHED, WorkDate


def work_line(view: PublicView, work: PublicWork, *, project: bool = True) -> dict[str, Any]:
    """A work as the templates take it."""
    owner = view.project(work.project) if project else None
    told = [_(work.kind), owner.name if owner else "", quantity(work), work.contractor]
    if work.warranty_until:
        told.append(fill(N_("质保至 {day}"), day=work.warranty_until.isoformat()))
    if work.reason:
        told.append(_(work.reason))
    state = _(STATUS_TITLES[work.status])
    if work.status not in FINISHED and work.progress.share > 0:
        state += f" {percent(work.progress.share)}"
    return {
        "name": work.name or work.id,
        "status": work.status,
        "late": work.late,
        "late-words": fill(N_("逾期 {days} 天"), days=work.days_late) if work.late else "",
        "told": " · ".join(part for part in told if part),
        "when": when(work),
        "state": state,
    }


def when(work: PublicWork) -> str:
    """The days that matter now: of a finished work when it ended, of any other when it is to begin or end."""
    if work.status in FINISHED:
        return day_words(work.end, N_("{day} 完工"))
    if work.status == "under_construction":
        return day_words(work.end, N_("{day} 完工")) or _(N_("完工日期未定"))
    if work.start and work.end:
        return fill(N_("{start} 至 {end}"), start=day_words(work.start), end=day_words(work.end))
    return day_words(work.start, N_("{day} 开工")) or day_words(work.end, N_("{day} 完工")) or _(N_("日期未定"))


def day_words(day: WorkDate | None, sentence: str = "{day}") -> str:
    """A day in a sentence, "≈" before it while it is only estimated; "" without one."""
    if day is None:
        return ""
    said = f"{'' if day.confirmed else '≈ '}{day.day.isoformat()}"
    return said if sentence == "{day}" else fill(sentence, day=said)


def quantity(work: PublicWork) -> str:
    """What is done of what was planned; only what is known."""
    reached = max((value for value in (work.done, work.accepted) if value is not None), default=None)
    if work.planned is None:
        return number(reached, work.unit) if reached is not None else ""
    if reached is not None and reached >= work.planned and work.status in FINISHED:
        return number(reached, work.unit)
    return f"{number(reached or 0, '')} / {number(work.planned, work.unit)}"
