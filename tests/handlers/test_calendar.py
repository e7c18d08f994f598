"""The calendar keyboard: whole months, within Telegram's limits, nothing beyond the bounds."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import texts
from handlers.acts.buttons import ActCalendar, OrderPeriod
from handlers.buttons import Go, Place
from handlers.calendar.keyboard import day_of, month_rows, numbered
from handlers.screen import Row

EARLIEST, LATEST = date(2010, 1, 1), date(2026, 11, 21)
NOWHERE = Go(to=Place.NOWHERE).pack()
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
LARGEST_ID = 2**63 - 1


def drawn(month: date, language: str = "ru") -> list[Row]:
    def pick(day: date) -> OrderPeriod:
        return OrderPeriod(id=LARGEST_ID, first=numbered(day), last=numbered(day))

    def turn(day: date) -> ActCalendar:
        return ActCalendar(id=LARGEST_ID, month=numbered(day), first=numbered(day))

    return month_rows(texts(language), month, EARLIEST, LATEST, pick, turn)


@given(DAYS)
def test_a_day_comes_back_from_its_button(day: date) -> None:
    assert day_of(numbered(day)) == day


@given(st.integers(0, 10**9))
def test_a_forged_day_is_refused(number: int) -> None:
    try:
        day = day_of(number)
    except ValueError:
        return
    assert numbered(day) == number


@given(st.dates(date(2000, 1, 1), date(2035, 12, 31)), st.sampled_from(["ru", "en"]))
def test_any_month_fits_a_keyboard_and_offers_only_days_within_bounds(month: date, language: str) -> None:
    rows = drawn(month, language)
    assert all(len(row) <= 8 for row in rows)
    assert all(one.text.strip() for row in rows for one in row)
    assert all(len((one.callback_data or "").encode()) <= 64 for row in rows for one in row)
    days = [
        OrderPeriod.unpack(data)
        for row in rows[2:]
        for one in row
        if (data := one.callback_data or "") != NOWHERE
    ]
    offered = [day_of(one.first) for one in days]
    assert offered == sorted(set(offered))
    assert all(EARLIEST <= day <= LATEST for day in offered)
    assert all((day.year, day.month) == (month.year, month.month) for day in offered)
    turned = [one.callback_data for one in rows[0] if one.callback_data != NOWHERE]
    assert all(day_of(ActCalendar.unpack(data or "").month) <= LATEST for data in turned)


@pytest.mark.parametrize(
    ("month", "arrows"),
    [
        (date(2026, 11, 1), ["«", "‹", "·", "·"]),
        (date(2026, 10, 1), ["«", "‹", "›", "·"]),
        (date(2010, 1, 1), ["·", "·", "›", "»"]),
        (date(2018, 6, 1), ["«", "‹", "›", "»"]),
    ],
)
def test_arrows_lead_to_where_there_are_days(month: date, arrows: list[str]) -> None:
    head = [one.text for one in drawn(month)[0]]
    assert [head[0], head[1], head[3], head[4]] == arrows
