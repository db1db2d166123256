"""What people do to projects from the screen: each in the name and with the rights of who does it, each once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from data.entries import ENTRY, Entry, add_entry, save_entry
from data.photos import PHOTO, Photo, save_photo
from data.projects import add_project, copy_project, project, save_project
from data.promises import add_promises, save_promise
from data.records import find, get
from data.rights import Viewer
from data.splits import rejoin_work, split_work
from data.steps import PROOF, Evidence, Step, add_evidence, close_step, reopen_step, save_evidence
from data.store import Store
from data.work_kinds import add_kind, save_kind
from data.works import WORK, add_works, save_work, work
from data.write import Write
from geo.ledger import Promise
from geo.splitting import SplitPart
from geo.works import Project, Work, WorkKind

T = TypeVar("T")


@dataclass(frozen=True)
class Acts:
    """Writes of one reader in one community. Each raises `NotAllowed` where the reader may not, and what the
    functions of `data` raise. `folder` is where pictures are kept."""

    store: Store
    community: str
    viewer: Viewer
    folder: Path

    def put_project(self, item: Project, key: str, *, new: bool) -> Project:
        """Add or save a project."""
        write = add_project if new else save_project
        return self._do(lambda tx: write(tx, self.community, item), key)

    def put_promise(self, item: Promise, key: str, *, new: bool) -> Promise:
        """Add or save a public promise."""
        if new:
            return self._do(lambda tx: add_promises(tx, self.community, [item])[0], key)
        return self._do(lambda tx: save_promise(tx, self.community, item), key)

    def restore_promise(self, saved: Promise, before: Promise | None) -> Promise:
        """Undo a save: the promise as it was `before`; one that was new is no longer listed."""
        wanted = replace(before or replace(saved, archived=True), version=saved.version)
        return self._do(lambda tx: save_promise(tx, self.community, wanted))

    def archive_project(self, id: str, archived: bool) -> Project:
        """Put a project away, or take it back."""
        found = project(self.store, self.community, id)
        return self._do(lambda tx: save_project(tx, self.community, replace(found, archived=archived)))

    def copy(self, id: str, name: str, key: str) -> Project:
        """A new project after the pattern of another one."""
        return self._do(lambda tx: copy_project(tx, self.community, id, name=name), key)

    def put_work(self, item: Work, key: str, *, new: bool) -> Work:
        """Add or save a work."""
        if new:
            return self._do(lambda tx: add_works(tx, self.community, [item])[0], key)
        return self._do(lambda tx: save_work(tx, self.community, item), key)

    def archive_work(self, id: str, archived: bool) -> Work:
        """Take a work out of its project, or put it back."""
        found = work(self.store, self.community, id)
        return self._do(lambda tx: save_work(tx, self.community, replace(found, archived=archived)))

    def split(self, id: str, version: int, parts: Sequence[SplitPart], key: str) -> list[Work]:
        """Put parts in the place of a work."""
        return self._do(lambda tx: split_work(tx, self.community, id, version, parts), key)

    def rejoin(self, id: str, parts: Sequence[str]) -> Work:
        """Undo `split`: the whole again, without its parts."""
        return self._do(lambda tx: rejoin_work(tx, self.community, id, parts))

    def report(self, entry: Entry, status: str, photos: Sequence[Photo], key: str) -> Entry:
        """Add a progress entry with its photos."""
        return self._do(
            lambda tx: add_entry(tx, self.community, entry, status=status, photos=photos, folder=self.folder),
            key,
        )

    def correct(
        self, entry: Entry, status: str, photos: Sequence[Photo], key: str | None = None, *, cap_accepted: bool = False
    ) -> Entry:
        """Save a corrected progress entry, with photos that were added to it."""
        return self._do(
            lambda tx: save_entry(
                tx, self.community, entry, status=status, cap_accepted=cap_accepted, photos=photos, folder=self.folder
            ),
            key,
        )

    def take_correction_back(self, before: Entry, saved: Entry, photos: Sequence[str], works: Sequence[Work]) -> None:
        """Undo `correct`: the entry as it was `before`, without the added `photos`; `works` are the works as they
        were, whose status and accepted quantity come back where the correction changed them."""

        def write(tx: Write) -> None:
            for id in photos:
                photo = get(tx.connection, PHOTO, self.community, id)
                save_photo(tx, self.community, self.folder, replace(photo, archived=True))
            save_entry(tx, self.community, replace(before, version=saved.version))
            for old in works:
                now = get(tx.connection, WORK, self.community, old.id)
                if (now.status, now.accepted) != (old.status, old.accepted):
                    save_work(tx, self.community, replace(now, status=old.status, accepted=old.accepted))

        self._do(write)

    def withdraw(self, entry: str, status: str = "") -> None:
        """Take a progress entry back with its photos; `status`: what the work's status was before."""

        def write(tx: Write) -> None:
            found = get(tx.connection, ENTRY, self.community, entry)
            for photo in find(tx.connection, PHOTO, self.community, entry=entry, archived=False):
                save_photo(tx, self.community, self.folder, replace(photo, archived=True))
            save_entry(tx, self.community, replace(found, archived=True), status=status)

        self._do(write)

    def take_back(self, entry: str, photos: Sequence[str], status: str = "") -> None:
        """Undo `withdraw`: the entry with these photos counts again."""

        def write(tx: Write) -> None:
            found = get(tx.connection, ENTRY, self.community, entry)
            save_entry(tx, self.community, replace(found, archived=False), status=status)
            for id in photos:
                photo = get(tx.connection, PHOTO, self.community, id)
                save_photo(tx, self.community, self.folder, replace(photo, archived=False))

        self._do(write)

    def change_photo(self, photo: Photo, key: str | None = None) -> Photo:
        """Save role, words, place or visibility of a photo, or put it away."""
        return self._do(lambda tx: save_photo(tx, self.community, self.folder, photo), key)

    def put_kind(self, kind: WorkKind, key: str | None = None, *, new: bool = False) -> WorkKind:
        """Add or save a kind of work."""
        write = add_kind if new else save_kind
        return self._do(lambda tx: write(tx, self.community, kind), key)

    def close(self, project: str, step: str, version: int, reason: str, key: str) -> Step:
        """Close a step; with a reason also without what it wants."""
        return self._do(lambda tx: close_step(tx, self.community, project, step, version, reason=reason), key)

    def reopen(self, project: str, step: str, version: int, reason: str, key: str) -> Step:
        """Open a closed step again, with a reason."""
        return self._do(lambda tx: reopen_step(tx, self.community, project, step, version, reason=reason), key)

    def add_evidence(self, item: Evidence, key: str) -> Evidence:
        """Add evidence to a step."""
        return self._do(lambda tx: add_evidence(tx, self.community, item), key)

    def drop_evidence(self, item: Evidence) -> Evidence:
        """Put evidence away."""
        return self._do(lambda tx: save_evidence(tx, self.community, replace(item, archived=True)))

    def take_evidence_back(self, id: str) -> Evidence:
        """Undo `drop_evidence`."""

        def write(tx: Write) -> Evidence:
            return save_evidence(
                tx, self.community, replace(get(tx.connection, PROOF, self.community, id), archived=False)
            )

        return self._do(write)

    def _do(self, write: Callable[[Write], T], key: str | None = None) -> T:
        return self.store.perform(self.viewer, write, key)
