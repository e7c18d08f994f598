"""Kept files: encrypted, each content once, readable while a key is listed; and what Telegram has of them."""

import asyncio
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import func, select, update

from bot.cabinet.files.ports import LostFileError
from bot.cabinet.files.stored_file import FileId, Media
from storage.cipher import Cipher
from storage.database import Database
from storage.files import StoredFiles, StoredSentFiles
from storage.tables import files
from tests.storage.samples import HOUR, NOW

ACT = b"%PDF-1.4 a secret act of reconciliation " * 100
INVOICE = b"%PDF-1.4 another secret"
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


async def rows(database: Database) -> int:
    async with database.read() as connection:
        return (await connection.execute(select(func.count()).select_from(files))).scalar_one()


async def test_each_content_is_kept_once(database: Database) -> None:
    stored = StoredFiles(database, Cipher([OLD]))
    first = await stored.keep(ACT, Media.PDF, NOW)
    assert await stored.keep(ACT, Media.PDF, NOW + HOUR) == first
    other = await stored.keep(INVOICE, Media.PDF, NOW)
    assert other != first
    assert (await stored.content(first), await stored.content(other)) == (ACT, INVOICE)
    assert await rows(database) == 2


async def test_many_who_keep_the_same_at_once_get_the_same_file(database: Database) -> None:
    stored = StoredFiles(database, Cipher([OLD]))
    kept = await asyncio.gather(*(stored.keep(ACT, Media.PDF, NOW) for _ in range(8)))
    assert len(set(kept)) == 1
    assert await rows(database) == 1
    assert await stored.content(kept[0]) == ACT


async def test_a_new_key_in_front_leaves_what_the_old_one_closed_readable(database: Database) -> None:
    file = await StoredFiles(database, Cipher([OLD])).keep(ACT, Media.PDF, NOW)
    both = StoredFiles(database, Cipher([NEW, OLD]))
    assert await both.content(file) == ACT
    newer = await both.keep(INVOICE, Media.PDF, NOW)
    assert await StoredFiles(database, Cipher([NEW])).content(newer) == INVOICE


async def test_without_its_key_a_file_is_lost_until_it_is_kept_anew(database: Database) -> None:
    file = await StoredFiles(database, Cipher([OLD])).keep(ACT, Media.PDF, NOW)
    without = StoredFiles(database, Cipher([NEW]))
    with pytest.raises(LostFileError):
        await without.content(file)
    assert await without.keep(ACT, Media.PDF, NOW) == file
    assert await without.content(file) == ACT


@pytest.mark.parametrize("file", [404, 2**70])
async def test_a_file_that_is_not_there_is_lost(database: Database, file: int) -> None:
    with pytest.raises(LostFileError):
        await StoredFiles(database, Cipher([OLD])).content(FileId(file))


async def test_another_file_in_its_place_is_not_shown(database: Database) -> None:
    stored = StoredFiles(database, Cipher([OLD]))
    act, invoice = await stored.keep(ACT, Media.PDF, NOW), await stored.keep(INVOICE, Media.PDF, NOW)
    swapped = select(files.c.content).where(files.c.id == invoice).scalar_subquery()
    async with database.write() as connection:
        await connection.execute(update(files).where(files.c.id == act).values(content=swapped))
    with pytest.raises(LostFileError):
        await stored.content(act)


async def keep_and_close(url: str) -> None:
    database = Database(url)
    await StoredFiles(database, Cipher([OLD])).keep(ACT, Media.PDF, NOW)
    await database.aclose()


def test_nothing_of_a_file_can_be_read_on_the_disk(migrated_sqlite: Path, tmp_path: Path) -> None:
    path = tmp_path / "kabinet.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    asyncio.run(keep_and_close(f"sqlite+aiosqlite:///{path}"))
    written = b"".join(one.read_bytes() for one in tmp_path.glob("kabinet.db*"))
    assert len(written) > len(ACT)
    assert b"secret" not in written
    assert b"%PDF" not in written


async def test_what_telegram_has_belongs_to_a_file_a_bot_and_a_name(database: Database) -> None:
    file = await StoredFiles(database, Cipher([OLD])).keep(ACT, Media.PDF, NOW)
    sent = StoredSentFiles(database)
    assert await sent.telegram_id(file, 7, "Акт.pdf") is None
    await sent.remember(file, 7, "Акт.pdf", "first")
    assert await sent.telegram_id(file, 7, "Акт.pdf") == "first"
    assert await sent.telegram_id(file, 8, "Акт.pdf") is None
    assert await sent.telegram_id(file, 7, "Акт 2.pdf") is None
    await asyncio.gather(*(sent.remember(file, 7, "Акт.pdf", "second") for _ in range(4)))
    assert await sent.telegram_id(file, 7, "Акт.pdf") == "second"
