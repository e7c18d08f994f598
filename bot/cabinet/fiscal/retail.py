"""What a goods accounting service (Маркет) knows of sales: shops and cheques, without any fiscal identity."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum


@dataclass(frozen=True, slots=True)
class Shop:
    """A point of sale (торговая точка).

    Attributes:
        id: Маркет's own identifier.
        organization: Маркет's identifier of the organization.
    """

    id: str
    organization: str
    name: str
    address: str
    kpp: str | None
    paid: bool


@dataclass(frozen=True, slots=True)
class RetailOrganization:
    """An organization with the shops that the key opens."""

    id: str
    inn: str
    name: str
    shops: tuple[Shop, ...]


class Payment(Enum):
    """How a cheque was paid."""

    CASH = "cash"
    CARD = "card"
    PREPAID = "prepaid"
    YANDEX_EDA = "yandex-eda"
    DELIVERY_CLUB = "delivery-club"
    UNKNOWN = "unknown"  # Маркет itself does not know, or a kind that came later


# Money that a bank or an aggregator brings. A prepayment was revenue when it came, and of the unknown nobody can say.
CASHLESS = frozenset({Payment.CARD, Payment.YANDEX_EDA, Payment.DELIVERY_CLUB})


@dataclass(frozen=True, slots=True)
class ChequeLine:
    """A position of a cheque.

    Attributes:
        product: Маркет's identifier; None for sales at a free price.
        quantity: Up to three decimals.
        price: Of one unit after discounts, in kopecks; a fraction of a kopeck stays.
    """

    product: str | None
    quantity: Decimal
    price: Decimal


@dataclass(frozen=True, slots=True)
class Cheque:
    """A closed cheque. Money in whole kopecks.

    Attributes:
        id: Маркет's own identifier.
        shift: Маркет's identifier of the shift.
        cash_box: Маркет's identifier of the register.
        opened: In the register's time without zone.
        closed: In the register's time without zone.
        refund: Money went back to the buyer.
        total: After discounts and rounding.
    """

    id: str
    shop: str
    cash_box: str
    shift: str
    number: str
    opened: datetime
    closed: datetime
    refund: bool
    total: int
    payments: tuple[tuple[Payment, int], ...]
    lines: tuple[ChequeLine, ...]

    def paid(self, kind: Payment) -> int:
        """What was paid this way, in kopecks."""
        return sum(amount for payment, amount in self.payments if payment is kind)
