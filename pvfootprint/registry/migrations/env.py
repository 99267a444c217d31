"""Runs the steps on a connection that is given, within its transaction: all of them or none."""

from alembic import context

from pvfootprint.registry.migrating import VERSION_TABLE
from pvfootprint.registry.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=VERSION_TABLE,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
