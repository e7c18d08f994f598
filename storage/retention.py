"""What is not kept for ever: idle conversations, files that nobody signed, warnings of long ago, archives sent once.

Evidence is never touched.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, exists, select

from bot.cabinet.files.stored_file import Media
from bot.cabinet.warnings.outbox import State
from storage.column_types import UtcDateTime
from storage.database import Database
from storage.tables import challenges, confirmations, files, fsm, hidden_ends, outbox, telegram_files

CONVERSATION_LIFETIME = timedelta(days=30)
UNSIGNED_CHALLENGE_LIFETIME = timedelta(days=90)
# Longer than the farthest threshold lies before an end, and what is worth telling after it: nothing is told twice.
WARNING_LIFETIME = timedelta(days=200)
ARCHIVE_LIFETIME = timedelta(days=7)

_BEFORE = bindparam("before", type_=UtcDateTime())
_IDLE_CONVERSATIONS = delete(fsm).where(fsm.c.updated_at < _BEFORE)
_UNSIGNED_CHALLENGES = delete(challenges).where(
    challenges.c.issued_at < _BEFORE,
    ~exists().where(confirmations.c.challenge == challenges.c.id),
)
_OLD_WARNINGS = delete(outbox).where(
    outbox.c.changed_at < _BEFORE,
    outbox.c.state.in_((State.SENT.value, State.FAILED.value, State.DROPPED.value)),
)
# An archive is made anew whenever somebody asks; what it is made of stays.
_ARCHIVES = select(files.c.id).where(files.c.media == Media.ZIP.value, files.c.kept_at < _BEFORE)
_SENT_ARCHIVES = delete(telegram_files).where(telegram_files.c.file.in_(_ARCHIVES))
_OLD_ARCHIVES = delete(files).where(files.c.media == Media.ZIP.value, files.c.kept_at < _BEFORE)
_OLD_HIDDEN_ENDS = delete(hidden_ends).where(hidden_ends.c.hidden_at < _BEFORE)


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows went."""

    conversations: int
    challenges: int
    warnings: int
    hidden_ends: int
    archives: int


async def purge(database: Database, now: datetime) -> Purged:
    """Delete conversations idle for 30 days, challenges unsigned for 90, what warnings left 200 days ago, week-old ZIPs."""
    async with database.write() as connection:
        conversations = await connection.execute(_IDLE_CONVERSATIONS, {"before": now - CONVERSATION_LIFETIME})
        unsigned = await connection.execute(
            _UNSIGNED_CHALLENGES, {"before": now - UNSIGNED_CHALLENGE_LIFETIME}
        )
        long_ago = {"before": now - WARNING_LIFETIME}
        warnings = await connection.execute(_OLD_WARNINGS, long_ago)
        hidden = await connection.execute(_OLD_HIDDEN_ENDS, long_ago)
        packed = {"before": now - ARCHIVE_LIFETIME}
        await connection.execute(_SENT_ARCHIVES, packed)
        archives = await connection.execute(_OLD_ARCHIVES, packed)
    return Purged(
        conversations.rowcount, unsigned.rowcount, warnings.rowcount, hidden.rowcount, archives.rowcount
    )
