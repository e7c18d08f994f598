"""The command list: «Меню», the slash, and the keys."""

import pytest
from playwright.async_api import expect

from tests.page.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

COMMANDS = [
    {"command": "start", "description": "Главное меню"},
    {"command": "orgs", "description": "Организации"},
    {"command": "help", "description": "Помощь"},
]


async def test_the_menu_button_lists_the_commands(desk: Desk) -> None:
    desk.bot.poll()
    await desk.bot.call("setMyCommands", commands=COMMANDS)
    await desk.anna.send("/start")
    page = await desk.visit()
    await page.get_by_role("button", name="Меню", exact=True).click()
    await expect(page.get_by_role("option")).to_have_count(3)
    await page.get_by_role("option", name="/help Помощь").click()
    await expect(page.get_by_role("listbox")).to_be_hidden()
    assert [(await desk.bot.next("message"))["text"] for _ in range(2)] == ["/start", "/help"]


async def test_a_slash_filters_and_the_keys_choose(desk: Desk) -> None:
    desk.bot.poll()
    await desk.bot.call("setMyCommands", commands=COMMANDS)
    await desk.anna.send("/start")
    page = await desk.visit()
    field = page.get_by_role("textbox", name="Сообщение")
    await field.press_sequentially("/")
    await expect(page.get_by_role("option")).to_have_count(3)
    await field.press("ArrowDown")
    await expect(page.get_by_role("option", selected=True)).to_contain_text("/orgs")
    await field.press_sequentially("he")
    await expect(page.get_by_role("option")).to_have_count(1)
    await field.press("Escape")
    await expect(page.get_by_role("listbox")).to_be_hidden()
    await expect(field).to_have_value("/he")
    await field.press("Backspace")
    await field.press("Enter")
    await expect(field).to_have_value("")
    assert [(await desk.bot.next("message"))["text"] for _ in range(2)] == ["/start", "/help"]


async def test_commands_that_the_bot_sets_later_appear(desk: Desk) -> None:
    await desk.anna.send("/start")
    page = await desk.visit()
    await expect(page.locator(".menu-button")).to_be_hidden()
    await desk.bot.call("setMyCommands", commands=COMMANDS)
    await expect(page.locator(".menu-button")).to_be_visible()
