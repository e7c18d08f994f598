from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.texts import Texts, texts
from storage.database import Database
from storage.schema import migrate
from storage.service_imports import StoredServiceImports
from tests.imports.building import MemoryStore, Printed, StandingClock


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def console() -> Printed:
    return Printed()


@pytest.fixture
def terminal() -> Printed:
    return Printed(terminal=True)


@pytest.fixture
def ru() -> Texts:
    return texts("ru")


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite+aiosqlite:///{tmp_path / 'kabinet.db'}")
    await migrate(opened)
    yield opened
    await opened.aclose()


@pytest.fixture
def stored(database: Database) -> StoredServiceImports:
    return StoredServiceImports(database)
