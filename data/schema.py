"""The tables, once for both engines. Every primary key begins with the community, so that a city partitions by it.

`history` is append-only: triggers made by the migrations refuse UPDATE and DELETE on it. The migrations are
what makes a database; a test holds them against this file.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from data.geometry import stored_geometry


class Utc(TypeDecorator[datetime]):
    """A moment in UTC. Takes and gives aware datetimes; SQLite keeps them without zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def json_column(name: str, **options: Any) -> Column[Any]:
    """JSON text on SQLite, JSONB on PostgreSQL."""
    return Column(name, JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql"), **options)


metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pk",
        "fk": "%(table_name)s_%(column_0_name)s_fk",
        "ix": "%(table_name)s_ix",
    }
)


def _community(**options: Any) -> Column[Any]:
    return Column("community", Text, ForeignKey("community.community"), primary_key=True, **options)


community = Table(
    "community",
    metadata,
    Column("community", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("official_code", Text, nullable=False),
    Column("lon", Float(53), nullable=False),
    Column("lat", Float(53), nullable=False),
    Column("is_sample", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("updated_at", Utc, nullable=False),
    Column("updated_by", Text, nullable=False),
)

feature = Table(
    "feature",
    metadata,
    _community(),
    Column("layer", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("parent", Text, nullable=False),
    Column("is_sample", Boolean, nullable=False),
    json_column("fields", nullable=False),
    Column("geometry", stored_geometry()),
    Column("version", Integer, nullable=False),
    Column("updated_at", Utc, nullable=False),
    Column("updated_by", Text, nullable=False),
)
feature_geometry = Index("feature_geometry", feature.c.geometry, postgresql_using="gist").ddl_if(dialect="postgresql")

layer_revision = Table(
    "layer_revision",
    metadata,
    _community(),
    Column("layer", Text, primary_key=True),
    Column("revision", BigInteger, nullable=False),
)

history = Table(
    "history",
    metadata,
    _community(),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Utc, nullable=False),
    Column("who", Text, nullable=False),
    Column("table", Text, nullable=False),
    Column("layer", Text, nullable=False),
    Column("row_id", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("version", Integer, nullable=False),
    json_column("before"),
    json_column("after"),
)
Index("history_row", history.c.community, history.c.layer, history.c.row_id, history.c.id)

idempotency = Table(
    "idempotency",
    metadata,
    # Without reference to the community: the key of the write that adds a community is claimed before it.
    Column("community", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("at", Utc, nullable=False),
    json_column("results", nullable=False),
)
