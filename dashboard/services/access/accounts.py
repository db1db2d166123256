"""What the page of accounts shows and offers: people by name, and the places that they answer for."""

from collections.abc import Iterable
from datetime import date

from data.accounts import Account
from data.assignments import assignments
from data.people import people, person
from data.people_places import Places
from data.records import NoSuchRecord
from data.rights import NotAllowed, Viewer
from data.store import Store


def places_held(store: Store, items: Iterable[Account], day: date) -> dict[str, tuple[str, ...]]:
    """Account id → titles of the places that its person answers for on a day, which is how far its role reaches."""
    found: dict[str, tuple[str, ...]] = {}
    mine = [item for item in items if item.person]
    for community in {item.community for item in mine}:
        with store.read() as connection:
            places = Places(connection, community)
        held: dict[str, list[str]] = {}
        for duty in assignments(store, community, day=day):
            held.setdefault(duty.person, []).append(places.title(duty.layer, duty.place))
        for item in mine:
            if item.community == community:
                found[item.id] = tuple(dict.fromkeys(held.get(item.person, ())))
    return found


def people_for(store: Store, viewer: Viewer, community: str) -> dict[str, str]:
    """Id → name of the people whom an account may belong to."""
    return {item.id: item.name for item in people(store, viewer, community, past=False)} if community else {}


def holders_of(store: Store, viewer: Viewer, item: Account) -> str:
    """The name of the person an account belongs to, "" for none."""
    if not item.person:
        return ""
    try:
        return person(store, viewer, item.community, item.person).name
    except (NoSuchRecord, NotAllowed):
        return item.person
