"""The stand's clock: it ticks as the machine's does and can be moved forward, stopping wherever something is due."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.clock import Clock, SystemClock

OnAdvance = Callable[[datetime], Awaitable[object]]
NextStop = Callable[[datetime], Awaitable[datetime | None]]
Reached = Callable[[], bool]


class DemoClock:
    """A clock shared by the emulator, the bot and the stand.

    Attributes:
        on_advance: Awaited in order, with the new moment, each time after the clock has been moved.
        next_stop: Gives the first moment after the given one at which something becomes due. On its way the clock stops
            at each, so that what 30 days bring comes in its order and at its hours. None: it jumps.
    """

    def __init__(self, source: Clock | None = None) -> None:
        self._source = source or SystemClock()
        self._ahead = timedelta(0)
        self._moving = asyncio.Lock()
        self.on_advance: list[OnAdvance] = []
        self.next_stop: NextStop | None = None

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

    async def jump_to(self, moment: datetime, reached: Reached = lambda: False) -> datetime:
        """Move the clock to this moment; where it is in the past already, only tell those who wait.

        The rest of the way is counted once the clock is free, so two presses in a row do not add up.

        Args:
            moment: Where to.
            reached: Asked at every stop; the clock goes no further once it says so.
        """
        async with self._moving:
            return await self._move(max(moment - self.now(), timedelta(0)), reached)

    async def _move(self, delta: timedelta, reached: Reached = lambda: False) -> datetime:
        if delta < timedelta(0):
            raise ValueError("the clock moves forward only")
        ahead = self._ahead + delta
        while (stop := await self._stop_within(ahead)) is not None:
            self._ahead = max(self._ahead, stop - self._source.now())
            await self._tell()
            if reached():
                return self.now()
        self._ahead = ahead
        return await self._tell()

    async def _stop_within(self, ahead: timedelta) -> datetime | None:
        """The next stop, when it lies before the end of the way."""
        if self.next_stop is None:
            return None
        stop = await self.next_stop(self.now())
        return stop if stop is not None and stop < self._source.now() + ahead else None

    async def _tell(self) -> datetime:
        now = self.now()
        for listener in tuple(self.on_advance):
            await listener(now)
        return now
