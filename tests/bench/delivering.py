"""Queued warnings through a server that enforces Telegram's limits, without faults and with them.

`python -m tests.bench.delivering 3000` delivers fewer than ten thousand; each run takes a second for thirty of them.
"""

import asyncio
import os
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from cryptography.fernet import Fernet

from bot.clock import SystemClock
from bot.emulator import Call, Emulator, Limits, Message
from bot.emulator.faults import Fault, Faults
from storage.database import Database
from storage.schema import migrate
from tests.bench.stand import ROOT
from tests.jobs.seeding import seed

WARNINGS = 10_000
PER_SECOND = 30
FIRST_PERSON = 1001
BLOCKED_SHARE = 0.05
SEND = "sendmessage"
# Of a hundred calls: so many struck, and by what.
STRUCK = (
    (2.0, Fault(SEND, status=429, retry_after=3)),
    (0.5, Fault(SEND, drop="before")),
    (0.5, Fault(SEND, drop="after")),
    (0.5, Fault(SEND, status=502, body="<html><h1>502 Bad Gateway</h1></html>")),
    (0.5, Fault(SEND, status=500, description="Internal Server Error: restart")),
    (2.0, Fault(SEND, delay=3.0)),
)


class RandomFaults(Faults):
    """Strikes calls at random, some of each kind."""

    def __init__(self, seed_number: int) -> None:
        super().__init__()
        self._random = Random(seed_number)
        self.struck: Counter[str] = Counter()

    def take(self, method: str) -> Fault | None:
        if method.lower() != SEND:
            return None
        drawn = self._random.uniform(0, 100)
        for share, fault in STRUCK:
            drawn -= share
            if drawn < 0:
                self.struck[_name(fault)] += 1
                return fault
        return None


def _name(fault: Fault) -> str:
    return f"drop {fault.drop}" if fault.drop else f"status {fault.status}" if fault.status else "slow"


@dataclass
class Progress:
    """When messages arrived, what the worker's calls came to, and how large it was."""

    moments: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    sizes: list[tuple[int, float]] = field(default_factory=list)

    def share(self, part: float) -> float:
        """How much of the limit was used until this part of the messages had arrived."""
        last = int(len(self.moments) * part) - 1
        return last / (self.moments[last] - self.moments[0]) / PER_SECOND

    def size_at(self, arrived: float) -> float:
        """Megabytes once so many messages had arrived."""
        return next((size for number, size in self.sizes if number >= arrived), self.sizes[-1][1])


@asynccontextmanager
async def worker(folder: Path, emulator: Emulator) -> AsyncIterator[int]:
    """The real bot as a worker in a process of its own; its number."""
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(ROOT),
        "BOT_TOKEN": emulator.token,
        "BOT_API_URL": emulator.url,
        "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        "ROLE": "worker",
        "HTTP_PORT": "0",
        "LOG_LEVEL": "CRITICAL",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=folder, env=environment
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


def megabytes(pid: int) -> float:
    """What the process keeps in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def deliver(warnings: int, faults: RandomFaults | None) -> None:
    """One run, from an outbox that is empty until the first look to the last message."""
    blocked = set(Random(1).sample(range(warnings), int(warnings * BLOCKED_SHARE))) if faults else set()
    with TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite+aiosqlite:///{folder / 'data' / 'kabinet.db'}"
        (folder / "data").mkdir()
        await migrate(url)
        database = Database(url)
        await seed(database, range(FIRST_PERSON, FIRST_PERSON + warnings), SystemClock().now())
        await database.aclose()
        emulator = Emulator(clock=SystemClock(), limits=Limits(total_per_second=PER_SECOND, chat_burst=1))
        await emulator.start()
        people = [emulator.person(f"№{number}", id=FIRST_PERSON + number) for number in range(warnings)]
        for person in people:
            await person.start()
        for number in blocked:
            people[number].block()
        if faults is not None:
            emulator.world.faults = faults
        progress = Progress()
        async with worker(folder, emulator) as pid:
            await _follow(emulator, pid, progress, warnings - len(blocked))
        told = [sum(message.from_bot for message in person.messages) for person in people]
        await emulator.stop()
    expected = [count for number, count in enumerate(told) if number not in blocked]
    cut_off = 0 if faults is None else faults.struck["drop after"]
    print(f"  {'with' if faults else 'without'} faults: {warnings} warnings, {len(blocked)} people blocked")
    print(f"    calls by status: {dict(progress.statuses)}; struck: {dict(faults.struck) if faults else {}}")
    print(
        f"    share of the limit kept: {progress.share(1):.3f}; until 99 % arrived: {progress.share(0.99):.3f}"
    )
    print(
        f"    lost: {expected.count(0)}; doubled: {sum(count - 1 for count in expected if count)},"
        f" of them cut off after the effect: {cut_off}"
    )
    print(
        f"    memory: {progress.size_at(warnings * 0.1):.1f} MB at 10 %, {progress.sizes[-1][1]:.1f} MB at the end"
    )


async def _follow(emulator: Emulator, pid: int, progress: Progress, expected: int) -> None:
    """Note each message as it arrives, until everybody who can has got one, and a little longer."""
    got: set[int] = set()
    with emulator.world.bus.subscribe() as events:
        while len(got) < expected:
            async with asyncio.timeout(120):
                event = await events.next()
            if isinstance(event.data, Call) and event.data.method.lower() == SEND:
                progress.statuses[event.data.status] += 1
            if not isinstance(event.data, Message) or not event.data.from_bot or event.name != "message":
                continue
            got.add(event.data.chat)
            progress.moments.append(time.monotonic())
            if len(progress.moments) % 100 == 0:
                progress.sizes.append((len(progress.moments), megabytes(pid)))
    progress.sizes.append((len(progress.moments), megabytes(pid)))
    await asyncio.sleep(3)


async def measure(warnings: int = WARNINGS) -> None:
    """Both runs."""
    await deliver(warnings, None)
    await deliver(warnings, RandomFaults(2))


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else WARNINGS))
