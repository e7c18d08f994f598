"""Print forms: small papers with what the document says."""

from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from bot.demo.diadoc.world import ACT, INVOICE, RECONCILIATION, TRANSFER, Sent
from bot.documents.cash_receipt_order.lettering import BOLD, REGULAR, fitted, legible

_LEFT, _TOP, _WIDTH = 56.0, A4[1] - 72, A4[0] - 112
_SENDER = "ООО «Сервисный центр», ИНН 9600199000"
_NAMES = {
    ACT: "Акт об оказании услуг",
    "AcceptanceCertificate": "Акт об оказании услуг",
    INVOICE: "Счёт-фактура",
    TRANSFER: "Универсальный передаточный документ",
    RECONCILIATION: "Акт сверки взаимных расчётов",
}
_NOTE = "Документ демонстрационного стенда. Силы не имеет."


def print_form(document: Sent) -> bytes:
    """A page of A4 as a PDF; the same document gives the same bytes."""
    made = BytesIO()
    canvas = Canvas(made, pagesize=A4, invariant=True)
    canvas.setTitle(legible(document.title))
    canvas.setFont(BOLD, 15)
    canvas.drawString(_LEFT, _TOP, f"{_NAMES.get(document.type, document.type)} № {document.number}")
    canvas.setFont(REGULAR, 11)
    canvas.drawString(_LEFT, _TOP - 20, "" if document.dated is None else f"от {document.dated:%d.%m.%Y}")
    client = f"{document.client.name}, ИНН {document.client.inn}"
    _table(canvas, _TOP - 52, (("Исполнитель", _SENDER), ("Заказчик", client)))
    total = "не указано" if document.amount is None else f"{document.amount.replace('.', ',')} руб."
    rows = (("Наименование", "Услуги сервисного центра"), ("Всего с НДС", total))
    _table(canvas, _TOP - 120, rows)
    canvas.setFont(REGULAR, 9)
    canvas.setFillGray(0.4)
    canvas.drawString(_LEFT, 56, _NOTE)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def _table(canvas: Canvas, top: float, rows: tuple[tuple[str, str], ...]) -> None:
    for place, (name, value) in enumerate(rows):
        bottom = top - 24 * (place + 1)
        canvas.setLineWidth(0.6)
        canvas.rect(_LEFT, bottom, 110, 24)
        canvas.rect(_LEFT + 110, bottom, _WIDTH - 110, 24)
        canvas.setFont(BOLD, 9)
        canvas.drawString(_LEFT + 6, bottom + 8, name)
        size, lines = fitted(value, (_WIDTH - 122,), 10)
        canvas.setFont(REGULAR, size)
        canvas.drawString(_LEFT + 116, bottom + 8, lines[0])
