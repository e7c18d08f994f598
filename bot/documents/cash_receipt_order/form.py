"""Form КО-1 as a PDF: each order on the upper half of an A4 page, its receipt beyond the line of cutting."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from bot.cabinet.cash.receipt_order import CashReceiptOrder
from bot.documents.cash_receipt_order.column import CAPTION_SIZE, Column
from bot.documents.cash_receipt_order.lettering import REGULAR
from bot.documents.cash_receipt_order.order_part import draw_order
from bot.documents.cash_receipt_order.receipt_part import draw_receipt
from bot.texts import Texts, texts

FORM_LANGUAGE = "ru"  # the form is Russian by law, whatever language its reader has chosen

_WIDTH, _HEIGHT = A4
_TOP = _HEIGHT - 8 * mm
_BOTTOM = _HEIGHT / 2
_CUT = 133 * mm


def write_orders(orders: Sequence[CashReceiptOrder]) -> bytes:
    """A PDF with one order a page. The same orders give the same bytes.

    Raises:
        ValueError: There are no orders.
    """
    if not orders:
        raise ValueError("a file without orders has no pages")
    t = texts(FORM_LANGUAGE)
    content = BytesIO()
    canvas = Canvas(content, pagesize=A4, invariant=True, lang="ru-RU", initialFontName=REGULAR)
    canvas.setTitle(t("ko1.file-title"))
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setCreator("")
    for order in orders:
        draw_order(Column(canvas, 12 * mm, _CUT - 4 * mm, _TOP), order, t)
        _draw_cut(canvas, t)
        draw_receipt(Column(canvas, _CUT + 4 * mm, _WIDTH - 8 * mm, _TOP), order, t)
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def _draw_cut(canvas: Canvas, t: Texts) -> None:
    canvas.saveState()
    canvas.setDash(3, 2)
    canvas.line(_CUT, _BOTTOM, _CUT, _TOP)
    canvas.translate(_CUT - 1 * mm, (_BOTTOM + _TOP) / 2)
    canvas.rotate(90)
    canvas.setFont(REGULAR, CAPTION_SIZE)
    canvas.drawCentredString(0, 0, t("ko1.cut"))
    canvas.restoreState()
