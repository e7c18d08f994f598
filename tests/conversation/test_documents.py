"""«Закрывающие документы»: what Диадок has, as screens and files."""

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, update

from bot.demo.cast import NORTH_WIND, ROMASHKA
from bot.demo.diadoc.forms import print_form
from bot.demo.diadoc.server import DiadocStandIn
from bot.demo.diadoc.world import ACT, INVOICE, TRANSFER, Client, DiadocWorld, Sent
from bot.emulator import Person, Received
from bot.emulator.faults import Fault
from storage.tables import files, telegram_files
from tests.conversation.conftest import START, Town

MONTH = "Ноябрь 2026"


class Office:
    """The service centre: its Диадок, and what it has sent to «Ромашка»."""

    def __init__(self) -> None:
        self.world = DiadocWorld()
        self.sending = START - timedelta(days=5)
        self.romashka = self.world.add_client(ROMASHKA.inn, ROMASHKA.name)
        self.other = self.world.add_client(NORTH_WIND.inn, NORTH_WIND.name)
        self.diadoc = DiadocStandIn(self.world, retry_after=0)
        self.act, self.invoice = self.send(
            self.romashka,
            (ACT, "12", date(2026, 11, 10), "12480.50"),
            (INVOICE, "13", date(2026, 11, 10), None),
        )
        [self.transfer] = self.send(self.romashka, (TRANSFER, "7/«А»", date(2026, 11, 3), "55.8"))
        [self.secret] = self.send(self.other, (ACT, "тайный", date(2026, 11, 5), "1.00"))

    def send(self, client: Client, *documents: tuple[str, str, date | None, str | None]) -> list[Sent]:
        return self.world.send(client, self.sending, *documents)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    made = Office()
    await made.diadoc.start()
    yield made
    await made.diadoc.stop()


@pytest.fixture
def variables(office: Office) -> dict[str, str]:
    return {
        "DIADOC_URL": office.diadoc.url,
        "DIADOC_CLIENT_ID": "kabinet",
        "DIADOC_CLIENT_SECRET": "secret",
        "DIADOC_REFRESH_TOKEN": "refresh-0",
    }


async def opened(town: Town, person: Person) -> None:
    await town.confirm(person, ROMASHKA)
    await person.send("/start")
    await person.expect("Кабинет")
    await person.tap("Закрывающие документы")
    await person.expect("Обновлено сегодня в 12:00")


async def to_the_month(town: Town, person: Person) -> None:
    await opened(town, person)
    await person.tap(MONTH)
    await person.expect("УПД № 7/«А»")


async def test_documents_stand_by_month_those_of_a_deal_together(town: Town, anna: Person) -> None:
    await opened(town, anna)
    await anna.tap(f"{MONTH} · 3")
    month = await anna.expect("Акт № 12 от 10 ноября 2026")
    assert "12\N{NO-BREAK SPACE}480,50\N{NO-BREAK SPACE}₽ · ✅ подписан" in month.plain
    assert "Счёт-фактура № 13 от 10 ноября 2026\nсумма не указана" in month.plain
    assert "тайный" not in month.plain
    await anna.tap("Акт № 12 и ещё 1 документ")
    await anna.expect("Счёт-фактура № 13")
    answer = await anna.tap("Открыть в Диадоке: Акт № 12")
    assert answer.url is not None
    assert answer.url.startswith("https://diadoc.kontur.ru/")


async def test_a_form_is_waited_for_with_a_word_and_goes_again_at_once(
    town: Town, anna: Person, office: Office
) -> None:
    await to_the_month(town, anna)
    office.diadoc.ready_at = 4
    await anna.tap("УПД")
    await anna.tap("Скачать PDF")
    sent = await anna.expect_document("УПД 7 А от 2026-11-03")
    assert sent.content == print_form(office.transfer)
    assert "УПД № 7/«А»" in sent.caption
    assert len([name for name, _ in office.diadoc.asked if name == "print-form"]) == 4
    await anna.tap("Скачать PDF")
    assert not any("Готовим" in message.plain for message in anna.messages)
    again = await anna.expect_document("УПД 7 А от 2026-11-03")
    assert again.message.id != sent.message.id
    assert len([name for name, _ in office.diadoc.asked if name == "print-form"]) == 4
    calls = [call for call in town.emulator.world.calls if call.method == "sendDocument"]
    assert isinstance(calls[-1].parameters["document"], str)


async def test_a_deal_comes_together(town: Town, anna: Person, office: Office) -> None:
    await to_the_month(town, anna)
    await anna.tap("Акт № 12 и ещё")
    for _ in range(2):
        await anna.tap("Скачать вместе: 2 PDF")
        await anna.expect_document("Счёт-фактура 13")
        documents = [message for message in anna.messages if message.file is not None]
        assert [message.file.name for message in documents[-2:] if message.file] == [
            "Акт 12 от 2026-11-10 ООО Ромашка.pdf",
            "Счёт-фактура 13 от 2026-11-10 ООО Ромашка.pdf",
        ]


def names(archive: Received) -> list[str]:
    return sorted(zipfile.ZipFile(io.BytesIO(archive.content)).namelist())


async def test_a_month_or_a_choice_comes_as_an_archive(town: Town, anna: Person) -> None:
    await to_the_month(town, anna)
    await anna.tap("Весь месяц одним архивом")
    archive = await anna.expect_document("Документы Ноябрь 2026 ООО Ромашка.zip")
    assert names(archive) == [
        "2026-11-03 УПД 7 А.pdf",
        "2026-11-10 Акт 12.pdf",
        "2026-11-10 Счёт-фактура 13.pdf",
    ]
    await anna.tap("Выбрать несколько")
    await anna.expect("Отметьте документы")
    await anna.tap("⬜️ УПД")
    await anna.tap("⬜️ Акт")
    await anna.tap("☑️ Акт")
    await anna.tap("Скачать архивом: 1 документ")
    assert names(await anna.expect_document("Выбранное")) == ["2026-11-03 УПД 7 А.pdf"]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("print-form", status=402, times=0), "закончилась подписка на Диадок"),
        (Fault("print-form", status=403, times=0), "не показывает сервисному центру"),
        (Fault("print-form", status=409, times=0), "нет печатной формы"),
    ],
)
async def test_why_there_is_no_file(
    town: Town, anna: Person, office: Office, fault: Fault, said: str
) -> None:
    await to_the_month(town, anna)
    office.diadoc.faults.add(fault)
    await anna.tap("УПД")
    await anna.tap("Скачать PDF")
    await anna.expect(said)


async def test_lists_that_cannot_be_had_say_why(town: Town, anna: Person, office: Office) -> None:
    office.diadoc.faults.add(Fault("documents", status=402, times=0))
    await town.confirm(anna, ROMASHKA)
    await anna.send("/start")
    await anna.expect("Кабинет")
    await anna.tap("Закрывающие документы")
    await anna.expect("закончилась подписка на Диадок")
    await town.advance(minutes=2)
    office.diadoc.faults.clear()
    await anna.tap("Обновить")
    await anna.expect("Обновлено сегодня")


async def test_without_access_nothing_is_shown_whatever_is_tapped(
    town: Town, anna: Person, pyotr: Person, office: Office
) -> None:
    await to_the_month(town, anna)
    forged = [
        f"{prefix}:{organization}:{rest}"
        for organization in (1, 2)
        for prefix, rest in (
            ("dm", "0:0"),
            ("dl", "2026:11:0"),
            ("dc", "1"),
            ("df", "1:0"),
            ("df", "1:1"),
            ("da", "2026:11"),
            ("dx", "2026:11:0:1"),
            ("dz", ""),
        )
    ]
    forged = [data.rstrip(":") for data in forged]
    await town.confirm(pyotr, NORTH_WIND)
    for data in forged:
        if data.split(":")[1] == "1":
            await pyotr.tap_data(data)
    for word in ("УПД", "Акт № 12", "12\N{NO-BREAK SPACE}480"):
        assert not any(word in message.plain for message in pyotr.messages), word
    assert not [message for message in pyotr.messages if message.from_bot and message.file is not None][1:]
    await town.advance(hours=24)
    before = len(anna.messages)
    for data in forged:
        await anna.tap_data(data)
    assert not any("УПД" in message.plain for message in anna.messages[before:])
    assert not [message for message in anna.messages[before:] if message.file is not None]


async def test_a_document_of_another_organization_is_not_to_be_had_through_ones_own(
    town: Town, anna: Person, pyotr: Person, office: Office
) -> None:
    await to_the_month(town, anna)
    await town.confirm(pyotr, NORTH_WIND)
    await pyotr.send("/start")
    await pyotr.expect("Кабинет")
    await pyotr.tap("Закрывающие документы")
    await pyotr.expect("Обновлено")
    await pyotr.tap(MONTH)
    await pyotr.expect("тайный")
    for document in range(1, 4):
        answer = await pyotr.tap_data(f"df:2:{document}:0")
        assert "больше нет" in (answer.text or "")
        answer = await pyotr.tap_data(f"dc:2:{document}")
        assert "больше нет" in (answer.text or "")


async def test_access_closed_while_a_form_is_made_means_no_file(
    town: Town, anna: Person, office: Office
) -> None:
    await to_the_month(town, anna)
    office.diadoc.ready_at, office.diadoc.retry_after = 2, 1
    await anna.tap("УПД")
    await anna.tap("Скачать PDF")
    await anna.expect("Готовим печатную форму")
    await town.advance(hours=24)
    await anna.expect("Доступ закончился")
    assert not [one for one in anna.messages if one.from_bot and one.file is not None][1:]


async def test_a_long_wait_holds_up_nobody(town: Town, anna: Person, pyotr: Person, office: Office) -> None:
    await to_the_month(town, anna)
    office.diadoc.ready_at, office.diadoc.retry_after = 2, 3
    await anna.tap("УПД")
    await anna.tap("Скачать PDF")
    await anna.expect("Готовим печатную форму")
    await anna.tap("Скачать PDF")
    await anna.send("/help")
    await anna.expect("Помощь")
    await pyotr.send("/start")
    await pyotr.expect("Здравствуйте")


async def test_new_documents_are_told_to_those_whose_access_is_open(
    town: Town, anna: Person, pyotr: Person, office: Office
) -> None:
    await opened(town, anna)
    await town.confirm(pyotr, ROMASHKA)
    await pyotr.expect("")
    office.sending = START
    office.send(office.romashka, (ACT, "99", date(2026, 11, 20), "100.00"))
    assert town.app is not None
    await town.advance(minutes=20)
    await town.app.documents.load_stale()
    await town.look()
    told = await anna.expect("1 новый документ")
    assert "Акт № 99 от 20 ноября 2026" in told.plain
    await pyotr.expect("Акт № 99")
    await anna.tap("Подробнее")
    await anna.expect("Закрывающие документы")
    await anna.tap("Скачать PDF")
    await anna.expect_document("Акт 99")
    office.send(office.romashka, (ACT, "100", date(2026, 11, 20), "100.00"))
    await town.advance(hours=24)
    await town.app.documents.load_stale()
    await town.look()
    assert not any("№ 100" in message.plain for message in anna.messages)


async def test_people_who_ask_at_once_cause_one_load(
    town: Town, anna: Person, pyotr: Person, office: Office
) -> None:
    await town.confirm(anna, ROMASHKA)
    await town.confirm(pyotr, ROMASHKA)
    for person in (anna, pyotr):
        await person.send("/start")
        await person.expect("Кабинет")
    await asyncio.gather(anna.tap("Закрывающие документы"), pyotr.tap("Закрывающие документы"))
    await anna.expect("Обновлено сегодня")
    await pyotr.expect("Обновлено сегодня")
    assert office.diadoc.exchanged == 1


async def test_a_form_that_cannot_be_read_any_more_is_made_again(
    town: Town, anna: Person, office: Office
) -> None:
    await to_the_month(town, anna)
    await anna.tap("УПД")
    await anna.tap("Скачать PDF")
    await anna.expect_document("УПД 7 А")
    assert town.app is not None
    async with town.app.database.write() as connection:
        await connection.execute(update(files).values(content=b"of another key"))
        await connection.execute(delete(telegram_files))
    await town.close()
    await town.open()
    await anna.tap("Скачать PDF")
    again = await anna.expect_document("УПД 7 А")
    assert again.content == print_form(office.transfer)


async def test_a_deal_of_many_documents_fits_into_a_message(town: Town, anna: Person, office: Office) -> None:
    number = "№<&>«»" * 50
    office.send(
        office.romashka, *[(ACT, f"{place}{number}", date(2026, 11, 20), "1.00") for place in range(40)]
    )
    await opened(town, anna)
    await anna.tap(MONTH)
    await anna.expect("Акт № 0")
    await anna.tap("Акт № 0")
    card = await anna.expect("и ещё 20 документов")
    assert len(card.plain) <= 4096
    await anna.tap("Скачать вместе: 40 PDF")
    await anna.expect_document("Акт 39")
    captions = [message.plain for message in anna.messages if message.file is not None and message.plain]
    assert max(len(caption) for caption in captions) <= 1024


async def test_what_is_kept_is_shown_at_once_while_it_is_refreshed(
    town: Town, anna: Person, office: Office
) -> None:
    await opened(town, anna)
    await town.advance(minutes=20)
    office.diadoc.faults.add(Fault("documents", delay=2.0))
    await anna.send("/start")
    await anna.expect("Кабинет")
    await anna.tap("Закрывающие документы")
    shown = await anna.expect(
        "Обновляем… Нажмите «Обновить» через минуту. Здесь то, что было сегодня в 12:00."
    )
    assert any(MONTH in label for row in anna.buttons(shown) for label in row)
    assert town.app is not None
    await town.app.documents.load_stale()
    await anna.tap("Обновить")
    await anna.expect("Обновлено сегодня в 12:20")
