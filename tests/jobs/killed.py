"""A process to be killed: watches and delivers as the bot does, to a server that only counts.

It imports as little as it can, so that many lives fit into a short time.
"""

import asyncio
import sys
from dataclasses import dataclass

import aiohttp

from bot.cabinet.warnings.outbox import Delivery, Letter, Outcome
from bot.cabinet.warnings.watching import Watch
from bot.clock import SystemClock
from bot.jobs.deliver import Deliverer
from bot.jobs.leadership import Leader
from bot.jobs.pacing import Pacer
from storage.database import Database
from storage.leadership import leadership
from storage.warnings.outbox import StoredOutbox
from storage.warnings.watch import StoredWatched

BEGUN = "begun"


@dataclass
class CountingMessenger:
    """Tells the server to whom a message goes."""

    session: aiohttp.ClientSession
    url: str

    async def send(self, letter: Letter) -> Delivery:
        try:
            async with self.session.post(f"{self.url}/{letter.to.person.id}") as answer:
                number = int(await answer.text())
        except aiohttp.ClientError:
            return Delivery(Outcome.UNKNOWN)
        return Delivery(Outcome.SENT, number)


class Uncounted:
    """`bot.jobs.surviving.Tally` for nobody."""

    def delivery(self, letter: Letter, delivery: Delivery) -> None: ...

    def failure(self, stage: str) -> None: ...


@dataclass
class Life:
    """`bot.jobs.leadership.Duty`: one look, and then the delivery until the end."""

    watch: Watch
    deliverer: Deliverer

    async def run(self) -> None:
        sys.stdout.write(f"{BEGUN}\n")
        sys.stdout.flush()
        await self.watch.look()
        await self.deliverer.run()

    def stop(self) -> None:
        self.deliverer.stop()


async def live(database_url: str, server_url: str, per_second: float) -> None:
    database, clock = Database(database_url), SystemClock()
    async with aiohttp.ClientSession() as session:
        messenger = CountingMessenger(session, server_url)

        def begin() -> Life:
            watch = Watch(StoredWatched(database), clock)
            pacer = Pacer(per_second=per_second)
            return Life(watch, Deliverer(StoredOutbox(database), messenger, clock, pacer, Uncounted()))

        await Leader(leadership(database), begin).run()


if __name__ == "__main__":
    asyncio.run(live(sys.argv[1], sys.argv[2], float(sys.argv[3])))
