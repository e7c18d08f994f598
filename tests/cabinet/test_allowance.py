from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.cabinet.allowance import REMEMBERED_PEOPLE, Allowance
from bot.cabinet.organization import PersonId

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ANNA, BORIS = PersonId(1), PersonId(2)


@given(st.lists(st.integers(0, 10), max_size=60))
def test_never_more_than_allowed_within_any_window(pauses: list[int]) -> None:
    allowance = Allowance(3, 10 * MINUTE)
    now = NOW
    taken: list[datetime] = []
    for pause in pauses:
        now += pause * MINUTE
        recent = [at for at in taken if at > now - 10 * MINUTE]
        assert allowance.take(ANNA, now) == (len(recent) < 3)
        if len(recent) < 3:
            taken.append(now)


def test_people_do_not_share_it() -> None:
    allowance = Allowance(1, MINUTE)
    assert [allowance.take(person, NOW) for person in (ANNA, ANNA, BORIS)] == [True, False, True]


def test_a_crowd_does_not_fill_the_memory() -> None:
    allowance = Allowance(1, MINUTE)
    for person in range(REMEMBERED_PEOPLE + 5):
        allowance.take(PersonId(person), NOW)
    assert len(allowance._taken) == REMEMBERED_PEOPLE
