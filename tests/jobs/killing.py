"""Kills the delivering process at random moments until everything is delivered, and counts."""

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from aiohttp import web
from sqlalchemy import select

from bot.cabinet.warnings.outbox import State
from bot.clock import SystemClock
from storage.database import Database
from storage.tables import outbox
from tests.jobs.killed import BEGUN
from tests.jobs.seeding import seed

ROOT = Path(__file__).resolve().parents[2]
PER_SECOND = 300.0
LONGEST_LIFE = 0.5
LOOKING_SECONDS = 0.08  # a kill within them strikes the look
LONGEST_ANSWER = 0.04
LAST_LIFE_SECONDS = 60.0

_SENDING = select(outbox.c.person).where(outbox.c.state == State.SENDING.value)
_STATES = select(outbox.c.person, outbox.c.state)


@dataclass
class CountingServer:
    """Counts messages by person, and answers after a while."""

    random: Random
    arrived: Counter[int] = field(default_factory=Counter)
    url: str = ""

    async def handle(self, request: web.Request) -> web.Response:
        self.arrived[int(request.match_info["person"])] += 1
        await asyncio.sleep(self.random.uniform(0, LONGEST_ANSWER))
        return web.Response(text=str(self.arrived.total()))

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        application = web.Application()
        application.router.add_post("/{person}", self.handle)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield
        finally:
            await runner.cleanup()


@dataclass
class Casualties:
    """What the kills did.

    Attributes:
        due: To how many people a warning was due.
        lost: Who got none.
        doubled: Who got more than one, and how many more.
        in_flight: How many were in flight at all kills together.
        unexplained: Doubled without having been in flight at a kill.
        killed_while_scanning: Kills before anything of the last batch was in the outbox.
        unsent: Rows that do not say that they were sent.
    """

    due: int
    lost: list[int]
    doubled: Counter[int]
    in_flight: int
    unexplained: list[int]
    killed_while_scanning: int
    unsent: int


async def kill_until_delivered(
    url: str, *, kills: int, batch: int, batches: int, seed_number: int
) -> Casualties:
    """Add people in batches, kill the process at random moments, then let the last one finish.

    Args:
        url: An empty database with all tables.
        kills: How many processes are killed.
        batch: How many people become due at once.
        batches: How many times.
        seed_number: Of the random moments.
    """
    random = Random(seed_number)
    server, database = CountingServer(Random(seed_number)), Database(url)
    at_kills: Counter[int] = Counter()
    due: list[int] = []
    scanning = 0
    async with server.listening():
        for number in range(kills):
            longest = LONGEST_LIFE
            if number % -(-kills // batches) == 0:
                longest = random.choice((LOOKING_SECONDS, LONGEST_LIFE))
                due.extend(fresh := range(len(due) + 1, len(due) + 1 + batch))
                await seed(database, fresh, SystemClock().now())
            process = await _born(url, server.url)
            await asyncio.sleep(random.uniform(0, longest))
            process.kill()
            await process.wait()
            async with database.read() as connection:
                at_kills.update((await connection.execute(_SENDING)).scalars())
                states = (await connection.execute(_STATES)).all()
            scanning += len(states) < len(due)
        process = await _born(url, server.url)
        async with asyncio.timeout(LAST_LIFE_SECONDS):
            while not await _is_quiet(database, len(due)):  # noqa: ASYNC110  another process decides when
                await asyncio.sleep(0.1)
        process.kill()
        await process.wait()
    async with database.read() as connection:
        states = (await connection.execute(_STATES)).all()
    await database.aclose()
    doubled = Counter({person: times - 1 for person, times in server.arrived.items() if times > 1})
    return Casualties(
        due=len(due),
        lost=[person for person in due if not server.arrived[person]],
        doubled=doubled,
        in_flight=at_kills.total(),
        unexplained=[person for person, times in doubled.items() if times > at_kills[person]],
        killed_while_scanning=scanning,
        unsent=sum(row.state != State.SENT.value for row in states),
    )


async def _born(url: str, server: str) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.jobs.killed",
        url,
        server,
        str(PER_SECOND),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    while (line := await process.stdout.readline()).decode().strip() != BEGUN:
        assert line, "the process ended by itself"
    return process


async def _is_quiet(database: Database, due: int) -> bool:
    async with database.read() as connection:
        states = (await connection.execute(_STATES)).all()
    return len(states) >= due and all(row.state == State.SENT.value for row in states)
