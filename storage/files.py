"""Files, encrypted, each content once; and what Telegram has of them."""

import asyncio
from datetime import datetime
from hashlib import sha256

from sqlalchemy import bindparam, select

from bot.cabinet.files.ports import LostFileError
from bot.cabinet.files.stored_file import FileId, Media
from storage.cipher import Cipher, NoKeyError
from storage.database import Database
from storage.tables import files, telegram_files
from storage.upsert import Insert, InsertInto, Upsert

_BY_DIGEST = select(files.c.id, files.c.content).where(files.c.digest == bindparam("digest"))
_CONTENT = select(files.c.content, files.c.digest).where(files.c.id == bindparam("file"))
_TELEGRAM_ID = select(telegram_files.c.telegram_id).where(
    telegram_files.c.file == bindparam("file"),
    telegram_files.c.bot == bindparam("bot"),
    telegram_files.c.name == bindparam("name"),
)


def _keep(insert: InsertInto) -> Insert:
    kept = insert(files)
    return kept.on_conflict_do_update(
        index_elements=[files.c.digest], set_={"content": kept.excluded.content}
    )


def _remember(insert: InsertInto) -> Insert:
    sent = insert(telegram_files)
    return sent.on_conflict_do_update(
        index_elements=[telegram_files.c.file, telegram_files.c.bot, telegram_files.c.name],
        set_={"telegram_id": sent.excluded.telegram_id},
    )


# Two may keep the same content at once: the second finds the first one's row.
_KEEP = Upsert(lambda insert: _keep(insert).returning(files.c.id))
_REMEMBER = Upsert(_remember)


class StoredFiles:
    """`bot.cabinet.files.ports.Files` on the database."""

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher

    async def keep(self, content: bytes, media: Media, now: datetime) -> FileId:
        """Keep a file, each content once; what no key opens any more is kept anew under its old number.

        Encryption happens beside the loop and outside the transaction.
        """
        digest = await asyncio.to_thread(_digest, content)
        async with self._database.read() as connection:
            known = (await connection.execute(_BY_DIGEST, {"digest": digest})).one_or_none()
        if known is not None and await asyncio.to_thread(self._opens, known.content, digest):
            return FileId(known.id)
        closed = await asyncio.to_thread(self._cipher.close, content)
        row = {
            "digest": digest,
            "media": media.value,
            "size": len(content),
            "content": closed,
            "kept_at": now,
        }
        async with self._database.write() as connection:
            return FileId((await connection.execute(_KEEP.on(connection), row)).scalar_one())

    async def content(self, file: FileId) -> bytes:
        """What it says."""
        async with self._database.read() as connection:
            row = (await connection.execute(_CONTENT, {"file": file})).one_or_none()
        if row is None:
            raise LostFileError("no such file")
        try:
            return await asyncio.to_thread(self._opened, row.content, row.digest)
        except NoKeyError:
            raise LostFileError("no key opens the file") from None

    def _opens(self, closed: bytes, digest: str) -> bool:
        try:
            self._opened(closed, digest)
        except (NoKeyError, LostFileError):
            return False
        return True

    def _opened(self, closed: bytes, digest: str) -> bytes:
        content = self._cipher.open(closed)
        if _digest(content) != digest:  # the rows of two files were mixed up
            raise LostFileError("the file is another one")
        return content


class StoredSentFiles:
    """`bot.cabinet.files.ports.SentFiles` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def telegram_id(self, file: FileId, bot: int, name: str) -> str | None:
        """Telegram's identifier; None when the file was never sent under this name."""
        known = {"file": file, "bot": bot, "name": name}
        async with self._database.read() as connection:
            return (await connection.execute(_TELEGRAM_ID, known)).scalar_one_or_none()

    async def remember(self, file: FileId, bot: int, name: str, telegram_id: str) -> None:
        """It was sent, or sent anew."""
        row = {"file": file, "bot": bot, "name": name, "telegram_id": telegram_id}
        async with self._database.write() as connection:
            await connection.execute(_REMEMBER.on(connection), row)


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
