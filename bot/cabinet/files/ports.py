"""Where files are kept, and what Telegram has of them. Each method is one transaction; `storage` implements them.

Nothing here asks who may see a file: `AccessGuard` is asked before.
"""

from datetime import datetime
from typing import Protocol

from bot.cabinet.files.stored_file import FileId, Media


class LostFileError(Exception):
    """There is no such file, or no key opens it any more."""


class Files(Protocol):
    """Keeps files encrypted."""

    async def keep(self, content: bytes, media: Media, now: datetime) -> FileId:
        """Keep a file, each content once."""
        ...

    async def content(self, file: FileId) -> bytes:
        """What it says.

        Raises:
            LostFileError: It cannot be read.
        """
        ...


class SentFiles(Protocol):
    """What Telegram has: a file that was sent under a name goes again without being uploaded."""

    async def telegram_id(self, file: FileId, bot: int, name: str) -> str | None:
        """Telegram's identifier of the file, good for this bot; None when it was never sent under this name."""
        ...

    async def remember(self, file: FileId, bot: int, name: str, telegram_id: str) -> None:
        """It was sent, or sent anew."""
        ...
