"""The real, unchanged bot behind the stand: what a visitor does, pressed for them."""

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.demo.backstage import open_backstage
from bot.demo.cast import ANNA, OLGA, PYOTR, ROMASHKA
from bot.demo.clock import DemoClock
from bot.demo.diadoc.history import History
from bot.demo.diadoc.world import DiadocWorld
from bot.demo.stand import DemoStand
from bot.emulator import Emulator, Person
from bot.texts import texts

t = texts("ru")
SIGN_ROMASHKA = f"sign:{ROMASHKA.inn}"


@pytest.fixture
async def scene(
    emulator: Emulator, stand: DemoStand, clock: DemoClock, tmp_path: Path
) -> AsyncIterator[DemoStand]:
    async with open_backstage(emulator, clock, tmp_path) as backstage:
        stand.ready(backstage)
        yield stand


async def asks_for_a_file(person: Person) -> None:
    await person.start()
    await person.expect(person.first_name)
    await person.tap(t("button.add"))
    await person.expect_document(re.compile(r"\.txt$"))


async def its_access_is_over(person: Person) -> None:
    await person.start()
    await person.expect(t("menu.title").removeprefix("<b>").removesuffix("</b>"))
    await person.tap(t("button.organizations"))
    await person.tap(ROMASHKA.short_name)
    await person.expect("Доступ закончился")


async def test_a_director_opens_an_organization_for_a_day(scene: DemoStand) -> None:
    anna = scene.people[ANNA.id]
    await asks_for_a_file(anna)
    await scene.press(ANNA.id, SIGN_ROMASHKA)
    await anna.expect(re.compile("Ромашка.*доступ открыт", re.DOTALL))
    await anna.tap(t("button.services"))
    await anna.expect("Экстерн")
    await scene.press(ANNA.id, "clock:day")
    await its_access_is_over(anna)


async def test_all_directors_at_once(scene: DemoStand) -> None:
    olga = scene.people[OLGA.id]
    await asks_for_a_file(olga)
    await scene.press(OLGA.id, "sign-all")
    for company in OLGA.companies:
        await olga.expect(company.director.surname)
    assert "❌" not in olga.screen.plain


REFUSALS = {
    "employee": "сертификат сотрудника",
    "expired": "Срок действия сертификата закончился",
    "revoked": "Сертификат отозван",
    "foreign": "удостоверяющим центром, которому бот не доверяет",
    "other-file": "Подписан другой файл",
    "damaged": "Подпись не сошлась",
}


async def test_each_flaw_gets_its_own_refusal(scene: DemoStand) -> None:
    pyotr = scene.people[PYOTR.id]
    await asks_for_a_file(pyotr)
    for flaw, sentence in REFUSALS.items():
        await scene.press(PYOTR.id, f"bad:{flaw}")
        await pyotr.expect(sentence)


async def test_the_first_person_hears_of_the_second(scene: DemoStand) -> None:
    anna, pyotr = scene.people[ANNA.id], scene.people[PYOTR.id]
    for person in (anna, pyotr):
        await asks_for_a_file(person)
        await scene.press(person.id, SIGN_ROMASHKA)
        await person.expect("доступ открыт")
    await anna.expect("Новый доступ к организации ООО «Ромашка»")


async def test_the_clock_goes_from_event_to_event(scene: DemoStand) -> None:
    anna = scene.people[ANNA.id]
    await asks_for_a_file(anna)
    await scene.press(ANNA.id, SIGN_ROMASHKA)
    await anna.expect("доступ открыт")
    heard = [str(await scene.press(ANNA.id, "clock:next")) for _ in range(8)]
    told = [text.partition(".")[0] for text in heard]
    assert "Срок файла для подписи вышел" in told
    assert told.count("Бот написал: Анна") >= 2
    end = told.index("Доступ закончился: ООО «Ромашка»")
    before = [message.plain for message in anna.messages if "закончится доступ" in message.plain]
    assert [text.partition(" закончится")[0] for text in before] == ["🟠 Через 2 ч", "🟠 Через 30 мин"]
    assert end >= 3
    await its_access_is_over(anna)


async def test_thirty_days_bring_the_warnings_in_order(scene: DemoStand, clock: DemoClock) -> None:
    anna = scene.people[ANNA.id]
    await asks_for_a_file(anna)
    await scene.press(ANNA.id, SIGN_ROMASHKA)
    await anna.expect("доступ открыт")
    for _ in range(30):
        await scene.press(ANNA.id, "clock:day")
    told = [message for message in anna.messages if message.from_bot and "Ромашка" in message.plain]
    days = [message.date.astimezone(ZoneInfo("Europe/Moscow")) for message in told]
    assert days == sorted(days)
    of_services = [day for day, message in zip(days, told, strict=True) if "включительно" in message.plain]
    assert len(of_services) >= 3
    assert all(9 <= day.hour < 20 for day in of_services[1:])
    assert (days[-1] - days[0]).days >= 9


async def test_closing_documents_come_as_files(scene: DemoStand) -> None:
    anna = scene.people[ANNA.id]
    await asks_for_a_file(anna)
    await scene.press(ANNA.id, SIGN_ROMASHKA)
    await anna.expect("доступ открыт")
    await anna.send("/start")
    await anna.expect("Кабинет")
    await anna.tap(t("button.documents"))
    await anna.expect("Обновлено")
    await anna.tap(re.compile(r"20\d\d · "))
    await anna.expect(re.compile("Акт № .*ждёт вашей подписи.*Счёт-фактура №", re.DOTALL))
    await anna.tap(t("documents.month-archive"))
    await anna.expect_document(re.compile(r"\.zip$"))


def next_to_romashka(now: datetime) -> datetime:
    world = DiadocWorld()
    history = History(world, now)
    before = len(world.documents)
    while not any(one.client.inn == ROMASHKA.inn for one in world.documents[before:]):
        history.bring(history.next_at)
    return world.documents[-1].sent


async def test_new_documents_are_told_to_who_has_access_when_they_come(
    scene: DemoStand, clock: DemoClock
) -> None:
    anna = scene.people[ANNA.id]
    await clock.jump_to(next_to_romashka(clock.now()) - timedelta(hours=2))
    await asks_for_a_file(anna)
    await scene.press(ANNA.id, SIGN_ROMASHKA)
    await anna.expect("доступ открыт")
    await anna.send("/start")
    await anna.expect("Кабинет")
    await anna.tap(t("button.documents"))
    await anna.expect("Обновлено")
    for _ in range(3):
        await scene.press(ANNA.id, "clock:hour")
    await anna.expect(re.compile("нов.. документ.*Ромашка", re.DOTALL))


async def test_shifts_become_cash_receipt_orders(scene: DemoStand) -> None:
    anna = scene.people[ANNA.id]
    await asks_for_a_file(anna)
    await scene.press(ANNA.id, SIGN_ROMASHKA)
    await anna.expect("доступ открыт")
    await anna.send("/start")
    await anna.expect("Кабинет")
    for label, said in (
        ("Интеграции", "ОФД: выключена"),
        ("ОФД", "Отчёты о закрытии смен"),
        ("Включить…", "Чьим сертификатом"),
        ("Лебедев", "С какого дня"),
        ("С начала месяца", "Нажмите «Включить интеграцию»"),
        ("Включить интеграцию", "под поручением"),
    ):
        await anna.tap(label)
        await anna.expect(said)
    await anna.tap("Получить поручение на подпись")
    await anna.expect_document("Поручение")
    await scene.press(ANNA.id, SIGN_ROMASHKA)
    await anna.expect("поручение подписано")
    await anna.tap("Загрузить сейчас")
    await anna.expect("✅ Загружено", timeout=20)
    await anna.tap("Кассовые ордера")
    await anna.expect("Приходные кассовые ордера")


async def test_directors_still_sign_after_a_year(scene: DemoStand, clock: DemoClock) -> None:
    anna = scene.people[ANNA.id]
    for _ in range(370):
        await scene.press(ANNA.id, "clock:day")
    await asks_for_a_file(anna)
    await scene.press(ANNA.id, "sign-all")
    for company in ANNA.companies:
        await anna.expect(company.director.surname)
    assert "❌" not in anna.screen.plain
