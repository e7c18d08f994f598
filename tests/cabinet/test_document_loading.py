"""When documents are loaded, and what of them."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.cabinet.documents.closing_document import DocumentKind
from bot.cabinet.documents.kept import LoadFailure, LoadState, ToLoad
from bot.cabinet.documents.loading import DocumentLoading
from bot.cabinet.documents.ports import FoundDocuments
from bot.cabinet.documents.refusals import NotConnectedError, SubscriptionEndedError
from bot.cabinet.organization import Organization, OrganizationId
from bot.cabinet.sources import (
    NoAccessError,
    SessionEndedError,
    SourceError,
    TooManyRequestsError,
    UnavailableError,
    UnclearAnswerError,
)
from bot.requisites import OrganizationKind

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ROMASHKA = Organization(OrganizationId(1), "7707083893", None, "ООО «Ромашка»", OrganizationKind.LEGAL_ENTITY)


class Clock:
    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        return self.moment


PLACES = frozenset({"https://diadoc.example/box/"})


class Source:
    """Remembers since when it was asked; waits and fails when told to."""

    def __init__(self) -> None:
        self.asked: list[datetime | None] = []
        self.error: Exception | None = None
        self.in_part: SourceError | None = None
        self.open = asyncio.Event()
        self.open.set()
        self.most = self.now = 0

    async def of_organization(
        self, _inn: str, since: datetime | None, _kinds: Collection[DocumentKind]
    ) -> FoundDocuments:
        self.asked.append(since)
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            await self.open.wait()
        finally:
            self.now -= 1
        if self.error is not None:
            raise self.error
        if self.in_part is not None:
            return FoundDocuments([], frozenset({DocumentKind.ACT}), PLACES, self.in_part)
        return FoundDocuments([], frozenset(DocumentKind), PLACES)

    pdf: Any = None
    archive: Any = None


class Memory:
    """What of `Documents` loading needs."""

    def __init__(self) -> None:
        self.states: dict[OrganizationId, LoadState] = {}
        self.stale: list[ToLoad] = []
        self.gone_from: list[Collection[DocumentKind] | None] = []

    async def load_state(self, organization: OrganizationId) -> LoadState | None:
        return self.states.get(organization)

    async def to_load(self, _before: datetime, _now: datetime, limit: int) -> Sequence[ToLoad]:
        return self.stale[:limit]

    async def save(
        self,
        organization: OrganizationId,
        _documents: object,
        *,
        whole: Collection[DocumentKind] | None,
        now: datetime,
        places: Collection[str] | None = None,
        failure: LoadFailure | None = None,
    ) -> int:
        assert places == PLACES
        self.gone_from.append(whole)
        if failure is not None:
            await self.record_failure(organization, failure, now)
            return 0
        before = self.states.get(organization)
        whole_at = now if whole is not None else before.whole_at if before else None
        self.states[organization] = LoadState(now, now, whole_at, None)
        return 0

    async def record_failure(self, organization: OrganizationId, failure: LoadFailure, now: datetime) -> None:
        before = self.states.get(organization)
        self.states[organization] = LoadState(
            now, before.loaded_at if before else None, before.whole_at if before else None, failure
        )


class Town:
    def __init__(self) -> None:
        self.clock, self.source, self.memory = Clock(), Source(), Memory()
        documents: Any = self.memory
        self.loading = DocumentLoading(self.source, documents, self.clock)

    @property
    def state(self) -> LoadState:
        return self.memory.states[ROMASHKA.id]


@pytest.fixture
def town() -> Town:
    return Town()


async def test_everything_once_a_day_and_what_is_new_with_an_overlap_in_between(town: Town) -> None:
    await town.loading.load(ROMASHKA)
    town.clock.moment += 15 * MINUTE
    await town.loading.load(ROMASHKA)
    town.clock.moment += 15 * MINUTE
    await town.loading.load(ROMASHKA)
    town.clock.moment = NOW + DAY
    await town.loading.load(ROMASHKA)
    assert town.source.asked == [None, NOW - 2 * DAY, NOW + 15 * MINUTE - 2 * DAY, None]
    assert town.state.whole_at == NOW + DAY


async def test_after_failures_the_overlap_counts_from_the_last_success(town: Town) -> None:
    await town.loading.load(ROMASHKA)
    town.source.error = UnavailableError()
    town.clock.moment += 60 * MINUTE
    await town.loading.load(ROMASHKA)
    town.source.error = None
    town.clock.moment += 60 * MINUTE
    await town.loading.load(ROMASHKA)
    assert town.source.asked[2] == NOW - 2 * DAY
    assert town.state.failure is None


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (SubscriptionEndedError(), LoadFailure.SUBSCRIPTION_ENDED),
        (SessionEndedError(), LoadFailure.SESSION_ENDED),
        (NoAccessError(), LoadFailure.NO_ACCESS),
        (NotConnectedError(), LoadFailure.NOT_CONNECTED),
        (TooManyRequestsError(5), LoadFailure.UNAVAILABLE),
        (UnavailableError(), LoadFailure.UNAVAILABLE),
        (UnclearAnswerError(), LoadFailure.UNCLEAR),
    ],
)
async def test_a_refusal_is_written_down_and_not_raised(
    town: Town, error: SourceError, failure: LoadFailure
) -> None:
    town.source.error = error
    await town.loading.load(ROMASHKA)
    assert town.state.failure is failure
    assert not town.loading.is_stale(town.state)
    town.clock.moment += 15 * MINUTE
    assert town.loading.is_stale(town.state)


async def test_what_nobody_foresaw_is_a_failure_of_one_organization(town: Town) -> None:
    town.source.error = ValueError("of the first one asked for")
    town.memory.stale = [ToLoad(OrganizationId(number), str(number), None) for number in range(1, 4)]
    assert await town.loading.load_stale() == 3
    assert [one.failure for one in town.memory.states.values()] == [LoadFailure.UNCLEAR] * 3


async def test_a_load_in_part_is_kept_and_takes_nothing_else_away(town: Town) -> None:
    town.source.in_part = UnavailableError()
    await town.loading.load(ROMASHKA)
    assert town.memory.gone_from == [{DocumentKind.ACT}]
    assert (town.state.failure, town.state.whole_at) == (LoadFailure.UNAVAILABLE, None)
    town.source.in_part = None
    town.clock.moment += 15 * MINUTE
    await town.loading.load(ROMASHKA)
    assert town.source.asked == [None, None]
    assert town.memory.gone_from[1] == frozenset(DocumentKind)


async def test_those_who_ask_together_wait_for_one_load(town: Town) -> None:
    town.source.open.clear()
    waiting = [asyncio.ensure_future(town.loading.load(ROMASHKA)) for _ in range(5)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    waiting[0].cancel()
    await asyncio.sleep(0)
    town.source.open.set()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(results[0], asyncio.CancelledError)
    assert results[1:] == [None] * 4
    assert len(town.source.asked) == 1
    assert town.state.loaded_at == NOW


async def test_a_round_asks_for_a_few_at_a_time(town: Town) -> None:
    town.memory.stale = [ToLoad(OrganizationId(number), str(number), None) for number in range(1, 21)]
    town.source.open.clear()
    running = asyncio.ensure_future(town.loading.load_stale())
    for _ in range(10):
        await asyncio.sleep(0)
    assert town.source.now == 4
    town.source.open.set()
    assert await running == 20
    assert (town.source.most, len(town.source.asked)) == (4, 20)


async def test_what_is_under_way_is_given_up_at_the_end(town: Town) -> None:
    town.source.open.clear()
    waiting = asyncio.ensure_future(town.loading.load(ROMASHKA))
    for _ in range(3):
        await asyncio.sleep(0)
    await town.loading.aclose()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert town.memory.states == {}


async def test_without_a_source_nothing_is_stale(town: Town) -> None:
    documents: Any = town.memory
    loading = DocumentLoading(None, documents, town.clock)
    assert not loading.is_connected
    assert not loading.is_stale(None)
    assert await loading.load_stale() == 0
