from hypothesis import given
from hypothesis import strategies as st

from bot.kontur.patience import Patience
from bot.kontur.transport import seconds


@given(st.integers(1, 60), st.floats(0, 1))
def test_a_pause_is_never_longer_than_its_step_and_chance_takes_only_its_share(
    attempt: int, jitter: float
) -> None:
    patience = Patience(attempts=100, jitter=jitter)
    whole = Patience(attempts=100, jitter=0).pause(attempt, None)
    pause = patience.pause(attempt, None)
    assert whole is not None
    assert pause is not None
    assert whole * (1 - jitter) <= pause <= whole <= patience.longest_pause


def test_what_the_side_asks_for_is_kept_to_the_second_or_not_waited_for_at_all() -> None:
    patience = Patience(longest_pause=60)
    assert patience.pause(1, 60.0) == 60.0
    assert patience.pause(1, 61.0) is None
    assert patience.pause(1, 0.0) == 0.0
    assert patience.pause(5, 1.0) is None


def test_seconds_and_dates_are_understood_and_nonsense_is_not() -> None:
    date = "Thu, 26 Nov 2026 12:00:00 GMT"
    assert seconds("7", None) == 7.0
    assert seconds(" 0 ", date) == 0.0
    assert seconds("Thu, 26 Nov 2026 12:01:30 GMT", date) == 90.0
    assert seconds("Thu, 26 Nov 2026 11:59:00 GMT", date) == 0.0
    assert seconds("Thu, 26 Nov 2026 12:01:30 GMT", None) is None
    assert seconds(None, date) is None
    for nonsense in ("", "soon", "-5", "1.5", "٧", "Thu, 99 Nov 2026 12:01:30 GMT"):
        assert seconds(nonsense, date) is None
    assert seconds("9" * 5000, date) == 999_999_999.0
