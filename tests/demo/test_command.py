"""`python -m bot demo`, started the way a visitor does."""

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from bot.demo.cast import ACTORS, ANNA

ROOT = Path(__file__).resolve().parents[2]
PROMISED_SECONDS = 3
# The machine that tests run on has other things to do at the same time.
PATIENCE = 3
STOP_SECONDS = 60


@dataclass
class Running:
    process: asyncio.subprocess.Process
    url: str
    seconds: float
    folder: Path

    async def stop(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), STOP_SECONDS)

    def left(self) -> list[str]:
        return sorted(str(file.relative_to(self.folder)) for file in self.folder.rglob("*"))


async def address(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    async for line in process.stdout:
        if found := re.search(r"http://127\.0\.0\.1:\d+", line.decode()):
            return found[0]
    raise AssertionError("no address was printed")


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    # A visitor's own settings must not reach the stand: with these, the bot would not start or would not be safe.
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "TMPDIR": str(tmp_path),
        "BOT_TOKEN": "not a token",
        "BOT_API_URL": "http://127.0.0.1:9",
        "DATABASE_URL": "sqlite+aiosqlite:////nowhere/kabinet.db",
        "WEBHOOK_URL": "https://kabinet.invalid",
    }
    began = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "demo", "--port", "0"),
        cwd=tmp_path,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        url = await asyncio.wait_for(address(process), 30)
        yield Running(process, url, time.monotonic() - began, tmp_path)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def said_by_the_bot(socket: aiohttp.ClientWebSocketResponse) -> str:
    async with asyncio.timeout(60):
        while True:
            event = await socket.receive_json()
            if event["event"] == "message" and event["message"]["from"] == "bot":
                return str(event["message"]["text"])


async def test_the_address_is_there_at_once_and_nothing_stays(running: Running) -> None:
    assert running.seconds < PROMISED_SECONDS * PATIENCE
    async with aiohttp.ClientSession() as session:
        async with session.get(running.url) as page:
            assert page.status == 200
            assert "text/html" in page.headers["Content-Type"]
        async with session.ws_connect(f"{running.url}/ws", origin=running.url) as socket:
            hello = await socket.receive_json()
            assert [person["id"] for person in hello["people"]] == [actor.id for actor in ACTORS]
            assert hello["stand"]["title"]
            await socket.send_json({"do": "send", "person": ANNA.id, "text": "/start"})
            assert ANNA.first_name in await said_by_the_bot(socket)
    assert running.left(), "the bot keeps its database somewhere"
    assert await running.stop(signal.SIGTERM) == 0
    assert running.left() == []
    assert running.process.stderr is not None
    assert await running.process.stderr.read() == b""


async def test_it_may_be_stopped_before_the_bot_is_up(running: Running) -> None:
    assert await running.stop(signal.SIGINT) == 0
    assert running.left() == []
