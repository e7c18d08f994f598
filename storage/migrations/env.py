"""What Alembic runs: the steps, on the connection and in the transaction that `storage.schema` gives it."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from storage.column_types import CleanText, Identifier, UtcDateTime
from storage.tables import metadata

PLAIN = {
    CleanText: "sa.Text()",
    Identifier: 'sa.BigInteger().with_variant(sa.Integer(), "sqlite")',
    UtcDateTime: "sa.DateTime(timezone=True)",
}


def render_plainly(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """A draft names the database's types, not ours: ours may change, a step may not."""
    return PLAIN.get(type(item), False) if kind == "type" else False


connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by making it anew
    render_item=render_plainly,
    compare_server_default=True,
)
context.run_migrations()
