"""Cash receipt orders and shifts as people look at them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType

from bot.cabinet.cash.kept_shift import KeptShift
from bot.cabinet.cash.order_register import OrderState

OrderId = NewType("OrderId", int)


@dataclass(frozen=True, slots=True)
class KeptOrder:
    """An order with the shift that it was made out of.

    Attributes:
        number: Within the organization and the year.
        amount: Kopecks.
        accepted_by: Name of whoever accepted it.
        register: The register's or the shop's name, as far as it is known.
    """

    id: OrderId
    number: int
    day: date
    amount: int
    state: OrderState
    accepted_at: datetime | None
    accepted_by: str | None
    shift: KeptShift
    register: str | None


@dataclass(frozen=True, slots=True)
class OrderMonth:
    """Orders of a month: how many, how much, how many are not accepted yet, and the largest number."""

    first: date
    orders: int
    amount: int
    new: int
    last: int


@dataclass(frozen=True, slots=True)
class ShownShift:
    """A shift with where it came from and what became of it.

    Attributes:
        register: The register's or the shop's name, as far as it is known.
        order: Number of the order that it made.
        twin: The shift that stands for it, or may be the same.
        twin_register: The name of that one's register or shop.
    """

    shift: KeptShift
    register: str | None
    order: int | None
    twin: KeptShift | None
    twin_register: str | None


@dataclass(frozen=True, slots=True)
class KnownRegister:
    """A cash register of the organization."""

    id: int
    registration_number: str
    name: str


@dataclass(frozen=True, slots=True)
class KeptWaybill:
    """An incoming waybill. Its cost is in kopecks; None when a price is missing."""

    number: str
    dated: date
    received: date
    supplier: str | None
    cost: int | None
    positions: int


@dataclass(frozen=True, slots=True)
class CashlessLine:
    """What one way of payment brought in a month, in kopecks."""

    payment: str
    received: int
    returned: int


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A product over a month, in thousandths; a blank one was sold at a free price."""

    product: str
    sold: int
    returned: int
