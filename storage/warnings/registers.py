"""Warnings about cash registers and integrations: looked for every minute, each told once.

What was dropped because its reader might not look at the organization then is found again, and told once they may.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, func, literal, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cabinet.fiscal.shift_report import DriveSign
from bot.cabinet.integrations.integration import LOADING, IntegrationKind
from bot.cabinet.warnings.kind import RULES, Kind
from storage.column_types import Identifier, UtcDateTime
from storage.tables import cash_registers, integrations, memberships, people, warning_preferences
from storage.upsert import Upsert
from storage.warnings.announcing import FRESH, INITIAL_STATE, queue
from storage.warnings.ends import EndText
from storage.warnings.sources import MEMBERSHIP_LIFETIME

# Days that are left by the register's own word (tags 1050 and 1051 of the fiscal formats).
DAYS_LEFT = {DriveSign.ENDING: 30, DriveSign.REPLACE_NOW: 3, DriveSign.FULL: 3}
# An integration that fails for so long does not mend itself.
_PATIENCE = timedelta(hours=24)
_ASKED = timedelta(days=1)
# The number of an integration within its kind of warnings.
NUMBERS = {IntegrationKind.DIADOC: 0, IntegrationKind.OFD: 1, IntegrationKind.MARKET: 2}

_IS_ON = integrations.c.state.in_(sorted(state.value for state in LOADING))


def _queued(
    kind: Kind,
    subject: ColumnElement[Any],
    threshold: ColumnElement[Any],
    end: ColumnElement[Any],
    organization: ColumnElement[Any],
    *conditions: ColumnElement[bool],
) -> Upsert:
    found: Select[*tuple[Any, ...]] = (
        select(
            people.c.id,
            literal(kind.value),
            subject,
            threshold,
            end,
            organization,
            literal(RULES[kind].urgent),
            INITIAL_STATE,
            *FRESH,
            literal(None, Identifier()),
        )
        .select_from(
            integrations
            if kind is Kind.LOADING
            else integrations.join(
                cash_registers, cash_registers.c.organization == integrations.c.organization
            )
        )
        .join(memberships, memberships.c.organization == integrations.c.organization)
        .join(people, people.c.id == memberships.c.person)
        .outerjoin(
            warning_preferences,
            (warning_preferences.c.person == memberships.c.person)
            & (warning_preferences.c.kind == kind.value),
        )
        .where(
            _IS_ON,
            # Those whose access has ended are told once it is open again.
            memberships.c.open_until > bindparam("now", type_=UtcDateTime()),
            memberships.c.removed_at.is_(None),
            memberships.c.muted.is_(False),
            memberships.c.confirmed_at >= bindparam("confirmed_since", type_=UtcDateTime()),
            func.coalesce(warning_preferences.c.enabled, true()),
            *conditions,
        )
    )
    return queue(found, "actor")


_OF_OFD = integrations.c.kind == IntegrationKind.OFD.value
_SILENT = _queued(
    Kind.REGISTER,
    cash_registers.c.id,
    literal(0),
    EndText(cash_registers.c.silent_from),
    cash_registers.c.organization,
    _OF_OFD,
    cash_registers.c.silent_from <= bindparam("now", type_=UtcDateTime()),
    # Who has not been able to ask cannot say that there is nothing.
    cash_registers.c.updated_at >= bindparam("asked_since", type_=UtcDateTime()),
)
_ENDING = _queued(
    Kind.DRIVE,
    cash_registers.c.id,
    case({sign.value: days for sign, days in DAYS_LEFT.items()}, value=cash_registers.c.drive_sign),
    EndText(cash_registers.c.drive_sign_at),
    cash_registers.c.organization,
    _OF_OFD,
    cash_registers.c.drive_sign.in_(sorted(sign.value for sign in DAYS_LEFT)),
)
_FAILING = _queued(
    Kind.LOADING,
    integrations.c.organization,
    case({kind.value: number for kind, number in NUMBERS.items()}, value=integrations.c.kind),
    EndText(integrations.c.failing_since),
    integrations.c.organization,
    integrations.c.failing_since <= bindparam("failing_before", type_=UtcDateTime()),
)


async def tell_troubles(connection: AsyncConnection, now: datetime) -> int:
    """Queue what is to be told of registers and integrations; how many rows there were."""
    values = {
        "now": now,
        "confirmed_since": now - MEMBERSHIP_LIFETIME,
        "asked_since": now - _ASKED,
        "failing_before": now - _PATIENCE,
    }
    found = 0
    for statement in (_SILENT, _ENDING, _FAILING):
        found += (await connection.execute(statement.on(connection), values)).rowcount
    return found
