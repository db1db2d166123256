"""The tables of renewal projects, on the same metadata and by the same rules as `data.schema`.

A work's assets refer to features without a foreign key: a feature may be deleted, and the work must
then say that its asset is gone instead of silently losing it.
"""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, Float, ForeignKeyConstraint, Index, Integer, Table, Text

from data.geometry import stored_geometry
from data.schema import Utc, json_column, metadata


def _text(name: str) -> Column[Any]:
    return Column(name, Text, nullable=False)


def _flag(name: str) -> Column[Any]:
    return Column(name, Boolean, nullable=False)


def _number(name: str, **options: Any) -> Column[Any]:
    return Column(name, Float(53), **options)


def _stamps() -> tuple[Column[Any], ...]:
    """What every row that people edit carries: version for conflicts, last writer."""
    return (
        Column("version", Integer, nullable=False),
        Column("updated_at", Utc, nullable=False),
        _text("updated_by"),
    )


def _noun(name: str, *columns: Any, keys: tuple[str, ...] = ("id",)) -> Table:
    """A table whose key is the community and `keys`."""
    return Table(
        name,
        metadata,
        *(Column(key, Text, primary_key=True) for key in ("community", *keys)),
        *columns,
        ForeignKeyConstraint(["community"], ["community.community"]),
    )


def _belongs(child: Table, column: str, parent: str) -> None:
    """A foreign key within the community, and the index that finds the children."""
    child.append_constraint(
        ForeignKeyConstraint(
            ["community", column], [f"{parent}.community", f"{parent}.id"], name=f"{child.name}_{column}_fk"
        )
    )
    if column not in child.primary_key.columns:
        Index(f"{child.name}_by_{column}", child.c.community, child.c[column])


work_kind = _noun(
    "work_kind",
    *(_text(name) for name in ("title", "unit", "work_class", "colour", "icon", "measured_by", "measured_field")),
    json_column("layers", nullable=False),
    _flag("archived"),
    *_stamps(),
)

project = _noun(
    "project",
    *(_text(name) for name in ("name", "line_of_work", "public_words", "internal_words", "lead")),
    json_column("mechanisms", nullable=False),
    json_column("parties", nullable=False),
    _flag("is_sample"),
    _flag("archived"),
    *_stamps(),
)

work = _noun(
    "work",
    *(_text(name) for name in ("project", "kind", "name", "status", "location", "compound")),
    Column("geometry", stored_geometry()),
    *(_number(name) for name in ("planned", "contracted", "done", "accepted")),
    _number("weight", nullable=False),
    _text("contractor"),
    _text("supervisor"),
    Column("warranty_until", Date),
    Column("cost_fen", BigInteger),
    json_column("funding", nullable=False),
    Column("start_day", Date),
    _flag("start_confirmed"),
    Column("end_day", Date),
    _flag("end_confirmed"),
    _text("public_words"),
    _text("internal_words"),
    _text("split_from"),
    _flag("is_sample"),
    _flag("archived"),
    *_stamps(),
)
_belongs(work, "project", "project")
_belongs(work, "kind", "work_kind")

work_asset = _noun("work_asset", Column("position", Integer, nullable=False), keys=("work", "layer", "id"))
_belongs(work_asset, "work", "work")
Index("work_asset_feature", work_asset.c.community, work_asset.c.layer, work_asset.c.id)

step = _noun(
    "step",
    _text("project"),
    _text("step"),
    _flag("closed"),
    Column("closed_at", Utc),
    _text("closed_by"),
    _text("reason"),
    *_stamps(),
)
_belongs(step, "project", "project")

evidence = _noun(
    "evidence",
    *(_text(name) for name in ("project", "step", "kind", "title", "reference", "words")),
    _flag("is_sample"),
    _flag("archived"),
    *_stamps(),
)
_belongs(evidence, "project", "project")

entry = _noun(
    "entry",
    _text("work"),
    Column("day", Date, nullable=False),
    _number("quantity"),
    _text("words"),
    _number("lon"),
    _number("lat"),
    _flag("is_sample"),
    _flag("archived"),
    *_stamps(),
    Column("written_at", Utc),
)
_belongs(entry, "work", "work")

photo = _noun(
    "photo",
    _text("work"),
    Column("entry", Text),
    _text("role"),
    _text("sha256"),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("taken_at", Utc),
    _number("lon"),
    _number("lat"),
    _flag("public"),
    _text("caption"),
    _flag("is_sample"),
    _flag("archived"),
    *_stamps(),
)
_belongs(photo, "work", "work")
_belongs(photo, "entry", "entry")
Index("photo_sha256", photo.c.sha256)

promise = _noun(
    "promise",
    _text("title"),
    _number("quantity", nullable=False),
    *(_text(name) for name in ("bound", "unit", "source")),
    Column("source_date", Date),
    _text("compound"),
    _text("words"),
    _flag("is_sample"),
    _flag("archived"),
    *_stamps(),
)

promise_work = _noun("promise_work", Column("position", Integer, nullable=False), keys=("promise", "work"))
_belongs(promise_work, "promise", "promise")
_belongs(promise_work, "work", "work")

change_batch = _noun(
    "change_batch",
    _text("title"),
    json_column("changes", nullable=False),
    _flag("undone"),
    *_stamps(),
)
