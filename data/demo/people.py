"""Loading the sample people: checked by the same rules as anybody's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from data import records
from data.assignments import ASSIGNMENT, Assignment, added, check_assignments
from data.demo.community import DemoCommunity
from data.demo.people_plan import sample_people
from data.handovers import HANDOVER
from data.people import Person, add_people, save_stored, stored_person
from data.records import NoSuchRecord, refuse_errors
from data.rights import Viewer
from data.store import Store
from data.write import Write
from geo.words import N_

LOADER = Viewer("administrator", "sample")
TITLE = N_("示例人员")


def load_people(
    store: Store, sample: DemoCommunity, today: date, progress: Callable[[str], None] | None = None
) -> None:
    """Write the sample's people, assignments and hand-over in one transaction; the sample's layers must be there.

    Run again it brings them back to what they were and withdraws assignments that people added since;
    whoever was erased stays erased, and people who were added stay.
    """
    if progress:
        progress(TITLE)
    community, wanted = sample.community.id, sample_people(sample, today)
    with store.write(LOADER.name) as tx:
        tx.lock(community)
        gone = _put_people(tx, community, wanted.people)
        kept = [item for item in wanted.assignments if item.person not in gone]
        _put_assignments(tx, community, kept, gone)
        present = {item.id for item in records.find(tx.connection, HANDOVER, community)}
        records.add(tx, HANDOVER, community, [item for item in wanted.handovers if item.id not in present])


def _put_people(tx: Write, community: str, people: list[tuple[Person, str]]) -> set[str]:
    """Add or restore them; returns the ids of those who were erased or merged since, and stay so."""
    new, gone = [], set()
    for person, mobile in people:
        try:
            present, _ = stored_person(tx.connection, community, person.id)
        except NoSuchRecord:
            new.append((person, mobile))
            continue
        if present.erased_number is not None or present.merged_into:
            gone.add(person.id)
        else:
            save_stored(tx, community, replace(person, version=present.version), mobile)
    add_people(tx, LOADER, community, new)
    return gone


def _put_assignments(tx: Write, community: str, wanted: list[Assignment], gone: set[str]) -> None:
    present = {item.id: item for item in records.find(tx.connection, ASSIGNMENT, community)}
    ids = {item.id for item in wanted}
    added_since = [a for a in present.values() if a.id not in ids and a.person not in gone and not a.withdrawn]
    records.save(tx, ASSIGNMENT, community, [replace(item, withdrawn=True) for item in added_since])
    back = [replace(a, version=present[a.id].version) for a in wanted if a.id in present]
    refuse_errors(check_assignments(tx.connection, community, back))
    records.save(tx, ASSIGNMENT, community, back)
    added(records.without_key(tx), community, [item for item in wanted if item.id not in present])
