"""Run by Alembic; works on the connection that `data.migrations.upgrade` hands over."""

from alembic import context

import data.people_schema
import data.plan_schema
import data.project_schema
import data.rule_schema  # noqa: F401 - the tables of all join the metadata
from data.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
