"""The bot's own HTTP server: health, metrics and, in webhook mode, Telegram's updates."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiogram import Bot, Dispatcher
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from bot.metrics import Metrics

# Telegram's updates are small: files come as identifiers.
LARGEST_UPDATE = 1024 * 1024


class HttpServer:
    """Answers on one address until it is stopped."""

    def __init__(self, metrics: Metrics, ready: Callable[[], Awaitable[bool]]) -> None:
        self._app = web.Application(client_max_size=LARGEST_UPDATE)
        self._app.router.add_get("/healthz", self._health)
        self._app.router.add_get("/readyz", self._ready)
        self._app.router.add_get("/metrics", self._metrics)
        self._metrics_page = metrics
        self._is_ready = ready
        # The access log is off: its lines would repeat what the bot's own log says, with addresses in them.
        self._runner = web.AppRunner(self._app, access_log=None)

    def receive_updates(self, url: str, secret: str, dispatcher: Dispatcher, bot: Bot) -> None:
        """Take updates at the path of the webhook's address.

        An update is confirmed when it has been handled, so that one in work when the program dies comes again.
        """
        handler = SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token=secret)
        self._app.router.add_post(urlsplit(url).path or "/", handler.handle)

    async def start(self, host: str, port: int) -> None:
        """Listen.

        Raises:
            OSError: The address is taken.
        """
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()

    @property
    def port(self) -> int | None:
        """The port it listens on; None before it does."""
        addresses = self._runner.addresses
        return int(addresses[0][1]) if addresses else None

    async def stop(self) -> None:
        """Take no more requests; those in work are finished first."""
        await self._runner.cleanup()

    async def _health(self, _: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def _ready(self, _: web.Request) -> web.Response:
        if await self._is_ready():
            return web.Response(text="ready\n")
        return web.Response(status=503, text="not ready\n")

    async def _metrics(self, _: web.Request) -> web.Response:
        return web.Response(
            body=self._metrics_page.page(), headers={"Content-Type": "text/plain; version=0.0.4"}
        )
