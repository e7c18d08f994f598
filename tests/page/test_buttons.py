"""Inline keyboards: waiting, toasts, alerts, links and copying."""

import pytest
from playwright.async_api import expect

from tests.page.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_tap_spins_until_the_bot_answers_with_a_toast(desk: Desk) -> None:
    desk.bot.poll()
    await desk.anna.send("/start")
    await desk.says("Меню", [{"text": "Организации", "callback_data": "orgs"}])
    page = await desk.visit()
    key = page.get_by_role("button", name="Организации")
    await key.click()
    await expect(key).to_have_attribute("aria-busy", "true")
    query = await desk.bot.next("callback_query")
    assert query["data"] == "orgs"
    await desk.bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Готово")
    await expect(page.locator(".toast")).to_have_text("Готово")
    await expect(key).not_to_have_attribute("aria-busy", "true")
    await expect(page.locator(".toast")).to_have_count(0, timeout=4500)


@pytest.mark.parametrize("key", ["Enter", "Escape"])
async def test_an_alert_waits_for_its_ok(desk: Desk, key: str) -> None:
    desk.bot.poll()
    await desk.anna.send("/start")
    await desk.says("Меню", [{"text": "Удалить", "callback_data": "rm", "style": "danger"}])
    page = await desk.visit()
    await expect(page.locator(".key-danger")).to_have_text("Удалить")
    await page.get_by_role("button", name="Удалить").click()
    query = await desk.bot.next("callback_query")
    await desk.bot.call(
        "answerCallbackQuery", callback_query_id=query["id"], text="Нельзя: доступ закрыт", show_alert=True
    )
    box = page.get_by_role("dialog", name="Кабинет")
    await expect(box).to_contain_text("Нельзя: доступ закрыт")
    await expect(box.get_by_role("button", name="OK")).to_be_focused()
    await page.keyboard.press(key)
    await expect(box).to_have_count(0)


async def test_focus_stays_on_the_button_that_an_edit_replaces(desk: Desk) -> None:
    desk.bot.poll()
    await desk.anna.send("/start")
    await desk.says(
        "Страница 1", [{"text": "‹", "callback_data": "p0"}, {"text": "›", "callback_data": "p2"}]
    )
    page = await desk.visit()
    await page.locator(".key").nth(1).focus()
    await page.keyboard.press("Enter")
    query = await desk.bot.next("callback_query")
    assert query["data"] == "p2"
    rows = [[{"text": "‹", "callback_data": "p1"}, {"text": "›", "callback_data": "p3"}]]
    await desk.bot.call(
        "editMessageText",
        chat_id=1001,
        message_id=query["message"]["message_id"],
        text="Страница 2",
        reply_markup={"inline_keyboard": rows},
    )
    await desk.bot.call("answerCallbackQuery", callback_query_id=query["id"])
    await expect(page.locator(".row.incoming")).to_contain_text("Страница 2")
    await expect(page.locator(".key").nth(1)).to_be_focused()
    await page.keyboard.press("Enter")
    assert (await desk.bot.next("callback_query"))["data"] == "p3"


async def test_a_bot_that_does_not_answer_in_fifteen_seconds_is_named_in_red(desk: Desk) -> None:
    await desk.page.clock.install()
    await desk.anna.send("/start")
    await desk.says("Меню", [{"text": "Молчание", "callback_data": "x"}])
    page = await desk.visit()
    key = page.get_by_role("button", name="Молчание")
    await key.click()
    await expect(key).to_have_attribute("aria-busy", "true")
    await page.clock.fast_forward(14_000)
    await expect(page.locator(".toast.severe")).to_have_count(0)
    await page.clock.fast_forward(1_500)
    await expect(page.locator(".toast.severe")).to_contain_text("не ответил на нажатие «Молчание»")
    await expect(page.locator(".lint.severe")).to_contain_text("Молчание")
    await expect(key).not_to_have_attribute("aria-busy", "true")


async def test_links_and_copies(desk: Desk) -> None:
    await desk.anna.send("/start")
    await desk.says(
        "Меню",
        [{"text": "Открыть в Диадоке", "url": "https://diadoc.example.ru/doc/1"}],
        [{"text": "ИНН", "copy_text": {"text": "7701234567"}}],
    )
    page = await desk.visit()
    link = page.get_by_role("link", name="Открыть в Диадоке")
    await expect(link).to_have_attribute("href", "https://diadoc.example.ru/doc/1")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
    await expect(link).to_have_attribute("target", "_blank")
    await expect(link.locator("svg")).to_be_visible()
    await page.get_by_role("button", name="ИНН").click()
    await expect(page.locator(".toast")).to_have_text("Скопировано")
    assert await page.evaluate("navigator.clipboard.readText()") == "7701234567"
