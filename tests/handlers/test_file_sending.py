"""Kept files go to Telegram once; after that their identifier does, until Telegram has forgotten it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest

from bot.cabinet.files.ports import LostFileError
from bot.cabinet.files.stored_file import FileId
from bot.emulator import Emulator, Limits, Person
from bot.texts import Html
from handlers.files import sending
from handlers.files.sending import FileSender
from tests.storage.samples import StoppedClock

ACT, INVOICE, LOST = FileId(1), FileId(2), FileId(404)
CONTENTS = {ACT: b"%PDF-act " * 5000, INVOICE: b"%PDF-invoice"}


class Shelf:
    """Files in memory that count how often they are read."""

    def __init__(self) -> None:
        self.read: Counter[FileId] = Counter()

    async def keep(self, *_: object) -> FileId:
        raise NotImplementedError

    async def content(self, file: FileId) -> bytes:
        if file not in CONTENTS:
            raise LostFileError("no such file")
        self.read[file] += 1
        return CONTENTS[file]


class Sent:
    """What Telegram has, in memory."""

    def __init__(self) -> None:
        self.known: dict[tuple[FileId, int, str], str] = {}

    async def telegram_id(self, file: FileId, bot: int, name: str) -> str | None:
        return self.known.get((file, bot, name))

    async def remember(self, file: FileId, bot: int, name: str, telegram_id: str) -> None:
        self.known[file, bot, name] = telegram_id


@pytest.fixture
async def telegram() -> AsyncIterator[Emulator]:
    emulator = Emulator(clock=StoppedClock(), limits=Limits(chat_burst=500, total_per_second=500))
    await emulator.start()
    yield emulator
    await emulator.stop()
    assert not emulator.lints


@pytest.fixture
async def bot(telegram: Emulator) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.url))
    async with Bot(telegram.token, session, DefaultBotProperties(parse_mode="HTML")) as made:
        yield made


@pytest.fixture
async def anna(telegram: Emulator) -> Person:
    person = telegram.person("Анна")
    await person.start()
    return person


@pytest.fixture
async def pyotr(telegram: Emulator) -> Person:
    person = telegram.person("Пётр")
    await person.start()
    return person


def methods(telegram: Emulator) -> list[str]:
    """What the bot has called since it was asked last."""
    called = [call.method for call in telegram.calls]
    telegram.calls.clear()
    return called


async def test_a_file_is_uploaded_once_and_goes_to_anybody_after_that(
    telegram: Emulator, bot: Bot, anna: Person, pyotr: Person
) -> None:
    shelf = Shelf()
    sender = FileSender(shelf, Sent())
    await sender.send(bot, anna.id, ACT, "Акт 12.pdf", caption=Html("<b>Акт</b>"))
    received = await anna.expect_document("Акт 12.pdf")
    assert received.content == CONTENTS[ACT]
    assert methods(telegram) == ["sendChatAction", "sendDocument"]
    stored = len(telegram.world.files)
    await sender.send(bot, anna.id, ACT, "Акт 12.pdf")
    await sender.send(bot, pyotr.id, ACT, "Акт 12.pdf")
    assert (await pyotr.expect_document("Акт 12.pdf")).content == CONTENTS[ACT]
    assert methods(telegram) == ["sendDocument", "sendDocument"]
    assert len(telegram.world.files) == stored
    assert shelf.read == {ACT: 1}


async def test_another_name_is_another_upload(bot: Bot, anna: Person) -> None:
    shelf = Shelf()
    sender = FileSender(shelf, Sent())
    await sender.send(bot, anna.id, ACT, "Акт 12.pdf")
    await sender.send(bot, anna.id, ACT, "Акт 12 от 1 ноября.pdf")
    assert (await anna.expect_document("Акт 12 от 1 ноября.pdf")).content == CONTENTS[ACT]
    assert shelf.read == {ACT: 2}


@pytest.mark.parametrize("forgotten", [True, False])
async def test_what_telegram_does_not_know_is_uploaded_anew(
    telegram: Emulator, bot: Bot, anna: Person, *, forgotten: bool
) -> None:
    shelf, sent = Shelf(), Sent()
    if forgotten:
        message = await FileSender(shelf, sent).send(bot, anna.id, ACT, "Акт.pdf")
        await FileSender(shelf, sent).send(bot, anna.id, INVOICE, "Счёт.pdf")
        assert message.document is not None
        del telegram.world.files[message.document.file_id]
    else:
        await sent.remember(ACT, bot.id, "Акт.pdf", "nonsense")
    methods(telegram)
    before = dict(sent.known)
    sender = FileSender(shelf, sent)
    await sender.send(bot, anna.id, ACT, "Акт.pdf")
    assert methods(telegram) == ["sendDocument", "sendChatAction", "sendDocument"]
    assert sent.known.keys() == before.keys()
    assert sent.known != before
    await sender.send(bot, anna.id, ACT, "Акт.pdf")
    assert methods(telegram) == ["sendDocument"]


async def test_other_refusals_are_not_taken_for_forgetting(
    telegram: Emulator, bot: Bot, anna: Person
) -> None:
    sender = FileSender(Shelf(), Sent())
    await sender.send(bot, anna.id, ACT, "Акт.pdf")
    methods(telegram)
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await sender.send(bot, 5, ACT, "Акт.pdf")
    assert methods(telegram) == ["sendDocument"]


async def test_a_lost_file_is_said_to_be_lost(bot: Bot, anna: Person) -> None:
    with pytest.raises(LostFileError):
        await FileSender(Shelf(), Sent()).send(bot, anna.id, LOST, "Акт.pdf")


async def test_many_at_once_all_get_the_file(bot: Bot, anna: Person, pyotr: Person) -> None:
    sender = FileSender(Shelf(), Sent())
    people = [anna, pyotr] * 4
    sent = await asyncio.gather(*(sender.send(bot, one.id, ACT, "Акт.pdf") for one in people))
    assert [message.chat.id for message in sent] == [one.id for one in people]


async def test_an_album_is_uploaded_once_and_anew_when_one_file_is_forgotten(
    telegram: Emulator, bot: Bot, anna: Person, pyotr: Person
) -> None:
    shelf = Shelf()
    sender = FileSender(shelf, Sent())
    files = [(ACT, "Акт.pdf"), (INVOICE, "Счёт.pdf")]
    await sender.send_album(bot, anna.id, files, caption=Html("<i>вместе</i>"))
    await sender.send_album(bot, pyotr.id, files)
    assert methods(telegram) == ["sendChatAction", "sendMediaGroup", "sendMediaGroup"]
    assert [message.file.name for message in pyotr.messages if message.file] == ["Акт.pdf", "Счёт.pdf"]
    assert shelf.read == {ACT: 1, INVOICE: 1}
    telegram.world.files.clear()
    await sender.send_album(bot, pyotr.id, files)
    assert methods(telegram) == ["sendMediaGroup", "sendChatAction", "sendMediaGroup"]
    await sender.send(bot, anna.id, INVOICE, "Счёт.pdf")
    assert methods(telegram) == ["sendDocument"]


async def test_of_an_album_only_what_telegram_has_not_is_uploaded(
    telegram: Emulator, bot: Bot, anna: Person
) -> None:
    shelf = Shelf()
    sender = FileSender(shelf, Sent())
    await sender.send(bot, anna.id, ACT, "Акт.pdf")
    stored = len(telegram.world.files)
    files = [(ACT, "Акт.pdf"), (INVOICE, "Счёт.pdf")]
    await sender.send_album(bot, anna.id, files)
    assert len(telegram.world.files) == stored + 1
    assert shelf.read == {ACT: 1, INVOICE: 1}
    methods(telegram)
    await sender.send_album(bot, anna.id, files)
    assert methods(telegram) == ["sendMediaGroup"]


async def test_what_is_too_large_for_one_request_goes_one_by_one(
    telegram: Emulator, bot: Bot, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_LARGEST_REQUEST", len(CONTENTS[ACT]))
    sender = FileSender(Shelf(), Sent())
    await sender.send_album(bot, anna.id, [(ACT, "Акт.pdf"), (INVOICE, "Счёт.pdf")], caption=Html("вместе"))
    assert "sendMediaGroup" not in methods(telegram)
    assert (await anna.expect_document("Акт.pdf")).caption == ""
    assert (await anna.expect_document("Счёт.pdf")).caption == "вместе"
