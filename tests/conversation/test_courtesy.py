"""Languages, unknown words, restarts, failures: nothing is answered with silence."""

import pytest
from pydantic import SecretStr

from bot.demo.cast import ROMASHKA
from bot.emulator import Person
from tests.conversation.conftest import Town


async def test_telegrams_language_is_the_first_guess_and_the_choice_stays(town: Town) -> None:
    john = town.emulator.person("John", language_code="en-GB")
    await john.send("/start")
    await john.expect("Hello, John!")
    await john.tap("Settings")
    answer = await john.tap("Русский")
    assert answer.text == "Бот говорит по-русски"
    await john.expect("Настройки")
    await john.send("/start")
    await john.expect("Здравствуйте, John!")


@pytest.mark.parametrize("text", ["/unknown", "/help me", "привет"])
async def test_any_text_gets_an_answer(town: Town, anna: Person, text: str) -> None:
    await anna.send(text)
    assert (await anna.expect("")).from_bot


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/start", "Здравствуйте"),
        ("/menu", "Здравствуйте"),
        ("/cancel", "Здравствуйте"),
        ("/organizations", "Организаций пока нет"),
        ("/services", "Здесь пока пусто"),
        ("/settings", "Настройки"),
        ("/help", "Как открыть организацию"),
    ],
)
async def test_every_command_works_at_once(town: Town, anna: Person, command: str, said: str) -> None:
    await anna.send(command)
    await anna.expect(said)


async def test_every_screen_has_a_way_back_to_the_menu(town: Town, anna: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    for command in ("/organizations", "/services", "/settings", "/help", "/add", "Ромашка"):
        await anna.send(command)
        await anna.expect("")
        await anna.tap("Меню")
        await anna.expect("Открыта 1 организация из 1")


async def test_screens_shown_before_a_restart_still_work(town: Town, anna: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await anna.send("ооо ром")
    await anna.expect("ИНН")
    await town.close()
    await town.open()
    await anna.tap("Кто ещё имеет доступ")
    await anna.expect("Сейчас доступ есть только у вас")


async def test_search_survives_a_restart(town: Town, anna: Person) -> None:
    await anna.send("нет такой")
    await anna.expect("ничего не нашлось")
    await anna.send("/help")
    help_screen = await anna.expect("Помощь")
    await town.close()
    await town.open()
    await anna.tap_data("ol:0:1", help_screen)
    await anna.expect("По запросу «нет такой» ничего не нашлось")


async def test_conversations_may_live_in_redis(town: Town, anna: Person, redis_url: str) -> None:
    await town.close()
    town.settings = town.settings.model_copy(update={"redis_url": SecretStr(redis_url)})
    await town.open()
    await anna.send("нет такой")
    await anna.expect("ничего не нашлось")
    await anna.send("/help")
    help_screen = await anna.expect("Помощь")
    await town.close()
    await town.open()
    await anna.tap_data("ol:0:1", help_screen)
    await anna.expect("По запросу «нет такой» ничего не нашлось")


async def test_a_failure_is_apologized_for(town: Town, anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    await anna.send("/start")
    await anna.expect("Здравствуйте")
    assert town.app is not None

    async def broken(*_: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(type(town.app.cabinet.services), "overview", broken)
    await anna.send("/start")
    await anna.expect("Что-то пошло не так")


async def test_a_tap_that_waited_too_long_still_turns_the_screen(town: Town, anna: Person) -> None:
    town.allowed_lints.append("waited more than 3 s")
    await anna.send("/start")
    await anna.expect("Здравствуйте")
    town.emulator.fault(
        "answerCallbackQuery",
        status=400,
        description="Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    with pytest.raises(AssertionError):
        await anna.tap("Помощь")
    await anna.expect("Как открыть организацию")
