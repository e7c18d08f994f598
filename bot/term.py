"""A leader's work, from winning the leadership to giving it away or losing it: watch, deliver, tidy up."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from time import perf_counter

import structlog

from bot.cabinet.warnings.ports import OutboxOverview
from bot.cabinet.warnings.watching import Watch
from bot.clock import Clock
from bot.jobs.deliver import Deliverer
from bot.jobs.schedule import Job, Schedule
from bot.metrics import Metrics

log = structlog.get_logger(__name__)

DAY = 24 * 3600
LOOK_SECONDS = 30
ROUND_SECONDS = 60
OVERVIEW_SECONDS = 30


class Term:
    """`bot.jobs.leadership.Duty`.

    Args:
        watch: Finds what has become due.
        deliverer: Delivers it; made for this term.
        overview: The outbox as numbers.
        purge: Forgets what has had its time.
        clock: Dates the numbers.
        metrics: Counts.
        rounds: What else is done every minute, by name.
    """

    def __init__(
        self,
        *,
        watch: Watch,
        deliverer: Deliverer,
        overview: OutboxOverview,
        purge: Callable[[], Awaitable[object]],
        clock: Clock,
        metrics: Metrics,
        rounds: Mapping[str, Job] | None = None,
    ) -> None:
        self._watch = watch
        self._deliverer = deliverer
        self._overview = overview
        self._clock = clock
        self._metrics = metrics
        self._looking = asyncio.Lock()
        self._schedule = Schedule(metrics.mishap)
        self._schedule.every(LOOK_SECONDS, "watch", self.look, at_once=True)
        self._schedule.every(OVERVIEW_SECONDS, "overview", self._show, at_once=True)
        self._schedule.every(DAY, "purge", purge, at_once=True)
        for name, job in (rounds or {}).items():
            self._schedule.every(ROUND_SECONDS, name, job)

    async def run(self) -> None:
        """Watch and deliver until told to stop."""
        self._metrics.leads.set(1)
        self._schedule.start()
        try:
            await self._deliverer.run()
        finally:
            await self._schedule.stop()
            self._metrics.leads.set(0)
            self._metrics.hide_outbox()

    def stop(self) -> None:
        """Hand over nothing more."""
        self._deliverer.stop()

    async def look(self) -> None:
        """Look once, and have what was found delivered."""
        async with self._looking:
            begun = perf_counter()
            look = await self._watch.look()
            self._metrics.look_seconds.observe(perf_counter() - begun)
        for kind, found in look.found.items():
            self._metrics.found.labels(kind.value).inc(found)
        if look.total:
            log.info("watch.found", warnings=look.total)
        self._deliverer.nudge()

    async def drain(self, seconds: float) -> bool:
        """Wait until everything that is due is delivered; False when that took longer than so many seconds."""
        return await self._deliverer.drain(seconds)

    async def _show(self) -> None:
        now = self._clock.now()
        self._metrics.show_outbox(await self._overview.state(now), now)
