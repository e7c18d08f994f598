from dataclasses import replace

import pytest
from aiogram.fsm.storage.base import StorageKey
from cryptography.fernet import Fernet
from sqlalchemy import insert

from bot.cabinet.confirmation import ACCESS_LIFETIME, Confirmation
from bot.cabinet.files.ports import LostFileError
from bot.cabinet.files.stored_file import Media
from bot.cabinet.warnings.kind import Kind
from bot.cabinet.warnings.outbox import State
from storage.challenges import StoredChallenges
from storage.cipher import Cipher
from storage.database import Database
from storage.files import StoredFiles, StoredSentFiles
from storage.fsm import DatabaseStorage
from storage.memberships import StoredMemberships
from storage.retention import (
    ARCHIVE_LIFETIME,
    CONVERSATION_LIFETIME,
    UNSIGNED_CHALLENGE_LIFETIME,
    WARNING_LIFETIME,
    Purged,
    purge,
)
from storage.tables import hidden_ends
from tests.storage.samples import ANNA, DAY, NOW, StoppedClock, challenge, meet, signer
from tests.storage.warnings.rows import put, states

NOTHING = Purged(conversations=0, challenges=0, warnings=0, hidden_ends=0, archives=0)


async def test_idle_conversations_go(database: Database) -> None:
    clock = StoppedClock()
    storage = DatabaseStorage(database, clock)
    idle, busy = StorageKey(1, 1, 1), StorageKey(1, 2, 2)
    await storage.set_state(idle, "idle")
    await storage.set_state(busy, "busy")
    clock.moment += DAY
    await storage.update_data(busy, {})
    assert await purge(database, NOW + CONVERSATION_LIFETIME) == NOTHING
    assert await purge(database, NOW + CONVERSATION_LIFETIME + DAY / 2) == replace(NOTHING, conversations=1)
    assert await storage.get_state(idle) is None
    assert await storage.get_state(busy) == "busy"


async def test_unsigned_challenges_go_and_evidence_stays(database: Database) -> None:
    await meet(database, ANNA)
    signed = await challenge(database)
    await challenge(database)
    young = await challenge(database, at=NOW + DAY)
    await StoredMemberships(database).record(
        Confirmation(signed.id, ANNA, signer(), NOW, NOW + ACCESS_LIFETIME)
    )
    assert await purge(database, NOW + UNSIGNED_CHALLENGE_LIFETIME) == NOTHING
    assert await purge(database, NOW + UNSIGNED_CHALLENGE_LIFETIME + DAY / 2) == replace(
        NOTHING, challenges=1
    )
    assert await StoredChallenges(database).recent(ANNA, NOW, 10) == [young, signed]


async def test_what_is_over_goes_and_what_waits_stays(database: Database) -> None:
    await meet(database, ANNA)
    for number, state in enumerate(State):
        await put(database, ANNA, Kind.SERVICE, NOW.date(), subject=number, state=state)
    async with database.write() as connection:
        hidden = {"person": ANNA, "kind": "service", "subject": 1, "end": "2026-11-21", "hidden_at": NOW}
        await connection.execute(insert(hidden_ends), hidden)
    assert await purge(database, NOW + WARNING_LIFETIME) == NOTHING
    assert await purge(database, NOW + WARNING_LIFETIME + DAY) == replace(NOTHING, warnings=3, hidden_ends=1)
    assert await states(database) == ["queued", "held", "sending"]


async def test_archives_go_and_what_they_are_made_of_stays(database: Database) -> None:
    files = StoredFiles(database, Cipher([Fernet.generate_key().decode()]))
    form = await files.keep(b"%PDF-1.7", Media.PDF, NOW)
    old, young = await files.keep(b"PK 1", Media.ZIP, NOW), await files.keep(b"PK 2", Media.ZIP, NOW + DAY)
    await StoredSentFiles(database).remember(old, 1, "Документы.zip", "id")
    assert await purge(database, NOW + ARCHIVE_LIFETIME) == NOTHING
    assert await purge(database, NOW + ARCHIVE_LIFETIME + DAY / 2) == replace(NOTHING, archives=1)
    assert (await files.content(form), await files.content(young)) == (b"%PDF-1.7", b"PK 2")
    with pytest.raises(LostFileError):
        await files.content(old)
    assert await StoredSentFiles(database).telegram_id(old, 1, "Документы.zip") is None
