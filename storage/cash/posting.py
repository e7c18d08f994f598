"""Deciding about shifts and numbering orders: one organization at a time, all in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cabinet.cash.kept_shift import KeptShift, KeptShiftId, ShiftState
from bot.cabinet.cash.matching import PENDING, Decision, around, match
from bot.cabinet.cash.order_register import OrderState
from bot.cabinet.cash.ports import Posted
from bot.cabinet.organization import OrganizationId, PersonId
from storage.cash.shift_rows import ASKS, kept_shift
from storage.column_types import Identifier, UtcDateTime
from storage.database import Database
from storage.tables import cash_box_links, cash_orders, order_counters, organizations, shifts
from storage.upsert import Upsert

_WHICH = bindparam("which", type_=Identifier())
# Whoever comes second waits: two at once would both find the same shifts pending. SQLite has one writer anyway.
_LOCK = select(organizations.c.id).where(organizations.c.id == _WHICH).with_for_update()
_IS_PENDING = shifts.c.state.in_(sorted(state.value for state in PENDING)) & shifts.c.decided_by.is_(None)
_PENDING = select(shifts).where(shifts.c.organization == _WHICH, _IS_PENDING)
_AROUND = select(shifts).where(
    shifts.c.organization == _WHICH,
    shifts.c.closed_at.between(
        bindparam("since", type_=UtcDateTime()), bindparam("until", type_=UtcDateTime())
    ),
)
_LINKS = select(cash_box_links.c.cash_box, cash_box_links.c.registration_number).where(
    cash_box_links.c.organization == _WHICH
)
_LINK = Upsert(
    lambda insert_into: insert_into(cash_box_links).on_conflict_do_nothing(
        index_elements=[cash_box_links.c.organization, cash_box_links.c.cash_box]
    )
)
_DECIDE = (
    update(shifts)
    .where(shifts.c.id == bindparam("shift", type_=Identifier()))
    .values(
        state=bindparam("new_state"),
        twin=bindparam("new_twin", type_=Identifier()),
        decided_by=bindparam("by", type_=Identifier()),
        decided_at=bindparam("at", type_=UtcDateTime()),
    )
)
_LAST_NUMBER = select(order_counters.c.last).where(
    order_counters.c.organization == _WHICH, order_counters.c.year == bindparam("of_year")
)
_COUNT_UP = Upsert(
    lambda insert_into: (counter := insert_into(order_counters)).on_conflict_do_update(
        index_elements=[order_counters.c.organization, order_counters.c.year],
        set_={"last": counter.excluded.last},
    )
)
_ORDER = insert(cash_orders)
_QUESTIONS = select(func.count()).where(shifts.c.organization == _WHICH, ASKS)


class CashPosting:
    """The part of `bot.cabinet.cash.ports.CashStore` that decides."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def post(self, organization: OrganizationId, now: datetime) -> Posted:
        """Decide about every pending shift, and make the orders."""
        async with self._database.write() as connection:
            await lock(connection, organization)
            return await decide(connection, organization, now)


async def lock(connection: AsyncConnection, organization: OrganizationId) -> None:
    """Let nobody else decide about the organization's shifts until the transaction ends."""
    await connection.execute(_LOCK, {"which": organization})


async def decide(connection: AsyncConnection, organization: OrganizationId, now: datetime) -> Posted:
    """Decide about what is pending; the organization is locked."""
    which = {"which": organization}
    pending = [kept_shift(row) for row in await connection.execute(_PENDING, which)]
    window = around(pending)
    orders = 0
    if window is not None:
        rows = await connection.execute(_AROUND, {**which, "since": window[0], "until": window[1]})
        known = {shift.id: shift for shift in map(kept_shift, rows)}
        links = {row.cash_box: row.registration_number for row in await connection.execute(_LINKS, which)}
        matched = match(list(known.values()), links, now)
        await _link(connection, organization, matched.links, now)
        orders = await apply(connection, organization, matched.decisions, known, None, now)
    questions = (await connection.execute(_QUESTIONS, which)).scalar_one()
    return Posted(orders, questions)


async def apply(
    connection: AsyncConnection,
    organization: OrganizationId,
    decisions: Sequence[Decision],
    known: Mapping[KeptShiftId, KeptShift],
    person: PersonId | None,
    now: datetime,
) -> int:
    """Write the decisions down and make their orders; how many orders there are."""
    if not decisions:
        return 0
    await connection.execute(
        _DECIDE,
        [
            {
                "shift": decision.shift,
                "new_state": decision.state.value,
                "new_twin": decision.twin,
                "by": person,
                "at": None if decision.state in PENDING else now,
            }
            for decision in decisions
        ],
    )
    posted = [known[one.shift] for one in decisions if one.state is ShiftState.POSTED]
    rows = await _numbered(connection, organization, posted, now)
    if rows:
        await connection.execute(_ORDER, rows)
    return len(rows)


async def _numbered(
    connection: AsyncConnection, organization: OrganizationId, posted: Iterable[KeptShift], now: datetime
) -> list[dict[str, object]]:
    """Orders in the order of their days, each year numbered on from its last number."""
    by_year: dict[int, list[KeptShift]] = {}
    for shift in sorted(posted, key=lambda one: (one.record.day, one.record.closed_at, one.id)):
        by_year.setdefault(shift.record.day.year, []).append(shift)
    rows: list[dict[str, object]] = []
    for year, shifts_of_year in by_year.items():  # a handful of years
        found = await connection.execute(_LAST_NUMBER, {"which": organization, "of_year": year})
        last = found.scalar_one_or_none() or 0
        rows += [
            {
                "organization": organization,
                "year": year,
                "number": number,
                "day": shift.record.day,
                "amount": 0 if shift.record.money is None else shift.record.money.cash,
                "shift": shift.id,
                "state": OrderState.NEW.value,
                "made_at": now,
            }
            for number, shift in enumerate(shifts_of_year, last + 1)
        ]
        counted = {"organization": organization, "year": year, "last": last + len(shifts_of_year)}
        await connection.execute(_COUNT_UP.on(connection), counted)
    return rows


async def _link(
    connection: AsyncConnection, organization: OrganizationId, links: Mapping[str, str], now: datetime
) -> None:
    if links:
        rows = [
            {
                "organization": organization,
                "cash_box": box,
                "registration_number": register,
                "decided_by": None,
                "decided_at": now,
            }
            for box, register in links.items()
        ]
        await connection.execute(_LINK.on(connection), rows)
