"""What ends: one source for each kind of warnings that the watch looks for. A later kind is one more entry."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, bindparam, exists, null, or_

from bot.cabinet.warnings.kind import Kind
from storage.column_types import UtcDateTime
from storage.tables import memberships, subscriptions
from storage.warnings.ends import DayAfter

# Who has not confirmed the organization for so long hears nothing of it any more (design, section 3 «Access»).
MEMBERSHIP_LIFETIME = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the ends of one kind are, and for whom.

    Attributes:
        kind: Whose they are.
        tables: What ends, and at last `memberships`: for each row one person who may hear of it.
        subject: What the row is about, within its kind.
        organization: Whose it is.
        end: The day or the moment when it ends: an indexed column.
        product: Its product, where there is one.
        current: What ties the tables together, and when a row counts.
        changed: Indexed columns that say when something in the row was changed. None needed where nothing stands.
    """

    kind: Kind
    tables: tuple[Table, ...]
    subject: ColumnElement[int]
    organization: ColumnElement[int]
    end: Column[Any]
    product: ColumnElement[Any]
    current: tuple[ColumnElement[bool], ...]
    changed: tuple[Column[Any], ...] = ()


def _renewed() -> ColumnElement[bool]:
    """The same service goes on the same or the next day.

    No other service of the organization counts: two cash registers may each have an ОФД of their own.
    """
    following = subscriptions.alias("following")
    return exists().where(
        following.c.organization == subscriptions.c.organization,
        following.c.product == subscriptions.c.product,
        or_(
            following.c.kpp == subscriptions.c.kpp,
            following.c.kpp.is_(None) & subscriptions.c.kpp.is_(None),
        ),
        following.c.valid_from.in_((subscriptions.c.valid_until, DayAfter(subscriptions.c.valid_until))),
        or_(following.c.valid_until.is_(None), following.c.valid_until > subscriptions.c.valid_until),
    )


# On the person's list, and wanted there.
LISTED = (memberships.c.removed_at.is_(None), memberships.c.muted.is_(False))
# The parameter is the present moment less `MEMBERSHIP_LIFETIME`.
CONFIRMED_LATELY = memberships.c.confirmed_at >= bindparam("confirmed_since", type_=UtcDateTime())
OF_MEMBER = memberships.c.organization == subscriptions.c.organization
NOT_RENEWED = ~_renewed()

SOURCES: dict[Kind, Source] = {
    source.kind: source
    for source in (
        Source(
            kind=Kind.ACCESS,
            tables=(memberships,),
            subject=memberships.c.organization,
            organization=memberships.c.organization,
            end=memberships.c.open_until,
            product=null(),
            # Who closed it knows that it is closed.
            current=(
                *LISTED,
                or_(memberships.c.closed_at.is_(None), memberships.c.closed_at < memberships.c.open_until),
            ),
        ),
        Source(
            kind=Kind.SERVICE,
            tables=(subscriptions, memberships),
            subject=subscriptions.c.id,
            organization=subscriptions.c.organization,
            end=subscriptions.c.valid_until,
            product=subscriptions.c.product,
            current=(OF_MEMBER, *LISTED, CONFIRMED_LATELY, NOT_RENEWED),
            changed=(subscriptions.c.updated_at, memberships.c.confirmed_at),
        ),
        Source(
            kind=Kind.CERTIFICATE,
            tables=(memberships,),
            subject=memberships.c.organization,
            organization=memberships.c.organization,
            end=memberships.c.certificate_valid_until,
            product=null(),
            current=(*LISTED, CONFIRMED_LATELY),
            changed=(memberships.c.confirmed_at,),
        ),
    )
}
