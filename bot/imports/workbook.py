"""Reading the first visible sheet of an XLSX workbook."""

import warnings
import zipfile
from datetime import date, datetime
from io import BytesIO

import openpyxl

from bot.imports.package import SheetFacts, inspect
from bot.imports.table import (
    LAST_ROW,
    MAX_COLUMNS,
    CellValue,
    NoValue,
    RowCollector,
    Table,
    TableError,
    TableFault,
    table_of,
)


def read_workbook(content: bytes) -> Table:
    """The table on the first visible sheet; formulas give the values that were saved with them.

    Raises:
        TableError: Not a workbook, damaged, or against the limits.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise TableError(TableFault.DAMAGED, type(error).__name__) from error
    with archive:
        facts = inspect(archive)
    # The library tells of decorations that it leaves out; they are of no interest here.
    warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")
    try:
        return _first_sheet(content, facts)
    except TableError:
        raise
    except Exception as error:
        # The library has no error of its own for a damaged part: KeyError, TypeError, ValueError, AttributeError,
        # IndexError and others come from wherever the damage shows. All of them mean the same to the operator.
        raise TableError(TableFault.DAMAGED, type(error).__name__) from error


def _first_sheet(content: bytes, facts: dict[str, SheetFacts]) -> Table:
    workbook = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        visible = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        if not visible:
            raise TableError(TableFault.EMPTY)
        sheet = visible[0]
        # The path of the sheet's part has no public name, and none in the published types.
        seen = facts[sheet._worksheet_path]  # type: ignore[attr-defined]  # noqa: SLF001
        if seen.too_wide is not None:
            raise TableError(TableFault.TOO_MANY_COLUMNS, row=seen.too_wide)
        collector = RowCollector()
        # The stated size of the sheet is its author's claim and may be a lie; the cells themselves are not.
        rows = sheet.iter_rows(min_row=1, max_row=LAST_ROW, min_col=1, max_col=MAX_COLUMNS, values_only=True)
        for number, values in enumerate(rows, start=1):
            cells = [_value(value) for value in values]
            for column in seen.uncomputed.get(number, ()):
                cells[column - 1] = NoValue.NOT_COMPUTED
            collector.add(number, cells)
        return table_of(collector.rows, sheet.title, tuple(other.title for other in visible[1:]))
    finally:
        workbook.close()


def _value(value: object) -> CellValue:
    """A cell's value as the rest of the program knows it."""
    if value is None or type(value) is int or type(value) is float:
        return value
    if isinstance(value, str):
        return value.replace("_x000D_", "\n") if "_x" in value else value  # ECMA-376 part 1, 22.9.2.19
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return str(value)  # a truth value, a time of day or a duration: never what a column asks for
