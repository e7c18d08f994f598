"""Incoming waybills (приходные накладные) of a shop."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class WaybillLine:
    """A position.

    Attributes:
        product: Маркет's identifier; None when the goods are not in its catalogue.
        quantity: Up to three decimals.
        buying_price: Of one unit, in kopecks; None when not stated.
        selling_price: Of one unit, in kopecks; None when not stated.
    """

    product: str | None
    quantity: Decimal
    buying_price: int | None
    selling_price: int | None

    @property
    def cost(self) -> int | None:
        """What the position cost, to the nearest kopeck."""
        if self.buying_price is None:
            return None
        return int((self.quantity * self.buying_price).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Supplier:
    """Who delivered."""

    id: str
    name: str
    inn: str | None
    kpp: str | None


@dataclass(frozen=True, slots=True)
class Waybill:
    """An accepted waybill.

    Attributes:
        supplier: None when Маркет no longer lists it.
        source: How it got into Маркет: Manual, Egais, Mercury or Diadoc; a word that came later stays as it is.
    """

    id: str
    shop: str
    number: str
    dated: date
    received: date
    supplier: Supplier | None
    source: str
    lines: tuple[WaybillLine, ...]

    @property
    def cost(self) -> int | None:
        """What all positions cost, in kopecks; None when a price is missing."""
        costs = [line.cost for line in self.lines]
        known = [cost for cost in costs if cost is not None]
        return sum(known) if len(known) == len(costs) else None
