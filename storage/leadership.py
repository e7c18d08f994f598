"""`bot.jobs.leadership.Leadership` by means of the database, so that it needs nothing beside it."""

import asyncio
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import URL, bindparam, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from storage.database import Database

# An advisory lock is a number within one database: «kabinet» in ASCII.
LOCK = int.from_bytes(b"kabinet", "big")
# A connection that gives no answer for so long is lost.
ANSWER_SECONDS = 5.0

_TRY = select(func.pg_try_advisory_lock(bindparam("lock")))
_ASK = select(1)


def leadership(database: Database) -> "FileLeadership | AdvisoryLeadership":
    """The leadership of those who use this database."""
    if database.is_sqlite:
        return FileLeadership(Path(f"{database.url.database}.lock"))
    return AdvisoryLeadership(database.url)


class FileLeadership:
    """A locked file beside an SQLite database. The system lets go of it when the process ends, however that is."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    async def acquire(self) -> bool:
        """Try to lock the file; whether it is locked by this one now."""
        if self._file is None:
            self._file = _locked(self._path)
        return self._file is not None

    async def holds(self) -> bool:
        """Whether the file at the path is still the locked one: somebody may have removed it."""
        return self._file is not None and _is_same(self._file, self._path)

    async def release(self) -> None:
        """Unlock the file."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _locked(path: Path) -> BinaryIO | None:
    file = path.open("ab")
    try:
        _lock(file)
    except OSError:
        file.close()
        return None
    return file


def _is_same(file: BinaryIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        # Of the open file and not of the process: two bots in one process exclude each other too.
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class AdvisoryLeadership:
    """An advisory lock that lasts as long as a connection of its own; a lost connection is a lost leadership."""

    def __init__(self, url: URL) -> None:
        self._engine = create_async_engine(
            url,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={
                "timeout": ANSWER_SECONDS,
                # Without these the server would keep the lock of a machine that is gone for two hours.
                "server_settings": {
                    "application_name": "kabinet leader",
                    "tcp_keepalives_idle": "10",
                    "tcp_keepalives_interval": "5",
                    "tcp_keepalives_count": "3",
                },
            },
        )
        self._connection: AsyncConnection | None = None

    async def acquire(self) -> bool:
        """Try to lock; whether it is locked by this one now.

        Raises:
            SQLAlchemyError, OSError: The database is out of reach.
        """
        if self._connection is not None:
            return await self.holds()
        connection = await self._engine.connect()
        try:
            won = bool((await connection.execute(_TRY, {"lock": LOCK})).scalar())
        except BaseException:
            await connection.invalidate()
            await connection.close()
            raise
        if won:
            self._connection = connection
        else:
            await connection.close()
        return won

    async def holds(self) -> bool:
        """Whether the connection that locked it is still there."""
        if self._connection is None:
            return False
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._connection.execute(_ASK)
        except (SQLAlchemyError, OSError):  # TimeoutError is an OSError
            await self._drop()
            return False
        return True

    async def release(self) -> None:
        """Unlock."""
        await self._drop()

    async def _drop(self) -> None:
        """Close the connection for good: it unlocks, whatever state the connection is in."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError, OSError):
                await connection.invalidate()
                await connection.close()
