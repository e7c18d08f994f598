"""Signatures over orders and prohibitions that must not count, and what stays of those that do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.demo.cast import NORTH_WIND, ROMASHKA
from bot.demo.certificates import Validity
from bot.demo.wallets import director_name
from bot.emulator import Person, Received
from tests.conversation.conftest import START, Town
from tests.conversation.test_integrations import begun, chosen, renewed, signed, to_card


@pytest.fixture
def variables() -> dict[str, str]:
    """ОФД is connected; nothing is loaded here."""
    return {"OFD_URL": "http://127.0.0.1:9", "OFD_API_KEY": "key", "OFD_SID": "sid"}


async def ordered(person: Person) -> Received:
    """The order to be signed; everything has been chosen."""
    await person.tap("Включить интеграцию")
    await person.expect("ждёт подписи директора под поручением")
    await person.tap("Получить поручение на подпись")
    return await person.expect_document("Поручение")


async def test_an_order_for_another_day_than_is_chosen_now_does_not_count(town: Town, anna: Person) -> None:
    await begun(town, anna)
    await chosen(anna, "С сегодняшнего дня")
    outdated = await ordered(anna)
    await town.advance(minutes=1)
    await to_card(town, anna, ROMASHKA, "ОФД")
    await anna.tap("Не включать")
    await anna.expect("ОФД: выключена")
    await chosen(anna, "С начала года")
    order = await ordered(anna)
    await anna.upload(*town.sign(outdated, ROMASHKA))
    await anna.expect("настройки интеграции изменили")
    await to_card(town, anna, ROMASHKA, "ОФД")
    await anna.expect("ждёт подписи директора под поручением")
    await anna.upload(*town.sign(order, ROMASHKA))
    await anna.expect("интеграция с ОФД включена")


async def test_another_certificate_of_the_same_director_does_not_count(town: Town, anna: Person) -> None:
    await begun(town, anna)
    await chosen(anna)
    order = await ordered(anna)
    term = Validity(START - timedelta(days=1), START + timedelta(days=400))
    other = town.wallets.authority.issue(director_name(ROMASHKA), term, ROMASHKA.key)
    await anna.upload("order.sig", other.sign(order.content, town.clock.now()))
    refused = await anna.expect("Файл подписан другим сертификатом")
    assert "Лебедев" in refused.plain
    await anna.upload(*town.sign(order, ROMASHKA))
    await anna.expect("интеграция с ОФД включена")


async def test_an_expired_order_is_got_anew(town: Town, anna: Person) -> None:
    await begun(town, anna)
    await chosen(anna)
    expired = await ordered(anna)
    await town.advance(hours=25)
    await renewed(town, anna)
    await anna.upload(*town.sign(expired, ROMASHKA))
    await anna.expect("Срок этого файла закончился")
    await to_card(town, anna, ROMASHKA, "ОФД")
    await signed(town, anna, "Получить поручение на подпись", "Поручение")
    await anna.expect("интеграция с ОФД включена")


async def test_a_challenge_is_signed_while_an_order_waits(town: Town, anna: Person) -> None:
    await begun(town, anna)
    await chosen(anna)
    order = await ordered(anna)
    await town.confirm(anna, NORTH_WIND)
    await anna.upload(*town.sign(order, ROMASHKA))
    await anna.expect("интеграция с ОФД включена")


async def test_a_tariff_that_ended_meanwhile_switches_nothing_on(town: Town, anna: Person) -> None:
    await begun(town, anna)
    await chosen(anna)
    ended = START.date() - timedelta(days=1)
    await town.load_services([replace(line, end=ended) for line in ROMASHKA.lines(START.date())])
    await anna.tap("Включить интеграцию")
    await anna.expect("Нужен другой тариф")
    await to_card(town, anna, ROMASHKA, "ОФД")
    await anna.expect("ОФД: настраивается")


async def test_history_says_who_switched_what(town: Town, anna: Person) -> None:
    await begun(town, anna)
    await chosen(anna)
    await anna.upload(*town.sign(await ordered(anna), ROMASHKA))
    await anna.expect("интеграция с ОФД включена")
    await anna.send(ROMASHKA.inn)
    await anna.expect(f"ИНН {ROMASHKA.inn}")
    await anna.tap("История доступа")
    await anna.expect("интеграция включена: ОФД")


async def test_signed_texts_are_not_sent_once_access_is_over(town: Town, anna: Person) -> None:
    await begun(town, anna)
    await chosen(anna)
    await anna.upload(*town.sign(await ordered(anna), ROMASHKA))
    await anna.expect("интеграция с ОФД включена")
    await to_card(town, anna, ROMASHKA, "ОФД")
    await anna.tap("Подписанные документы")
    await anna.expect("придут его текст и подпись")
    await town.advance(hours=25)
    before = len(anna.messages)
    await anna.tap("Поручение, подписано")
    await anna.expect("Доступ закончился")
    assert not [one for one in anna.messages[before:] if one.file is not None]
