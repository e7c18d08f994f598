"""Fifty kills while scanning and delivering, on SQLite: what was lost, and what was doubled."""

import asyncio
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory

from storage.schema import migrate
from tests.jobs.killing import kill_until_delivered

KILLS = 50


async def measure() -> None:
    """The casualties of one run."""
    number = SystemRandom().randrange(2**32)
    with TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'kabinet.db'}"
        await migrate(url)
        casualties = await kill_until_delivered(url, kills=KILLS, batch=200, batches=25, seed_number=number)
    print(f"  seed {number}: {KILLS} kills, {casualties.killed_while_scanning} of them while scanning")
    print(f"  due: {casualties.due}, lost: {len(casualties.lost)}, not recorded as sent: {casualties.unsent}")
    print(
        f"  doubled: {casualties.doubled.total()}; in flight at the kills: {casualties.in_flight};"
        f" doubled without having been in flight: {len(casualties.unexplained)}"
    )


if __name__ == "__main__":
    asyncio.run(measure())
