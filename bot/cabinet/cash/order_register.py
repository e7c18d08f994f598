"""The register of cash receipt orders of an organization for a period."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.cabinet.cash.receipt_order import CashOffice, CashReceiptOrder
from bot.cabinet.fiscal.period import Period


class OrderState(Enum):
    """What the accountant has done with an order."""

    NEW = "new"
    ACCEPTED = "accepted"  # принят к учёту


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One order in the register."""

    order: CashReceiptOrder
    state: OrderState


@dataclass(frozen=True, slots=True)
class OrderRegister:
    """Orders of a period, in the order of their numbers.

    Attributes:
        made_at: When it was put together; aware.

    Raises:
        ValueError: An order is of another organization or outside the period.
    """

    office: CashOffice
    period: Period
    lines: tuple[RegisterLine, ...]
    made_at: datetime

    def __post_init__(self) -> None:
        for line in self.lines:
            if line.order.office.inn != self.office.inn:
                raise ValueError("an order of another organization")
            if not self.period.first <= line.order.day <= self.period.last:
                raise ValueError("an order outside the period")

    @property
    def total(self) -> int:
        """The money of all orders, in kopecks."""
        return sum(line.order.amount for line in self.lines)

    @property
    def vat(self) -> int | None:
        """НДС within the money, in kopecks; None when it is unknown of any order."""
        if not all(line.order.is_tax_known for line in self.lines):
            return None
        return sum(line.order.vat or 0 for line in self.lines)
