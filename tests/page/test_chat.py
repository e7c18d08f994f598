"""Writing, reading, editing in place, several people, and a chat that stays fast."""

import time
from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from tests.page.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def _scroll_top(page: Page) -> float:
    return float(await page.evaluate("document.getElementById('history').scrollTop"))


async def test_an_empty_chat_introduces_the_bot_and_starts_it(desk: Desk) -> None:
    await desk.bot.call("setMyDescription", description="Кабинет клиента: сервисы, сроки и документы.")
    page = await desk.visit()
    await expect(page.locator(".empty-card")).to_contain_text("Кабинет клиента: сервисы, сроки и документы.")
    await expect(page.get_by_role("textbox", name="Сообщение")).to_be_hidden()
    await page.get_by_role("button", name="ЗАПУСТИТЬ").click()
    own = page.locator(".row.outgoing")
    await expect(own).to_contain_text("/start")
    await expect(own.get_by_role("img", name="Отправлено")).to_be_visible()
    desk.bot.poll()
    assert (await desk.bot.next("message"))["text"] == "/start"
    await expect(own.get_by_role("img", name="Прочитано ботом")).to_be_visible()
    await expect(page.get_by_role("textbox", name="Сообщение")).to_be_focused()


async def test_enter_sends_and_shift_enter_breaks_the_line(desk: Desk) -> None:
    desk.bot.poll()
    await desk.anna.send("/start")
    page = await desk.visit()
    field = page.get_by_role("textbox", name="Сообщение")
    await field.press_sequentially("Первая строка")
    await field.press("Shift+Enter")
    await field.press_sequentially("вторая")
    assert await field.evaluate("node => node.clientHeight") > 50
    await field.press("Enter")
    await expect(page.locator(".row.outgoing").last).to_contain_text(
        "Первая строка\nвторая", use_inner_text=True
    )
    await expect(field).to_have_value("")
    assert [(await desk.bot.next("message"))["text"] for _ in range(2)] == ["/start", "Первая строка\nвторая"]


async def test_a_reply_quotes_the_message(desk: Desk) -> None:
    await desk.anna.send("/start")
    await desk.says("Какой период?")
    page = await desk.visit()
    await page.locator(".row.incoming .bubble").click(button="right")
    await page.get_by_role("menuitem", name="Ответить").click()
    await expect(page.locator(".reply-bar")).to_contain_text("Какой период?")
    await page.keyboard.type("Третий квартал")
    await page.keyboard.press("Enter")
    own = page.locator(".row.outgoing").last
    await expect(own.locator(".reply-quote")).to_contain_text("Какой период?")
    await expect(page.locator(".reply-bar")).to_be_hidden()


async def test_an_edit_changes_the_bubble_in_its_place(desk: Desk) -> None:
    await desk.anna.send("/start")
    first = await desk.says("Загружаю…")
    await desk.says("Последнее")
    page = await desk.visit()
    rows = page.locator(".row")
    await expect(rows).to_have_count(3)
    await desk.bot.call(
        "editMessageText", chat_id=1001, message_id=first, text="<b>Готово</b>", parse_mode="HTML"
    )
    await expect(rows.nth(1).locator(".text b")).to_have_text("Готово")
    await expect(rows.nth(1)).to_contain_text("изменено")
    await expect(rows.nth(1)).to_have_class("row incoming flash first")
    await expect(rows).to_have_count(3)


async def test_the_list_of_people_shows_what_the_last_message_says_now(desk: Desk) -> None:
    await desk.anna.send("/start")
    message = await desk.says("Меню")
    page = await desk.visit()
    line = page.locator(".person.current .person-last")
    await expect(line).to_have_text("Меню")
    await desk.bot.call("editMessageText", chat_id=1001, message_id=message, text="Организации")
    await expect(line).to_have_text("Организации")


async def test_a_screen_with_buttons_is_not_marked_as_edited(desk: Desk) -> None:
    await desk.anna.send("/start")
    keys = [{"text": "Дальше", "callback_data": "next"}]
    screen = await desk.says("Шаг 1", keys)
    page = await desk.visit()
    await desk.bot.call(
        "editMessageText",
        chat_id=1001,
        message_id=screen,
        text="Шаг 2",
        reply_markup={"inline_keyboard": [keys]},
    )
    await expect(page.locator(".row.incoming")).to_contain_text("Шаг 2")
    await expect(page.locator(".edited")).to_have_count(0)


async def test_a_deleted_message_leaves(desk: Desk) -> None:
    await desk.anna.send("/start")
    doomed = await desk.says("Уйдёт")
    await desk.says("Останется")
    page = await desk.visit()
    await expect(page.locator(".row.incoming")).to_have_count(2)
    await desk.bot.call("deleteMessage", chat_id=1001, message_id=doomed)
    await expect(page.locator(".row.incoming")).to_have_count(1)
    await expect(page.locator(".row.incoming")).to_contain_text("Останется")


async def test_a_group_has_one_tail_and_each_day_its_label(desk: Desk) -> None:
    await desk.anna.send("/start")
    await desk.says("Вчерашнее")
    desk.clock.advance(days=1)
    for text in ("Раз", "Два", "Три"):
        await desk.says(text)
    page = await desk.visit()
    await expect(page.locator(".day-label")).to_have_text(["Вчера", "Сегодня"])
    classes = [await row.get_attribute("class") for row in await page.locator(".day:last-child .row").all()]
    assert classes == ["row incoming first", "row incoming", "row incoming last"]


async def test_the_bot_shows_what_it_is_doing(desk: Desk) -> None:
    await desk.anna.send("/start")
    page = await desk.visit()
    status = page.locator(".header-status")
    await expect(status).to_have_text("бот")
    await desk.bot.call("sendChatAction", chat_id=1001, action="typing")
    await expect(status).to_contain_text("печатает")
    await desk.bot.call("sendChatAction", chat_id=1001, action="upload_document")
    await expect(status).to_contain_text("отправляет файл")
    await desk.says("Вот")
    await expect(status).to_have_text("бот")


async def test_another_persons_badge_lights_up_and_their_chat_marks_what_is_new(desk: Desk) -> None:
    await desk.anna.send("/start")
    await desk.sergey.send("/start")
    await desk.says("Старое", person=desk.sergey)
    desk.sergey.look()
    page = await desk.visit()
    other = page.locator(".person[data-id='1002']")
    await expect(other.locator(".unread")).to_have_count(0)
    await desk.says("Анна открыла доступ", person=desk.sergey)
    await desk.says("Закрыть?", person=desk.sergey)
    await expect(other.locator(".unread")).to_have_text("2")
    await expect(other.locator(".person-last")).to_have_text("Закрыть?")
    await expect(page).to_have_title("(2) Кабинет")
    await page.get_by_role("textbox", name="Сообщение").fill("черновик Анны")
    await other.locator(".person-open").click()
    await expect(page.locator(".divider + .row")).to_contain_text("Анна открыла доступ")
    await expect(other.locator(".unread")).to_have_count(0)
    assert "user=1002" in page.url
    await expect(page.get_by_role("textbox", name="Сообщение")).to_have_value("")
    await page.locator(".person[data-id='1001'] .person-open").click()
    await expect(page.get_by_role("textbox", name="Сообщение")).to_have_value("черновик Анны")


async def test_a_person_can_block_the_bot_and_let_it_in_again(desk: Desk) -> None:
    await desk.anna.send("/start")
    page = await desk.visit()
    person = page.locator(".person[data-id='1001']")
    await person.hover()
    await person.get_by_role("button", name="Заблокировать бота от имени Анна Петрова").click()
    await page.get_by_role("button", name="РАЗБЛОКИРОВАТЬ", exact=True).click()
    await expect(page.get_by_role("textbox", name="Сообщение")).to_be_visible()


async def test_five_hundred_messages_open_quickly_and_never_jump(desk: Desk) -> None:
    await desk.anna.send("/start")
    for number in range(500):
        await desk.says(
            f"Сообщение {number}\nвторая строка", [{"text": f"Кнопка {number}", "callback_data": "x"}]
        )
    desk.anna.look()
    began = time.perf_counter()
    page = await desk.visit()
    history = page.locator("#history")
    await expect(page.locator(".row")).to_have_count(501)
    assert time.perf_counter() - began < 5
    await expect(history.get_by_text("Сообщение 499")).to_be_in_viewport()
    began = time.perf_counter()
    newest = await desk.says("Обновляется")
    for step in range(30):
        await desk.bot.call("editMessageText", chat_id=1001, message_id=newest, text=f"Шаг {step}")
    await expect(history.get_by_text("Шаг 29")).to_be_in_viewport()
    assert time.perf_counter() - began < 5
    await page.evaluate("document.getElementById('history').scrollTop = 4000")
    await expect(page.get_by_role("button", name="К последнему сообщению")).to_be_visible()
    top = await _scroll_top(page)
    await desk.says("Новое внизу")
    await expect(page.locator(".to-end .unread")).to_have_text("1")
    assert await _scroll_top(page) == top
    shown = history.get_by_text("Сообщение 40", exact=False).first
    before = await shown.bounding_box()
    first = desk.emulator.world.visible(1001)[1].id
    await desk.bot.call("editMessageText", chat_id=1001, message_id=first, text="Выросло\n" * 9)
    await expect(history.get_by_text("Выросло")).to_have_count(1)
    assert await shown.bounding_box() == before
    await page.get_by_role("button", name="К последнему сообщению").click()
    await expect(history.get_by_text("Новое внизу")).to_be_in_viewport()
    await expect(page.get_by_role("button", name="К последнему сообщению")).to_be_hidden()


async def test_times_follow_the_stands_clock(desk: Desk) -> None:
    await desk.anna.send("/start")
    page = await desk.visit()
    await expect(page.locator(".clock-time")).to_have_text("12:05")
    await expect(page.locator(".row time")).to_have_text("12:05")
    desk.clock.time += timedelta(hours=30)
    await desk.says("Завтра")
    await expect(page.locator(".clock-time")).to_have_text("18:05")
    await expect(page.locator(".day-label")).to_have_text(["Вчера", "Сегодня"])
