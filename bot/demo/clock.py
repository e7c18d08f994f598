"""The stand's clock: it ticks as the machine's does and can be moved forward."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.clock import Clock, SystemClock

OnAdvance = Callable[[datetime], Awaitable[None]]


class DemoClock:
    """A clock shared by the emulator, the bot and the stand.

    Attributes:
        on_advance: Awaited in order, with the new moment, each time after the clock has been moved.
    """

    def __init__(self, source: Clock | None = None) -> None:
        self._source = source or SystemClock()
        self._ahead = timedelta(0)
        self._moving = asyncio.Lock()
        self.on_advance: list[OnAdvance] = []

    def now(self) -> datetime:
        """The present moment of the stand, aware, in UTC."""
        return self._source.now() + self._ahead

    @property
    def ahead(self) -> timedelta:
        """How far the clock has been moved from the real time."""
        return self._ahead

    async def advance(self, delta: timedelta) -> datetime:
        """Move the clock forward and let everybody who depends on it catch up; the new moment.

        Raises:
            ValueError: The delta is negative: what has been announced cannot be taken back.
        """
        async with self._moving:
            return await self._move(delta)

    async def jump_to(self, moment: datetime) -> datetime:
        """Move the clock to this moment; where it is in the past already, only tell those who wait.

        The rest of the way is counted once the clock is free, so two presses in a row do not add up.
        """
        async with self._moving:
            return await self._move(max(moment - self.now(), timedelta(0)))

    async def _move(self, delta: timedelta) -> datetime:
        if delta < timedelta(0):
            raise ValueError("the clock moves forward only")
        self._ahead += delta
        now = self.now()
        for listener in tuple(self.on_advance):
            await listener(now)
        return now
