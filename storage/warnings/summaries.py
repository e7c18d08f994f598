"""What a person's weekly summary says: the services of all their organizations that end soon."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cabinet.subscription import SOON_DAYS
from bot.cabinet.warnings.kind import Kind
from bot.cabinet.warnings.outbox import Ending, Fact, Summary, WarningId
from bot.cabinet.warnings.window import local_day
from storage.tables import memberships, organizations, people, subscriptions
from storage.warnings.ends import written
from storage.warnings.given import DAY, NUMBER, given, rows
from storage.warnings.sources import (
    CONFIRMED_LATELY,
    LISTED,
    MEMBERSHIP_LIFETIME,
    NOT_RENEWED,
    OF_MEMBER,
)

_MOST = 12
_SOON = timedelta(days=SOON_DAYS)

_READERS = given("readers", person=NUMBER, oldest=DAY, today=DAY, latest=DAY)
_LAST_DAY = subscriptions.c.valid_until
_COMING = _LAST_DAY.between(_READERS.c.today, _READERS.c.latest)
_OVERDUE = and_(_LAST_DAY.between(_READERS.c.oldest, _READERS.c.today), _READERS.c.today != _LAST_DAY)


def _ranked() -> Select[*tuple[Any, ...]]:
    soonest_first = (_LAST_DAY, organizations.c.folded_name, subscriptions.c.product, subscriptions.c.id)
    of_person = memberships.c.person
    return (
        select(
            of_person,
            subscriptions.c.organization,
            organizations.c.name,
            subscriptions.c.product,
            _LAST_DAY.label("ends"),
            func.row_number().over(partition_by=of_person, order_by=soonest_first).label("place"),
            func.count().over(partition_by=of_person).label("total"),
        )
        .select_from(
            subscriptions.join(memberships, OF_MEMBER)
            .join(organizations, organizations.c.id == subscriptions.c.organization)
            .join(_READERS, _READERS.c.person == of_person)
        )
        .where(*LISTED, CONFIRMED_LATELY, NOT_RENEWED, _COMING)
    )


_RANKED = _ranked().subquery("ranked")
_SOONEST = select(_RANKED).where(_RANKED.c.place <= _MOST).order_by(_RANKED.c.person, _RANKED.c.place)

# A row for everyone who wants the summary and has an organization to sum up.
_COUNTED = (
    select(memberships.c.person, func.count(subscriptions.c.id).label("overdue"))
    .select_from(
        memberships.join(people, people.c.id == memberships.c.person)
        .join(_READERS, _READERS.c.person == memberships.c.person)
        .outerjoin(
            subscriptions,
            and_(subscriptions.c.organization == memberships.c.organization, _OVERDUE, NOT_RENEWED),
        )
    )
    .where(*LISTED, CONFIRMED_LATELY, people.c.weekly)
    .group_by(memberships.c.person)
)


async def summaries(
    connection: AsyncConnection, _kind: Kind, due: Sequence[Row[*tuple[Any, ...]]], now: datetime
) -> dict[WarningId, Fact]:
    """The summaries for the rows that are due, of those who want them still and have something to sum up."""
    readers = {row.person: local_day(now, row.zone) for row in due}
    parameters = {
        "readers": rows(
            {
                "person": person,
                "oldest": written(today - _SOON),
                "today": written(today),
                "latest": written(today + _SOON),
            }
            for person, today in readers.items()
        ),
        "confirmed_since": now - MEMBERSHIP_LIFETIME,
    }
    overdue = {row.person: row.overdue for row in await connection.execute(_COUNTED, parameters)}
    items: dict[int, list[Ending]] = defaultdict(list)
    totals: dict[int, int] = {}
    for row in await connection.execute(_SOONEST, parameters):
        items[row.person].append(Ending(row.organization, row.name, row.product, row.ends))
        totals[row.person] = row.total
    return {
        WarningId(row.id): Summary(
            date.fromisoformat(row.end),
            tuple(items[row.person]),
            totals.get(row.person, 0),
            overdue[row.person],
        )
        for row in due
        if row.person in overdue
    }
