"""What a cell of a services file says, by the kind of its column.

Every reading gives a value or raises `CellError`; what was understood in spite of its form is told as a note.
"""

import math
import re
from dataclasses import dataclass
from datetime import date

from bot.cabinet.service_file import NoteReason, ProblemReason
from bot.imports.table import CellValue, NoValue
from bot.imports.wording import cleaned
from bot.requisites import LEGAL_ENTITY_INN, PERSON_INN, is_digits, is_inn

FIRST_YEAR = 1990  # Kontur is not much older
LAST_YEAR = 2100
EXACT_NUMBERS = 10**15  # a spreadsheet keeps fifteen digits of a number

_KPP = re.compile(r"[0-9]{4}[0-9A-Z]{2}[0-9]{3}")  # order of ФНС of 26.06.2025 № ЕД-7-14/559@
_KPP_LENGTH = 9
_REQUISITE_CHARACTERS = 40  # with the spaces that people put in
_DATE_CHARACTERS = 40  # with a time of day
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}[.\-/]\d{1,2}[.\-/]\d{2}", re.ASCII)
_TIME_OF_DAY = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", re.ASCII)
_BARE_NUMBER = re.compile(r"\d+([.,]\d+)?", re.ASCII)
_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})", re.ASCII)
_WHOLE = re.compile(r"(\d+)[.,]0+", re.ASCII)
_PERPETUAL = frozenset({"бессрочно", "бессрочный", "бессрочная", "бессрочное", "perpetual"})
_SHEET_ERRORS = frozenset(
    [
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        "#ПУСТО!",
        "#ДЕЛ/0!",
        "#ЗНАЧ!",
        "#ССЫЛКА!",
        "#ИМЯ?",
        "#ЧИСЛО!",
        "#Н/Д",
    ]
)


class CellError(Exception):
    """The cell cannot be taken."""

    def __init__(self, reason: ProblemReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Noted:
    """A value, and what is worth knowing about how it was written."""

    value: str
    note: NoteReason | None = None


def text(cell: CellValue, limit: int, too_long: ProblemReason = ProblemReason.TOO_LONG) -> str:
    """A name or an identifier on one line; empty when the cell is.

    Raises:
        CellError: Not a text, damaged by a spreadsheet, or too long (with the reason that says so).
    """
    if cell is None:
        return ""
    if isinstance(cell, date):
        raise CellError(ProblemReason.TEXT_AS_DATE)
    words = cleaned(written(cell))
    if words is None:
        raise CellError(ProblemReason.UNPRINTABLE)
    if words in _SHEET_ERRORS:
        raise CellError(ProblemReason.CELL_ERROR)
    if len(words) > limit:
        raise CellError(too_long)
    return words


def identifier(cell: CellValue, limit: int) -> str | None:
    """An external id; None when the cell is empty.

    Raises:
        CellError: As for a text; or a long number that a spreadsheet has rounded.
    """
    words = text(cell, limit)
    if isinstance(cell, int | float) and abs(cell) >= EXACT_NUMBERS:
        raise CellError(ProblemReason.ROUNDED)
    if "+" in words and _SCIENTIFIC.fullmatch(
        words
    ):  # "1,23E+15" is a spreadsheet's; "7E12" may be somebody's code
        raise CellError(ProblemReason.ROUNDED)
    return words or None


def modifiers(cell: CellValue, limit: int, most: int) -> tuple[str, ...]:
    """Names separated by semicolons, commas or line breaks, each once.

    Raises:
        CellError: As for a text; or more of them than `most`.
    """
    if not isinstance(cell, str):
        only = text(cell, limit)
        return (only,) if only else ()
    names = dict.fromkeys(text(name, limit) for name in re.split(r"[;,\r\n]", cell))
    names.pop("", None)
    if len(names) > most:
        raise CellError(ProblemReason.TOO_MANY_MODIFIERS)
    return tuple(names)


def inn(cell: CellValue) -> Noted:
    """An ИНН with right check digits.

    A spreadsheet that takes it for a number drops a leading zero, adds ".0" or writes a power of ten. It is taken back when
    all its digits are still there and the check digits agree, and noted.

    Raises:
        CellError: Anything else.
    """
    words, note = _digits(cell, ProblemReason.BAD_INN)
    if not words:
        raise CellError(ProblemReason.EMPTY)
    if not is_digits(words) or len(words) not in {
        LEGAL_ENTITY_INN - 1,
        LEGAL_ENTITY_INN,
        PERSON_INN - 1,
        PERSON_INN,
    }:
        raise CellError(ProblemReason.BAD_INN)
    if len(words) in {LEGAL_ENTITY_INN - 1, PERSON_INN - 1}:
        words, note = "0" + words, NoteReason.INN_ZERO
        if not is_inn(words):
            raise CellError(ProblemReason.BAD_INN)
    if not is_inn(words):
        raise CellError(ProblemReason.INN_CHECK)
    return Noted(words, note)


def kpp(cell: CellValue) -> Noted | None:
    """A КПП; None when the cell is empty.

    Raises:
        CellError: Not the form of a КПП.
    """
    words, _ = _digits(cell, ProblemReason.BAD_KPP)
    if not words:
        return None
    words = words.upper()
    if len(words) == _KPP_LENGTH - 1 and is_digits(words):
        return Noted("0" + words, NoteReason.KPP_ZERO)
    if not _KPP.fullmatch(words):
        raise CellError(ProblemReason.BAD_KPP)
    return Noted(words)


def day(cell: CellValue) -> date | None:
    """A date: a spreadsheet's own, ДД.ММ.ГГГГ or ГГГГ-ММ-ДД; the time of day is left out. None when empty.

    Raises:
        CellError: Anything else, or a year that no service could have.
    """
    if isinstance(cell, date):
        return _within_years(cell)
    if isinstance(cell, int | float):
        raise CellError(ProblemReason.DATE_AS_NUMBER)
    words = _TIME_OF_DAY.sub("", text(cell, _DATE_CHARACTERS, ProblemReason.BAD_DATE))
    if not words:
        return None
    if found := _DAY_FIRST.fullmatch(words):
        return _date(found[3], found[2], found[1])
    if found := _YEAR_FIRST.fullmatch(words):
        return _date(found[1], found[2], found[3])
    if _SHORT_YEAR.fullmatch(words):
        raise CellError(ProblemReason.SHORT_YEAR)
    if _BARE_NUMBER.fullmatch(words):
        raise CellError(ProblemReason.DATE_AS_NUMBER)
    raise CellError(ProblemReason.BAD_DATE)


def last_day(cell: CellValue) -> date | None:
    """The last day of a term; None when the cell is empty or says «бессрочно».

    Raises:
        CellError: As for a day.
    """
    if isinstance(cell, str) and (cleaned(cell) or "").casefold() in _PERPETUAL:
        return None
    return day(cell)


def written(cell: str | float | NoValue) -> str:
    """The cell as somebody would have typed it."""
    if isinstance(cell, NoValue):
        raise CellError(ProblemReason.NOT_COMPUTED)
    if isinstance(cell, float):
        return str(int(cell)) if math.isfinite(cell) and cell.is_integer() else repr(cell)
    return str(cell)


def _digits(cell: CellValue, bad: ProblemReason) -> tuple[str, NoteReason | None]:
    """A requisite without spaces; as whole digits where a spreadsheet has made a number of it."""
    words = text(cell, _REQUISITE_CHARACTERS, bad).replace(" ", "")
    note = NoteReason.INN_AS_NUMBER if isinstance(cell, float) else None
    if whole := _WHOLE.fullmatch(words):
        return whole[1], NoteReason.INN_AS_NUMBER
    if power := _SCIENTIFIC.fullmatch(words):
        digits, whole_digits = power[1] + (power[2] or ""), int(power[3]) + 1
        if len(digits) < whole_digits:
            raise CellError(ProblemReason.ROUNDED)
        if digits[whole_digits:].strip("0"):
            raise CellError(bad)
        return digits[:whole_digits], NoteReason.INN_AS_NUMBER
    return words, note


def _date(year: str, month: str, day_of_month: str) -> date:
    try:
        return _within_years(date(int(year), int(month), int(day_of_month)))
    except ValueError as error:
        raise CellError(ProblemReason.BAD_DATE) from error


def _within_years(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise CellError(ProblemReason.DATE_OUT_OF_RANGE)
    return value
