"""An emulator that listens, a clock and a monotonic time that tests move, and a bare client of the Bot API."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.emulator import Emulator, Limits

TOKEN = "700001:test-token-of-nobody"


@dataclass
class Times:
    """Both times of the emulator, moved by hand."""

    moment: datetime = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    seconds: float = 1000.0

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.seconds

    def pass_(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)
        self.seconds += seconds


@dataclass
class Client:
    """Calls methods as a bot would; `call` gives status and answer."""

    session: aiohttp.ClientSession
    url: str
    token: str = TOKEN
    headers: dict[str, str] = field(default_factory=dict)

    async def call(self, method: str, **parameters: Any) -> tuple[int, dict[str, Any]]:
        async with self.session.post(f"{self.url}/bot{self.token}/{method}", json=parameters) as response:
            self.headers = dict(response.headers)
            answer = await response.json()
        assert isinstance(answer, dict)
        return response.status, answer

    async def ok(self, method: str, **parameters: Any) -> Any:
        status, answer = await self.call(method, **parameters)
        assert status == 200, answer
        assert answer["ok"] is True
        return answer["result"]

    async def refused(self, method: str, **parameters: Any) -> tuple[int, str]:
        status, answer = await self.call(method, **parameters)
        assert answer["ok"] is False, answer
        assert answer["error_code"] == status
        assert "result" not in answer
        return status, answer["description"]

    async def form(self, method: str, data: Any) -> tuple[int, dict[str, Any]]:
        async with self.session.post(f"{self.url}/bot{self.token}/{method}", data=data) as response:
            answer = await response.json()
        assert isinstance(answer, dict)
        return response.status, answer

    async def send_document(
        self, chat_id: int, name: str = "акт.pdf", content: bytes = b"%PDF", **more: str
    ) -> Any:
        form = aiohttp.FormData({"chat_id": str(chat_id), **more}, quote_fields=False)
        form.add_field("document", content, filename=name)
        status, answer = await self.form("sendDocument", form)
        assert status == 200, answer
        return answer["result"]


async def until_polled(tg: Emulator, *, polled: bool = True) -> None:
    """Waits until a long poll waits, or until none does."""
    with tg.world.bus.subscribe() as events:
        while tg.world.updates.is_polled != polled:
            await events.next()


@pytest.fixture
def times() -> Times:
    return Times()


@pytest.fixture
def limits() -> Limits:
    return Limits()


@pytest.fixture
async def tg(times: Times, limits: Limits) -> AsyncIterator[Emulator]:
    emulator = Emulator(clock=times, token=TOKEN, limits=limits, monotonic=times.monotonic)
    await emulator.start()
    yield emulator
    await emulator.stop()


@pytest.fixture
async def client(tg: Emulator) -> AsyncIterator[Client]:
    async with aiohttp.ClientSession() as session:
        yield Client(session, tg.url)
