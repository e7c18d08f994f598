"""The emulator as a whole: one world, one local HTTP server."""

import asyncio
import secrets
import string
import time
from collections.abc import Callable

from aiohttp import web

from bot.clock import Clock
from bot.emulator.bot_api import BotApi
from bot.emulator.faults import Drop, Fault
from bot.emulator.limits import Limits
from bot.emulator.model import Account, Call, Lint
from bot.emulator.page import Page
from bot.emulator.person import Person
from bot.emulator.stand import Stand
from bot.emulator.state import World
from bot.emulator.webhook import WebhookDelivery

_SHUTDOWN_SECONDS = 0.2
_TOKEN_LETTERS = string.ascii_letters + string.digits + "_-"


class Emulator:
    """A strict local Bot API server with a web chat.

    Args:
        clock: gives the dates of messages; waiting and deadlines stay on `monotonic`.
        token: of the one bot it serves; by default a random one.
        bot_name: as people see it.
        bot_username: without `@`.
        limits: what the server allows.
        stand: what a demo shows beside the chat.
        monotonic: seconds that never go back, for deadlines.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        token: str | None = None,
        bot_name: str = "Кабинет",
        bot_username: str = "kabinet_demo_bot",
        limits: Limits = Limits(),  # noqa: B008  frozen
        stand: Stand | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.token = token or random_token()
        self.world = World(
            clock=clock,
            token=self.token,
            bot_name=bot_name,
            bot_username=bot_username,
            limits=limits,
            monotonic=monotonic,
        )
        self.url = ""
        self._api = BotApi(self.world)
        self._page = Page(self.world, stand)
        self._webhook = WebhookDelivery(self.world, self._api.answered)
        self._runner: web.AppRunner | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Begins to listen; port 0 takes a free one.

        Raises:
            OSError: the port is taken.
        """
        # client_max_size does not matter to us: bodies are read and counted by ourselves
        application = web.Application(client_max_size=0)
        self._page.add_routes(application.router)
        application.router.add_route("*", "/{path:.*}", self._api.handle)
        self._runner = web.AppRunner(
            application, handler_cancellation=True, shutdown_timeout=_SHUTDOWN_SECONDS, access_log=None
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound = self._runner.addresses[0][1]
        self.url = f"http://{host}:{bound}"
        self._webhook.start()
        self._page.hosts = frozenset({f"{host}:{bound}", f"localhost:{bound}"})

    async def stop(self) -> None:
        """Stops listening and ends every waiting request."""
        await self._webhook.stop()
        await self._page.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        self.world.close()

    @property
    def calls(self) -> list[Call]:
        """Every request of the bot, in the order in which they ended."""
        return self.world.calls

    @property
    def lints(self) -> list[Lint]:
        """What Telegram would pass in silence and a person would stumble over; without notes."""
        return [lint for lint in self.world.lints if lint.grade == "lint"]

    def person(
        self,
        first_name: str,
        *,
        id: int | None = None,  # noqa: A002  the word of the contract and of the Bot API
        last_name: str | None = None,
        username: str | None = None,
        language_code: str = "ru",
        role: str = "",
    ) -> Person:
        """Creates a person; ids run from 1001.

        Raises:
            ValueError: the id is taken.
        """
        number = self.world.free_person_id() if id is None else id
        if number in self.world.accounts:
            raise ValueError(f"there is already a person {number}")
        account = Account(number, first_name, last_name or "", username or "", language_code, role)
        return Person(self.world, self.world.add_account(account))

    def fault(
        self,
        method: str,
        *,
        status: int | None = None,
        description: str = "",
        retry_after: int | None = None,
        times: int = 1,
        drop: Drop | None = None,
        delay: float | None = None,
        body: str | None = None,
    ) -> None:
        """Strikes the next calls of a method (`*` for any); see `Fault`."""
        if status is None and retry_after is not None:
            status = 429
        if status is None and body is not None:
            status = 502
        self.world.faults.add(Fault(method, status, description, retry_after, times, drop, delay, body))

    async def settled(self, timeout: float = 5.0) -> None:  # noqa: ASYNC109  tests say how long they wait
        """Waits until the bot has fetched and confirmed every update, answered every tap, and calls nothing.

        It does not see work that a bot does without calling, so a bot that answers late may still answer after it.

        Raises:
            TimeoutError: the bot is not there or does not come to rest.
        """
        with self.world.bus.subscribe() as events:
            async with asyncio.timeout(timeout):
                while not self._is_quiet():
                    await events.next()

    def stand_changed(self) -> None:
        """Shows every page a fresh view of the stand."""
        self.world.emit("stand")

    def _is_quiet(self) -> bool:
        answered = all(query.answer for query in self.world.queries.values())
        return self._api.in_progress == 0 and answered and self.world.updates.pending == 0


def random_token() -> str:
    """A token of the usual form that belongs to nobody."""
    tail = "".join(secrets.choice(_TOKEN_LETTERS) for _ in range(35))
    return f"{secrets.randbelow(9_000_000_000) + 1_000_000_000}:{tail}"
