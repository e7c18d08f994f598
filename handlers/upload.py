"""Fetching an uploaded file, never more of it than its kind may weigh."""

from io import BytesIO
from typing import Any

from aiogram import Bot
from aiogram.types import Document


class TooLargeError(Exception):
    """The file is larger than one of its kind may be."""


class _Bounded(BytesIO):
    """A buffer that refuses to grow past the limit, whatever size was announced."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: Any, /) -> int:
        if self.tell() + len(data) > self._limit:
            raise TooLargeError
        return super().write(data)


async def fetch(bot: Bot, document: Document | str, limit: int) -> bytes:
    """The content of an uploaded file.

    Args:
        bot: The bot that was sent it.
        document: The file, or Telegram's identifier of it.
        limit: The most that it may weigh, in bytes.

    Raises:
        TooLargeError: It is larger than the limit.
        TelegramAPIError, aiohttp.ClientError, TimeoutError: Telegram did not give it.
    """
    announced = 0 if isinstance(document, str) else document.file_size
    if (announced or 0) > limit:
        raise TooLargeError
    buffer = _Bounded(limit)
    await bot.download(document, destination=buffer)
    return buffer.getvalue()
