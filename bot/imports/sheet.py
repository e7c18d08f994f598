"""Reading a table from bytes: a workbook or a text file, told apart by what is inside and not by the name."""

from pathlib import Path

from bot.imports.delimited import read_delimited
from bot.imports.table import MAX_FILE_BYTES, Table, TableError, TableFault
from bot.imports.workbook import read_workbook

_ZIP = b"PK\x03\x04"
_COMPOUND_FILE = bytes.fromhex("D0CF11E0A1B11AE1")  # [MS-CFB] 2.2: .xls, and .xlsx with a password


def read_file(path: Path) -> bytes:
    """The bytes of a file, never more than the limit.

    Raises:
        TableError: No such file, not readable, empty or too large.
    """
    try:
        if not path.is_file():
            raise TableError(TableFault.UNREADABLE if path.exists() else TableFault.MISSING)
        with path.open("rb") as source:
            return source.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise TableError(TableFault.UNREADABLE, type(error).__name__) from error


def read_table(content: bytes) -> Table:
    """The table in an XLSX workbook or in CSV.

    Raises:
        TableError: It is neither, or passes a limit.
    """
    if not content:
        raise TableError(TableFault.EMPTY)
    if len(content) > MAX_FILE_BYTES:
        raise TableError(TableFault.TOO_LARGE)
    if content.startswith(_ZIP):
        return read_workbook(content)
    if content.startswith(_COMPOUND_FILE):
        raise TableError(TableFault.OLD_EXCEL)
    return read_delimited(content)
