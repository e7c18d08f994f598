"""Warnings of what somebody has just done, queued in the transaction of the deed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, bindparam, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cabinet.confirmation import Confirmation
from bot.cabinet.organization import OrganizationId, PersonId
from bot.cabinet.warnings.kind import RULES, Kind
from storage.column_types import Identifier, UtcDateTime
from storage.tables import memberships, people
from storage.warnings.announcing import FRESH, INITIAL_STATE, queue
from storage.warnings.ends import written

WHICH = bindparam("which", type_=Identifier())
ACTOR = bindparam("actor", type_=Identifier())


def told(kind: Kind, person: ColumnElement[int], subject: ColumnElement[int]) -> Select[*tuple[Any, ...]]:
    """The columns of a row of the outbox, for `queue` with "actor"."""
    return select(
        person,
        literal(kind.value),
        subject,
        literal(0),
        bindparam("end_text", type_=Text()),
        WHICH,
        literal(RULES[kind].urgent),
        INITIAL_STATE,
        *FRESH,
        ACTOR,
    )


_SHARED = queue(
    told(Kind.SHARED, memberships.c.person, bindparam("confirmation", type_=Identifier()))
    .join_from(memberships, people)
    .where(
        memberships.c.organization == WHICH,
        memberships.c.open_until > bindparam("now", type_=UtcDateTime()),
        memberships.c.removed_at.is_(None),
        memberships.c.person != ACTOR,
    ),
    "actor",
)
_ONE = people.c.id == bindparam("who")
_CLOSED = queue(told(Kind.CLOSED, people.c.id, WHICH).where(_ONE), "actor")
_TRIAL = queue(told(Kind.TEST, people.c.id, literal(0)).where(_ONE), "actor")


async def tell_shared(
    connection: AsyncConnection, confirmation: Confirmation, number: int, organization: OrganizationId
) -> None:
    """Queue a warning for everybody else to whom the organization is open."""
    await connection.execute(
        _SHARED.on(connection),
        {
            "confirmation": number,
            "which": organization,
            "actor": confirmation.person,
            "end_text": written(confirmation.open_until),
            "now": confirmation.at,
        },
    )


async def tell_closed(
    connection: AsyncConnection,
    person: PersonId,
    organization: OrganizationId,
    actor: PersonId,
    now: datetime,
) -> None:
    """Queue a warning for the one whose access was closed."""
    await connection.execute(
        _CLOSED.on(connection),
        {"who": person, "which": organization, "actor": actor, "end_text": written(now), "now": now},
    )


async def queue_trial(connection: AsyncConnection, person: PersonId, now: datetime) -> None:
    """Queue a test warning."""
    await connection.execute(
        _TRIAL.on(connection),
        {"who": person, "which": None, "actor": None, "end_text": written(now), "now": now},
    )
