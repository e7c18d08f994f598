"""The day to load from, as people type it."""

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cabinet.integrations.start import EARLIEST, BadStartError, start

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("text", ["01.09.2026", "1.9.2026", "1.9.26", " 01/09/2026 ", "2026-09-01"])
def test_a_day_is_read_as_it_is_written(text: str) -> None:
    assert start(text, TODAY) == date(2026, 9, 1)


@pytest.mark.parametrize(
    "text", ["", "сентябрь", "31.02.2026", "1.13.2026", "0.0.0", "1.9.026", "١.٩.٢٠٢٦", "1.9.0026"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(BadStartError):
        start(text, TODAY)


def test_both_ends_may_be_chosen_and_nothing_beyond_them() -> None:
    assert start(EARLIEST, TODAY) == EARLIEST
    assert start(TODAY, TODAY) == TODAY
    for beyond in (EARLIEST - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(BadStartError):
            start(beyond, TODAY)


@given(st.text())
def test_any_text_is_a_day_in_between_or_refused(text: str) -> None:
    with contextlib.suppress(BadStartError):
        assert EARLIEST <= start(text, TODAY) <= TODAY
