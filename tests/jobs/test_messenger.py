"""The messenger over real HTTP against the emulator: what each answer, and the lack of one, is taken for."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from socket import socket
from typing import Any, cast

import pytest
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError
from aiohttp import ClientTimeout

from bot.cabinet.access import AccessGuard
from bot.cabinet.organization import PersonId
from bot.cabinet.person import Language
from bot.cabinet.warnings.kind import Kind
from bot.cabinet.warnings.outbox import Letter, Outcome, Trial
from bot.emulator import Emulator, Limits, Person
from bot.metrics import Metrics
from bot.settings import Settings, load
from bot.wiring import telegram_for_warnings
from handlers.files.sending import FileSender
from handlers.warnings.messenger import TelegramMessenger, meaning
from tests.files.memory import FilesInMemory
from tests.jobs.memory import Hand, letter_to


@dataclass
class Post:
    """A messenger, the server it speaks to, and a person who can be written to."""

    emulator: Emulator
    bot: Bot
    messenger: TelegramMessenger
    vera: Person

    def letter(self, **changes: Any) -> Letter:
        made = letter_to(self.vera.id, urgent=True)
        item = replace(made.items[0], kind=Kind.TEST, threshold=0, fact=Trial())
        return replace(made, items=(item,), **changes)


NO_FILES = FileSender(FilesInMemory(), FilesInMemory())
NOBODY = cast("AccessGuard", None)  # asked only before a file is enclosed


def settings(url: str, token: str) -> Settings:
    return load({"BOT_TOKEN": token, "BOT_API_URL": url})


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    clock = Hand()
    emulator = Emulator(clock=clock, limits=Limits(chat_burst=3))
    await emulator.start()
    bot = telegram_for_warnings(settings(emulator.url, emulator.token), Metrics())
    vera = emulator.person("Вера")
    await vera.start()
    yield Post(emulator, bot, TelegramMessenger(bot, clock, NO_FILES, NOBODY), vera)
    await bot.session.close()
    await emulator.stop()


async def test_a_warning_arrives_in_the_persons_language(post: Post) -> None:
    russian = await post.messenger.send(post.letter())
    english = post.letter()
    english = replace(
        english, to=replace(english.to, person=replace(english.to.person, language=Language.EN))
    )
    await post.messenger.send(english)
    assert russian.outcome is Outcome.SENT
    first, second = [message for message in post.vera.messages if message.from_bot]
    assert russian.message == first.id
    assert first.plain != second.plain
    assert any("а" <= letter <= "я" for letter in first.plain)
    assert not any("а" <= letter <= "я" for letter in second.plain)


@pytest.mark.parametrize("silent", [False, True])
async def test_what_can_wait_arrives_without_a_sound(post: Post, *, silent: bool) -> None:
    await post.messenger.send(post.letter(silent=silent))
    asked = post.emulator.calls[-1].parameters.get("disable_notification")
    assert (asked == "true") is silent


@pytest.mark.parametrize(
    ("fault", "outcome", "arrives"),
    [
        ({"retry_after": 7}, Outcome.LATER, False),
        ({"status": 400, "description": "Bad Request: message is too long"}, Outcome.REFUSED, False),
        ({"status": 413, "description": "Request Entity Too Large"}, Outcome.REFUSED, False),
        ({"status": 401, "description": "Unauthorized"}, Outcome.NOT_ARRIVED, False),
        ({"status": 404, "description": "Not Found"}, Outcome.NOT_ARRIVED, False),
        ({"status": 500, "description": "Internal Server Error: restart"}, Outcome.UNKNOWN, False),
        ({"body": "<html><h1>502 Bad Gateway</h1></html>"}, Outcome.UNKNOWN, False),
        ({"status": 429, "body": "<html>slow down</html>"}, Outcome.UNKNOWN, False),
        ({"drop": "before"}, Outcome.UNKNOWN, False),
        ({"drop": "after"}, Outcome.UNKNOWN, True),
    ],
)
async def test_every_fault_has_its_outcome(
    post: Post, fault: dict[str, Any], outcome: Outcome, *, arrives: bool
) -> None:
    post.emulator.fault("sendMessage", **fault)
    delivery = await post.messenger.send(post.letter())
    assert delivery.outcome is outcome
    assert delivery.message is None
    assert delivery.wait == (7 if outcome is Outcome.LATER else 0)
    assert bool([message for message in post.vera.messages if message.from_bot]) is arrives
    assert (await post.messenger.send(post.letter())).outcome is Outcome.SENT


async def test_an_answer_that_is_too_slow_leaves_the_message_in_doubt(post: Post) -> None:
    post.bot.session.timeout = ClientTimeout(total=0.05)  # type: ignore[assignment]
    post.emulator.fault("sendMessage", delay=1.0)
    assert (await post.messenger.send(post.letter())).outcome is Outcome.UNKNOWN


async def test_flood_control_says_how_long_to_wait(post: Post) -> None:
    outcomes = [(await post.messenger.send(post.letter())) for _ in range(4)]
    assert [one.outcome for one in outcomes] == [Outcome.SENT] * 3 + [Outcome.LATER]
    assert outcomes[-1].wait >= 1


async def test_people_who_stopped_the_bot_or_left_are_unreachable(post: Post) -> None:
    post.vera.block()
    assert (await post.messenger.send(post.letter())).outcome is Outcome.UNREACHABLE
    post.vera.unblock()
    post.vera.delete_account()
    assert (await post.messenger.send(post.letter())).outcome is Outcome.UNREACHABLE


async def test_a_stranger_is_unreachable(post: Post) -> None:
    letter = post.letter()
    stranger = replace(letter.to.person, id=PersonId(999_999))
    delivery = await post.messenger.send(replace(letter, to=replace(letter.to, person=stranger)))
    assert (delivery.outcome, delivery.reason) == (Outcome.UNREACHABLE, "Bad Request: chat not found")


@pytest.mark.parametrize(
    "name", ["http://127.0.0.1:{port}", "http://no-such-host.invalid", "https://{served}"]
)
async def test_a_connection_that_cannot_be_made_is_no_doubt(post: Post, name: str) -> None:
    with socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        url = name.format(port=port, served=post.emulator.url.removeprefix("http://"))
        bot = telegram_for_warnings(settings(url, post.emulator.token), Metrics())
        try:
            delivery = await TelegramMessenger(bot, Hand(), NO_FILES, NOBODY).send(post.letter())
        finally:
            await bot.session.close()
    assert delivery.outcome is Outcome.NOT_ARRIVED


def test_an_answer_newer_than_the_program_still_says_sent() -> None:
    newer = ClientDecodeError("…", ValueError(), {"ok": True, "result": {"message_id": 5, "date": "new"}})
    assert (meaning(newer).outcome, meaning(newer).message) == (Outcome.SENT, 5)
    older = ClientDecodeError("…", ValueError(), {"ok": False})
    assert meaning(older).outcome is Outcome.UNKNOWN
