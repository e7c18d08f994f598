"""The pace by properties, on a time that is moved by hand."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.emulator.limits import FloodControl, Limits
from bot.jobs.pacing import CHAT_BURST, PER_SECOND, UNANSWERED_CALLS, Pacer

LATE = st.floats(0, 0.3)
INTERVAL = 1 / PER_SECOND


@dataclass
class Seconds:
    at: float = 1000.0

    def __call__(self) -> float:
        return self.at


def wake(time: Seconds, pacer: Pacer, late: float = 0.0) -> None:
    """Sleep as long as the pacer says, and a little longer."""
    time.at += pacer.wait() + late
    assert pacer.wait() == 0


@given(st.lists(LATE | st.just(0.0), min_size=1, max_size=400))
def test_telegrams_bucket_never_refuses_however_late_the_wake_ups(late: list[float]) -> None:
    time = Seconds()
    pacer, telegram = Pacer(time), FloodControl(Limits(), time)
    for chat, seconds in enumerate(late):
        wake(time, pacer, seconds)
        pacer.take(chat)
        telegram.pay(chat)


@given(st.lists(LATE, min_size=3, max_size=200))
def test_a_late_wake_up_is_caught_up_by_one_slot_at_most(late: list[float]) -> None:
    time = Seconds()
    pacer = Pacer(time)
    moments = []
    for seconds in late:
        wake(time, pacer, seconds)
        pacer.take(1)
        moments.append(time.at)
    for first, third in zip(moments, moments[2:], strict=False):
        assert third - first >= INTERVAL - 1e-6


def test_slots_keep_their_absolute_time_when_wake_ups_are_a_little_late() -> None:
    time = Seconds()
    pacer = Pacer(time)
    for chat in range(round(100 * PER_SECOND)):
        wake(time, pacer, 0.01)
        pacer.take(chat)
    assert time.at - 1000 == pytest.approx(100, abs=0.1)


@given(st.lists(st.tuples(st.integers(0, 40), LATE), min_size=1, max_size=100))
def test_answers_to_taps_hold_a_warning_up_for_a_second_at_most(taps: list[tuple[int, float]]) -> None:
    time = Seconds()
    pacer = Pacer(time)
    pacer.take(1)
    pacer.wait()
    asked = time.at
    for messages, passed in taps:
        if messages:
            pacer.taken(messages)
        time.at += passed
    assert pacer.wait() <= max(asked + INTERVAL + 1.0 - time.at, 0) + 1e-6


def test_answers_to_taps_push_the_next_slot_away() -> None:
    time = Seconds()
    pacer, telegram = Pacer(time), FloodControl(Limits(), time)
    time.at += 60
    for chat in range(25):
        telegram.pay(chat)
        pacer.taken()
    assert pacer.wait() == pytest.approx(25 * INTERVAL)
    for chat in range(100, 400):
        wake(time, pacer)
        pacer.take(chat)
        telegram.pay(chat)


def test_a_slot_that_telegram_did_not_count_comes_back() -> None:
    time = Seconds()
    pacer = Pacer(time)
    pacer.take(1)
    pacer.give_back()
    assert pacer.wait() == 0
    pacer.take(2)
    assert pacer.wait() == pytest.approx(INTERVAL)


def test_a_chat_takes_a_burst_of_three_and_then_one_a_second() -> None:
    time = Seconds()
    pacer = Pacer(time)
    for _ in range(CHAT_BURST):
        assert pacer.chat_wait(7) == 0
        pacer.take(7)
    assert pacer.chat_wait(7) == pytest.approx(1.0)
    assert pacer.chat_wait(8) == 0
    time.at += 1.0
    assert pacer.chat_wait(7) == 0


def test_a_chat_told_to_wait_is_set_aside_alone() -> None:
    time = Seconds()
    pacer = Pacer(time)
    pacer.told_to_wait(7, 5)
    assert pacer.chat_wait(7) == 5
    assert set(pacer.set_aside()) == {7}
    assert pacer.wait() == 0
    time.at += 5
    assert pacer.chat_wait(7) == 0
    assert not pacer.set_aside()


def test_several_chats_in_a_row_told_to_wait_pause_everything() -> None:
    pacer = Pacer(Seconds())
    for chat in (1, 2, 2, 2):
        pacer.told_to_wait(chat, 5)
    assert pacer.wait() == 0
    pacer.told_to_wait(3, 5)
    assert pacer.wait() == 5


def test_chats_told_to_wait_with_successes_between_pause_nothing() -> None:
    pacer = Pacer(Seconds())
    for chat in range(10):
        pacer.told_to_wait(chat, 5)
        pacer.answered()
    assert pacer.wait() == 0


def test_calls_without_an_answer_make_everything_rest_longer_each_time() -> None:
    time = Seconds()
    pacer = Pacer(time)
    rests = []
    for _ in range(8):
        for _ in range(UNANSWERED_CALLS):
            assert pacer.wait() == 0
            pacer.unanswered()
        rests.append(pacer.wait())
        time.at += rests[-1]
    assert rests == [1, 2, 4, 8, 16, 30, 30, 30]
    pacer.answered()
    for _ in range(UNANSWERED_CALLS):
        pacer.unanswered()
    assert pacer.wait() == 1


def test_idle_chats_are_forgotten() -> None:
    time = Seconds()
    pacer = Pacer(time)
    for chat in range(20_000):
        wake(time, pacer)
        pacer.take(chat)
        pacer.told_to_wait(chat, 2) if chat % 50 == 0 else pacer.answered()
        pacer.set_aside()
    assert pacer.remembered < 1100
