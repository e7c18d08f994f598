import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from storage.database import Database
from storage.schema import migrate
from storage.tables import metadata
from tests.storage.postgresql_server import NoPostgresqlError, running_server

BACKENDS = ("sqlite", "postgresql")
EMPTY_ALL = f"TRUNCATE {', '.join(table.name for table in metadata.sorted_tables)} RESTART IDENTITY"


async def command(url: URL, words: str) -> None:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.execute(text(words))
    await engine.dispose()


def address(url: URL) -> str:
    return url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    try:
        with running_server() as url:
            yield make_url(url)
    except NoPostgresqlError as missing:
        if os.environ.get("KABINET_REQUIRE_ALL") == "1":
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("storage") / "migrated.db"
    asyncio.run(_migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: URL) -> URL:
    url = postgresql_server.set(database="migrated")
    asyncio.run(command(postgresql_server.set(database="postgres"), "CREATE DATABASE migrated"))
    asyncio.run(_migrate(address(url)))
    return url


async def _migrate(url: str) -> None:
    await migrate(url)


def migrated(backend: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of a database with all tables and no rows."""
    if backend == "sqlite":
        path = folder / "kabinet.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        return f"sqlite+aiosqlite:///{path}"
    shared: URL = request.getfixturevalue("migrated_postgresql")
    asyncio.run(command(shared, EMPTY_ALL))
    return address(shared)


@pytest.fixture(params=BACKENDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return migrated(request.param, request, tmp_path)


@pytest.fixture(params=BACKENDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'kabinet.db'}"
        return
    server: URL = request.getfixturevalue("postgresql_server")
    administration = server.set(database="postgres")
    asyncio.run(command(administration, "CREATE DATABASE empty"))
    yield address(server.set(database="empty"))
    asyncio.run(command(administration, "DROP DATABASE empty WITH (FORCE)"))


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = Database(url)
    yield opened
    await opened.aclose()
