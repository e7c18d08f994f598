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
_MONTHS: Final = (
    ("январ", "jan"),
    ("феврал", "feb"),
    ("март", "mar"),
    ("апрел", "apr"),
    ("ма", "may"),
    ("июн", "jun"),
    ("июл", "jul"),
    ("август", "aug"),
    ("сентябр", "sep"),
    ("октябр", "oct"),
    ("ноябр", "nov"),
    ("декабр", "dec"),
)
_DATE: Final = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})(?!\d)", re.ASCII)
_PART: Final = re.compile(r"([1-4])\S{0,3}\s*(кв\S*|quarter|полугоди\S|half\S*)\s*(\d{4})\b.*", re.IGNORECASE)
_MONTH: Final = re.compile(r"([а-яёa-z]{3,9})\s+(\d{4})\b.*", re.IGNORECASE)
_MONTH_NUMBER: Final = re.compile(r"(\d{1,2})[./](\d{4})", re.ASCII)
_YEAR: Final = re.compile(r"(\d{4})(?:\s*(?:г\.?|год|year))?", re.IGNORECASE)
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
    """A period as people write it: «01.07.2026 – 30.09.2026», «3 квартал 2026», «июль 2026», «2025».

    Raises:
        BadPeriodError: It is none, or no act can be made for it.
    """
    words = " ".join(text.split())
    if len(words) > _LONGEST_TEXT:
        raise BadPeriodError
    try:
        return checked(_read(words), today)
    except (ValueError, OverflowError):
        raise BadPeriodError from None


def _read(words: str) -> Period:
    dates = [_date(*found) for found in _DATE.findall(words)]
    if len(dates) == _DATES:
        return Period(dates[0], dates[1])
    if dates:
        raise BadPeriodError
    if (found := _PART.fullmatch(words)) is not None:
        months = 3 if found[2].lower().startswith(("кв", "q")) else 6
        return part(date(int(found[3]), months * (int(found[1]) - 1) + 1, 1), months, 0)
    if (found := _MONTH_NUMBER.fullmatch(words)) is not None:
        return part(date(int(found[2]), int(found[1]), 1), 1, 0)
    if (found := _MONTH.fullmatch(words)) is not None:
        return part(date(int(found[2]), _month(found[1].lower()), 1), 1, 0)
    if (found := _YEAR.fullmatch(words)) is not None:
        return part(date(int(found[1]), 1, 1), 12, 0)
    raise BadPeriodError


def _date(day: str, month: str, year: str) -> date:
    return date(int(year) + (_CENTURY if len(year) == len("26") else 0), int(month), int(day))


def _month(word: str) -> int:
    # «Март» begins like «май».
    for number, beginnings in sorted(enumerate(_MONTHS, 1), key=lambda one: -len(one[1][0])):
        if word.startswith(beginnings):
            return number
    raise BadPeriodError
