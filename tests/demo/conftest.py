from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime

import aiohttp
import pytest

from bot.demo.cast import COMPANIES
from bot.demo.clock import DemoClock
from bot.demo.events import Event
from bot.demo.stand import Backstage, DemoStand
from bot.demo.wallets import Wallets
from bot.emulator import Emulator
from bot.emulator.stand import JournalLine

SendChallenge = Callable[[int, bytes], Awaitable[None]]


class Upcoming:
    """Stands for the storage: says what it is told to say."""

    def __init__(self) -> None:
        self.event: Event | None = None

    async def __call__(self, _now: datetime) -> Event | None:
        return self.event


async def no_warnings() -> tuple[JournalLine, ...]:
    return ()


@pytest.fixture
def clock() -> DemoClock:
    return DemoClock()


@pytest.fixture
def upcoming() -> Upcoming:
    return Upcoming()


@pytest.fixture(scope="session")
def wallets() -> Wallets:
    return Wallets(COMPANIES, DemoClock().now())


@pytest.fixture
def stand(clock: DemoClock) -> DemoStand:
    return DemoStand(clock)


@pytest.fixture
async def emulator(clock: DemoClock, stand: DemoStand) -> AsyncIterator[Emulator]:
    emulator = Emulator(clock=clock, stand=stand)
    await emulator.start()
    stand.attach(emulator)
    yield emulator
    await emulator.stop()


@pytest.fixture
def backstage(wallets: Wallets, upcoming: Upcoming) -> Backstage:
    return Backstage(wallets, upcoming, no_warnings)


@pytest.fixture
async def send_challenge(emulator: Emulator) -> AsyncIterator[SendChallenge]:
    """Acts as the bot: sends a text file to a person over HTTP."""
    async with aiohttp.ClientSession() as session:

        async def send(person: int, content: bytes) -> None:
            form = aiohttp.FormData({"chat_id": str(person)})
            form.add_field("document", content, filename="kabinet-7F3A.txt", content_type="text/plain")
            url = f"{emulator.url}/bot{emulator.token}/sendDocument"
            async with session.post(url, data=form) as answer:
                assert answer.status == 200, await answer.text()

        yield send
