"""Photos of works: before, during, after. The rows; the files are kept by `data.pictures`.

`python -m data.photos sweep` removes files that no row refers to (a write that was cut off, or an
upload that was never saved).
"""

import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from data import project_schema as tables
from data import records
from data.nouns import noun_of
from data.own_places import require_report
from data.pictures import Picture, picture_path
from data.records import new_id, refuse_errors
from data.settings import load_settings
from data.store import Store, open_store
from data.write import Write
from geo.errors import Problem
from geo.words import N_
from geo.work_checks import MOST_TEXT
from geo.works import Vocabulary

ROLES: Vocabulary = (("before", N_("改造前")), ("during", N_("施工中")), ("after", N_("改造后")))
SWEPT_AFTER_SECONDS = 24 * 3600
"""A file younger than this may belong to a write that is still under way."""


@dataclass(frozen=True)
class Photo:
    """A photo of a work, with the entry it came with (None: none). Not public until somebody says so."""

    id: str
    work: str
    role: str
    sha256: str
    width: int
    height: int
    size_bytes: int
    entry: str | None = None
    taken_at: datetime | None = None
    lon: float | None = None
    lat: float | None = None
    public: bool = False
    caption: str = ""
    is_sample: bool = False
    archived: bool = False
    version: int = 1
    updated_by: str = ""


PHOTO = noun_of(Photo, tables.photo, N_("照片"))


def photo_of(picture: Picture, work: str, role: str, **more: Any) -> Photo:
    """The photo that shows this picture of a work; `more` are further attributes of `Photo`."""
    return Photo(**{"id": new_id("f"), "work": work, "role": role, **vars(picture), **more})


def photos(
    store: Store, community: str, *, work: str = "", entry: str = "", project: str = "",
    works: Sequence[str] | None = None, public_only: bool = False,
) -> list[Photo]:  # fmt: skip
    """Photos of a community, of one work, entry or project, or of `works`: the earliest first, without time last."""
    where: dict[str, Any] = {"archived": False, **({"public": True} if public_only else {})}
    where |= {"work": work} if work else {}
    where |= {"work": list(works)} if works is not None else {}
    where |= {"entry": entry} if entry else {}
    with store.read() as connection:
        if project:
            table = tables.work.c
            query = select(table.id).where(table.community == community, table.project == project)
            where["work"] = list(connection.execute(query).scalars())
        found = records.find(connection, PHOTO, community, **where)
    return sorted(found, key=lambda item: (item.taken_at is None, str(item.taken_at), item.id))


def photo(store: Store, community: str, id: str) -> Photo:
    """The photo of this id; `NoSuchRecord` if there is none."""
    with store.read() as connection:
        return records.get(connection, PHOTO, community, id)


def add_photos(tx: Write, community: str, folder: Path, new: Sequence[Photo]) -> list[Photo]:
    """Add photos whose pictures are kept under `folder`; refused where a file is missing.

    Raises `NotAllowed` for works that are not the writer's own, and for public photos of who may not publish.
    """
    require_report(tx, community, sorted({item.work for item in new}))
    if any(item.public for item in new):
        tx.require("publish_photos", community)

    def work(inner: Write) -> list[Photo]:
        refuse_errors([problem for item in new for problem in check_photo(item, folder)])
        return records.add(inner, PHOTO, community, new)

    return records.once(tx, PHOTO, community, "add_photos", work)


def save_photo(tx: Write, community: str, folder: Path, changed: Photo) -> Photo:
    """Save role, caption or visibility of a photo, or archive it; `StaleVersion` with both values.

    Raises `NotAllowed` as `add_photos`, but who may report may also archive a public photo.
    """
    stored = records.get(tx.connection, PHOTO, community, changed.id)
    require_report(tx, community, sorted({stored.work, changed.work}))
    if (changed.public or stored.public) and not changed.archived:
        tx.require("publish_photos", community)

    def work(inner: Write) -> list[Photo]:
        refuse_errors(check_photo(changed, folder))
        return records.save(inner, PHOTO, community, [changed])

    return records.once(tx, PHOTO, community, "save_photo", work)[0]


def check_photo(item: Photo, folder: Path) -> list[Problem]:
    """Faults of a photo: unknown role, too long a caption, no file."""
    problems = []
    if item.role not in dict(ROLES):
        problems.append(Problem(N_("“{value}”不在可选项中"), column="role", values={"value": item.role}))
    if len(item.caption) > MOST_TEXT:
        problems.append(Problem(N_("说明文字太长"), column="caption"))
    if not _NAMED.fullmatch(item.sha256) or not picture_path(folder, item.sha256).is_file():
        problems.append(Problem(N_("照片文件不见了;请重新上传"), column="photo"))
    return problems


def sweep(store: Store, folder: Path, *, older_than_seconds: float = SWEPT_AFTER_SECONDS) -> list[Path]:
    """Remove picture files that no row refers to and that are old enough; the removed paths."""
    with store.read() as connection:
        kept = set(connection.execute(select(tables.photo.c.sha256)).scalars())
    limit = time.time() - older_than_seconds
    removed = []
    for path in sorted(folder.glob("*/*")):
        unknown = path.name.endswith(".part") or (_FILE.fullmatch(path.name) and path.name[:64] not in kept)
        if unknown and path.stat().st_mtime < limit:
            path.unlink()
            removed.append(path)
    return removed


_NAMED = re.compile(r"[0-9a-f]{64}")
_FILE = re.compile(r"[0-9a-f]{64}(-\d+)?\.jpg")


if __name__ == "__main__":
    if sys.argv[1:] != ["sweep"]:
        sys.exit("python -m data.photos sweep")
    settings = load_settings()
    gone = sweep(open_store(settings.url), settings.live_folder / "photos")
    sys.stdout.write(f"{len(gone)} files removed\n")
