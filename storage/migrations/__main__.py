"""Drafts the next migration from the difference between `storage.tables` and the steps so far; to be read by hand."""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from storage.database import Database
from storage.schema import HEAD, alembic_config, alone, upgrade


def draft(connection: Connection, message: str) -> None:
    """Write the draft into `versions`, numbered after the newest step; `HEAD` is then raised by hand."""
    from alembic import command  # noqa: PLC0415 - see storage.schema

    configuration = alembic_config(connection)
    configuration.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    upgrade(connection, HEAD)
    command.revision(configuration, message, autogenerate=True, rev_id=f"{int(HEAD) + 1:04}")


async def main(message: str) -> None:
    """Draft on a database that is thrown away."""
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{Path(folder) / 'draft.db'}")
        async with alone(database) as connection:
            await connection.run_sync(draft, message)
        await database.aclose()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
