"""Warnings of new closing documents, queued in the transaction that writes them down."""

from datetime import date, datetime, timedelta

from sqlalchemy import Date, bindparam, exists, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cabinet.organization import OrganizationId
from bot.cabinet.warnings.kind import Kind
from storage.column_types import UtcDateTime
from storage.tables import closing_documents, memberships, people, warning_preferences
from storage.warnings.announcing import queue
from storage.warnings.ends import written
from storage.warnings.events import ACTOR, WHICH, told

# An old document that was found late is no news.
_NEWS = timedelta(days=60)
_NOW = bindparam("now", type_=UtcDateTime())

# By the day of sending: a document is often dated the end of the month before, and a mended one any day.
IS_NEWS = or_(
    closing_documents.c.sent_at >= bindparam("sent_since", type_=UtcDateTime()),
    closing_documents.c.sent_at.is_(None)
    & (closing_documents.c.filed_on >= bindparam("filed_since", type_=Date())),
)

# One row for all that a load has brought: its subject is the organization, its end the moment of the load.
_TELL = queue(
    told(Kind.DOCUMENT, memberships.c.person, WHICH)
    .join_from(memberships, people)
    .outerjoin(
        warning_preferences,
        (warning_preferences.c.person == memberships.c.person)
        & (warning_preferences.c.kind == Kind.DOCUMENT.value),
    )
    .where(
        memberships.c.organization == WHICH,
        # More than that they exist nobody may know without open access, so nobody else is told at all.
        memberships.c.open_until > _NOW,
        memberships.c.removed_at.is_(None),
        memberships.c.muted.is_(False),
        func.coalesce(warning_preferences.c.enabled, true()),
        exists(
            select(closing_documents.c.id).where(
                closing_documents.c.organization == WHICH,
                closing_documents.c.appeared_at == _NOW,
                IS_NEWS,
            )
        ),
    ),
    "actor",
)


async def tell_documents(connection: AsyncConnection, organization: OrganizationId, now: datetime) -> None:
    """Queue a warning for everybody who may look at the organization now."""
    values = {"which": organization, ACTOR.key: None, "end_text": written(now), "now": now}
    await connection.execute(_TELL.on(connection), {**values, **news_since(now)})


def news_since(now: datetime) -> dict[str, object]:
    """The parameters of `IS_NEWS`."""
    return {"sent_since": now - _NEWS, "filed_since": (now - _NEWS).date()}


def is_news(sent_at: datetime | None, filed_on: date, appeared_at: datetime) -> bool:
    """Whether a document is told of: not an old one that was found late."""
    if sent_at is not None:
        return sent_at >= appeared_at - _NEWS
    return filed_on >= (appeared_at - _NEWS).date()
