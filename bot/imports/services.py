"""Understanding a services file: from a table to checked lines, and a precise word on each row that is not good."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from typing import TypeVar

from bot.cabinet.service_file import (
    Column,
    FileLine,
    Note,
    NoteReason,
    Problem,
    ProblemReason,
    ServicesFile,
    differences,
    shown,
    told,
)
from bot.cabinet.subscription import ServiceLine
from bot.imports import cells
from bot.imports.headings import columns_of
from bot.imports.sheet import read_table
from bot.imports.table import CellValue, NoValue, Row, Table

MAX_NAME = 500  # the longest official names of organizations come near
MAX_PRODUCT = 200
MAX_TARIFF = 200
MAX_EXTERNAL_ID = 100
MAX_MODIFIER = 200
MAX_MODIFIERS = 50

_PROGRESS_EVERY = 2_000
_VALUES_KEPT = 50_000

T = TypeVar("T")
Progress = Callable[[int, int], None]  # rows done, of how many


def read_services(content: bytes, progress: Progress | None = None) -> ServicesFile:
    """A services file from its bytes. Takes processor time: not for an event loop.

    Raises:
        TableError: The bytes are no table.
        HeadingsError: The table has not the columns of a services file.
    """
    return services_of(read_table(content), progress)


def services_of(table: Table, progress: Progress | None = None) -> ServicesFile:
    """The services that a table states.

    Raises:
        HeadingsError: The table has not the columns of a services file.
    """
    header, *rows = table.rows
    columns = columns_of(header.cells)
    reading = _Reading(columns)
    for number, row in enumerate(rows, start=1):
        reading.read(row)
        if progress is not None and (number % _PROGRESS_EVERY == 0 or number == len(rows)):
            progress(number, len(rows))
    return reading.result(table)


class _Reading:
    """What has been understood so far."""

    def __init__(self, columns: Sequence[Column | None]) -> None:
        self._columns = columns
        self._cells = _CellReadings()
        self._problems: list[Problem] = []
        self._notes: list[Note] = []
        self._lines: dict[tuple[str, ...], FileLine] = {}
        self._contradicted: set[tuple[str, ...]] = set()
        self._names: dict[str, FileLine] = {}
        self._repeated = 0

    def read(self, row: Row) -> None:
        """Take one more row."""
        line = _RowReading(row, self._columns, self._cells, self._problems, self._notes).line()
        if line is None:
            return
        self._check_name(row.number, line)
        first = self._lines.setdefault(line.key, FileLine(row.number, line))
        if first.line is not line:
            self._read_again(FileLine(row.number, line), first)

    def result(self, table: Table) -> ServicesFile:
        """Everything that the rows say. Contradicted rows are bad, the first of them too."""
        return ServicesFile(
            lines=tuple(
                self._named(one) for key, one in self._lines.items() if key not in self._contradicted
            ),
            columns=frozenset(column for column in self._columns if column is not None),
            problems=tuple(self._problems),
            notes=tuple(self._notes),
            repeated=self._repeated,
            sheet=table.sheet,
            other_sheets=table.other_sheets,
        )

    def _named(self, one: FileLine) -> FileLine:
        first = self._names.get(one.line.inn)
        if first is None or first.line.organization == one.line.organization:
            return one
        return FileLine(one.row, replace(one.line, organization=first.line.organization))

    def _read_again(self, again: FileLine, first: FileLine) -> None:
        difference = next(differences(first.line, again.line), None)
        if difference is None:
            self._repeated += 1
            value = shown(again.line.product)
            self._notes.append(Note(again.row, Column.PRODUCT, value, NoteReason.REPEATED, first.row))
            return
        # Neither of the two can be believed: each is told of the other.
        reason = ProblemReason.CONTRADICTS
        if again.line.key not in self._contradicted:
            self._contradicted.add(again.line.key)
            value = told(difference.old)
            self._problems.append(Problem(first.row, difference.column, value, reason, again.row))
        value = told(difference.new)
        self._problems.append(Problem(again.row, difference.column, value, reason, first.row))

    def _check_name(self, row: int, line: ServiceLine) -> None:
        """An organization has one name: that of the first row that gives one."""
        if not line.organization:
            return
        first = self._names.setdefault(line.inn, FileLine(row, line))
        if first.line.organization != line.organization:
            value = shown(line.organization)
            self._notes.append(Note(row, Column.ORGANIZATION, value, NoteReason.OTHER_NAME, first.row))


class _CellReadings:
    """How the cells of each column are read. Most values come again and again: each is read once and kept once."""

    def __init__(self) -> None:
        kept = lru_cache(maxsize=_VALUES_KEPT, typed=True)
        self.inn = kept(cells.inn)
        self.kpp = kept(cells.kpp)
        self.organization = kept(partial(cells.text, limit=MAX_NAME))
        self.product = kept(partial(cells.text, limit=MAX_PRODUCT))
        self.tariff = kept(partial(cells.text, limit=MAX_TARIFF))
        self.modifiers = kept(partial(cells.modifiers, limit=MAX_MODIFIER, most=MAX_MODIFIERS))
        self.day = kept(cells.day)
        self.last_day = kept(cells.last_day)
        self.external_id = partial(cells.identifier, limit=MAX_EXTERNAL_ID)  # hardly ever the same


class _RowReading:
    """One row, cell by cell: every bad cell is told, not only the first."""

    def __init__(
        self,
        row: Row,
        columns: Sequence[Column | None],
        readings: _CellReadings,
        problems: list[Problem],
        notes: list[Note],
    ) -> None:
        self._row = row.number
        self._readings = readings
        self._cells = {
            column: cell for column, cell in zip(columns, row.cells, strict=False) if column is not None
        }
        self._problems = problems
        self._notes = notes
        self._is_good = True
        for place, cell in enumerate(row.cells):
            if (place >= len(columns) or columns[place] is None) and not _is_blank(cell):
                self._refuse(None, cell, ProblemReason.NO_HEADING)

    def line(self) -> ServiceLine | None:
        """The service that the row states; None when a cell is bad."""
        readings = self._readings
        inn = self._noted(Column.INN, readings.inn)
        kpp = self._noted(Column.KPP, readings.kpp)
        organization = self._read(Column.ORGANIZATION, readings.organization)
        product = self._read(Column.PRODUCT, readings.product)
        tariff = self._read(Column.TARIFF, readings.tariff)
        modifiers = self._read(Column.MODIFIERS, readings.modifiers)
        start = self._read(Column.START, readings.day)
        end = self._read(Column.END, readings.last_day)
        external_id = self._read(Column.EXTERNAL_ID, readings.external_id)
        if product == "":
            self._refuse(Column.PRODUCT, None, ProblemReason.EMPTY)
        if start is not None and end is not None and end < start:
            self._refuse(Column.END, end, ProblemReason.END_BEFORE_START)
        if not self._is_good or inn is None or product is None:
            return None
        return ServiceLine(
            inn=inn,
            kpp=kpp,
            organization=organization or "",
            product=product,
            tariff=tariff or "",
            modifiers=modifiers or (),
            start=start,
            end=end,
            external_id=external_id,
        )

    def _read(self, column: Column, reading: Callable[[CellValue], T]) -> T | None:
        cell = self._cells.get(column)
        try:
            return reading(cell)
        except cells.CellError as error:
            self._refuse(column, cell, error.reason)
            return None

    def _noted(self, column: Column, reading: Callable[[CellValue], cells.Noted | None]) -> str | None:
        noted = self._read(column, reading)
        if noted is None:
            return None
        if noted.note is not None:
            self._notes.append(Note(self._row, column, noted.value, noted.note))
        return noted.value

    def _refuse(self, column: Column | None, cell: CellValue, reason: ProblemReason) -> None:
        self._is_good = False
        self._problems.append(Problem(self._row, column, _told(cell), reason))


def _is_blank(cell: CellValue) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _told(cell: CellValue) -> str:
    """A cell for a report."""
    if cell is None or isinstance(cell, NoValue):
        return ""
    return told(cell if isinstance(cell, date) else cells.written(cell))
