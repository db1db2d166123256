"""The tables of people, their roles and duties, on the same metadata and by the same rules as `data.schema`.

What tells who somebody is lies in tables of its own: `person_details` (name, organisation, office phone) and
`person_mobile`. Whoever may not see it runs queries that never name those columns, the history only says
that they changed (`data.people`), and erasing a person is deleting two rows.

A place is (layer, place) without a foreign key: it may be a feature, a project or the community itself,
and a feature may be deleted while people are still assigned to it, which the coverage check then says.
"""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKeyConstraint, Index, Integer, Table, Text

from data.schema import Utc, json_column, metadata


def _texts(*names: str) -> tuple[Column[Any], ...]:
    return tuple(Column(name, Text, nullable=False) for name in names)


def _flags(*names: str) -> tuple[Column[Any], ...]:
    return tuple(Column(name, Boolean, nullable=False) for name in names)


def _stamps() -> tuple[Column[Any], ...]:
    return Column("version", Integer, nullable=False), Column("updated_at", Utc, nullable=False), *_texts("updated_by")


def _table(name: str, *columns: Any, keys: tuple[Column[Any], ...] | None = None) -> Table:
    """A table whose key is the community and `keys`."""
    return Table(
        name,
        metadata,
        Column("community", Text, primary_key=True),
        *(keys or (Column("id", Text, primary_key=True),)),
        *columns,
        ForeignKeyConstraint(["community"], ["community.community"], name=f"{name}_community_fk"),
    )


def _belongs(child: Table, column: str, parent: str) -> None:
    child.append_constraint(
        ForeignKeyConstraint(
            ["community", column], [f"{parent}.community", f"{parent}.id"], name=f"{child.name}_{column}_fk"
        )
    )
    if column not in child.primary_key.columns:
        Index(f"{child.name}_by_{column}", child.c.community, child.c[column])


person_role = _table(
    "person_role",
    *_texts("title"),
    json_column("place_kinds", nullable=False),
    *_flags("single_holder", "public"),
    Column("households_low", Integer),
    Column("households_high", Integer),
    *_texts("expected_on"),
    Column("position", Integer, nullable=False),
    *_flags("archived"),
    *_stamps(),
)

person = _table(
    "person",
    Column("since", Date),
    Column("until", Date),
    Column("consent_day", Date),
    Column("erased_number", Integer),
    *_texts("merged_into"),
    *_flags("is_sample"),
    *_stamps(),
)

person_details = _table(
    "person_details",
    *_texts("name", "shown_name", "organisation", "office_phone", "consent_words"),
    keys=(Column("person", Text, primary_key=True),),
)
_belongs(person_details, "person", "person")

person_mobile = _table("person_mobile", *_texts("mobile"), keys=(Column("person", Text, primary_key=True),))
_belongs(person_mobile, "person", "person")

assignment = _table(
    "assignment",
    *_texts("person", "role", "layer", "place"),
    Column("since", Date, nullable=False),
    Column("until", Date),
    *_texts("stands_in_for", "handover"),
    *_flags("withdrawn", "is_sample"),
    *_stamps(),
)
_belongs(assignment, "person", "person")
_belongs(assignment, "role", "person_role")
Index("assignment_place", assignment.c.community, assignment.c.layer, assignment.c.place)

handover = _table(
    "handover",
    *_texts("person"),
    Column("day", Date, nullable=False),
    *_texts("reason"),
    *_flags("is_sample"),
    *_stamps(),
)
_belongs(handover, "person", "person")

handover_item = _table(
    "handover_item",
    *_texts("kind", "role", "layer", "ref", "words", "taker"),
    keys=(Column("handover", Text, primary_key=True), Column("position", Integer, primary_key=True)),
)
_belongs(handover_item, "handover", "handover")

reveal = _table(
    "reveal",
    Column("at", Utc, nullable=False),
    *_texts("who", "viewer_role", "person", "action", "reason"),
    keys=(Column("id", BigInteger, primary_key=True, autoincrement=False),),
)
Index("reveal_person", reveal.c.community, reveal.c.person)
