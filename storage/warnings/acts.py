"""Warnings around reconciliation acts, queued in the transaction of the deed."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import Text, bindparam, exists, func, literal, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cabinet.acts.act import ActOrderId, OrderState
from bot.cabinet.organization import OrganizationId
from bot.cabinet.warnings.kind import RULES, Kind
from storage.column_types import Identifier, UtcDateTime
from storage.tables import act_orders, memberships, people, reconciliation_acts, warning_preferences
from storage.warnings.announcing import FRESH, INITIAL_STATE, queue
from storage.warnings.ends import EndText, written
from storage.warnings.events import ACTOR, WHICH, told
from storage.warnings.given import DAY, WORD, given, rows

_REMINDER = 1

_NOW = bindparam("now", type_=UtcDateTime())
_ORDER = bindparam("order", type_=Identifier())

_TO_OPERATORS = queue(
    told(Kind.ORDER, people.c.id, _ORDER).where(people.c.id.in_(bindparam("operators", expanding=True))),
    "actor",
)
_DAYS = given("days", zone=WORD, day=DAY)
_ZONES = select(people.c.zone).where(people.c.id.in_(bindparam("operators", expanding=True))).distinct()
_REMIND = queue(
    select(
        people.c.id,
        literal(Kind.ORDER.value),
        literal(0),
        literal(_REMINDER),
        EndText(_DAYS.c.day),
        literal(None, Identifier()),
        literal(RULES[Kind.ORDER].urgent),
        INITIAL_STATE,
        *FRESH,
        literal(None, Identifier()),
    )
    .join_from(people, _DAYS, _DAYS.c.zone == people.c.zone)
    .where(
        people.c.id.in_(bindparam("operators", expanding=True)),
        exists().where(
            act_orders.c.state == OrderState.WAITING.value,
            act_orders.c.ordered_at <= bindparam("ordered_before", type_=UtcDateTime()),
        ),
    ),
    "actor",
)


def _of_act(kind: Kind) -> tuple[object, ...]:
    return (
        literal(kind.value),
        reconciliation_acts.c.id,
        literal(0),
        bindparam("end_text", type_=Text()),
        reconciliation_acts.c.organization,
        literal(RULES[kind].urgent),
        INITIAL_STATE,
        *FRESH,
        literal(None, Identifier()),
    )


# Whoever ordered it hears of it in any case; what is said depends on whether access is open then.
_TO_ORDERERS = queue(
    select(people.c.id, *_of_act(Kind.ACT))
    .select_from(act_orders)
    .join(reconciliation_acts, reconciliation_acts.c.id == act_orders.c.act)
    .join(people, people.c.id == act_orders.c.person)
    .where(act_orders.c.state == OrderState.READY.value, act_orders.c.settled_at == _NOW),
    "actor",
)
_TO_HOLDERS = queue(
    select(people.c.id, *_of_act(Kind.ACT))
    .select_from(reconciliation_acts)
    .join(memberships, memberships.c.organization == reconciliation_acts.c.organization)
    .join(people, people.c.id == memberships.c.person)
    .outerjoin(
        warning_preferences,
        (warning_preferences.c.person == memberships.c.person)
        & (warning_preferences.c.kind == Kind.ACT.value),
    )
    .where(
        reconciliation_acts.c.appeared_at == _NOW,
        memberships.c.open_until > _NOW,
        memberships.c.removed_at.is_(None),
        memberships.c.muted.is_(False),
        func.coalesce(warning_preferences.c.enabled, true()),
    ),
    "actor",
)
_DECLINED = queue(
    select(
        people.c.id,
        literal(Kind.DECLINED.value),
        act_orders.c.id,
        literal(0),
        bindparam("end_text", type_=Text()),
        act_orders.c.organization,
        literal(RULES[Kind.DECLINED].urgent),
        INITIAL_STATE,
        *FRESH,
        literal(None, Identifier()),
    )
    .join_from(act_orders, people, people.c.id == act_orders.c.person)
    .where(act_orders.c.id == _ORDER),
    "actor",
)


async def tell_operators(
    connection: AsyncConnection,
    order: ActOrderId,
    organization: OrganizationId,
    operators: Collection[int],
    now: datetime,
) -> None:
    """Queue a word about a new order for those operators who have ever talked to the bot."""
    await connection.execute(
        _TO_OPERATORS.on(connection),
        {
            "order": order,
            WHICH.key: organization,
            ACTOR.key: None,
            "operators": list(operators),
            "end_text": written(now),
            "now": now,
        },
    )


async def operator_zones(connection: AsyncConnection, operators: Collection[int]) -> list[str]:
    """The zones of those operators who have ever talked to the bot."""
    return list((await connection.execute(_ZONES, {"operators": list(operators)})).scalars())


async def remind_operators(
    connection: AsyncConnection,
    operators: Collection[int],
    days: Mapping[str, date],
    ordered_before: datetime,
    now: datetime,
) -> int:
    """Queue the reminder of each zone's day, if an order waits since then; how many are new."""
    reminded = await connection.execute(
        _REMIND.on(connection),
        {
            "operators": list(operators),
            "ordered_before": ordered_before,
            "days": rows({"zone": zone, "day": written(day)} for zone, day in days.items()),
            "now": now,
        },
    )
    return reminded.rowcount


async def tell_ready(connection: AsyncConnection, now: datetime) -> None:
    """Queue a word about acts that have appeared, or orders that were settled, at this moment."""
    values = {"end_text": written(now), "now": now}
    await connection.execute(_TO_ORDERERS.on(connection), values)
    await connection.execute(_TO_HOLDERS.on(connection), values)


async def tell_declined(connection: AsyncConnection, order: ActOrderId, now: datetime) -> None:
    """Queue a word about an order that was declined."""
    await connection.execute(_DECLINED.on(connection), {"order": order, "end_text": written(now), "now": now})
