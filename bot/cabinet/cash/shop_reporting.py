"""What a shop reports besides shifts, added up cheque by cheque: cashless revenue and quantities sold."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from bot.cabinet.cash.ports import ShopReports
from bot.cabinet.fiscal.period import Period
from bot.cabinet.fiscal.retail import Cheque
from bot.cabinet.fiscal.retail_reports import CashlessRevenue
from bot.cabinet.fiscal.waybill import Waybill

_THOUSAND: Final = Decimal(1000)


class ShopReporting:
    """Adds up the cheques of a period, each of which is to be added once."""

    def __init__(self) -> None:
        self._revenue = CashlessRevenue()
        self._sold: defaultdict[tuple[date, str], int] = defaultdict(int)
        self._returned: defaultdict[tuple[date, str], int] = defaultdict(int)

    def add(self, cheque: Cheque) -> None:
        """Count one more."""
        self._revenue.add(cheque)
        counted = self._returned if cheque.refund else self._sold
        for line in cheque.lines:
            counted[cheque.closed.date(), line.product or ""] += int(line.quantity * _THOUSAND)

    def result(self, period: Period, waybills: Sequence[Waybill]) -> ShopReports:
        """The reports of a period whose cheques have all been added."""
        sold = {key: (self._sold[key], self._returned[key]) for key in {*self._sold, *self._returned}}
        return ShopReports(period, self._revenue.result(), sold, waybills)
