"""The steps of the schema: each there and back, all together what `storage.tables` says, two starts at once."""

import asyncio
import logging
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from bot.cabinet.person import Language
from storage.database import Database
from storage.people import StoredPeople
from storage.schema import (
    HEAD,
    BrokenReferencesError,
    SchemaState,
    UnknownSchemaError,
    alembic_config,
    alone,
    migrate,
    schema_state,
    upgrade,
)
from storage.tables import metadata
from tests.storage.samples import ANNA, NOW, profile


@pytest.fixture
async def empty(empty_url: str) -> AsyncIterator[Database]:
    database = Database(empty_url)
    yield database
    await database.aclose()


def shape(connection: Connection) -> dict[str, object]:
    """Everything that a step may add and must take away again."""
    found = inspect(connection)
    return {
        table: (
            sorted((str(column["name"]), str(column["type"])) for column in found.get_columns(table)),
            sorted(str(index["name"]) for index in found.get_indexes(table)),
            sorted(str(key["name"]) for key in found.get_unique_constraints(table)),
            sorted(str(key["name"]) for key in found.get_foreign_keys(table)),
        )
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def climb(connection: Connection) -> None:
    configuration = alembic_config(connection)
    steps = list(ScriptDirectory.from_config(configuration).walk_revisions())[::-1]
    for step in steps:
        before = shape(connection)
        command.upgrade(configuration, step.revision)
        after = shape(connection)
        assert after != before
        command.downgrade(configuration, "-1")
        assert shape(connection) == before
        command.upgrade(configuration, step.revision)
        assert shape(connection) == after
    command.downgrade(configuration, "base")
    assert shape(connection) == {}


async def test_every_step_leads_there_and_back(empty: Database) -> None:
    async with alone(empty) as connection:
        await connection.run_sync(climb)


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True}
    )
    return list(compare_metadata(context, metadata))


async def test_the_steps_make_what_the_tables_say(empty: Database) -> None:
    await migrate(empty)
    async with alone(empty) as connection:
        assert await connection.run_sync(differences) == []
        migrated = await connection.run_sync(shape)
        await connection.execute(text("DROP TABLE alembic_version"))
        await connection.run_sync(metadata.drop_all)
        await connection.run_sync(metadata.create_all)
        assert await connection.run_sync(shape) == migrated


async def test_a_missing_index_would_be_noticed(empty: Database) -> None:
    await migrate(empty)
    async with alone(empty) as connection:
        await connection.execute(text("DROP INDEX ix_fsm_updated_at"))
        await connection.execute(text("CREATE INDEX ix_fsm_state ON fsm (state)"))
        found = await connection.run_sync(differences)
    assert {str(difference[0]) for difference in found if isinstance(difference, tuple)} == {
        "add_index",
        "remove_index",
    }


def test_head_is_the_newest_step() -> None:
    assert ScriptDirectory.from_config(alembic_config(None)).get_heads() == [HEAD]  # type: ignore[arg-type]  # not connected


async def test_migrating_tells_where_it_began_and_is_done_once(empty: Database) -> None:
    assert await schema_state(empty) == SchemaState(None, HEAD)
    assert not (await schema_state(empty)).is_current
    assert await migrate(empty) == SchemaState(None, HEAD)
    await StoredPeople(empty).seen(profile(ANNA), Language.EN, NOW)
    assert await migrate(empty) == SchemaState(HEAD, HEAD)
    assert (await schema_state(empty)).is_current
    person = await StoredPeople(empty).seen(profile(ANNA), Language.RU, NOW)
    assert person.language is Language.EN


async def test_an_address_serves_as_well(empty_url: str) -> None:
    assert (await migrate(empty_url)).current is None
    assert (await migrate(empty_url)).is_current


async def test_a_database_of_a_newer_program_is_left_alone(empty: Database) -> None:
    await migrate(empty)
    async with empty.write() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UnknownSchemaError, match="9999"):
        await migrate(empty)
    assert (await schema_state(empty)).current == "9999"


async def test_a_failed_migration_is_undone_whole(empty: Database) -> None:
    def fail(connection: Connection) -> None:
        upgrade(connection, HEAD)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        async with alone(empty) as connection:
            await connection.run_sync(fail)
    async with empty.read() as reader:
        assert await reader.run_sync(lambda connection: inspect(connection).get_table_names()) == []
    assert (await migrate(empty)).current is None


@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
async def test_broken_references_undo_a_migration_on_sqlite(empty: Database) -> None:
    await migrate(empty)
    with pytest.raises(BrokenReferencesError, match="challenges"):
        async with alone(empty) as connection:
            await connection.execute(
                text(
                    "INSERT INTO challenges (person, code, content, issued_at, valid_until) "
                    "VALUES (1, 'c', 'c', '2026-01-01', '2026-01-01')"
                )
            )
    async with empty.read() as reader:
        assert await reader.scalar(text("SELECT count(*) FROM challenges")) == 0


async def test_several_may_start_at_once_in_one_program(empty_url: str) -> None:
    await asyncio.gather(*(migrate(empty_url) for _ in range(6)))
    database = Database(empty_url)
    assert (await schema_state(database)).is_current
    await database.aclose()


def test_several_programs_may_start_at_once(empty_url: str) -> None:
    program = "import asyncio, sys; from storage.schema import migrate; asyncio.run(migrate(sys.argv[1]))"
    started = [
        subprocess.Popen([sys.executable, "-c", program, empty_url], stderr=subprocess.PIPE, text=True)  # noqa: S603 - our own words
        for _ in range(4)
    ]
    for process in started:
        _, complaint = process.communicate(timeout=60)
        assert (process.returncode, complaint) == (0, "")


async def test_alembic_keeps_out_of_the_log(empty: Database, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("alembic").setLevel(logging.NOTSET)
    with caplog.at_level(logging.INFO):
        await migrate(empty)
    assert caplog.records == []


def test_a_start_does_not_wait_for_alembic() -> None:
    words = "import sys, storage.schema, storage.database; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", words], check=False).returncode == 0  # noqa: S603 - our own words
