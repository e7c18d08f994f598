"""The connection to the database: many readers, and writers whose transactions never meet half-way.

On SQLite a transaction that reads first and writes later fails with "database is locked" as soon as somebody else has
written in between. So writers begin with BEGIN IMMEDIATE and stand in one queue; readers, in WAL mode, wait for nobody.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from sqlite3 import OperationalError, sqlite_version_info
from typing import Any, Protocol

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

SQLITE = "sqlite+aiosqlite"
POSTGRESQL = "postgresql+asyncpg"

_BUSY_SECONDS = 5.0  # how long another process may hold the file
_QUEUE_SECONDS = 30.0  # how long a writer stands in this process's queue
_SQLITE_READERS = 4
_SQLITE_NEEDED = (3, 35, 0)  # RETURNING

# What asyncpg takes as text from the address; it fails with a TypeError for what other drivers know, as sslmode.
_POSTGRESQL_OPTIONS = frozenset(
    [
        "gsslib",
        "host",
        "krbsrvname",
        "passfile",
        "port",
        "prepared_statement_cache_size",
        "service",
        "servicefile",
        "ssl",
        "target_session_attrs",
    ]
)


class DatabaseUrlError(ValueError):
    """The address of the database cannot be used. The text does not repeat the address: it may hold a password."""


class Database:
    """Gives connections. Every `write` is one transaction; a `read` sees committed rows, each statement for itself.

    Args:
        url: `sqlite+aiosqlite:///path/to/file` or `postgresql+asyncpg://user:password@host/name`.

    Raises:
        DatabaseUrlError: Another kind of database, or SQLite without a file.
    """

    def __init__(self, url: str) -> None:
        self.url = _checked(url)
        if self.url.drivername == SQLITE:
            _make_folder(self.url)
            self._writer = _sqlite_writer(self.url)
            self._reader = _sqlite_reader(self.url)
        else:
            self._writer = _postgresql(self.url)
            # The same pool: what a reader takes is only told not to open a transaction.
            self._reader = self._writer.execution_options(isolation_level="AUTOCOMMIT")

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file of this machine."""
        return self.url.drivername == SQLITE

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection that only reads. Nothing that needs two statements to agree belongs here."""
        async with self._reader.connect() as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: committed at the end, rolled back by an error. No network call belongs inside."""
        async with self._writer.begin() as connection:
            yield connection

    async def aclose(self) -> None:
        """Close every connection."""
        await self._reader.dispose()
        await self._writer.dispose()


def _checked(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        raise DatabaseUrlError("not an address of a database") from None  # the cause quotes the address
    if parsed.drivername not in (SQLITE, POSTGRESQL):
        raise DatabaseUrlError(f"the database must be {SQLITE}:///… or {POSTGRESQL}://…")
    if parsed.drivername == POSTGRESQL and not parsed.query.keys() <= _POSTGRESQL_OPTIONS:
        raise DatabaseUrlError("options of another driver; asyncpg says ssl=require, not sslmode=require")
    if parsed.drivername == SQLITE:
        if not parsed.database or parsed.database == ":memory:" or parsed.database.startswith("file:"):
            raise DatabaseUrlError("SQLite needs the path of a file: readers and writers are connected apart")
        if sqlite_version_info < _SQLITE_NEEDED:
            needed = ".".join(map(str, _SQLITE_NEEDED))
            raise DatabaseUrlError(f"SQLite {needed} or newer is needed")
    return parsed


def _make_folder(url: URL) -> None:
    if url.database is not None:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)


class _DriverCursor(Protocol):
    def execute(self, operation: str, /) -> Any: ...
    def close(self) -> None: ...


class _DriverConnection(Protocol):
    def cursor(self) -> _DriverCursor: ...


def _on_connect(engine: AsyncEngine, *pragmas: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: _DriverConnection, _record: object) -> None:
        cursor = connection.cursor()
        # For a file that is being made at this moment by somebody else SQLite refuses to change the journal, and does
        # not wait. The file keeps the mode: the next connection sets it.
        with suppress(OperationalError):
            cursor.execute("PRAGMA journal_mode=WAL")
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def _sqlite_reader(url: URL) -> AsyncEngine:
    engine = create_async_engine(
        url,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,  # a rollback of nothing would cost a hop between threads for every read
        pool_size=_SQLITE_READERS,
        max_overflow=0,
        pool_timeout=_QUEUE_SECONDS,
        connect_args={"timeout": _BUSY_SECONDS},
    )
    _on_connect(engine, "query_only=ON")
    return engine


def _sqlite_writer(url: URL) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=1,  # the queue of writers
        max_overflow=0,
        pool_timeout=_QUEUE_SECONDS,
        # The driver is told to begin nothing by itself; see "begin" below.
        connect_args={"timeout": _BUSY_SECONDS, "isolation_level": None},
    )
    # With WAL, synchronous=NORMAL survives a crash of the program whole; a power cut may take the last moments, never
    # the order of things.
    _on_connect(engine, "foreign_keys=ON", "synchronous=NORMAL")

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _postgresql(url: URL) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_pre_ping=True,  # a restarted server costs nobody an answer
        pool_timeout=_QUEUE_SECONDS,
        connect_args={"server_settings": {"application_name": "kabinet", "timezone": "UTC"}},
    )
