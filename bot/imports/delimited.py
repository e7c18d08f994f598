"""Reading CSV (RFC 4180) as Russian Excel, 1C and billing systems write it."""

import codecs
import csv
import re
from collections.abc import Iterator
from io import StringIO

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
_SEPARATOR_LINE = re.compile(
    r"sep=([;,\t])(?:\r\n|\r|\n)", re.IGNORECASE
)  # Excel reads it and does not show it
_TEXT_FORMULA = re.compile(r'="([^"]*)"')  # how exporters keep Excel from eating leading zeros


def read_delimited(content: bytes) -> Table:
    """The table in a text file. A row's number is Excel's: a quoted line break does not start a row.

    Raises:
        TableError: It is no text, its quotation marks do not close, or it passes a limit.
    """
    text = _decoded(content)
    if "\x00" in text:
        raise TableError(TableFault.NOT_A_TABLE, "NUL characters")
    if named := _SEPARATOR_LINE.match(text):
        delimiter, text = named[1], text[named.end() :]
    else:
        delimiter = _delimiter_of(text)
    collector = RowCollector()
    for number, fields in enumerate(_records(text, delimiter), start=1):
        if number > LAST_ROW:
            raise TableError(TableFault.TOO_MANY_ROWS, row=number)
        collector.add(number, [_plain(field) for field in fields])
    return table_of(collector.rows)


def _decoded(content: bytes) -> str:
    """UTF-8 or UTF-16 by the mark in front; without one UTF-8 if it is that, Windows-1251 otherwise."""
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16")
        if content.startswith(codecs.BOM_UTF8):
            return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(TableFault.UNKNOWN_ENCODING, str(error.reason)) from error
    if b"\x00" in content:
        raise TableError(TableFault.NOT_A_TABLE, "NUL bytes")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1251")
    except UnicodeDecodeError as error:
        raise TableError(TableFault.UNKNOWN_ENCODING, str(error.reason)) from error


def _delimiter_of(text: str) -> str:
    """The delimiter that cuts the header into most cells."""

    def cells(delimiter: str) -> int:
        try:
            return next((len(fields) for fields in _records(text, delimiter) if any(fields)), 0)
        except TableError:
            return (
                0  # a quotation mark out of place under this delimiter only; the best one is read in earnest
            )

    return max(_DELIMITERS, key=cells)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    # Strict: without it an unclosed quotation mark swallows the rest of the file in silence.
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, fields in enumerate(reader, start=1):  # noqa: B007 (the error below needs it)
            yield fields
    except csv.Error as error:
        too_long = "field larger" in str(error)
        fault = TableFault.CELL_TOO_LONG if too_long else TableFault.BROKEN_QUOTES
        raise TableError(fault, str(error), row=number + 1) from error


def _plain(field: str) -> CellValue:
    formula = _TEXT_FORMULA.fullmatch(field)
    return formula[1] if formula else field
