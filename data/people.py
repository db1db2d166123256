"""People who hold a role in a community: added, saved, listed, searched. Never residents, never ID numbers.

What tells who somebody is (`PERSONAL`) never enters the history, the idempotency keys or an error: the
history says "set" or "changed" in its place. Mobiles are read in clear only by `data.privacy`; here the
database itself masks them, so that the number does not leave it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, select, update

from data import china_day
from data import people_schema as tables
from data.errors import AlreadyExists, StaleVersion
from data.own_places import own_places, people_of
from data.people_checks import check_person
from data.records import NoSuchRecord, refuse_errors
from data.rights import ALL, Viewer, reach, require
from data.roles import PEOPLE
from data.rows import check_id, check_text
from data.spelling import answers
from data.store import Store
from data.write import HistoryEntry, Write
from geo.words import N_

ERASED_NAME = N_("已删除人员 {number}")
DETAILS = ("name", "shown_name", "organisation", "office_phone", "consent_words")
PERSONAL = (*DETAILS, "mobile")
FACTS = ("since", "until", "consent_day", "erased_number", "merged_into", "is_sample")


@dataclass(frozen=True)
class Person:
    """A role-holder. `since`/`until`: the first and last day of working here, both included (None: open).

    `shown_name` is how they agreed to be shown to the public, from `consent_day` on; `consent_words` says
    how that was noted. `mobile` is masked ("138****1234", "" without one). An erased person has
    `erased_number` and no name; a merged double names in `merged_into` who goes on.
    """

    id: str
    name: str = ""
    shown_name: str = ""
    organisation: str = ""
    office_phone: str = ""
    mobile: str = ""
    since: date | None = None
    until: date | None = None
    consent_day: date | None = None
    consent_words: str = ""
    is_sample: bool = False
    erased_number: int | None = None
    merged_into: str = ""
    version: int = 0
    updated_by: str = ""

    @property
    def is_gone(self) -> bool:
        """Erased, or merged into another entry: nothing about them changes any more."""
        return self.erased_number is not None or bool(self.merged_into)

    def works_on(self, day: date) -> bool:
        """Whether the day lies within since and until."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class _Keep:
    """The type of `KEEP_MOBILE`."""


KEEP_MOBILE: Final = _Keep()
"""Leave the mobile as it is."""


def add_people(tx: Write, viewer: Viewer, community: str, people: Sequence[tuple[Person, str]]) -> list[str]:
    """Add (person, mobile in clear or "") pairs in one go; returns their ids.

    Raises `NotAllowed`, `Refused` with the faults of all of them, or `AlreadyExists`.
    """
    require(viewer.within(community), "edit_people")

    def produce() -> list[str]:
        refuse_errors([p for person, mobile in people for p in check_person(person, mobile)])
        tx.lock(community)
        _refuse_taken(tx.connection, community, [person.id for person, _ in people])
        entries = []
        for person, mobile in people:
            stored = replace(person, version=1)
            tx.connection.execute(tables.person.insert().values(_row(tx, community, stored)))
            write_details(tx, community, stored, mobile)
            entries.append(HistoryEntry(person.id, "add", 1, None, marked(stored, mobile, None, "")))
        tx.record(community, "person", PEOPLE, entries)
        return [person.id for person, _ in people]

    ids: list[str] = tx.step(community, "add_people", produce)
    return ids


def save_person(tx: Write, viewer: Viewer, community: str, person: Person, mobile: str | _Keep = KEEP_MOBILE) -> int:
    """Save a changed person (and mobile, in clear) and return the new version; nothing changed, nothing written.

    Raises `NotAllowed`, `Refused`, `NoSuchRecord`, or `StaleVersion` with both sides (never the mobile).
    """
    require(viewer.within(community), "edit_people")

    def produce() -> int:
        tx.lock(community)
        present, clear = stored_person(tx.connection, community, person.id)
        if present.erased_number is not None or present.merged_into:
            raise NoSuchRecord(N_("此人的信息已删除或已合并到另一人,不能再修改。请刷新后再试。"))
        wanted = clear if isinstance(mobile, _Keep) else mobile
        refuse_errors(check_person(person, wanted))
        return save_stored(tx, community, person, wanted)

    version: int = tx.step(community, "save_person", produce)
    return version


def people(
    store: Store, viewer: Viewer, community: str, *, typed: str = "", day: date | None = None, past: bool = True
) -> list[Person]:
    """Role-holders by name; without the merged and erased ones.

    `typed`: only those whose name, shown name or organisation answers to it (pinyin and initials too).
    `past=False`: only those who work here on `day`. A viewer who may see only their own gets the people who hold
    on `day` what is the viewer's own today: what somebody held once opens nothing any more. Raises `NotAllowed`.
    """
    require(viewer.within(community), "see_people", own=True)
    moment = day or china_day.today()
    with store.read() as connection:
        table = tables.person
        found = _read(connection, community, (table.c.erased_number.is_(None)) & (table.c.merged_into == ""))
    if reach(viewer.within(community).role, "see_people") != ALL:
        mine = people_of(store, community, own_places(store, community, viewer, china_day.today()), moment)
        found = [person for person in found if person.id in mine]
    if typed.strip():
        found = [p for p in found if any(answers(text, typed) for text in (p.name, p.shown_name, p.organisation))]
    return sorted((p for p in found if past or p.works_on(moment)), key=lambda p: (p.name, p.id))


def person(store: Store, viewer: Viewer, community: str, id: str, *, day: date | None = None) -> Person:
    """One person, masked; `NoSuchRecord` if there is none, `NotAllowed` beyond one's own."""
    moment = day or china_day.today()
    own = reach(viewer.within(community).role, "see_people") != ALL and id in people_of(
        store, community, own_places(store, community, viewer, china_day.today()), moment
    )
    require(viewer.within(community), "see_people", own=own)
    with store.read() as connection:
        found = _read(connection, community, tables.person.c.id == id)
    if not found:
        raise _missing(id)
    return found[0]


def resolved(connection: Connection, community: str, id: str) -> str:
    """The id of the person who goes on for a merged double (the id itself of anybody else)."""
    table = tables.person
    seen = {id}
    while True:
        query = select(table.c.merged_into).where(table.c.community == community, table.c.id == id)
        onward = connection.execute(query).scalar()
        if not onward or onward in seen:
            return id
        id = onward
        seen.add(id)


def masked_mobile() -> ColumnElement[str]:
    """The mobile masked by the database: 138****1234."""
    number = tables.person_mobile.c.mobile
    return func.substr(number, 1, 3) + "****" + func.substr(number, 8, 4)


def stored_person(connection: Connection, community: str, id: str) -> tuple[Person, str]:
    """A person with the mobile in clear, for writes only; `NoSuchRecord`."""
    found = _read(connection, community, tables.person.c.id == id)
    if not found:
        raise _missing(id)
    table = tables.person_mobile
    clear = connection.execute(
        select(table.c.mobile).where(table.c.community == community, table.c.person == id)
    ).scalar()
    return found[0], clear or ""


def save_stored(tx: Write, community: str, person: Person, mobile: str) -> int:
    """Write a person over the stored one, with the check of versions and the marked history; the new version."""
    present, before = stored_person(tx.connection, community, person.id)
    differing = [n for n in (*DETAILS, *FACTS) if getattr(person, n) != getattr(present, n)]
    if present.version != person.version:
        sides = {name: (getattr(person, name), getattr(present, name)) for name in differing}
        raise StaleVersion(mine=person, theirs=present, differences=sides)
    if not differing and mobile == before:
        return present.version
    stored = replace(person, version=present.version + 1)
    table = tables.person
    mine = (table.c.community == community) & (table.c.id == person.id)
    tx.connection.execute(update(table).where(mine).values(_row(tx, community, stored)))
    write_details(tx, community, stored, mobile)
    was, now = marked(present, before, None, ""), marked(stored, mobile, present, before)
    tx.record(community, "person", PEOPLE, [HistoryEntry(person.id, "change", stored.version, was, now)])
    return stored.version


def write_details(tx: Write, community: str, person: Person, mobile: str) -> None:
    """Replace the rows that tell who somebody is; an erased or merged person has none."""
    gone = person.erased_number is not None or bool(person.merged_into)
    details = None if gone else {name: check_text(getattr(person, name)) for name in DETAILS}
    number = {"mobile": check_text(mobile)} if mobile and not gone else None
    for table, values in ((tables.person_details, details), (tables.person_mobile, number)):
        mine = (table.c.community == community) & (table.c.person == person.id)
        tx.connection.execute(table.delete().where(mine))
        if values is not None:
            tx.connection.execute(table.insert().values(community=community, person=person.id, **values))


def marked(person: Person, mobile: str, before: Person | None, mobile_before: str) -> dict[str, Any]:
    """What the history keeps of a person: facts as they are, of what is personal only whether it is set or changed."""
    facts: dict[str, Any] = {name: getattr(person, name) for name in FACTS}
    facts = {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
    for name in PERSONAL:
        value = mobile if name == "mobile" else getattr(person, name)
        was = mobile_before if name == "mobile" else getattr(before, name, "")
        facts[name] = "changed" if before is not None and value != was else ("set" if value else "")
    return {**facts, "version": person.version}


def _read(connection: Connection, community: str, where: ColumnElement[bool]) -> list[Person]:
    p, d, m = tables.person, tables.person_details, tables.person_mobile
    joined = p.outerjoin(d, (d.c.community == p.c.community) & (d.c.person == p.c.id)).outerjoin(
        m, (m.c.community == p.c.community) & (m.c.person == p.c.id)
    )
    columns = [p.c[name] for name in ("id", *FACTS, "version", "updated_by")] + [d.c[name] for name in DETAILS]
    query = (
        select(*columns, masked_mobile().label("mobile")).select_from(joined).where(p.c.community == community, where)
    )
    return [_person(dict(row._mapping)) for row in connection.execute(query)]


def _person(row: Mapping[str, Any]) -> Person:
    values: dict[str, Any] = {name: row[name] if row[name] is not None or name in FACTS else "" for name in _NAMES}
    if values["erased_number"] is not None:
        values["name"] = ERASED_NAME.format(number=values["erased_number"])
    return Person(**values)


_NAMES = tuple(item.name for item in fields(Person))


def _row(tx: Write, community: str, person: Person) -> dict[str, Any]:
    values = {name: getattr(person, name) for name in ("id", *FACTS, "version")}
    check_id(person.id)
    return {"community": community, **values, "updated_at": tx.at, "updated_by": tx.who}


def _refuse_taken(connection: Connection, community: str, ids: Sequence[str]) -> None:
    table = tables.person
    kept = {row.id for row in connection.execute(select(table.c.id).where(table.c.community == community))}
    taken = sorted((set(ids) & kept) | {id for id, times in Counter(ids).items() if times > 1})
    if taken:
        raise AlreadyExists(N_("人员编号 {id} 已经存在。请换一个编号。"), id=taken[0])


def _missing(id: str) -> NoSuchRecord:
    return NoSuchRecord(N_("{noun} {id} 不存在或已被删除。请刷新后再试。"), noun=N_("人员"), id=id)
