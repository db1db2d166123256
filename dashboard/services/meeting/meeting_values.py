"""A meeting as a form shows it, in plain JSON values, and the meeting that such values mean."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any
from uuid import uuid4

from geo.meetings import AgendaItem, Attendance, Decision, Meeting, SlideEdit, Subject
from geo.words import N_

Values = dict[str, Any]
SAME = ("kind", "title", "place", "time", "held", "public", "minutes", "internal_words")
NOTHING = Subject()
TITLES: Mapping[str, str] = {
    "kind": N_("会议类型"),
    "title": N_("会议名称"),
    "place": N_("地点"),
    "time": N_("时间"),
    "day": N_("日期"),
    "held": N_("已召开"),
    "public": N_("公众可见"),
    "minutes": N_("纪要"),
    "internal_words": N_("内部说明(仅工作人员可见)"),
    "agenda": N_("议程"),
    "attendance": N_("到会"),
    "decisions": N_("决定"),
    "slides": N_("幻灯片"),
}
"""What the fields are called where two versions stand side by side."""


def meeting_values(item: Meeting) -> Values:
    """The meeting as a form holds it."""
    return {
        **{key: getattr(item, key) for key in SAME},
        "day": item.day.isoformat(),
        "agenda": [_item_values(part) for part in item.agenda],
        "attendance": {row.building: row.people for row in item.attendance},
        "decisions": [_decision_values(part) for part in item.decisions],
        "slides": [asdict(edit) for edit in item.slides],
    }


def meeting_of(values: Mapping[str, Any], base: Meeting) -> Meeting:
    """The meeting that the form means; id, version and marks are those of `base`. A half typed day stays as it was."""
    texts: Values = {key: getattr(base, key) if values.get(key) is None else values[key] for key in SAME}
    texts = {key: value.strip() if isinstance(value, str) else value for key, value in texts.items()}
    return replace(
        base,
        **texts,
        day=_day(values.get("day")) or base.day,
        agenda=tuple(_item(part) for part in values.get("agenda", ())),
        attendance=tuple(Attendance(id, int(people or 0)) for id, people in values.get("attendance", {}).items()),
        decisions=tuple(_decision(part) for part in values.get("decisions", ())),
        slides=tuple(SlideEdit(**edit) for edit in values.get("slides", ())),
    )


def new_item(taken: Iterable[Mapping[str, Any]], title: str = "", subject: Subject = NOTHING) -> Values:
    """An agenda item that is not there yet."""
    return _item_values(AgendaItem(_new("a", taken), title, subject))


def new_decision(taken: Iterable[Mapping[str, Any]], item: Mapping[str, Any] | None = None) -> Values:
    """A decision that is not there yet, about the same thing as an agenda item."""
    found = _decision_values(Decision(_new("d", taken), ""))
    return found | {key: item[key] for key in ("subject", "layer", "target")} | {"item": item["id"]} if item else found


def moved(rows: list[Values], id: str, by: int, key: str = "id") -> list[Values]:
    """The rows with one of them moved up (-1) or down (+1); the ends are where it stops.

    >>> [row["id"] for row in moved([{"id": "a"}, {"id": "b"}, {"id": "c"}], "a", 1)]
    ['b', 'a', 'c']
    """
    at = next((place for place, row in enumerate(rows) if row[key] == id), None)
    if at is None or not 0 <= at + by < len(rows):
        return list(rows)
    found = list(rows)
    found.insert(at + by, found.pop(at))
    return found


def _new(start: str, taken: Iterable[Mapping[str, Any]]) -> str:
    known = {row["id"] for row in taken}
    while True:
        id = f"{start}-{uuid4().hex[:8]}"
        if id not in known:
            return id


def _item_values(item: AgendaItem) -> Values:
    return {"id": item.id, "title": item.title, "words": item.words, **_subject_values(item.subject)}


def _item(values: Mapping[str, Any]) -> AgendaItem:
    return AgendaItem(values["id"], str(values["title"]).strip(), _subject(values), str(values["words"]).strip())


def _decision_values(item: Decision) -> Values:
    return {
        "id": item.id, "words": item.words, "item": item.item, **_subject_values(item.subject),
        "votes_for": item.votes_for, "votes_against": item.votes_against, "abstained": item.abstained,
        "state": item.state, "due_day": item.due_day.isoformat() if item.due_day else None,
    }  # fmt: skip


def _decision(values: Mapping[str, Any]) -> Decision:
    votes = {key: _count(values.get(key)) for key in ("votes_for", "votes_against", "abstained")}
    return Decision(
        values["id"], str(values["words"]).strip(), values["item"], _subject(values), state=values["state"],
        due_day=_day(values.get("due_day")), **votes,
    )  # fmt: skip


def _subject_values(subject: Subject) -> Values:
    return {"subject": subject.kind, "layer": subject.layer, "target": subject.id}


def _subject(values: Mapping[str, Any]) -> Subject:
    return Subject(values["subject"], values["layer"], values["target"])


def _count(value: Any) -> int | None:
    return None if value is None else int(value)


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
