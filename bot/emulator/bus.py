"""One stream of changes: whoever shows the world or waits for something in it listens here."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from bot.emulator.model import Event


class Subscription:
    """The events since the subscription began, in order."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Event] = asyncio.Queue()

    def put(self, event: Event) -> None:
        """Adds an event; never waits."""
        self._queue.put_nowait(event)

    async def next(self) -> Event:
        """The next event; waits for it."""
        return await self._queue.get()

    async def __aiter__(self) -> AsyncIterator[Event]:
        while True:
            yield await self._queue.get()


class Bus:
    """Delivers every event to every subscription."""

    def __init__(self) -> None:
        self._subscriptions: list[Subscription] = []

    @contextmanager
    def subscribe(self) -> Iterator[Subscription]:
        """A subscription for as long as the block runs."""
        subscription = Subscription()
        self._subscriptions.append(subscription)
        try:
            yield subscription
        finally:
            self._subscriptions.remove(subscription)

    def publish(self, event: Event) -> None:
        """Hands an event to all who listen."""
        for subscription in self._subscriptions:
            subscription.put(event)
