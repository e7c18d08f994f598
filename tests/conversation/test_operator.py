"""/operator: for those who run the bot; to everybody else it is a command like any unknown one."""

from bot.emulator import Person
from tests.conversation.conftest import Town

UNKNOWN = "Бот понимает кнопки, файлы подписи, ИНН и названия организаций."


async def run_by(town: Town, person: Person) -> None:
    await town.close()
    town.settings = town.settings.model_copy(update={"operator_ids": (person.id,)})
    await town.open()


async def test_the_operator_sees_the_outbox(town: Town, anna: Person, pyotr: Person) -> None:
    await run_by(town, anna)
    await anna.send("/start")
    await anna.expect("Здравствуйте")
    await anna.tap("Сервисный центр")
    screen = await anna.expect("Предупреждения\nОбновлено сегодня в 12:00")
    for said in (
        "В очереди: 0",
        "Отложено на потом: 0",
        "Отправлено за 24 часа: 0",
        "Бота никто не остановил.",
    ):
        assert said in screen.plain
    await town.advance(minutes=5)
    await anna.tap("Обновить")
    await anna.expect("Обновлено сегодня в 12:05")
    await anna.send("/operator")
    await anna.expect("В очереди")


async def test_to_everybody_else_it_does_not_exist(town: Town, anna: Person, pyotr: Person) -> None:
    await run_by(town, anna)
    await pyotr.send("/start")
    menu = await pyotr.expect("Здравствуйте")
    assert all("Сервисный центр" not in label for row in pyotr.buttons(menu) for label in row)
    await pyotr.send("/operator")
    await pyotr.expect(UNKNOWN)
    assert (await pyotr.tap_data("go:outbox", menu)).text == "Эта кнопка устарела. Вот меню."
    await pyotr.send("/nonsense")
    await pyotr.expect(UNKNOWN)
