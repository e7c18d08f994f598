"""The web chat: static files, uploads, downloads and the WebSocket that shows the world.

Only this machine may use it: the Host header must name it (a page elsewhere cannot reach it through a name of its
own), and what changes something must come from the page itself (Origin).
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from bot.emulator import acts
from bot.emulator.acts import ActError
from bot.emulator.body import read_request
from bot.emulator.errors import ApiError
from bot.emulator.page_socket import PageSocket
from bot.emulator.stand import Stand
from bot.emulator.state import World
from bot.emulator.transcript import transcript

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_FILES = Path(__file__).parent / "web"
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; connect-src 'self'; style-src 'self';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


class Page:
    """Serves the pages of one emulator."""

    def __init__(self, world: World, stand: Stand | None) -> None:
        self._world = world
        self._stand = stand
        self._sockets: set[PageSocket] = set()
        self.hosts: frozenset[str] = frozenset()

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """The page's own addresses; everything else belongs to the Bot API."""
        router.add_get("/", self._guarded(self._index))
        router.add_get("/web/{name:[A-Za-z0-9_.-]+}", self._guarded(self._static))
        router.add_get("/document/{file_id}", self._guarded(self._document))
        router.add_get("/transcript/{person:[0-9]+}", self._guarded(self._transcript))
        router.add_post("/upload", self._guarded(self._upload, own_pages_only=True))
        router.add_get("/ws", self._guarded(self._socket, own_pages_only=True))

    async def close(self) -> None:
        """Ends every open page."""
        for socket in list(self._sockets):
            await socket.close()

    def _guarded(self, handler: Handler, *, own_pages_only: bool = False) -> Handler:
        async def guard(request: web.Request) -> web.StreamResponse:
            host = request.headers.get("Host", "").lower()
            if host not in self.hosts:
                raise web.HTTPForbidden(text="this address is not ours", headers=_HEADERS)
            if own_pages_only and request.headers.get("Origin", "").lower() != f"http://{host}":
                raise web.HTTPForbidden(text="only our own page may do this", headers=_HEADERS)
            return await handler(request)

        return guard

    async def _index(self, _request: web.Request) -> web.StreamResponse:
        return web.FileResponse(_FILES / "index.html", headers=_HEADERS)

    async def _static(self, request: web.Request) -> web.StreamResponse:
        path = _FILES / request.match_info["name"]
        if not path.is_file():
            raise web.HTTPNotFound(headers=_HEADERS)
        return web.FileResponse(path, headers=_HEADERS)

    async def _document(self, request: web.Request) -> web.StreamResponse:
        stored = self._world.files.get(request.match_info["file_id"])
        if stored is None:
            raise web.HTTPNotFound(headers=_HEADERS)
        own = {
            # whatever a file holds, the browser gives it no rights
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(stored.name, safe='')}",
        }
        return web.Response(body=stored.content, content_type=stored.mime, headers=_HEADERS | own)

    async def _transcript(self, request: web.Request) -> web.StreamResponse:
        person = int(request.match_info["person"])
        if person not in self._world.accounts:
            raise web.HTTPNotFound(headers=_HEADERS)
        return web.Response(text=transcript(self._world, person), headers=_HEADERS)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        """Files of a person; several make an album with the caption under the first."""
        try:
            received = await read_request(request, self._world.limits)
        except ApiError as error:
            return web.Response(status=error.status, text=error.description, headers=_HEADERS)
        person = received.values.get("person", "")
        if not (person.isascii() and person.isdigit() and int(person) in self._world.accounts):
            raise web.HTTPNotFound(text="there is no such person", headers=_HEADERS)
        files = [(part.name, part.content) for _, part in received.parts]
        try:
            sent = acts.upload(self._world, int(person), files, caption=received.values.get("caption", ""))
        except ActError as error:
            return web.Response(status=400, text=str(error), headers=_HEADERS)
        return web.json_response({"messages": [message.id for message in sent]}, headers=_HEADERS)

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        socket = PageSocket(self._world, self._stand)
        self._sockets.add(socket)
        try:
            return await socket.run(request)
        finally:
            self._sockets.discard(socket)
