from aiogram.fsm.storage.base import StorageKey

from bot.cabinet.confirmation import ACCESS_LIFETIME, Confirmation
from storage.challenges import StoredChallenges
from storage.database import Database
from storage.fsm import DatabaseStorage
from storage.memberships import StoredMemberships
from storage.retention import CONVERSATION_LIFETIME, UNSIGNED_CHALLENGE_LIFETIME, Purged, purge
from tests.storage.samples import ANNA, DAY, NOW, StoppedClock, challenge, meet, signer


async def test_idle_conversations_go(database: Database) -> None:
    clock = StoppedClock()
    storage = DatabaseStorage(database, clock)
    idle, busy = StorageKey(1, 1, 1), StorageKey(1, 2, 2)
    await storage.set_state(idle, "idle")
    await storage.set_state(busy, "busy")
    clock.moment += DAY
    await storage.update_data(busy, {})
    assert await purge(database, NOW + CONVERSATION_LIFETIME) == Purged(0, 0)
    assert await purge(database, NOW + CONVERSATION_LIFETIME + DAY / 2) == Purged(1, 0)
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
    assert await purge(database, NOW + UNSIGNED_CHALLENGE_LIFETIME) == Purged(0, 0)
    assert await purge(database, NOW + UNSIGNED_CHALLENGE_LIFETIME + DAY / 2) == Purged(0, 1)
    assert await StoredChallenges(database).recent(ANNA, NOW, 10) == [young, signed]
