"""Контур.Маркет's JSON as values. Money comes in decimal rubles; lists come bare or in `items`."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from bot.cabinet.fiscal.retail import Cheque, ChequeLine, Payment, RetailOrganization, Shop
from bot.cabinet.fiscal.waybill import Supplier, Waybill, WaybillLine
from bot.cabinet.sources import UnclearAnswerError
from bot.kontur.fields import Fields, objects

_KOPECKS: Final = Decimal(100)
_PAYMENTS: Final = {
    "Cash": Payment.CASH,
    "Card": Payment.CARD,
    "Prepaid": Payment.PREPAID,
    "YandexEda": Payment.YANDEX_EDA,
    "DeliveryClub": Payment.DELIVERY_CLUB,
}


def items(answer: object) -> list[Fields]:
    """The objects of a list in either form."""
    if answer is None:
        return []
    return list(objects(answer) if isinstance(answer, list) else Fields(answer).list("items"))


def organization(fields: Fields) -> RetailOrganization:
    """An organization with its shops."""
    return RetailOrganization(
        id=fields.identifier("id"),
        inn=fields.text("inn"),
        name=fields.text("name"),
        shops=tuple(shop(one) for one in fields.list("shops")),
    )


def shop(fields: Fields) -> Shop:
    """A shop."""
    return Shop(
        id=fields.identifier("id"),
        organization=fields.text("organizationId"),
        name=fields.text("name"),
        address=fields.text("address"),
        kpp=fields.text("kpp") or None,
        paid=fields.flag("isPaid", absent=True),
    )


def cheque(fields: Fields, *, refund: bool) -> Cheque:
    """A cheque of a list of sales or of refunds."""
    if fields.flag("isRefund", absent=refund) is not refund:
        raise UnclearAnswerError("a refund among sales, or a sale among refunds")
    closed = fields.moment_there("closeTime")
    return Cheque(
        id=fields.identifier("id"),
        shop=fields.text("shopId"),
        cash_box=fields.text("cashboxId"),
        shift=fields.identifier("cashRegisterId"),
        number=fields.text("number"),
        opened=fields.moment("openTime") or closed,
        closed=closed,
        refund=refund,
        total=_amount(fields, "totalPrice"),
        payments=tuple(
            (_PAYMENTS.get(one.text("type"), Payment.UNKNOWN), _amount(one, "value"))
            for one in fields.list("payments")
        ),
        lines=tuple(_lines(fields)),
    )


def _lines(fields: Fields) -> Iterator[ChequeLine]:
    for one in fields.list("lines"):
        price = one.decimal("sellPricePerUnit") * _KOPECKS
        yield ChequeLine(one.text("productId") or None, one.decimal("count"), price)


def _amount(fields: Fields, name: str) -> int:
    amount = fields.kopecks(name)
    if amount < 0:
        # Refunds are a list of their own: what a sign would mean there besides, the documentation does not say.
        raise UnclearAnswerError(f"{name} is negative")
    return amount


def supplier(fields: Fields) -> Supplier:
    """A contractor."""
    return Supplier(
        id=fields.identifier("id"),
        name=fields.text("name"),
        inn=fields.text("inn") or None,
        kpp=fields.text("kpp") or None,
    )


def waybill(fields: Fields, suppliers: dict[str, Supplier]) -> Waybill:
    """An incoming waybill."""
    return Waybill(
        id=fields.identifier("id"),
        shop=fields.text("shopId"),
        number=fields.text("number"),
        dated=fields.day("documentDate"),
        received=fields.day("receiveDate"),
        supplier=suppliers.get(fields.text("supplierId")),
        source=fields.text("source"),
        lines=tuple(
            WaybillLine(
                product=one.text("productId") or None,
                quantity=one.decimal("quantity"),
                buying_price=one.kopecks_or_none("buyPricePerUnit"),
                selling_price=one.kopecks_or_none("sellPricePerUnit"),
            )
            for one in fields.list("positions")
        ),
    )
