"""Loading documents of organizations: what is new often, everything once a day."""

import asyncio
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.cabinet.documents.closing_document import DocumentKind
from bot.cabinet.documents.kept import LoadFailure, LoadState, ToLoad
from bot.cabinet.documents.ports import Documents, DocumentSource
from bot.cabinet.documents.refusals import NotConnectedError, SubscriptionEndedError
from bot.cabinet.organization import Organization, OrganizationId
from bot.cabinet.sources import (
    KeyRejectedError,
    NoAccessError,
    SessionEndedError,
    SourceError,
    UnavailableError,
)
from bot.clock import Clock

log = structlog.get_logger(__name__)

# How long what was loaded counts as fresh.
FRESH: Final = timedelta(minutes=15)
_WHOLE_AFTER: Final = timedelta(days=1)
# Clocks differ, and a document may be listed a while after it was sent.
_OVERLAP: Final = timedelta(days=2)
# Whoever presses «Обновить» again and again asks Диадок no more often.
_AGAIN_AFTER: Final = timedelta(minutes=1)
_PATIENCE_SECONDS: Final = 6.0
# Whoever can be shown something already waits no longer than a tap may take.
_GLANCE_SECONDS: Final = 0.5
_AT_ONCE: Final = 4
_MOST_A_RUN: Final = 200

_FAILURES: Final[tuple[tuple[type[SourceError], LoadFailure], ...]] = (
    (SubscriptionEndedError, LoadFailure.SUBSCRIPTION_ENDED),
    (SessionEndedError, LoadFailure.SESSION_ENDED),
    (KeyRejectedError, LoadFailure.SESSION_ENDED),
    (NoAccessError, LoadFailure.NO_ACCESS),
    (NotConnectedError, LoadFailure.NOT_CONNECTED),
    (UnavailableError, LoadFailure.UNAVAILABLE),
)


def failure_of(error: SourceError) -> LoadFailure:
    """What the refusal of a source means to people."""
    return next((failure for kind, failure in _FAILURES if isinstance(error, kind)), LoadFailure.UNCLEAR)


class DocumentLoading:
    """Brings documents from the source into the cabinet.

    Args:
        source: Where they come from; None when the service centre has connected none.
        documents: Where they are kept.
        clock: The present moment.
    """

    def __init__(self, source: DocumentSource | None, documents: Documents, clock: Clock) -> None:
        self._source = source
        self._documents = documents
        self._clock = clock
        self._running: dict[OrganizationId, asyncio.Task[None]] = {}

    @property
    def is_connected(self) -> bool:
        """Whether there is a source at all."""
        return self._source is not None

    def is_stale(self, state: LoadState | None) -> bool:
        """Whether it is time to load again."""
        return self.is_connected and (state is None or state.tried_at <= self._clock.now() - FRESH)

    async def freshen(
        self, organization: Organization, *, again: bool = False
    ) -> tuple[LoadState | None, bool]:
        """Load what is not fresh, and wait for it a little; how far loading has come, and whether it goes on.

        Only a load that is asked for, or the first one, is waited for, and no longer than a few seconds: it goes on by
        itself.

        Args:
            organization: Whose documents somebody is about to look at.
            again: The person wants them loaded anew.
        """
        state = await self._documents.load_state(organization.id)
        if not self.is_stale(state) and not (again and self._may_ask_again(state)):
            return state, False
        loading = asyncio.ensure_future(self.load(organization))
        is_kept = state is not None and state.loaded_at is not None
        patience = _GLANCE_SECONDS if is_kept and not again else _PATIENCE_SECONDS
        await asyncio.wait([loading], timeout=patience)
        return await self._documents.load_state(organization.id), not loading.done()

    async def load(self, organization: Organization) -> None:
        """Load one organization's documents now; whoever asks for the same meanwhile waits for the same load.

        Failures of the source are written down, not raised.
        """
        state = await self._documents.load_state(organization.id)
        await self._load(ToLoad(organization.id, organization.inn, state))

    async def load_stale(self) -> int:
        """Load what is not fresh any more, a few at a time; how many organizations there were."""
        if self._source is None:
            return 0
        now = self._clock.now()
        waiting = await self._documents.to_load(now - FRESH, now, _MOST_A_RUN)
        turns = asyncio.Semaphore(_AT_ONCE)

        async def in_turn(one: ToLoad) -> None:
            async with turns:
                try:
                    await self._load(one)
                except Exception:
                    # The database did not take it: the next round tries again, and the others' turn is now.
                    log.exception("documents.unrecorded", organization=one.organization)

        async with asyncio.TaskGroup() as group:
            for one in waiting:
                group.create_task(in_turn(one))
        return len(waiting)

    async def aclose(self) -> None:
        """Give up what is being loaded: it is loaded again later."""
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _may_ask_again(self, state: LoadState | None) -> bool:
        return self.is_connected and (state is None or state.tried_at <= self._clock.now() - _AGAIN_AFTER)

    async def _load(self, one: ToLoad) -> None:
        task = self._running.get(one.organization)
        if task is None:
            task = asyncio.create_task(self._loaded(one), name="documents")
            self._running[one.organization] = task
            task.add_done_callback(lambda _: self._running.pop(one.organization, None))
        # Shielded: who stops waiting must not stop it for the others.
        await asyncio.shield(task)

    async def _loaded(self, one: ToLoad) -> None:
        if self._source is None:
            return
        now = self._clock.now()
        try:
            new = await self._brought(self._source, one, now)
        except SourceError as error:
            await self._failed(one, failure_of(error), now)
        except Exception:
            # Whatever it is, this organization's load has failed, and the others' go on.
            log.exception("documents.unforeseen", organization=one.organization)
            await self._failed(one, LoadFailure.UNCLEAR, now)
        else:
            if new:
                log.info("documents.loaded", organization=one.organization, new=new)

    async def _brought(self, source: DocumentSource, one: ToLoad, now: datetime) -> int:
        since = _since(one.state, now)
        found = await source.of_organization(one.inn, since, frozenset(DocumentKind))
        failure = None if found.failure is None else failure_of(found.failure)
        if failure is not None:
            log.warning("documents.loaded-in-part", organization=one.organization, failure=failure.value)
        return await self._documents.save(
            one.organization,
            found.documents,
            whole=found.listed if since is None else None,
            now=now,
            places=found.places,
            failure=failure,
        )

    async def _failed(self, one: ToLoad, failure: LoadFailure, now: datetime) -> None:
        log.warning("documents.not-loaded", organization=one.organization, failure=failure.value)
        await self._documents.record_failure(one.organization, failure, now)


def _since(state: LoadState | None, now: datetime) -> datetime | None:
    """Since when to ask; None for everything."""
    if state is None or state.loaded_at is None or state.whole_at is None:
        return None
    return None if now - state.whole_at >= _WHOLE_AFTER else state.loaded_at - _OVERLAP
