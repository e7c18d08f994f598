"""Writing down what was loaded: a piece of any length in a few statements and one transaction."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Date, bindparam, case, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cabinet.cash.kept_shift import ShiftState
from bot.cabinet.cash.loaded_days import LoadedDays
from bot.cabinet.cash.ports import LoadedPiece, ShopReports
from bot.cabinet.fiscal.cash_register import CashRegister
from bot.cabinet.fiscal.period import Period
from bot.cabinet.fiscal.retail import Shop
from bot.cabinet.organization import OrganizationId
from storage.cash.loads import asked_days
from storage.cash.posting import lock
from storage.cash.shift_rows import TOLD, row_of
from storage.column_types import Identifier, UtcDateTime
from storage.database import Database
from storage.tables import (
    cash_registers,
    cashless_days,
    load_marks,
    shifts,
    shops,
    sold_products,
    waybills,
)
from storage.upsert import Insert, InsertInto, Upsert

# A register that has told nothing for so long is worth a warning (design, section 3, «Warnings»).
SILENCE = timedelta(days=25)

_WHICH = bindparam("which", type_=Identifier())
_PENDING = (ShiftState.NEW.value, ShiftState.WAITING.value, ShiftState.UNSURE.value)
# What was decided by the shift's own money: it would be another decision, or another sum, today.
_BY_MONEY = (ShiftState.POSTED.value, ShiftState.EMPTY.value, ShiftState.NEGATIVE.value)


def _put_shifts(insert: InsertInto) -> Insert:
    """New shifts; what is pending is completed; of what stands only is noted that it is told otherwise now."""
    put = insert(shifts)
    told, kept = put.excluded, shifts.c
    pending = or_(*(kept.state == state for state in _PENDING)) & kept.decided_by.is_(None)
    told_cash = told.sales_cash - told.refunds_cash
    # None where nothing is known of the money, now or before.
    stands = or_(*(kept.state == state for state in _BY_MONEY))
    differs = stands & (told_cash != kept.sales_cash - kept.refunds_cash)
    return put.on_conflict_do_update(
        index_elements=[kept.organization, kept.key],
        set_={
            **{name: case((pending, told[name]), else_=kept[name]) for name in TOLD},
            "later_cash": case((differs & ~pending, told_cash)),
            "later_seen_at": case((kept.later_cash == told_cash, kept.later_seen_at)),
        },
        where=pending | differs | kept.later_cash.is_not(None),
    )


def _put_registers(insert: InsertInto) -> Insert:
    put = insert(cash_registers)
    names = ("name", "address", "drive", "last_document_at", "silent_from", "updated_at")
    return put.on_conflict_do_update(
        index_elements=[cash_registers.c.organization, cash_registers.c.registration_number],
        set_={
            **{name: put.excluded[name] for name in names},
            # What was said of another drive is over.
            "drive_sign": case((put.excluded.drive == cash_registers.c.drive, cash_registers.c.drive_sign)),
        },
    )


def _put_shops(insert: InsertInto) -> Insert:
    put = insert(shops)
    return put.on_conflict_do_update(
        index_elements=[shops.c.organization, shops.c.shop],
        set_={"name": put.excluded.name, "address": put.excluded.address},
    )


def _put_waybills(insert: InsertInto) -> Insert:
    put = insert(waybills)
    names = ("number", "dated", "received", "supplier", "supplier_inn", "cost", "positions")
    return put.on_conflict_do_update(
        index_elements=[waybills.c.organization, waybills.c.external],
        set_={name: put.excluded[name] for name in names},
    )


_PUT_SHIFTS = Upsert(_put_shifts)
_PUT_REGISTERS, _PUT_SHOPS = Upsert(_put_registers), Upsert(_put_shops)
_PUT_WAYBILLS = Upsert(_put_waybills)
_PUT_CASHLESS, _PUT_SOLD = (
    Upsert(lambda insert: insert(cashless_days)),
    Upsert(lambda insert: insert(sold_products)),
)
_COUNT = select(func.count()).where(shifts.c.organization == _WHICH)
_FIRST, _LAST = bindparam("first", type_=Date()), bindparam("last", type_=Date())
_FORGET_CASHLESS = delete(cashless_days).where(
    cashless_days.c.organization == _WHICH,
    cashless_days.c.shop == bindparam("of_shop"),
    cashless_days.c.day.between(_FIRST, _LAST),
)
_FORGET_SOLD = delete(sold_products).where(
    sold_products.c.organization == _WHICH,
    sold_products.c.shop == bindparam("of_shop"),
    sold_products.c.day.between(_FIRST, _LAST),
)
_OF_UNIT = (
    load_marks.c.organization == _WHICH,
    load_marks.c.kind == bindparam("of_kind"),
    load_marks.c.unit == bindparam("of_unit"),
)
_MARKS = select(load_marks.c.loaded_from, load_marks.c.loaded_until, load_marks.c.asked_on).where(*_OF_UNIT)
_FORGET_MARKS = delete(load_marks).where(*_OF_UNIT)
_MARK = insert(load_marks)
_SIGN = (
    update(cash_registers)
    .where(
        cash_registers.c.organization == _WHICH,
        cash_registers.c.registration_number == bindparam("register"),
        or_(
            cash_registers.c.drive_sign.is_(None),
            cash_registers.c.drive_sign != bindparam("sign"),
        ),
    )
    .values(drive_sign=bindparam("sign"), drive_sign_at=bindparam("now", type_=UtcDateTime()))
)


class CashSaving:
    """The part of `bot.cabinet.cash.ports.CashStore` that writes down what was loaded."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save_registers(
        self, organization: OrganizationId, registers: Sequence[CashRegister], zone: str, now: datetime
    ) -> None:
        """Write down the cash registers."""
        rows = [_register_row(organization, register, zone, now) for register in registers]
        async with self._database.write() as connection:
            await connection.execute(_PUT_REGISTERS.on(connection), rows)

    async def save_shops(self, organization: OrganizationId, found: Sequence[Shop]) -> None:
        """Write down the shops."""
        rows = [
            {"organization": organization, "shop": shop.id, "name": shop.name, "address": shop.address}
            for shop in found
        ]
        async with self._database.write() as connection:
            await connection.execute(_PUT_SHOPS.on(connection), rows)

    async def save(self, organization: OrganizationId, piece: LoadedPiece, now: datetime) -> int:
        """Write down shifts and reports, and that their days are loaded; how many shifts are new."""
        which = {"which": organization}
        async with self._database.write() as connection:
            # Two processes that load the same would lose each other's days.
            await lock(connection, organization)
            before = (await connection.execute(_COUNT, which)).scalar_one()
            if piece.records:
                rows = [row_of(organization, record, now) for record in piece.records]
                await connection.execute(_PUT_SHIFTS.on(connection), rows)
            if piece.reports is not None:
                await _put_reports(connection, organization, piece.unit, piece.reports)
            if piece.sign is not None:
                sign = {"register": piece.unit, "sign": piece.sign.value, "now": now}
                await connection.execute(_SIGN, {**which, **sign})
            if piece.asked is not None:
                await _mark(connection, organization, piece, piece.asked)
            return (await connection.execute(_COUNT, which)).scalar_one() - before


async def _mark(
    connection: AsyncConnection, organization: OrganizationId, piece: LoadedPiece, asked: Period
) -> None:
    unit = {"which": organization, "of_kind": piece.kind.value, "of_unit": piece.unit}
    known = LoadedDays(asked_days(row) for row in await connection.execute(_MARKS, unit))
    known.ask(asked, piece.today)
    await connection.execute(_FORGET_MARKS, unit)
    rows = [
        {
            "organization": organization,
            "kind": piece.kind.value,
            "unit": piece.unit,
            "loaded_from": run.period.first,
            "loaded_until": run.period.last,
            "asked_on": run.on,
        }
        for run in known.runs()
    ]
    await connection.execute(_MARK, rows)


async def _put_reports(
    connection: AsyncConnection, organization: OrganizationId, shop: str, reports: ShopReports
) -> None:
    days = {
        "which": organization,
        "of_shop": shop,
        "first": reports.period.first,
        "last": reports.period.last,
    }
    await connection.execute(_FORGET_CASHLESS, days)
    await connection.execute(_FORGET_SOLD, days)
    if cashless := _cashless_rows(organization, shop, reports):
        await connection.execute(_PUT_CASHLESS.on(connection), cashless)
    if sold := _sold_rows(organization, shop, reports):
        await connection.execute(_PUT_SOLD.on(connection), sold)
    if delivered := _waybill_rows(organization, reports):
        await connection.execute(_PUT_WAYBILLS.on(connection), delivered)


def _register_row(
    organization: OrganizationId, register: CashRegister, zone: str, now: datetime
) -> dict[str, object]:
    last = register.last_document
    moment = None if last is None else last.replace(tzinfo=ZoneInfo(zone))
    return {
        "organization": organization,
        "registration_number": register.registration_number,
        "name": register.name or register.sales_point,
        "address": register.address,
        "drive": register.drives[-1].serial if register.drives else None,
        "last_document_at": moment,
        "silent_from": None if moment is None else moment + SILENCE,
        "updated_at": now,
    }


def _cashless_rows(organization: OrganizationId, shop: str, reports: ShopReports) -> list[dict[str, object]]:
    amounts: dict[tuple[date, str], list[int]] = {}
    for one in reports.cashless:
        for place, paid in enumerate((one.received, one.returned)):
            for payment, amount in paid:
                amounts.setdefault((one.day, payment.value), [0, 0])[place] += amount
    return [
        {
            "organization": organization,
            "shop": shop,
            "day": day,
            "payment": payment,
            "received": received,
            "returned": returned,
        }
        for (day, payment), (received, returned) in amounts.items()
    ]


def _sold_rows(organization: OrganizationId, shop: str, reports: ShopReports) -> list[dict[str, object]]:
    return [
        {
            "organization": organization,
            "shop": shop,
            "day": day,
            "product": product,
            "sold": sold,
            "returned": returned,
        }
        for (day, product), (sold, returned) in reports.sold.items()
    ]


def _waybill_rows(organization: OrganizationId, reports: ShopReports) -> list[dict[str, object]]:
    return [
        {
            "organization": organization,
            "external": one.id,
            "shop": one.shop,
            "number": one.number,
            "dated": one.dated,
            "received": one.received,
            "supplier": None if one.supplier is None else one.supplier.name,
            "supplier_inn": None if one.supplier is None else one.supplier.inn,
            "cost": one.cost,
            "positions": len(one.lines),
        }
        for one in reports.waybills
    ]
