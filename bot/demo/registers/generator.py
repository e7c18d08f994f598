"""Makes such a world out of a number: the same number, the same world."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from bot.demo.registers.world import Delivery, Firm, Item, Operation, Point, Receipt, Register, Shift, World

_DAY: Final = timedelta(days=1)
_SUPPLIERS: Final = (("ООО «Молочный двор»", "9600199017"), ("ООО «Хлебозавод № 7»", "9600199024"))


@dataclass(frozen=True, slots=True)
class Plan:
    """What to make.

    Attributes:
        seed: Another number, another world.
        first: The day of the first shifts.
        days: How many days; each register has a shift a day.
        registers: How many registers; two to a shop.
        busiest: How many receipts the busiest shift has.
        running: The last shift of each register has not been closed yet.
    """

    seed: int
    first: date
    days: int
    registers: int
    busiest: int = 20
    running: bool = False


def world(plan: Plan, inn: str = "9600100116", name: str = "ООО «Ромашка»") -> World:
    """A world of one firm."""
    ids = Random(f"ids {plan.seed} {inn}")
    points = tuple(_point(ids, plan, number) for number in range((plan.registers + 1) // 2))
    suppliers = tuple((_guid(Random(f"supplier {inn}")), name, inn) for name, inn in _SUPPLIERS)
    points = tuple(_stocked(point, plan, [known[0] for known in suppliers]) for point in points)
    firm = Firm(
        inn=inn,
        kpp="960001001",
        ogrn="1149600000012",
        name=name,
        ofd_id=_guid(ids),
        market_id=_guid(ids),
        points=points,
        registers=tuple(
            _Writer(plan, points[number // 2], number).register() for number in range(plan.registers)
        ),
    )
    return World((firm,), suppliers)


def _guid(random: Random) -> str:
    return str(uuid.UUID(int=random.getrandbits(128), version=4))


def _point(random: Random, plan: Plan, number: int) -> Point:
    identifier = _guid(random)
    # Of several shops one has not been paid for: it is listed only when asked for.
    paid = not (plan.registers > 6 and number == 1)
    return Point(identifier, f"Магазин {number + 1}", f"г. Пример, ул. Торговая, {number + 1}", paid)


def _stocked(point: Point, plan: Plan, suppliers: list[str]) -> Point:
    random = Random(f"deliveries {plan.seed} {point.id}")
    deliveries = []
    for week in range(plan.days // 7):
        dated = plan.first + (7 * week + random.randrange(5)) * _DAY
        positions = tuple(
            (
                _guid(Random(f"product {random.randrange(40)}")),
                Decimal(random.randrange(500, 40_000)) / 1000,
                None if random.random() < 0.02 else random.randrange(1_000, 90_000),
                random.randrange(1_500, 120_000),
            )
            for _ in range(random.randrange(1, 6))
        )
        source = random.choice(("Manual", "Diadoc", "Egais", "Mercury"))
        supplier = random.choice(suppliers)
        received = dated + random.randrange(3) * _DAY
        deliveries.append(
            Delivery(_guid(random), f"УТ-{week + 1}", dated, received, supplier, positions, source)
        )
    deliveries.sort(key=lambda one: (one.received, one.id))
    return Point(point.id, point.name, point.address, point.paid, tuple(deliveries))


class _Writer:
    """A register at work."""

    def __init__(self, plan: Plan, point: Point, number: int) -> None:
        self._plan = plan
        self._point = point
        self._number = number
        self._random = Random(f"register {plan.seed} {number}")
        # In the middle a new fiscal drive is put in: shifts and documents are counted from the beginning again.
        self._change = self._random.randrange(plan.days // 3 + 1, plan.days // 3 * 2 + 2)
        self._products = [_guid(Random(f"product {code}")) for code in range(40)]

    def register(self) -> Register:
        """The register with all it wrote."""
        shifts = tuple(self._shifts())
        drives: dict[str, datetime] = {}
        for shift in shifts:
            drives.setdefault(shift.drive, shift.opened)
        return Register(
            registration_number=f"{self._plan.seed % 100_000:05d}{self._number:011d}",
            serial=f"001067{self._number:08d}",
            name=f"Касса {self._number + 1}",
            address=self._point.address,
            sales_point=self._point.name,
            shop=self._point.id,
            cash_box=_guid(Random(f"cash box {self._plan.seed} {self._number}")),
            drives=tuple(drives.items()),
            shifts=shifts,
        )

    def _shifts(self) -> Iterator[Shift]:
        free = datetime.combine(self._plan.first, time(0))
        document, number = 2, 1  # document 1 is the report of registration
        for day in range(self._plan.days):
            if day == self._change:
                document, number = 2, 1
            drive = f"99607{self._plan.seed % 1000:03d}{self._number:03d}{int(day >= self._change):05d}"
            shift = self._shift(day, drive, number, document, free)
            if self._plan.running and day == self._plan.days - 1:
                shift = Shift(drive, number, shift.opened, None, document, shift.receipts)
            yield shift
            free = (shift.closed or shift.opened) + timedelta(minutes=1)
            document, number = shift.last_document + 1, number + 1

    def _shift(self, day: int, drive: str, number: int, document: int, free: datetime) -> Shift:
        random = self._random
        midnight = datetime.combine(self._plan.first + day * _DAY, time(0))
        opened = max(midnight + timedelta(minutes=random.randrange(7 * 60, 11 * 60)), free)
        hours = random.choice((8, 10, 12, 12, 12, 16, 20))  # the last two end after midnight
        closed = opened + timedelta(hours=hours, minutes=random.randrange(60), seconds=random.randrange(60))
        count = 0 if random.random() < 0.04 else random.randrange(1, self._plan.busiest + 1)
        kind = random.random()
        seconds = int((closed - opened).total_seconds())
        moments = sorted(random.sample(range(1, seconds), count))
        receipts = tuple(
            self._receipt(document + 1 + place, opened + timedelta(seconds=moment), kind)
            for place, moment in enumerate(moments)
        )
        return Shift(drive, number, opened, closed, document, receipts)

    def _receipt(self, document: int, at: datetime, kind: float) -> Receipt:
        """One receipt; `kind` makes whole shifts without cash and shifts that give back more than they take."""
        random = self._random
        items = tuple(self._item() for _ in range(random.randrange(1, 4)))
        total = sum(int(item.quantity * item.price) for item in items)
        returns = 0.8 if kind > 0.96 else 0.06
        operation, chance = Operation.SELL, random.random()
        if chance < returns:
            operation = Operation.RETURN_SELL
        elif chance > 0.98:
            operation = random.choice((Operation.BUY, Operation.RETURN_BUY))
        cash = 0 if kind < 0.06 else random.choice((0, total, total, total // 3))
        advance = (total - cash) // 2 if random.random() < 0.03 else 0
        correction = operation is Operation.SELL and random.random() < 0.01
        return Receipt(document, at, operation, cash, total - cash - advance, advance, correction, items)

    def _item(self) -> Item:
        random = self._random
        weighed = random.random() < 0.3
        quantity = (
            Decimal(random.randrange(100, 3_000)) / 1000 if weighed else Decimal(random.randrange(1, 5))
        )
        product = None if random.random() < 0.05 else random.choice(self._products)
        return Item(product, quantity, random.randrange(1_000, 300_000))
