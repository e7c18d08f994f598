"""Two processes load one organization at once: the look that was begun last counts, whichever ends first."""

import asyncio

import pytest
from sqlalchemy import text, update

from bot.cabinet.documents.closing_document import DocumentKind
from bot.cabinet.documents.kept import LoadFailure, LoadState
from bot.cabinet.organization import OrganizationId
from bot.cabinet.warnings.kind import Kind
from storage.database import Database
from storage.documents.documents import StoredDocuments
from storage.tables import document_loads, organizations
from tests.storage.papers import sent
from tests.storage.samples import ANNA, HOUR, NOW, confirm, meet
from tests.storage.warnings.rows import told

ALL = frozenset(DocumentKind)
EARLIER, LATER = NOW + HOUR, NOW + 2 * HOUR


@pytest.fixture
async def documents(database: Database) -> StoredDocuments:
    await meet(database, ANNA)
    return StoredDocuments(database)


@pytest.fixture
async def which(database: Database, documents: StoredDocuments) -> OrganizationId:
    """Loaded once already."""
    found = (await confirm(database)).membership.organization.id
    await documents.save(found, [sent(1)], whole=ALL, now=NOW)
    return found


async def kept(documents: StoredDocuments, which: OrganizationId) -> int:
    return sum(month.documents for month in await documents.months(which))


@pytest.mark.parametrize("whole", [ALL, None])
async def test_what_a_later_look_took_away_does_not_come_again_as_new(
    database: Database,
    documents: StoredDocuments,
    which: OrganizationId,
    whole: frozenset[DocumentKind] | None,
) -> None:
    await documents.save(which, [], whole=ALL, now=LATER)
    assert await documents.save(which, [sent(1), sent(2)], whole=whole, now=EARLIER) == 0
    assert await kept(documents, which) == 0
    assert await told(database, Kind.DOCUMENT) == []
    assert await documents.load_state(which) == LoadState(LATER, LATER, LATER, None)


async def test_a_later_failure_takes_nothing_from_an_earlier_success(
    documents: StoredDocuments, which: OrganizationId
) -> None:
    await documents.record_failure(which, LoadFailure.UNAVAILABLE, LATER)
    assert await documents.save(which, [sent(1), sent(2)], whole=ALL, now=EARLIER) == 1
    assert await kept(documents, which) == 2


async def test_an_earlier_failure_says_nothing_after_a_later_success(
    documents: StoredDocuments, which: OrganizationId
) -> None:
    await documents.save(which, [sent(1)], whole=ALL, now=LATER)
    await documents.record_failure(which, LoadFailure.UNAVAILABLE, EARLIER)
    assert await documents.load_state(which) == LoadState(LATER, LATER, LATER, None)


async def test_whoever_comes_second_waits_for_what_the_first_one_writes(
    database: Database, documents: StoredDocuments, which: OrganizationId
) -> None:
    async with database.write() as first:
        await first.execute(
            update(organizations).where(organizations.c.id == which).values(name=organizations.c.name)
        )
        await first.execute(update(document_loads).values(tried_at=LATER, loaded_at=LATER))
        second = asyncio.create_task(documents.save(which, [sent(1), sent(2)], whole=ALL, now=EARLIER))
        while not await has_begun_to_wait(database):
            assert not second.done()
    assert await second == 0
    assert await kept(documents, which) == 1


async def has_begun_to_wait(database: Database) -> bool:
    """Whether somebody stands behind a lock; writers of an SQLite file stand in one queue anyway."""
    if database.is_sqlite:
        await asyncio.sleep(0)
        return True
    async with database.read() as connection:
        return bool(
            (await connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))).scalar_one()
        )
