"""Warnings as they arrive: the clock is moved, the bot looks, and the chat shows what came of it."""

from datetime import date, timedelta

from bot.cabinet.subscription import ServiceLine
from bot.demo.cast import NORTH_WIND, ROMASHKA, VECTOR, Company
from bot.emulator import Message, Person
from tests.conversation.conftest import Town

TODAY = date(2026, 11, 21)  # a Saturday; noon in Moscow


def service(days: int, product: str = "Экстерн", company: Company = ROMASHKA) -> ServiceLine:
    """A service whose last day is so many days from today."""
    end = TODAY + timedelta(days=days)
    return ServiceLine(company.inn, None, company.name, product, "Оптимальный", (), None, end, None)


def labels(person: Person, message: Message) -> list[str]:
    return [label for row in person.buttons(message) for label in row]


def told(person: Person, pattern: str) -> list[Message]:
    """The messages of the bot with the pattern."""
    return [message for message in person.messages if message.from_bot and pattern in message.plain]


async def settled(town: Town, person: Person, *path: str) -> None:
    """Tap through the settings."""
    await person.send("/settings")
    await person.expect("Настройки")
    for label in path:
        await person.tap(label)


async def test_access_is_warned_of_two_hours_and_half_an_hour_before_its_end_and_at_it(
    town: Town, anna: Person
) -> None:
    await town.confirm(anna, ROMASHKA)
    await town.pass_by(hours=21, minutes=59)
    await anna.expect_nothing()
    await town.pass_by(minutes=1)
    warning = await anna.expect("Через 2 ч закончится доступ к ООО «Ромашка»: сегодня в 12:00.")
    assert labels(anna, warning) == ["Подтвердить снова", "Меню"]
    await town.pass_by(minutes=89)
    await anna.expect_nothing()
    await town.pass_by(minutes=1)
    await anna.expect("Через 30 мин закончится доступ к ООО «Ромашка»")
    await town.pass_by(minutes=30)
    await anna.expect("Доступ к ООО «Ромашка» закончился сегодня в 12:00.")
    await anna.tap("Подтвердить снова")
    await anna.expect_document("Запрос")


async def test_a_late_warning_says_how_it_stands_now(town: Town, anna: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await town.close()
    await town.advance(hours=23, minutes=13)
    await town.open()
    await town.look()
    await anna.expect("Через 47 мин закончится доступ")
    assert len(told(anna, "закончится доступ")) == 1


async def test_renewal_silences_the_rest(town: Town, anna: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await town.pass_by(hours=22)
    await anna.expect("Через 2 ч закончится доступ")
    challenge = await town.ask(anna)
    await anna.upload(*town.sign(challenge, ROMASHKA))
    await anna.expect("доступ продлён")
    await town.pass_by(hours=3)
    await anna.expect_nothing()


async def test_a_service_is_warned_of_in_the_morning_and_not_at_midnight(town: Town, anna: Person) -> None:
    await town.load_services([service(8)])
    await town.confirm(anna, ROMASHKA)
    await town.look()
    await anna.expect("Осталось 8 дней: Экстерн\nООО «Ромашка». Действует до 29 ноября 2026 включительно.")
    anna.look()
    await town.pass_by(hours=12, minutes=1)  # a minute past midnight
    await town.pass_by(hours=8, minutes=58)
    assert not told(anna, "Осталось 7 дней")
    await town.pass_by(minutes=1)
    warning = await anna.expect("🟠 Осталось 7 дней: Экстерн")
    assert labels(anna, warning) == ["Подробнее", "Напомнить завтра", "Скрыть для этого срока", "Меню"]
    assert "Оптимальный" not in warning.plain
    await anna.tap("Подробнее")
    await anna.expect("Сервисы и сроки\nООО «Ромашка»")


async def test_details_of_a_closed_organization_ask_to_confirm_it(town: Town, anna: Person) -> None:
    await town.load_services([service(7)])
    await town.confirm(anna, ROMASHKA)
    await town.look()
    warning = await anna.expect("Осталось 7 дней: Экстерн")
    await town.advance(hours=25)
    await anna.tap("Подробнее", warning)
    await anna.expect("Доступ закончился")


async def test_own_quiet_hours_and_another_zone(town: Town, anna: Person) -> None:
    await town.load_services([service(8)])
    await town.confirm(anna, ROMASHKA)
    await town.look()
    await anna.expect("Осталось 8 дней")
    await settled(town, anna, "Часовой пояс", "Екатеринбург", "Тихие часы")
    await anna.send("22:00–8:30")
    await anna.expect("с 22:00 до 08:30")
    await town.pass_by(hours=18, minutes=29)  # 08:29 in Yekaterinburg
    await anna.expect_nothing()
    await town.pass_by(minutes=1)
    await anna.expect("Осталось 7 дней")


async def test_without_quiet_hours_terms_still_wait_for_the_morning(town: Town, anna: Person) -> None:
    await town.load_services([service(8)])
    await town.confirm(anna, ROMASHKA)
    await town.look()
    await anna.expect("Осталось 8 дней")
    await settled(town, anna, "Тихие часы", "Выключить тихие часы")
    await anna.expect("Тихих часов нет")
    await town.pass_by(hours=12, minutes=1)
    await anna.expect_nothing()
    await town.pass_by(hours=8, minutes=59)
    await anna.expect("Осталось 7 дней")


async def test_the_directors_certificate_is_warned_of(town: Town, anna: Person) -> None:
    await town.confirm(anna, NORTH_WIND)
    await town.look()
    warning = await anna.expect(
        "🟡 Осталось 25 дней: сертификат директора\nООО «Северный ветер». Действует до 16 декабря 2026"
    )
    assert labels(anna, warning) == ["Подробнее", "Напомнить завтра", "Скрыть для этого срока", "Меню"]
    await anna.tap("Подробнее")
    await anna.expect("Сертификат действует до 16 декабря 2026.")


async def test_three_at_once_become_a_digest(town: Town, anna: Person) -> None:
    await town.load_services(
        [service(7), service(3, "Диадок"), service(14, "Фокус", VECTOR), service(400, "Эльба")]
    )
    await town.confirm(anna, ROMASHKA, VECTOR)
    await town.look()
    digest = await anna.expect("3 предупреждения")
    assert digest.plain == (
        "🔔 3 предупреждения\n\n"
        "ООО «Ромашка»\n"
        "🟠 Диадок — до 24 ноября 2026, осталось 3 дня\n"
        "🟠 Экстерн — до 28 ноября 2026, осталось 7 дней\n\n"
        "АО «Вектор-Плюс»\n"
        "🟡 Фокус — до 5 декабря 2026, осталось 14 дней"
    )
    assert labels(anna, digest) == ["Подробнее", "Напомнить завтра", "Меню"]
    answer = await anna.tap("Напомнить завтра")
    assert answer.text == "⏰ Напомню завтра в 09:00."
    await anna.expect("осталось 14 дней\n\n⏰ Напомню завтра в 09:00.")
    await town.pass_by(hours=21)
    again = await anna.expect("3 предупреждения")
    assert "осталось 2 дня" in again.plain


async def test_whoever_wants_each_by_itself_gets_each_by_itself(town: Town, anna: Person) -> None:
    await settled(town, anna, "Сводкой или по одному", "Присылать каждое отдельно")
    await town.load_services([service(7), service(3, "Диадок"), service(14, "Фокус")])
    await town.confirm(anna, ROMASHKA)
    await town.look()
    await anna.expect("Осталось 14 дней: Фокус")
    assert len(told(anna, "Действует до")) == 3


async def test_tomorrow_comes_once_and_keeps_the_text(town: Town, anna: Person) -> None:
    await town.load_services([service(12)])
    await town.confirm(anna, ROMASHKA)
    await town.look()
    warning = await anna.expect("Осталось 12 дней: Экстерн")
    assert warning.markup is not None
    data = next(str(one.value) for one in warning.markup.buttons() if one.text == "Напомнить завтра")
    answer = await anna.tap("Напомнить завтра")
    assert answer.text == "⏰ Напомню завтра в 09:00."
    kept = await anna.expect("Действует до 3 декабря 2026 включительно.\n\n⏰ Напомню завтра в 09:00.")
    assert kept.id == warning.id
    assert labels(anna, kept) == ["Подробнее", "Меню"]
    # The same button once more, from a client that has not seen the change.
    assert (await anna.tap_data(data, kept)).text == "⏰ Напомню завтра в 09:00."
    assert len(told(anna, "Напомню завтра")) == 1
    await town.pass_by(hours=20, minutes=59)
    await anna.expect_nothing()
    await town.pass_by(minutes=1)
    await anna.expect("Осталось 11 дней: Экстерн")
    assert len(told(anna, "Осталось 11 дней")) == 1


async def test_a_hidden_term_is_silent_and_the_next_one_is_not(town: Town, anna: Person) -> None:
    await town.load_services([service(8)])
    await town.confirm(anna, ROMASHKA)
    await town.look()
    await anna.expect("Осталось 8 дней")
    answer = await anna.tap("Скрыть для этого срока")
    assert answer.text == "🔕 Об этом сроке больше не напомню."
    hidden = await anna.expect("включительно.\n\n🔕 Об этом сроке больше не напомню.")
    assert labels(anna, hidden) == ["Подробнее", "Меню"]
    for _ in range(9):
        await town.pass_by(days=1)
    assert not told(anna, "последний день")
    await town.load_services([service(30)])
    await town.look()
    await anna.expect("Действует до 21 декабря 2026 включительно.")


async def test_strangers_and_forgers_move_nothing(town: Town, anna: Person, pyotr: Person) -> None:
    await town.load_services([service(8)])
    await town.confirm(anna, ROMASHKA)
    await town.look()
    warning = await anna.expect("Осталось 8 дней")
    assert warning.markup is not None
    stolen = [
        str(button.value) for button in warning.markup.buttons() if str(button.value)[:2] in {"wt", "wh"}
    ]
    assert len(stolen) == 2
    await pyotr.send("/start")
    await pyotr.expect("Здравствуйте")
    for data in (*stolen, "wt:987654321", "wh:987654321"):
        answer = await pyotr.tap_data(data)
        assert answer.text == "Напоминать уже не о чем: срок прошёл, продлён или скрыт."
    assert (await pyotr.tap_data("wt:-1")).text == "Эта кнопка устарела. Вот меню."
    await town.pass_by(hours=21)
    await anna.expect("Осталось 7 дней")


async def test_a_muted_organization_is_silent_until_it_is_heard_again(town: Town, anna: Person) -> None:
    await town.load_services([service(8)])
    await town.confirm(anna, ROMASHKA)
    await anna.send("Ромашка")
    await anna.expect("ИНН")
    await anna.tap("Не предупреждать")
    await anna.expect("Предупреждения об этой организации выключены")
    await town.pass_by(hours=22)
    await anna.expect_nothing()
    await anna.send("Ромашка")
    await anna.expect("ИНН")
    await anna.tap("Снова предупреждать")
    await town.look()
    await anna.expect("Осталось 7 дней: Экстерн")


async def test_own_thresholds_count(town: Town, anna: Person) -> None:
    await settled(town, anna, "О чём предупреждать", "Сроки сервисов", "за 10 дней", "✓ за 7 дней")
    await anna.expect("за 14 дней, за 10 дней, за 3 дня")
    await town.load_services([service(11)])
    await town.confirm(anna, ROMASHKA)
    await town.look()
    await anna.expect("Осталось 11 дней")
    await town.pass_by(hours=21)
    await anna.expect("Осталось 10 дней")
    for _ in range(3):
        await town.pass_by(days=1)
    assert not told(anna, "Осталось 7 дней")


async def test_a_kind_that_is_off_is_silent(town: Town, anna: Person) -> None:
    await settled(town, anna, "О чём предупреждать", "Доступ к организациям", "Не предупреждать об этом")
    await town.confirm(anna, ROMASHKA)
    await town.pass_by(hours=22)
    await town.pass_by(hours=3)
    await anna.expect_nothing()


async def test_a_test_warning_comes_by_the_way_of_all_warnings(town: Town, anna: Person) -> None:
    await anna.send("/settings")
    await anna.expect("Настройки")
    answer = await anna.tap("Прислать пробное предупреждение")
    assert answer.text == "Пробное предупреждение придёт через несколько секунд"
    await town.look()
    test = await anna.expect("Это пробное предупреждение")
    assert "У вас сейчас 12:00." in test.plain
    await anna.tap("Настройки")
    await anna.expect("Часовой пояс: Москва")


async def test_the_summary_comes_on_monday_morning(town: Town, anna: Person) -> None:
    await settled(town, anna, "О чём предупреждать", "Доступ к организациям", "Не предупреждать об этом")
    await settled(town, anna, "Сводка по понедельникам", "Включить сводку")
    await town.load_services([service(25), service(-5, "Диадок")])
    await town.confirm(anna, ROMASHKA)
    await town.look()
    await town.pass_by(hours=36, minutes=1)  # a minute past midnight of Monday
    assert not told(anna, "Ближайшие сроки")
    await town.pass_by(hours=9)
    summary = await anna.expect("Ближайшие сроки\nСводка на понедельник, 23 ноября 2026")
    assert "🟡 Экстерн, ООО «Ромашка»\nдо 16 декабря 2026, осталось 23 дня" in summary.plain
    assert "закончился и не продлён 1 сервис" in summary.plain


async def test_warnings_speak_the_language_of_the_reader(town: Town, anna: Person) -> None:
    await settled(town, anna, "English")
    await town.load_services([service(1)])
    challenge = await town.ask(anna)
    await anna.upload(*town.sign(challenge, ROMASHKA))
    await anna.expect("open")
    await town.look()
    warning = await anna.expect("Tomorrow is the last day: Экстерн")
    assert "Valid through 22 November 2026." in warning.plain
