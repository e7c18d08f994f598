"""Loading shifts from ОФД and Маркет: on demand, and in rounds; one load of each integration at a time."""

import asyncio
from datetime import timedelta
from typing import Final

import structlog

from bot.cabinet.cash.load import Load
from bot.cabinet.cash.ports import (
    CashStore,
    LoadFailure,
    LoadProgress,
    LoadResult,
    Posted,
    Progress,
    ToLoad,
    unobserved,
)
from bot.cabinet.fiscal.ports import FiscalSource, RetailSource
from bot.cabinet.integrations.integration import IntegrationKind
from bot.cabinet.organization import OrganizationId
from bot.cabinet.sources import (
    KeyRejectedError,
    NoAccessError,
    NotFoundError,
    SessionEndedError,
    SourceError,
    UnavailableError,
)
from bot.clock import Clock

log = structlog.get_logger(__name__)

_FRESH: Final = timedelta(minutes=30)
_LOADS_AT_ONCE: Final = 2
_MOST_A_RUN: Final = 50

_FAILURES: Final[tuple[tuple[type[SourceError], LoadFailure], ...]] = (
    (SessionEndedError, LoadFailure.SESSION_ENDED),
    (KeyRejectedError, LoadFailure.KEY_REJECTED),
    (NoAccessError, LoadFailure.NO_ACCESS),
    (NotFoundError, LoadFailure.NOT_FOUND),
    (UnavailableError, LoadFailure.UNAVAILABLE),
)


class CashLoading:
    """Implements `Loading`, and the round that loads whatever is not fresh.

    Args:
        fiscal: ОФД; None when it is not connected.
        retail: Маркет; None when it is not connected.
        store: Keeps everything.
        clock: The present moment.
    """

    def __init__(
        self,
        fiscal: FiscalSource | None,
        retail: RetailSource | None,
        store: CashStore,
        clock: Clock,
    ) -> None:
        self._fiscal = fiscal
        self._retail = retail
        self._store = store
        self._clock = clock
        self._running: dict[tuple[OrganizationId, IntegrationKind], _Running] = {}

    def is_connected(self, kind: IntegrationKind) -> bool:
        """Whether the service centre has connected the source."""
        sources = {IntegrationKind.OFD: self._fiscal, IntegrationKind.MARKET: self._retail}
        return sources.get(kind) is not None

    async def load_now(
        self, organization: OrganizationId, kind: IntegrationKind, progress: Progress = unobserved
    ) -> LoadResult:
        """Load now; whoever asks for the same meanwhile waits for the same load."""
        one = await self._store.one_to_load(organization, kind)
        if one is None:
            return LoadResult(0, Posted(0, 0), None)
        return await self._load(one, progress)

    async def load_stale(self) -> int:
        """Load what is not fresh any more, a few at a time; how many integrations there were.

        Then people are told of what needs them.
        """
        waiting = await self._store.to_load(self._clock.now() - _FRESH, _MOST_A_RUN)
        turns = asyncio.Semaphore(_LOADS_AT_ONCE)

        async def in_turn(one: ToLoad) -> None:
            async with turns:
                try:
                    await self._load(one, unobserved)
                except Exception:
                    # The database did not take it: the next round tries again, and the others' turn is now.
                    log.exception("cash.unrecorded", organization=one.integration.organization)

        async with asyncio.TaskGroup() as group:
            for one in waiting:
                if self.is_connected(one.integration.kind):
                    group.create_task(in_turn(one))
        await self._store.tell_troubles(self._clock.now())
        return len(waiting)

    async def aclose(self) -> None:
        """Give up what is being loaded: it goes on later."""
        running = [one.task for one in self._running.values()]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _load(self, one: ToLoad, progress: Progress) -> LoadResult:
        key = (one.integration.organization, one.integration.kind)
        running = self._running.get(key)
        if running is None:
            listeners = _Listeners()
            task = asyncio.create_task(self._loaded(one, listeners.tell), name="cash")
            running = self._running[key] = _Running(task, listeners)
            task.add_done_callback(lambda _: self._running.pop(key, None))
        running.listeners.add(progress)
        return await asyncio.shield(running.task)

    async def _loaded(self, one: ToLoad, progress: Progress) -> LoadResult:
        organization, kind = one.integration.organization, one.integration.kind
        load = Load(self._store, one, progress, self._clock.now())
        failure: LoadFailure | None = None
        try:
            if kind is IntegrationKind.OFD and self._fiscal is not None:
                await load.from_ofd(self._fiscal)
            elif kind is IntegrationKind.MARKET and self._retail is not None:
                await load.from_market(self._retail)
        except* SourceError as errors:
            first = _first(errors)
            failure = next(
                (found for known, found in _FAILURES if isinstance(first, known)), LoadFailure.UNCLEAR
            )
            log.warning("cash.not-loaded", organization=organization, kind=kind.value, failure=failure.value)
        except* Exception:
            # Whatever it is, the load has failed and people have to know; others' loads go on.
            failure = LoadFailure.UNCLEAR
            log.exception("cash.unforeseen", organization=organization, kind=kind.value)
        posted = Posted(0, 0)
        try:
            # What has come until a failure is posted too: nothing waits for what may never come.
            posted = await self._store.post(organization, self._clock.now())
        except Exception:  # as above
            failure = LoadFailure.UNCLEAR
            log.exception("cash.not-posted", organization=organization)
        await self._store.record_load(organization, kind, failure, self._clock.now())
        if load.new:
            log.info(
                "cash.loaded",
                organization=organization,
                kind=kind.value,
                shifts=load.new,
                orders=posted.orders,
            )
        return LoadResult(load.new, posted, failure)


class _Listeners:
    """Everyone who waits for the same load."""

    def __init__(self) -> None:
        self._all: list[Progress] = []

    def add(self, progress: Progress) -> None:
        """Tell one more from now on."""
        self._all.append(progress)

    async def tell(self, progress: LoadProgress) -> None:
        """Tell them. Who cannot be told is left alone: the load is not theirs."""
        for one in tuple(self._all):
            try:
                await one(progress)
            except Exception:  # noqa: BLE001 -- whatever goes wrong at a listener's
                self._all.remove(one)
                log.warning("cash.listener-lost")


class _Running:
    """A load that is under way."""

    def __init__(self, task: asyncio.Task[LoadResult], listeners: _Listeners) -> None:
        self.task = task
        self.listeners = listeners


def _first(errors: BaseExceptionGroup[SourceError]) -> BaseException:
    found: BaseException = errors
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found
