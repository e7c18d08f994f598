"""The database's schema: where it stands, and bringing it up to date.

Alembic is imported only when there is something to do: a start on a database that is up to date does not wait for it.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from storage.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

# The newest revision in `migrations/versions`; a test holds the two together.
HEAD = "0005"

_MIGRATIONS = Path(__file__).parent / "migrations"
# How long a start waits for another one that migrates the same SQLite file.
_PATIENCE_SECONDS = 60.0
# An arbitrary number that names our lock among PostgreSQL's advisory locks.
_LOCK = 0x6B6162696E6574


class UnknownSchemaError(Exception):
    """The database is of a revision that this program does not know: a newer program has used it."""


class BrokenReferencesError(Exception):
    """A migration would have left rows that refer to nothing; it was undone."""


@dataclass(frozen=True, slots=True)
class SchemaState:
    """Where the database's schema stands."""

    current: str | None  # None: an empty database
    head: str

    @property
    def is_current(self) -> bool:
        """Whether the program and the database fit."""
        return self.current == self.head


async def schema_state(database: Database) -> SchemaState:
    """Where the schema stands; changes nothing."""
    async with database.read() as connection:
        return SchemaState(await connection.run_sync(_current), HEAD)


async def migrate(target: Database | str) -> SchemaState:
    """Bring the schema up to date, all at once; several programs may start at the same time.

    Returns:
        Where the schema stood before.

    Raises:
        UnknownSchemaError: A newer program has used the database.
        DatabaseUrlError: The address cannot be used.
    """
    if isinstance(target, str):
        database = Database(target)
        try:
            return await migrate(database)
        finally:
            await database.aclose()
    before = await schema_state(target)
    if not before.is_current:
        async with alone(target) as connection:
            await connection.run_sync(upgrade, HEAD)
    return before


@asynccontextmanager
async def alone(database: Database) -> AsyncIterator[AsyncConnection]:
    """A transaction for work on the schema; others who want one wait for their turn.

    Raises:
        BrokenReferencesError: The work would leave rows that refer to nothing (SQLite; PostgreSQL refuses by itself).
    """
    if not database.is_sqlite:
        async with database.write() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection
        return
    engine = create_async_engine(
        database.url,
        poolclass=NullPool,
        connect_args={"timeout": _PATIENCE_SECONDS, "isolation_level": None},
    )

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        # SQLite changes a table by making it anew, and dropping the old one must not drag along the rows that refer to
        # it. Within a transaction this can be switched no more; hence a connection of its own.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    try:
        async with engine.begin() as connection:
            yield connection
            broken = (await connection.execute(text("PRAGMA foreign_key_check"))).first()
            if broken is not None:
                raise BrokenReferencesError(
                    f"rows of {broken[0]} refer to rows of {broken[2]} that are not there"
                )
    finally:
        await engine.dispose()


def upgrade(connection: Connection, revision: str) -> None:
    """Go forward to the revision within the caller's transaction (see `alone`).

    Raises:
        UnknownSchemaError: A newer program has used the database.
    """
    from alembic import command  # noqa: PLC0415 - slow to import, see above
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - the same

    configuration = alembic_config(connection)
    current = _current(connection)
    known = {script.revision for script in ScriptDirectory.from_config(configuration).walk_revisions()}
    if current is not None and current not in known:
        raise UnknownSchemaError(f"the database is of revision {current}, this program knows up to {HEAD}")
    command.upgrade(configuration, revision)


def alembic_config(connection: Connection) -> "Config":
    """What Alembic needs to know, without a file; its own messages are kept out of the program's log."""
    from alembic.config import Config  # noqa: PLC0415 - slow to import, see above

    logging.getLogger("alembic").setLevel(logging.WARNING)
    configuration = Config()
    configuration.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    configuration.attributes["connection"] = connection
    return configuration


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision
