"""Shifts and orders put in as they are, of two sources."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from bot.cabinet.cash.kept_shift import ShiftState
from bot.cabinet.cash.order_register import OrderState
from bot.cabinet.organization import OrganizationId
from storage.database import Database
from storage.tables import cash_orders, cash_registers, shifts, shops

REGISTER = "0001234567012345"
DRIVE = "9999078900001234"
AT = datetime.fromisoformat("2026-11-21T09:00:00+00:00")
_OF_OFD = {"registration_number": REGISTER, "drive": DRIVE, "document": 70, "shop": None, "cash_box": None}
_OF_MARKET = {"registration_number": None, "drive": None, "document": None, "shop": "s1", "cash_box": "box"}


async def put_names(database: Database, organization: OrganizationId) -> None:
    """A register and a shop that have names."""
    async with database.write() as connection:
        await connection.execute(
            insert(cash_registers),
            {
                "organization": organization,
                "registration_number": REGISTER,
                "name": "Касса у входа",
                "address": "",
                "updated_at": AT,
            },
        )
        await connection.execute(
            insert(shops), {"organization": organization, "shop": "s1", "name": "Лавка", "address": ""}
        )


async def put_order(
    database: Database,
    organization: OrganizationId,
    number: int,
    day: date,
    amount: int,
    *,
    source: str = "ofd",
) -> int:
    """The number of the row of an order that is put in with its shift."""
    key = f"{source} {organization} {number} {day}"
    shift: dict[str, Any] = {
        "organization": organization,
        "key": key,
        "source": source,
        "number": number if source == "ofd" else None,
        "closed_at": AT + timedelta(minutes=number),
        "day": day,
        "zone": "Europe/Moscow",
        "sales_cash": amount,
        "refunds_cash": 0,
        "unknown_money": 0,
        "doubts": [],
        "is_over": True,
        "state": ShiftState.POSTED.value,
        "loaded_at": AT,
        **(_OF_OFD if source == "ofd" else _OF_MARKET),
    }
    async with database.write() as connection:
        made = await connection.execute(insert(shifts).returning(shifts.c.id), shift)
        order = await connection.execute(
            insert(cash_orders).returning(cash_orders.c.id),
            {
                "organization": organization,
                "year": day.year,
                "number": number,
                "day": day,
                "amount": amount,
                "shift": made.scalar_one(),
                "state": OrderState.NEW.value,
                "made_at": AT,
            },
        )
        ident: int = order.scalar_one()
    return ident
