"""Lists of people in: all faults first, by row; then everything in one transaction, or nothing.

One row is a person and, if it names a role, one assignment; a person with several duties has several rows.
The same file again changes nothing: a person is recognised by id, else by name and mobile, else by name and
organisation; an assignment by person, role, place and first day. A blank cell leaves what is there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from data import people_schema as tables
from data import records
from data.assignments import ASSIGNMENT, Assignment, check_assignments, new_assignment
from data.people import DETAILS, Person, add_people, save_stored, stored_person
from data.people_checks import check_person, mask
from data.people_places import Places
from data.people_table import PeopleTable
from data.records import new_id
from data.rights import Viewer, require
from data.roles import PersonRole, kept_roles, seed_roles
from data.spelling import folded
from data.store import Store
from data.write import Write
from geo.errors import Problem
from geo.words import N_

PERSON_COLUMNS = {"person_since": "since", "person_until": "until", "consent_day": "consent_day"} | {
    name: name for name in DETAILS
}


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do. With any error among `problems` nothing was written."""

    problems: tuple[Problem, ...]
    people_added: int = 0
    people_changed: int = 0
    assignments_added: int = 0
    assignments_changed: int = 0
    written: bool = False

    @property
    def refused(self) -> bool:
        """Whether a fault stood against it."""
        return any(problem.severity == "error" for problem in self.problems)


class _Undo(Exception):  # noqa: N818 - a signal, not an error
    """Ends the transaction of a dry run without keeping anything."""


def import_people(
    store: Store, viewer: Viewer, community: str, table: PeopleTable, *, dry_run: bool = False, is_sample: bool = False
) -> ImportReport:
    """Take in a table and report; `dry_run` does everything and keeps nothing. Raises `NotAllowed`.

    Faults are reported all together, each with its row and column: unknown roles and places, phones with
    letters, days in the wrong order, second holders of a single-holder role, and the faults of the table itself.
    """
    require(viewer.within(community), "import_people")
    report = ImportReport(table.problems)
    try:
        with store.write(viewer) as tx:
            report = _Import(tx, viewer, community, is_sample).run(table)
            if dry_run or report.refused:
                raise _Undo
    except _Undo:
        return replace(report, written=False)
    return report


class _Import:
    """One import in progress: what is stored, what the rows ask for, the faults met."""

    def __init__(self, tx: Write, viewer: Viewer, community: str, is_sample: bool) -> None:
        tx.lock(community)
        seed_roles(tx, community)
        self.tx, self.viewer, self.community, self.is_sample = tx, viewer, community, is_sample
        self.roles = _roles(kept_roles(tx.connection, community))
        self.places = Places(tx.connection, community)
        self.known = _known(tx.connection, community)
        self.problems: list[Problem] = []
        self.wanted: dict[str, tuple[Person, str]] = {}
        self.new: set[str] = set()

    def run(self, table: PeopleTable) -> ImportReport:
        """The whole of it."""
        self.problems += table.problems
        duties = []
        for number, values in table.rows:
            id = self._person(number, values)
            duty = self._duty(number, values, id)
            if duty is not None:
                duties.append((number, duty))
        if any(problem.severity == "error" for problem in self.problems):
            # Their faults too, all at once; that the new people are not stored yet is none.
            faults = check_assignments(self.tx.connection, self.community, [duty for _, duty in duties])
            self.problems += [replace(p, row=duties[(p.row or 1) - 1][0]) for p in faults if p.column != "person"]
            return ImportReport(tuple(sorted(self.problems, key=lambda p: p.row or 0)))
        added = [self.wanted[id] for id in self.wanted if id in self.new]
        add_people(self.tx, replace(self.viewer, role="administrator"), self.community, added)
        changed = [self._save(*self.wanted[id]) for id in self.wanted if id not in self.new]
        counts = self._assign(duties)
        problems = tuple(sorted(self.problems, key=lambda p: p.row or 0))
        return ImportReport(problems, len(added), sum(changed), *counts, written=True)

    def _person(self, number: int, values: Mapping[str, Any]) -> str:
        """The id of the row's person, who is remembered as the row wants it."""
        id = str(values.get("id", "")) or self._recognised(number, values) or new_id("pe")
        if id in self.wanted:
            present, mobile = self.wanted[id]
        elif id in self.known:
            present, mobile = stored_person(self.tx.connection, self.community, id)
        else:
            present, mobile = Person(id, is_sample=self.is_sample), ""
            self.new.add(id)
        told = {own: values[column] for column, own in PERSON_COLUMNS.items() if values.get(column) is not None}
        given = str(values.get("mobile", ""))
        if "****" in given and mask(mobile) != given:
            self._fault(number, "mobile", N_("打码的手机号与已存的不符;请填完整号码或留空"))
        mobile = mobile if not given or "****" in given else given
        person = replace(present, mobile="", **told)
        self.problems += check_person(person, mobile, number)
        self.wanted[id] = (person, mobile)
        self.known.setdefault(id, set()).update(_marks(person, mobile))
        return id

    def _recognised(self, number: int, values: Mapping[str, Any]) -> str:
        """The id of somebody known whom the row means, "" if it is somebody new."""
        name, mobile = folded(str(values.get("name", ""))), str(values.get("mobile", ""))
        if mobile and "****" not in mobile:
            mark = f"{name}#{mobile}"
        else:
            mark = f"{name}|{folded(str(values.get('organisation', '')))}"
        found = [id for id, marks in self.known.items() if mark in marks]
        if len(found) > 1:
            self._fault(number, "name", N_("有 {count} 人同名同单位,分不清是谁;请填人员编号或手机"), count=len(found))
        return found[0] if found else ""

    def _duty(self, number: int, values: Mapping[str, Any], person: str) -> Assignment | None:
        if not values.get("role"):
            if values.get("place"):
                self._fault(number, "role", N_("有地点,没有岗位"))
            return None
        role = self.roles.get(folded(str(values["role"])))
        if role is None:
            self._fault(number, "role", N_("没有岗位“{value}”"), value=values["role"])
            return None
        kinds = role.place_kinds
        layer, place, fault = self.places.find(str(values.get("layer", "")), str(values.get("place", "")), kinds)
        if fault:
            self._fault(number, "place", fault, value=values.get("place", ""))
            return None
        since = values.get("since")
        if since is None:
            self._fault(number, "since", N_("有岗位,没有“负责起”日期"))
            return None
        made = new_assignment(person, role.id, layer, place, since, values.get("until"))
        return replace(made, is_sample=self.is_sample)

    def _save(self, person: Person, mobile: str) -> bool:
        version = save_stored(self.tx, self.community, replace(person, mobile=""), mobile)
        return version != person.version

    def _assign(self, duties: Sequence[tuple[int, Assignment]]) -> tuple[int, int]:
        """Add what is new, give known assignments their last day; faults go to the rows they come from."""
        stored = {_key(a): a for a in records.find(self.tx.connection, ASSIGNMENT, self.community, withdrawn=False)}
        rows, new, changed = [], [], []
        for number, duty in duties:
            known = stored.get(_key(duty))
            if known is None:
                stored[_key(duty)] = duty
                new.append(duty)
                rows.append(number)
            elif duty.until is not None and duty.until != known.until and known.version:
                changed.append(replace(known, until=duty.until))
        faults = check_assignments(self.tx.connection, self.community, [*new, *changed])
        numbers = [*rows, *(0 for _ in changed)]
        self.problems += [replace(p, row=numbers[(p.row or 1) - 1] or None) for p in faults]
        if not faults:
            inner = records.without_key(self.tx)
            records.add(inner, ASSIGNMENT, self.community, new)
            records.save(inner, ASSIGNMENT, self.community, changed)
        return len(new), len(changed)

    def _fault(self, row: int, column: str, message: str, **values: object) -> None:
        self.problems.append(Problem(message, row, column, values=values))


def _key(item: Assignment) -> tuple[str, str, str, str, date]:
    return item.person, item.role, item.layer, item.place, item.since


def _roles(roles: list[PersonRole]) -> dict[str, PersonRole]:
    return {folded(text): role for role in roles if not role.archived for text in (role.id, role.title)}


def _marks(person: Person, mobile: str) -> set[str]:
    """What a person is recognised by."""
    name = folded(person.name)
    marks = {f"{name}|{folded(person.organisation)}"}
    return marks | {f"{name}#{mobile}"} if mobile else marks


def _known(connection: Connection, community: str) -> dict[str, set[str]]:
    """Id → the marks of everybody who is neither erased nor merged."""
    d, m = tables.person_details, tables.person_mobile
    joined = d.outerjoin(m, (m.c.community == d.c.community) & (m.c.person == d.c.person))
    query = select(d.c.person, d.c.name, d.c.organisation, m.c.mobile).select_from(joined)
    return {
        row.person: _marks(Person(row.person, row.name, organisation=row.organisation), row.mobile or "")
        for row in connection.execute(query.where(d.c.community == community))
    }
