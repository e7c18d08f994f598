"""Looking at orders, shifts and reports: the organization stands in every condition."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    case,
    func,
    literal,
    select,
    union_all,
    update,
)

from bot.cabinet.cash.kept_order import (
    CashlessLine,
    KeptOrder,
    KeptWaybill,
    KnownRegister,
    OrderId,
    OrderMonth,
    ShownShift,
    SoldLine,
)
from bot.cabinet.cash.order_register import OrderState
from bot.cabinet.organization import OrganizationId, PersonId
from bot.cabinet.page import Page
from bot.clock import Clock
from storage.cash.shift_rows import ASKS, kept_shift
from storage.column_types import Identifier, UtcDateTime
from storage.database import Database
from storage.documents.looking import MonthText
from storage.paging import page_of, page_parameters, paged
from storage.tables import (
    cash_orders,
    cash_registers,
    cashless_days,
    people,
    shifts,
    shops,
    sold_products,
    waybills,
)

_WHICH = bindparam("which", type_=Identifier())
_FIRST, _LAST = bindparam("first", type_=Date()), bindparam("last", type_=Date())

# The names of registers and shops beside a shift.
_NAME = func.coalesce(cash_registers.c.name, shops.c.name).label("register_name")
_REGISTER_OF = and_(
    cash_registers.c.organization == shifts.c.organization,
    cash_registers.c.registration_number == shifts.c.registration_number,
)
_SHOP_OF = and_(shops.c.organization == shifts.c.organization, shops.c.shop == shifts.c.shop)

_ORDERS = (
    select(
        shifts,
        cash_orders.c.id.label("order_id"),
        cash_orders.c.number.label("order_number"),
        cash_orders.c.day.label("order_day"),
        cash_orders.c.amount,
        cash_orders.c.state.label("order_state"),
        cash_orders.c.accepted_at,
        people.c.name.label("accepted_name"),
        _NAME,
    )
    .select_from(
        cash_orders.join(shifts, shifts.c.id == cash_orders.c.shift)
        .outerjoin(cash_registers, _REGISTER_OF)
        .outerjoin(shops, _SHOP_OF)
        .outerjoin(people, people.c.id == cash_orders.c.accepted_by)
    )
    .where(cash_orders.c.organization == _WHICH)
)
_MONTH = MonthText(cash_orders.c.day)
_IS_NEW = cash_orders.c.state == OrderState.NEW.value
_NO_ORDERS = (literal(0), literal(0), literal(0), literal(0))


def _months_of(table: Table, day: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """Months of something else than orders: whoever takes no cash sells and buys all the same."""
    return select(MonthText(day), *_NO_ORDERS).where(table.c.organization == _WHICH).distinct()


_ALL_MONTHS = union_all(
    select(
        _MONTH.label("month"),
        func.count().label("orders"),
        func.sum(cash_orders.c.amount).label("amount"),
        func.sum(case((_IS_NEW, 1), else_=0)).label("new"),
        func.max(cash_orders.c.number).label("last"),
    )
    .where(cash_orders.c.organization == _WHICH)
    .group_by(_MONTH),
    _months_of(waybills, waybills.c.received),
    _months_of(cashless_days, cashless_days.c.day),
    _months_of(sold_products, sold_products.c.day),
).subquery()
_MONTHS = (
    select(
        _ALL_MONTHS.c.month,
        func.sum(_ALL_MONTHS.c.orders).label("orders"),
        func.sum(_ALL_MONTHS.c.amount).label("amount"),
        func.sum(_ALL_MONTHS.c.new).label("new"),
        func.max(_ALL_MONTHS.c.last).label("last"),
    )
    .group_by(_ALL_MONTHS.c.month)
    .order_by(_ALL_MONTHS.c.month.desc())
)
_OF_MONTH = paged(
    _ORDERS.where(cash_orders.c.day.between(_FIRST, _LAST)),
    (cash_orders.c.year, cash_orders.c.number),
)
_ORDER = _ORDERS.where(cash_orders.c.id == bindparam("order", type_=Identifier()))
_ACCEPT = (
    update(cash_orders)
    .where(cash_orders.c.organization == _WHICH, cash_orders.c.state == OrderState.NEW.value)
    .values(
        state=OrderState.ACCEPTED.value,
        accepted_at=bindparam("at", type_=UtcDateTime()),
        accepted_by=bindparam("by", type_=Identifier()),
    )
)
_ACCEPT_ONE = _ACCEPT.where(cash_orders.c.id == bindparam("order", type_=Identifier()))
_ACCEPT_UP_TO = _ACCEPT.where(
    cash_orders.c.day.between(_FIRST, _LAST), cash_orders.c.number <= bindparam("up_to", type_=Identifier())
)

_SHIFTS = (
    select(shifts, _NAME, cash_orders.c.number.label("order_number"))
    .select_from(
        shifts.outerjoin(cash_orders, cash_orders.c.shift == shifts.c.id)
        .outerjoin(cash_registers, _REGISTER_OF)
        .outerjoin(shops, _SHOP_OF)
    )
    .where(shifts.c.organization == _WHICH)
)
_ALL_SHIFTS = paged(_SHIFTS, (shifts.c.closed_at.desc(), shifts.c.id.desc()))
_QUESTIONS = paged(_SHIFTS.where(ASKS), (shifts.c.closed_at, shifts.c.id))
_SOME = _SHIFTS.where(shifts.c.id.in_(bindparam("ids", expanding=True)))
_REGISTERS = (
    select(cash_registers.c.id, cash_registers.c.registration_number, cash_registers.c.name)
    .where(cash_registers.c.organization == _WHICH)
    .order_by(cash_registers.c.name, cash_registers.c.registration_number)
)
_WAYBILLS = paged(
    select(waybills).where(waybills.c.organization == _WHICH, waybills.c.received.between(_FIRST, _LAST)),
    (waybills.c.received.desc(), waybills.c.id.desc()),
)
_CASHLESS = (
    select(
        cashless_days.c.payment,
        func.sum(cashless_days.c.received).label("received"),
        func.sum(cashless_days.c.returned).label("returned"),
    )
    .where(cashless_days.c.organization == _WHICH, cashless_days.c.day.between(_FIRST, _LAST))
    .group_by(cashless_days.c.payment)
    .order_by(cashless_days.c.payment)
)
_SOLD = (
    select(
        sold_products.c.product,
        func.sum(sold_products.c.sold).label("sold"),
        func.sum(sold_products.c.returned).label("returned"),
        func.count().over().label("total"),
    )
    .where(sold_products.c.organization == _WHICH, sold_products.c.day.between(_FIRST, _LAST))
    .group_by(sold_products.c.product)
    .order_by(func.sum(sold_products.c.sold).desc(), sold_products.c.product)
    .limit(bindparam("limit"))
)


class StoredCashView:
    """`bot.cabinet.cash.orders.CashView` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def months(self, organization: OrganizationId) -> Sequence[OrderMonth]:
        """Months with orders, latest first."""
        rows = await self._rows(_MONTHS, {"which": organization})
        return [
            OrderMonth(
                date.fromisoformat(f"{row.month}-01"),
                int(row.orders),
                int(row.amount),
                int(row.new),
                int(row.last),
            )
            for row in rows
        ]

    async def of_month(
        self, organization: OrganizationId, first: date, last: date, number: int, size: int
    ) -> Page[KeptOrder]:
        """Orders of these days, by number."""
        parameters = {
            **page_parameters(number, size),
            "which": organization,
            "first": first,
            "last": last,
        }
        return page_of(await self._rows(_OF_MONTH, parameters), _order, parameters)

    async def order(self, organization: OrganizationId, order: OrderId) -> KeptOrder | None:
        """An order, if it is the organization's."""
        rows = await self._rows(_ORDER, {"which": organization, "order": order})
        return _order(rows[0]) if rows else None

    async def accept(
        self, organization: OrganizationId, order: OrderId, person: PersonId, clock: Clock
    ) -> bool:
        """Accept an order."""
        values = {"which": organization, "order": order, "by": person, "at": clock.now()}
        async with self._database.write() as connection:
            return (await connection.execute(_ACCEPT_ONE, values)).rowcount > 0

    async def accept_up_to(
        self,
        organization: OrganizationId,
        first: date,
        last: date,
        number: int,
        person: PersonId,
        clock: Clock,
    ) -> int:
        """Accept new orders of these days whose numbers are no larger."""
        values: dict[str, Any] = {
            "which": organization,
            "first": first,
            "last": last,
            "up_to": number,
            "by": person,
            "at": clock.now(),
        }
        async with self._database.write() as connection:
            return (await connection.execute(_ACCEPT_UP_TO, values)).rowcount

    async def shifts(
        self, organization: OrganizationId, number: int, size: int, *, questions: bool
    ) -> Page[ShownShift]:
        """Shifts, latest first; or only those that somebody has to decide about, oldest first."""
        parameters = {**page_parameters(number, size), "which": organization}
        rows = await self._rows(_QUESTIONS if questions else _ALL_SHIFTS, parameters)
        twins = [row.twin for row in rows if row.twin is not None]
        others = await self._rows(_SOME, {"which": organization, "ids": twins}) if twins else []
        known = {row.id: row for row in others}
        return page_of(rows, lambda row: _shown(row, known.get(row.twin)), parameters)

    async def registers(self, organization: OrganizationId) -> Sequence[KnownRegister]:
        """Cash registers by name."""
        rows = await self._rows(_REGISTERS, {"which": organization})
        return [KnownRegister(row.id, row.registration_number, row.name) for row in rows]

    async def waybills(
        self, organization: OrganizationId, first: date, last: date, number: int, size: int
    ) -> Page[KeptWaybill]:
        """Waybills received on these days, latest first."""
        parameters = {
            **page_parameters(number, size),
            "which": organization,
            "first": first,
            "last": last,
        }
        return page_of(await self._rows(_WAYBILLS, parameters), _waybill, parameters)

    async def cashless(self, organization: OrganizationId, first: date, last: date) -> Sequence[CashlessLine]:
        """Cashless revenue of these days by the way of payment."""
        rows = await self._rows(_CASHLESS, {"which": organization, "first": first, "last": last})
        return [CashlessLine(row.payment, int(row.received), int(row.returned)) for row in rows]

    async def sold(
        self, organization: OrganizationId, first: date, last: date, limit: int
    ) -> tuple[Sequence[SoldLine], int]:
        """Products sold on these days, the most first; and how many there are in all."""
        days = {"which": organization, "first": first, "last": last, "limit": limit}
        rows = await self._rows(_SOLD, days)
        lines = [SoldLine(row.product, int(row.sold), int(row.returned)) for row in rows]
        return lines, rows[0].total if rows else 0

    async def _rows(self, statement: Any, parameters: dict[str, Any]) -> Sequence[Row[*tuple[Any, ...]]]:
        async with self._database.read() as connection:
            return (await connection.execute(statement, parameters)).all()


def _order(row: Row[*tuple[Any, ...]]) -> KeptOrder:
    return KeptOrder(
        id=OrderId(row.order_id),
        number=row.order_number,
        day=row.order_day,
        amount=row.amount,
        state=OrderState(row.order_state),
        accepted_at=row.accepted_at,
        accepted_by=row.accepted_name,
        shift=kept_shift(row),
        register=row.register_name,
    )


def _shown(row: Row[*tuple[Any, ...]], twin: Row[*tuple[Any, ...]] | None) -> ShownShift:
    return ShownShift(
        shift=kept_shift(row),
        register=row.register_name,
        order=row.order_number,
        twin=None if twin is None else kept_shift(twin),
        twin_register=None if twin is None else twin.register_name,
    )


def _waybill(row: Row[*tuple[Any, ...]]) -> KeptWaybill:
    return KeptWaybill(row.number, row.dated, row.received, row.supplier, row.cost, row.positions)
