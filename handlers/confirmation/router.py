"""Asking for a challenge and sending signatures."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict

import structlog
from aiogram import Bot, F, Router
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import BufferedInputFile, CallbackQuery, Document, Message
from aiohttp import ClientError

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.confirmations import ChallengeRefusedError, TooManyChallengesError
from bot.cabinet.integrations.paper import PaperRefusedError
from bot.cabinet.organization import Membership
from bot.cabinet.person import Person
from bot.signature.service import VerificationOverloadedError
from bot.signature.verdict import RefusalReason, SignatureRefusedError
from bot.texts import Texts
from handlers.buttons import Go, Place
from handlers.confirmation import screens
from handlers.confirmation.screens import Outcome
from handlers.screen import chat_of, show
from handlers.upload import TooLargeError, fetch

log = structlog.get_logger(__name__)

ALBUM = "album"
AT_ONCE = 3
LARGEST = 1024 * 1024  # of a signature, in bytes


async def send_challenge(
    event: Message | CallbackQuery,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    lapsed: Sequence[Membership] = (),
) -> None:
    """Show how to sign and send the file to be signed."""
    try:
        challenge = await cabinet.confirmations.issue(person)
    except TooManyChallengesError:
        await show(event, bot, screens.too_many(t))
        return
    await show(event, bot, screens.instruction(t, lapsed))
    file = BufferedInputFile(challenge.content, screens.file_name(t, challenge))
    await bot.send_document(chat_of(event), file, caption=screens.caption(t, person, challenge))


async def add(callback: CallbackQuery, bot: Bot, person: Person, cabinet: Cabinet, t: Texts) -> None:
    """«Добавить организацию», «Подтвердить снова»."""
    await send_challenge(callback, bot, person, cabinet, t)


async def add_command(message: Message, bot: Bot, person: Person, cabinet: Cabinet, t: Texts) -> None:
    """/add."""
    await send_challenge(message, bot, person, cabinet, t)


async def renew(callback: CallbackQuery, bot: Bot, person: Person, cabinet: Cabinet, t: Texts) -> None:
    """Renew every lapsed organization with one challenge."""
    await send_challenge(callback, bot, person, cabinet, t, await cabinet.organizations.lapsed(person.id))


class Intake:
    """Takes uploaded signatures, a few at a time: a crowd of them must not hold up other people's taps."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._room = asyncio.Semaphore(at_once)

    async def take(
        self, message: Message, bot: Bot, state: FSMContext, person: Person, cabinet: Cabinet, t: Texts
    ) -> None:
        """An uploaded file is a signature. Files of one album share one answer, which grows with each of them."""
        if message.document is None:
            return
        async with self._room:
            outcome = await judge(message.document, bot, person, cabinet, t)
            if message.media_group_id and message.document.file_name:
                outcome = screens.of_file(t, outcome, message.document.file_name)
            await answer(message, bot, state, t, outcome)


async def judge(document: Document, bot: Bot, person: Person, cabinet: Cabinet, t: Texts) -> Outcome:
    """Fetch the file, take the signature, say what came of it."""
    try:
        return await _taken(await fetch(bot, document, LARGEST), person, cabinet, t)
    except TooLargeError:
        outcome = screens.refused(t, person, SignatureRefusedError(RefusalReason.TOO_LARGE))
    except SignatureRefusedError as error:
        log.info("signature.refused", reason=error.reason.value)
        outcome = screens.refused(t, person, error)
    except PaperRefusedError as error:
        log.info("signature.refused", reason=error.refusal.value)
        outcome = screens.paper_refused(t, error)
    except ChallengeRefusedError as error:
        log.info("signature.refused", reason=error.refusal.value)
        outcome = screens.challenge_refused(t, error)
    except VerificationOverloadedError:
        log.warning("signature.overloaded")
        outcome = screens.problem(t, "confirm.busy")
    except (TelegramAPIError, ClientError, TimeoutError) as error:
        log.warning("signature.unreceived", error=type(error).__name__)
        outcome = screens.problem(t, "confirm.unreceived")
    return outcome


async def _taken(content: bytes, person: Person, cabinet: Cabinet, t: Texts) -> Outcome:
    """What the signature does: it moves an integration, or opens an organization."""
    accepted = await cabinet.paper_signing.take(person, content)
    if accepted is not None:
        log.info("integration.signed", organization_id=accepted.membership.organization.id)
        return screens.paper_accepted(t, accepted)
    confirmed = await cabinet.confirmations.confirm(person, content)
    log.info("organization.opened", organization_id=confirmed.membership.organization.id)
    return screens.accepted(t, person, confirmed, cabinet.clock.now())


async def answer(message: Message, bot: Bot, state: FSMContext, t: Texts, outcome: Outcome) -> None:
    """Tell the outcome: a message of its own, or one more line in the answer to the album."""
    album = message.media_group_id
    waiting = (await state.get_data()).get(ALBUM) if album else None
    outcomes = [outcome]
    if waiting and waiting["id"] == album:
        outcomes = [*(Outcome(**known) for known in waiting["outcomes"]), outcome]
        screen = screens.results(t, outcomes)
        try:
            await bot.edit_message_text(
                screen.text,
                chat_id=message.chat.id,
                message_id=waiting["message"],
                reply_markup=screen.keyboard,
            )
        except TelegramBadRequest:
            # The answer was deleted or replaced by another screen meanwhile: the whole of it goes out anew.
            pass
        else:
            await _remember(state, album, waiting["message"], outcomes)
            return
    screen = screens.results(t, outcomes)
    sent = await bot.send_message(message.chat.id, screen.text, reply_markup=screen.keyboard)
    if album:
        await _remember(state, album, sent.message_id, outcomes)


async def _remember(state: FSMContext, album: str | None, message: int, outcomes: list[Outcome]) -> None:
    known = [asdict(outcome) for outcome in outcomes]
    await state.update_data({ALBUM: {"id": album, "message": message, "outcomes": known}})


def build() -> Router:
    """The router of confirmations."""
    router = Router(name="confirmation")
    router.callback_query.register(add, Go.filter(F.to == Place.ADD))
    router.callback_query.register(renew, Go.filter(F.to == Place.LAPSED))
    router.message.register(add_command, Command("add"))
    router.message.register(Intake().take, F.document)
    return router
