"""What is chosen for an integration may be typed, and chosen anew until it is on."""

from datetime import timedelta

import pytest

from bot.demo.cast import ROMASHKA
from bot.demo.certificates import Validity
from bot.demo.wallets import director_name
from bot.emulator import Person
from tests.conversation.conftest import START, Town
from tests.conversation.test_integrations import begun, chosen, to_card


@pytest.fixture
def variables() -> dict[str, str]:
    """ОФД is connected; nothing is loaded here."""
    return {"OFD_URL": "http://127.0.0.1:9", "OFD_API_KEY": "key", "OFD_SID": "sid"}


async def asked_for_a_day(town: Town, person: Person) -> None:
    await begun(town, person)
    await person.tap("Включить…")
    await person.expect("Чьим сертификатом")
    await person.tap("Лебедев")
    await person.expect("С какого дня загружать?")


async def test_the_day_may_be_typed(town: Town, anna: Person) -> None:
    await asked_for_a_day(town, anna)
    for wrong in ("22.11.2026", "31.01.2017", "31.02.2026", "1"):
        await anna.send(wrong)
        await anna.expect("Напишите день цифрами")
    await anna.send(" 1.9.26 ")
    card = await anna.expect("Нажмите «Включить интеграцию»")
    assert "Загружаем с 1 сентября 2026" in card.plain


async def test_names_and_inn_are_searched_for_while_a_day_may_be_typed(town: Town, anna: Person) -> None:
    await asked_for_a_day(town, anna)
    await anna.send(ROMASHKA.inn)
    await anna.expect(f"ИНН {ROMASHKA.inn}")
    await anna.send("ромашка")
    await anna.expect(f"ИНН {ROMASHKA.inn}")


async def test_the_day_is_changed_even_when_the_order_waits(town: Town, anna: Person) -> None:
    await begun(town, anna)
    await chosen(anna)
    await anna.tap("Включить интеграцию")
    await anna.expect("ждёт подписи директора под поручением")
    await anna.tap("Изменить день")
    await anna.expect("С какого дня загружать?")
    await anna.tap("С начала года")
    card = await anna.expect("Нажмите «Включить интеграцию»")
    assert "Загружаем с 1 января 2026" in card.plain


async def test_the_registers_have_a_zone_of_their_own(town: Town, anna: Person) -> None:
    await begun(town, anna)
    await chosen(anna)
    await anna.tap("Часовой пояс касс")
    await anna.expect("По какому времени работают кассы?")
    await anna.tap("Омск")
    await anna.expect("Часовой пояс касс: Омск")
    answer = await anna.tap_data("iz:1:ofd:Nowhere/City")
    assert "Такого часового пояса нет" in (answer.text or "")
    await to_card(town, anna, ROMASHKA, "ОФД")
    await anna.expect("Часовой пояс касс: Омск")


async def test_another_certificate_is_chosen(town: Town, anna: Person) -> None:
    await begun(town, anna)
    term = Validity(START - timedelta(days=1), START + timedelta(days=800))
    other = town.wallets.authority.issue(director_name(ROMASHKA), term, ROMASHKA.key)
    challenge = await town.ask(anna)
    await anna.upload("other.sig", other.sign(challenge.content, town.clock.now()))
    await anna.expect("доступ продлён")
    await to_card(town, anna, ROMASHKA, "ОФД")
    await anna.tap("Включить…")
    await anna.expect("Чьим сертификатом")
    await anna.tap("Лебедев П")
    await anna.expect("С какого дня загружать?")
    await anna.tap("С начала месяца")
    await anna.expect("Нажмите «Включить интеграцию»")
    await anna.tap("Другой сертификат")
    choice = await anna.expect("Чьим сертификатом")
    labels = [label for row in anna.buttons(choice) for label in row if "Лебедев" in label]
    assert len(labels) == 2
    await anna.tap(labels[1])
    await anna.expect("Нажмите «Включить интеграцию»")
