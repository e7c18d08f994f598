"""Quiet hours as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cabinet.warnings.hours import QuietHours
from handlers.settings.quiet.typed import read


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("22:00–8:30", 22 * 60, 8 * 60 + 30),
        ("22-8", 22 * 60, 8 * 60),
        ("с 22 до 8", 22 * 60, 8 * 60),
        ("С 22.30 до 08.15", 22 * 60 + 30, 8 * 60 + 15),
        ("from 10pm to 8am", 22 * 60, 8 * 60),
        ("12am - 12pm", 0, 12 * 60),
        ("21 24", 21 * 60, 0),
        ("00:00-23:59", 0, 23 * 60 + 59),
    ],
)
def test_hours_are_read(said: str, start: int, end: int) -> None:
    assert read(said) == QuietHours(start, end)


@pytest.mark.parametrize(
    "said", ["", "ночью", "25-8", "22:60-8", "9-9", "22:00", "13pm-8am", "22:00-8:00-9:00", "24:30-8"]
)
def test_what_are_no_hours_is_not_guessed_at(said: str) -> None:
    assert read(said) is None


@given(st.text(max_size=60))
def test_whatever_is_typed_it_is_hours_or_nothing(said: str) -> None:
    quiet = read(said)
    assert quiet is None or not quiet.off
