"""Fetching an uploaded file, never more of it than a signature may weigh."""

from io import BytesIO
from typing import Any

from aiogram import Bot
from aiogram.types import Document

LARGEST = 1024 * 1024


class TooLargeError(Exception):
    """The file is larger than any signature."""


class _Bounded(BytesIO):
    """A buffer that refuses to grow past the limit, whatever size was announced."""

    def write(self, data: Any, /) -> int:
        if self.tell() + len(data) > LARGEST:
            raise TooLargeError
        return super().write(data)


async def fetch(bot: Bot, document: Document) -> bytes:
    """The content of an uploaded file.

    Raises:
        TooLargeError: It is larger than 1 MiB.
        TelegramAPIError, aiohttp.ClientError, TimeoutError: Telegram did not give it.
    """
    if (document.file_size or 0) > LARGEST:
        raise TooLargeError
    buffer = _Bounded()
    await bot.download(document, destination=buffer)
    return buffer.getvalue()
