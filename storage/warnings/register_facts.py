"""What is true of registers and integrations at the moment of telling, for those who may look at them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cabinet.cash.ports import LoadFailure
from bot.cabinet.fiscal.shift_report import DriveSign
from bot.cabinet.integrations.integration import LOADING, IntegrationKind
from bot.cabinet.organization import OrganizationId
from bot.cabinet.warnings.kind import Kind
from bot.cabinet.warnings.outbox import Fact, LoadingFails, RegisterTrouble, WarningId
from storage.column_types import UtcDateTime
from storage.tables import cash_registers, integrations, memberships, organizations, outbox
from storage.warnings.ends import EndText
from storage.warnings.registers import NUMBERS

_MAY_LOOK = (
    outbox.c.id.in_(bindparam("ids", expanding=True)),
    memberships.c.person == outbox.c.person,
    memberships.c.organization == outbox.c.organization,
    memberships.c.removed_at.is_(None),
    memberships.c.open_until > bindparam("now", type_=UtcDateTime()),
    organizations.c.id == outbox.c.organization,
)
_IS_ON = integrations.c.state.in_(sorted(state.value for state in LOADING))
_REGISTERS = select(
    outbox.c.id,
    outbox.c.organization,
    organizations.c.name,
    cash_registers.c.name.label("register_name"),
    cash_registers.c.registration_number,
    cash_registers.c.last_document_at,
    cash_registers.c.drive_sign,
).where(
    *_MAY_LOOK,
    cash_registers.c.id == outbox.c.subject,
    integrations.c.organization == cash_registers.c.organization,
    integrations.c.kind == IntegrationKind.OFD.value,
    _IS_ON,
)
_SILENT = _REGISTERS.where(
    cash_registers.c.silent_from <= bindparam("now", type_=UtcDateTime()),
    EndText(cash_registers.c.silent_from) == outbox.c.end,
)
_ENDING = _REGISTERS.where(
    cash_registers.c.drive_sign.is_not(None), EndText(cash_registers.c.drive_sign_at) == outbox.c.end
)
_INTEGRATIONS = select(
    outbox.c.id,
    outbox.c.organization,
    outbox.c.threshold,
    organizations.c.name,
    integrations.c.kind,
    integrations.c.failure,
    integrations.c.failing_since,
).where(
    *_MAY_LOOK,
    integrations.c.organization == outbox.c.subject,
    integrations.c.failing_since.is_not(None),
    _IS_ON,
)

_Due = Sequence[Row[*tuple[Any, ...]]]


async def register_troubles(
    connection: AsyncConnection, kind: Kind, due: _Due, now: datetime
) -> dict[WarningId, Fact]:
    """The register that each row is about, if it is in that trouble still."""
    statement = _ENDING if kind is Kind.DRIVE else _SILENT
    rows = await connection.execute(statement, {"ids": [row.id for row in due], "now": now})
    return {
        WarningId(row.id): RegisterTrouble(
            OrganizationId(row.organization),
            row.name,
            row.register_name,
            row.registration_number,
            row.last_document_at,
            None if row.drive_sign is None else DriveSign(row.drive_sign),
        )
        for row in rows
    }


async def failing_loads(
    connection: AsyncConnection, _kind: Kind, due: _Due, now: datetime
) -> dict[WarningId, Fact]:
    """The integration that each row is about, if it still fails."""
    rows = await connection.execute(_INTEGRATIONS, {"ids": [row.id for row in due], "now": now})
    return {
        WarningId(row.id): LoadingFails(
            OrganizationId(row.organization),
            row.name,
            IntegrationKind(row.kind),
            LoadFailure(row.failure),
            row.failing_since,
        )
        for row in rows
        if NUMBERS[IntegrationKind(row.kind)] == row.threshold
    }
