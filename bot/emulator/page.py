"""The web chat: static files, uploads, downloads and the WebSocket that shows the world."""

from aiohttp import web

from bot.emulator.stand import Stand
from bot.emulator.state import World


class Page:
    """Serves the page of one emulator."""

    def __init__(self, world: World, stand: Stand | None) -> None:
        self._world = world
        self._stand = stand
        self.origin = ""

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """The page's own addresses; everything else belongs to the Bot API."""

    async def close(self) -> None:
        """Ends every open page."""
