"""A shift as a row, and back."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_

from bot.cabinet.cash.kept_shift import KeptShift, KeptShiftId, ShiftMoney, ShiftRecord, ShiftState
from bot.cabinet.integrations.integration import IntegrationKind
from bot.cabinet.organization import OrganizationId
from storage.tables import shifts

# What a later load may complete.
TOLD = (
    "registration_number",
    "drive",
    "number",
    "document",
    "fiscal_sign",
    "shop",
    "cash_box",
    "opened_at",
    "closed_at",
    "day",
    "zone",
    "sales_cash",
    "refunds_cash",
    "sales_total",
    "refunds_total",
    "sales_count",
    "refunds_count",
    "unknown_money",
    "doubts",
    "is_over",
)

# A person has to look at it.
ASKS = or_(
    shifts.c.state.in_((ShiftState.UNSURE.value, ShiftState.NEGATIVE.value)) & shifts.c.decided_by.is_(None),
    shifts.c.later_cash.is_not(None) & shifts.c.later_seen_at.is_(None),
)


def row_of(organization: OrganizationId, record: ShiftRecord, now: datetime) -> dict[str, object]:
    """The row of a shift that has just been told of."""
    money = record.money
    return {
        "organization": organization,
        "key": record.key,
        "source": record.source.value,
        "registration_number": record.registration_number,
        "drive": record.drive,
        "number": record.number,
        "document": record.document,
        "fiscal_sign": record.fiscal_sign,
        "shop": record.shop,
        "cash_box": record.cash_box,
        "opened_at": record.opened_at,
        "closed_at": record.closed_at,
        "day": record.day,
        "zone": record.zone,
        "sales_cash": None if money is None else money.sales_cash,
        "refunds_cash": None if money is None else money.refunds_cash,
        "sales_total": None if money is None else money.sales_total,
        "refunds_total": None if money is None else money.refunds_total,
        "sales_count": None if money is None else money.sales_count,
        "refunds_count": None if money is None else money.refunds_count,
        "unknown_money": 0 if money is None else money.unknown,
        "doubts": sorted(record.doubts),
        "is_over": record.is_over,
        "state": ShiftState.NEW.value,
        "loaded_at": now,
    }


def kept_shift(row: Row[*tuple[Any, ...]]) -> KeptShift:
    """The value of a row of `shifts`."""
    money = None
    if row.sales_cash is not None:
        money = ShiftMoney(
            row.sales_cash,
            row.refunds_cash,
            row.sales_total,
            row.refunds_total,
            row.sales_count,
            row.refunds_count,
            row.unknown_money,
        )
    record = ShiftRecord(
        key=row.key,
        source=IntegrationKind(row.source),
        registration_number=row.registration_number,
        drive=row.drive,
        number=row.number,
        document=row.document,
        fiscal_sign=row.fiscal_sign,
        shop=row.shop,
        cash_box=row.cash_box,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        day=row.day,
        zone=row.zone,
        money=money,
        is_over=row.is_over,
        doubts=frozenset(row.doubts),
    )
    twin = None if row.twin is None else KeptShiftId(row.twin)
    return KeptShift(
        KeptShiftId(row.id),
        record,
        ShiftState(row.state),
        twin,
        later_cash=None if row.later_seen_at is not None else row.later_cash,
    )
