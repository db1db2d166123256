"""Run by Alembic; works on the connection that `data.migrations.upgrade` hands over."""

from alembic import context

from data.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
