"""What the invented service centre sends to the cast: a year and more behind, and every month that the clock brings."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from bot.demo.cast import COMPANIES, COSMOS, NORTH_WIND, ROMASHKA, SOKOLOVA, VECTOR, WARM_BREAD, Company
from bot.demo.diadoc.world import ACT, INVOICE, RECONCILIATION, TRANSFER, Client, DiadocWorld

MONTHS_BEHIND: Final = 14
_ZONE: Final = ZoneInfo("Europe/Moscow")
_RECONCILED: Final = frozenset({6, 12})  # after these months balances are compared
_RECONCILIATION_DAY: Final = 15
_ONE_PAPER: Final = frozenset({SOKOLOVA.inn, COSMOS.inn})  # УПД instead of an act with an invoice
# Rubles a month: what a client of this size pays.
_PRICES: Final = {
    ROMASHKA.inn: (12_480, 50),
    NORTH_WIND.inn: (7_350, 0),
    SOKOLOVA.inn: (2_190, 0),
    VECTOR.inn: (48_900, 0),
    WARM_BREAD.inn: (5_640, 30),
    COSMOS.inn: (9_075, 0),
}
_EXTRAS: Final = (0, 0, 0, 450, 1_200, 3_600)
_UNSTATED: Final = 0.2  # so often an invoice comes without an amount

_Paper = tuple[str, str, date | None, str | None]


@dataclass(frozen=True, slots=True)
class Deal:
    """Documents sent together.

    Attributes:
        company: To whom.
        sent: When, aware.
        papers: Each a type, a number, a date, and an amount.
    """

    company: Company
    sent: datetime
    papers: tuple[_Paper, ...]


class History:
    """Fills a Диадок with what has been sent by a moment.

    The same months bring the same documents. The newest of a client waits for its signature until the next one comes.

    Args:
        world: What is filled; a box is made there for everybody of the cast.
        now: The first moment of the stand.
    """

    def __init__(self, world: DiadocWorld, now: datetime) -> None:
        self._world = world
        self._clients = {
            company.inn: world.add_client(company.inn, company.name, company.kpp) for company in COMPANIES
        }
        self._deals = _deals(_months(now, MONTHS_BEHIND))
        self._next = next(self._deals)
        self.bring(now)

    @property
    def next_at(self) -> datetime:
        """When the next documents are sent."""
        return self._next.sent

    def bring(self, now: datetime) -> None:
        """Send everything that is due by now."""
        while self._next.sent <= now:
            self._send(self._next)
            self._next = next(self._deals)

    def _send(self, deal: Deal) -> None:
        client = self._clients[deal.company.inn]
        self._sign(client)
        self._world.send(client, deal.sent, *deal.papers, signed=False)

    def _sign(self, client: Client) -> None:
        self._world.documents = [
            one if one.signed or one.client != client else replace(one, signed=True)
            for one in self._world.documents
        ]


def _months(now: datetime, behind: int) -> Iterator[date]:
    """First days of months, from so many before the present one on, without end."""
    today = now.astimezone(_ZONE)
    ordinal = today.year * 12 + today.month - 1 - behind
    while True:
        yield date(ordinal // 12, ordinal % 12 + 1, 1)
        ordinal += 1


def _deals(months: Iterator[date]) -> Iterator[Deal]:
    """What the months bring, in the order of sending. Each month's work is sent in the first days of the next one."""
    for month in months:
        of_month = [deal for place, company in enumerate(COMPANIES) for deal in _of(company, place, month)]
        yield from sorted(of_month, key=lambda deal: (deal.sent, deal.company.inn))


def _of(company: Company, place: int, month: date) -> Iterator[Deal]:
    chance = Random(f"{company.inn} {month}")  # noqa: S311 -- an invented history
    last = month.replace(day=monthrange(month.year, month.month)[1])
    number = (month.month - 1) * 48 + place * 8 + chance.randint(1, 4)
    amount = _amount(company, chance)
    sent = _working_hour(last + timedelta(days=chance.randint(1, 3)), chance)
    if company.inn in _ONE_PAPER:
        yield Deal(company, sent, ((TRANSFER, str(number), last, amount),))
    else:
        stated = None if chance.random() < _UNSTATED else amount
        papers = ((ACT, str(number), last, amount), (INVOICE, str(number + 3), last, stated))
        yield Deal(company, sent, papers)
    if month.month in _RECONCILED:
        compared = _working_hour(last + timedelta(days=_RECONCILIATION_DAY), chance)
        name = f"{place + 1}/{month:%y}-{month.month // 6}"
        yield Deal(company, compared, ((RECONCILIATION, name, last, None),))


def _amount(company: Company, chance: Random) -> str:
    rubles, kopecks = _PRICES[company.inn]
    return f"{rubles + chance.choice(_EXTRAS)}.{kopecks:02d}"


def _working_hour(day: date, chance: Random) -> datetime:
    return datetime.combine(day, time(chance.randint(10, 16), chance.randint(0, 59)), _ZONE)
