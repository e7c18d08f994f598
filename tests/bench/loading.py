"""A year of twelve cash registers, loaded from local stand-ins and posted, by a process of its own."""

import resource
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.demo.market.server import MarketStandIn
from bot.demo.ofd.server import OfdStandIn
from bot.demo.registers.generator import Plan, world
from storage.database import Database
from storage.schema import migrate
from tests.cash.test_killing import INN, begun, organization

DAYS, REGISTERS = 365, 12
MIB = 1024  # KiB


async def measure() -> None:
    """Seconds of each load, and the most memory that a loading process took."""
    now = SystemClock().now()
    first = (now - timedelta(days=DAYS)).date()
    made = world(Plan(seed=1, first=first, days=DAYS, registers=REGISTERS, busiest=6), INN)
    ofd, market = OfdStandIn(made, "key", "sid"), MarketStandIn(made, "key", SystemClock())
    await ofd.start()
    await market.start()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'kabinet.db'}"
        database = Database(url)
        await migrate(database)
        await organization(database, first, now)
        await database.aclose()
        for kind in ("ofd", "market"):
            started = time.perf_counter()
            code = await (await begun(url, ofd.url, market.url, kind)).wait()
            print(f"  {kind}: {time.perf_counter() - started:.1f} s (at most 60), exit code {code}")
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / MIB
    print(f"  memory: {most:.0f} MiB (at most 300), {DAYS * REGISTERS} shifts")
    await ofd.stop()
    await market.stop()
