"""Asking the bot's storage what happens next by itself."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.demo.events import Event, EventKind
from storage.database import Database
from storage.people import DEFAULT_ZONE
from storage.tables import challenges, memberships, organizations, subscriptions

_LONG_BEFORE = timedelta(hours=2)
_SHORTLY_BEFORE = timedelta(minutes=30)
_DAY = timedelta(days=1)


_ACCESS_MARKS = (
    (EventKind.ACCESS_ENDS_IN_TWO_HOURS, _LONG_BEFORE),
    (EventKind.ACCESS_ENDS_IN_HALF_AN_HOUR, _SHORTLY_BEFORE),
    (EventKind.ACCESS_ENDS, timedelta(0)),
)


async def next_event(database: Database, now: datetime) -> Event | None:
    """The soonest of what is to come, or None when nothing is.

    Services count for organizations that somebody has confirmed: nobody sees the others change.
    """
    async with database.read() as connection:
        ends = [await _access(connection, now, kind, before) for kind, before in _ACCESS_MARKS]
        found = (*ends, await _challenge(connection, now), await _service(connection, now))
    return min((event for event in found if event is not None), key=lambda event: event.at, default=None)


async def _access(
    connection: AsyncConnection, now: datetime, kind: EventKind, before: timedelta
) -> Event | None:
    row = await _first(
        connection,
        select(memberships.c.open_until, organizations.c.name)
        .join(organizations, organizations.c.id == memberships.c.organization)
        .where(memberships.c.removed_at.is_(None), memberships.c.open_until > now + before)
        .order_by(memberships.c.open_until),
    )
    return None if row is None else Event(row.open_until - before, kind, row.name)


async def _challenge(connection: AsyncConnection, now: datetime) -> Event | None:
    row = await _first(
        connection,
        select(challenges.c.valid_until)
        .where(challenges.c.valid_until > now)
        .order_by(challenges.c.valid_until),
    )
    return None if row is None else Event(row.valid_until, EventKind.CHALLENGE_EXPIRES, "")


async def _service(connection: AsyncConnection, now: datetime) -> Event | None:
    zone = ZoneInfo(DEFAULT_ZONE)
    row = await _first(
        connection,
        select(subscriptions.c.valid_until, subscriptions.c.product, organizations.c.name)
        .join(organizations, organizations.c.id == subscriptions.c.organization)
        .where(
            subscriptions.c.valid_until >= now.astimezone(zone).date(),
            subscriptions.c.organization.in_(
                select(memberships.c.organization).where(memberships.c.removed_at.is_(None))
            ),
        )
        .order_by(subscriptions.c.valid_until, organizations.c.folded_name),
    )
    if row is None:
        return None
    # The last day is included: the service ends with it.
    midnight = datetime.combine(row.valid_until + _DAY, time(), zone).astimezone(UTC)
    return Event(midnight, EventKind.SERVICE_ENDS, f"{row.name}: {row.product}")


async def _first(
    connection: AsyncConnection, query: Select[*tuple[Any, ...]]
) -> Row[*tuple[Any, ...]] | None:
    return (await connection.execute(query.limit(1))).first()
