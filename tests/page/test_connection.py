"""What happens when the server goes away and comes back."""

from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

from bot.emulator import Emulator
from tests.page.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_the_page_reconnects_and_shows_the_new_state(desk: Desk) -> None:
    desk.expected_errors += ["WebSocket connection", "ERR_CONNECTION_REFUSED"]
    await desk.anna.send("/start")
    page = await desk.visit()
    await expect(page.locator(".row")).to_have_count(1)
    await page.get_by_role("textbox", name="Сообщение").fill("не потеряется")
    port = urlsplit(desk.emulator.url).port
    await desk.emulator.stop()
    await expect(page.locator(".header-status")).to_contain_text("соединение")
    await expect(page.get_by_role("button", name="Отправить", exact=True)).to_be_disabled()
    await page.get_by_role("textbox", name="Сообщение").press("Enter")
    await expect(page.get_by_role("textbox", name="Сообщение")).to_have_value("не потеряется")
    await expect(page.locator(".toast.severe")).to_contain_text("Нет соединения")

    desk.emulator = Emulator(clock=desk.clock, token=desk.emulator.token, stand=desk.stand)
    anna = desk.emulator.person("Анна", last_name="Петрова")
    await anna.send("После перезапуска")
    await desk.emulator.start(port=port or 0)
    try:
        await expect(page.locator(".header-status")).to_have_text("бот", timeout=8000)
        await expect(page.locator(".toast.severe").last).to_have_text(
            "Стенд перезапущен: переписка начата заново"
        )
        await expect(page.locator(".row")).to_have_count(1)
        await expect(page.locator(".row")).to_contain_text("После перезапуска")
        await page.get_by_role("textbox", name="Сообщение").press("Enter")
        await expect(page.locator(".row.outgoing").last).to_contain_text("не потеряется")
    finally:
        await page.goto("about:blank")
        await desk.emulator.stop()


async def test_a_changed_profile_is_no_restart(desk: Desk) -> None:
    await desk.anna.send("/start")
    page = await desk.visit()
    await expect(page.locator(".row")).to_have_count(1)
    await desk.bot.call("setMyName", name="Кабинет клиента")
    await expect(page.locator(".header-name")).to_have_text("Кабинет клиента")
    await expect(page.locator(".toast")).to_have_count(0)
