"""Loading the sample projects: through the same functions as anybody's projects, checks included."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from data import records
from data.demo.community import DemoCommunity
from data.demo.project_photos import drawing
from data.demo.project_plan import SampleProjects, sample_projects
from data.demo.promises import PROMISES
from data.entries import ENTRY, add_entry
from data.nouns import Noun
from data.photos import PHOTO, Photo, photo_of
from data.pictures import keep_picture
from data.projects import PROJECT, add_project
from data.promises import PROMISE, add_promises
from data.steps import PROOF, STEP, add_evidence, close_step, reopen_step
from data.store import Store
from data.works import WORK, add_works, followed
from data.write import Write
from geo.words import N_

WHO = "sample"
TITLE = N_("示例项目")
PICTURED = {
    "roof-A01": "roof", "paving-main": "road", "garden-G1": "garden", "lights-main": "light", "waste-roofs": "waste",
}  # fmt: skip
"""Works with drawn pictures → scene: one of before with the first entry, one of after (or during) with the last."""


def load_projects(
    store: Store,
    sample: DemoCommunity,
    today: date,
    folder: Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> None:
    """Write the sample's projects in one transaction; pictures are drawn and kept under `folder`, if given.

    Run again it brings every record of the sample back to what it was and archives what people added
    to the sample community since. The sample's layers must be there.
    """
    if progress:
        progress(TITLE)
    community, wanted = sample.community.id, sample_projects(sample, today)
    photos = _photos(wanted, folder) if folder else {}
    with store.write(WHO) as tx:
        tx.lock(community)
        if any(item.id == wanted.projects[0].id for item in records.find(tx.connection, PROJECT, community)):
            _bring_back(tx, community, wanted)
        else:
            _add(tx, community, wanted, photos, folder)


def _add(
    tx: Write, community: str, wanted: SampleProjects, photos: dict[str, list[Photo]], folder: Path | None
) -> None:
    for project in wanted.projects:
        add_project(tx, community, project)
    add_works(tx, community, wanted.works)
    for entry in wanted.entries:
        add_entry(tx, community, entry, photos=photos.get(entry.id, []), folder=folder)
    for proof in wanted.evidence:
        add_evidence(tx, community, proof)
    for project_id, step, reason in wanted.closed:
        close_step(tx, community, project_id, step, 0, reason=reason)
    add_promises(tx, community, PROMISES)


def _photos(wanted: SampleProjects, folder: Path) -> dict[str, list[Photo]]:
    """Photos by the id of the entry that they come with, their pictures already on the disk."""
    works, made = {work.id: work for work in wanted.works}, {}
    for entry in wanted.entries:
        scene, first = PICTURED.get(entry.work), f"{entry.work}-1"
        if not scene:
            continue
        roles = ["before"] if entry.id == first else ["after" if works[entry.work].status == "accepted" else "during"]
        if first not in {other.id for other in wanted.entries}:
            roles.insert(0, "before")  # a work of one entry shows both with it
        made[entry.id] = [
            photo_of(
                keep_picture(folder, drawing(scene, role, works[entry.work].name)),
                entry.work,
                role,
                id=f"photo-{entry.work}-{role}",
                public=True,
                caption="示例:绘制的图片,不是实景",
            )
            for role in roles
        ]
    return made


def _bring_back(tx: Write, community: str, wanted: SampleProjects) -> None:
    """Every record as it was: changed ones restored, missing ones added, strangers archived."""
    _restore(tx, community, PROJECT, wanted.projects)
    written = {item.id: item.written_at for item in records.find(tx.connection, ENTRY, community)}
    entries = tuple(replace(item, written_at=written.get(item.id, tx.at)) for item in wanted.entries)
    _restore(tx, community, ENTRY, entries)  # works are never deleted, so each entry finds its own
    _restore(tx, community, WORK, tuple(followed(tx.connection, community, wanted.works)))
    _restore(tx, community, PROOF, wanted.evidence)
    _restore(tx, community, PROMISE, PROMISES)
    pictured = tuple(f"photo-{work}-" for work in PICTURED)
    for photo in records.find(tx.connection, PHOTO, community):
        records.save(tx, PHOTO, community, [replace(photo, archived=not photo.id.startswith(pictured))])
    _restore_steps(tx, community, wanted)


def _restore(tx: Write, community: str, noun: Noun[Any], wanted: tuple[Any, ...]) -> None:
    present = {item.id: item for item in records.find(tx.connection, noun, community)}
    missing = [item for item in wanted if item.id not in present]
    changed = [replace(item, version=present[item.id].version) for item in wanted if item.id in present]
    ids = {item.id for item in wanted}
    strangers = [replace(item, archived=True) for id, item in present.items() if id not in ids]
    records.add(tx, noun, community, missing)
    records.save(tx, noun, community, [*changed, *strangers])


def _restore_steps(tx: Write, community: str, wanted: SampleProjects) -> None:
    present = {(item.project, item.step): item for item in records.find(tx.connection, STEP, community)}
    closed = {(project, step): reason for project, step, reason in wanted.closed}
    for (project, step), state in present.items():
        if state.closed and (project, step) not in closed:
            reopen_step(tx, community, project, step, state.version, reason="sample")
    for (project, step), reason in closed.items():
        kept = present.get((project, step))
        if kept is None or not kept.closed or kept.reason != reason:
            close_step(tx, community, project, step, kept.version if kept else 0, reason=reason)
