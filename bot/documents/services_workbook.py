"""Services as a workbook: one row a service, ready to be sorted, filtered and printed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO

from babel.dates import format_date
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.cabinet.services import ServicesReport
from bot.cabinet.subscription import Subscription, TermState, Urgency
from bot.documents.plain import firm, plain
from bot.texts import Texts, texts

DATE_FORMAT = "dd.mm.yyyy"
FILLS = {
    Urgency.OVERDUE: "#F8D3D0",
    Urgency.WEEK: "#FCE0C4",
    Urgency.MONTH: "#FDF1C8",
    Urgency.LATER: "#DDF0E2",
}
FUTURE_FILL = "#E4E9F0"

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class _Column:
    key: str
    width: int  # in letters
    value: Callable[[Texts, Subscription, date], Value]
    is_marked: bool = False  # bears the colour of urgency


def write_workbook(report: ServicesReport, language: str) -> bytes:
    """An XLSX file. The same report gives the same bytes."""
    t = texts(language)
    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    # Without a moment of making XlsxWriter would write the machine's own.
    made = report.made_at.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": t("workbook.sheet"), "created": made})
    sheet = book.add_worksheet(t("workbook.sheet"))
    _set_up(book, sheet, t, report)
    styles = _Styles(book)
    for line, service in enumerate(report.services, 1):
        for number, column in enumerate(COLUMNS):
            style = styles.of(service, report.today) if column.is_marked else None
            _write(sheet, line, number, column.value(t, service, report.today), style, styles.day)
    if report.is_cut:
        note = t("workbook.cut", shown=len(report.services), total=report.total)
        sheet.write_string(len(report.services) + 2, 0, note)
    book.close()
    return content.getvalue()


def _set_up(book: Workbook, sheet: Worksheet, t: Texts, report: ServicesReport) -> None:
    heading = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E9EDF2", "bottom": 1}
    )
    day = format_date(report.today, "dd.MM.y", locale=t.language)
    for number, column in enumerate(COLUMNS):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, t(column.key, day=day), heading)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 1)
    last = len(report.services)
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    # ИНН and КПП are no numbers, and Excel need not wonder at that.
    sheet.ignore_errors({"number_stored_as_text": f"B1:C{last + 1}"})
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


class _Styles:
    """Formats of cells, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.day = book.add_format({"num_format": DATE_FORMAT, "align": "left"})
        self._marks = {urgency: book.add_format({"bg_color": fill}) for urgency, fill in FILLS.items()}
        self._future = book.add_format({"bg_color": FUTURE_FILL})

    def of(self, service: Subscription, today: date) -> Format:
        """The colour of a service's urgency."""
        if service.term.state(today) is TermState.FUTURE:
            return self._future
        return self._marks[service.term.urgency(today)]


def _write(sheet: Worksheet, line: int, number: int, value: Value, style: Format | None, day: Format) -> None:
    if isinstance(value, str):  # names come from outside: never a formula, a link or a number
        sheet.write_string(line, number, value, style)
    elif isinstance(value, int):
        sheet.write_number(line, number, value, style)
    elif value is not None:
        sheet.write_datetime(line, number, datetime.combine(value, time()), day)
    elif style is not None:
        sheet.write_blank(line, number, None, style)


def _end(t: Texts, service: Subscription, _today: date) -> Value:
    return service.term.end or t("workbook.perpetual")


def _state(t: Texts, service: Subscription, today: date) -> Value:
    return t(f"workbook.state.{service.term.state(today).value}")


COLUMNS = (
    _Column("workbook.organization", 38, lambda _t, service, _today: firm(service.organization_name)),
    _Column("workbook.inn", 14, lambda _t, service, _today: plain(service.inn)),
    _Column("workbook.kpp", 11, lambda _t, service, _today: plain(service.kpp or "")),
    _Column("workbook.product", 26, lambda _t, service, _today: plain(service.product)),
    _Column("workbook.tariff", 24, lambda _t, service, _today: plain(service.tariff)),
    _Column("workbook.modifiers", 30, lambda _t, service, _today: plain(", ".join(service.modifiers))),
    _Column("workbook.start", 14, lambda _t, service, _today: service.term.start),
    _Column("workbook.end", 14, _end),
    _Column("workbook.left", 16, lambda _t, service, today: service.term.days_left(today), is_marked=True),
    _Column("workbook.state", 20, _state, is_marked=True),
)
