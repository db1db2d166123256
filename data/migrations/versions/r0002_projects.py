"""Projects, their works, steps, evidence, entries, photos and public promises."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import UserDefinedType

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


class _Geometry(UserDefinedType[bytes]):
    """The column as it was at this revision, whatever the program's own type becomes."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "geometry(Geometry,4490)"


JSON = sa.JSON().with_variant(JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
GEOMETRY = sa.LargeBinary().with_variant(_Geometry(), "postgresql")
NUMBER = sa.Float(53)


def upgrade() -> None:
    _create_projects()
    _create_method()
    _create_progress()
    _create_promises()


def _create_projects() -> None:
    _noun(
        "work_kind",
        *_texts("title", "unit", "work_class", "colour", "icon", "measured_by", "measured_field"),
        sa.Column("layers", JSON, nullable=False),
        *_flags("archived"),
    )
    _noun(
        "project",
        *_texts("name", "line_of_work", "public_words", "internal_words", "lead"),
        sa.Column("mechanisms", JSON, nullable=False),
        sa.Column("parties", JSON, nullable=False),
        *_flags("is_sample", "archived"),
    )
    _noun(
        "work",
        *_texts("project", "kind", "name", "status", "location", "compound"),
        sa.Column("geometry", GEOMETRY),
        *(sa.Column(name, NUMBER) for name in ("planned", "contracted", "done", "accepted")),
        sa.Column("weight", NUMBER, nullable=False),
        *_texts("contractor", "supervisor"),
        sa.Column("warranty_until", sa.Date),
        sa.Column("cost_fen", sa.BigInteger),
        sa.Column("funding", JSON, nullable=False),
        sa.Column("start_day", sa.Date),
        *_flags("start_confirmed"),
        sa.Column("end_day", sa.Date),
        *_flags("end_confirmed"),
        *_texts("public_words", "internal_words", "split_from"),
        *_flags("is_sample", "archived"),
        belongs=(("project", "project"), ("kind", "work_kind")),
    )
    _list("work_asset", ("work", "layer", "id"), (("work", "work"),))
    op.create_index("work_asset_feature", "work_asset", ["community", "layer", "id"])


def _create_method() -> None:
    _noun(
        "step",
        *_texts("project", "step"),
        *_flags("closed"),
        sa.Column("closed_at", MOMENT),
        *_texts("closed_by", "reason"),
        belongs=(("project", "project"),),
    )
    _noun(
        "evidence",
        *_texts("project", "step", "kind", "title", "reference", "words"),
        *_flags("is_sample", "archived"),
        belongs=(("project", "project"),),
    )
    _noun("change_batch", *_texts("title"), sa.Column("changes", JSON, nullable=False), *_flags("undone"))


def _create_progress() -> None:
    _noun(
        "entry",
        *_texts("work"),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("quantity", NUMBER),
        *_texts("words"),
        sa.Column("lon", NUMBER),
        sa.Column("lat", NUMBER),
        *_flags("is_sample", "archived"),
        belongs=(("work", "work"),),
    )
    _noun(
        "photo",
        *_texts("work"),
        sa.Column("entry", sa.Text),
        *_texts("role", "sha256"),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("taken_at", MOMENT),
        sa.Column("lon", NUMBER),
        sa.Column("lat", NUMBER),
        *_flags("public"),
        *_texts("caption"),
        *_flags("is_sample", "archived"),
        belongs=(("work", "work"), ("entry", "entry")),
    )
    op.create_index("photo_sha256", "photo", ["sha256"])


def _create_promises() -> None:
    _noun(
        "promise",
        *_texts("title"),
        sa.Column("quantity", NUMBER, nullable=False),
        *_texts("bound", "unit", "source"),
        sa.Column("source_date", sa.Date),
        *_texts("compound", "words"),
        *_flags("is_sample", "archived"),
    )
    _list("promise_work", ("promise", "work"), (("promise", "promise"), ("work", "work")))


def _noun(name: str, *columns: sa.Column[Any], belongs: tuple[tuple[str, str], ...] = ()) -> None:
    stamps = (
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("updated_by", sa.Text, nullable=False),
    )
    _table(name, ("id",), (*columns, *stamps), belongs)


def _list(name: str, keys: tuple[str, ...], belongs: tuple[tuple[str, str], ...]) -> None:
    _table(name, keys, (sa.Column("position", sa.Integer, nullable=False),), belongs)


def _table(
    name: str, keys: tuple[str, ...], columns: tuple[sa.Column[Any], ...], belongs: tuple[tuple[str, str], ...]
) -> None:
    op.create_table(
        name,
        *(sa.Column(key, sa.Text) for key in ("community", *keys)),
        *columns,
        sa.PrimaryKeyConstraint("community", *keys, name=f"{name}_pk"),
        sa.ForeignKeyConstraint(["community"], ["community.community"], name=f"{name}_community_fk"),
        *(
            sa.ForeignKeyConstraint(
                ["community", column], [f"{parent}.community", f"{parent}.id"], name=f"{name}_{column}_fk"
            )
            for column, parent in belongs
        ),
    )
    for column, _ in belongs:
        if column not in keys:
            op.create_index(f"{name}_by_{column}", name, ["community", column])


def _texts(*names: str) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, sa.Text, nullable=False) for name in names)


def _flags(*names: str) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, sa.Boolean, nullable=False) for name in names)
