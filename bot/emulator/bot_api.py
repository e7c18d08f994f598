"""The HTTP face of the Bot API: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

import asyncio
import json
import time
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from bot.emulator import errors
from bot.emulator.body import Received, read_request
from bot.emulator.errors import ApiError
from bot.emulator.faults import Fault
from bot.emulator.methods import METHODS, Described, Method
from bot.emulator.model import Call
from bot.emulator.parameters import Parameters
from bot.emulator.state import World

_MAX_TOKEN = 80
_EXCERPT = 400
_POLL = "getUpdates"


class BotApi:
    """Answers the bot's requests and keeps the record of them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.in_progress = 0

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Any request that is not for the page."""
        path = unquote(request.rel_url.raw_path)
        if path.startswith("/file/bot"):
            return self._download(path.removeprefix("/file/bot"))
        if not path.startswith("/bot"):
            return _refused(errors.NOT_FOUND)
        token, _, name = path.removeprefix("/bot").partition("/")
        try:
            self._check_token(token)
        except ApiError as error:
            return _refused(error)
        return await self._call(request, name)

    async def execute(self, name: str, parameters: Parameters) -> Any:
        """Carries a method out.

        Raises:
            ApiError: the method is unknown or refuses.
        """
        known = METHODS.get(name.lower())
        if known is None:
            parameters.lint("the emulator does not know this method")
            raise errors.METHOD_NOT_FOUND
        known.check_names(parameters)
        return await known.handler(self._world, parameters)

    async def answered(self, values: dict[str, str]) -> None:
        """Carries out the method in an answer of the bot's webhook; a refusal is told to nobody but the record."""
        started = time.perf_counter()
        name, received = values["method"], Received(values)
        try:
            status, answer = 200, _success(await self.execute(name, self._parameters(name, received)))
        except ApiError as error:
            status, answer = _error_answer(error)
        milliseconds = (time.perf_counter() - started) * 1000
        self._world.record(_call(name, received, status, answer, milliseconds, self._world))

    def _check_token(self, token: str) -> None:
        if len(token) > _MAX_TOKEN or ":" not in token or token.startswith("0"):
            raise errors.INVALID_TOKEN
        if token != self._world.token:
            raise errors.UNAUTHORIZED

    def _download(self, rest: str) -> web.Response:
        token, _, path = rest.partition("/")
        try:
            self._check_token(token)
        except ApiError as error:
            return _refused(error)
        stored = self._world.linked(path)
        if stored is None:
            return _refused(errors.NOT_FOUND)
        return web.Response(body=stored.content, content_type="application/octet-stream")

    async def _call(self, request: web.Request, name: str) -> web.StreamResponse:
        started = time.perf_counter()
        received = Received()
        polls = name.lower() == _POLL.lower()
        self.in_progress += not polls
        status, answer = 0, ""
        try:
            try:
                received = await read_request(request, self._world.limits)
            except ApiError as error:
                status, answer = _error_answer(error)
                return _respond(status, answer, error)
            name = name or received.values.get("method", "")
            fault = self._world.faults.take(name)
            response, status, answer = await self._answer(request, name, received, fault)
            return response
        finally:
            self.in_progress -= not polls
            milliseconds = (time.perf_counter() - started) * 1000
            self._world.record(_call(name, received, status, answer, milliseconds, self._world))

    async def _answer(
        self, request: web.Request, name: str, received: Received, fault: Fault | None
    ) -> tuple[web.StreamResponse, int, str]:
        if fault is not None:
            if fault.drop == "before":
                return _dropped(request), 0, "connection dropped before the effect"
            if fault.delay:
                await asyncio.sleep(fault.delay)
            if fault.status is not None:
                return _struck(fault)
        refusal: ApiError | None = None
        try:
            result = await self.execute(name, self._parameters(name, received))
            status, answer = 200, _success(result)
        except ApiError as error:
            refusal = error
            status, answer = _error_answer(error)
        if fault is not None and fault.drop == "after":
            return _dropped(request), 0, "connection dropped after the effect"
        return _respond(status, answer, refusal), status, answer

    def _parameters(self, name: str, received: Received) -> Parameters:
        known = METHODS.get(name.lower())
        shown = known.name if known else name

        def lint(text: str) -> None:
            if text.startswith("note: "):
                self._world.lint(text.removeprefix("note: "), method=shown, grade="note")
            else:
                self._world.lint(text, method=shown)

        return Parameters(received.values, received.files, lint)


def _success(result: Any) -> str:
    said: dict[str, Any] = {"ok": True}
    if isinstance(result, Described):
        said |= {"result": result.result, "description": result.description}
    else:
        said["result"] = result
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _error_answer(error: ApiError) -> tuple[int, str]:
    # the catalogue's errors are raised again and again; without this each would keep the frames of all calls
    error.__traceback__ = error.__cause__ = error.__context__ = None
    said: dict[str, Any] = {"ok": False, "error_code": error.status, "description": error.description}
    if error.parameters:
        said["parameters"] = error.parameters
    return error.status, json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _respond(status: int, answer: str, error: ApiError | None) -> web.Response:
    headers = {}
    if error is not None and "retry_after" in error.parameters:
        headers["Retry-After"] = str(error.parameters["retry_after"])
    return web.Response(status=status, text=answer, content_type="application/json", headers=headers)


def _refused(error: ApiError) -> web.Response:
    status, answer = _error_answer(error)
    return _respond(status, answer, error)


def _struck(fault: Fault) -> tuple[web.Response, int, str]:
    """The answer that a fault orders."""
    status = fault.status or 500
    if fault.body is not None:
        return web.Response(status=status, text=fault.body, content_type="text/html"), status, fault.body
    retry = {} if fault.retry_after is None else {"retry_after": fault.retry_after}
    error = ApiError(status, fault.description or _usual(status, fault.retry_after), retry)
    _, answer = _error_answer(error)
    return _respond(status, answer, error), status, answer


def _usual(status: int, retry_after: int | None) -> str:
    texts = {
        429: f"Too Many Requests: retry after {retry_after}",
        500: "Internal Server Error: restart",
        502: "Bad Gateway",
    }
    return texts.get(status, "Bad Request: an injected fault")


def _dropped(request: web.Request) -> web.Response:
    """Closes the connection under the client; the response never leaves."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _call(name: str, received: Received, status: int, answer: str, ms: float, world: World) -> Call:
    known: Method | None = METHODS.get(name.lower())
    description = ""
    if status != 200:  # noqa: PLR2004  HTTP's OK
        description = answer
        if answer.startswith("{"):
            description = str(json.loads(answer).get("description", ""))
    return Call(
        method=known.name if known else name,
        parameters=dict(received.values),
        status=status,
        description=description,
        ms=ms,
        files={field: (part.name, len(part.content)) for field, part in received.files.items()},
        at=world.clock.now(),
        excerpt=answer[:_EXCERPT],
    )
