"""A table as it stands in a file, before anybody asks what it means."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

MIB = 1024 * 1024

MAX_FILE_BYTES = 20 * MIB
MAX_ROWS = 200_000  # with something in them, the header not counted
MAX_COLUMNS = 64
MAX_CELL_CHARACTERS = 32_767  # Excel's own limit
LAST_ROW = 1_048_576  # Excel's own limit


class NoValue(Enum):
    """Why a cell that is not empty has no value."""

    NOT_COMPUTED = "not-computed"  # a formula saved by a program that does not compute


CellValue = str | int | float | date | NoValue | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty. The cell of column A comes first; empty cells at the end are left out."""

    number: int  # as Excel shows it, from 1
    cells: tuple[CellValue, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that are not empty, in the order of the file; the first one is the header."""

    rows: tuple[Row, ...]
    sheet: str | None = None  # the sheet of a workbook that was read
    other_sheets: tuple[str, ...] = ()  # visible sheets that were not


class TableFault(Enum):
    """Why a file gives no table. Each has its own sentence in the locales."""

    MISSING = "missing"
    UNREADABLE = "unreadable"  # a folder, or no right to read
    TOO_LARGE = "too-large"
    EMPTY = "empty"
    NOT_A_TABLE = "not-a-table"  # bytes that are no text and no workbook
    OLD_EXCEL = "old-excel"  # .xls, or a workbook with a password: the same container
    NOT_XLSX = "not-xlsx"  # a ZIP, but another program's
    UNKNOWN_ENCODING = "unknown-encoding"
    BROKEN_QUOTES = "broken-quotes"  # CSV: a quotation mark out of place
    DAMAGED = "damaged"  # a workbook against its own format
    BOMB = "bomb"  # a workbook that unpacks into more than a table of this size could need
    TOO_MANY_ROWS = "too-many-rows"
    TOO_MANY_COLUMNS = "too-many-columns"
    CELL_TOO_LONG = "cell-too-long"


class TableError(Exception):
    """The file gives no table.

    Attributes:
        fault: What is wrong.
        row: The row where it is wrong, when it is known.
    """

    def __init__(self, fault: TableFault, detail: str = "", *, row: int | None = None) -> None:
        super().__init__(f"{fault.value}: {detail}" if detail else fault.value)
        self.fault = fault
        self.row = row


def table_of(rows: list[Row], sheet: str | None = None, other_sheets: tuple[str, ...] = ()) -> Table:
    """The rows as a table, when there are any.

    Raises:
        TableError: There is nothing in it.
    """
    if not rows:
        raise TableError(TableFault.EMPTY)
    return Table(tuple(rows), sheet, other_sheets)


class RowCollector:
    """Gathers rows within the limits."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def add(self, number: int, cells: list[CellValue]) -> None:
        """Keep the row unless it is empty.

        Raises:
            TableError: One row, column or character too many.
        """
        while cells and _is_empty(cells[-1]):
            cells.pop()
        if not cells:
            return
        if len(cells) > MAX_COLUMNS:
            raise TableError(TableFault.TOO_MANY_COLUMNS, row=number)
        if any(isinstance(cell, str) and len(cell) > MAX_CELL_CHARACTERS for cell in cells):
            raise TableError(TableFault.CELL_TOO_LONG, row=number)
        if len(self.rows) > MAX_ROWS:
            raise TableError(TableFault.TOO_MANY_ROWS, row=number)
        self.rows.append(Row(number, tuple(cells)))


def _is_empty(cell: CellValue) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
