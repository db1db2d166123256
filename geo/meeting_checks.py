"""Faults of what people enter about a meeting: all of them at once, each at its field."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from geo.errors import Problem
from geo.meetings import DECISION_STATES, MEETING_KINDS, SUBJECTS, Decision, Meeting, hands
from geo.words import N_

MOST_NAME = 200
MOST_WORDS = 2_000
MOST_MINUTES = 100_000
MOST_ITEMS = 500
MOST_PEOPLE = 10_000
YEARS = (1990, 2100)
TIME = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")


def check_meeting(meeting: Meeting, today: date) -> list[Problem]:
    """Every fault of a meeting; columns are its attribute names. A meeting of the past may be entered late."""
    return [
        *_head(meeting, today),
        *_agenda(meeting),
        *_attendance(meeting),
        *(problem for decision in meeting.decisions for problem in _decision(decision, meeting)),
        *_texts(meeting),
    ]


def _head(meeting: Meeting, today: date) -> Iterator[Problem]:
    if meeting.kind not in dict(MEETING_KINDS):
        yield Problem(N_("没有会议类型“{value}”"), column="kind", values={"value": meeting.kind})
    if not YEARS[0] <= meeting.day.year <= YEARS[1]:
        yield Problem(N_("会议日期 {day} 不在 1990 至 2100 年之间"), column="day", values={"day": meeting.day})
    elif meeting.held and meeting.day > today:
        yield Problem(N_("会议在 {day},还没有到,不能标为已召开"), column="held", values={"day": meeting.day})
    elif not meeting.held and meeting.day < today:
        yield Problem(N_("日期已过:会开过之后请标为“已召开”"), column="held", severity="warning")
    if meeting.time and not TIME.fullmatch(meeting.time):
        yield Problem(N_("时间要写成 19:30 这样"), column="time")
    for column, words in (("title", meeting.title), ("place", meeting.place)):
        yield from _long(column, words, MOST_NAME)


def _agenda(meeting: Meeting) -> Iterator[Problem]:
    if len(meeting.agenda) > MOST_ITEMS:
        yield Problem(N_("议程最多 {most} 项"), column="agenda", values={"most": MOST_ITEMS})
    yield from _doubles("agenda", [item.id for item in meeting.agenda])
    for number, item in enumerate(meeting.agenda, 1):
        if not item.title.strip():
            yield Problem(N_("第 {number} 项议程没有标题"), column="agenda", values={"number": number})
        if item.subject.kind not in dict(SUBJECTS):
            yield Problem(N_("第 {number} 项议程的对象不对"), column="agenda", values={"number": number})
        yield from _long("agenda", item.title, MOST_NAME)
        yield from _long("agenda", item.words, MOST_WORDS)


def _attendance(meeting: Meeting) -> Iterator[Problem]:
    yield from _doubles("attendance", [row.building for row in meeting.attendance])
    for row in meeting.attendance:
        if not 0 <= row.people <= MOST_PEOPLE:
            yield Problem(N_("到会人数 {value} 不对"), column="attendance", values={"value": row.people})


def _decision(decision: Decision, meeting: Meeting) -> Iterator[Problem]:
    if not decision.words.strip():
        yield Problem(N_("有一条决定没有写内容"), column="decisions")
    if decision.state not in dict(DECISION_STATES):
        yield Problem(N_("决定的状态不对"), column="decisions")
    yield from _long("decisions", decision.words, MOST_WORDS)
    counted = hands(decision)
    if any((n or 0) < 0 for n in (decision.votes_for, decision.votes_against, decision.abstained)):
        yield Problem(N_("举手人数不能是负数"), column="decisions")
    elif counted and meeting.people and counted > meeting.people:
        values = {"counted": counted, "people": meeting.people}
        message = N_("举手共 {counted} 人,多于到会的 {people} 人,请核对")
        yield Problem(message, column="decisions", severity="warning", values=values)


def _texts(meeting: Meeting) -> Iterator[Problem]:
    yield from _long("minutes", meeting.minutes, MOST_MINUTES)
    yield from _long("internal_words", meeting.internal_words, MOST_WORDS)
    yield from _doubles("slides", [edit.key for edit in meeting.slides])
    words = [meeting.title, meeting.place, meeting.minutes]
    words += [text for item in meeting.agenda for text in (item.title, item.words)]
    words += [decision.words for decision in meeting.decisions]
    words += [text for edit in meeting.slides for text in (edit.title, edit.words, edit.notes)]
    if any(MOBILE.search(text) or ID_NUMBER.search(text) for text in words):
        yield Problem(N_("会议内容会公示,不能写手机号或身份证号"), column="minutes")


def _long(column: str, words: str, most: int) -> Iterator[Problem]:
    if len(words) > most:
        yield Problem(N_("文字超过 {most} 字"), column=column, values={"most": most})


def _doubles(column: str, keys: list[str]) -> Iterator[Problem]:
    if any(times > 1 for times in Counter(keys).values()):
        yield Problem(N_("有一项出现了两次"), column=column)
