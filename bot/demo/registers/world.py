"""What exists: organizations, shops, registers, fiscal drives, shifts and receipts. Money in whole kopecks."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum


class Operation(IntEnum):
    """Признак расчёта, with the numbers of the fiscal formats."""

    SELL = 1
    RETURN_SELL = 2
    BUY = 3
    RETURN_BUY = 4


@dataclass(frozen=True, slots=True)
class Item:
    """A position of a receipt."""

    product: str | None
    quantity: Decimal
    price: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt, or a receipt of correction. `advance` is an advance set off: neither cash nor cashless."""

    document: int
    at: datetime
    operation: Operation
    cash: int
    cashless: int
    advance: int = 0
    correction: bool = False
    items: tuple[Item, ...] = ()

    @property
    def total(self) -> int:
        """Everything paid."""
        return self.cash + self.cashless + self.advance


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift of a register; `closed` is None while it lasts."""

    drive: str
    number: int
    opened: datetime
    closed: datetime | None
    first_document: int
    receipts: tuple[Receipt, ...]

    @property
    def last_document(self) -> int:
        """The number of the report of closing."""
        return self.first_document + len(self.receipts) + 1

    def until(self, moment: datetime) -> "Shift":
        """As it stood at a moment at which it was open already."""
        closed = None if self.closed is None or self.closed > moment else self.closed
        return replace(self, closed=closed, receipts=tuple(r for r in self.receipts if r.at <= moment))

    def sum_of(self, operation: Operation, *, corrections: bool = False) -> tuple[int, int, int, int]:
        """Cash, cashless, total and count."""
        chosen = [r for r in self.receipts if r.operation is operation and r.correction is corrections]
        return (
            sum(r.cash for r in chosen),
            sum(r.cashless for r in chosen),
            sum(r.total for r in chosen),
            len(chosen),
        )

    @property
    def sales_cash(self) -> int:
        """Cash of sales less cash given back for them, corrections left out."""
        return self.sum_of(Operation.SELL)[0] - self.sum_of(Operation.RETURN_SELL)[0]


@dataclass(frozen=True, slots=True)
class Register:
    """A register with everything it has written."""

    registration_number: str
    serial: str
    name: str
    address: str
    sales_point: str
    shop: str
    cash_box: str
    drives: tuple[tuple[str, datetime], ...]
    shifts: tuple[Shift, ...]
    granted_since: datetime | None = None
    granted_until: datetime | None = None

    def until(self, moment: datetime) -> "Register":
        """What it had written by a moment of its own clock."""
        return replace(
            self,
            drives=tuple((serial, since) for serial, since in self.drives if since <= moment),
            shifts=tuple(shift.until(moment) for shift in self.shifts if shift.opened <= moment),
        )

    def granted(self, since: datetime | None, until: datetime | None) -> "Register":
        """The same with another grant."""
        return replace(self, granted_since=since, granted_until=until)


@dataclass(frozen=True, slots=True)
class Delivery:
    """An incoming waybill."""

    id: str
    number: str
    dated: date
    received: date
    supplier: str
    positions: tuple[
        tuple[str | None, Decimal, int | None, int | None], ...
    ]  # product, quantity, buying, selling
    source: str = "Manual"


@dataclass(frozen=True, slots=True)
class Point:
    """A shop."""

    id: str
    name: str
    address: str
    paid: bool = True
    deliveries: tuple[Delivery, ...] = ()


@dataclass(frozen=True, slots=True)
class Firm:
    """An organization: ОФД and Маркет know it under identifiers of their own."""

    inn: str
    kpp: str
    ogrn: str
    name: str
    ofd_id: str
    market_id: str
    points: tuple[Point, ...]
    registers: tuple[Register, ...]

    @property
    def sales_cash(self) -> int:
        """What the cash receipt orders of all closed shifts have to come to, negative shifts included."""
        return sum(s.sales_cash for r in self.registers for s in r.shifts if s.closed is not None)


@dataclass(frozen=True, slots=True)
class World:
    """Everything there is. Suppliers are (id, name, ИНН)."""

    firms: tuple[Firm, ...]
    suppliers: tuple[tuple[str, str, str], ...] = ()
