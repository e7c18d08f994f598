"""What is not kept for ever: idle conversations and files that nobody signed. Evidence is never touched."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, exists

from storage.column_types import UtcDateTime
from storage.database import Database
from storage.tables import challenges, confirmations, fsm

CONVERSATION_LIFETIME = timedelta(days=30)
UNSIGNED_CHALLENGE_LIFETIME = timedelta(days=90)

_IDLE_CONVERSATIONS = delete(fsm).where(fsm.c.updated_at < bindparam("before", type_=UtcDateTime()))
_UNSIGNED_CHALLENGES = delete(challenges).where(
    challenges.c.issued_at < bindparam("before", type_=UtcDateTime()),
    ~exists().where(confirmations.c.challenge == challenges.c.id),
)


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows went."""

    conversations: int
    challenges: int


async def purge(database: Database, now: datetime) -> Purged:
    """Delete conversations idle for 30 days and challenges that stayed unsigned for 90."""
    async with database.write() as connection:
        conversations = await connection.execute(_IDLE_CONVERSATIONS, {"before": now - CONVERSATION_LIFETIME})
        unsigned = await connection.execute(
            _UNSIGNED_CHALLENGES, {"before": now - UNSIGNED_CHALLENGE_LIFETIME}
        )
    return Purged(conversations.rowcount, unsigned.rowcount)
