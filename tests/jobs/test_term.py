"""A leader's term: what it finds, delivers and fails at is counted."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.cabinet.warnings.kind import Kind
from bot.cabinet.warnings.ports import OutboxState
from bot.cabinet.warnings.watching import Watch
from bot.cabinet.warnings.window import Windows
from bot.jobs.deliver import Deliverer
from bot.jobs.pacing import Pacer
from bot.metrics import Metrics
from bot.term import Term
from tests.jobs.memory import NOON, Hand, MemoryOutbox, ScriptedMessenger

SOON = 5.0
STATE = OutboxState(3, 2, 1, 0, 40, 0, 0, NOON, (), 4, NOON)


@dataclass
class Finding:
    """`bot.cabinet.warnings.ports.Watched` that finds a service for two people, once."""

    outbox: MemoryOutbox
    broken: bool = False
    looks: int = 0
    looked: asyncio.Event = field(default_factory=asyncio.Event)

    async def zones(self) -> Sequence[str]:
        self.looked.set()
        if self.broken:
            raise ConnectionError
        return ["Europe/Moscow"]

    async def looked_until(self, _kind: Kind) -> datetime | None:
        return None

    async def announce(self, kind: Kind, _windows: Windows, _since: datetime | None, _now: datetime) -> int:
        if kind is not Kind.SERVICE or self.looks:
            return 0
        self.looks += 1
        self.outbox.put(1)
        self.outbox.put(2)
        return 2

    async def summarize(self, _mondays: Mapping[str, date], _now: datetime) -> int:
        return 0


class Standing:
    """`bot.cabinet.warnings.ports.OutboxOverview` that always says the same."""

    async def state(self, _now: datetime) -> OutboxState:
        return STATE


async def nothing() -> None: ...


@dataclass
class Bureau:
    """A term on an outbox in memory."""

    metrics: Metrics = field(default_factory=Metrics)
    outbox: MemoryOutbox = field(default_factory=MemoryOutbox)
    messenger: ScriptedMessenger = field(default_factory=ScriptedMessenger)

    def term(self, watched: Finding) -> Term:
        clock = Hand()
        return Term(
            watch=Watch(watched, clock),
            deliverer=Deliverer(self.outbox, self.messenger, clock, Pacer(), self.metrics),
            overview=Standing(),
            purge=nothing,
            clock=clock,
            metrics=self.metrics,
        )

    def says(self, line: str) -> bool:
        return f"\n{line}\n" in self.metrics.page().decode()


async def test_the_watch_looks_at_once_and_what_it_finds_is_delivered_and_counted() -> None:
    bureau = Bureau()
    watched = Finding(bureau.outbox)
    term = bureau.term(watched)
    running = asyncio.create_task(term.run())
    await watched.looked.wait()
    await term.look()
    assert await term.drain(SOON)
    assert sorted(bureau.messenger.delivered) == [1, 2]
    assert bureau.says('kabinet_warnings_total{kind="service",outcome="sent"} 2.0')
    assert bureau.says('kabinet_looks_found_total{kind="service"} 2.0')
    assert bureau.says('kabinet_outbox{state="postponed"} 2.0')
    assert bureau.says("kabinet_unreachable 4.0")
    assert bureau.says("kabinet_leads 1.0")
    term.stop()
    await asyncio.wait_for(running, SOON)
    assert bureau.says("kabinet_leads 0.0")
    assert "kabinet_outbox{" not in bureau.metrics.page().decode()


async def test_a_look_that_fails_is_counted_and_delivery_goes_on() -> None:
    bureau = Bureau()
    watched = Finding(bureau.outbox, broken=True)
    bureau.outbox.put(1)
    term = bureau.term(watched)
    running = asyncio.create_task(term.run())
    await watched.looked.wait()
    assert await term.drain(SOON)
    term.stop()
    await asyncio.wait_for(running, SOON)
    assert bureau.messenger.delivered == [1]
    assert bureau.says('kabinet_jobs_failed_total{job="watch"} 1.0')


async def test_failures_of_the_database_are_counted_by_stage() -> None:
    bureau = Bureau()
    bureau.outbox.failing.add("due")
    term = bureau.term(Finding(bureau.outbox))
    running = asyncio.create_task(term.run())
    async with asyncio.timeout(SOON):
        while not bureau.says('kabinet_delivery_failures_total{stage="load"} 1.0'):  # noqa: ASYNC110  as it comes
            await asyncio.sleep(0)
    term.stop()
    await asyncio.wait_for(running, SOON)
