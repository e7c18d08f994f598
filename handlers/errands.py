"""Work that takes long goes on beside the conversation: the person's next tap is answered meanwhile."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Final
from weakref import WeakValueDictionary

import structlog

log = structlog.get_logger(__name__)

AT_ONCE: Final = 16
# Somebody who asks for everything at once leaves room for the others.
AT_ONCE_FOR_ONE: Final = 3


class Errands:
    """Runs errands, each once at a time, so many at once; the others wait for their turn.

    Args:
        at_once: How many run at a time.
        at_once_for_one: How many of them for one person.
    """

    def __init__(self, at_once: int = AT_ONCE, at_once_for_one: int = AT_ONCE_FOR_ONE) -> None:
        self._turns = asyncio.Semaphore(at_once)
        self._at_once_for_one = at_once_for_one
        # A person's turns are held by their errands, and go with the last one.
        self._own_turns: WeakValueDictionary[Hashable, asyncio.Semaphore] = WeakValueDictionary()
        self._running: dict[Hashable, asyncio.Task[None]] = {}

    def start(self, key: tuple[Hashable, ...], errand: Callable[[], Coroutine[Any, Any, None]]) -> bool:
        """Begin an errand; False when the same one is under way already.

        Args:
            key: What makes it the same: first who asked, then for what.
            errand: Tells the person itself what came of it.
        """
        if key in self._running:
            return False
        own = self._own_turns.setdefault(key[0], asyncio.Semaphore(self._at_once_for_one))
        task = asyncio.create_task(self._run(errand, own), name="errand")
        self._running[key] = task
        task.add_done_callback(lambda _: self._running.pop(key, None))
        return True

    async def finish(self, seconds: float) -> None:
        """Wait for those under way, and give up what takes longer."""
        running = set(self._running.values())
        if not running:
            return
        _, late = await asyncio.wait(running, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, errand: Callable[[], Coroutine[Any, Any, None]], own: asyncio.Semaphore) -> None:
        async with own, self._turns:
            try:
                await errand()
            except Exception:  # the border of the program: nobody waits for this task
                log.exception("errand.failed")
