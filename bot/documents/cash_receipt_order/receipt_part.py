"""The receipt (квитанция): the part that the payer takes away."""

from bot.cabinet.cash.receipt_order import CashReceiptOrder
from bot.documents.amount_in_words import amount_in_words
from bot.documents.cash_receipt_order.column import Column
from bot.documents.cash_receipt_order.wording import figures, long_day, office_name, tax
from bot.texts import Texts


def draw_receipt(column: Column, order: CashReceiptOrder, t: Texts) -> None:
    """Fill the column with the receipt."""
    captions = (t("ko1.signature"), t("ko1.signed-name"))
    column.field("", office_name(t, order), lines=3, caption=t("ko1.organization"))
    column.words(t("ko1.receipt"), size=11, bold=True, align="centre")
    column.words(t("ko1.receipt-to", number=order.number), align="centre")
    column.words(t("ko1.receipt-of", day=long_day(t, order.day)), align="centre")
    column.field(t("ko1.received-from"), order.received_from, lines=2)
    column.field(t("ko1.basis"), order.basis, lines=3)
    column.field(t("ko1.amount"), t("ko1.rubles", amount=figures(order.amount)), caption=t("ko1.in-figures"))
    column.field("", amount_in_words(order.amount), lines=3, caption=t("ko1.in-words"))
    column.field(t("ko1.including"), tax(t, order))
    column.words(long_day(t, order.day))
    column.words(t("ko1.stamp"))
    column.signature(t("ko1.chief"), order.office.chief_accountant or "", 0, captions)
    column.signature(t("ko1.cashier"), order.office.cashier or "", 0, captions)
