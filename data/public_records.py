"""What anybody may read without an account: photos that were made public, and the state of a community in one word.

Queries of their own that name their columns: who wrote a row, where a phone took a picture and what was not made
public are never selected, so that nothing has to be taken away afterwards.
"""

from dataclasses import dataclass

from sqlalchemy import select

from data import project_schema as tables
from data import schema
from data.store import Store


@dataclass(frozen=True)
class PublicPhoto:
    """A photo of a work that was made public. `role` is a word of `data.photos.ROLES`; `sha256` names its file."""

    id: str
    work: str
    role: str
    sha256: str
    width: int
    height: int
    caption: str


def public_photos(store: Store, community: str) -> list[PublicPhoto]:
    """The public photos of works in use, the earliest first (those without a time last)."""
    photo, work, project = tables.photo.c, tables.work.c, tables.project.c
    shown = (photo.id, photo.work, photo.role, photo.sha256, photo.width, photo.height, photo.caption)
    joined = tables.photo.join(tables.work, (work.community == photo.community) & (work.id == photo.work)).join(
        tables.project, (project.community == work.community) & (project.id == work.project)
    )
    in_use = [column.is_(False) for column in (photo.archived, work.archived, project.archived)]
    query = select(*shown).select_from(joined).where(photo.community == community, photo.public.is_(True), *in_use)
    query = query.order_by(photo.taken_at.is_(None), photo.taken_at, photo.id)
    with store.read() as connection:
        return [PublicPhoto(**row._mapping) for row in connection.execute(query)]


def public_state(store: Store, community: str) -> str:
    """One word that changes whenever anything is written to a community: its version and all its revisions."""
    table = schema.layer_revision.c
    query = select(table.layer, table.revision).where(table.community == community).order_by(table.layer)
    own = select(schema.community.c.version).where(schema.community.c.community == community)
    with store.read() as connection:
        version = connection.execute(own).scalar() or 0
        return ".".join([str(version), *(f"{row.layer}{row.revision}" for row in connection.execute(query))])
