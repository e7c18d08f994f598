"""Totals by shifts: a shift that crosses the asked days gives only what lies inside them."""

from datetime import date

from bot.demo.registers.world import Operation, Receipt, Register, Shift

_NAMES = {
    "sell": Operation.SELL,
    "returnSell": Operation.RETURN_SELL,
    "buy": Operation.BUY,
    "returnBuy": Operation.RETURN_BUY,
}
_RATES = ("10", "18", "20", "22", "5", "7")


def by_shifts(register: Register, first: date, last: date, *, corrections: bool) -> list[dict[str, object]]:
    """The shifts with any document between two days, both included.

    Args:
        register: Whose.
        first: The first day.
        last: The last day.
        corrections: Whether receipts of correction count. The documentation does not say.
    """
    return [
        row
        for shift in register.shifts
        if (row := _row(shift, first, last, corrections=corrections)) is not None
    ]


def _row(shift: Shift, first: date, last: date, *, corrections: bool) -> dict[str, object] | None:
    opened = first <= shift.opened.date() <= last
    closed = shift.closed is not None and first <= shift.closed.date() <= last
    inside = [r for r in shift.receipts if first <= r.at.date() <= last]
    if not (opened or closed or inside):
        return None
    counted = [r for r in inside if corrections or not r.correction]
    row: dict[str, object] = {"shiftNumber": shift.number}
    if opened:
        row["shiftOpen"] = shift.opened.isoformat()
    if closed and shift.closed is not None:
        row["shiftClose"] = shift.closed.isoformat()
    for name, operation in _NAMES.items():
        row[name] = _totals([r for r in counted if r.operation is operation])
    return row


def _totals(receipts: list[Receipt]) -> dict[str, object]:
    total = sum(r.total for r in receipts)
    nds = {f"rate{rate}": 0 for rate in _RATES} | {f"calculatedWithRate{rate}": 0 for rate in _RATES}
    return {
        "cashlessTotal": sum(r.cashless for r in receipts),
        "cashTotal": sum(r.cash for r in receipts),
        "total": total,
        "totalWithNds0": 0,
        "totalWithNdsFree": total,
        "count": len(receipts),
        "nds": nds,
    }
