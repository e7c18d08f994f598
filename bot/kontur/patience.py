"""How long to try."""

import secrets
from dataclasses import dataclass
from typing import Final

_RANDOM: Final = secrets.SystemRandom()


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to try.

    Attributes:
        attempts: How many times in all.
        first_pause: Seconds before the second; each next pause is twice as long.
        longest_pause: Seconds; a server that asks for more is not waited for.
        jitter: The share of a pause that chance may take off, so that those who failed together do not return together.
        connect: Seconds for a connection.
        answer: Seconds for one answer, from asking to its last byte.
        largest: Bytes of one answer, unless its asker says otherwise.
    """

    attempts: int = 5
    first_pause: float = 0.5
    longest_pause: float = 60.0
    jitter: float = 0.5
    connect: float = 10.0
    answer: float = 60.0
    largest: int = 64 << 20

    def pause(self, attempt: int, asked: float | None) -> float | None:
        """Seconds before the next attempt; None when there is none.

        Args:
            attempt: The number of the one that failed, from 1.
            asked: For how long the server wants to be left alone, if it says.
        """
        if attempt >= self.attempts:
            return None
        if asked is not None:
            return asked if asked <= self.longest_pause else None
        pause = min(self.first_pause * 2.0 ** (attempt - 1), self.longest_pause)
        return pause * (1 - self.jitter * _RANDOM.random())
