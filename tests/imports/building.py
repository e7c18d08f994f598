"""Services files made for tests, good and hostile."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter
from rich.console import Console

from bot.cabinet.ports import NamedOrganization
from bot.cabinet.service_file import Column
from bot.cabinet.subscription import ServiceLine

HEADINGS = [column.value for column in Column]
ROMASHKA = "7707083893"
TRADER = "500100732259"
ZERO_ENTITY = "0278000229"
ZERO_PERSON = "027612345663"
GOOD_ROW = [
    ROMASHKA,
    "770701001",
    "ООО «Ромашка»",
    "Экстерн",
    "Учетный",
    "Бухучет и кадры; Архив",
    "01.12.2025",
    "30.11.2026",
    "A-1",
]
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
MAIN_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

_CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
</Types>"""
_RELS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>
</Relationships>"""
_WORKBOOK = f"""<?xml version="1.0" encoding="UTF-8"?>
<workbook xmlns="{MAIN_NS}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"""
_WORKBOOK_RELS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>
</Relationships>"""
_STYLES = f'<?xml version="1.0" encoding="UTF-8"?>\n<styleSheet xmlns="{MAIN_NS}"/>'


def csv_bytes(
    rows: Sequence[Sequence[object]], *, delimiter: str = ";", encoding: str = "utf-8", line_end: str = "\r\n"
) -> bytes:
    """Rows as CSV; every cell as a spreadsheet would show it."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, lineterminator=line_end).writerows(
        [_shown(c) for c in row] for row in rows
    )
    return buffer.getvalue().encode(encoding)


def xlsx_bytes(
    rows: Sequence[Sequence[object]], *, other_sheets: Sequence[str] = (), hidden: bool = False
) -> bytes:
    """Rows as a workbook: text as text, dates as dates, numbers as numbers."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    if hidden:
        book.add_worksheet("Черновик").hide()
    sheet: Any = book.add_worksheet("Услуги")
    if hidden:
        sheet.activate()
        sheet.set_first_sheet()
    for name in other_sheets:
        book.add_worksheet(name)
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(y, x, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001 (a day)
            elif isinstance(cell, int | float):
                sheet.write_number(y, x, cell)
            elif cell is not None:
                sheet.write_string(y, x, str(cell))
    book.close()
    return buffer.getvalue()


def sheet_xml(rows: str) -> str:
    """A worksheet part around rows written by hand."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{MAIN_NS}"><sheetData>{rows}</sheetData></worksheet>'


def inline(reference: str, text: str) -> str:
    """A text cell written by hand."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def package(sheet: str | bytes, extra: dict[str, str | bytes] | None = None) -> bytes:
    """A workbook with a sheet part written by hand, and any other parts."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELS,
        "xl/workbook.xml": _WORKBOOK,
        "xl/_rels/workbook.xml.rels": _WORKBOOK_RELS,
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": sheet,
        **(extra or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


class MemoryStore:
    """`ServiceImports` in memory; counts what it is asked."""

    def __init__(self) -> None:
        self.lines: dict[tuple[str, ...], ServiceLine] = {}
        self.known: dict[str, NamedOrganization] = {}
        self.saves = 0
        self.saved_at: datetime | None = None
        self.asked: list[int] = []

    async def organizations(self, inns: Sequence[str]) -> Sequence[NamedOrganization]:
        return [self.known[inn] for inn in inns if inn in self.known]

    async def existing(self, inns: Sequence[str]) -> Sequence[ServiceLine]:
        self.asked.append(len(inns))
        return [line for line in self.lines.values() if line.inn in set(inns)]

    async def save(self, lines: Sequence[ServiceLine], now: datetime) -> None:
        self.saves += 1
        self.saved_at = now
        for line in lines:
            self.lines[line.key] = line
            self.known.setdefault(line.inn, NamedOrganization(line.inn, line.organization, is_proved=False))


class StandingClock:
    def now(self) -> datetime:
        return NOW


class Printed(Console):
    """A console that keeps what it prints."""

    def __init__(self, *, terminal: bool = False) -> None:
        self.kept = io.StringIO()
        super().__init__(file=self.kept, width=40, force_terminal=terminal, color_system=None)

    @property
    def text(self) -> str:
        return self.kept.getvalue()


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    return f"{cell:%d.%m.%Y}" if isinstance(cell, date) else str(cell)
