"""A database that fails now and then: it is logged, counted, and asked again a little later."""

import asyncio
from typing import Protocol

import structlog

from bot.cabinet.warnings.outbox import Delivery, Letter

log = structlog.get_logger(__name__)

FAILURE_SECONDS = 1.0


class Tally(Protocol):
    """Counts what the deliverer does."""

    def delivery(self, letter: Letter, delivery: Delivery) -> None:
        """A letter was handed over, with this outcome."""
        ...

    def failure(self, stage: str) -> None:
        """The database failed at this stage of the work."""
        ...


async def survive(tally: Tally, stage: str, error: Exception) -> None:
    """Say what was raised, and wait before the next attempt."""
    log.error("delivery.database-failed", stage=stage, exc_info=error)
    tally.failure(stage)
    await asyncio.sleep(FAILURE_SECONDS)
