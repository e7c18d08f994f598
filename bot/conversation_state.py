"""Where conversations and their locks live: in the database, or in Redis that several processes share."""

from dataclasses import dataclass

from aiogram.fsm.storage.base import BaseEventIsolation, BaseStorage, DefaultKeyBuilder
from aiogram.fsm.storage.redis import RedisStorage

from bot.clock import Clock
from bot.settings import Settings
from storage.database import Database
from storage.event_isolation import PerKeyIsolation
from storage.fsm import DatabaseStorage
from storage.retention import CONVERSATION_LIFETIME

# A handler that holds a person's lock longer than this has died with its process.
LOCK_SECONDS = 60


@dataclass(frozen=True, slots=True)
class ConversationState:
    """The storage of states and the locks that let one person's updates pass one after another."""

    storage: BaseStorage
    isolation: BaseEventIsolation

    async def aclose(self) -> None:
        """Close what was opened for conversations alone; the database is closed by its owner."""
        await self.isolation.close()
        await self.storage.close()


def conversation_state(settings: Settings, database: Database, clock: Clock) -> ConversationState:
    """What the settings ask for."""
    if settings.redis_url is None:
        return ConversationState(DatabaseStorage(database, clock), PerKeyIsolation())
    storage = redis_storage(settings.redis_url.get_secret_value())
    return ConversationState(storage, storage.create_isolation(lock_kwargs={"timeout": LOCK_SECONDS}))


def redis_storage(url: str) -> RedisStorage:
    """Conversations in Redis; state and data expire together, so that none is left without the other."""
    return RedisStorage.from_url(
        url,
        key_builder=DefaultKeyBuilder(with_destiny=True, with_bot_id=True, with_business_connection_id=True),
        state_ttl=CONVERSATION_LIFETIME,
        data_ttl=CONVERSATION_LIFETIME,
    )
