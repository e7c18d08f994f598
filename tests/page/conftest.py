"""A real browser before the page, a real emulator behind it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, Request, ViewportSize, async_playwright

from bot.emulator import Emulator, Limits
from tests.page.desk import Desk, DeskStand, ScriptedBot, WallClock

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = ViewportSize(width=1440, height=900)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM.exists():
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=f"no {CHROMIUM}: run .ci/setup to install it"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield found
        await found.close()


@pytest_asyncio.fixture(loop_scope="session")
async def desk(browser: Browser) -> AsyncIterator[Desk]:
    clock = WallClock()
    stand = DeskStand(clock)
    emulator = Emulator(clock=clock, stand=stand, limits=Limits(chat_burst=1000, total_per_second=5000))
    await emulator.start()
    anna = emulator.person("Анна", last_name="Петрова", role="Бухгалтер, ООО «Ромашка»")
    sergey = emulator.person("Сергей", last_name="Иванов", role="Директор, ООО «Ромашка»")
    bot = ScriptedBot(emulator)
    context = await browser.new_context(viewport=DESKTOP, locale="ru-RU", timezone_id="Europe/Moscow")
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = await context.new_page()
    desk = Desk(emulator, bot, clock, stand, anna, sergey, page)
    errors, outside = _watch(page)
    yield desk
    unexpected = [text for text in errors if not any(known in text for known in desk.expected_errors)]
    await context.close()
    await bot.close()
    await emulator.stop()
    assert not unexpected
    assert not outside


def _watch(page: Page) -> tuple[list[str], list[str]]:
    """Console errors (CSP violations are among them) and requests that leave this machine."""
    errors: list[str] = []
    outside: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            errors.append(message.text)

    def on_request(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "blob:", "data:")):
            outside.append(request.url)

    page.on("console", on_console)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", on_request)
    return errors, outside
