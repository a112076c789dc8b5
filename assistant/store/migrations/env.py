"""What Alembic runs: the migrations, on the connection and in the transaction of whoever asked."""

from alembic import context

from assistant.store.tables import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
