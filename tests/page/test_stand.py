"""The panel: clock, controls, checklist, the bot's requests and what is wrong with them."""

import pytest
from playwright.async_api import expect

from tests.page.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_control_acts_and_the_step_ticks_itself_off(desk: Desk) -> None:
    await desk.anna.send("/start")
    page = await desk.visit()
    panel = page.get_by_role("complementary", name="Стенд")
    await expect(panel.locator(".progress-count")).to_have_text("1 из 2")
    await expect(panel.get_by_role("button", name="Просроченный")).to_be_disabled()
    await panel.get_by_role("button", name="+1 час").click()
    await expect(page.locator(".toast")).to_have_text("Часы переведены на час")
    assert desk.stand.pressed == [(1001, "hour")]
    desk.emulator.stand_changed()
    await expect(panel.locator(".progress-count")).to_have_text("2 из 2")
    await expect(panel.locator(".checklist .done")).to_have_count(2)
    await expect(panel.get_by_role("button", name="+1 час")).to_be_enabled()


async def test_every_request_of_the_bot_is_listed_with_its_answer(desk: Desk) -> None:
    desk.bot.poll()
    await desk.anna.send("/start")
    await desk.bot.next("message")
    page = await desk.visit()
    await desk.says("Привет")
    entry = page.locator(".call").first
    await expect(entry).to_contain_text("sendMessage")
    await expect(entry.locator("b")).to_have_text("200")
    await entry.locator("summary").click()
    await expect(entry.locator("pre").first).to_contain_text('"text": "Привет"')
    await expect(entry.locator("pre").last).to_contain_text('"ok": true')
    desk.emulator.fault("sendMessage", status=400, description="Bad Request: chat not found")
    with pytest.raises(AssertionError):
        await desk.says("Мимо")
    await expect(page.locator(".call.bad").first).to_contain_text("400")
    await expect(page.locator(".call-method", has_text="getUpdates")).to_have_count(0)


async def test_what_people_would_stumble_over_is_an_amber_badge(desk: Desk) -> None:
    await desk.anna.send("/start")
    page = await desk.visit()
    await desk.says("Пробел&nbsp;буквами", parse_mode="HTML")
    await expect(page.locator(".lint-badge")).to_have_text("1")
    await expect(page.locator(".lint")).to_contain_text("nbsp")


async def test_the_panel_folds_and_stays_folded(desk: Desk) -> None:
    page = await desk.visit()
    panel = page.locator("#stand")
    await page.get_by_role("button", name="Скрыть панель стенда").click()
    await expect(panel).to_be_hidden()
    await page.reload()
    await page.wait_for_selector(".person")
    await expect(panel).to_be_hidden()
    await page.get_by_role("button", name="Панель стенда", exact=True).click()
    await expect(panel).to_be_visible()
