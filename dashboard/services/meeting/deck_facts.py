"""The rows of a deck's lists: works, news, dates, promises, decisions and people, in words."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from dashboard.services.meeting.deck_words import day_text, short_title, work_day
from dashboard.services.projects.quantity import THIN_SPACE, bound_text
from dashboard.services.projects.work_words import STATUS_TITLES, number, percent
from dashboard.services.public.public_facts import PublicView, PublicWork
from dashboard.services.public.public_stops import stop_of
from dashboard.services.public.public_who import Contact
from dashboard.text import _, fill
from data.meetings import PublicMeeting
from geo.ledger import LedgerRow
from geo.meetings import DECISION_STATES, Decision
from geo.since import News
from geo.words import N_
from geo.works import FINISHED, NOT_BEGUN, WorkDate

Row = dict[str, object]
WITHHELD = N_("未公示姓名")
"""What stands for a name that is not public; the wall says the role instead."""

LONG_AGO = timedelta(days=400)
MOST_PEOPLE, MOST_NAMES = 2, 2


def news_rows(items: Sequence[News], view: PublicView) -> Iterator[Row]:
    """What happened to each work: its name, its project, and the day or the delay."""
    for item in items:
        work = view.works.get(item.work)
        row: Row = {"text": item.name, "status": work.status if work else "planned", "late": item.kind == "late"}
        row["detail"] = _told(item, view.day) or short_title(item.project_name)
        row["estimated"] = item.kind != "late" and item.day is not None and not item.day.confirmed
        yield row


def _told(item: News, now: date) -> str:
    if item.kind == "late":
        told = fill(N_("逾期 {days} 天"), days=item.days_late)
        return told if item.was_late else f"{told} · {_(N_('新'))}"
    if item.kind == "date":
        before, after = (work_day(day, now) or _(N_("未定")) for day in (item.before, item.day))
        return fill(N_("{before} 改为 {after}"), before=before, after=after)
    return work_day(item.day, now)


def work_rows(works: Sequence[PublicWork], now: date) -> Iterator[Row]:
    """Works with status and progress."""
    for work in works:
        said = [_(STATUS_TITLES[work.status])]
        if 0 < work.progress.share < 1:
            said.append(percent(work.progress.share))
        if work.late:
            said.append(fill(N_("逾期 {days} 天"), days=work.days_late))
        elif work.status not in FINISHED and (day := work_day(work.end, now)):
            said.append(day)
        yield {"text": work.name, "status": work.status, "late": work.late, "detail": " · ".join(said)}


def date_rows(works: Sequence[PublicWork], now: date) -> Iterator[Row]:
    """Works as bars of time: those that go on first; what was finished long ago is left to the last."""
    dated = [work for work in works if work.start or work.end]
    recent = [w for w in dated if w.status not in FINISHED or (w.end is not None and w.end.day > now - LONG_AGO)]
    chosen = sorted(recent, key=lambda work: (_first(work), work.name))
    for work in chosen:
        yield {
            "text": work.name,
            "status": work.status,
            "late": work.late,
            "start": _point(work.start),
            "end": _point(work.end),
            "detail": fill(N_("逾期 {days} 天"), days=work.days_late) if work.late else work_day(work.end, now),
        }


def _first(work: PublicWork) -> date:
    found = [day.day for day in (work.start, work.end) if day]
    return min(found)


def _point(day: WorkDate | None) -> list[object] | None:
    return [day.day.isoformat(), day.confirmed] if day else None


def done_of_planned(work: PublicWork) -> str:
    """ "25 / 40 m²", "" where nothing is planned."""
    if work.planned is None:
        return ""
    reached = max((value for value in (work.done, work.accepted) if value is not None), default=0.0)
    return f"{number(reached, '')}{THIN_SPACE}/{THIN_SPACE}{number(work.planned, work.unit)}"


def promise_figures(row: LedgerRow) -> list[tuple[str, str]]:
    """Said, measured and accepted of one promise; only what is known."""
    said = row.promise
    found = [(bound_text(said.bound, said.quantity, said.unit), _(N_("公开说")))]
    if row.measured is not None:
        found.append((number(round(row.measured), said.unit), _(N_("图上量"))))
    if row.accepted is not None:
        found.append((number(round(row.accepted), said.unit), _(N_("已验收"))))
    return found


def promise_rows(rows: Sequence[LedgerRow]) -> Iterator[Row]:
    """Promises side by side: said (with its bound), measured and accepted."""
    for row in rows:
        said = row.promise
        yield {
            "text": _(said.title),
            "said": bound_text(said.bound, said.quantity, said.unit),
            "measured": "—" if row.measured is None else number(round(row.measured), said.unit),
            "accepted": "—" if row.accepted is None else number(round(row.accepted), said.unit),
            "kept": row.verdict in ("met", "exceeded"),
        }


def decision_rows(decisions: Sequence[tuple[PublicMeeting, Decision]], now: date) -> Iterator[Row]:
    """Decisions with their hands, their state and the day by which they are meant to be done."""
    for held, decision in decisions:
        told = [_(dict(DECISION_STATES)[decision.state])]
        overdue = decision.state == "open" and decision.due_day is not None and decision.due_day < now
        if decision.state == "open" and decision.due_day:
            told.append(fill(N_("预计 {day}"), day=day_text(decision.due_day, now)))
        row: Row = {"text": decision.words, "state": decision.state, "late": overdue, "detail": " · ".join(told)}
        row["from"] = day_text(held.day, now)
        if decision.votes_for is not None:
            row["hands"] = [decision.votes_for, decision.votes_against or 0, decision.abstained or 0]
        yield row


def next_rows(view: PublicView) -> list[tuple[Row, str]]:
    """What begins or ends next, the earliest first, with what usually stops: (row, id of the work)."""
    found = []
    for work in view.works.values():
        if work.status in FINISHED:
            continue
        waiting = work.status in NOT_BEGUN
        day = work.start if waiting else work.end
        if day is None or day.day < view.day:
            continue
        words = N_("{day} 开工") if waiting else N_("{day} 完工")
        row: Row = {"text": work.name, "status": work.status, "late": False, "estimated": not day.confirmed}
        row["detail"] = fill(words, day=work_day(day, view.day))
        stop = stop_of(view, work)
        if stop is not None and (waiting or not stop.usual):
            row["stops"] = stop.words
        found.append((day.day, row, work.id))
    found.sort(key=lambda item: (item[0], str(item[1]["text"])))
    return [(row, id) for _day, row, id in found]


def person_named(person: Contact) -> bool:
    """Whether there is somebody to ask: a name, or a phone that is answered."""
    return bool(person.names or person.phone)


def ask_rows(people: Sequence[Contact]) -> tuple[Row, ...]:
    """Whom to ask, the nearest of each role: name as agreed, role, office phone; two fit beside what a slide says."""
    roles: dict[str, Contact] = {}
    for person in people:
        if person_named(person):
            roles.setdefault(person.role, person)
    return tuple(_contact_row(person) for person in list(roles.values())[:MOST_PEOPLE])


def role_rows(asked: Iterable[Sequence[Contact]]) -> Iterator[Row]:
    """Whom to ask of several things, one row for each role and office phone with all who hold it."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for people in asked:
        for person in people:
            if person_named(person):
                found.setdefault((person.role, person.phone), {}).update(dict.fromkeys(person.names))
    for (role, phone), names in found.items():
        yield {"text": role, "detail": _named(list(names)), "phone": phone}


def _contact_row(person: Contact) -> Row:
    name = _named(person.names)
    return {"text": name or person.role, "detail": person.role if name else person.place, "phone": person.phone}


def _named(people: Sequence[str]) -> str:
    open_ones = [short_title(name) for name in people if name != _(WITHHELD)]
    name = _(N_("、")).join(open_ones[:MOST_NAMES])
    return fill(N_("{names} 等 {count} 人"), names=name, count=len(people)) if len(open_ones) > MOST_NAMES else name
