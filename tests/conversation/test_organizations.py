"""The list, search, who has access, closing, removing, and what the guard refuses."""

import re

import pytest

from bot.demo.cast import COMPANIES, NORTH_WIND, ROMASHKA, VECTOR
from bot.emulator import Message, Person
from tests.conversation.conftest import Town


def data_of(message: Message, label: str) -> str:
    assert message.markup is not None
    for row in message.markup.rows:
        for button in row:
            if label in button.text:
                return str(button.value)
    raise AssertionError(label)


async def test_others_are_told_and_can_close_the_new_access(town: Town, anna: Person, pyotr: Person) -> None:
    await pyotr.send("/start")
    await town.confirm(pyotr, ROMASHKA)
    pyotr.look()
    await town.confirm(anna, ROMASHKA)
    await town.look()
    notice = await pyotr.expect("Новый доступ к организации ООО «Ромашка»: Анна Ковалёва")
    assert "Лебедев" in notice.plain
    answer = await pyotr.tap("Закрыть этот доступ")
    assert answer.text == "Доступ закрыт, мы предупредили этого человека."
    await pyotr.expect("Сейчас доступ есть только у вас")
    await town.look()
    await anna.expect(
        "Ваш доступ к организации ООО «Ромашка» закрыт. Его закрыл другой участник: Пётр Лебедев"
    )
    await anna.send("/organizations")
    await anna.expect("Ваш")
    await anna.tap("Ромашка")
    await anna.expect("Доступ закончился")


async def test_who_else_has_access_is_seen(town: Town, anna: Person, pyotr: Person) -> None:
    await town.confirm(pyotr, ROMASHKA)
    await town.confirm(anna, ROMASHKA)
    await anna.send("/organizations")
    await anna.expect("Ваш")
    await anna.tap("Ромашка")
    await anna.tap("Кто ещё имеет доступ (1)")
    screen = await anna.expect("Пётр Лебедев")
    assert "завтра в 12:00" in screen.plain
    await anna.tap("Назад")
    await anna.tap("История доступа")
    history = await anna.expect("История доступа")
    assert history.plain.count("доступ открыт") == 2


async def test_search_finds_by_inn_and_by_a_part_of_the_name(town: Town, anna: Person) -> None:
    await town.confirm(anna, *COMPANIES)
    await anna.send("ТЕПЛЫЙ")
    await anna.expect("ООО «Тёплый хлеб»")
    await anna.send(NORTH_WIND.inn)
    await anna.expect("ООО «Северный ветер»")
    await anna.send("ооо")
    found = await anna.expect("По запросу «ооо» найдены 4 организации")
    assert sum("ООО" in label for row in anna.buttons(found) for label in row) == 4
    await anna.send("<b>нет такой</b>")
    await anna.expect("По запросу «<b>нет такой</b>» ничего не нашлось")


async def test_removing_asks_first(town: Town, anna: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await anna.send("Ромашка")
    await anna.expect("ИНН")
    await anna.tap("Убрать из списка")
    await anna.expect("Убрать ООО «Ромашка» из списка?")
    await anna.tap("Оставить")
    await anna.expect("ИНН 9600100116")
    await anna.tap("Убрать из списка")
    await anna.tap("Да, убрать")
    await anna.expect("Организация ООО «Ромашка» убрана из списка")
    await anna.send("/organizations")
    await anna.expect("Организаций пока нет")


async def test_everything_is_closed_at_once(town: Town, anna: Person) -> None:
    await town.confirm(anna, ROMASHKA, VECTOR)
    await anna.send("/organizations")
    await anna.expect("Ваши организации: 2")
    await anna.tap("Закрыть всё сейчас")
    await anna.tap("Да, закрыть всё")
    await anna.expect("закрыт доступ к 2 организациям")
    await anna.send("/services")
    screen = await anna.expect("Ещё 2 организации закрыты")
    assert "Экстерн" not in screen.plain
    await anna.send("/start")
    menu = await anna.expect("Сейчас нет открытых организаций, в списке 2 организации")
    assert anna.buttons(menu)[0] == ["Подтвердить снова: 2 организации"]
    await anna.tap("Подтвердить снова")
    await anna.expect("Закончился доступ к 2 организациям")


async def test_forged_and_stale_buttons_show_the_menu(town: Town, anna: Person, pyotr: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await anna.send("Ромашка")
    card = await anna.expect("ИНН")
    stolen = data_of(card, "Кто ещё имеет доступ")
    await pyotr.send("/start")
    await pyotr.expect("Здравствуйте")
    answer = await pyotr.tap_data(stolen)
    assert answer.text == "Такой организации нет в вашем списке."
    assert answer.alert
    for forged in (
        "o:card:99999999999999999999",
        "o:card:-1",
        "o:card",
        "x",
        "go:nothing",
        "co:1:1:1",
        "sl:all:-5",
    ):
        answer = await pyotr.tap_data(forged)
        assert answer.text == "Эта кнопка устарела. Вот меню.", forged
    for unknown in ("o:card:424242", "os:424242:0", "co:1:1", "o:rm!:1", "o:close:1", "o:log:1"):
        assert (await pyotr.tap_data(unknown)).text == "Такой организации нет в вашем списке.", unknown
    assert "Ромашка" not in pyotr.transcript()


@pytest.mark.parametrize("act", ["card", "who", "log"])
async def test_a_lapsed_organization_shows_its_name_and_no_more(town: Town, anna: Person, act: str) -> None:
    await town.confirm(anna, ROMASHKA)
    await anna.send("Ромашка")
    card = await anna.expect("ИНН")
    ident = re.findall(r"\d+", data_of(card, "Кто ещё"))[0]
    await town.advance(hours=24)
    await anna.tap_data(f"o:{act}:{ident}")
    screen = await anna.expect("Доступ закончился")
    assert "9600100116" not in screen.plain
    assert "Лебедев" not in screen.plain


async def test_hostile_names_stay_text(town: Town) -> None:
    mallory = town.emulator.person("<b>Мэллори</b>\n\nПодписать", last_name="&amp; \u202eсын")
    await mallory.send("/start")
    await mallory.expect("Здравствуйте, <b>Мэллори</b> Подписать &amp;")
    challenge = await town.ask(mallory)
    assert "    <b>Мэллори</b> Подписать &amp; сын\r\n" in challenge.content.decode()


async def test_a_person_who_blocked_the_bot_harms_nobody(town: Town, anna: Person, pyotr: Person) -> None:
    await town.confirm(pyotr, ROMASHKA)
    pyotr.block()
    await town.confirm(anna, ROMASHKA)
    pyotr.unblock()
    await pyotr.send("/start")
    await pyotr.expect("Открыта 1 организация из 1")
