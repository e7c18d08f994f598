import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.clock import DemoClock

START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
DELTAS = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=3650))


class Still:
    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        return self.moment


def test_it_starts_at_the_real_now() -> None:
    before = datetime.now(UTC)
    assert before <= DemoClock().now() <= datetime.now(UTC)


async def test_it_ticks_with_the_real_time_after_a_move() -> None:
    source = Still()
    clock = DemoClock(source)
    await clock.advance(timedelta(hours=24))
    source.moment += timedelta(seconds=7)
    assert clock.now() == START + timedelta(hours=24, seconds=7)
    assert clock.ahead == timedelta(hours=24)


async def test_listeners_are_awaited_in_order_and_see_the_new_time() -> None:
    clock = DemoClock(Still())
    seen: list[tuple[str, datetime, datetime]] = []

    async def first(now: datetime) -> None:
        await asyncio.sleep(0)
        seen.append(("first", now, clock.now()))

    async def second(now: datetime) -> None:
        seen.append(("second", now, clock.now()))

    clock.on_advance += [first, second]
    later = START + timedelta(hours=1)
    assert await clock.advance(timedelta(hours=1)) == later
    assert seen == [("first", later, later), ("second", later, later)]


async def test_it_never_goes_back() -> None:
    clock = DemoClock(Still())
    with pytest.raises(ValueError, match="forward only"):
        await clock.advance(timedelta(microseconds=-1))
    assert await clock.jump_to(START - timedelta(days=1)) == START


async def test_two_jumps_to_one_moment_are_one_jump() -> None:
    clock = DemoClock(Still())
    target = START + timedelta(hours=3)
    assert set(await asyncio.gather(clock.jump_to(target), clock.jump_to(target))) == {target}


@given(st.lists(DELTAS, max_size=8))
def test_moves_add_up(deltas: list[timedelta]) -> None:
    async def moved() -> datetime:
        clock = DemoClock(Still())
        for delta in deltas:
            await clock.advance(delta)
        return clock.now()

    assert asyncio.run(moved()) == START + sum(deltas, timedelta(0))


async def test_it_stops_wherever_something_is_due_and_nowhere_else() -> None:
    clock = DemoClock(Still())
    due = [START + timedelta(hours=hours) for hours in (0, 1, 5, 24, 30)]
    stops: list[datetime] = []

    async def next_stop(now: datetime) -> datetime | None:
        return next((moment for moment in due if moment > now), None)

    async def note(now: datetime) -> None:
        stops.append(now)

    clock.next_stop = next_stop
    clock.on_advance.append(note)
    assert await clock.advance(timedelta(hours=24)) == START + timedelta(hours=24)
    assert stops == [START + timedelta(hours=hours) for hours in (1, 5, 24)]


async def test_a_jump_ends_where_it_has_reached_what_it_wanted() -> None:
    clock = DemoClock(Still())

    async def next_stop(now: datetime) -> datetime | None:
        return now + timedelta(hours=1)

    clock.next_stop = next_stop
    wanted = START + timedelta(hours=3)
    assert await clock.jump_to(START + timedelta(days=2), lambda: clock.now() >= wanted) == wanted
    assert clock.ahead == timedelta(hours=3)
