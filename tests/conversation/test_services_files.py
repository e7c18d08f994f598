"""The picture, the workbook and the calendar, sent from «Сервисы и сроки»."""

import threading
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from openpyxl import load_workbook
from PIL import Image

from bot.cabinet.organization import Organization, OrganizationId
from bot.cabinet.services import FILES_AT_MOST, ServicesReport
from bot.demo.cast import COMPANIES, ROMASHKA, SOKOLOVA, service_lines
from bot.documents.timeline.album import Album, draw_timeline
from bot.emulator import Person
from bot.emulator.model import Message
from bot.emulator.names import cleaned_name
from bot.requisites import OrganizationKind
from bot.texts import texts
from handlers.buttons import FileKind
from handlers.services import captions, files
from tests.conversation.conftest import START, Town

TODAY = date(2026, 11, 21)
XLSX = "Сервисы и сроки 2026-11-21.xlsx"


async def settle(town: Town, person: Person) -> None:
    await town.load_services(list(service_lines(TODAY)))
    await town.confirm(person, ROMASHKA)
    await person.send("/services")
    await person.expect("Сервисы и сроки")


async def settle_on_one(town: Town, person: Person) -> None:
    await town.load_services(list(service_lines(TODAY)))
    await town.confirm(person, ROMASHKA)
    await person.tap("Открыть: ООО «Ромашка»")
    await person.tap("Сервисы и сроки")
    await person.expect("Сервисы и сроки")


def photos(person: Person) -> list[Message]:
    return [message for message in person.messages if message.file and message.file.kind == "photo"]


def table(content: bytes) -> list[tuple[object, ...]]:
    book = load_workbook(BytesIO(content))
    return list(book[book.sheetnames[0]].values)


async def test_one_organization_is_one_picture(town: Town, anna: Person) -> None:
    await settle(town, anna)
    answer = await anna.tap("Картинкой")
    assert answer.text == ""
    await anna.expect("Сервисы и сроки на 21 ноября 2026: 5 сервисов")
    (sent,) = photos(anna)
    assert sent.file is not None
    assert sent.album == ""
    with Image.open(BytesIO(sent.file.content)) as picture:
        assert picture.format == "PNG"
        assert picture.width == 1170
    actions = [call.parameters["action"] for call in town.emulator.calls if call.method == "sendChatAction"]
    assert actions == ["upload_photo"]


async def test_many_services_are_an_album_with_one_caption(town: Town, anna: Person) -> None:
    await town.load_services(list(service_lines(TODAY)))
    await town.confirm(anna, *COMPANIES)
    await anna.send("/services")
    await anna.expect("Сервисы и сроки")
    await anna.tap("Картинкой")
    await anna.expect("20 сервисов")
    first, second = photos(anna)
    assert first.album == second.album != ""
    assert (first.plain, second.plain) == ("Сервисы и сроки на 21 ноября 2026: 20 сервисов", "")


async def test_the_workbook_holds_every_open_service(town: Town, anna: Person) -> None:
    await settle(town, anna)
    await anna.tap("XLSX")
    sent = await anna.expect_document(XLSX)
    assert "5 сервисов" in sent.caption
    rows = table(sent.content)
    assert len(rows) == 6
    assert {row[1] for row in rows[1:]} == {ROMASHKA.inn}


async def test_the_calendar_speaks_of_one_organization(town: Town, anna: Person) -> None:
    await settle_on_one(town, anna)
    await anna.tap("В календарь")
    sent = await anna.expect_document("Сервисы и сроки ООО Ромашка 2026-11-21.ics")
    assert "Напоминания в 9:00" in sent.caption
    assert len(Calendar.from_ical(sent.content).events) == 5


async def test_a_screen_without_services_offers_no_files(town: Town, anna: Person) -> None:
    await town.confirm(anna, ROMASHKA)
    await anna.send("/services")
    screen = await anna.expect("Здесь пока пусто")
    assert "XLSX" not in [label for row in anna.buttons(screen) for label in row]


async def test_closed_organizations_are_in_no_file(town: Town, anna: Person) -> None:
    await settle(town, anna)
    await town.advance(hours=23)
    await town.confirm(anna, SOKOLOVA)
    await town.advance(hours=1)
    await anna.tap("XLSX")
    sent = await anna.expect_document("Сервисы и сроки 2026-11-22.xlsx")
    assert "Ещё 1 организация закрыта" in sent.caption
    rows = table(sent.content)
    assert {row[1] for row in rows[1:]} == {SOKOLOVA.inn}


async def test_nothing_is_sent_when_all_is_closed(town: Town, anna: Person) -> None:
    await settle(town, anna)
    await town.advance(hours=24)
    for button in ("Картинкой", "XLSX", "В календарь"):
        answer = await anna.tap(button)
        assert answer.alert
        assert "Показывать пока нечего" in answer.text
    assert [message for message in anna.messages if message.from_bot and message.file][1:] == []


async def test_a_forged_button_gives_nothing_away(town: Town, anna: Person, pyotr: Person) -> None:
    await settle(town, anna)
    await pyotr.send("/start")
    await pyotr.expect("Здравствуйте")
    for data in ("sf:xlsx:1", "sf:png:9223372036854775807", "sf:ics:0", "sf:exe:1"):
        answer = await pyotr.tap_data(data)
        assert answer.alert
    assert not [message for message in pyotr.messages if message.from_bot and message.file]


async def test_a_lapsed_organization_gives_no_file(town: Town, anna: Person) -> None:
    await settle_on_one(town, anna)
    await town.advance(hours=24)
    await anna.tap("XLSX")
    await anna.expect("Доступ закончился")
    assert len([message for message in anna.messages if message.from_bot and message.file]) == 1


async def test_perpetual_services_make_no_calendar(town: Town, anna: Person) -> None:
    endless = [line for line in service_lines(TODAY) if line.end is None]
    await town.load_services(endless)
    await town.confirm(anna, *COMPANIES)
    await anna.send("/services")
    await anna.expect("бессрочно")
    answer = await anna.tap("В календарь")
    assert answer.alert
    assert "все сервисы бессрочные" in answer.text


async def test_files_without_end_are_refused_politely(town: Town, anna: Person) -> None:
    await settle(town, anna)
    for _ in range(FILES_AT_MOST):
        await anna.tap("В календарь")
        await anna.expect_document("ics")
    answer = await anna.tap("В календарь")
    assert answer.alert
    assert "Слишком много файлов" in answer.text
    await town.advance(minutes=10)
    await anna.tap("В календарь")
    await anna.expect_document("ics")


async def test_a_picture_in_the_making_holds_nobody_up(
    town: Town, anna: Person, pyotr: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settle(town, anna)
    others_were_served = threading.Event()

    def draw_slowly(report: ServicesReport, language: str) -> Album:
        assert others_were_served.wait(timeout=10)
        return draw_timeline(report, language)

    monkeypatch.setattr(files, "draw_timeline", draw_slowly)
    await anna.tap("Картинкой")  # answered at once
    await pyotr.send("/start")
    await pyotr.expect("Здравствуйте")
    others_were_served.set()
    await anna.expect("5 сервисов")


@given(st.text(max_size=80))
def test_telegram_leaves_file_names_as_they_are(name: str) -> None:
    organization = Organization(OrganizationId(1), ROMASHKA.inn, None, name, OrganizationKind.LEGAL_ENTITY)
    report = ServicesReport((), 0, organization, 0, START, TODAY)
    for kind in FileKind:
        for language in ("ru", "en"):
            given_name = captions.file_name(texts(language), report, kind)
            assert cleaned_name(given_name) == given_name
