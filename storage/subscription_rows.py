"""The columns that make a subscription, and the value they make."""

from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, select

from bot.cabinet.subscription import Subscription, Term
from storage.column_types import UtcDateTime
from storage.tables import memberships, organizations, subscriptions

SUBSCRIPTIONS = select(
    subscriptions.c.id,
    subscriptions.c.organization,
    organizations.c.name.label("organization_name"),
    organizations.c.inn,
    subscriptions.c.kpp,
    subscriptions.c.product,
    subscriptions.c.tariff,
    subscriptions.c.modifiers,
    subscriptions.c.valid_from,
    subscriptions.c.valid_until,
).join_from(subscriptions, organizations)

SOONEST_FIRST: tuple[ColumnElement[Any], ...] = (
    subscriptions.c.valid_until.asc().nulls_last(),
    organizations.c.folded_name.asc(),
    subscriptions.c.product.asc(),
    subscriptions.c.tariff.asc(),
    subscriptions.c.id.asc(),
)

# The person `who` may look at them at the moment `now`.
OPEN_TO_PERSON: tuple[ColumnElement[bool], ...] = (
    memberships.c.person == bindparam("who"),
    memberships.c.removed_at.is_(None),
    memberships.c.open_until > bindparam("now", type_=UtcDateTime()),
)


def subscription(row: Row[*tuple[Any, ...]]) -> Subscription:
    """The value of a row of `SUBSCRIPTIONS`."""
    return Subscription(
        id=row.id,
        organization=row.organization,
        organization_name=row.organization_name,
        inn=row.inn,
        kpp=row.kpp,
        product=row.product,
        tariff=row.tariff,
        modifiers=tuple(row.modifiers),
        term=Term(row.valid_from, row.valid_until),
    )
