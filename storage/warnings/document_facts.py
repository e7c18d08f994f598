"""What is new among documents, for those who may look at the organization at the moment of telling."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cabinet.organization import OrganizationId
from bot.cabinet.warnings.kind import Kind
from bot.cabinet.warnings.outbox import Fact, NewDocuments, WarningId
from storage.column_types import UtcDateTime
from storage.documents.looking import kept
from storage.tables import closing_documents, memberships, organizations, outbox, warning_preferences
from storage.warnings.documents import is_news
from storage.warnings.ends import EndText

SHOWN = 5

_FOUND = (
    select(outbox.c.id.label("warning"), organizations.c.name, closing_documents)
    .join_from(outbox, organizations, organizations.c.id == outbox.c.organization)
    .join(
        memberships,
        (memberships.c.person == outbox.c.person) & (memberships.c.organization == outbox.c.organization),
    )
    .join(
        closing_documents,
        (closing_documents.c.organization == outbox.c.organization)
        & (EndText(closing_documents.c.appeared_at) == outbox.c.end),
    )
    .outerjoin(
        warning_preferences,
        (warning_preferences.c.person == outbox.c.person)
        & (warning_preferences.c.kind == Kind.DOCUMENT.value),
    )
    .where(
        outbox.c.id.in_(bindparam("ids", expanding=True)),
        func.coalesce(warning_preferences.c.enabled, true()),
        memberships.c.removed_at.is_(None),
        memberships.c.muted.is_(False),
        memberships.c.open_until > bindparam("now", type_=UtcDateTime()),
    )
    .order_by(closing_documents.c.filed_on.desc(), closing_documents.c.deal, closing_documents.c.kind)
)


async def new_documents(
    connection: AsyncConnection, _kind: Kind, due: Sequence[Row[*tuple[Any, ...]]], now: datetime
) -> dict[WarningId, Fact]:
    """The documents of each load; nothing for those whose access has ended meanwhile, or who want it no more."""
    found: dict[WarningId, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in await connection.execute(_FOUND, {"ids": [row.id for row in due], "now": now}):
        if is_news(row.sent_at, row.filed_on, row.appeared_at):
            found[WarningId(row.warning)].append(row)
    return {
        warning: NewDocuments(
            OrganizationId(rows[0].organization),
            rows[0].name,
            tuple(kept(row) for row in rows[:SHOWN]),
            len(rows),
        )
        for warning, rows in found.items()
    }
