"""Whether two shifts, one of ОФД and one of Маркет, tell of the same."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.cabinet.cash.kept_shift import KeptShift, ShiftMoney

# How far the clocks of a register and of Маркет may be apart.
TOLERANCE: Final = timedelta(minutes=10)
# By law a shift lasts a day at most; one whose opening was not seen is taken to.
_LONGEST: Final = timedelta(hours=24)

Sums = tuple[int, int, int, int]


class Side:
    """The shifts of one source by the moment of closing."""

    def __init__(self, shifts: list[KeptShift]) -> None:
        self._shifts = sorted(shifts, key=lambda shift: (shift.record.closed_at, shift.id))
        self._moments = [shift.record.closed_at for shift in self._shifts]

    def near(self, shift: KeptShift) -> Sequence[KeptShift]:
        """Those that were closed within a day and a bit of it."""
        closed = shift.record.closed_at
        start = bisect_left(self._moments, closed - _LONGEST - TOLERANCE)
        return self._shifts[start : bisect_right(self._moments, closed + _LONGEST + TOLERANCE)]


def is_whole(shift: KeptShift) -> bool:
    """Whether nothing can be added to the shift, and its money is known."""
    return shift.record.is_over and shift.record.money is not None


def sums(money: ShiftMoney) -> Sums:
    """What has to be equal: cash of sales and of refunds, and how many there were."""
    return money.sales_cash, money.refunds_cash, money.sales_count, money.refunds_count


def agree(one: KeptShift, other: KeptShift) -> bool:
    """Whether two whole shifts tell of the same money."""
    first, second = one.record.money, other.record.money
    return first is not None and second is not None and is_whole(other) and sums(first) == sums(second)


def fits(retail: KeptShift, fiscal: KeptShift) -> bool:
    """Whether Маркет's cheques lie within ОФД's shift."""
    begun = fiscal.record.opened_at or fiscal.record.closed_at - _LONGEST
    first = retail.record.opened_at or retail.record.closed_at
    return begun - TOLERANCE <= first and retail.record.closed_at <= fiscal.record.closed_at + TOLERANCE


def is_same_report(one: KeptShift, other: KeptShift) -> bool:
    """Whether ОФД tells of the same shift by two keys.

    Numbers of a register come again after a change of its fiscal drive only, and never within minutes.
    """
    first, second = one.record, other.record
    return (
        one.id != other.id
        and (first.registration_number, first.number) == (second.registration_number, second.number)
        and abs(first.closed_at - second.closed_at) <= TOLERANCE
    )


def overlap(one: KeptShift, other: KeptShift) -> bool:
    """Whether two shifts of one register have time in common: one after another they have none."""
    begun = max(_begun(one), _begun(other))
    return begun < min(one.record.closed_at, other.record.closed_at) + timedelta(seconds=1)


def _begun(shift: KeptShift) -> datetime:
    return shift.record.opened_at or shift.record.closed_at - _LONGEST
