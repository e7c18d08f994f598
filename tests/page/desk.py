"""What stands behind the page in its tests: a real emulator and a bot that speaks plain HTTP to it."""

import asyncio
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from playwright.async_api import Page

from bot.emulator import ChecklistItem, Control, Emulator, Person, StandView


class WallClock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 21, 9, 5, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def advance(self, **delta: float) -> None:
        self.time += timedelta(**delta)


class ScriptedBot:
    """Fetches updates as a bot would and calls methods as the test says."""

    def __init__(self, emulator: Emulator) -> None:
        self._base = f"{emulator.url}/bot{emulator.token}"
        self._session = aiohttp.ClientSession()
        self._updates: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def call(self, method: str, **parameters: Any) -> Any:
        async with self._session.post(f"{self._base}/{method}", data=_form(parameters)) as answer:
            body = await answer.json()
        assert body["ok"], body
        return body["result"]

    def poll(self) -> None:
        """Begins to fetch updates."""
        self._task = asyncio.create_task(self._fetch())

    async def _fetch(self) -> None:
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=20):
                offset = update["update_id"] + 1
                self._updates.put_nowait(update)

    async def next(self, kind: str) -> dict[str, Any]:
        """The next update of this kind; others are passed over."""
        async with asyncio.timeout(10):
            while True:
                update = await self._updates.get()
                if kind in update:
                    found: dict[str, Any] = update[kind]
                    return found

    async def close(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._session.close()


def _form(parameters: dict[str, Any]) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in parameters.items():
        if isinstance(value, tuple):
            filename, content = value
            form.add_field(name, content, filename=filename)
        else:
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    return form


@dataclass
class DeskStand:
    """A stand with a clock control, a step that ticks itself off and a note."""

    clock: WallClock
    pressed: list[tuple[int, str]] = field(default_factory=list)

    def view(self, person: int | None) -> StandView:
        return StandView(
            title="Стенд",
            controls=[
                Control("hour", "+1 час", "Время", hint="Перевести часы вперёд"),
                Control("sign", "Подписать за директора", "Подпись", style="primary"),
                Control("late", "Просроченный", "Подпись", enabled=False),
            ],
            checklist=[
                ChecklistItem("start", "Нажмите «Запустить»", done=True),
                ChecklistItem("hour", "Переведите часы", done=bool(self.pressed)),
            ],
            note=f"Вы — {person}",
        )

    async def press(self, person: int, control: str) -> str | None:
        self.pressed.append((person, control))
        self.clock.advance(hours=1)
        return "Часы переведены на час"


@dataclass
class Desk:
    """Everything that a test of the page needs at hand."""

    emulator: Emulator
    bot: ScriptedBot
    clock: WallClock
    stand: DeskStand
    anna: Person
    sergey: Person
    page: Page
    expected_errors: list[str] = field(default_factory=list)

    async def visit(self, query: str = "?user=1001&theme=light") -> Page:
        """Opens the page and waits until it is connected."""
        await self.page.goto(f"{self.emulator.url}/{query}")
        await self.page.wait_for_selector(".person", state="attached")
        return self.page

    async def says(
        self, text: str, *rows: list[dict[str, Any]], person: Person | None = None, **more: Any
    ) -> int:
        """The bot sends a message, with rows of buttons if given; its id."""
        if rows:
            more["reply_markup"] = {"inline_keyboard": list(rows)}
        chat = (person or self.anna).id
        sent = await self.bot.call("sendMessage", chat_id=chat, text=text, **more)
        return int(sent["message_id"])
