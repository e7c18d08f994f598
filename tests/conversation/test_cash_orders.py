"""Cash receipt orders in the chat: months, accepting, КО-1 and the register."""

from datetime import date
from io import BytesIO

from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select, update

from bot.cabinet.organization import OrganizationId
from bot.demo.cast import ROMASHKA
from bot.emulator import Person
from handlers.cash.buttons import OrderMonths, ShiftQuestion, ShiftsPage
from storage.tables import cash_orders, shifts
from tests.conversation.conftest import Town
from tests.storage.cash_rows import put_names, put_order

FIRST = OrganizationId(1)


async def settle(town: Town, person: Person) -> None:
    await town.confirm(person, ROMASHKA)
    assert town.app is not None
    await put_names(town.app.database, FIRST)
    await put_order(town.app.database, FIRST, 1, date(2026, 11, 20), 12_480_50)
    await put_order(town.app.database, FIRST, 2, date(2026, 11, 20), 19_50, source="market")


async def open_month(person: Person) -> None:
    await person.tap_data(OrderMonths(id=FIRST).pack())
    await person.expect("Ждут принятия к учёту 2 ордера.")
    await person.tap("Ноябрь 2026")
    await person.expect("2 ордера на 12\N{NO-BREAK SPACE}500,00\N{NO-BREAK SPACE}₽, не принято: 2")


async def test_an_order_is_looked_at_accepted_and_taken_away(town: Town, anna: Person) -> None:
    await settle(town, anna)
    await open_month(anna)
    await anna.tap("№ 1: ")
    await anna.expect("Касса у входа")
    await anna.tap("Скачать КО-1 (PDF)")
    sent = await anna.expect_document("ПКО 1 от 2026-11-20.pdf")
    said = " ".join(PdfReader(BytesIO(sent.content)).pages[0].extract_text().split())
    assert "закрытии смены № 1 от" in said
    assert "12 480,50" in said
    assert "НДС" not in said
    answer = await anna.tap("Принять к учёту")
    assert answer.text == "Принят 1 ордер"
    await anna.expect("принят к учёту")


async def test_a_month_is_accepted_after_a_question_and_sent(town: Town, anna: Person) -> None:
    await settle(town, anna)
    await open_month(anna)
    await anna.tap("Принять все новые")
    await anna.expect("Принять к учёту 2 ордера за")
    answer = await anna.tap("Принять")
    assert answer.text == "Принято 2 ордера"
    await anna.expect("не принято: 0")
    await anna.tap("Реестр XLSX")
    sent = await anna.expect_document("ПКО Ноябрь 2026.xlsx")
    rows = list(load_workbook(BytesIO(sent.content)).worksheets[0].iter_rows(values_only=True))
    assert [row[2] for row in rows[4:7]] == [12480.5, 19.5, 12500]
    assert [row[3] for row in rows[4:7]] == [None, None, None]
    await anna.tap("КО-1 за месяц")
    sent = await anna.expect_document("ПКО Ноябрь 2026.pdf")
    assert len(PdfReader(BytesIO(sent.content)).pages) == 2


async def test_forged_buttons_and_closed_access_give_nothing_away(
    town: Town, anna: Person, pyotr: Person
) -> None:
    await settle(town, anna)
    await pyotr.send("/start")
    await pyotr.expect("Здравствуйте")
    forged = (
        "km:1:0",
        "ka:1:2026:11:pdf",
        "ky:1:2026:11:99",
        "ko:1:1",
        "kk:1:1",
        "kf:1:1",
        "ks:1:0",
        "kl:1:2026:13:0",
    )
    for data in forged:
        assert (await pyotr.tap_data(data)).alert, data
    assert (await anna.tap_data("ko:1:99")).alert
    await open_month(anna)
    await town.advance(hours=24)
    await anna.tap("КО-1 за месяц")
    await anna.expect("Доступ закончился")


async def test_shifts_are_listed_with_what_became_of_them(town: Town, anna: Person) -> None:
    await settle(town, anna)
    await anna.tap_data(ShiftsPage(id=FIRST).pack())
    shown = await anna.expect("Касса у входа")
    assert "Лавка" in shown.plain
    await anna.tap_data(ShiftQuestion(id=FIRST).pack())
    await anna.expect("Все смены разобраны.")


async def changed(town: Town, number: int, **values: object) -> None:
    assert town.app is not None
    of_order = select(cash_orders.c.shift).where(cash_orders.c.number == number).scalar_subquery()
    async with town.app.database.write() as connection:
        await connection.execute(update(shifts).where(shifts.c.id == of_order).values(**values))


async def test_what_is_told_otherwise_since_is_said_until_somebody_has_looked(
    town: Town, anna: Person
) -> None:
    await settle(town, anna)
    await changed(town, 2, later_cash=25_00)
    await anna.tap_data(ShiftQuestion(id=FIRST).pack())
    asked = await anna.expect("Вопросы о сменах: 1")
    assert "25,00\N{NO-BREAK SPACE}₽ вместо 19,50\N{NO-BREAK SPACE}₽" in asked.plain
    assert "Ордер № 2 бот не меняет" in asked.plain
    assert "исправьте учёт на разницу, 5,50\N{NO-BREAK SPACE}₽" in asked.plain
    answer = await anna.tap("Проверено")
    assert answer.text == "Решено"
    await anna.expect("Все смены разобраны.")


async def test_a_shift_that_nobody_completes_is_asked_about_as_what_it_is(town: Town, anna: Person) -> None:
    await settle(town, anna)
    await changed(town, 1, state="unsure", sales_cash=None, refunds_cash=None)
    await anna.tap_data(ShiftQuestion(id=FIRST).pack())
    asked = await anna.expect("суммы пока неизвестны")
    labels = [label for row in anna.buttons(asked) for label in row]
    assert "Не оформлять ордер" in labels
    assert "Оформить ордер" not in labels
    await changed(town, 1, sales_cash=100_00, refunds_cash=0, is_over=False)
    await anna.tap_data(ShiftQuestion(id=FIRST).pack())
    asked = await anna.expect("Смена загружена не целиком")
    assert "Оформить ордер" in [label for row in anna.buttons(asked) for label in row]


async def test_the_longest_page_of_shifts_fits_into_a_message(town: Town, anna: Person) -> None:
    await settle(town, anna)
    assert town.app is not None
    for number in range(3, 9):
        await put_order(town.app.database, FIRST, number, date(2026, 11, 20), 99_999_999_99)
    doubts = ["no-document", "no-drive", "corrected", "closing-differs", "summed-up", "opening-unseen"]
    for number in range(1, 9):
        await changed(town, number, later_cash=99_999_999_98, doubts=doubts)
    await anna.tap_data(ShiftsPage(id=FIRST).pack())
    shown = await anna.expect("Самого отчёта о закрытии в ОФД нет")
    assert shown.plain.count("Теперь") == 4
