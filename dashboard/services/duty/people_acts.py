"""What people do to the roll of role-holders from the screen; `data` checks every right, each write is done once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from data.assignments import Assignment, add_assignments, save_assignments, stand_in
from data.doubles import merge_people
from data.handovers import Handover, HandoverItem, hand_over
from data.people import KEEP_MOBILE, Person, add_people, save_person
from data.rights import Viewer
from data.store import Store
from data.write import Write

T = TypeVar("T")


@dataclass(frozen=True)
class PeopleActs:
    """Writes of one reader in one community; each raises `NotAllowed` and what the functions of `data` raise."""

    store: Store
    community: str
    viewer: Viewer

    def add(self, item: Person, mobile: str, key: str) -> str:
        """Add somebody; their id."""
        return self._do(lambda tx: add_people(tx, self.viewer, self.community, [(item, mobile)])[0], key)

    def save(self, item: Person, mobile: str | None, key: str) -> int:
        """Save somebody; `mobile` None leaves the number as it is, "" takes it out."""
        number = KEEP_MOBILE if mobile is None else mobile
        return self._do(lambda tx: save_person(tx, self.viewer, self.community, item, number), key)

    def assign(self, new: Assignment, key: str) -> Assignment:
        """Make somebody responsible for a place."""
        return self._do(lambda tx: add_assignments(tx, self.viewer, self.community, [new])[0], key)

    def end(self, item: Assignment, last: date) -> Assignment:
        """End a duty with a day (its last)."""
        return self._change(replace(item, until=last))

    def withdraw(self, item: Assignment) -> Assignment:
        """Take back a duty that was entered by mistake."""
        return self._change(replace(item, withdrawn=True))

    def cover(self, item: Assignment, person: str, since: date, until: date, key: str) -> Assignment:
        """Let somebody stand in while the holder is on leave."""
        return self.assign(stand_in(item, person, since, until), key)

    def hand_over(self, person: str, day: date, items: Sequence[HandoverItem], reason: str, key: str) -> Handover:
        """Hand everything of a person over."""
        return self._do(lambda tx: hand_over(tx, self.viewer, self.community, person, day, items, reason=reason), key)

    def merge(self, keep: str, double: str) -> str:
        """Make one person of two; the id that goes on."""
        return self._do(lambda tx: merge_people(tx, self.viewer, self.community, keep, double))

    def _change(self, item: Assignment) -> Assignment:
        return self._do(lambda tx: save_assignments(tx, self.viewer, self.community, [item])[0])

    def _do(self, write: Callable[[Write], T], key: str | None = None) -> T:
        return self.store.perform(self.viewer, write, key)
