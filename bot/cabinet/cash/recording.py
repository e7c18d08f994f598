"""What ОФД and Маркет tell of a shift, in the form in which the cabinet keeps it."""

from typing import Final

from bot.cabinet.cash.kept_shift import ShiftMoney, ShiftRecord
from bot.cabinet.fiscal.retail_shift import RetailShift
from bot.cabinet.fiscal.shift_report import ShiftReport, ShiftTotals
from bot.cabinet.integrations.integration import IntegrationKind

NO_DRIVE: Final = "no-drive"  # the fiscal drive is unknown: the shift has no identity
CORRECTED: Final = "corrected"  # receipts of correction moved cash beside the shift's own receipts
UNBALANCED: Final = "unbalanced"  # cheques whose payments do not add up to their totals


def of_report(report: ShiftReport) -> ShiftRecord:
    """A shift that ОФД tells of. Receipts of correction are no part of its money; cash in them is a doubt."""
    doubts = {doubt.value for doubt in report.doubts}
    if report.drive is None:
        doubts.add(NO_DRIVE)
    if report.corrections.sell.cash or report.corrections.return_sell.cash:
        doubts.add(CORRECTED)
    document = report.document
    return ShiftRecord(
        key=_key(report),
        source=IntegrationKind.OFD,
        registration_number=report.registration_number,
        drive=report.drive,
        number=report.number,
        document=None if document is None else document.number,
        fiscal_sign=None if document is None else document.sign,
        shop=None,
        cash_box=None,
        opened_at=None if report.opened is None else report.opened.moment,
        closed_at=report.closed.moment,
        day=report.closed.wall.date(),
        zone=report.closed.zone,
        money=None if report.totals is None else _money(report.totals),
        is_over=True,
        doubts=frozenset(doubts),
    )


def of_retail(shift: RetailShift, *, is_over: bool) -> ShiftRecord:
    """A shift that Маркет's cheques make."""
    return ShiftRecord(
        key=f"market:{shift.id}",
        source=IntegrationKind.MARKET,
        registration_number=None,
        drive=None,
        number=None,
        document=None,
        fiscal_sign=None,
        shop=shift.shop,
        cash_box=shift.cash_box,
        opened_at=shift.opened.moment,
        closed_at=shift.closed.moment,
        day=shift.closed.wall.date(),
        zone=shift.closed.zone,
        money=ShiftMoney(
            sales_cash=shift.sales.cash,
            refunds_cash=shift.refunds.cash,
            sales_total=sum(amount for _, amount in shift.sales.amounts),
            refunds_total=sum(amount for _, amount in shift.refunds.amounts),
            sales_count=shift.sales.count,
            refunds_count=shift.refunds.count,
            unknown=shift.sales.unknown + shift.refunds.unknown,
        ),
        is_over=is_over,
        doubts=frozenset({UNBALANCED} if shift.unbalanced else ()),
    )


def _key(report: ShiftReport) -> str:
    if report.key is not None:
        number, drive, shift = report.key
        return f"ofd:{number}:{drive}:{shift}"
    # Without the drive a number may come again; the moment of closing tells such shifts apart.
    return f"ofd:{report.registration_number}::{report.number}:{report.closed.wall.isoformat()}"


def _money(totals: ShiftTotals) -> ShiftMoney:
    sell, back = totals.sell, totals.return_sell
    return ShiftMoney(
        sales_cash=sell.cash,
        refunds_cash=back.cash,
        sales_total=sell.total,
        refunds_total=back.total,
        sales_count=sell.count,
        refunds_count=back.count,
    )
