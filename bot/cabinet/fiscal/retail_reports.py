"""Reports over the cheques of a period: cashless revenue by day. Quantities sold are counted by `Quantities`."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.cabinet.fiscal.retail import CASHLESS, Cheque, Payment


@dataclass(frozen=True, slots=True)
class CashlessDay:
    """Cashless revenue of a shop on one day of the register's time. Money in whole kopecks.

    Attributes:
        received: By the way of payment, refunds not taken off.
        returned: By the way of payment.
    """

    day: date
    received: tuple[tuple[Payment, int], ...]
    returned: tuple[tuple[Payment, int], ...]

    @property
    def net(self) -> int:
        """Received less returned."""
        return sum(amount for _, amount in self.received) - sum(amount for _, amount in self.returned)


class CashlessRevenue:
    """Adds up cashless payments by the day on which a cheque was closed."""

    def __init__(self) -> None:
        self._days: defaultdict[tuple[date, bool], defaultdict[Payment, int]] = defaultdict(
            lambda: defaultdict(int)
        )

    def add(self, cheque: Cheque) -> None:
        """Count one more."""
        for kind, amount in cheque.payments:
            if kind in CASHLESS:
                self._days[cheque.closed.date(), cheque.refund][kind] += amount

    def result(self) -> tuple[CashlessDay, ...]:
        """The days with any cashless payment, earliest first."""
        days = sorted({day for day, _ in self._days})
        return tuple(
            CashlessDay(day, self._amounts(day, refund=False), self._amounts(day, refund=True))
            for day in days
        )

    def _amounts(self, day: date, *, refund: bool) -> tuple[tuple[Payment, int], ...]:
        amounts: Mapping[Payment, int] = self._days.get((day, refund), {})
        return tuple((kind, amounts[kind]) for kind in Payment if kind in amounts)
