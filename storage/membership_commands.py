"""Opening and closing access: each command is one transaction, its line in the audit included."""

from datetime import datetime

from sqlalchemy import bindparam, case, update

from bot.cabinet.audit import AuditEvent
from bot.cabinet.confirmation import Confirmation, Confirmed
from bot.cabinet.organization import OrganizationId, PersonId
from storage.audit import WRITE_LINE, line
from storage.column_types import UtcDateTime
from storage.confirmations import record
from storage.database import Database
from storage.tables import memberships
from storage.warnings.events import tell_closed
from storage.warnings.preferences import CHOSE

_NOW = bindparam("now", type_=UtcDateTime())

_OF_PERSON = (memberships.c.person == bindparam("who"), memberships.c.removed_at.is_(None))
_ONE = (*_OF_PERSON, memberships.c.organization == bindparam("which"))
_OPEN = memberships.c.open_until > _NOW

_CLOSE_ALL = (
    update(memberships)
    .where(*_OF_PERSON, _OPEN)
    .values(open_until=_NOW, closed_at=_NOW)
    .returning(memberships.c.organization, memberships.c.signer_name)
)
_CLOSE = _CLOSE_ALL.where(memberships.c.organization == bindparam("which"))
_REMOVE = (
    update(memberships)
    .where(*_ONE)
    .values(
        removed_at=_NOW,
        open_until=case((_OPEN, _NOW), else_=memberships.c.open_until),
        closed_at=case((_OPEN, _NOW), else_=memberships.c.closed_at),
        muted=False,
    )
    .returning(memberships.c.signer_name)
)
_MUTE = update(memberships).where(*_ONE).values(muted=bindparam("quiet"))


class MembershipCommands:
    """The writing half of `bot.cabinet.ports.Memberships`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, confirmation: Confirmation) -> Confirmed:
        """Open access, all at once: organization by ИНН, membership, certificate, audit.

        Raises:
            AlreadyCountedError: The certificate has counted for this challenge; nothing is changed.
        """
        async with self._database.write() as connection:
            return await record(connection, confirmation)

    async def close(
        self,
        person: PersonId,
        organization: OrganizationId,
        now: datetime,
        event: AuditEvent,
        actor: PersonId,
    ) -> bool:
        """Close the person's access now; whether it was open. Whose access somebody else closes will hear of it."""
        async with self._database.write() as connection:
            closed = (
                await connection.execute(_CLOSE, {"who": person, "which": organization, "now": now})
            ).first()
            if closed is not None:
                await connection.execute(
                    WRITE_LINE, line(now, event, person, organization, closed.signer_name)
                )
                if actor != person:
                    await tell_closed(connection, person, organization, actor, now)
        return closed is not None

    async def close_all(self, person: PersonId, now: datetime) -> int:
        """Close every open access of the person; how many there were."""
        async with self._database.write() as connection:
            closed = (await connection.execute(_CLOSE_ALL, {"who": person, "now": now})).all()
            if closed:
                await connection.execute(
                    WRITE_LINE,
                    [
                        line(now, AuditEvent.CLOSED, person, row.organization, row.signer_name)
                        for row in closed
                    ],
                )
        return len(closed)

    async def remove(self, person: PersonId, organization: OrganizationId, now: datetime) -> bool:
        """Take the organization off the person's list and close access; whether it was there."""
        async with self._database.write() as connection:
            removed = (
                await connection.execute(_REMOVE, {"who": person, "which": organization, "now": now})
            ).first()
            if removed is not None:
                await connection.execute(
                    WRITE_LINE, line(now, AuditEvent.REMOVED, person, organization, removed.signer_name)
                )
        return removed is not None

    async def set_muted(
        self, person: PersonId, organization: OrganizationId, *, muted: bool, now: datetime
    ) -> bool:
        """Stop or resume warnings about the organization; whether it was there."""
        async with self._database.write() as connection:
            await connection.execute(CHOSE, {"who": person, "now": now})
            changed = await connection.execute(_MUTE, {"who": person, "which": organization, "quiet": muted})
        return changed.rowcount > 0
