"""Finding the columns of a services file by their headings."""

from collections.abc import Sequence

from bot.cabinet.service_file import Column, shown
from bot.imports.table import CellValue, NoValue
from bot.imports.wording import cleaned

# Without these a row tells nothing. «Действует до» may be empty in a cell, but a file that has no such column at all has
# lost it: every service in it would become perpetual.
REQUIRED = (Column.INN, Column.PRODUCT, Column.END)


class HeadingsError(Exception):
    """The header does not say what the columns are.

    Attributes:
        missing: Required columns that are not there.
        unknown: Headings that mean nothing, as written.
        doubled: Columns that are there more than once.
        found: How many columns were recognized; with none the file is no services file at all.
    """

    def __init__(
        self,
        missing: tuple[Column, ...],
        unknown: tuple[str, ...],
        doubled: tuple[Column, ...],
        found: int,
    ) -> None:
        super().__init__(f"missing {len(missing)}, unknown {len(unknown)}, doubled {len(doubled)}")
        self.missing = missing
        self.unknown = unknown
        self.doubled = doubled
        self.found = found


def columns_of(header: Sequence[CellValue]) -> tuple[Column | None, ...]:
    """What each cell of a row means; None under an empty heading.

    Raises:
        HeadingsError: Columns are missing, unknown or doubled.
    """
    columns: list[Column | None] = []
    unknown: list[str] = []
    for cell in header:
        written = _written(cell)
        heading = _folded(written)
        column = _BY_HEADING.get(heading)
        columns.append(column)
        if column is None and heading:
            unknown.append(shown(written))
    found = [column for column in columns if column is not None]
    missing = tuple(column for column in REQUIRED if column not in found)
    doubled = tuple(column for column in Column if found.count(column) > 1)
    if missing or unknown or doubled:
        raise HeadingsError(missing, tuple(unknown), doubled, len(set(found)))
    return tuple(columns)


def _written(cell: CellValue) -> str:
    if cell is None:
        return ""
    return "=…" if isinstance(cell, NoValue) else str(cell)  # a formula that was not computed


def _folded(heading: str) -> str:
    """A heading without what people do not see as a difference: letter case, spaces, ё."""
    text = cleaned(heading)
    return (heading if text is None else text).casefold().replace("ё", "е").replace(" ", "")


_BY_HEADING = {_folded(column.value): column for column in Column}
