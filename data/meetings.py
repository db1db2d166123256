"""Meetings: add, save, take back; what is still open from earlier ones; and what the public sees of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select, tuple_

from data import meeting_schema as tables
from data import project_schema, records, schema
from data.china_day import CHINA
from data.nouns import Children, Noun, record_of
from data.records import NoSuchRecord, refuse_errors
from data.store import Store
from data.write import Write
from geo.errors import Problem
from geo.layers import LAYER_BY_KEY
from geo.meeting_checks import check_meeting
from geo.meetings import AgendaItem, Attendance, Decision, Meeting, SlideEdit, Subject
from geo.words import N_

MEETINGS = "meeting"
"""The name under which changes of meetings are counted."""

_COLUMNS = (
    "id", "day", "kind", "title", "place", "time", "held", "public", "minutes", "internal_words", "is_sample",
    "archived", "version", "updated_by",
)  # fmt: skip
AGENDA = ("id", "title", "subject", "layer", "target", "words")
DECISION = (
    "id", "words", "item", "subject", "layer", "target", "votes_for", "votes_against", "abstained", "state", "due_day",
)  # fmt: skip


def _to_row(item: Meeting) -> dict[str, Any]:
    return {
        **{name: getattr(item, name) for name in _COLUMNS},
        "agenda": [[part.id, part.title, *_of(part.subject), part.words] for part in item.agenda],
        "attendance": [[row.building, row.people] for row in item.attendance],
        "decisions": [_decision_row(decision) for decision in item.decisions],
        "slides": [asdict(edit) for edit in item.slides],
    }


def _decision_row(item: Decision) -> list[Any]:
    votes = [item.votes_for, item.votes_against, item.abstained]
    return [item.id, item.words, item.item, *_of(item.subject), *votes, item.state, item.due_day]


def _of(subject: Subject) -> tuple[str, str, str]:
    return subject.kind, subject.layer, subject.id


def _from_row(row: Mapping[str, Any]) -> Meeting:
    return Meeting(
        **{name: row[name] for name in _COLUMNS},
        agenda=tuple(agenda_of(part) for part in row["agenda"]),
        attendance=tuple(Attendance(*part) for part in row["attendance"]),
        decisions=tuple(decision_of(part) for part in row["decisions"]),
        slides=tuple(SlideEdit(**edit) for edit in row["slides"]),
    )


def agenda_of(row: Sequence[Any]) -> AgendaItem:
    """An agenda item from its columns, in the order of `AGENDA`."""
    id, title, kind, layer, target, words = row
    return AgendaItem(id, title, Subject(kind, layer, target), words)


def decision_of(row: Sequence[Any]) -> Decision:
    """A decision from its columns, in the order of `DECISION`; the day may be an ISO date (in the history it is)."""
    id, words, item, kind, layer, target, agreed, against, abstained, state, due = row
    day = date.fromisoformat(due) if isinstance(due, str) else due
    return Decision(id, words, item, Subject(kind, layer, target), agreed, against, abstained, state, day)


MEETING: Noun[Meeting] = Noun(
    tables.meeting,
    N_("会议"),
    _to_row,
    _from_row,
    (
        Children("agenda", tables.agenda_item, "meeting", AGENDA),
        Children("attendance", tables.attendance, "meeting", ("building", "people")),
        Children("decisions", tables.decision, "meeting", DECISION),
    ),
    revision=MEETINGS,
)


def meetings(store: Store, community: str, *, archived: bool = False) -> list[Meeting]:
    """The meetings of a community, the latest first (or those that were put away)."""
    with store.read() as connection:
        found = records.find(connection, MEETING, community, archived=archived)
    return sorted(found, key=lambda item: (item.day, item.time, item.id), reverse=True)


def meeting(store: Store, community: str, id: str) -> Meeting:
    """The meeting of this id; `NoSuchRecord` if there is none."""
    with store.read() as connection:
        return records.get(connection, MEETING, community, id)


def add_meeting(tx: Write, community: str, new: Meeting) -> Meeting:
    """Add a meeting; raises `Refused` with every fault, or `AlreadyExists`."""
    tx.require("edit_meetings", community)

    def work(inner: Write) -> list[Meeting]:
        refuse_errors(_problems(inner, community, new))
        return records.add(inner, MEETING, community, [new])

    return records.once(tx, MEETING, community, "add_meeting", work)[0]


def save_meeting(tx: Write, community: str, changed: Meeting) -> Meeting:
    """Save a meeting at the version that was read; `Refused`, `NoSuchRecord`, or `StaleVersion` with both values."""
    tx.require("edit_meetings", community)

    def work(inner: Write) -> list[Meeting]:
        refuse_errors(_problems(inner, community, changed))
        return records.save(inner, MEETING, community, [changed])

    return records.once(tx, MEETING, community, "save_meeting", work)[0]


def settle_decision(tx: Write, community: str, meeting: str, decision: str, state: str) -> Meeting:
    """Say what became of a decision, at whichever meeting that is; the meeting that took it keeps the record."""
    tx.require("edit_meetings", community)

    def work(inner: Write) -> list[Meeting]:
        found = records.get(inner.connection, MEETING, community, meeting)
        if decision not in {item.id for item in found.decisions}:
            raise NoSuchRecord(N_("{noun} {id} 不存在或已被删除。请刷新后再试。"), noun=N_("决定"), id=decision)
        changed = tuple(replace(item, state=state) if item.id == decision else item for item in found.decisions)
        return records.save(inner, MEETING, community, [replace(found, decisions=changed)])

    return records.once(tx, MEETING, community, "settle_decision", work)[0]


def earlier_version(store: Store, community: str, id: str, version: int) -> Meeting | None:
    """The meeting as it was before its version `version` was saved, None where the history has none."""
    table = schema.history.c
    query = select(table.before).where(
        table.community == community, table.table == "meeting", table.row_id == id, table.version == version
    )
    with store.read() as connection:
        facts = connection.execute(query).scalar()
    return record_of(MEETING, facts) if facts else None


def open_decisions(store: Store, community: str, before: Meeting) -> list[tuple[Meeting, Decision]]:
    """What earlier meetings decided and nobody has yet settled, the oldest first: it is carried on."""
    earlier = [item for item in meetings(store, community) if _is_before(item, before)]
    return [(item, decision) for item in reversed(earlier) for decision in item.decisions if decision.state == "open"]


def meeting_before(found: Iterable[Meeting], this: Meeting) -> Meeting | None:
    """The last meeting that was held before this one."""
    return max((item for item in found if _is_before(item, this)), key=lambda item: (item.day, item.time), default=None)


def _is_before(item: Meeting, this: Meeting) -> bool:
    return item.held and item.id != this.id and (item.day, item.time) < (this.day, this.time)


def _problems(tx: Write, community: str, item: Meeting) -> list[Problem]:
    today = tx.at.astimezone(CHINA).date()
    return [*check_meeting(item, today), *_strangers(tx.connection, community, item)]


def _strangers(connection: Connection, community: str, item: Meeting) -> list[Problem]:
    """Things that the meeting is about and that are not there: said, but no reason to lose what was typed."""
    subjects = [*(part.subject for part in item.agenda), *(part.subject for part in item.decisions)]
    project, feature = project_schema.project.c, schema.feature.c
    wanted = {subject.id for subject in subjects if subject.kind == "project"}
    query = select(project.id).where(project.community == community, project.id.in_(wanted))
    missing = wanted - set(connection.execute(query).scalars())
    places = {(s.layer, s.id) for s in subjects if s.kind == "place" and s.layer in LAYER_BY_KEY}
    places |= {("building", row.building) for row in item.attendance}
    found = select(feature.layer, feature.id).where(
        feature.community == community, tuple_(feature.layer, feature.id).in_(sorted(places))
    )
    missing |= {id for _layer, id in places - {(row.layer, row.id) for row in connection.execute(found)}}
    message = N_("图上或项目里已没有 {id},幻灯片里不会出现它")
    return [Problem(message, column="agenda", severity="warning", values={"id": id}) for id in sorted(missing)]


@dataclass(frozen=True)
class PublicMeeting:
    """What everybody may know of a meeting: no internal words, no account names, attendance as one number.

    Decisions, minutes and attendance are there once it was held. `people` is None where nobody counted.
    """

    id: str
    day: date
    kind: str
    title: str
    place: str
    time: str
    held: bool
    agenda: tuple[AgendaItem, ...]
    decisions: tuple[Decision, ...]
    minutes: str
    people: int | None
    is_sample: bool


PUBLIC_COLUMNS = ("id", "day", "kind", "title", "place", "time", "held", "minutes", "is_sample")


def public_meetings(store: Store, community: str) -> list[PublicMeeting]:
    """The meetings that are public, the latest first, by queries that select no internal column."""
    table = tables.meeting.c
    query = select(*(table[name] for name in PUBLIC_COLUMNS)).where(
        table.community == community, table.public.is_(True), table.archived.is_(False)
    )
    with store.read() as connection:
        rows = connection.execute(query.order_by(table.day.desc(), table.time.desc(), table.id)).all()
        agenda = _parts_of(connection, tables.agenda_item, community, AGENDA)
        decisions = _parts_of(connection, tables.decision, community, DECISION)
        came = _parts_of(connection, tables.attendance, community, ("people",))
    found = []
    for row in rows:
        values = dict(row._mapping) if row.held else {**row._mapping, "minutes": ""}
        told = decisions.get(row.id, []) if row.held else []
        people = sum(count for (count,) in came.get(row.id, [])) if row.held else 0
        found.append(
            PublicMeeting(
                **values,
                agenda=tuple(agenda_of(part) for part in agenda.get(row.id, [])),
                decisions=tuple(decision_of(part) for part in told),
                people=people or None,
            )
        )
    return found


def meeting_slides(store: Store, community: str, id: str) -> tuple[SlideEdit, ...]:
    """What people changed of the slides of a public meeting: words meant for the wall; () where there is nothing."""
    table = tables.meeting.c
    query = select(table.slides).where(table.community == community, table.id == id, table.public.is_(True))
    with store.read() as connection:
        return tuple(SlideEdit(**edit) for edit in connection.execute(query).scalar() or ())


def _parts_of(
    connection: Connection, table: Any, community: str, columns: Sequence[str]
) -> dict[str, list[tuple[Any, ...]]]:
    query = select(table.c.meeting, *(table.c[name] for name in columns)).where(table.c.community == community)
    found: dict[str, list[tuple[Any, ...]]] = {}
    for owner, *values in connection.execute(query.order_by(table.c.meeting, table.c.position)):
        found.setdefault(owner, []).append(tuple(values))
    return found


def end_of(day: date) -> datetime:
    """The last moment of a day in China: what was written until then was known at that day's meeting."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=CHINA)
