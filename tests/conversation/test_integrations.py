"""«Интеграции» and «Касса»: from the tariff to orders on paper, over the stand-ins of ОФД and Маркет."""

import io
from collections.abc import AsyncIterator
from datetime import date

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from bot.cabinet.integrations.integration import IntegrationKind
from bot.cabinet.organization import OrganizationId
from bot.demo.cast import NORTH_WIND, ROMASHKA, VECTOR, Company
from bot.demo.market.server import MarketStandIn
from bot.demo.ofd.server import OfdStandIn
from bot.demo.registers.generator import Plan, world
from bot.demo.registers.world import World
from bot.emulator import Person
from tests.conversation.conftest import START, StillClock, Town

FIRST = date(2026, 11, 1)


class Sources:
    """ОФД and Маркет of «Ромашка»: two registers, twenty days."""

    def __init__(self) -> None:
        self.world: World = world(Plan(seed=3, first=FIRST, days=20, registers=2, busiest=6), ROMASHKA.inn)
        self.ofd = OfdStandIn(self.world, "key", "sid")
        self.market = MarketStandIn(self.world, "market-key", StillClock(START))

    @property
    def cash(self) -> list[int]:
        """The cash of every shift that makes an order, in kopecks."""
        [firm] = self.world.firms
        return [
            shift.sales_cash
            for register in firm.registers
            for shift in register.shifts
            if shift.closed is not None and shift.sales_cash > 0
        ]


@pytest.fixture
async def sources() -> AsyncIterator[Sources]:
    made = Sources()
    await made.ofd.start()
    await made.market.start()
    yield made
    await made.ofd.stop()
    await made.market.stop()


@pytest.fixture
def variables(sources: Sources) -> dict[str, str]:
    return {
        "OFD_URL": sources.ofd.url,
        "OFD_API_KEY": "key",
        "OFD_SID": "sid",
        "MARKET_URL": sources.market.url,
        "MARKET_API_KEY": "market-key",
    }


async def to_card(town: Town, person: Person, company: Company, name: str) -> None:
    await person.send(company.inn)
    await person.expect(f"ИНН {company.inn}")
    await person.tap("Интеграции")
    await person.expect("Интеграции")
    await person.tap(name)
    await person.expect(name)


async def begun(town: Town, person: Person, company: Company = ROMASHKA) -> None:
    """The organization is open, has what it has bought, and its card of ОФД is on the screen."""
    await town.load_services(list(company.lines(START.date())))
    await town.confirm(person, company)
    await to_card(town, person, company, "ОФД")


async def chosen(person: Person, start: str = "С начала месяца") -> None:
    await person.tap("Включить…")
    await person.expect("Чьим сертификатом")
    await person.tap("Лебедев")
    await person.expect("С какого дня загружать?")
    await person.tap(start)
    await person.expect("Нажмите «Включить интеграцию»")


async def signed(town: Town, person: Person, button: str, name: str, company: Company = ROMASHKA) -> None:
    await person.tap(button)
    paper = await person.expect_document(name)
    await person.upload(*town.sign(paper, company))


async def switched_on(town: Town, person: Person, start: str = "С начала месяца") -> None:
    await begun(town, person)
    await chosen(person, start)
    await person.tap("Включить интеграцию")
    await person.expect("ждёт подписи директора под поручением")
    await signed(town, person, "Получить поручение на подпись", "Поручение")
    await person.expect("поручение подписано, интеграция с ОФД включена")


async def test_another_tariff_is_named_with_what_there_is(town: Town, anna: Person) -> None:
    await begun(town, anna, VECTOR)
    await anna.tap("Включить…")
    told = await anna.expect("Нужен другой тариф")
    assert "«Учетный»" in told.plain
    assert "«Бухучет и кадры»" in told.plain
    assert "Экстерн, тариф «Максимальный»" in told.plain


async def test_the_modifier_is_enough(town: Town, anna: Person) -> None:
    await begun(town, anna, NORTH_WIND)
    await anna.tap("Включить…")
    await anna.expect("Чьим сертификатом")


async def test_the_order_says_what_is_signed_and_opens_the_way(
    town: Town, anna: Person, sources: Sources
) -> None:
    await begun(town, anna)
    await chosen(anna)
    await anna.tap("Включить интеграцию")
    await anna.expect("ждёт подписи директора под поручением")
    await anna.tap("Получить поручение на подпись")
    paper = await anna.expect_document("Поручение")
    text = paper.content.decode()
    assert text.startswith("ПОРУЧЕНИЕ\r\nна передачу фискальных данных\r\n")
    for part in (
        "ООО «Ромашка»",
        "ИНН: 9600100116",
        "1 ноября 2026",
        "Лебедев Пётр Андреевич",
        "Анна Ковалёва",
    ):
        assert part in text
    await anna.upload("order.sig", b"not a signature")
    await anna.expect("Это не файл электронной подписи")
    await anna.upload(*town.sign(paper, NORTH_WIND))
    await anna.expect("сертификатом другой организации")
    await anna.upload(*town.sign(paper, ROMASHKA))
    await anna.expect("интеграция с ОФД включена")


async def test_shifts_become_orders_and_papers(town: Town, anna: Person, sources: Sources) -> None:
    await switched_on(town, anna)
    await to_card(town, anna, ROMASHKA, "ОФД")
    await anna.tap("Загрузить сейчас")
    done = await anna.expect("✅ Загружено", timeout=20)
    assert f"новых ордеров: {len(sources.cash)}" in done.plain
    await anna.tap("Кассовые ордера")
    await anna.expect("Приходные кассовые ордера")
    await anna.tap("Ноябрь 2026")
    month = await anna.expect("Ордера, Ноябрь 2026")
    total = f"{sum(sources.cash) / 100:,.2f}".replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
    assert f"{len(sources.cash)} ордер" in month.plain
    assert total in month.plain
    await anna.tap("№ 1:")
    await anna.expect("смена № 1")
    await anna.tap("Скачать КО-1")
    form = await anna.expect_document("ПКО 1 от 2026-11-01.pdf")
    text = " ".join(PdfReader(io.BytesIO(form.content)).pages[0].extract_text().split())
    assert "Розничная выручка по отчёту о закрытии смены № 1 от 1 ноября 2026" in text
    assert "без налога" not in text
    await anna.tap("Принять к учёту")
    await anna.expect("Принят сегодня в 12:00, Анна Ковалёва")
    await anna.tap("‹ Назад")
    await anna.expect("Ордера, Ноябрь 2026")
    await anna.tap("Реестр XLSX")
    register = await anna.expect_document("ПКО Ноябрь 2026.xlsx")
    assert load_workbook(io.BytesIO(register.content)).active is not None
    await anna.tap("‹ Назад")
    await anna.expect("Приходные кассовые ордера")
    await anna.tap("Реестр за период")
    await anna.expect("За какой период?")
    await anna.tap("1 января 2026 – 21 ноября 2026")
    await anna.expect_document("Реестр ПКО")
    await anna.tap("‹ Назад")
    await anna.expect("Приходные кассовые ордера")
    await anna.tap("Ноябрь 2026")
    await anna.expect("Ордера, Ноябрь 2026")
    await anna.tap("Принять все новые")
    await anna.expect(f"Принять к учёту {len(sources.cash) - 1}")
    await anna.tap("Принять")
    after = await anna.expect("не принято: 0")
    assert "🆕" not in after.plain


async def test_market_beside_ofd_doubles_nothing(town: Town, anna: Person, sources: Sources) -> None:
    await switched_on(town, anna)
    assert town.app is not None
    await town.app.cash.load_now(OrganizationId(1), IntegrationKind.OFD)
    await to_card(town, anna, ROMASHKA, "Маркет")
    await anna.tap("Включить…")
    await anna.expect("С какого дня загружать?")
    await anna.tap("С начала года")
    await anna.expect("Нажмите «Включить интеграцию»")
    await anna.tap("Включить интеграцию")
    await anna.expect("Маркет: включена")
    await anna.tap("Загрузить сейчас")
    done = await anna.expect("✅ Загружено", timeout=20)
    assert "новых ордеров: 0" in done.plain
    await anna.tap("Смены")
    await anna.expect("та же смена уже пришла, наличные совпали")
    await anna.tap("‹ Назад")
    await anna.expect("Приходные кассовые ордера")
    await anna.tap("Ноябрь 2026")
    await anna.expect(f"{len(sources.cash)} ордер")
    await anna.tap("Накладные")
    await anna.expect("Приходные накладные, Ноябрь 2026")
    await anna.tap("‹ Назад")
    await anna.expect("Ордера, Ноябрь 2026")
    await anna.tap("Безнал и продажи")
    await anna.expect("Безналичная выручка")


async def test_off_by_a_prohibition_and_on_again_from_another_day(
    town: Town, anna: Person, sources: Sources
) -> None:
    await switched_on(town, anna, "С сегодняшнего дня")
    assert town.app is not None
    await town.app.cash.load_now(OrganizationId(1), IntegrationKind.OFD)
    await to_card(town, anna, ROMASHKA, "ОФД")
    await anna.tap("Отключить…")
    await anna.expect("ждёт подписи директора под запретом")
    await anna.tap("Не отключать")
    await anna.expect("ОФД: включена")
    await anna.tap("Отключить…")
    await anna.expect("ждёт подписи директора под запретом")
    await signed(town, anna, "Получить запрет на подпись", "Запрет")
    await anna.expect("интеграция с ОФД отключена")
    assert (await anna.tap_data("is:1:ofd:load")).text == "Интеграция выключена"
    await to_card(town, anna, ROMASHKA, "ОФД")
    await chosen(anna, "С начала года")
    await anna.tap("Включить интеграцию")
    await anna.expect("под поручением")
    await signed(town, anna, "Получить поручение на подпись", "Поручение")
    await anna.expect("интеграция с ОФД включена")
    result = await town.app.cash.load_now(OrganizationId(1), IntegrationKind.OFD)
    assert result.posted.orders == len(sources.cash)
    await to_card(town, anna, ROMASHKA, "ОФД")
    await anna.tap("Подписанные документы")
    papers = await anna.expect("придут его текст и подпись")
    assert sum("Поручение" in label for row in anna.buttons(papers) for label in row) == 2
    await anna.tap("Запрет, подписан")
    await anna.expect_document("Запрет")


async def test_what_was_begun_is_taken_up_after_a_restart(town: Town, anna: Person) -> None:
    await begun(town, anna)
    await chosen(anna)
    await town.close()
    await town.open()
    await to_card(town, anna, ROMASHKA, "ОФД")
    await anna.expect("Загружаем с 1 ноября 2026")
    await anna.tap("Включить интеграцию")
    await anna.expect("под поручением")
    await anna.tap("Получить поручение на подпись")
    paper = await anna.expect_document("Поручение")
    await town.close()
    await town.open()
    await anna.upload(*town.sign(paper, ROMASHKA))
    await anna.expect("интеграция с ОФД включена")


async def test_the_certificate_of_diadoc_serves_and_is_not_asked_again(town: Town, anna: Person) -> None:
    await begun(town, anna)
    await to_card(town, anna, ROMASHKA, "Диадок")
    await anna.tap("Включить…")
    await anna.expect("Чьим сертификатом")
    await anna.tap("Лебедев")
    await anna.expect("Нажмите «Включить интеграцию»")
    await anna.tap("Включить интеграцию")
    await anna.expect("Диадок: включена")
    await to_card(town, anna, ROMASHKA, "ОФД")
    await anna.tap("Включить…")
    await anna.expect("С какого дня загружать?")


async def test_two_people_at_once_and_late_papers(town: Town, anna: Person, pyotr: Person) -> None:
    await begun(town, anna)
    await town.confirm(pyotr, ROMASHKA)
    await to_card(town, pyotr, ROMASHKA, "ОФД")
    await chosen(anna)
    answer = await pyotr.tap("Включить…")
    assert "изменилось" in (answer.text or "")
    await anna.tap("Включить интеграцию")
    await anna.expect("под поручением")
    await anna.tap("Получить поручение на подпись")
    paper = await anna.expect_document("Поручение")
    await to_card(town, pyotr, ROMASHKA, "ОФД")
    await pyotr.tap("Не включать")
    await pyotr.expect("ОФД: выключена")
    await anna.upload(*town.sign(paper, ROMASHKA))
    await anna.expect("уже не ждёт этой подписи")


async def test_forged_buttons_show_nothing_of_others(town: Town, anna: Person, pyotr: Person) -> None:
    await switched_on(town, anna)
    assert town.app is not None
    await town.app.cash.load_now(OrganizationId(1), IntegrationKind.OFD)
    await town.confirm(pyotr, NORTH_WIND)
    before = len(pyotr.messages)
    for data in (
        "ic:1:ofd",
        "is:1:ofd:on",
        "is:1:ofd:load",
        "is:1:ofd:docs",
        "ip:1:1",
        "ip:2:1",
        "km:1:0",
        "kl:1:2026:11:0",
        "ka:1:2026:11:pdf",
        "ky:1:2026:11:99",
        "ko:1:1",
        "ko:2:1",
        "kf:2:1",
        "kk:2:1",
        "ks:1:0",
        "kq:1:0",
        "kw:1:1:leave-out",
        "kw:2:1:leave-out",
        "kb:1:0:0",
        "kn:1:2026:11:0",
    ):
        await pyotr.tap_data(data)
    assert not any("Ромашка" in one.plain or "Касса" in one.plain for one in pyotr.messages[before:])
    assert not [one for one in pyotr.messages[before:] if one.from_bot and one.file is not None]
    await town.advance(hours=24)
    await anna.tap_data("kl:1:2026:11:0")
    await anna.expect("Доступ закончился")


async def test_a_silent_register_and_a_failing_load_are_told_once_one_may_look(
    town: Town, anna: Person, sources: Sources
) -> None:
    await switched_on(town, anna)
    assert town.app is not None
    await town.app.cash.load_stale()
    for told in (False, True):
        if told:
            sources.ofd.sid = ""
            await town.advance(hours=1)
            await town.app.cash.load_stale()
        await town.advance(days=25 if not told else 2)
        await town.app.cash.load_stale()
        await town.look()
        await renewed(town, anna)
        await town.app.cash.load_stale()
        await town.look()
        await town.advance(minutes=5)
        await town.look()
        assert any("Касса молчит" in one.plain for one in anna.messages)
        assert any("Не загружаются данные: ОФД" in one.plain for one in anna.messages) is told
    assert sum("Касса молчит" in one.plain for one in anna.messages) == 2  # two registers, each once


async def renewed(town: Town, person: Person) -> None:
    challenge = await town.ask(person)
    await person.upload(*town.sign(challenge, ROMASHKA))
    await person.expect("доступ продлён")
