"""What came of the letters, written down at once: until then a crash would make what has arrived arrive again.

Whatever comes while one transaction is in work is written by the next, all of it together.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.cabinet.warnings.outbox import Delivery, Letter
from bot.cabinet.warnings.ports import Outbox
from bot.clock import Clock
from bot.jobs.surviving import Tally, survive

Result = tuple[Letter, Delivery, datetime | None]


class Recorder:
    """Keeps results until the database has them.

    Args:
        outbox: Where they are written.
        clock: Dates them.
        tally: Counts failures of the database.
        recorded: Told of each letter whose result is written down.
    """

    def __init__(
        self, outbox: Outbox, clock: Clock, tally: Tally, recorded: Callable[[Letter], None]
    ) -> None:
        self._outbox = outbox
        self._clock = clock
        self._tally = tally
        self._recorded = recorded
        self._results: list[Result] = []
        self._changed = asyncio.Event()
        self._finishing = asyncio.Event()

    @property
    def unrecorded(self) -> int:
        """How many results the database does not have yet."""
        return len(self._results)

    def add(self, result: Result) -> None:
        """Have the result written down."""
        self._results.append(result)
        self._changed.set()

    def finish(self) -> None:
        """Nothing more comes: `run` ends when everything is written down."""
        self._finishing.set()
        self._changed.set()

    async def run(self) -> None:
        """Write down what comes, until told to finish."""
        while not self._finishing.is_set() or self._results:
            self._changed.clear()
            if not self._results:
                await self._changed.wait()
                continue
            group = tuple(self._results)
            try:
                await self._outbox.record(group, self._clock.now())
            except Exception as error:  # noqa: BLE001  whatever the database raises, the next attempt may succeed
                await survive(self._tally, "record", error)
                continue
            del self._results[: len(group)]
            for letter, _, _ in group:
                self._recorded(letter)
