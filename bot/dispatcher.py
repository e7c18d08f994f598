"""A dispatcher that can be stopped without losing what it has begun."""

import asyncio
from contextlib import suppress
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import Update

log = structlog.get_logger(__name__)

DRAIN_SECONDS = 25.0  # Docker kills after 30 unless told otherwise


class DrainingDispatcher(Dispatcher):
    """Counts the updates in work.

    aiogram confirms updates to Telegram when it fetches the next ones and, on stopping, cancels those still in work:
    what a person sent would be lost. Here stopping waits for them.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._in_work = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def feed_update(self, bot: Bot, update: Update, **kwargs: Any) -> Any:
        """Handle one update, and be counted while at it."""
        self._in_work += 1
        self._idle.clear()
        try:
            return await super().feed_update(bot, update, **kwargs)
        finally:
            self._in_work -= 1
            if not self._in_work:
                self._idle.set()

    async def drain(self, seconds: float = DRAIN_SECONDS) -> None:
        """Wait until every update in work is done; call after polling has stopped."""
        await asyncio.sleep(0)  # tasks made of the last batch have not been counted before their first step
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), seconds)
        if self._in_work:
            log.error("drain.incomplete", updates=self._in_work)
