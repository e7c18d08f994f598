"""Periods of reconciliation acts: those people ask for, offered and typed."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.cabinet.fiscal.period import Period

EARLIEST: Final = date(2010, 1, 1)
LONGEST: Final = timedelta(days=5 * 366)

_DAY: Final = timedelta(days=1)
_MONTHS: Final = tuple(
    re.compile(f"(?:{name})\\.?")
    for name in (
        "янв(?:ар[ьяе])?|jan(?:uary)?",
        "фев(?:р(?:ал[ьяе])?)?|feb(?:ruary)?",
        "мар(?:т[ае]?)?|mar(?:ch)?",
        "апр(?:ел[ьяе])?|apr(?:il)?",
        "ма[йяе]|may",
        "июн[ьяе]?|june?",
        "июл[ьяе]?|july?",
        "авг(?:уст[ае]?)?|aug(?:ust)?",
        "сен(?:т(?:ябр[ьяе])?)?|sep(?:t(?:ember)?)?",
        "окт(?:ябр[ьяе])?|oct(?:ober)?",
        "ноя(?:б(?:р[ьяе])?)?|nov(?:ember)?",
        "дек(?:абр[ьяе])?|dec(?:ember)?",
    )
)
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_DATE: Final = re.compile(
    r"(?<![\d./])(?:(\d{4})[-./](\d{1,2})[-./](\d{1,2})|(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2}))(?![\d/])",
    re.ASCII,
)
# What may stand around two dates.
_AROUND_DATES: Final = re.compile(r"(?:с|по|от|до|за|период|года?|г\.?|from|to|[-–—\s.,])*")
_NUMBER: Final = r"([1-4]|i{1,3}|iv)(?:-?(?:ый|ой|ий|й|ое|е|st|nd|rd|th))?"
_YEAR_AFTER: Final = r"(?:\s*(\d{4})(?:\s*(?:года?|г\.?|year))?)?"
_PART: Final = re.compile(
    rf"{_NUMBER}(?:\s*[-–—]\s*{_NUMBER})?\s*(кв\w*\.?|quarters?|полугоди\w|half(?:-?years?)?){_YEAR_AFTER}"
)
_MONTH: Final = re.compile(rf"([а-яa-z]{{3,9}}\.?){_YEAR_AFTER}")
_MONTH_NUMBER: Final = re.compile(r"(\d{1,2})[./](\d{4})", re.ASCII)
_YEAR: Final = re.compile(r"(\d{4})(?:\s*(?:года?|г\.?|year))?")
_BEFORE: Final = re.compile(r"^(?:с|за|from)\s+")
# A hyphen without spaces stands between names of months, or after a year; elsewhere it belongs to a word or a number.
_BETWEEN: Final = re.compile(
    r"\s+(?:-|по|до|to)\s+|\s*[–—]\s*|(?<=[а-я])-(?=[а-я])|(?<=\d{4})-(?=\S)", re.ASCII
)
_DATES: Final = 2
_CENTURY: Final = 2000
_LONGEST_TEXT: Final = 60


class BadPeriodError(ValueError):
    """No act can be made for it: it ends before it begins, lies in the future, is too old or too long."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A period that people often ask for."""

    name: str
    period: Period


def checked(period: Period, today: date) -> Period:
    """The period, its end no later than today.

    Raises:
        BadPeriodError: No act can be made for it.
    """
    last = min(period.last, today)
    if last < period.first or period.first < EARLIEST or last - period.first > LONGEST:
        raise BadPeriodError
    return Period(period.first, last)


def offers(today: date) -> Iterator[Offer]:
    """What people often ask for, counted back from today: whole months, quarters, halves and years that are over."""
    yield Offer("last-month", part(today, 1, -1))
    yield Offer("month-before", part(today, 1, -2))
    yield Offer("last-quarter", part(today, 3, -1))
    yield Offer("quarter-before", part(today, 3, -2))
    yield Offer("last-half", part(today, 6, -1))
    yield Offer("last-year", part(today, 12, -1))
    yield Offer("this-year", Period(date(today.year, 1, 1), today))


def part(day: date, months: int, shift: int) -> Period:
    """The part of the year, so many months long, that a day falls into, or one before or after it.

    Args:
        day: Of the calendar.
        months: 1, 3, 6 or 12.
        shift: How many parts later; negative for earlier.
    """
    begin = day.year * 12 + (day.month - 1) // months * months + shift * months
    end = begin + months - 1
    last = calendar.monthrange(end // 12, end % 12 + 1)[1]
    return Period(date(begin // 12, begin % 12 + 1, 1), date(end // 12, end % 12 + 1, last))


def typed(text: str, today: date) -> Period:
    """A period as people write it: «01.07.2026 – 30.09.2026», «3 квартал 2026», «июль – сентябрь 2026», «2025».

    Raises:
        BadPeriodError: It is none, or no act can be made for it.
    """
    return checked(said(text), today)


def said(text: str) -> Period:
    """A period in words as it stands there, whether or not an act can be made for it.

    Raises:
        BadPeriodError: It is none.
    """
    words = " ".join(text.casefold().replace("ё", "е").split())
    if len(words) > _LONGEST_TEXT:
        raise BadPeriodError
    try:
        return _read(words)
    except (ValueError, OverflowError):
        raise BadPeriodError from None


def _read(words: str) -> Period:
    dates = [_date(found) for found in _DATE.finditer(words)]
    if dates:
        if len(dates) != _DATES or _AROUND_DATES.fullmatch(_DATE.sub(" ", words)) is None:
            raise BadPeriodError
        return Period(dates[0], dates[1])
    words = _BEFORE.sub("", words)
    whole = _unit(words, None)
    if whole is not None:
        return whole
    sides = _BETWEEN.split(words)
    if len(sides) != _DATES or (last := _unit(sides[1], None)) is None:
        raise BadPeriodError
    # «Июль – 2026» is no range: nobody knows until when.
    if (_YEAR.fullmatch(sides[0]) is None) is not (_YEAR.fullmatch(sides[1]) is None):
        raise BadPeriodError
    # «Июль – сентябрь 2026»: the year stands once.
    first = _unit(sides[0], last.first.year)
    if first is None:
        raise BadPeriodError
    return Period(first.first, last.last)


def _unit(words: str, year: int | None) -> Period | None:
    """A month, some quarters or halves, or a year; None when it is none of them, or has no year."""
    if (found := _PART.fullmatch(words)) is not None:
        months = 3 if found[3].startswith(("кв", "q")) else 6
        first, last = _numbered(found[1]), _numbered(found[2] or found[1])
        of_year = int(found[4]) if found[4] else year
        if of_year is None:
            return None
        begins = part(date(of_year, months * (first - 1) + 1, 1), months, 0)
        return Period(begins.first, part(date(of_year, months * (last - 1) + 1, 1), months, 0).last)
    if (found := _MONTH_NUMBER.fullmatch(words)) is not None:
        return part(date(int(found[2]), int(found[1]), 1), 1, 0)
    if (found := _YEAR.fullmatch(words)) is not None:
        return part(date(int(found[1]), 1, 1), 12, 0)
    if (found := _MONTH.fullmatch(words)) is not None:
        number = next((n for n, name in enumerate(_MONTHS, 1) if name.fullmatch(found[1])), None)
        of_year = int(found[2]) if found[2] else year
        if number is not None and of_year is not None:
            return part(date(of_year, number, 1), 1, 0)
    return None


def _numbered(text: str) -> int:
    return _ROMAN.get(text) or int(text)


def _date(found: re.Match[str]) -> date:
    if found[1]:
        return date(int(found[1]), int(found[2]), int(found[3]))
    day, month, year = found[4], found[5], found[6]
    return date(int(year) + (_CENTURY if len(year) == len("26") else 0), int(month), int(day))
