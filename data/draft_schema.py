"""The table of drafts: what somebody has typed into a form and not saved yet."""

from sqlalchemy import Column, ForeignKeyConstraint, Table, Text

from data.schema import Utc, json_column, metadata

draft = Table(
    "draft",
    metadata,
    *(Column(key, Text, primary_key=True) for key in ("community", "who", "form")),
    Column("at", Utc, nullable=False),
    json_column("content", nullable=False),
    ForeignKeyConstraint(["community"], ["community.community"]),
)
