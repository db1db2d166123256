"""Projects: add, save, archive, and copy as a template."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from data import project_schema as tables
from data import records
from data.nouns import Noun
from data.records import new_id, refuse_errors
from data.store import Store
from data.works import WORK, as_template
from data.write import Write
from geo.words import N_
from geo.work_checks import check_project
from geo.works import PartyRole, Project

_COLUMNS = (
    "id", "name", "line_of_work", "public_words", "internal_words", "lead", "is_sample", "archived", "version",
    "updated_by",
)  # fmt: skip


def _to_row(item: Project) -> dict[str, Any]:
    return {
        **{name: getattr(item, name) for name in _COLUMNS},
        "mechanisms": list(item.mechanisms),
        "parties": [[party.party, party.role] for party in item.parties],
    }


def _from_row(row: Mapping[str, Any]) -> Project:
    return Project(
        **{name: row[name] for name in _COLUMNS},
        mechanisms=tuple(row["mechanisms"]),
        parties=tuple(PartyRole(*party) for party in row["parties"]),
    )


PROJECT: Noun[Project] = Noun(tables.project, N_("项目"), _to_row, _from_row)


def projects(store: Store, community: str, *, archived: bool = False) -> list[Project]:
    """The projects of a community that are in use (or those that are archived), by id."""
    with store.read() as connection:
        return records.find(connection, PROJECT, community, archived=archived)


def project_names(store: Store, community: str) -> dict[str, str]:
    """Names of the projects in use by id; reads no internal column, so that a visitor's page may ask too."""
    table = tables.project.c
    query = select(table.id, table.name).where(table.community == community, table.archived.is_(False))
    with store.read() as connection:
        return {row.id: row.name for row in connection.execute(query.order_by(table.id))}


def project(store: Store, community: str, id: str) -> Project:
    """The project of this id; `NoSuchRecord` if there is none."""
    with store.read() as connection:
        return records.get(connection, PROJECT, community, id)


def add_project(tx: Write, community: str, new: Project) -> Project:
    """Add a project; raises `Refused` with every fault, `AlreadyExists`, or `NoSuchCommunity`."""

    tx.require("edit_projects", community)

    def work(inner: Write) -> list[Project]:
        refuse_errors(check_project(new))
        return records.add(inner, PROJECT, community, [new])

    return records.once(tx, PROJECT, community, "add_project", work)[0]


def save_project(tx: Write, community: str, changed: Project) -> Project:
    """Save a project at the version that was read; `Refused`, or `StaleVersion` with both values."""

    tx.require("edit_projects", community)

    def work(inner: Write) -> list[Project]:
        refuse_errors(check_project(changed))
        return records.save(inner, PROJECT, community, [changed])

    return records.once(tx, PROJECT, community, "save_project", work)[0]


def copy_project(tx: Write, community: str, id: str, *, name: str, new_id_: str = "") -> Project:
    """A new project with the works of another one, as planned: without progress, dates, contractor and money.

    Steps, entries, photos and evidence stay with the original. The copy is never a sample of somebody
    else's data: it keeps `is_sample` of the original, because its words and places come from there.
    """

    tx.require("edit_projects", community)

    def work(inner: Write) -> list[Project]:
        original = records.get(inner.connection, PROJECT, community, id)
        copy = replace(original, id=new_id_ or new_id("p"), name=name, archived=False)
        refuse_errors(check_project(copy))
        stored = records.add(inner, PROJECT, community, [copy])
        works = records.find(inner.connection, WORK, community, project=id, archived=False)
        records.add(inner, WORK, community, [as_template(item, copy.id) for item in works])
        return stored

    return records.once(tx, PROJECT, community, "copy_project", work)[0]


def home_of_project(store: Store, id: str) -> str:
    """The id of the community that has the project of this id; "" where none has, or several have."""
    with store.read() as connection:
        found = list(connection.execute(select(tables.project.c.community).where(tables.project.c.id == id)).scalars())
    return str(found[0]) if len(found) == 1 else ""


def rows_of_project(store: Store, community: str, project: str) -> dict[str, list[str]]:
    """Ids by table of all that belongs to a project, also of what was put away: for its history."""
    of = {name: table.c for name, table in tables.metadata.tables.items()}
    own = select(of["work"].id).where(of["work"].community == community, of["work"].project == project)
    queries = {"work": own}
    for name in ("step", "evidence"):
        queries[name] = select(of[name].id).where(of[name].community == community, of[name].project == project)
    for name in ("entry", "photo"):
        queries[name] = select(of[name].id).where(of[name].community == community, of[name].work.in_(own))
    link = of["promise_work"]
    queries["promise"] = select(link.promise).distinct().where(link.community == community, link.work.in_(own))
    with store.read() as connection:
        found = {name: list(connection.execute(query).scalars()) for name, query in queries.items()}
    return {"project": [project], **found}
