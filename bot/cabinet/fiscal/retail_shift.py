"""Shifts made out of cheques: Маркет keeps no shift-close reports, only the shift's identifier on every cheque."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bot.cabinet.fiscal.local_time import LocalTime
from bot.cabinet.fiscal.retail import CASHLESS, Cheque, Payment

# By law a register writes no receipts once a shift is 24 hours old.
LONGEST_SHIFT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Paid:
    """Cheques of one direction, by the way of payment. Money in whole kopecks."""

    amounts: tuple[tuple[Payment, int], ...] = ()
    count: int = 0

    def by(self, kind: Payment) -> int:
        """What was paid this way."""
        return sum(amount for payment, amount in self.amounts if payment is kind)

    @property
    def cash(self) -> int:
        """Notes and coins."""
        return self.by(Payment.CASH)

    @property
    def cashless(self) -> int:
        """What a bank or an aggregator brings."""
        return sum(amount for payment, amount in self.amounts if payment in CASHLESS)

    @property
    def unknown(self) -> int:
        """What Маркет itself cannot name: it may be cash, a person has to look."""
        return self.by(Payment.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Sold:
    """A product within a shift or a period.

    Attributes:
        product: Маркет's identifier; None for sales at a free price.
        sold: Quantity sold, refunds not taken off.
        returned: Quantity taken back.
    """

    product: str | None
    sold: Decimal
    returned: Decimal

    @property
    def net(self) -> Decimal:
        """Sold less returned."""
        return self.sold - self.returned


@dataclass(frozen=True, slots=True)
class RetailShift:
    """A shift as Маркет knows it: no registration number, no fiscal drive, no number.

    Attributes:
        id: Маркет's identifier of the shift.
        opened: The opening of the first cheque: the shift itself began at that moment or earlier.
        closed: The closing of the last cheque: the shift itself ended at that moment or later.
        unbalanced: Cheques whose payments do not add up to their total.
        followed: Whether a later shift of the same register has been seen: then this one is surely over.
    """

    id: str
    shop: str
    cash_box: str
    opened: LocalTime
    closed: LocalTime
    sales: Paid
    refunds: Paid
    products: tuple[Sold, ...]
    unbalanced: int
    followed: bool

    @property
    def sales_cash(self) -> int:
        """Cash of sales less cash given back, in kopecks; negative when more was given back."""
        return self.sales.cash - self.refunds.cash

    def is_over(self, now: datetime) -> bool:
        """Whether no cheque can be added to it any more."""
        return self.followed or now >= self.opened.moment + LONGEST_SHIFT


class Quantities:
    """Counts products over any number of cheques."""

    def __init__(self) -> None:
        self._sold: defaultdict[str | None, Decimal] = defaultdict(Decimal)
        self._returned: defaultdict[str | None, Decimal] = defaultdict(Decimal)

    def add(self, cheque: Cheque) -> None:
        """Count one more."""
        counted = self._returned if cheque.refund else self._sold
        for line in cheque.lines:
            counted[line.product] += line.quantity

    def result(self) -> tuple[Sold, ...]:
        """Everything so far, by product; sales at a free price last."""
        products = sorted({*self._sold, *self._returned}, key=lambda known: (known is None, known or ""))
        nothing = Decimal(0)
        return tuple(
            Sold(product, self._sold.get(product, nothing), self._returned.get(product, nothing))
            for product in products
        )


class _Gathering:
    """One shift while its cheques come in."""

    def __init__(self, cheque: Cheque) -> None:
        self.shop = cheque.shop
        self.cash_box = cheque.cash_box
        self.opened = cheque.opened
        self.closed = cheque.closed
        self._seen: set[str] = set()
        self._paid: dict[bool, defaultdict[Payment, int]] = {False: defaultdict(int), True: defaultdict(int)}
        self._counts = {False: 0, True: 0}
        self._products = Quantities()
        self._unbalanced = 0

    def add(self, cheque: Cheque) -> None:
        """Count it in, once."""
        if cheque.id in self._seen:
            return
        self._seen.add(cheque.id)
        self.opened = min(self.opened, cheque.opened)
        self.closed = max(self.closed, cheque.closed)
        self._counts[cheque.refund] += 1
        for kind, amount in cheque.payments:
            self._paid[cheque.refund][kind] += amount
        if sum(amount for _, amount in cheque.payments) != cheque.total:
            self._unbalanced += 1
        self._products.add(cheque)

    def result(self, shift: str, zone: str, *, followed: bool) -> RetailShift:
        """The shift as it stands."""
        return RetailShift(
            id=shift,
            shop=self.shop,
            cash_box=self.cash_box,
            opened=LocalTime(self.opened, zone),
            closed=LocalTime(self.closed, zone),
            sales=self._direction(refund=False),
            refunds=self._direction(refund=True),
            products=self._products.result(),
            unbalanced=self._unbalanced,
            followed=followed,
        )

    def _direction(self, *, refund: bool) -> Paid:
        amounts = self._paid[refund]
        return Paid(tuple((kind, amounts[kind]) for kind in Payment if kind in amounts), self._counts[refund])


class ShiftGrouping:
    """Gathers cheques into shifts; holds only those that may still grow.

    Args:
        zone: IANA name of the registers' zone.
        longest: How far apart the first and the last cheque of a shift may be. Wider than the law, for a register
            whose clock was wrong.
    """

    def __init__(self, zone: str, longest: timedelta = 3 * LONGEST_SHIFT) -> None:
        self._zone = zone
        self._longest = longest
        self._growing: dict[str, _Gathering] = {}
        self._latest: dict[str, datetime] = {}  # the opening of the latest shift of each register

    def add(self, cheque: Cheque) -> None:
        """Count a cheque into its shift; one that comes again changes nothing."""
        gathering = self._growing.get(cheque.shift)
        if gathering is None:
            gathering = self._growing[cheque.shift] = _Gathering(cheque)
        gathering.add(cheque)
        latest = self._latest.get(cheque.cash_box)
        if latest is None or gathering.opened > latest:
            self._latest[cheque.cash_box] = gathering.opened

    def take(self, seen_until: datetime) -> Iterator[RetailShift]:
        """Give away shifts that can grow no more once every cheque closed before this moment has been added."""
        ripe = [key for key, one in self._growing.items() if one.opened + self._longest <= seen_until]
        return self._give(ripe)

    def rest(self) -> Iterator[RetailShift]:
        """Give away what is left, in the order of closing."""
        return self._give(list(self._growing))

    def _give(self, shifts: list[str]) -> Iterator[RetailShift]:
        for shift in sorted(shifts, key=lambda key: (self._growing[key].closed, key)):
            gathering = self._growing.pop(shift)
            followed = self._latest[gathering.cash_box] > gathering.opened
            yield gathering.result(shift, self._zone, followed=followed)
