"""Pushes updates to the bot's own server, by the rules of the real one (WebhookActor.cpp).

The emulator reaches this machine only: an address elsewhere gets nothing but a `last_error_message`.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import aiohttp

from bot.emulator.methods.webhooks import is_local
from bot.emulator.model import Update
from bot.emulator.state import World

_TIMEOUT_SECONDS = 60
_FIRST_RETRY_SECONDS = 1.0
_LAST_RETRY_SECONDS = 60.0
_LONGEST_RETRY_AFTER = 3600.0
_GONE = 410
_GONE_SECONDS = 23 * 3600
_SUCCESS = range(200, 300)
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the header's name

Execute = Callable[[dict[str, str]], Awaitable[None]]


class WebhookDelivery:
    """Delivers waiting updates: those of one person in order, of different people side by side.

    Args:
        world: whose updates they are.
        execute: carries out the method that an answer of the bot asks for.
    """

    def __init__(self, world: World, execute: Execute) -> None:
        self._world = world
        self._execute = execute
        self._in_flight: dict[int, asyncio.Task[None]] = {}
        self._gone_since: float | None = None
        self._running: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to watch the queue."""
        self._running = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Ends all deliveries; what was not taken stays in the queue."""
        tasks = [task for task in (self._running, *self._in_flight.values()) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self) -> None:
        timeout = aiohttp.ClientTimeout(total=_TIMEOUT_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            with self._world.bus.subscribe() as events:
                while True:
                    self._dispatch(session)
                    await events.next()

    def _dispatch(self, session: aiohttp.ClientSession) -> None:
        hook = self._world.webhook
        if not hook.url:
            return
        for update in self._world.updates.waiting():
            if len(self._in_flight) >= hook.max_connections:
                return
            if update.person not in self._in_flight:
                task = asyncio.create_task(self._deliver(session, update, hook.url))
                self._in_flight[update.person] = task

    async def _deliver(self, session: aiohttp.ClientSession, update: Update, url: str) -> None:
        """Posts one update until it is taken, expires, or the webhook changes."""
        delay = _FIRST_RETRY_SECONDS
        try:
            while url == self._world.webhook.url and update in self._world.updates.waiting():
                wait = await self._post(session, update, url)
                if wait is None:
                    self._world.take(update)
                    return
                await asyncio.sleep(max(wait, delay))
                delay = min(delay * 2, _LAST_RETRY_SECONDS)
        finally:
            del self._in_flight[update.person]
            self._world.emit("webhook")

    async def _post(self, session: aiohttp.ClientSession, update: Update, url: str) -> float | None:
        """Seconds to wait at least before the next try; None when the update was taken."""
        if not is_local(urlsplit(url)):
            return self._failed("Failed to resolve host: the emulator reaches this machine only")
        headers = {"Content-Type": "application/json"}
        if self._world.webhook.secret:
            headers[_SECRET_HEADER] = self._world.webhook.secret
        body = json.dumps(update.as_json(), ensure_ascii=False).encode()
        try:
            async with session.post(url, data=body, headers=headers, allow_redirects=False) as response:
                answer = await response.text(errors="replace")
        except TimeoutError:
            return self._failed("Read timeout expired")
        except aiohttp.ClientError:
            return self._failed("Connection refused")
        if response.status in _SUCCESS:
            self._gone_since = None
            await self._reply(answer)
            return None
        self._note_gone(response.status)
        self._failed(f"Wrong response from the webhook: {response.status} {response.reason}")
        return _retry_after(response.headers.get("Retry-After", ""))

    def _failed(self, message: str) -> float:
        hook = self._world.webhook
        hook.last_error, hook.last_error_at = message, self._world.clock.now()
        self._world.emit("webhook failed")
        return 0.0

    def _note_gone(self, status: int) -> None:
        """A server that says 410 for 23 hours loses its webhook."""
        now = self._world.monotonic()
        if status != _GONE:
            self._gone_since = None
        elif self._gone_since is None:
            self._gone_since = now
        elif now - self._gone_since > _GONE_SECONDS:
            self._world.webhook.clear()
            self._world.updates.start_webhook(active=False)

    async def _reply(self, answer: str) -> None:
        """Carries out the method in the bot's answer; its result is told to nobody."""
        try:
            given = json.loads(answer)
        except ValueError:
            return
        if isinstance(given, dict) and isinstance(given.get("method"), str):
            await self._execute(
                {
                    name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                    for name, value in given.items()
                }
            )


def _retry_after(header: str) -> float:
    return min(float(header), _LONGEST_RETRY_AFTER) if header.isdigit() else 0.0
