import asyncio

import pytest

from bot.cabinet.sources import NotFoundError, UnavailableError
from bot.kontur.breaker import Breaker, SideFaultError


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def breaker(seconds: Seconds) -> Breaker:
    return Breaker("side", faults=3, rest=30, monotonic=seconds)


def fail(breaker: Breaker) -> None:
    with pytest.raises(SideFaultError), breaker.watching():
        raise SideFaultError


def succeed(breaker: Breaker) -> None:
    with breaker.watching():
        pass


def refused(breaker: Breaker) -> bool:
    try:
        with breaker.watching():
            return False
    except UnavailableError:
        return True


def prolonged(breaker: Breaker, seconds: Seconds) -> None:
    with breaker.watching():
        for _ in range(3):
            fail(breaker)
        seconds.now = 20
        raise SideFaultError


def test_faults_in_a_row_open_it_and_a_good_answer_starts_the_count_again(breaker: Breaker) -> None:
    fail(breaker)
    fail(breaker)
    succeed(breaker)
    fail(breaker)
    fail(breaker)
    assert not breaker.is_open
    fail(breaker)
    assert refused(breaker)


def test_a_refusal_is_an_answer(breaker: Breaker) -> None:
    for _ in range(5):
        fail(breaker)
        with pytest.raises(NotFoundError), breaker.watching():
            raise NotFoundError
    assert not breaker.is_open


def test_after_the_rest_one_is_let_through_and_closes_it(breaker: Breaker, seconds: Seconds) -> None:
    for _ in range(3):
        fail(breaker)
    seconds.now = 29.9
    assert refused(breaker)
    seconds.now = 30
    with breaker.watching():
        assert refused(breaker)
    assert not breaker.is_open
    succeed(breaker)


def test_a_trial_that_fails_begins_another_rest(breaker: Breaker, seconds: Seconds) -> None:
    for _ in range(3):
        fail(breaker)
    seconds.now = 30
    fail(breaker)
    seconds.now = 59
    assert refused(breaker)
    seconds.now = 60
    succeed(breaker)
    assert not breaker.is_open


def test_a_trial_that_was_cancelled_leaves_its_turn_to_the_next(breaker: Breaker, seconds: Seconds) -> None:
    for _ in range(3):
        fail(breaker)
    seconds.now = 30
    with pytest.raises(asyncio.CancelledError), breaker.watching():
        raise asyncio.CancelledError
    succeed(breaker)
    assert not breaker.is_open


def test_what_was_under_way_when_it_opened_may_close_it_but_not_prolong_its_rest(
    breaker: Breaker, seconds: Seconds
) -> None:
    with pytest.raises(SideFaultError):
        prolonged(breaker, seconds)
    seconds.now = 30
    succeed(breaker)
    assert not breaker.is_open
