"""The order itself: the part that stays in the cash office."""

from reportlab.lib.units import mm

from bot.cabinet.cash.receipt_order import CashReceiptOrder
from bot.documents.amount_in_words import amount_in_words
from bot.documents.cash_receipt_order.column import CAPTION, LINE, Column
from bot.documents.cash_receipt_order.wording import DASH, figures, office_name, tax
from bot.texts import Texts

FORM_CODE = "0310001"
_CODES = 24 * mm  # width of the column of codes
_SMALL = 6.5
# Columns of the table in millimetres: debit, four of credit, amount, purpose, an empty one.
_WIDTHS = (12, 5, 20, 24, 20, 23, 15, 4)


def draw_order(column: Column, order: CashReceiptOrder, t: Texts) -> None:
    """Fill the column with the order."""
    _codes(column, order, t)
    _title(column, order, t)
    _table(column, order, t)
    captions = (t("ko1.signature"), t("ko1.signed-name"))
    column.field(t("ko1.received-from"), order.received_from)
    column.field(t("ko1.basis"), order.basis, lines=2)
    column.field(t("ko1.amount"), amount_in_words(order.amount), lines=2, caption=t("ko1.in-words"))
    column.field(t("ko1.including"), tax(t, order))
    column.field(t("ko1.attachment"), order.attachment or DASH, lines=2)
    column.skip(2 * mm)
    column.signature(t("ko1.chief"), order.office.chief_accountant or "", 30 * mm, captions)
    column.skip(1 * mm)
    column.signature(t("ko1.cashier-received"), order.office.cashier or "", 30 * mm, captions)


def _codes(column: Column, order: CashReceiptOrder, t: Texts) -> None:
    for key in ("ko1.form", "ko1.approved", "ko1.approved-date"):
        column.skip(-1.8 * mm)
        column.words(t(key), size=_SMALL, align="right")
    column.skip(1 * mm)
    left, right = column.right - _CODES, column.right
    column.box(left, right, 4 * mm, t("ko1.code"), size=_SMALL)
    column.skip(4 * mm)
    column.box(left, right, LINE, FORM_CODE)
    column.skip(LINE)
    column.put(t("ko1.okud"), column.left, left - column.left - 1 * mm, size=7, align="right")
    column.box(left, right, 2 * LINE, order.office.okpo or DASH)
    label = 16 * mm
    name = Column(column.canvas, column.left, left - label, column.y)
    name.field("", office_name(t, order), lines=2, caption=t("ko1.organization"))
    column.skip(2 * LINE)
    column.put(t("ko1.okpo"), left - label, label - 1 * mm, size=7, align="right")
    column.skip(CAPTION)
    column.box(left, right, LINE, "")
    unit = Column(column.canvas, column.left, left - 1 * mm, column.y)
    unit.field("", order.office.subdivision or DASH, caption=t("ko1.subdivision"))
    column.skip(LINE + CAPTION + 1.5 * mm)


def _title(column: Column, order: CashReceiptOrder, t: Texts) -> None:
    middle, right = column.right - _CODES, column.right
    left = middle - _CODES
    column.box(left, middle, 4 * mm, t("ko1.number"), size=_SMALL)
    column.box(middle, right, 4 * mm, t("ko1.day"), size=_SMALL)
    column.skip(4 * mm)
    column.box(left, middle, LINE, str(order.number))
    column.box(middle, right, LINE, f"{order.day:%d.%m.%Y}")
    column.skip(LINE)
    column.put(
        t("ko1.title"), column.left, left - column.left - 2 * mm, size=11, font="RobotoBold", align="centre"
    )
    column.skip(2 * mm)


def _table(column: Column, order: CashReceiptOrder, t: Texts) -> None:
    entry = order.entry
    scale = (column.right - column.left) / sum(_WIDTHS)
    edges = [column.left + scale * sum(_WIDTHS[:number]) for number in range(len(_WIDTHS) + 1)]
    low, high = 10 * mm, 4 * mm
    column.box(edges[1], edges[5], high, t("ko1.credit"), size=_SMALL)
    headings = (
        "ko1.debit",
        "",
        "ko1.unit-code",
        "ko1.account",
        "ko1.analytics",
        "ko1.sum",
        "ko1.purpose",
        "",
    )
    for number, key in enumerate(headings):
        is_credit = edges[1] <= edges[number] < edges[5]
        if is_credit:
            column.skip(high)
        height = low if is_credit else low + high
        column.box(edges[number], edges[number + 1], height, t(key) if key else "", size=_SMALL, lines=3)
        if is_credit:
            column.skip(-high)
    column.skip(low + high)
    values = (
        entry.debit, "", entry.subdivision or DASH, entry.credit, entry.analytics or DASH,
        figures(order.amount), entry.purpose or DASH, "",
    )  # fmt: skip
    for number, value in enumerate(values):
        column.box(edges[number], edges[number + 1], 5.5 * mm, value)
    column.skip(5.5 * mm)
