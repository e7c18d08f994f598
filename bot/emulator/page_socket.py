"""One open page: what it asks for and what it is told."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import WSMsgType, web

from bot.emulator import acts, page_view
from bot.emulator.acts import ActError
from bot.emulator.bus import Subscription
from bot.emulator.model import Answer, Query
from bot.emulator.stand import Stand
from bot.emulator.state import World

_MAX_REQUEST = 64 * 1024
_HEARTBEAT_SECONDS = 30.0
Request = Mapping[str, Any]


class PageSocket:
    """Tells one page of every change and carries out what it asks for."""

    def __init__(self, world: World, stand: Stand | None) -> None:
        self._world = world
        self._stand = stand
        self._person: int | None = None
        self._socket = web.WebSocketResponse(max_msg_size=_MAX_REQUEST, heartbeat=_HEARTBEAT_SECONDS)
        self._presses: set[asyncio.Task[None]] = set()

    async def run(self, request: web.Request) -> web.WebSocketResponse:
        """Serves the page until it goes."""
        await self._socket.prepare(request)
        # the subscription comes first, so that nothing is lost between the greeting and the stream
        with self._world.bus.subscribe() as events:
            await self._send(self._hello())
            teller = asyncio.create_task(self._tell(events))
            try:
                async for incoming in self._socket:
                    if incoming.type is WSMsgType.TEXT:
                        await self._hear(incoming.data)
            finally:
                for task in (teller, *self._presses):
                    task.cancel()
                await asyncio.gather(teller, *self._presses, return_exceptions=True)
        return self._socket

    async def close(self) -> None:
        """Says goodbye: the server stops."""
        await self._socket.close(code=1001, message=b"the stand stops")

    def _hello(self) -> dict[str, Any]:
        world = self._world
        return {
            "event": "hello",
            "bot": page_view.bot(world),
            "people": page_view.people(world),
            "now": world.clock.now().isoformat(),
            "stand": self._view(),
            "rev": world.rev,
            "world": world.id,
        }

    def _view(self) -> dict[str, Any] | None:
        return None if self._stand is None else self._stand.view(self._person).as_json()

    async def _send(self, said: Mapping[str, Any]) -> None:
        if self._socket.closed:
            return
        try:
            await self._socket.send_str(json.dumps(said, ensure_ascii=False))
        except ConnectionError:  # the page went away between the check and the write
            return

    async def _tell(self, events: Subscription) -> None:
        async for event in events:
            if event.name == "stand":
                await self._send_stand()
            elif event.name == "profile":
                await self._send(self._hello())
            for said in page_view.events(self._world, event):
                await self._send(said)

    async def _send_stand(self) -> None:
        await self._send({"event": "clock", "now": self._world.clock.now().isoformat()})
        if self._stand is not None:
            await self._send({"event": "stand", "view": self._view()})

    async def _toast(self, text: str) -> None:
        await self._send({"event": "toast", "text": text})

    async def _hear(self, raw: str) -> None:
        """A request of the page; what makes no sense is passed over, for pages may be older than the server."""
        try:
            asked = json.loads(raw)
        except ValueError:
            return
        if not isinstance(asked, dict):
            return
        person = asked.get("person")
        if not isinstance(person, int) or person not in self._world.accounts:
            return
        try:
            await self._act(person, asked)
        except ActError as error:
            await self._toast(str(error))

    async def _act(self, person: int, asked: Request) -> None:
        match asked.get("do"):
            case "open":
                await self._open(person)
            case "send":
                reply_to = asked.get("reply_to")
                acts.send(
                    self._world,
                    person,
                    str(asked.get("text", "")),
                    reply_to=reply_to if isinstance(reply_to, int) else None,
                )
            case "tap":
                await self._tap(person, asked)
            case "seen":
                acts.see(self._world, person)
            case "block":
                acts.block(self._world, person)
            case "unblock":
                acts.unblock(self._world, person)
            case "control":
                self._press(person, str(asked.get("id", "")))

    async def _open(self, person: int) -> None:
        self._person = person
        await self._send(page_view.chat(self._world, person))
        if self._stand is not None:
            await self._send({"event": "stand", "view": self._view()})

    async def _tap(self, person: int, asked: Request) -> None:
        message = self._world.messages.get(_number(asked, "message_id"))
        row, column, tag = _number(asked, "row"), _number(asked, "column"), str(asked.get("tag", ""))
        rows = message.markup.rows if message and message.chat == person and message.markup else ()
        if 0 <= row < len(rows) and 0 <= column < len(rows[row]):
            button = rows[row][column]
            if button.kind == "callback_data":
                acts.tap(self._world, person, message, str(button.value), tag)
                return
        # the keyboard changed under the finger: end the waiting of the page
        gone = Query("", person, _number(asked, "message_id"), "", 0.0, tag, answer=Answer())
        await self._send(page_view.answer(gone))

    def _press(self, person: int, control: str) -> None:
        """A control may take long; the page stays usable meanwhile."""
        if self._stand is None:
            return
        task = asyncio.create_task(self._run_control(self._stand, person, control))
        self._presses.add(task)
        task.add_done_callback(self._presses.discard)

    async def _run_control(self, stand: Stand, person: int, control: str) -> None:
        toast = await stand.press(person, control)
        await self._send_stand()
        if toast:
            await self._toast(toast)


def _number(asked: Request, name: str) -> int:
    value = asked.get(name)
    return value if isinstance(value, int) else -1
