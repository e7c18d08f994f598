import asyncio
import shutil
from pathlib import Path

import pytest
from sqlalchemy import bindparam, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.cabinet.person import Language
from storage.database import Database, DatabaseUrlError
from storage.memberships import StoredMemberships
from storage.people import StoredPeople
from storage.tables import memberships, people
from tests.storage.samples import ANNA, NOW, confirm, meet, profile


async def test_fifty_writers_at_once_lose_nothing(url: str, database: Database) -> None:
    """Read, then write what was read plus one: the very thing that fails when transactions meet half-way.

    Two programs share the work: within one the queue of writers alone would hide a wrong BEGIN.
    """
    other = Database(url)
    await meet(database, ANNA)
    await StoredPeople(database).seen(profile(ANNA, "0"), Language.RU, NOW)
    read = select(people.c.name).where(people.c.id == ANNA).with_for_update()
    write = update(people).where(people.c.id == ANNA).values(name=bindparam("next"))

    async def count(writer: Database) -> None:
        for _ in range(4):
            async with writer.write() as connection:
                number = int(await connection.scalar(read) or 0)
                await connection.execute(write, {"next": str(number + 1)})
            async with writer.read() as connection:
                await connection.scalar(select(people.c.name))

    await asyncio.gather(*(count(writer) for writer in (database, other) for _ in range(25)))
    await other.aclose()
    async with database.read() as connection:
        assert await connection.scalar(select(people.c.name)) == "200"


async def test_two_programs_on_one_database_wait_for_each_other(url: str) -> None:
    databases = [Database(url), Database(url)]
    await meet(databases[0], ANNA)
    outcomes = await asyncio.gather(
        *(confirm(databases[number % 2], certificate=str(number)) for number in range(20))
    )
    assert sum(outcome.is_new for outcome in outcomes) == 1
    for database in databases:
        await database.aclose()


async def test_an_error_undoes_the_transaction(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        await _fail_half_way(database)
    async with database.read() as connection:
        assert (await connection.execute(select(people))).all() == []
    await meet(database, ANNA)  # and the next writer finds nothing in its way


async def _fail_half_way(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(
            people.insert(),
            {"id": 1, "name": "", "username": None, "language": "ru", "zone": "", "created_at": NOW},
        )
        raise ZeroDivisionError


async def test_a_cancelled_writer_leaves_nothing_behind(database: Database) -> None:
    await meet(database, ANNA)
    inside = asyncio.Event()

    async def linger() -> None:
        async with database.write() as connection:
            await connection.execute(update(people).values(name="changed"))
            inside.set()
            await asyncio.Event().wait()

    lingering = asyncio.create_task(linger())
    await inside.wait()
    lingering.cancel()
    with pytest.raises(asyncio.CancelledError):
        await lingering
    person = await StoredPeople(database).seen(profile(ANNA, "next"), Language.RU, NOW)
    assert person.name == "next"


async def test_readers_do_not_wait_for_a_writer_and_see_whole_transactions(database: Database) -> None:
    await meet(database, ANNA)
    opened = (await confirm(database)).membership
    async with asyncio.timeout(3), database.write() as connection:
        await connection.execute(update(memberships).values(muted=True))
        found = await StoredMemberships(database).one(ANNA, opened.organization.id)
    assert found == opened
    found = await StoredMemberships(database).one(ANNA, opened.organization.id)
    assert found is not None
    assert found.muted


async def test_what_was_confirmed_survives_a_restart(url: str) -> None:
    first = Database(url)
    await meet(first, ANNA)
    opened = (await confirm(first)).membership
    await first.aclose()
    second = Database(url)
    assert await StoredMemberships(second).one(ANNA, opened.organization.id) == opened
    await second.aclose()


async def test_what_was_confirmed_survives_a_killed_program(tmp_path: Path, migrated_sqlite: Path) -> None:
    """A copy of the files taken without closing is what a crash leaves."""
    shutil.copy(migrated_sqlite, tmp_path / "running.db")
    running = Database(f"sqlite+aiosqlite:///{tmp_path / 'running.db'}")
    await meet(running, ANNA)
    opened = (await confirm(running)).membership
    for suffix in ("", "-wal"):
        shutil.copy(tmp_path / f"running.db{suffix}", tmp_path / f"crashed.db{suffix}")
    crashed = Database(f"sqlite+aiosqlite:///{tmp_path / 'crashed.db'}")
    assert await StoredMemberships(crashed).one(ANNA, opened.organization.id) == opened
    await crashed.aclose()
    await running.aclose()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_sqlite_is_set_up_as_promised(database: Database) -> None:
    async def pragma(name: str, *, write: bool) -> object:
        async with database.write() if write else database.read() as connection:
            return await connection.scalar(text(f"PRAGMA {name}"))

    for write in (True, False):
        assert await pragma("journal_mode", write=write) == "wal"
        assert await pragma("busy_timeout", write=write) == 5000
    assert await pragma("foreign_keys", write=True) == 1
    assert await pragma("synchronous", write=True) == 1
    assert await pragma("query_only", write=False) == 1


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match="readonly"):
        async with database.read() as connection:
            await connection.execute(update(people).values(name=""))


async def test_references_are_kept(database: Database) -> None:
    await meet(database, ANNA)
    await confirm(database)
    with pytest.raises(IntegrityError):
        async with database.write() as connection:
            await connection.execute(people.delete())


def test_the_folder_of_the_file_is_made(tmp_path: Path) -> None:
    Database(f"sqlite+aiosqlite:///{tmp_path / 'a' / 'b' / 'kabinet.db'}")
    assert (tmp_path / "a" / "b").is_dir()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "kabinet.db",
        "sqlite:///kabinet.db",
        "sqlite+aiosqlite://",
        "sqlite+aiosqlite:///:memory:",
        "sqlite+aiosqlite:///file:kabinet.db?uri=true",
        "postgresql://user:secret@host/kabinet",
        "mysql+aiomysql://user:secret@host/kabinet",
        "postgresql+asyncpg://user:secret@host:port/kabinet",
        "postgresql+asyncpg://user:secret@host/kabinet?sslmode=require",
    ],
)
def test_other_addresses_are_refused_without_telling_a_password(url: str) -> None:
    with pytest.raises(DatabaseUrlError) as refused:
        Database(url)
    assert "secret" not in str(refused.value)


def test_an_old_sqlite_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("storage.database.sqlite_version_info", (3, 34, 9))
    with pytest.raises(DatabaseUrlError, match=r"3\.35\.0"):
        Database(f"sqlite+aiosqlite:///{tmp_path / 'kabinet.db'}")
