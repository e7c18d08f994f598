"""«Акты сверки»: ordered by an accountant, made by an operator, sent as files."""

import pytest

from bot.cabinet.organization import PersonId
from bot.cabinet.warnings.hours import NO_QUIET
from bot.demo.cast import NORTH_WIND, ROMASHKA
from bot.emulator import Person
from tests.conversation.conftest import Town
from tests.files.memory import pdf

QUARTER = "3 квартал 2026"


@pytest.fixture
def variables() -> dict[str, str]:
    return {"OPERATOR_IDS": "1004"}


@pytest.fixture
async def igor(town: Town) -> Person:
    operator = town.emulator.person("Игорь", id=1004)
    await operator.send("/start")
    await operator.expect("Здравствуйте, Игорь!")
    return operator


async def to_acts(person: Person) -> None:
    await person.send("/start")
    await person.expect("Кабинет")
    await person.tap("Акты сверки")
    await person.expect("Готовых актов пока нет.")


async def order(town: Town, person: Person, period: str = QUARTER) -> None:
    await to_acts(person)
    await person.tap("Заказать акт")
    await person.expect("Выберите период")
    await person.tap(period)
    await person.expect("Заказать акт сверки?")
    await person.tap("Заказать")
    await person.expect(f"Заказали акт сверки: {period}")
    await town.look()


async def attach(operator: Person, name: str = "act.pdf", content: bytes | None = None) -> None:
    await operator.tap("Подробнее")
    await operator.expect("Заказ акта сверки")
    await operator.tap("Приложить файл")
    await operator.expect("Пришлите акт одним файлом PDF")
    await operator.upload(name, pdf() if content is None else content)


async def test_what_was_ordered_comes_as_a_file_and_others_are_told(
    town: Town, anna: Person, pyotr: Person, igor: Person
) -> None:
    await town.confirm(anna, ROMASHKA)
    await town.confirm(pyotr, ROMASHKA)
    await order(town, anna)
    told = await igor.expect("Новый заказ акта сверки")
    assert "ООО «Ромашка»\n3 квартал 2026\nЗаказал: Анна Ковалёва" in told.plain
    await attach(igor)
    check = await igor.expect("Отправляем?")
    assert "Его получит Анна Ковалёва" in check.plain
    await igor.tap("Отправить")
    await igor.expect("Акт отправлен")
    await town.look()
    act = await anna.expect_document("Акт сверки 2026-07-01 2026-09-30 ООО Ромашка.pdf")
    assert act.content == pdf()
    assert "Готов акт сверки, который вы заказывали" in act.caption
    await pyotr.expect("Готов акт сверки")
    await pyotr.tap("Скачать акт")
    assert (await pyotr.expect_document("Акт сверки 2026-07-01")).content == pdf()
    uploads = [call for call in town.emulator.world.calls if call.method == "sendDocument"]
    assert isinstance(uploads[-1].parameters["document"], str)
    await anna.tap("Акты сверки")
    view = await anna.expect("Заказы")
    assert "✅ 3 квартал 2026: готов" in view.plain


async def test_periods_are_typed_or_chosen_in_a_calendar(town: Town, anna: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await to_acts(anna)
    await anna.tap("Заказать акт")
    await anna.expect("Выберите период")
    await anna.send("когда-нибудь")
    await anna.expect("Не получается понять период")
    await anna.send("июль 2026")
    await anna.expect("Июль 2026: с 1 июля 2026 по 31 июля 2026")
    await anna.tap("‹ Назад")
    await anna.expect("Выберите период")
    await anna.tap("Свои даты")
    await anna.expect("С какого дня?")
    await anna.tap("‹")
    await anna.expect("С какого дня?")
    await anna.tap("5")
    await anna.expect("С 5 октября 2026. По какой день включительно?")
    await anna.tap("20")
    await anna.expect("с 5 октября 2026 по 20 октября 2026")
    await anna.tap("Заказать")
    await anna.expect("5 октября 2026 – 20 октября 2026")
    await anna.tap("Акты сверки")
    view = await anna.expect("Заказы")
    assert "заказан сегодня, ждёт сервисный центр" in view.plain
    await anna.tap("Отозвать заказ")
    await anna.expect("отозван")


async def test_the_same_period_is_ordered_once(town: Town, anna: Person, pyotr: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await town.confirm(pyotr, ROMASHKA)
    await order(town, anna)
    await pyotr.send("/start")
    await pyotr.expect("Кабинет")
    await pyotr.tap("Акты сверки")
    await pyotr.expect("ждёт сервисный центр")
    await pyotr.tap("Заказать акт")
    await pyotr.expect("Выберите период")
    await pyotr.tap(QUARTER)
    await pyotr.expect("Заказать акт сверки?")
    answer = await pyotr.tap("Заказать")
    assert "уже заказан" in (answer.text or "")


async def test_whoever_may_not_look_any_more_gets_the_file_after_confirming(
    town: Town, anna: Person, igor: Person
) -> None:
    await town.confirm(anna, ROMASHKA)
    await order(town, anna)
    await town.advance(hours=24)
    await igor.expect("Новый заказ")
    await attach(igor)
    await igor.expect("Отправляем?")
    await igor.tap("Отправить")
    await igor.expect("Акт отправлен")
    await town.look()
    told = await anna.expect("Подтвердите доступ, чтобы скачать его")
    assert "квартал" not in told.plain
    assert not [one for one in anna.messages if one.from_bot and one.file is not None][1:]
    challenge = await town.ask(anna)
    await anna.upload(*town.sign(challenge, ROMASHKA))
    await anna.expect("доступ продлён")
    await anna.send("/start")
    await anna.expect("Кабинет")
    await anna.tap("Акты сверки")
    await anna.expect("Нажмите на акт")
    await anna.tap(QUARTER)
    await anna.expect_document("Акт сверки 2026-07-01")


async def test_an_order_is_declined_with_a_reason(town: Town, anna: Person, igor: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await order(town, anna)
    await igor.expect("Новый заказ")
    await igor.tap("Подробнее")
    await igor.expect("Заказ акта сверки")
    await igor.tap("Отклонить")
    await igor.expect("почему акта не будет")
    await igor.send("За период нет <движений>")
    await igor.expect("Заказ отклонён")
    await town.look()
    told = await anna.expect("отклонил заказ акта сверки")
    assert "За период нет <движений>" in told.plain


async def test_nothing_that_was_ordered_is_forgotten(town: Town, anna: Person, igor: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await order(town, anna)  # on a Saturday
    await igor.expect("Новый заказ")
    assert town.app is not None
    await town.app.cabinet.choices.keep_quiet(PersonId(igor.id), NO_QUIET)

    async def reminders_after(**delta: float) -> int:
        await town.advance(**delta)
        assert town.app is not None
        for _ in range(2):
            await town.app.cabinet.fulfilling.remind()
            await town.look()
        return len([one for one in igor.messages if "Ждёт 1 заказ акта сверки" in one.plain])

    assert await reminders_after(hours=24) == 1  # what came with the order; on Sunday nobody works
    assert await reminders_after(hours=20, minutes=59) == 1
    assert await reminders_after(minutes=1) == 2
    await igor.expect("самый старый: 1 день назад")
    assert await reminders_after(hours=5) == 2
    await town.close()
    await town.open()
    assert await reminders_after(hours=1) == 2
    assert await reminders_after(hours=18) == 3
    await igor.expect("самый старый: 2 дня назад")
    await igor.send("/operator")
    await igor.expect("Предупреждения")
    await igor.tap("🟠 Ждёт 1 заказ акта, 2 дня назад")
    await igor.expect("Ждёт 1 заказ\nСамый старый: 2 дня назад.")


async def test_a_button_goes_with_the_file_that_it_was_shown_for(
    town: Town, anna: Person, igor: Person
) -> None:
    await town.confirm(anna, ROMASHKA)
    await order(town, anna)
    await igor.expect("Новый заказ")
    await attach(igor, "first.pdf", pdf("first"))
    first = await igor.expect("Файл: first.pdf")
    await igor.upload("second.pdf", pdf("second"))
    second = await igor.expect("Файл: second.pdf")
    assert "Пришлите файл ещё раз" in ((await igor.tap("Отправить", first)).text or "")
    await igor.tap("Отправить", second)
    await igor.expect("Акт отправлен")
    await town.look()
    assert (await anna.expect_document("Акт сверки")).content == pdf("second")
    await igor.tap_data("wf!:1:2", second)
    await town.look()
    assert len([one for one in anna.messages if one.from_bot and one.file is not None]) == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("act.pdf", b"\x89PNG\r\n\x1a\n" + b"0" * 100, "Это не PDF"),
        ("act.pdf", pdf()[:300], "PDF не открывается"),
        ("act.pdf", b"%PDF-1.4" + b"0" * (21 << 20), "Файл больше 20 МБ"),
        ("../../9600100123_2026-07-01_2026-09-30.pdf", pdf(), "Отправляем?"),
        ("9600100123_2026-07-01_2026-09-30.pdf", pdf(), "другой ИНН или другой период"),
        ("9600100116_2026-07-01_2026-09-30.pdf", pdf(), "Отправляем?"),
    ],
)
async def test_files_for_an_order_are_looked_into(
    town: Town, anna: Person, igor: Person, name: str, content: bytes, said: str
) -> None:
    town.allowed_lints.append("file name")
    await town.confirm(anna, ROMASHKA)
    await order(town, anna)
    await igor.expect("Новый заказ")
    await attach(igor, name, content)
    await igor.expect(said)


async def test_a_restart_in_the_middle_loses_nothing(town: Town, anna: Person, igor: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await order(town, anna)
    await igor.expect("Новый заказ")
    await attach(igor)
    await igor.expect("Отправляем?")
    await town.close()
    await town.open()
    await igor.tap("Отправить")
    await igor.expect("Акт отправлен")
    await town.look()
    await anna.expect_document("Акт сверки")


async def test_an_operator_who_comes_later_sees_what_waits(town: Town, anna: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await order(town, anna)
    late = town.emulator.person("Игорь", id=1004)
    await late.send("/start")
    await late.expect("Здравствуйте, Игорь!")
    await late.tap("Ждёт 1 заказ акта, сегодня")
    await late.expect("Ждёт 1 заказ")


async def test_forged_buttons_do_nothing(town: Town, anna: Person, pyotr: Person, igor: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await order(town, anna)
    await igor.expect("Новый заказ")
    await attach(igor)
    await igor.expect("Отправляем?")
    await igor.tap("Отправить")
    await igor.expect("Акт отправлен")
    await town.confirm(pyotr, NORTH_WIND)
    for data in (
        "al:1:0",
        "af:1:1",
        "af:2:1",
        "ap:1",
        "ao:1:20260101:20260131",
        "ao!:1:20260101:20260131",
        "aw:1:1",
    ):
        await pyotr.tap_data(data)
    for data in ("wo:0", "wc:1", "wf:1", "wf!:1:1", "wx:1"):
        await pyotr.tap_data(data)
    assert not any(
        word in one.plain for one in pyotr.messages for word in ("Ромашка", "квартал", "Заказ акта")
    )
    assert not [one for one in pyotr.messages if one.from_bot and one.file is not None][1:]
    await anna.tap_data("ao!:1:20261301:20261399")
    await anna.tap_data("ac:1:20261399:20260101")
