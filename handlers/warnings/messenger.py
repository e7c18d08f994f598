"""Handing a warning to Telegram, and what its answer, or the lack of one, means."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import Message
from aiohttp import ClientConnectorError, ConnectionTimeoutError

from bot.cabinet.access import AccessDeniedError, AccessGuard
from bot.cabinet.files.ports import LostFileError
from bot.cabinet.warnings.outbox import ActReady, Delivery, Letter, Outcome
from bot.clock import Clock
from bot.texts import texts
from handlers.files.sending import FileSender
from handlers.warnings import acts, screens

# Refusals that speak of the person and not of the message; Telegram changes the letter case now and then.
GONE = ("chat not found", "user is deactivated", "bot was blocked", "user not found", "peer_id_invalid")
REASON_LENGTH = 120
# The connection could not be made: names, TCP, TLS. Whatever breaks later leaves the message in doubt.
UNCONNECTED = (ClientConnectorError, ConnectionTimeoutError)
# What is not here is in doubt: 5xx, and a proxy's 502 above all, behind which the message may have been sent.
_OUTCOMES: tuple[tuple[tuple[type[TelegramAPIError], ...], Outcome], ...] = (
    ((TelegramEntityTooLarge, TelegramMigrateToChat), Outcome.REFUSED),
    # About the token or the server, not about the message: it goes once that is mended.
    ((TelegramUnauthorizedError, TelegramNotFound, TelegramConflictError), Outcome.NOT_ARRIVED),
)


class TelegramMessenger:
    """`bot.cabinet.warnings.ports.Messenger` over a bot whose session repeats nothing by itself."""

    def __init__(self, bot: Bot, clock: Clock, files: FileSender, guard: AccessGuard) -> None:
        self._bot = bot
        self._clock = clock
        self._files = files
        self._guard = guard

    async def send(self, letter: Letter) -> Delivery:
        """Hand one message to Telegram. Never raises for what Telegram or the network does."""
        try:
            message = await self._sent(letter)
        except (TelegramAPIError, ClientDecodeError, OSError) as error:
            return meaning(error)
        return Delivery(Outcome.SENT, message.message_id)

    async def _sent(self, letter: Letter) -> Message:
        person = letter.to.person
        t = texts(person.language.value)
        if acts.enclosed(t, letter) is not None:
            letter = await self._as_it_stands(letter)
        screen = screens.letter(t, letter, self._clock.now())
        enclosed = acts.enclosed(t, letter)
        if enclosed is not None:
            file, name = enclosed
            with suppress(LostFileError):  # the message alone then: its button says what is wrong
                return await self._files.send(
                    self._bot,
                    person.id,
                    file,
                    name,
                    caption=screen.text,
                    keyboard=screen.keyboard,
                    silent=letter.silent,
                )
        return await self._bot.send_message(
            person.id, screen.text, reply_markup=screen.keyboard, disable_notification=letter.silent
        )

    async def _as_it_stands(self, letter: Letter) -> Letter:
        """The letter, without its file when access has ended since it was composed."""
        [item] = letter.items
        if not isinstance(item.fact, ActReady):
            return letter
        try:
            await self._guard.require_open(letter.to.person.id, item.fact.organization)
        except AccessDeniedError:
            closed = replace(item, fact=replace(item.fact, act=None))
            return replace(letter, items=(closed,))
        return letter


def meaning(error: Exception) -> Delivery:
    """What became of the message whose sending ended with this error."""
    if isinstance(error, TelegramRetryAfter):
        return Delivery(Outcome.LATER, wait=error.retry_after, reason=type(error).__name__)
    if isinstance(error, ClientDecodeError):
        return _undecoded(error)
    if isinstance(error, TelegramForbiddenError | TelegramBadRequest):
        return Delivery(_refusal(error), reason=error.message[:REASON_LENGTH])
    outcome = next((outcome for kinds, outcome in _OUTCOMES if isinstance(error, kinds)), Outcome.UNKNOWN)
    if isinstance(error.__cause__, UNCONNECTED):
        outcome = Outcome.NOT_ARRIVED
    return Delivery(outcome, reason=type(error.__cause__ or error).__name__)


def _refusal(error: TelegramForbiddenError | TelegramBadRequest) -> Outcome:
    gone = isinstance(error, TelegramForbiddenError) or any(sign in error.message.lower() for sign in GONE)
    return Outcome.UNREACHABLE if gone else Outcome.REFUSED


def _undecoded(error: ClientDecodeError) -> Delivery:
    """An answer that says «sent» in a form newer than the program is still an answer."""
    if isinstance(error.data, Mapping) and error.data.get("ok") is True:
        result = error.data.get("result")
        number = result.get("message_id") if isinstance(result, Mapping) else None
        return Delivery(Outcome.SENT, number if isinstance(number, int) else None)
    return Delivery(Outcome.UNKNOWN, reason=type(error).__name__)
