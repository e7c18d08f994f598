"""The cheques of a shop, out of the receipts of its registers. They carry nothing fiscal."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bot.demo.registers.world import Firm, Operation, Receipt, Register, Shift

_DIRECTIONS = {Operation.SELL: False, Operation.RETURN_SELL: True}
_SPACE = uuid.UUID("5f0f2f6e-64f1-4f0e-9a52-3c1a6f6d2b11")


@dataclass(frozen=True, slots=True)
class Written:
    """A cheque; the body is made when it is asked for."""

    register: Register
    shift: Shift
    receipt: Receipt
    closed: datetime

    @property
    def refund(self) -> bool:
        """Whether money went back."""
        return _DIRECTIONS[self.receipt.operation]

    @property
    def cash_register_id(self) -> str:
        """Маркет's identifier of the shift."""
        shift = f"{self.register.cash_box} {self.shift.drive} {self.shift.number}"
        return str(uuid.uuid5(_SPACE, shift))

    def body(self) -> dict[str, object]:
        """As the API shows it: decimal rubles, seven digits of a second."""
        receipt = self.receipt
        return {
            "id": str(uuid.uuid5(_SPACE, f"{self.shift.drive} {receipt.document}")),
            "shopId": self.register.shop,
            "number": str(receipt.document),
            "cashboxId": self.register.cash_box,
            "cashRegisterId": self.cash_register_id,
            "openTime": _time(self.closed - timedelta(seconds=40)),
            "closeTime": _time(self.closed),
            "isRefund": self.refund,
            "totalPrice": rubles(receipt.total),
            "priceCorrection": 0,
            "payments": [
                {"type": kind, "value": rubles(amount)}
                for kind, amount in (
                    ("Cash", receipt.cash),
                    (self.card, receipt.cashless),
                    ("Prepaid", receipt.advance),
                )
                if amount
            ],
            "lines": [
                {
                    "productId": item.product,
                    "productCode": "" if item.product is None else item.product[:4],
                    "chequeLineType": "FreeSale" if item.product is None else "Product",
                    "sellPricePerUnit": rubles(item.price),
                    "count": number(item.quantity),
                    "vatRate": "NoVat",
                    "calculationMode": "FullPayment",
                }
                for item in receipt.items
            ],
        }

    @property
    def card(self) -> str:
        """What brought the cashless part: a bank, now and then an aggregator."""
        return {0: "YandexEda", 1: "DeliveryClub"}.get(self.receipt.document % 23, "Card")


def written(firm: Firm, shop: str) -> tuple[Written, ...]:
    """All cheques of a shop, by the moment of closing. Corrections and purchases from people are none."""
    cheques = (one for register in firm.registers if register.shop == shop for one in _of(register))
    return tuple(sorted(cheques, key=lambda one: (one.closed, one.register.cash_box, one.receipt.document)))


def _of(register: Register) -> Iterator[Written]:
    for shift in register.shifts:
        for receipt in shift.receipts:
            if receipt.operation in _DIRECTIONS and not receipt.correction:
                # The register's clock has seconds, the service writes their parts too.
                part = timedelta(microseconds=receipt.document * 7919 % 1_000_000)
                yield Written(register, shift, receipt, receipt.at + part)


def rubles(kopecks: int) -> float | int:
    """Decimal rubles as JSON writes them: 12.3, not 12.30."""
    return number(Decimal(kopecks) / 100)


def number(value: Decimal) -> float | int:
    """The shortest JSON number with this value."""
    return int(value) if value == value.to_integral_value() else float(value)


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}0"
