"""What is true of acts and orders at the moment of telling."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cabinet.acts.act import Act, ActId, OrderState
from bot.cabinet.files.stored_file import FileId
from bot.cabinet.fiscal.period import Period
from bot.cabinet.organization import OrganizationId
from bot.cabinet.warnings.kind import Kind
from bot.cabinet.warnings.outbox import ActReady, Fact, OrderDeclined, OrdersWaiting, WarningId
from storage.acts.looking import ORDERS, act_order
from storage.tables import act_orders, memberships, organizations, outbox, reconciliation_acts

_IDS = outbox.c.id.in_(bindparam("ids", expanding=True))
_ITS_MEMBERSHIP = (memberships.c.person == outbox.c.person) & (
    memberships.c.organization == outbox.c.organization
)
_ORDERED = (
    select(act_orders.c.id)
    .where(
        act_orders.c.act == reconciliation_acts.c.id,
        act_orders.c.person == outbox.c.person,
        act_orders.c.state == OrderState.READY.value,
    )
    .exists()
)
_READY = (
    select(
        outbox.c.id.label("warning"),
        reconciliation_acts,
        organizations.c.name,
        memberships.c.open_until,
        memberships.c.muted,
        _ORDERED.label("is_ordered"),
    )
    .join_from(outbox, reconciliation_acts, reconciliation_acts.c.id == outbox.c.subject)
    .join(organizations, organizations.c.id == reconciliation_acts.c.organization)
    .join(memberships, _ITS_MEMBERSHIP)
    .where(_IDS, memberships.c.removed_at.is_(None))
)
_DECLINED = (
    ORDERS.add_columns(outbox.c.id.label("warning"), memberships.c.open_until)
    .join(outbox, outbox.c.subject == act_orders.c.id)
    .join(memberships, _ITS_MEMBERSHIP)
    .where(_IDS, memberships.c.removed_at.is_(None))
)
_WAITING = select(func.count().label("total"), func.min(act_orders.c.ordered_at).label("oldest")).where(
    act_orders.c.state == OrderState.WAITING.value
)
_NEWEST = ORDERS.where(
    act_orders.c.id.in_(bindparam("orders", expanding=True)),
    act_orders.c.state == OrderState.WAITING.value,
)

_Due = Sequence[Row[*tuple[Any, ...]]]
_Facts = dict[WarningId, Fact]


async def ready_acts(connection: AsyncConnection, _kind: Kind, due: _Due, now: datetime) -> _Facts:
    """The act for those who may look at it; that there is one for whoever ordered it and may not look now."""
    known: _Facts = {}
    for row in await connection.execute(_READY, {"ids": [row.id for row in due]}):
        is_open, is_ordered = row.open_until > now, bool(row.is_ordered)
        if is_ordered or (is_open and not row.muted):
            organization = OrganizationId(row.organization)
            act = Act(
                ActId(row.id),
                organization,
                Period(row.first, row.last),
                FileId(row.file),
                row.appeared_at,
            )
            known[WarningId(row.warning)] = ActReady(
                organization, row.name, act if is_open else None, is_ordered
            )
    return known


async def declined_orders(connection: AsyncConnection, _kind: Kind, due: _Due, now: datetime) -> _Facts:
    """The order that was declined, for whoever placed it."""
    return {
        WarningId(row.warning): OrderDeclined(
            OrganizationId(row.organization),
            row.organization_name,
            act_order(row) if row.open_until > now else None,
        )
        for row in await connection.execute(_DECLINED, {"ids": [row.id for row in due]})
    }


async def waiting_orders(connection: AsyncConnection, _kind: Kind, due: _Due, _now: datetime) -> _Facts:
    """How many orders wait; nothing once none does, or once the new one does not any more."""
    waiting = (await connection.execute(_WAITING)).one()
    if not waiting.total:
        return {}
    rows = await connection.execute(_NEWEST, {"orders": [row.subject for row in due]})
    orders = {row.id: act_order(row) for row in rows}
    return {
        WarningId(row.id): OrdersWaiting(orders.get(row.subject), waiting.total, waiting.oldest)
        for row in due
        if row.threshold or row.subject in orders
    }
