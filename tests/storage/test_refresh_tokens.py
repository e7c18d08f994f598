"""Refresh tokens of services outside: the latest one stays, and one of new settings begins anew."""

import asyncio

from cryptography.fernet import Fernet
from sqlalchemy import select

from storage.cipher import Cipher
from storage.database import Database
from storage.refresh_tokens import StoredRefreshTokens
from storage.tables import refresh_tokens
from tests.storage.samples import StoppedClock

CIPHER = Cipher([Fernet.generate_key().decode()])


def tokens(
    database: Database, configured: str = "configured", cipher: Cipher = CIPHER, service: str = "diadoc"
) -> StoredRefreshTokens:
    return StoredRefreshTokens(database, cipher, service, configured, StoppedClock())


async def test_the_latest_token_outlives_the_program(database: Database) -> None:
    assert await tokens(database).current() == "configured"
    await tokens(database).replace("configured", "second")
    assert await tokens(database).current() == "second"
    await tokens(database).replace("second", "third")
    assert await tokens(database).current() == "third"
    assert await tokens(database, service="other").current() == "configured"


async def test_a_late_exchange_of_an_older_token_changes_nothing(database: Database) -> None:
    await tokens(database).replace("configured", "second")
    await tokens(database).replace("configured", "late")
    assert await tokens(database).current() == "second"


async def test_of_two_at_once_one_token_stays_and_goes_on(database: Database) -> None:
    await asyncio.gather(*(tokens(database).replace("configured", f"new-{n}") for n in range(6)))
    latest = await tokens(database).current()
    assert latest.startswith("new-")
    await tokens(database).replace(latest, "next")
    assert await tokens(database).current() == "next"


async def test_a_new_token_in_the_settings_is_meant(database: Database) -> None:
    await tokens(database).replace("configured", "second")
    anew = tokens(database, "configured anew")
    assert await anew.current() == "configured anew"
    await anew.replace("configured anew", "third")
    assert await anew.current() == "third"


async def test_a_token_that_no_key_opens_gives_way_to_the_configured_one(database: Database) -> None:
    await tokens(database).replace("configured", "second")
    without = tokens(database, cipher=Cipher([Fernet.generate_key().decode()]))
    assert await without.current() == "configured"
    await without.replace("configured", "third")
    assert await without.current() == "third"


async def test_tokens_are_encrypted(database: Database) -> None:
    await tokens(database).replace("configured", "very-secret")
    async with database.read() as connection:
        row = (await connection.execute(select(refresh_tokens))).one()
    assert b"very-secret" not in row.token
    assert "configured" not in row.origin
