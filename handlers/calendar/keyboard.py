"""A month as rows of buttons: a day is tapped, arrows turn months and years."""

import calendar
from collections.abc import Callable
from datetime import date
from typing import Annotated, Final

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from babel.dates import get_day_names
from pydantic import Field

from bot.texts import Texts
from handlers.buttons import Go, Place
from handlers.screen import Row, button

# A day in a button: 20261130.
DayNumber = Annotated[int, Field(ge=19_000_101, le=22_001_231)]

_EMPTY: Final = "·"  # Telegram drops buttons without a letter
_NOWHERE: Final = Go(to=Place.NOWHERE)


def numbered(day: date) -> int:
    """The day as buttons carry it."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_of(number: int) -> date:
    """The day that a button carries.

    Raises:
        ValueError: There is no such day: the button was forged.
    """
    return date(number // 10_000, number // 100 % 100, number % 100)


def month_rows(
    t: Texts,
    month: date,
    earliest: date,
    latest: date,
    pick: Callable[[date], CallbackData],
    turn: Callable[[date], CallbackData],
) -> list[Row]:
    """The buttons of a month.

    Args:
        t: Texts in the person's language.
        month: Any of its days.
        earliest: The first day that may be chosen.
        latest: The last one.
        pick: What a button of a day carries.
        turn: What an arrow carries: the first day of the month to show.
    """
    first = month.replace(day=1)
    names = get_day_names("short", context="stand-alone", locale=t.language)
    rows = [
        [
            _arrow("«", _shifted(first, -12), earliest, latest, turn),
            _arrow("‹", _shifted(first, -1), earliest, latest, turn),
            button(f"{first:%m.%Y}", _NOWHERE),
            _arrow("›", _shifted(first, 1), earliest, latest, turn),
            _arrow("»", _shifted(first, 12), earliest, latest, turn),
        ],
        [button(names[day], _NOWHERE) for day in range(7)],
    ]
    rows += [
        [
            button(str(day.day), pick(day))
            if day.month == first.month and earliest <= day <= latest
            else button(_EMPTY, _NOWHERE)
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
        if any(day.month == first.month and earliest <= day <= latest for day in week)
    ]
    return rows


def _arrow(
    label: str, target: date, earliest: date, latest: date, turn: Callable[[date], CallbackData]
) -> InlineKeyboardButton:
    is_there = earliest.replace(day=1) <= target <= latest
    return button(label if is_there else _EMPTY, turn(target) if is_there else _NOWHERE)


def _shifted(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 + months
    return date(max(count // 12, 1), count % 12 + 1, 1)
