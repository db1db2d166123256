"""Hand-overs: what somebody leaves, and who takes it. Nothing is lost: every duty and every open thing needs a taker.

The hand-over ends the old assignments on the day before and begins the new ones on its day, in one
write. What is to be left without a holder must be said, and the coverage check then shows it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from data import people_schema as tables
from data import records
from data.assignments import ASSIGNMENT, Assignment, added
from data.cover import open_works
from data.nouns import Children, Noun
from data.people_checks import hides_a_number
from data.records import new_id, refuse_errors
from data.rights import Viewer, require
from data.roles import PEOPLE
from data.store import Store
from data.write import Write
from geo.errors import Problem
from geo.words import N_

DUTY, WORKS, WORDS = "duty", "works", "words"
ITEM_TITLES = {DUTY: N_("责任"), WORKS: N_("未完成的工程"), WORDS: N_("其他事项")}
VACANT = "-"
"""The taker of a duty that is knowingly left without a holder."""


@dataclass(frozen=True)
class HandoverItem:
    """One thing handed over. `kind`: "duty" (role, layer, ref = place), "works" (unfinished works at a place; `words`
    counts them) or "words" (anything else, told in `words`). `taker`: id of a person, "-" for a duty left vacant."""

    kind: str
    taker: str
    role: str = ""
    layer: str = ""
    ref: str = ""
    words: str = ""


@dataclass(frozen=True)
class Handover:
    """What `person` hands over; `day` is the first day of those who take it."""

    id: str
    person: str
    day: date
    reason: str
    items: tuple[HandoverItem, ...] = ()
    is_sample: bool = False
    version: int = 0
    updated_by: str = ""


_ITEM = ("kind", "role", "layer", "ref", "words", "taker")
_COLUMNS = ("id", "person", "day", "reason", "is_sample", "version", "updated_by")


def _to_row(item: Handover) -> dict[str, Any]:
    rows = [[getattr(one, name) for name in _ITEM] for one in item.items]
    return {**{name: getattr(item, name) for name in _COLUMNS}, "items": rows}


def _from_row(row: Mapping[str, Any]) -> Handover:
    items = tuple(HandoverItem(**dict(zip(_ITEM, one, strict=True))) for one in row["items"])
    return Handover(**{name: row[name] for name in _COLUMNS}, items=items)


HANDOVER: Noun[Handover] = Noun(
    tables.handover,
    N_("交接"),
    _to_row,
    _from_row,
    (Children("items", tables.handover_item, "handover", _ITEM),),
    PEOPLE,
)


def to_hand_over(store: Store, community: str, person: str, day: date) -> list[HandoverItem]:
    """Everything that `person` would leave on `day`, each still without a taker ("")."""
    with store.read() as connection:
        return _left_behind(connection, community, person, day)


def handovers(store: Store, community: str, *, person: str | None = None) -> list[Handover]:
    """The hand-overs of a community, or of one who handed over, the latest first."""
    where = {} if person is None else {"person": person}
    with store.read() as connection:
        found = records.find(connection, HANDOVER, community, **where)
    return sorted(found, key=lambda item: (item.day, item.id), reverse=True)


def hand_over(
    tx: Write,
    viewer: Viewer,
    community: str,
    person: str,
    day: date,
    items: Sequence[HandoverItem],
    *,
    reason: str = "",
    is_sample: bool = False,
) -> Handover:
    """Hand over everything of `person` from `day` on, and return the record of it.

    `items` are those of `to_hand_over` with their takers, and any "words" beside them. Raises `Refused` naming
    each thing that has no taker (or was forgotten), each taker who does not exist or already holds the place,
    and words with a phone number in them; `NotAllowed` for the hand-over of somebody else's duties.
    """
    require(viewer.within(community), "hand_over", own=viewer.person == person)

    def work(inner: Write) -> list[Handover]:
        inner.lock(community)
        mine = _assignments_from(inner.connection, community, person, day)
        refuse_errors(_faults(inner.connection, community, person, day, items, reason, mine))
        record = Handover(new_id("ho"), person, day, reason, tuple(items), is_sample)
        takers = {(i.role, i.layer, i.ref): i.taker for i in items if i.kind == DUTY}
        new = [
            replace(
                old,
                id=new_id("as"),
                person=taker,
                since=max(day, old.since),
                handover=record.id,
                version=0,
                updated_by="",
            )
            for old in mine
            if (taker := takers[(old.role, old.layer, old.place)]) != VACANT and not old.stands_in_for
        ]
        _end(inner, community, mine, day)
        added(inner, community, new)
        return records.add(inner, HANDOVER, community, [record])

    return records.once(tx, HANDOVER, community, "hand_over", work)[0]


def _end(tx: Write, community: str, mine: Sequence[Assignment], day: date) -> None:
    """Old assignments end the day before, also the stand-ins for them; what had not begun is withdrawn."""
    ids = {item.id for item in mine}
    others = [
        item
        for item in records.find(tx.connection, ASSIGNMENT, community, withdrawn=False)
        if item.stands_in_for in ids and item.id not in ids and (item.until is None or item.until >= day)
    ]
    before = day - timedelta(days=1)
    ended = [replace(i, until=before) if i.since < day else replace(i, withdrawn=True) for i in [*others, *mine]]
    # Unchecked: a shorter span contradicts nothing, and the place may be gone already.
    records.save(tx, ASSIGNMENT, community, ended)


def _assignments_from(connection: Connection, community: str, person: str, day: date) -> list[Assignment]:
    """What a person holds on the day or will hold later."""
    found = records.find(connection, ASSIGNMENT, community, person=person, withdrawn=False)
    return [item for item in found if item.until is None or item.until >= day]


def _left_behind(connection: Connection, community: str, person: str, day: date) -> list[HandoverItem]:
    works = open_works(connection, community)
    items: dict[tuple[str, ...], HandoverItem] = {}
    for held in _assignments_from(connection, community, person, day):
        if held.stands_in_for:
            continue  # the place has its own holder; standing in simply ends
        items[(DUTY, held.role, held.layer, held.place)] = HandoverItem(DUTY, "", held.role, held.layer, held.place)
        count = works.get((held.layer, held.place), 0)
        if count:
            items[(WORKS, held.layer, held.place)] = HandoverItem(
                WORKS, "", layer=held.layer, ref=held.place, words=str(count)
            )
    return list(items.values())


def _faults(
    connection: Connection,
    community: str,
    person: str,
    day: date,
    items: Sequence[HandoverItem],
    reason: str,
    mine: Sequence[Assignment],
) -> list[Problem]:
    problems: list[Problem] = []
    key = lambda item: (item.kind, item.role, item.layer, item.ref)  # noqa: E731
    needed = {key(item): item for item in _left_behind(connection, community, person, day)}
    told = {key(item) for item in items}
    if not needed and not items:
        problems.append(Problem(N_("此人在 {day} 没有可交接的责任"), None, "person", values={"day": day}))
    for missing in needed.keys() - told:
        facts = {"kind": ITEM_TITLES[missing[0]], "place": f"{missing[2]} {missing[3]}"}
        problems.append(Problem(N_("漏了一项:{kind} {place};每一项都要有人接"), None, "items", values=facts))
    known = {row.id for row in connection.execute(_living(community))}
    for number, item in enumerate(items, 1):
        values: dict[str, object] = {"number": number, "taker": item.taker}
        if item.kind != WORDS and key(item) not in needed:
            problems.append(Problem(N_("第 {number} 项不是此人的责任"), number, "items", values=values))
        vacant = item.taker == VACANT and item.kind == DUTY
        if not item.taker or (item.taker == VACANT and not vacant):
            problems.append(Problem(N_("第 {number} 项没有接手人"), number, "taker", values=values))
        elif not vacant and (item.taker not in known or item.taker == person):
            problems.append(
                Problem(N_("第 {number} 项的接手人 {taker} 不存在,或就是交出的人"), number, "taker", values=values)
            )
        if hides_a_number(item.words):
            problems.append(Problem(N_("第 {number} 项里不能写手机号或身份证号"), number, "words", values=values))
    if hides_a_number(reason):
        problems.append(Problem(N_("交接原因里不能写手机号或身份证号"), None, "reason"))
    return problems


def _living(community: str) -> Any:
    p = tables.person
    return (
        p.select()
        .with_only_columns(p.c.id)
        .where(p.c.community == community, p.c.erased_number.is_(None), p.c.merged_into == "")
    )
