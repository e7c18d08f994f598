"""A kept file as a message: what Telegram has already goes again at once, without being read."""

from collections import OrderedDict
from collections.abc import Sequence

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup, InputMediaDocument, MediaUnion, Message

from bot.cabinet.files.ports import Files, SentFiles
from bot.cabinet.files.stored_file import FileId
from bot.texts import Html

# Telegram forgets a file now and then; the letter case of its sentences changes.
_FORGOTTEN = (
    "wrong file identifier",
    "wrong remote file identifier",
    "file reference",
    "file_reference",
    "wrong type of file",
)

# A request to Telegram is bounded as a whole: files that are too large together go one by one.
_LARGEST_REQUEST = 45 << 20  # bytes

# So many are remembered without asking the database: what is sent again is mostly what was sent lately.
_REMEMBERED = 4096

_Known = tuple[FileId, int, str]


class FileSender:
    """Sends kept files. Whoever calls it has asked `AccessGuard` before.

    Args:
        files: Where they are kept.
        sent: What Telegram has of them.
    """

    def __init__(self, files: Files, sent: SentFiles) -> None:
        self._files = files
        self._sent = sent
        self._lately: OrderedDict[_Known, str] = OrderedDict()

    async def send(
        self,
        bot: Bot,
        chat: int,
        file: FileId,
        name: str,
        *,
        caption: Html | None = None,
        keyboard: InlineKeyboardMarkup | None = None,
        silent: bool = False,
    ) -> Message:
        """Send one file under a name.

        Raises:
            LostFileError: It cannot be read any more.
            TelegramAPIError: Telegram does not take it.
        """

        async def send(document: str | BufferedInputFile) -> Message:
            return await bot.send_document(
                chat, document, caption=caption, reply_markup=keyboard, disable_notification=silent or None
            )

        known = await self._telegram_id(bot, file, name)
        if known is not None:
            try:
                return await send(known)
            except TelegramBadRequest as refused:
                if not _is_forgotten(refused):
                    raise
        await bot.send_chat_action(chat, ChatAction.UPLOAD_DOCUMENT)
        message = await send(BufferedInputFile(await self._files.content(file), name))
        await self._remember(bot, file, name, message)
        return message

    async def send_album(
        self, bot: Bot, chat: int, files: Sequence[tuple[FileId, str]], *, caption: Html | None = None
    ) -> None:
        """Send from two to ten files together; the caption stands under the last one.

        Raises:
            LostFileError: One cannot be read any more.
            TelegramAPIError: Telegram does not take them.
        """
        known = [await self._telegram_id(bot, file, name) for file, name in files]
        if any(known):
            try:
                await self._send_together(bot, chat, files, known, caption)
            except TelegramBadRequest as refused:
                if not _is_forgotten(refused):
                    raise
            else:
                return
        await self._send_together(bot, chat, files, [None] * len(files), caption)

    async def _send_together(
        self,
        bot: Bot,
        chat: int,
        files: Sequence[tuple[FileId, str]],
        known: Sequence[str | None],
        caption: Html | None,
    ) -> None:
        """Send what Telegram has by what it calls it, and only the rest as it is."""
        media: list[str | BufferedInputFile] = []
        size = 0
        for (file, name), telegram_id in zip(files, known, strict=True):
            if telegram_id is not None:
                media.append(telegram_id)
                continue
            content = await self._files.content(file)
            size += len(content)
            media.append(BufferedInputFile(content, name))
        if size:
            await bot.send_chat_action(chat, ChatAction.UPLOAD_DOCUMENT)
        if size > _LARGEST_REQUEST:
            last = len(files) - 1
            for place, (file, name) in enumerate(files):
                await self.send(bot, chat, file, name, caption=caption if place == last else None)
            return
        messages = await bot.send_media_group(chat, _media(media, caption))
        for (file, name), telegram_id, message in zip(files, known, messages, strict=True):
            if telegram_id is None:
                await self._remember(bot, file, name, message)

    async def _remember(self, bot: Bot, file: FileId, name: str, message: Message) -> None:
        if message.document is not None:
            telegram_id = message.document.file_id
            await self._sent.remember(file, bot.id, name, telegram_id)
            self._keep_in_mind((file, bot.id, name), telegram_id)

    async def _telegram_id(self, bot: Bot, file: FileId, name: str) -> str | None:
        key = (file, bot.id, name)
        known = self._lately.get(key)
        if known is None:
            known = await self._sent.telegram_id(file, bot.id, name)
            if known is None:
                return None
        self._keep_in_mind(key, known)
        return known

    def _keep_in_mind(self, key: _Known, telegram_id: str) -> None:
        self._lately[key] = telegram_id
        self._lately.move_to_end(key)
        if len(self._lately) > _REMEMBERED:
            self._lately.popitem(last=False)


def _media(files: Sequence[str | BufferedInputFile], caption: Html | None) -> list[MediaUnion]:
    last = len(files) - 1
    return [
        InputMediaDocument(media=file, caption=caption if place == last else None)
        for place, file in enumerate(files)
    ]


def _is_forgotten(refused: TelegramBadRequest) -> bool:
    reason = refused.message.lower()
    return any(text in reason for text in _FORGOTTEN)
