"""One process per database watches and delivers; the others stand by."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

import structlog

log = structlog.get_logger(__name__)

TRY_SECONDS = 3.0
CHECK_SECONDS = 1.0


class Leadership(Protocol):
    """What only one process can have at a time."""

    async def acquire(self) -> bool:
        """Try to have it; whether this process has it now."""
        ...

    async def holds(self) -> bool:
        """Whether this process still has it."""
        ...

    async def release(self) -> None:
        """Let another process have it."""
        ...


class Duty(Protocol):
    """What a leader does."""

    async def run(self) -> None:
        """Do it until told to stop."""
        ...

    def stop(self) -> None:
        """Have `run` end soon."""
        ...


class Leader:
    """Does a duty while the leadership lasts, and tries to win it while it does not.

    Args:
        leadership: What is tried for.
        duty: Makes the duty anew for each term.
        pace: Shortens the intervals, for tests.
    """

    def __init__(self, leadership: Leadership, duty: Callable[[], Duty], *, pace: float = 1.0) -> None:
        self._leadership = leadership
        self._duty = duty
        self._pace = pace
        self._resigned = asyncio.Event()

    async def run(self) -> None:
        """Lead whenever possible, until `resign`.

        Raises:
            Exception: What the duty ended with.
        """
        while not self._resigned.is_set():
            if await self._acquired():
                log.info("leadership.won")
                try:
                    await self._lead()
                finally:
                    await self._leadership.release()
            await self._rest(TRY_SECONDS)

    def resign(self) -> None:
        """Lead no more; `run` ends when the duty has."""
        self._resigned.set()

    async def _acquired(self) -> bool:
        try:
            return await self._leadership.acquire()
        except Exception:  # whatever the database raises, the next attempt may succeed
            log.exception("leadership.unavailable")
            return False

    async def _lead(self) -> None:
        duty = self._duty()
        work = asyncio.ensure_future(duty.run())
        try:
            while not (work.done() or self._resigned.is_set()):
                await self._rest(CHECK_SECONDS)
                if not self._resigned.is_set() and not await self._leadership.holds():
                    log.error("leadership.lost")
                    break
            duty.stop()
            await work
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds * self._pace):
                await self._resigned.wait()
