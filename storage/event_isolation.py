"""One conversation, one update at a time."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiogram.fsm.storage.base import BaseEventIsolation, StorageKey


@dataclass(slots=True)
class _Turn:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0  # who holds the lock and who waits for it


class PerKeyIsolation(BaseEventIsolation):
    """Updates of one conversation in this process are handled in turn; nothing is kept for a conversation at rest."""

    def __init__(self) -> None:
        self._turns: dict[StorageKey, _Turn] = {}

    @asynccontextmanager
    async def lock(self, key: StorageKey) -> AsyncGenerator[None, None]:
        """Wait for one's turn in the conversation."""
        turn = self._turns.setdefault(key, _Turn())
        turn.users += 1
        try:
            async with turn.lock:
                yield
        finally:
            turn.users -= 1
            if not turn.users:
                del self._turns[key]

    async def close(self) -> None:
        """Nothing to close: every turn goes with its last user."""
