"""Files that operators send: shown, confirmed, loaded once."""

import io
import zipfile

import pytest

from bot.demo.cast import ROMASHKA
from bot.emulator import Person
from tests.conversation.conftest import Town
from tests.files.memory import pdf

HEAD = "ИНН;КПП;Организация;Продукт;Тариф;Модификаторы;Действует с;Действует до;Внешний ID\n"
GOOD = HEAD + "9600100116;960001001;ООО «Ромашка»;Экстерн;Учетный;;01.01.2026;31.12.2026;A-1\n"
BAD = GOOD + "9600100117;;ООО «Ошибка»;Экстерн;Учетный;;01.01.2026;31.12.2026;A-2\n"
ACT = "9600100116_2026-07-01_2026-09-30.pdf"


@pytest.fixture
def variables() -> dict[str, str]:
    return {"OPERATOR_IDS": "1004"}


@pytest.fixture
async def igor(town: Town) -> Person:
    operator = town.emulator.person("Игорь", id=1004)
    await operator.send("/operator")
    await operator.expect("Предупреждения")
    await operator.tap("Загрузить сервисы или акты")
    await operator.expect("Загрузка файлов")
    return operator


async def services_of(town: Town, person: Person) -> str:
    await person.send("/services")
    return (await person.expect("ервис")).plain


async def test_services_are_shown_confirmed_and_loaded_once(town: Town, anna: Person, igor: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await igor.upload("services.csv", GOOD.encode())
    shown = await igor.expect("Сервисы: что изменится")
    assert "Организаций в файле: 1" in shown.plain
    assert "Экстерн" not in await services_of(town, anna)
    await igor.tap("Загрузить")
    await igor.expect("Загружено")
    assert "Экстерн" in await services_of(town, anna)
    await igor.tap_data(await data_of(igor))
    await igor.expect("Этот файл уже загружен.")


async def data_of(person: Person) -> str:
    """What the last «Загрузить» carried."""
    calls = [call for call in person._world.calls if "us:" in str(call.parameters.get("reply_markup", ""))]
    text = str(calls[-1].parameters["reply_markup"])
    start = text.index("us:")
    return text[start : text.index('"', start)]


async def test_bad_rows_are_told_and_may_be_left_out(town: Town, anna: Person, igor: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await igor.upload("Services.CSV", BAD.encode("cp1251"))
    shown = await igor.expect("Сервисы: что изменится")
    assert "9600100117" in shown.plain
    assert not any(label == "Загрузить" for row in igor.buttons(shown) for label in row)
    await igor.tap("Загрузить без того, что с ошибками")
    await igor.expect("Загружено")
    assert "Экстерн" in await services_of(town, anna)


async def test_a_plan_that_has_changed_meanwhile_is_shown_again(town: Town, igor: Person) -> None:
    await igor.upload("services.csv", GOOD.encode())
    await igor.expect("Сервисы: что изменится")
    stale = await data_of(igor)
    await igor.upload("other.csv", GOOD.replace("31.12.2026", "31.12.2027").encode())
    await igor.expect("Сервисы: что изменится")
    answer = await igor.tap_data(stale)
    assert "устарел" in (answer.text or "")


async def test_a_restart_between_showing_and_loading_loses_nothing(
    town: Town, anna: Person, igor: Person
) -> None:
    await town.confirm(anna, ROMASHKA)
    await igor.upload("services.csv", GOOD.encode())
    await igor.expect("Сервисы: что изменится")
    await town.close()
    await town.open()
    await igor.tap("Загрузить")
    await igor.expect("Загружено")
    assert "Экстерн" in await services_of(town, anna)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("services.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, ""),
        ("services.csv", b"just;words\n", "ИНН"),
        ("services.xlsx", b"PK\x03\x04" + b"0" * 100, ""),
        ("../services.csv", HEAD.encode(), ""),
        ("acts.zip", b"nothing", "не архив ZIP"),
        ("act.pdf", pdf(), "имя не по образцу"),
        (ACT, b"\x89PNG" * 10, "Это не PDF"),
        (ACT, b"%PDF-" + bytes(21 << 20), "больше 20 МБ"),
    ],
)
async def test_hostile_files_get_a_clear_answer(
    town: Town, igor: Person, name: str, content: bytes, said: str
) -> None:
    town.allowed_lints.append("file name")
    await igor.upload(name, content)
    answer = await igor.expect(said)
    assert "Что-то пошло не так" not in answer.plain
    assert not any(label.startswith("Загрузить") for row in igor.buttons(answer) for label in row)


async def test_acts_are_shown_confirmed_and_loaded(town: Town, anna: Person, igor: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(ACT, pdf())
    await igor.upload("acts.zip", packed.getvalue())
    shown = await igor.expect("Акты сверки: что изменится")
    assert f"{ACT}: будет добавлен" in shown.plain
    await igor.tap("Загрузить")
    await igor.expect("Новых актов: 1")
    await town.look()
    await anna.expect("Готов акт сверки")
    await anna.tap("Скачать акт")
    await anna.expect_document("Акт сверки 2026-07-01")


async def test_what_others_send_is_what_it_was(town: Town, anna: Person, igor: Person) -> None:
    challenge = await town.ask(anna)
    await anna.upload("services.csv", GOOD.encode())
    await anna.expect("подпис")
    await anna.upload(ACT, pdf())
    await anna.expect("подпис")
    for data in ("us:0123456789ab:0", "ua:0123456789ab:1", "uh"):
        await anna.tap_data(data)
    assert not any("что изменится" in one.plain or "Загрузка" in one.plain for one in anna.messages)
    await igor.send("/add")
    mine = await igor.expect_document("Запрос")
    await igor.upload(*town.sign(mine, ROMASHKA))
    await igor.expect("доступ открыт")
    await anna.upload(*town.sign(challenge, ROMASHKA))
    await anna.expect("доступ открыт")
