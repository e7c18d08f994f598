"""What is true now of the rows that are due: one statement for each kind among them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cabinet.organization import PersonId
from bot.cabinet.warnings.kind import Kind
from bot.cabinet.warnings.outbox import Ending, Fact, Intrusion, Trial, WarningId
from storage.tables import (
    confirmations,
    memberships,
    organizations,
    outbox,
    people,
    warning_preferences,
)
from storage.warnings.act_facts import declined_orders, ready_acts, waiting_orders
from storage.warnings.announcing import preference, wanted_now
from storage.warnings.document_facts import new_documents
from storage.warnings.ends import EndText
from storage.warnings.order import in_order
from storage.warnings.register_facts import failing_loads, register_troubles
from storage.warnings.sources import MEMBERSHIP_LIFETIME, SOURCES, Source
from storage.warnings.summaries import summaries

DueRow = Row[*tuple[Any, ...]]
Facts = dict[WarningId, Fact]

_IDS = outbox.c.id.in_(bindparam("ids", expanding=True))


def _ending(source: Source) -> Select[*tuple[Any, ...]]:
    """The same end, for those who want to hear of it still."""
    return (
        select(
            outbox.c.id,
            source.organization.label("organization"),
            organizations.c.name,
            source.product.label("product"),
            source.end.label("ends"),
        )
        .select_from(
            in_order(outbox, *source.tables)
            .join(organizations, organizations.c.id == source.organization)
            .outerjoin(warning_preferences, preference(source))
        )
        .where(
            _IDS,
            outbox.c.person == memberships.c.person,
            outbox.c.subject == source.subject,
            outbox.c.end == EndText(source.end),
            *wanted_now(source),
        )
    )


_ENDINGS = {kind: _ending(source) for kind, source in SOURCES.items()}

_ACTOR = people.alias("actor")
_INTRUSION = (
    select(
        outbox.c.id,
        outbox.c.organization,
        organizations.c.name,
        outbox.c.actor,
        _ACTOR.c.name.label("actor_name"),
    )
    .join_from(outbox, organizations, organizations.c.id == outbox.c.organization)
    .join(_ACTOR, _ACTOR.c.id == outbox.c.actor)
    .where(_IDS)
)
_CLOSED = _INTRUSION
_SHARED = (
    _INTRUSION.add_columns(confirmations.c.signer_name, confirmations.c.open_until)
    .join(confirmations, confirmations.c.id == outbox.c.subject)
    .join(
        memberships,
        (memberships.c.person == outbox.c.person) & (memberships.c.organization == outbox.c.organization),
    )
    .where(memberships.c.removed_at.is_(None))
)


async def facts(connection: AsyncConnection, due: Sequence[DueRow], now: datetime) -> Facts:
    """What can be said about each of the rows; those that are not there any more are missing."""
    of_kind: dict[Kind, list[DueRow]] = {}
    for row in due:
        of_kind.setdefault(Kind(row.kind), []).append(row)
    known: Facts = {}
    for kind, rows in of_kind.items():
        known |= await _FINDERS[kind](connection, kind, rows, now)
    return known


async def _find_endings(
    connection: AsyncConnection, kind: Kind, due: Sequence[DueRow], now: datetime
) -> Facts:
    found = await connection.execute(
        _ENDINGS[kind], {**_ids(due), "confirmed_since": now - MEMBERSHIP_LIFETIME}
    )
    return {WarningId(row.id): Ending(row.organization, row.name, row.product, row.ends) for row in found}


async def _find_shared(
    connection: AsyncConnection, _kind: Kind, due: Sequence[DueRow], _now: datetime
) -> Facts:
    found = await connection.execute(_SHARED, _ids(due))
    return {
        WarningId(row.id): Intrusion(
            row.organization, row.name, PersonId(row.actor), row.actor_name, row.signer_name, row.open_until
        )
        for row in found
    }


async def _find_closed(
    connection: AsyncConnection, _kind: Kind, due: Sequence[DueRow], _now: datetime
) -> Facts:
    found = await connection.execute(_CLOSED, _ids(due))
    return {
        WarningId(row.id): Intrusion(
            row.organization, row.name, PersonId(row.actor), row.actor_name, None, None
        )
        for row in found
    }


async def _find_trials(
    _connection: AsyncConnection, _kind: Kind, due: Sequence[DueRow], _now: datetime
) -> Facts:
    return {WarningId(row.id): Trial() for row in due}


def _ids(due: Sequence[DueRow]) -> dict[str, object]:
    return {"ids": [row.id for row in due]}


_FINDERS: Mapping[Kind, Callable[[AsyncConnection, Kind, Sequence[DueRow], datetime], Awaitable[Facts]]] = {
    **dict.fromkeys(SOURCES, _find_endings),
    Kind.SHARED: _find_shared,
    Kind.CLOSED: _find_closed,
    Kind.DOCUMENT: new_documents,
    Kind.ACT: ready_acts,
    Kind.DECLINED: declined_orders,
    Kind.ORDER: waiting_orders,
    Kind.DRIVE: register_troubles,
    Kind.REGISTER: register_troubles,
    Kind.LOADING: failing_loads,
    Kind.WEEKLY: summaries,
    Kind.TEST: _find_trials,
}
