"""Connected services, read by pages."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from bot.cabinet.organization import OrganizationId, PersonId
from bot.cabinet.page import Page
from bot.cabinet.ports import UrgencyCounts
from bot.cabinet.subscription import Subscription, Urgency
from storage.column_types import UtcDateTime
from storage.database import Database
from storage.paging import page_of, page_parameters, paged
from storage.subscription_rows import OPEN_TO_PERSON, SOONEST_FIRST, SUBSCRIPTIONS, subscription
from storage.tables import memberships, subscriptions
from storage.urgency import HAS_URGENCY, days

_OPEN_ROWS = SUBSCRIPTIONS.join(
    memberships, memberships.c.organization == subscriptions.c.organization
).where(*OPEN_TO_PERSON)

_OF_ORGANIZATION = paged(
    SUBSCRIPTIONS.where(subscriptions.c.organization == bindparam("which")), SOONEST_FIRST
)

_OPEN: dict[Urgency | None, Select[*tuple[Any, ...]]] = {
    None: paged(_OPEN_ROWS, SOONEST_FIRST),
    **{urgency: paged(_OPEN_ROWS.where(has), SOONEST_FIRST) for urgency, has in HAS_URGENCY.items()},
}

_CLOSED_ORGANIZATIONS = (
    select(func.count())
    .select_from(memberships)
    .where(
        memberships.c.person == bindparam("who"),
        memberships.c.removed_at.is_(None),
        memberships.c.open_until <= bindparam("now", type_=UtcDateTime()),
    )
    .scalar_subquery()
)

_COUNTS = (
    select(
        *(func.count().filter(has).label(urgency.name) for urgency, has in HAS_URGENCY.items()),
        _CLOSED_ORGANIZATIONS.label("closed"),
    )
    .select_from(memberships)
    .join(subscriptions, subscriptions.c.organization == memberships.c.organization)
    .where(*OPEN_TO_PERSON)
)


class StoredSubscriptions:
    """`bot.cabinet.ports.Subscriptions` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_organization(
        self, organization: OrganizationId, number: int, size: int
    ) -> Page[Subscription]:
        """The organization's services, soonest end first, perpetual ones last."""
        return await self._page(_OF_ORGANIZATION, {"which": organization}, number, size)

    async def of_open_organizations(
        self, person: PersonId, now: datetime, today: date, urgency: Urgency | None, number: int, size: int
    ) -> Page[Subscription]:
        """Services of all organizations that are open to the person now, soonest end first; one mark or all."""
        parameters = {"who": person, "now": now, **days(today)}
        return await self._page(_OPEN[urgency], parameters, number, size)

    async def counts(self, person: PersonId, now: datetime, today: date) -> UrgencyCounts:
        """How many services carry each mark."""
        async with self._database.read() as connection:
            found = await connection.execute(_COUNTS, {"who": person, "now": now, **days(today)})
        row = found.one()
        return UrgencyCounts(
            overdue=row.OVERDUE,
            week=row.WEEK,
            month=row.MONTH,
            later=row.LATER,
            closed_organizations=row.closed,
        )

    async def _page(
        self, statement: Select[*tuple[Any, ...]], parameters: dict[str, Any], number: int, size: int
    ) -> Page[Subscription]:
        parameters |= page_parameters(number, size)
        async with self._database.read() as connection:
            rows = await connection.execute(statement, parameters)
        return page_of(rows.all(), subscription, parameters)
