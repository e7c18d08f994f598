"""Files waiting for signatures."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select

from bot.cabinet.challenge import Challenge, ChallengeId
from bot.cabinet.organization import PersonId
from storage.column_types import UtcDateTime
from storage.database import Database
from storage.tables import challenges

_SINCE = bindparam("since", type_=UtcDateTime())

_ISSUE = insert(challenges).returning(challenges.c.id)
_RECENT = (
    select(challenges)
    .where(challenges.c.person == bindparam("who"), challenges.c.issued_at >= _SINCE)
    .order_by(challenges.c.issued_at.desc(), challenges.c.id.desc())
    .limit(bindparam("most"))
)
_COUNT = (
    select(func.count())
    .select_from(challenges)
    .where(challenges.c.person == bindparam("who"), challenges.c.issued_at >= _SINCE)
)


class StoredChallenges:
    """`bot.cabinet.ports.Challenges` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def issue(
        self, person: PersonId, code: str, content: bytes, issued_at: datetime, valid_until: datetime
    ) -> Challenge:
        """Write down a new challenge."""
        async with self._database.write() as connection:
            number = await connection.scalar(
                _ISSUE,
                {
                    "person": person,
                    "code": code,
                    "content": content,
                    "issued_at": issued_at,
                    "valid_until": valid_until,
                },
            )
        return Challenge(ChallengeId(number), person, code, content, issued_at, valid_until)

    async def recent(self, person: PersonId, since: datetime, limit: int) -> Sequence[Challenge]:
        """The person's challenges issued since then, newest first, live and expired alike."""
        async with self._database.read() as connection:
            rows = await connection.execute(_RECENT, {"who": person, "since": since, "most": limit})
        return [
            Challenge(row.id, row.person, row.code, row.content, row.issued_at, row.valid_until)
            for row in rows
        ]

    async def count(self, person: PersonId, since: datetime) -> int:
        """How many challenges the person has asked for since then."""
        async with self._database.read() as connection:
            return await connection.scalar(_COUNT, {"who": person, "since": since}) or 0
