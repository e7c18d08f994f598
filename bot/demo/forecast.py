"""Asking the bot's storage what happens next by itself, and where the clock has to stop on its way."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cabinet.warnings.kind import RULES, Kind
from bot.cabinet.warnings.outbox import State
from bot.demo.events import Event, EventKind
from storage.database import Database
from storage.people import DEFAULT_ZONE
from storage.tables import challenges, memberships, organizations, outbox, people, subscriptions

_DAY = timedelta(days=1)
_TOLD_BEFORE = tuple(timedelta(minutes=minutes) for minutes in RULES[Kind.ACCESS].choices)
_LISTED = memberships.c.removed_at.is_(None)


async def next_event(database: Database, now: datetime) -> Event | None:
    """The soonest of what is to come, or None when nothing is. Warnings on the way there are met by walking.

    Services count for organizations that somebody has confirmed: nobody sees the others change.
    """
    async with database.read() as connection:
        found = (
            await _end(connection, now, memberships.c.open_until, EventKind.ACCESS_ENDS),
            await _end(connection, now, memberships.c.certificate_valid_until, EventKind.CERTIFICATE_ENDS),
            await _challenge(connection, now),
            await _service(connection, now),
        )
    return min((event for event in found if event is not None), key=lambda event: event.at, default=None)


async def next_stop(database: Database, now: datetime) -> datetime | None:
    """The first moment after this one when a warning may become due; None while nobody has confirmed anything.

    That is when an access comes within a threshold, when a new day begins somewhere, and when something that was put
    off has its turn.
    """
    async with database.read() as connection:
        stops = [
            await _first_moment(connection, memberships.c.open_until, now + before, _LISTED)
            for before in _TOLD_BEFORE
        ]
        moments = [
            stop - before for stop, before in zip(stops, _TOLD_BEFORE, strict=True) if stop is not None
        ]
        zones = (
            await connection.execute(select(people.c.zone).distinct().where(_HAS_ORGANIZATIONS))
        ).scalars()
        moments += [_next_midnight(now, zone) for zone in zones]
        waiting = await _first_moment(
            connection, outbox.c.not_before, now, outbox.c.state == State.QUEUED.value
        )
    if waiting is not None:
        moments.append(waiting)
    return min(moments, default=None)


_HAS_ORGANIZATIONS = people.c.id.in_(select(memberships.c.person).where(_LISTED))


async def _end(connection: AsyncConnection, now: datetime, column: Any, kind: EventKind) -> Event | None:
    """The soonest end of an access or of a certificate."""
    row = await _first(
        connection,
        select(column.label("end"), organizations.c.name)
        .join(organizations, organizations.c.id == memberships.c.organization)
        .where(_LISTED, column > now)
        .order_by(column),
    )
    return None if row is None else Event(row.end, kind, row.name)


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
            subscriptions.c.organization.in_(select(memberships.c.organization).where(_LISTED)),
        )
        .order_by(subscriptions.c.valid_until, organizations.c.folded_name),
    )
    if row is None:
        return None
    # The last day is included: the service ends with it.
    midnight = datetime.combine(row.valid_until + _DAY, time(), zone).astimezone(UTC)
    return Event(midnight, EventKind.SERVICE_ENDS, f"{row.name}: {row.product}")


def _next_midnight(now: datetime, zone: str) -> datetime:
    local = now.astimezone(ZoneInfo(zone))
    return datetime.combine(local.date() + _DAY, time(), local.tzinfo).astimezone(UTC)


async def _first_moment(
    connection: AsyncConnection, column: Any, after: datetime, condition: Any
) -> datetime | None:
    row = await _first(connection, select(column).where(condition, column > after).order_by(column))
    return None if row is None else row[0]


async def _first(
    connection: AsyncConnection, query: Select[*tuple[Any, ...]]
) -> Row[*tuple[Any, ...]] | None:
    return (await connection.execute(query.limit(1))).first()
