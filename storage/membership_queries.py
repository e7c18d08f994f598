"""Looking at memberships: each look is one statement."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Row, bindparam, func, literal, or_, select, true

from bot.cabinet.organization import Holder, Membership, OrganizationId, PersonId
from bot.cabinet.page import Page
from bot.cabinet.ports import Overview
from storage.column_types import UtcDateTime
from storage.database import Database
from storage.folding import containing, fold
from storage.membership_rows import BY_NAME, LISTED, membership
from storage.paging import page_of, page_parameters, paged
from storage.subscription_rows import OPEN_TO_PERSON, SOONEST_FIRST, SUBSCRIPTIONS, subscription
from storage.tables import memberships, organizations, people, subscriptions

_NOW = bindparam("now", type_=UtcDateTime())

_OF_PERSON = LISTED.where(memberships.c.person == bindparam("who"))
ONE = _OF_PERSON.where(memberships.c.organization == bindparam("which"))
_PAGE = paged(_OF_PERSON, BY_NAME)
_FOUND = paged(
    _OF_PERSON.where(
        or_(
            organizations.c.folded_name.like(bindparam("pattern"), escape="\\"),
            organizations.c.inn.like(bindparam("pattern"), escape="\\"),
        )
    ),
    BY_NAME,
)
_LAPSED = _OF_PERSON.where(memberships.c.open_until <= _NOW).order_by(*BY_NAME)

HOLDERS = (
    select(memberships.c.person, people.c.name, memberships.c.signer_name, memberships.c.open_until)
    .join_from(memberships, people)
    .where(
        memberships.c.organization == bindparam("which"),
        memberships.c.open_until > _NOW,
        memberships.c.removed_at.is_(None),
    )
    .order_by(memberships.c.open_until.desc(), memberships.c.person)
)

_TALLY = (
    select(
        func.count().label("organizations"),
        func.count().filter(memberships.c.open_until > _NOW).label("open"),
    )
    .where(memberships.c.person == bindparam("who"), memberships.c.removed_at.is_(None))
    .subquery("tally")
)
_NEXT_ACCESS = (
    select(memberships.c.open_until.label("next_end"), organizations.c.name.label("next_name"))
    .join_from(memberships, organizations)
    .where(*OPEN_TO_PERSON)
    .order_by(memberships.c.open_until, *BY_NAME)
    .limit(literal(1))
    .subquery("next_access")
)
_NEXT_SERVICE = (
    SUBSCRIPTIONS.join(memberships, memberships.c.organization == subscriptions.c.organization)
    .where(*OPEN_TO_PERSON, subscriptions.c.valid_until >= bindparam("today", type_=Date()))
    .order_by(*SOONEST_FIRST)
    .limit(literal(1))
    .subquery("next_service")
)
_OVERVIEW = select(_TALLY, _NEXT_ACCESS, _NEXT_SERVICE).select_from(
    _TALLY.outerjoin(_NEXT_ACCESS, true()).outerjoin(_NEXT_SERVICE, true())
)


def holder(row: Row[*tuple[Any, ...]]) -> Holder:
    """The value of a row of `HOLDERS`."""
    return Holder(row.person, row.name, row.signer_name, row.open_until)


class MembershipQueries:
    """The reading half of `bot.cabinet.ports.Memberships`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def one(self, person: PersonId, organization: OrganizationId) -> Membership | None:
        """The tie, or None when there is none or it was removed."""
        async with self._database.read() as connection:
            row = (await connection.execute(ONE, {"who": person, "which": organization})).first()
        return None if row is None else membership(row)

    async def page(
        self,
        person: PersonId,
        search: str,
        number: int,
        size: int,
        now: datetime,  # noqa: ARG002 - the port gives it; names do not depend on it
    ) -> Page[Membership]:
        """The person's organizations, by name; with `search`, those whose ИНН or name contains it."""
        sought = fold(search)
        parameters = {"who": person, **page_parameters(number, size)}
        async with self._database.read() as connection:
            if sought:
                rows = await connection.execute(_FOUND, {**parameters, "pattern": containing(sought)})
            else:
                rows = await connection.execute(_PAGE, parameters)
        return page_of(rows.all(), membership, parameters)

    async def lapsed(self, person: PersonId, now: datetime) -> Sequence[Membership]:
        """All organizations whose access is over, by name."""
        async with self._database.read() as connection:
            rows = await connection.execute(_LAPSED, {"who": person, "now": now})
        return [membership(row) for row in rows]

    async def overview(self, person: PersonId, now: datetime, today: date) -> Overview:
        """What the main menu says on top."""
        async with self._database.read() as connection:
            found = await connection.execute(_OVERVIEW, {"who": person, "now": now, "today": today})
        row = found.one()
        return Overview(
            organizations=row.organizations,
            open=row.open,
            next_access_end=row.next_end,
            next_access_name=row.next_name,
            next_service=None if row.id is None else subscription(row),
        )

    async def holders(self, organization: OrganizationId, now: datetime) -> Sequence[Holder]:
        """Everyone whose access to the organization is open now, soonest end last."""
        async with self._database.read() as connection:
            rows = await connection.execute(HOLDERS, {"which": organization, "now": now})
        return [holder(row) for row in rows]
