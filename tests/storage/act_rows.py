"""What tests of acts begin with."""

from datetime import date

from sqlalchemy import select

from bot.cabinet.files.stored_file import FileId, Media
from bot.cabinet.fiscal.period import Period
from bot.cabinet.organization import OrganizationId, PersonId
from bot.cabinet.warnings.kind import Kind
from storage.cipher import Cipher
from storage.database import Database
from storage.files import StoredFiles
from storage.tables import outbox
from tests.files.memory import pdf
from tests.storage.samples import ANNA, NOW, ROMASHKA, confirm, meet

KEY = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="
QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
OPERATOR = PersonId(7_000_000_009)


async def opened(database: Database, inn: str = ROMASHKA, person: PersonId = ANNA) -> OrganizationId:
    await meet(database, person)
    return (await confirm(database, person, inn)).membership.organization.id


async def kept(database: Database, text: str = "act") -> FileId:
    return await StoredFiles(database, Cipher([KEY])).keep(pdf(text), Media.PDF, NOW)


async def told(database: Database, kind: Kind) -> list[int]:
    async with database.read() as connection:
        found = await connection.execute(
            select(outbox.c.person).where(outbox.c.kind == kind.value).order_by(outbox.c.id)
        )
    return list(found.scalars())
