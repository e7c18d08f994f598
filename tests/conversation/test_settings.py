"""«Настройки»: what to be warned about, how early, at what hours and in which zone; every choice by taps and by words."""

import pytest

from bot.demo.cast import ROMASHKA
from bot.emulator import Message, Person
from tests.conversation.conftest import Town


def labels(person: Person, message: Message) -> list[str]:
    return [label for row in person.buttons(message) for label in row]


async def opened(person: Person, *path: str) -> Message:
    """The screen at the end of the path of buttons from the settings."""
    await person.send("/settings")
    screen = await person.expect("Настройки")
    for label in path:
        await person.tap(label)
        screen = await person.expect("")
    return screen


async def test_the_settings_sum_up_what_is_chosen(town: Town, anna: Person) -> None:
    screen = await opened(anna)
    assert "Часовой пояс: Москва, сейчас 12:00." in screen.plain
    assert "Тихие часы: с 20:00 до 09:00." in screen.plain
    assert (
        "Предупреждаем: доступ к организациям, сроки сервисов, сертификаты директоров, новые документы, акты сверки, фискальные накопители, молчащие кассы, сбои интеграций."
        in screen.plain
    )
    assert "Три предупреждения и больше приходят одной сводкой." in screen.plain
    assert "Сводка по понедельникам выключена." in screen.plain
    assert all(len(label) <= 48 for label in labels(anna, screen))


async def test_a_language_is_chosen_there_and_back(town: Town, anna: Person) -> None:
    await opened(anna)
    assert (await anna.tap("English")).text == "The bot speaks English"
    await anna.expect("Time zone: Moscow, it is 12:00 now.")
    assert (await anna.tap("Русский")).text == "Бот говорит по-русски"
    await anna.expect("Часовой пояс: Москва")


@pytest.mark.parametrize(
    "path",
    [
        ["Часовой пояс"],
        ["Тихие часы"],
        ["О чём предупреждать"],
        ["Сводкой или по одному"],
        ["Сводка по понедельникам"],
    ],
)
async def test_every_choice_has_a_way_back(town: Town, anna: Person, path: list[str]) -> None:
    await opened(anna, *path)
    await anna.tap("К настройкам")
    await anna.expect("Часовой пояс: Москва")


async def test_a_zone_of_russia_is_tapped(town: Town, anna: Person) -> None:
    picker = await opened(anna, "Часовой пояс")
    assert "✓ Москва, МСК — 12:00" in labels(anna, picker)
    assert len(labels(anna, picker)) == 11 + 2
    answer = await anna.tap("Екатеринбург, МСК+2 — 14:00")
    assert answer.text == "Часовой пояс: Екатеринбург, сейчас 14:00"
    await anna.expect("Часовой пояс: Екатеринбург, сейчас 14:00.")
    await anna.send("/settings")
    await anna.expect("Екатеринбург")


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("екб", "Екатеринбург, сейчас 14:00"),
        ("UTC+5", "Екатеринбург, сейчас 14:00"),
        ("МСК+2", "Екатеринбург, сейчас 14:00"),
        ("Asia/Yekaterinburg", "Екатеринбург, сейчас 14:00"),
        ("Vladivostok", "Владивосток, сейчас 19:00"),
        ("Алматы", "Алматы, сейчас 14:00"),
    ],
)
async def test_a_zone_is_typed(town: Town, anna: Person, said: str, place: str) -> None:
    await opened(anna, "Часовой пояс")
    await anna.send(said)
    await anna.expect(f"✅ Часовой пояс: {place}")


async def test_what_may_be_several_zones_is_asked_about(town: Town, anna: Person) -> None:
    await opened(anna, "Часовой пояс")
    await anna.send("ново")
    await anna.expect("Подходит несколько поясов")
    await anna.tap("Новосибирск, UTC+7 — 16:00")
    await anna.expect("Часовой пояс: Новосибирск, сейчас 16:00.")


async def test_a_zone_that_is_none_may_be_typed_again_or_left(town: Town, anna: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await opened(anna, "Часовой пояс")
    await anna.send("<b>нигде</b>")
    await anna.expect("Не получилось найти «<b>нигде</b>»")
    await anna.send("Омск")
    await anna.expect("Часовой пояс: Омск, сейчас 15:00")
    await opened(anna, "Часовой пояс")
    await anna.send("/cancel")
    await anna.expect("Кабинет")
    await anna.send("Ромашка")
    await anna.expect("ИНН")


async def test_after_a_tap_elsewhere_words_are_a_search_again(town: Town, anna: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    for way_out in ("К настройкам", "Меню"):
        await opened(anna, "Часовой пояс")
        await anna.tap(way_out)
        await anna.send("Ромашка")
        await anna.expect("ИНН 9600100116")


async def test_a_forged_zone_is_refused(town: Town, anna: Person) -> None:
    await opened(anna, "Часовой пояс")
    for forged in ("zo:Europe/Atlantis", "zo:../../etc/passwd", "zo:localtime"):
        answer = await anna.tap_data(forged)
        assert answer.text == "Такого часового пояса нет. Выберите другой."
    assert (await anna.tap_data("zo:" + "A" * 50)).text == "Эта кнопка устарела. Вот меню."
    await opened(anna)
    await anna.expect("Часовой пояс: Москва")


async def test_quiet_hours_by_buttons(town: Town, anna: Person) -> None:
    await opened(anna, "Тихие часы")
    await anna.tap("Начало: 20:00")
    grid = await anna.expect("Со скольких часов бот молчит?")
    assert "✓ 20:00" in labels(anna, grid)
    assert "09:00" not in labels(anna, grid)
    await anna.tap("22:00")
    await anna.expect("Тихие часы: с 22:00 до 09:00")
    await anna.tap("Конец: 09:00")
    await anna.tap("07:00")
    await anna.expect("Тихие часы: с 22:00 до 07:00")
    await anna.tap("Выключить тихие часы")
    await anna.expect("Тихих часов нет")
    await anna.tap("Включить тихие часы")
    await anna.expect("Тихие часы: с 20:00 до 09:00")


async def test_quiet_hours_in_words(town: Town, anna: Person) -> None:
    await opened(anna, "Тихие часы")
    await anna.send("ночью")
    await anna.expect("Не получилось понять часы")
    await anna.send("22:00–8:30")
    await anna.expect("Тихие часы: с 22:00 до 08:30")
    screen = await opened(anna)
    assert "Тихие часы: с 22:00 до 08:30." in screen.plain


async def test_a_kind_is_switched_off_and_on(town: Town, anna: Person) -> None:
    screen = await opened(anna, "О чём предупреждать")
    assert (
        "Сроки сервисов\nза 30 дней, за 14 дней, за 7 дней, за 3 дня, за день, в последний день"
        in screen.plain
    )
    assert "доступ к вашей организации открыл или закрыл кто-то другой, бот сообщает всегда" in screen.plain
    await anna.tap("✓ Сроки сервисов")
    await anna.tap("Не предупреждать об этом")
    await anna.expect("Сейчас: выключено.")
    await anna.tap("Назад")
    await anna.expect("Сроки сервисов\nвыключено")
    screen = await opened(anna)
    assert (
        "Предупреждаем: доступ к организациям, сертификаты директоров, новые документы, акты сверки, фискальные накопители, молчащие кассы, сбои интеграций."
        in screen.plain
    )
    await opened(anna, "О чём предупреждать", "Сроки сервисов", "Предупреждать об этом")
    await anna.expect("Сейчас: за 30 дней")


async def test_own_thresholds_and_back_to_the_usual(town: Town, anna: Person) -> None:
    screen = await opened(anna, "О чём предупреждать", "Доступ к организациям")
    assert "Сейчас: за 2 ч, за 30 мин, в момент окончания." in screen.plain
    assert "Вернуть обычные сроки" not in labels(anna, screen)
    await anna.tap("за 4 ч")
    await anna.tap("✓ за 30 мин")
    screen = await anna.expect("Сейчас: за 4 ч, за 2 ч, в момент окончания.")
    for label in ("✓ за 4 ч", "✓ за 2 ч", "✓ в момент окончания"):
        await anna.tap(label)
    screen = await anna.expect("ни один срок не отмечен, предупреждений не будет")
    await anna.tap("К настройкам", await opened(anna, "О чём предупреждать"))
    await anna.expect(
        "Предупреждаем: сроки сервисов, сертификаты директоров, новые документы, акты сверки, фискальные накопители, молчащие кассы, сбои интеграций."
    )
    await opened(anna, "О чём предупреждать", "Доступ к организациям", "Вернуть обычные сроки")
    await anna.expect("Сейчас: за 2 ч, за 30 мин, в момент окончания.")


async def test_what_cannot_be_chosen_is_refused(town: Town, anna: Person) -> None:
    await opened(anna, "О чём предупреждать")
    for forged in ("ws:shared:0", "ws:test:0", "ws:weekly:0", "tt:service:31", "tt:access:-1", "wu:closed"):
        assert (await anna.tap_data(forged)).text == "Этого выбора здесь нет", forged
    for broken in ("ws:nothing:0", "tt:service:99999999999", "qh:start:24", "qh:middle:1"):
        assert (await anna.tap_data(broken)).text == "Эта кнопка устарела. Вот меню.", broken


async def test_together_or_one_by_one(town: Town, anna: Person) -> None:
    await opened(anna, "Сводкой или по одному")
    await anna.tap("Присылать каждое отдельно")
    await anna.expect("Каждое предупреждение приходит отдельно")
    screen = await opened(anna)
    assert "Каждое предупреждение приходит отдельно." in screen.plain
    await opened(anna, "Сводкой или по одному", "Присылать одной сводкой")
    await anna.expect("Предупреждения приходят сводкой")


async def test_the_weekly_summary_is_switched(town: Town, anna: Person) -> None:
    await opened(anna, "Сводка по понедельникам")
    await anna.tap("Включить сводку")
    await anna.expect("Сводка по понедельникам включена")
    await anna.tap("Выключить сводку")
    await anna.expect("Сводка по понедельникам выключена")


async def test_an_organization_is_muted_and_heard_again(town: Town, anna: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await anna.send("Ромашка")
    await anna.expect("ИНН")
    answer = await anna.tap("Не предупреждать")
    assert answer.text is not None
    assert answer.text.startswith("Больше не предупреждаем об этой организации.")
    await anna.expect("🔕 Предупреждения об этой организации выключены.")
    await town.advance(hours=25)
    await anna.send("Ромашка")
    lapsed = await anna.expect("Доступ закончился")
    assert "🔕" in lapsed.plain
    await anna.tap("Снова предупреждать")
    screen = await anna.expect("Доступ закончился")
    assert "🔕" not in screen.plain
