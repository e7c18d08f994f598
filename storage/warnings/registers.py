"""Warnings about fiscal drives, queued in the transaction in which the register's word is written down."""

from datetime import datetime

from sqlalchemy import Integer, Text, bindparam, func, literal, null, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cabinet.fiscal.shift_report import DriveSign
from bot.cabinet.organization import OrganizationId
from bot.cabinet.warnings.kind import RULES, Kind
from storage.column_types import Identifier, UtcDateTime
from storage.tables import cash_registers, memberships, people, warning_preferences
from storage.warnings.announcing import FRESH, INITIAL_STATE, queue
from storage.warnings.sources import MEMBERSHIP_LIFETIME

# Days that are left by the register's word (tags 1050 and 1051 of the fiscal formats).
DAYS_LEFT = {DriveSign.ENDING: 30, DriveSign.REPLACE_NOW: 3, DriveSign.FULL: 3}

_TELL = queue(
    select(
        people.c.id,
        literal(Kind.DRIVE.value),
        cash_registers.c.id,
        bindparam("days", type_=Integer()),
        # Once for each fiscal drive and each of its words.
        func.coalesce(cash_registers.c.drive, bindparam("no_drive", type_=Text())),
        cash_registers.c.organization,
        literal(RULES[Kind.DRIVE].urgent),
        INITIAL_STATE,
        *FRESH,
        null(),
    )
    .select_from(cash_registers)
    .join(memberships, memberships.c.organization == cash_registers.c.organization)
    .join(people, people.c.id == memberships.c.person)
    .outerjoin(
        warning_preferences,
        (warning_preferences.c.person == memberships.c.person)
        & (warning_preferences.c.kind == Kind.DRIVE.value),
    )
    .where(
        cash_registers.c.organization == bindparam("which", type_=Identifier()),
        cash_registers.c.registration_number == bindparam("register"),
        memberships.c.removed_at.is_(None),
        memberships.c.muted.is_(False),
        memberships.c.confirmed_at >= bindparam("confirmed_since", type_=UtcDateTime()),
        func.coalesce(warning_preferences.c.enabled, true()),
    ),
    "actor",
)


async def tell_drive(
    connection: AsyncConnection, organization: OrganizationId, register: str, sign: DriveSign, now: datetime
) -> None:
    """Queue a warning that a fiscal drive ends soon."""
    days = DAYS_LEFT.get(sign)
    if days is not None:
        await connection.execute(
            _TELL.on(connection),
            {
                "which": organization,
                "register": register,
                "days": days,
                "no_drive": "",
                "confirmed_since": now - MEMBERSHIP_LIFETIME,
                "now": now,
            },
        )
