import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.cabinet.audit import AuditEvent, AuditRecord
from bot.cabinet.organization import OrganizationId
from storage.audit import StoredAuditTrail
from storage.database import Database
from storage.tables import audit
from tests.storage.samples import ANNA, BORIS, HOUR, NOW, VASILEK, confirm, meet


async def test_newest_first_and_of_one_organization(database: Database) -> None:
    await meet(database, ANNA, BORIS)
    organization = (await confirm(database)).membership.organization.id
    await confirm(database, inn=VASILEK)
    trail = StoredAuditTrail(database)
    await trail.add(NOW + HOUR, AuditEvent.CLOSED, BORIS, organization, "Иванова")
    await trail.add(NOW + HOUR, AuditEvent.REMOVED, BORIS, organization, "")
    records = await trail.of_organization(organization, 10)
    assert [record.event for record in records] == [
        AuditEvent.REMOVED,
        AuditEvent.CLOSED,
        AuditEvent.OPENED,
    ]
    assert records[1] == AuditRecord(
        NOW + HOUR, AuditEvent.CLOSED, f"Человек {BORIS}", organization, "Иванова"
    )
    assert len(await trail.of_organization(organization, 1)) == 1
    assert await trail.of_organization(OrganizationId(2**70), 10) == []


@pytest.mark.parametrize("kind", AuditEvent)
async def test_every_kind_of_event_fits(database: Database, kind: AuditEvent) -> None:
    await meet(database, ANNA)
    await StoredAuditTrail(database).add(NOW, kind, ANNA, None, "x" * 5000 + "\0")
    async with database.read() as connection:
        row = (await connection.execute(select(audit))).one()
    assert (row.event, row.organization, row.detail) == (kind.value, None, "x" * 5000 + "\ufffd")


async def test_a_line_needs_a_known_person(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await StoredAuditTrail(database).add(NOW, AuditEvent.REFUSED, ANNA, None, "")
