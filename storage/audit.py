"""Who opened, closed and removed what."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, insert, select

from bot.cabinet.audit import AuditEvent, AuditRecord
from bot.cabinet.organization import OrganizationId, PersonId
from storage.database import Database
from storage.tables import audit, people

WRITE_LINE = insert(audit)

_LATEST = (
    select(audit.c.at, audit.c.event, people.c.name, audit.c.organization, audit.c.detail)
    .join_from(audit, people)
    .where(audit.c.organization == bindparam("which"))
    .order_by(audit.c.at.desc(), audit.c.id.desc())
    .limit(bindparam("most"))
)


def line(
    at: datetime, event: AuditEvent, person: PersonId, organization: OrganizationId | None, detail: str
) -> dict[str, object]:
    """The values of one line, for `WRITE_LINE` in the transaction of what it tells about."""
    return {
        "at": at,
        "event": event.value,
        "person": person,
        "organization": organization,
        "detail": detail,
    }


class StoredAuditTrail:
    """`bot.cabinet.ports.AuditTrail` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        at: datetime,
        event: AuditEvent,
        person: PersonId,
        organization: OrganizationId | None,
        detail: str,
    ) -> None:
        """Write a line."""
        async with self._database.write() as connection:
            await connection.execute(WRITE_LINE, line(at, event, person, organization, detail))

    async def of_organization(self, organization: OrganizationId, limit: int) -> Sequence[AuditRecord]:
        """The latest lines about an organization, newest first."""
        async with self._database.read() as connection:
            rows = await connection.execute(_LATEST, {"which": organization, "most": limit})
        return [
            AuditRecord(row.at, AuditEvent(row.event), row.name, row.organization, row.detail) for row in rows
        ]
