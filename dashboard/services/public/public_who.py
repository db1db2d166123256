"""Whom the public may ask: role-holders by the names that they agreed to be shown by, with office phones only."""

from dataclasses import dataclass
from typing import Any

from dashboard.services.duty.responsible import find, sections
from dashboard.services.frames import Community as Layers
from dashboard.services.house import VISITOR
from dashboard.services.planning.place_titles import PlaceTitles
from dashboard.services.projects.work_words import today
from dashboard.services.public.public_facts import VISIBLE, PublicView
from data.rights import PUBLIC
from data.store import Store
from data.work_frames import work_view


@dataclass(frozen=True)
class Contact:
    """Whom to ask in one role at one place, in the reader's language; never a mobile.

    `names` are as people agreed to be shown; `vacant`: nobody holds the role. `phone` is an office phone or "".
    """

    section: str
    role: str
    place: str
    names: tuple[str, ...]
    more: str
    phone: str
    vacant: bool


class PublicTitles(PlaceTitles):
    """Names of places; those of projects come from the visitor's frame, not from the whole record."""

    def projects(self) -> dict[str, str]:
        """Projects that go on, by id."""
        if self._projects is None:
            frame = work_view(self.layers.store, self.layers.id, today(), role=VISITOR).projects
            self._projects = {str(id): name or str(id) for id, name in frame["name"].items()}
        return self._projects


def who_to_ask(store: Store, view: PublicView, layer: str, id: str) -> tuple[Contact, ...]:
    """Whom to ask about a building, a project, or "community" and its id: nearest first; () where there is none."""
    titles = PublicTitles(Layers(store, view.community.id), view.community.name)
    found = find(store, PUBLIC, titles, layer, id, view.day, VISIBLE)
    if found is None:
        return ()
    return tuple(
        _contact(section, line) for section in sections(found, titles, staff=False) for line in section["lines"]
    )


def _contact(section: dict[str, Any], line: dict[str, Any]) -> Contact:
    names = tuple(f"{name['name']} {name['tag']}".strip() for name in line.get("names", ()))
    return Contact(
        section=section["title"], role=line["role"], place=line["place"] or section["place"], names=names,
        more=line.get("more", ""), phone=line.get("phone", ""), vacant="vacant" in line,
    )  # fmt: skip
