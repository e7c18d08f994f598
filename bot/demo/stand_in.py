"""What the stand-ins share: a local server, its log of requests, and faults on order."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from bot.emulator.faults import Fault, Faults

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class StandIn:
    """A server on this machine that answers as a documented API does.

    Faults are ordered by the name of a route: `documents`, `by-shifts`, `cheques` and so on, or `*`. With `drop` set to
    "before" the connection closes without an answer, with "after" in the middle of it.

    Args:
        sleep: Waits for faults that delay.

    Attributes:
        url: Where it listens, once started.
        faults: What waits to strike.
        asked: Every request as it came: the route's name and the raw path with its query.
    """

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self.url = ""
        self.faults = Faults()
        self.asked: list[tuple[str, str]] = []
        self._sleep = sleep
        self._app = web.Application(middlewares=[self._struck])
        self._runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=0.2)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one.

        Raises:
            OSError: The port is taken.
        """
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self.url = f"http://{host}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Listen no more."""
        await self._runner.cleanup()

    def route(self, path: str, name: str, handler: Handler, method: str = "GET") -> None:
        """Answer requests of this path."""
        self._app.router.add_route(method, path, handler, name=name)

    @staticmethod
    def answer(
        value: object, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> web.StreamResponse:
        """JSON, as these servers write it."""
        return web.json_response(value, status=status, headers=headers, dumps=_dumps)

    def fault_body(self, fault: Fault) -> object:
        """What the API says with a status that it does not document."""
        return {"message": fault.description}

    @web.middleware
    async def _struck(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        name = request.match_info.route.name or ""
        self.asked.append((name, request.raw_path))
        fault = self.faults.take(name)
        if fault is None:
            return await handler(request)
        if fault.delay is not None:
            await self._sleep(fault.delay)
        if fault.drop == "before":
            return _cut(request)
        if fault.body is not None:
            return web.Response(text=fault.body, status=fault.status or 200, content_type="text/html")
        if fault.status is not None:
            headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
            return self.answer(self.fault_body(fault), fault.status, headers)
        answer = await handler(request)
        return await _halved(request, answer) if fault.drop == "after" else answer


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _halved(request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
    body = answer.body if isinstance(answer, web.Response) and isinstance(answer.body, bytes) else b""
    half = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(body))})
    await half.prepare(request)
    await half.write(body[: len(body) // 2])
    _cut(request)
    return half
