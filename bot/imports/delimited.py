"""Reading CSV (RFC 4180) as Russian Excel, 1C and billing systems write it."""

import codecs
import csv
import re
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper

from bot.imports.table import (
    LAST_ROW,
    CellValue,
    RowCollector,
    Table,
    TableError,
    TableFault,
    table_of,
)

_DELIMITERS = (";", ",", "\t")  # the earlier one wins when a header of one column leaves it open
_SEPARATOR_LINE = re.compile(r"sep=([;,\t])[\r\n]*", re.IGNORECASE)  # Excel reads it and does not show it
_SEPARATOR_LINE_CHARACTERS = 8
_TEXT_FORMULA = re.compile(r'="([^"]*)"')  # how exporters keep Excel from eating leading zeros


def read_delimited(content: bytes) -> Table:
    """The table in a text file. A row's number is Excel's: a quoted line break does not start a row.

    Raises:
        TableError: It is no text, its quotation marks do not close, or it passes a limit.
    """
    source = _Source(content, _encoding_of(content))
    collector = RowCollector()
    pool: dict[CellValue, CellValue] = {}  # cells repeat from row to row: one copy of each is enough
    for number, fields in enumerate(source.records(), start=1):
        if number > LAST_ROW:
            raise TableError(TableFault.TOO_MANY_ROWS, row=number)
        collector.add(number, [pool.setdefault(cell, cell) for cell in map(_plain, fields)])
    return table_of(collector.rows)


def _encoding_of(content: bytes) -> str:
    """UTF-8 or UTF-16 by the mark in front; without one UTF-8 if it is that, Windows-1251 otherwise."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates: tuple[str, ...] = ("utf-16",)
    elif content.startswith(codecs.BOM_UTF8):
        candidates = ("utf-8-sig",)
    else:
        candidates = ("utf-8", "cp1251")
    for encoding in candidates:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            raise TableError(TableFault.NOT_A_TABLE, "NUL characters")
        return encoding
    is_binary = len(candidates) > 1 and b"\x00" in content
    raise TableError(TableFault.NOT_A_TABLE if is_binary else TableFault.UNKNOWN_ENCODING)


class _Source:
    """A text file that can be read from its start again, a piece at a time."""

    def __init__(self, content: bytes, encoding: str) -> None:
        self._content = content
        self._encoding = encoding
        with self._text() as text:
            named = _SEPARATOR_LINE.fullmatch(text.readline(_SEPARATOR_LINE_CHARACTERS))
        self._skips_line = named is not None
        self._delimiter = named[1] if named else max(_DELIMITERS, key=self._cells_of_header)

    def records(self) -> Iterator[list[str]]:
        """The records, cut by the delimiter that the file names, or that cuts the header into most cells."""
        return self._cut(self._delimiter)

    def _text(self) -> TextIOWrapper:
        return TextIOWrapper(BytesIO(self._content), self._encoding, newline="")

    def _cells_of_header(self, delimiter: str) -> int:
        try:
            return next((len(fields) for fields in self._cut(delimiter) if any(fields)), 0)
        except TableError:
            return (
                0  # a quotation mark out of place under this delimiter only; the best one is read in earnest
            )

    def _cut(self, delimiter: str) -> Iterator[list[str]]:
        number = 0
        with self._text() as text:
            if self._skips_line:
                text.readline()
            # Strict: without it an unclosed quotation mark swallows the rest of the file in silence.
            reader = csv.reader(text, delimiter=delimiter, strict=True)
            try:
                for fields in reader:
                    number += 1
                    yield fields
            except csv.Error as error:
                too_long = "field larger" in str(error)
                fault = TableFault.CELL_TOO_LONG if too_long else TableFault.BROKEN_QUOTES
                raise TableError(fault, str(error), row=number + 1) from error


def _plain(field: str) -> CellValue:
    formula = _TEXT_FORMULA.fullmatch(field)
    return formula[1] if formula else field
