"""Writing down what was loaded: a piece of any length in a few statements and one transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Date, bindparam, case, delete, func, or_, select, update

from bot.cabinet.cash.kept_shift import ShiftRecord, ShiftState
from bot.cabinet.cash.ports import ShopReports
from bot.cabinet.fiscal.cash_register import CashRegister
from bot.cabinet.fiscal.period import Period
from bot.cabinet.fiscal.retail import Shop
from bot.cabinet.fiscal.shift_report import DriveSign
from bot.cabinet.integrations.integration import IntegrationKind
from bot.cabinet.organization import OrganizationId
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


def _put_shifts(insert: InsertInto) -> Insert:
    put = insert(shifts)
    return put.on_conflict_do_update(
        index_elements=[shifts.c.organization, shifts.c.key],
        set_={name: put.excluded[name] for name in TOLD},
        # What stands is never changed by loading it again.
        where=or_(*(shifts.c.state == state for state in _PENDING)) & shifts.c.decided_by.is_(None),
    )


def _put_mark(insert: InsertInto) -> Insert:
    put = insert(load_marks)
    earlier = put.excluded.loaded_from < load_marks.c.loaded_from
    later = put.excluded.loaded_until > load_marks.c.loaded_until
    return put.on_conflict_do_update(
        index_elements=[load_marks.c.organization, load_marks.c.kind, load_marks.c.unit],
        set_={
            "loaded_from": case((earlier, put.excluded.loaded_from), else_=load_marks.c.loaded_from),
            "loaded_until": case((later, put.excluded.loaded_until), else_=load_marks.c.loaded_until),
        },
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


_PUT_SHIFTS, _PUT_MARK = Upsert(_put_shifts), Upsert(_put_mark)
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

    async def save_shifts(
        self,
        organization: OrganizationId,
        records: Sequence[ShiftRecord],
        covered: tuple[IntegrationKind, str, Period],
        signs: Mapping[str, DriveSign],
        now: datetime,
    ) -> int:
        """Write down shifts, and that the days are loaded; how many shifts are new."""
        kind, unit, period = covered
        mark = {
            "organization": organization,
            "kind": kind.value,
            "unit": unit,
            "loaded_from": period.first,
            "loaded_until": period.last,
        }
        which = {"which": organization}
        async with self._database.write() as connection:
            before = (await connection.execute(_COUNT, which)).scalar_one()
            if records:
                rows = [row_of(organization, record, now) for record in records]
                await connection.execute(_PUT_SHIFTS.on(connection), rows)
            await connection.execute(_PUT_MARK.on(connection), mark)
            if signs:
                told = [
                    {**which, "register": register, "sign": sign.value, "now": now}
                    for register, sign in signs.items()
                ]
                await connection.execute(_SIGN, told)
            return (await connection.execute(_COUNT, which)).scalar_one() - before

    async def save_reports(self, organization: OrganizationId, reports: ShopReports) -> None:
        """Write down what a shop reports, in place of what was known of these days."""
        days = {
            "which": organization,
            "of_shop": reports.shop,
            "first": reports.period.first,
            "last": reports.period.last,
        }
        async with self._database.write() as connection:
            await connection.execute(_FORGET_CASHLESS, days)
            await connection.execute(_FORGET_SOLD, days)
            if cashless := _cashless_rows(organization, reports):
                await connection.execute(_PUT_CASHLESS.on(connection), cashless)
            if sold := _sold_rows(organization, reports):
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


def _cashless_rows(organization: OrganizationId, reports: ShopReports) -> list[dict[str, object]]:
    amounts: dict[tuple[date, str], list[int]] = {}
    for one in reports.cashless:
        for place, paid in enumerate((one.received, one.returned)):
            for payment, amount in paid:
                amounts.setdefault((one.day, payment.value), [0, 0])[place] += amount
    return [
        {
            "organization": organization,
            "shop": reports.shop,
            "day": day,
            "payment": payment,
            "received": received,
            "returned": returned,
        }
        for (day, payment), (received, returned) in amounts.items()
    ]


def _sold_rows(organization: OrganizationId, reports: ShopReports) -> list[dict[str, object]]:
    return [
        {
            "organization": organization,
            "shop": reports.shop,
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
