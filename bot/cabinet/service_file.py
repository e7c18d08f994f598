"""A services file as understood: lines that are good, and what is wrong or worth knowing about the others."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from bot.cabinet.subscription import ServiceLine

SHOWN_CHARACTERS = 60

FieldValue = str | date | tuple[str, ...] | None


class Column(Enum):
    """The columns of a services file, by their headings: a part of the format, the same in every language."""

    INN = "ИНН"
    KPP = "КПП"
    ORGANIZATION = "Организация"
    PRODUCT = "Продукт"
    TARIFF = "Тариф"
    MODIFIERS = "Модификаторы"
    START = "Действует с"
    END = "Действует до"
    EXTERNAL_ID = "Внешний ID"


class ProblemReason(Enum):
    """Why a row cannot be taken. Each reason has its own sentence in the locales, telling what to fix."""

    EMPTY = "empty"
    NO_ORGANIZATION = "no-organization"  # no name in the file, and none known from services loaded earlier
    BAD_INN = "bad-inn"  # something besides digits, or not 10 or 12 of them
    INN_CHECK = "inn-check"  # the check digits say there is a misprint
    ROUNDED = "rounded"  # a spreadsheet has shortened a long number; the digits are lost
    BAD_KPP = "bad-kpp"
    BAD_DATE = "bad-date"
    SHORT_YEAR = "short-year"  # two digits: which part is the year cannot be told
    DATE_AS_NUMBER = "date-as-number"  # a spreadsheet's date without its format
    DATE_OUT_OF_RANGE = "date-out-of-range"
    END_BEFORE_START = "end-before-start"
    TEXT_AS_DATE = "text-as-date"  # a spreadsheet has made a date of a name
    TOO_LONG = "too-long"
    TOO_MANY_MODIFIERS = "too-many-modifiers"
    UNPRINTABLE = "unprintable"
    NOT_COMPUTED = "not-computed"
    CELL_ERROR = "cell-error"  # "#N/A" and the like
    NO_HEADING = "no-heading"  # a value in a column that has none: usually a row that has slipped sideways
    CONTRADICTS = "contradicts"  # another row tells otherwise about the same service


class NoteReason(Enum):
    """What was understood in spite of how it is written. The row is taken."""

    INN_ZERO = "inn-zero"  # a leading zero was put back
    INN_AS_NUMBER = "inn-as-number"
    KPP_ZERO = "kpp-zero"
    REPEATED = "repeated"  # the same as another row, to the letter
    OTHER_NAME = "other-name"  # another row names the organization differently; the first name is taken
    SAME_SERVICE = (
        "same-service"  # stored already with, or without, an external id: two services will be shown
    )


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that keeps its row from being taken."""

    row: int  # as Excel shows it
    column: Column | None  # None for a cell without a heading
    value: str  # cut, safe to print
    reason: ProblemReason
    other_row: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a row that is taken all the same."""

    row: int
    column: Column
    value: str  # cut, safe to print
    reason: NoteReason
    other_row: int | None = None


@dataclass(frozen=True, slots=True)
class FileLine:
    """A service and the row that states it. The organization's name may still be empty."""

    row: int
    line: ServiceLine


@dataclass(frozen=True, slots=True)
class ServicesFile:
    """Everything a services file says. No two lines have the same key."""

    lines: Sequence[FileLine]
    columns: frozenset[Column]  # the columns that the file has
    problems: Sequence[Problem]
    notes: Sequence[Note]
    repeated: int  # rows left out because another one says the same
    sheet: str | None = None  # the sheet of a workbook that was read
    other_sheets: Sequence[str] = ()  # visible sheets that were not


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field in which two lines about the same service differ."""

    column: Column
    old: FieldValue
    new: FieldValue


def differences(old: ServiceLine, new: ServiceLine) -> Iterator[FieldChange]:
    """Where the lines differ; the organization's name aside. The order of modifiers means nothing."""
    pairs: tuple[tuple[Column, FieldValue, FieldValue], ...] = (
        (Column.KPP, old.kpp, new.kpp),
        (Column.PRODUCT, old.product, new.product),
        (Column.TARIFF, old.tariff, new.tariff),
        (Column.MODIFIERS, tuple(sorted(old.modifiers)), tuple(sorted(new.modifiers))),
        (Column.START, old.start, new.start),
        (Column.END, old.end, new.end),
    )
    for column, before, after in pairs:
        if before != after:
            yield FieldChange(column, before, after)


def told(value: FieldValue) -> str:
    """A field's value for a report; empty when there is none."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return shown(value if isinstance(value, str) else ", ".join(value))


def shown(text: str) -> str:
    """A text for a report: short, on one line, without characters that could drive a terminal."""
    text = " ".join(text.split())
    if len(text) > SHOWN_CHARACTERS:
        text = text[: SHOWN_CHARACTERS - 1] + "…"
    if text.isprintable():
        return text
    return "".join("�" if unicodedata.category(c).startswith("C") else c for c in text)
