"""The register of cash receipt orders as a workbook: one row an order, and a row of totals."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.cabinet.cash.order_register import OrderRegister, RegisterLine
from bot.documents.plain import firm, plain
from bot.texts import Texts, texts

DATE_FORMAT = "dd.mm.yyyy"
MONEY_FORMAT = "#,##0.00"
HEADING_ROW = 3

Value = str | int | date | Decimal | None


@dataclass(frozen=True, slots=True)
class _Column:
    key: str
    width: int  # in letters
    value: Callable[[Texts, RegisterLine], Value]
    total: Callable[[OrderRegister], int | None] | None = None  # in kopecks


def write_register(register: OrderRegister, language: str) -> bytes:
    """An XLSX file. The same register gives the same bytes."""
    t = texts(language)
    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    # Without a moment of making XlsxWriter would write the machine's own.
    made = register.made_at.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": t("order-register.title"), "created": made})
    sheet = book.add_worksheet(t("order-register.sheet"))
    styles = _Styles(book)
    _set_up(sheet, t, register, styles)
    for row, line in enumerate(register.lines, HEADING_ROW + 1):
        for number, column in enumerate(COLUMNS):
            _write(sheet, row, number, column.value(t, line), styles)
    _write_totals(sheet, t, register, styles)
    book.close()
    return content.getvalue()


class _Styles:
    """Formats of cells, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.title: Format = book.add_format({"bold": True, "font_size": 13})
        self.heading: Format = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E9EDF2", "bottom": 1}
        )
        self.day: Format = book.add_format({"num_format": DATE_FORMAT, "align": "left"})
        self.money: Format = book.add_format({"num_format": MONEY_FORMAT})
        self.total: Format = book.add_format({"bold": True, "top": 1, "num_format": MONEY_FORMAT})


def _set_up(sheet: Worksheet, t: Texts, register: OrderRegister, styles: _Styles) -> None:
    period = register.period
    sheet.write_string(0, 0, t("order-register.title"), styles.title)
    office = t("ko1.office", name=firm(register.office.name), inn=register.office.inn)
    sheet.write_string(1, 0, office)
    sheet.write_string(
        2, 0, t("order-register.period", first=f"{period.first:%d.%m.%Y}", last=f"{period.last:%d.%m.%Y}")
    )
    for number, column in enumerate(COLUMNS):
        sheet.set_column(number, number, column.width)
        sheet.write_string(HEADING_ROW, number, t(column.key), styles.heading)
    sheet.set_row(HEADING_ROW, 32)
    sheet.freeze_panes(HEADING_ROW + 1, 0)
    last = HEADING_ROW + len(register.lines)
    sheet.autofilter(HEADING_ROW, 0, last, len(COLUMNS) - 1)
    # Accounts and numbers of registers and drives are no numbers, and Excel need not wonder at that.
    sheet.ignore_errors({"number_stored_as_text": f"A1:L{last + 2}"})
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADING_ROW)


def _write(sheet: Worksheet, row: int, number: int, value: Value, styles: _Styles) -> None:
    if isinstance(value, str):  # names come from outside: never a formula, a link or a number
        sheet.write_string(row, number, value)
    elif isinstance(value, Decimal):
        sheet.write_number(row, number, value, styles.money)
    elif isinstance(value, int):
        sheet.write_number(row, number, value)
    elif value is not None:
        sheet.write_datetime(row, number, datetime.combine(value, time()), styles.day)


def _write_totals(sheet: Worksheet, t: Texts, register: OrderRegister, styles: _Styles) -> None:
    row = HEADING_ROW + len(register.lines) + 1
    for number, column in enumerate(COLUMNS):
        total = None if column.total is None else column.total(register)
        if total is not None:
            sheet.write_number(row, number, _rubles(total), styles.total)
        else:
            sheet.write_blank(row, number, None, styles.total)
    sheet.write_string(row, 0, t("order-register.total"), styles.total)


def _rubles(kopecks: int) -> Decimal:
    return Decimal(kopecks) / 100


def _vat(t: Texts, line: RegisterLine) -> Value:
    if not line.order.is_tax_known:
        return None
    return t("ko1.no-vat") if line.order.vat is None else _rubles(line.order.vat)


def _of_shift(line: RegisterLine) -> tuple[Value, Value, Value]:
    """Register, drive and number; blank where the source knows no fiscal identity."""
    shift = line.order.shift
    return (
        ("", "", "")
        if shift is None
        else (plain(shift.registration_number), plain(shift.drive), shift.number)
    )


COLUMNS = (
    _Column("order-register.number", 9, lambda _t, line: line.order.number),
    _Column("order-register.day", 12, lambda _t, line: line.order.day),
    _Column(
        "order-register.amount",
        18,
        lambda _t, line: _rubles(line.order.amount),
        lambda register: register.total,
    ),
    _Column("order-register.vat", 20, _vat, lambda register: register.vat),
    _Column("order-register.received-from", 28, lambda _t, line: plain(line.order.received_from)),
    _Column("order-register.basis", 50, lambda _t, line: plain(line.order.basis, 400)),
    _Column("order-register.debit", 9, lambda _t, line: plain(line.order.entry.debit)),
    _Column("order-register.credit", 10, lambda _t, line: plain(line.order.entry.credit)),
    _Column("order-register.cash-register", 19, lambda _t, line: _of_shift(line)[0]),
    _Column("order-register.drive", 19, lambda _t, line: _of_shift(line)[1]),
    _Column("order-register.shift", 9, lambda _t, line: _of_shift(line)[2]),
    _Column("order-register.state", 16, lambda t, line: t(f"order-register.state.{line.state.value}")),
)
