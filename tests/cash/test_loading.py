"""Any sequence of on, off, load, load again, crash, kill, grant and late report makes the same orders."""

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.cabinet.cash.loading import CashLoading
from bot.cabinet.cash.ports import LoadFailure, LoadProgress
from bot.cabinet.fiscal.cash_register import Grant
from bot.cabinet.integrations.integration import IntegrationKind, IntegrationState
from bot.cabinet.organization import OrganizationId
from storage.cash.store import StoredCash
from storage.database import Database
from storage.schema import migrate
from storage.tables import cash_orders, integrations
from tests.cash.late_sources import FIRST_DAY, Fuse, LateMarket, LateOfd, LateShift, Walked
from tests.cash.test_killing import organization

OFD, MARKET = IntegrationKind.OFD, IntegrationKind.MARKET
WHICH = OrganizationId(1)
DAYS = 60  # in which something happens
LATE = 28  # days at most


@dataclass(frozen=True, slots=True)
class Step:
    """Some days pass, an integration is switched on from a day, or off, or the grant moves; then there is a load."""

    pass_days: int
    kind: IntegrationKind
    load_from: int | None  # off
    granted_from: float | None  # in days; everything
    breaks_after: int | None  # questions
    kills: bool


steps = st.lists(
    st.builds(
        Step,
        pass_days=st.integers(0, 20),
        kind=st.sampled_from([OFD, MARKET]),
        load_from=st.one_of(st.none(), st.integers(0, DAYS)),
        granted_from=st.one_of(st.none(), st.integers(0, 2 * DAYS).map(lambda half: half / 2)),
        breaks_after=st.one_of(st.none(), st.integers(0, 6)),
        kills=st.booleans(),
    ),
    max_size=7,
)
worlds = st.lists(
    st.builds(
        LateShift,
        register=st.integers(1, 2),
        day=st.integers(0, DAYS),
        cash=st.integers(1, 10**7),
        told_by_ofd=st.one_of(st.just(0), st.integers(0, LATE)),
        told_by_market=st.one_of(st.just(0), st.integers(0, LATE)),
    ),
    min_size=1,
    max_size=25,
    unique_by=(lambda one: (one.register, one.day), lambda one: one.cash),
)


class Books:
    """One organization's books, on a database of its own."""

    def __init__(self, folder: Path, world: list[LateShift]) -> None:
        self.database = Database(f"sqlite+aiosqlite:///{folder / 'kabinet.db'}")
        self.clock, self.fuse = Walked(), Fuse()
        self.ofd = LateOfd(world, self.clock, self.fuse)
        self._market = LateMarket(world, self.clock, self.fuse)
        self._world = world

    async def switch(self, kind: IntegrationKind, load_from: int | None) -> None:
        state = IntegrationState.OFF if load_from is None else IntegrationState.ON
        first = FIRST_DAY + timedelta(days=load_from or 0)
        async with self.database.write() as connection:
            await connection.execute(
                update(integrations)
                .where(integrations.c.kind == kind.value)
                .values(state=state.value, load_from=first)
            )

    async def load(self, kind: IntegrationKind) -> None:
        """Load as a process that has just started; it may be killed."""
        loading = CashLoading(self.ofd, self._market, StoredCash(self.database), self.clock)
        self.fuse.stuck.clear()
        task = asyncio.create_task(loading.load_now(WHICH, kind))
        stuck = asyncio.create_task(self.fuse.stuck.wait())
        await asyncio.wait([task, stuck], return_when=asyncio.FIRST_COMPLETED)
        stuck.cancel()
        await loading.aclose()
        with suppress(asyncio.CancelledError):
            await task

    async def check(self) -> Counter[tuple[date, int]]:
        """Nothing is doubled or invented, and numbers have no gaps; what is posted."""
        async with self.database.read() as connection:
            found = await connection.execute(
                select(cash_orders.c.day, cash_orders.c.amount, cash_orders.c.number).order_by(
                    cash_orders.c.number
                )
            )
            rows = found.all()
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        posted = Counter((row.day, row.amount) for row in rows)
        assert posted <= self.expected, posted - self.expected
        return posted

    @property
    def expected(self) -> Counter[tuple[date, int]]:
        return Counter((one.closed.date(), one.cash) for one in self._world)


@pytest.fixture(scope="module")
def template() -> Iterator[Path]:
    """A database with an organization and nothing loaded."""
    with tempfile.TemporaryDirectory() as folder:

        async def make() -> None:
            database = Database(f"sqlite+aiosqlite:///{Path(folder) / 'kabinet.db'}")
            await migrate(database)
            await organization(database, FIRST_DAY, Walked().now())
            await database.aclose()

        asyncio.run(make())
        yield Path(folder)


async def lived(folder: Path, world: list[LateShift], taken: list[Step], last: list[IntegrationKind]) -> None:
    books = Books(folder, world)
    for kind in (OFD, MARKET):
        await books.switch(kind, None)
    for step in taken:
        books.clock.days += step.pass_days
        await books.switch(step.kind, step.load_from)
        since = None
        if step.granted_from is not None:
            since = datetime.combine(FIRST_DAY, datetime.min.time()) + timedelta(days=step.granted_from)
        books.ofd.grant = Grant(since=since)
        books.fuse.left, books.fuse.kills = step.breaks_after, step.kills
        await books.load(step.kind)
        await books.check()
    # In the end everything is granted, nothing is late any more, and whatever is on loads from the beginning.
    books.fuse.left, books.ofd.grant = None, Grant()
    books.clock.days = max(books.clock.days, DAYS) + LATE + 1
    for kind in last:
        await books.switch(kind, 0)
        await books.load(kind)
    posted = await books.check()
    assert posted == books.expected, books.expected - posted
    await books.load(last[0])
    assert await books.check() == books.expected
    await books.database.aclose()


def run(template: Path, world: list[LateShift], taken: list[Step], last: list[IntegrationKind]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(template / "kabinet.db", folder)
        asyncio.run(lived(Path(folder), world, taken, last))


def test_registers_that_are_read_side_by_side_are_counted_together(template: Path) -> None:
    world = [
        LateShift(register, day, 1 + 10 * day + register, 0, 0) for register in range(8) for day in range(3)
    ]

    async def load(folder: Path) -> None:
        books = Books(folder, world)
        books.clock.days = DAYS
        loading = CashLoading(books.ofd, None, StoredCash(books.database), books.clock)
        told: list[int] = []

        async def tell(progress: LoadProgress) -> None:
            told.append(progress.shifts)

        result = await loading.load_now(WHICH, OFD, tell)
        assert (result.shifts, result.posted.orders) == (len(world), len(world))
        assert told == sorted(told)
        assert told[-1] == len(world)
        await books.database.aclose()

    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(template / "kabinet.db", folder)
        asyncio.run(load(Path(folder)))


def test_a_register_that_is_refused_holds_up_no_other(template: Path) -> None:
    world = [LateShift(register, 1, 100 + register, 0, 0) for register in range(6)]

    async def load(folder: Path) -> None:
        books = Books(folder, world)
        books.clock.days = DAYS
        books.ofd.refused = {f"{0:016}", f"{3:016}"}
        loading = CashLoading(books.ofd, None, StoredCash(books.database), books.clock)
        result = await loading.load_now(WHICH, OFD)
        assert (result.shifts, result.posted.orders, result.failure) == (4, 4, LoadFailure.NO_ACCESS)
        await books.database.aclose()

    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(template / "kabinet.db", folder)
        asyncio.run(load(Path(folder)))


@given(worlds, steps)
@settings(max_examples=60, deadline=None)
def test_ofd_alone(template: Path, world: list[LateShift], taken: list[Step]) -> None:
    run(template, world, [step for step in taken if step.kind is OFD], [OFD])


@given(worlds, steps)
@settings(max_examples=40, deadline=None)
def test_market_alone(template: Path, world: list[LateShift], taken: list[Step]) -> None:
    run(template, world, [step for step in taken if step.kind is MARKET], [MARKET])


@given(worlds, steps, st.permutations([OFD, MARKET]))
@settings(max_examples=60, deadline=None)
def test_both(template: Path, world: list[LateShift], taken: list[Step], last: list[IntegrationKind]) -> None:
    run(template, world, taken, last)
