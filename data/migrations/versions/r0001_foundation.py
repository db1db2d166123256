"""Communities, features with geometry, revisions, history and idempotency keys."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import UserDefinedType

revision = "0001"
down_revision = None
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

SQLITE_APPEND_ONLY = """
CREATE TRIGGER history_no_{action} BEFORE {action} ON history
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END
"""

POSTGRES_APPEND_ONLY = (
    """
    CREATE FUNCTION history_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'history is append-only'; END $$
    """,
    """
    CREATE TRIGGER history_no_change BEFORE UPDATE OR DELETE ON history
    FOR EACH ROW EXECUTE FUNCTION history_refuse()
    """,
    "CREATE TRIGGER history_no_truncate BEFORE TRUNCATE ON history EXECUTE FUNCTION history_refuse()",
)


def upgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        _enable_postgis()
    _create_places()
    _create_records()
    if postgres:
        op.create_index("feature_geometry", "feature", ["geometry"], postgresql_using="gist")
    for statement in POSTGRES_APPEND_ONLY if postgres else map(_sqlite_trigger, ("update", "delete")):
        op.execute(statement)


def _sqlite_trigger(action: str) -> str:
    return SQLITE_APPEND_ONLY.format(action=action)


def _enable_postgis() -> None:
    """Only where it is missing: asking for it again needs rights that the program's user should not have."""
    found = op.get_bind().execute(sa.text("SELECT 1 FROM pg_extension WHERE extname = 'postgis'")).first()
    if not found:
        op.execute("CREATE EXTENSION postgis")


def _create_places() -> None:
    op.create_table(
        "community",
        sa.Column("community", sa.Text),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("official_code", sa.Text, nullable=False),
        sa.Column("lon", sa.Float(53), nullable=False),
        sa.Column("lat", sa.Float(53), nullable=False),
        sa.Column("is_sample", sa.Boolean, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("updated_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("community", name="community_pk"),
    )
    op.create_table(
        "feature",
        sa.Column("community", sa.Text),
        sa.Column("layer", sa.Text),
        sa.Column("id", sa.Text),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("parent", sa.Text, nullable=False),
        sa.Column("is_sample", sa.Boolean, nullable=False),
        sa.Column("fields", JSON, nullable=False),
        sa.Column("geometry", GEOMETRY),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("updated_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("community", "layer", "id", name="feature_pk"),
        sa.ForeignKeyConstraint(["community"], ["community.community"], name="feature_community_fk"),
    )


def _create_records() -> None:
    op.create_table(
        "layer_revision",
        sa.Column("community", sa.Text),
        sa.Column("layer", sa.Text),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("community", "layer", name="layer_revision_pk"),
        sa.ForeignKeyConstraint(["community"], ["community.community"], name="layer_revision_community_fk"),
    )
    op.create_table(
        "history",
        sa.Column("community", sa.Text),
        sa.Column("id", sa.BigInteger, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("table", sa.Text, nullable=False),
        sa.Column("layer", sa.Text, nullable=False),
        sa.Column("row_id", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("before", JSON),
        sa.Column("after", JSON),
        sa.PrimaryKeyConstraint("community", "id", name="history_pk"),
        sa.ForeignKeyConstraint(["community"], ["community.community"], name="history_community_fk"),
    )
    op.create_index("history_row", "history", ["community", "layer", "row_id", "id"])
    op.create_table(
        "idempotency",
        sa.Column("community", sa.Text),
        sa.Column("key", sa.Text),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("results", JSON, nullable=False),
        sa.PrimaryKeyConstraint("community", "key", name="idempotency_pk"),
    )
