"""Documents as files: at once when they are here, else beside the conversation, with a word about what is going on."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Final

import structlog
from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Message

from bot.cabinet.access import AccessDeniedError
from bot.cabinet.documents.closing_documents import LeftOut
from bot.cabinet.documents.kept import KeptDocument
from bot.cabinet.documents.loading import failure_of
from bot.cabinet.documents.ports import Waiting
from bot.cabinet.documents.refusals import NoFileError, NotReadyError
from bot.cabinet.files.ports import LostFileError
from bot.cabinet.files.stored_file import FileId
from bot.cabinet.organization import Organization
from bot.cabinet.sources import SourceError, TooLargeError
from bot.texts import Html, Texts, joined
from handlers import phrases
from handlers.documents import wording
from handlers.files.sending import FileSender
from handlers.screen import Screen

log = structlog.get_logger(__name__)

_ALBUM: Final = 10
# A file that comes sooner needs no words.
_QUIET_SECONDS: Final = 2.0

Work = Callable[["Notice"], Awaitable[None]]


class Notice:
    """«Готовим печатную форму…»: appears when it takes a while, and goes when it is over."""

    def __init__(self, bot: Bot, chat: int, t: Texts) -> None:
        self._bot = bot
        self._chat = chat
        self._t = t
        self._message: Message | None = None
        self._lock = asyncio.Lock()

    async def progress(self, _: Waiting) -> None:
        """The source makes people wait."""
        await self.appear()

    async def appear(self) -> None:
        """Say what is going on, once; that it cannot be said stops no work."""
        async with self._lock:
            if self._message is not None:
                return
            with suppress(TelegramAPIError):
                text = self._t.html("documents.preparing")
                self._message = await self._bot.send_message(self._chat, text, disable_notification=True)
                await self._bot.send_chat_action(self._chat, ChatAction.UPLOAD_DOCUMENT)

    async def end(self, screen: Screen | None) -> None:
        """Go; or say in its place what came of it."""
        async with self._lock:
            message, self._message = self._message, None
        if screen is None:
            if message is not None:
                with suppress(TelegramAPIError):  # the person may have deleted it
                    await message.delete()
            return
        if message is not None:
            with suppress(TelegramAPIError):
                await message.edit_text(screen.text, reply_markup=screen.keyboard)
                return
        with suppress(TelegramAPIError):  # nobody can be told who has blocked the bot
            await self._bot.send_message(self._chat, screen.text, reply_markup=screen.keyboard)


async def attended(
    notice: Notice, work: Work, t: Texts, denied: Callable[[AccessDeniedError], Screen]
) -> None:
    """Do the work with a notice beside it, and say why when nothing came of it.

    Args:
        notice: What the person sees meanwhile.
        work: Fetches and sends.
        t: Texts in the person's language.
        denied: The screen for somebody whose access has ended meanwhile.
    """
    done = asyncio.Event()
    late = asyncio.create_task(_later(notice, done))
    screen: Screen | None = None
    try:
        await work(notice)
    except AccessDeniedError as refusal:
        screen = denied(refusal)
    except (SourceError, LostFileError) as error:
        log.warning("documents.not-sent", error=type(error).__name__)
        screen = Screen(_sentence(t, error))
    except TelegramAPIError as error:
        log.warning("documents.not-taken", error=type(error).__name__)
        screen = Screen(t.html("documents.file.not-taken"))
    except asyncio.CancelledError:
        screen = Screen(t.html("documents.file.interrupted"))
        raise
    finally:
        # Not cancelled: a notice on its way to Telegram would arrive, and nobody would know which message to take back.
        done.set()
        await late
        await notice.end(screen)


async def send_prints(
    bot: Bot,
    chat: int,
    sender: FileSender,
    t: Texts,
    organization: Organization,
    printed: Sequence[tuple[KeptDocument, FileId]],
) -> None:
    """Send documents of one organization: one as it is, several together."""
    firm = phrases.firm(organization.name)
    files = [(file, wording.file_name(t, document, firm)) for document, file in printed]
    caption = t.html(
        "documents.caption",
        names=wording.several(t, [document for document, _ in printed]),
        name=phrases.firm(organization.name),
    )
    if len(files) == 1:
        [(file, name)] = files
        await sender.send(bot, chat, file, name, caption=caption)
        return
    for start in range(0, len(files), _ALBUM):
        part = files[start : start + _ALBUM]
        if len(part) == 1:
            await sender.send(bot, chat, *part[0], caption=caption)
        else:
            await sender.send_album(bot, chat, part, caption=caption)


def left_out(t: Texts, missing: Sequence[LeftOut]) -> Html:
    """Which documents are in none of the archives, by the reasons: some are named, the rest is counted."""
    by_reason: dict[Html, list[KeptDocument]] = {}
    for one in missing:
        by_reason.setdefault(_sentence(t, one.why), []).append(one.document)
    return joined(
        [
            t.html_plural("documents.left-out", len(documents), names=wording.several(t, documents), why=why)
            for why, documents in by_reason.items()
        ],
        "\n\n",
    )


async def _later(notice: Notice, done: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(_QUIET_SECONDS):
            await done.wait()
    except TimeoutError:
        await notice.appear()


def _sentence(t: Texts, error: SourceError | LostFileError) -> Html:
    if isinstance(error, NotReadyError):
        return t.html("documents.file.not-ready")
    if isinstance(error, NoFileError):
        return t.html("documents.file.no-form")
    if isinstance(error, TooLargeError):
        return t.html("documents.file.too-large")
    if isinstance(error, LostFileError):
        return t.html("documents.file.lost")
    return t.html(f"documents.failure.{failure_of(error).value}")
