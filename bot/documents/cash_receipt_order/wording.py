"""Money, days and names as the form writes them."""

from datetime import date

from babel.dates import format_date

from bot.cabinet.cash.receipt_order import CashReceiptOrder
from bot.documents.plain import firm
from bot.texts import Texts

DASH = "—"
NAME_LENGTH = 100  # leaves room for ИНН after the name


def figures(kopecks: int) -> str:
    """Rubles with two decimals, thousands apart: «1 200,50»."""
    rubles, rest = divmod(kopecks, 100)
    return f"{rubles:,}".replace(",", " ") + f",{rest:02}"


def tax(t: Texts, order: CashReceiptOrder) -> str:
    """How much НДС is within the amount; nothing where it has to be written by hand."""
    if not order.is_tax_known:
        return ""
    return t("ko1.no-vat") if order.vat is None else t("ko1.vat", amount=figures(order.vat))


def long_day(t: Texts, day: date) -> str:
    """«25» ноября 2026 г."""
    return t(
        "ko1.long-day",
        day=f"{day.day:02}",
        month_year=format_date(day, "d MMMM y", locale="ru").split(" ", 1)[1],
    )


def office_name(t: Texts, order: CashReceiptOrder) -> str:
    """The organization with its ИНН."""
    return t("ko1.office", name=firm(order.office.name, NAME_LENGTH), inn=order.office.inn)
