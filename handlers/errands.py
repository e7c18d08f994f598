"""Work that takes long goes on beside the conversation: the person's next tap is answered meanwhile."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Final

import structlog

log = structlog.get_logger(__name__)

AT_ONCE: Final = 16


class Errands:
    """Runs errands, each once at a time, so many at once; the others wait for their turn.

    Args:
        at_once: How many run at a time.
    """

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._turns = asyncio.Semaphore(at_once)
        self._running: dict[Hashable, asyncio.Task[None]] = {}

    def start(self, key: Hashable, errand: Callable[[], Coroutine[Any, Any, None]]) -> bool:
        """Begin an errand; False when the same one is under way already.

        Args:
            key: What makes it the same: who asked for what.
            errand: Tells the person itself what came of it.
        """
        if key in self._running:
            return False
        task = asyncio.create_task(self._run(errand), name="errand")
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

    async def _run(self, errand: Callable[[], Coroutine[Any, Any, None]]) -> None:
        async with self._turns:
            try:
                await errand()
            except Exception:  # the border of the program: nobody waits for this task
                log.exception("errand.failed")
