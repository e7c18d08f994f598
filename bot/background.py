"""What the bot does by itself: the one owner of everything that runs beside the conversation.

Of all processes on a database one leads, and works; the others stand by.
"""

import asyncio
from collections.abc import Callable

from bot.jobs.leadership import Leader, Leadership
from bot.term import Term


class Background:
    """Stands by for the leadership, and works while it lasts.

    Args:
        leadership: What only one process has.
        make_term: A leader's work, made anew for each term.
    """

    def __init__(self, leadership: Leadership, make_term: Callable[[], Term]) -> None:
        self._make_term = make_term
        self._leader = Leader(leadership, self._begin_term)
        self._term: asyncio.Future[Term] = asyncio.get_running_loop().create_future()
        self._task: asyncio.Task[None] | None = None

    @property
    def task(self) -> "asyncio.Task[None] | None":
        """What runs, once started; before `stop` it ends only by an error."""
        return self._task

    def start(self) -> None:
        """Try for the leadership from now on."""
        self._task = asyncio.create_task(self._leader.run(), name="background")

    async def stop(self) -> None:
        """Let sends in flight arrive, and give the leadership away."""
        self._leader.resign()
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)

    async def look(self, seconds: float) -> bool:
        """Look once, and deliver everything that is due; whether that was done within so many seconds.

        Only a leader does it; one that stands by waits for the leadership.
        """
        try:
            async with asyncio.timeout(seconds):
                term = await asyncio.shield(self._term)
                await term.look()
                return await term.drain(seconds)
        except TimeoutError:
            return False

    def _begin_term(self) -> Term:
        term = self._make_term()
        if self._term.done():
            self._term = asyncio.get_running_loop().create_future()
        self._term.set_result(term)
        return term
