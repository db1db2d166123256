"""People, their roles, duties and hand-overs, and the log of revealed numbers, which nobody can change."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)

SQLITE_APPEND_ONLY = """
CREATE TRIGGER reveal_no_{action} BEFORE {action} ON reveal
BEGIN SELECT RAISE(ABORT, 'the log of reveals is append-only'); END
"""

POSTGRES_APPEND_ONLY = (
    """
    CREATE FUNCTION reveal_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the log of reveals is append-only'; END $$
    """,
    """
    CREATE TRIGGER reveal_no_change BEFORE UPDATE OR DELETE ON reveal
    FOR EACH ROW EXECUTE FUNCTION reveal_refuse()
    """,
    "CREATE TRIGGER reveal_no_truncate BEFORE TRUNCATE ON reveal EXECUTE FUNCTION reveal_refuse()",
)


def upgrade() -> None:
    _create_people()
    _create_duties()
    _create_reveals()


def _create_people() -> None:
    _table(
        "person_role",
        (sa.Column("id", sa.Text),),
        *_texts("title"),
        sa.Column("place_kinds", JSON, nullable=False),
        *_flags("single_holder", "public"),
        sa.Column("households_low", sa.Integer),
        sa.Column("households_high", sa.Integer),
        *_texts("expected_on"),
        sa.Column("position", sa.Integer, nullable=False),
        *_flags("archived"),
        *_stamps(),
    )
    _table(
        "person",
        (sa.Column("id", sa.Text),),
        *(sa.Column(name, sa.Date) for name in ("since", "until", "consent_day")),
        sa.Column("erased_number", sa.Integer),
        *_texts("merged_into"),
        *_flags("is_sample"),
        *_stamps(),
    )
    texts = _texts("name", "shown_name", "organisation", "office_phone", "consent_words")
    _table("person_details", (sa.Column("person", sa.Text),), *texts, belongs=(("person", "person"),))
    _table("person_mobile", (sa.Column("person", sa.Text),), *_texts("mobile"), belongs=(("person", "person"),))


def _create_duties() -> None:
    _table(
        "assignment",
        (sa.Column("id", sa.Text),),
        *_texts("person", "role", "layer", "place"),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("until", sa.Date),
        *_texts("stands_in_for", "handover"),
        *_flags("withdrawn", "is_sample"),
        *_stamps(),
        belongs=(("person", "person"), ("role", "person_role")),
    )
    op.create_index("assignment_place", "assignment", ["community", "layer", "place"])
    _table(
        "handover",
        (sa.Column("id", sa.Text),),
        *_texts("person"),
        sa.Column("day", sa.Date, nullable=False),
        *_texts("reason"),
        *_flags("is_sample"),
        *_stamps(),
        belongs=(("person", "person"),),
    )
    _table(
        "handover_item",
        (sa.Column("handover", sa.Text), sa.Column("position", sa.Integer)),
        *_texts("kind", "role", "layer", "ref", "words", "taker"),
        belongs=(("handover", "handover"),),
    )


def _create_reveals() -> None:
    _table(
        "reveal",
        (sa.Column("id", sa.BigInteger, autoincrement=False),),
        sa.Column("at", MOMENT, nullable=False),
        *_texts("who", "viewer_role", "person", "action", "reason"),
    )
    op.create_index("reveal_person", "reveal", ["community", "person"])
    if op.get_bind().dialect.name == "postgresql":
        statements: tuple[str, ...] = POSTGRES_APPEND_ONLY
    else:
        statements = tuple(SQLITE_APPEND_ONLY.format(action=action) for action in ("update", "delete"))
    for statement in statements:
        op.execute(statement)


def _table(
    name: str, keys: tuple[sa.Column[Any], ...], *columns: sa.Column[Any], belongs: tuple[tuple[str, str], ...] = ()
) -> None:
    key_names = [key.name for key in keys]
    op.create_table(
        name,
        sa.Column("community", sa.Text),
        *keys,
        *columns,
        sa.PrimaryKeyConstraint("community", *key_names, name=f"{name}_pk"),
        sa.ForeignKeyConstraint(["community"], ["community.community"], name=f"{name}_community_fk"),
        *(
            sa.ForeignKeyConstraint(
                ["community", column], [f"{parent}.community", f"{parent}.id"], name=f"{name}_{column}_fk"
            )
            for column, parent in belongs
        ),
    )
    for column, _ in belongs:
        if column not in key_names:
            op.create_index(f"{name}_by_{column}", name, ["community", column])


def _texts(*names: str) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, sa.Text, nullable=False) for name in names)


def _flags(*names: str) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, sa.Boolean, nullable=False) for name in names)


def _stamps() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("updated_by", sa.Text, nullable=False),
    )
