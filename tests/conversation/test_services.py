"""«Сервисы и сроки», for one organization and over all."""

from datetime import date

from bot.demo.cast import COMPANIES, NORTH_WIND, ROMASHKA, SOKOLOVA, service_lines
from bot.emulator import Person
from tests.conversation.conftest import Town

TODAY = date(2026, 11, 21)


async def test_services_of_one_organization_soonest_first(town: Town, anna: Person) -> None:
    await town.load_services(list(service_lines(TODAY)))
    await town.confirm(anna, ROMASHKA)
    await anna.tap("Открыть: ООО «Ромашка»")
    card = await anna.expect("Подключено 5 сервисов.")
    assert "🔴 Маркет — закончился 22 октября 2026, 30 дней назад" in card.plain
    await anna.tap("Сервисы и сроки")
    screen = await anna.expect("Сервисы и сроки")
    order = [screen.plain.index(product) for product in ("Маркет", "Диадок", "ОФД", "Экстерн", "Фокус")]
    assert order == sorted(order)
    assert "🟠 Диадок, тариф «Старт»\nдо 21 ноября 2026, сегодня последний день" in screen.plain
    assert "🟡 Экстерн, тариф «Учетный»\nдо 30 ноября 2026, осталось 9 дней" in screen.plain


async def test_services_over_all_with_filters_and_pages(town: Town, anna: Person) -> None:
    await town.load_services(list(service_lines(TODAY)))
    await town.confirm(anna, *COMPANIES)
    await anna.send("/services")
    first = await anna.expect("Сервисы и сроки")
    assert "✓ Все (20)" in anna.buttons(first)[1][0]
    await anna.tap("›")
    await anna.tap("›")
    last = await anna.expect("бессрочно")
    assert "3 из 3" in anna.buttons(last)[0]
    await anna.tap("Просрочены (3)")
    overdue = await anna.expect("закончился")
    assert "осталось" not in overdue.plain
    await anna.tap("До 7 дней")
    await anna.expect("Эльба")


async def test_closed_organizations_are_only_counted(town: Town, anna: Person) -> None:
    await town.load_services(list(service_lines(TODAY)))
    await town.confirm(anna, ROMASHKA)
    await town.advance(hours=23)
    await town.confirm(anna, SOKOLOVA)
    await town.advance(hours=1)
    await anna.send("/services")
    screen = await anna.expect("Ещё 1 организация закрыта")
    assert "ИП Соколова Мария Алексеевна" in screen.plain
    assert "Ромашка" not in screen.plain


async def test_the_menu_says_what_ends_first(town: Town, anna: Person) -> None:
    await town.load_services(list(service_lines(TODAY)))
    await town.confirm(anna, NORTH_WIND)
    await anna.send("/start")
    menu = await anna.expect("Открыта 1 организация из 1")
    assert "Первым закончится доступ к ООО «Северный ветер»: завтра в 12:00, через 24 ч." in menu.plain
    assert "Экстерн, ООО «Северный ветер» — до 16 декабря 2026, осталось 25 дней" in menu.plain


async def test_days_are_counted_in_the_persons_zone(town: Town, anna: Person) -> None:
    await town.load_services(list(service_lines(TODAY)))
    await town.confirm(anna, ROMASHKA)
    await town.advance(hours=12)  # midnight in Moscow, nine in the evening by UTC
    await anna.send("/services")
    screen = await anna.expect("Диадок")
    assert "закончился 21 ноября 2026, 1 день назад" in screen.plain
