"""The challenge: a text that a director signs to prove an organization."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType

from bot.cabinet.organization import PersonId

ChallengeId = NewType("ChallengeId", int)

LIFETIME = timedelta(minutes=30)
CODE_BYTES = 20  # 160 bits; the rule asks for at least 128


@dataclass(frozen=True, slots=True)
class Challenge:
    """One file for any number of signatures, bound to one person."""

    id: ChallengeId
    person: PersonId
    code: str
    content: bytes  # what was sent, to the byte; signatures are held against it
    issued_at: datetime
    valid_until: datetime

    def is_live(self, now: datetime) -> bool:
        """Whether a signature over it is still accepted."""
        return now < self.valid_until


def new_code() -> str:
    """A random code in groups of four, easy to compare by eye."""
    digits = secrets.token_hex(CODE_BYTES).upper()
    return "-".join(digits[i : i + 4] for i in range(0, len(digits), 4))
