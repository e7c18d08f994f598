"""The deliverer on an outbox in memory: every outcome, order, bounds, failures, stopping, recovery."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cabinet.organization import PersonId
from bot.cabinet.warnings.kind import Kind
from bot.cabinet.warnings.outbox import Delivery, Letter, Outcome, State
from bot.jobs import deliver, retrying, surviving
from bot.jobs.deliver import IN_FLIGHT, PEOPLE_AT_HAND, Deliverer
from bot.jobs.letters import LettersAtHand
from bot.jobs.pacing import Pacer
from tests.jobs.memory import NOON, Counted, Hand, MemoryOutbox, ScriptedMessenger, letter_to

FAST = 2000.0
SOON = 5.0


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surviving, "FAILURE_SECONDS", 0.01)
    monkeypatch.setattr(deliver, "IDLE_SECONDS", 0.02)


async def until(condition: Callable[[], bool]) -> None:
    """Let the loop run until the condition holds."""
    async with asyncio.timeout(SOON):
        while not condition():  # noqa: ASYNC110  it is the code under test that decides when
            await asyncio.sleep(0)


class Office:
    """A deliverer with everything around it in memory."""

    def __init__(self) -> None:
        self.clock = Hand()
        self.outbox = MemoryOutbox()
        self.messenger = ScriptedMessenger()
        self.counted = Counted()
        self.deliverer = self.anew()

    def anew(self) -> Deliverer:
        pacer = Pacer(per_second=FAST)
        self.deliverer = Deliverer(self.outbox, self.messenger, self.clock, pacer, self.counted, Random(1))
        return self.deliverer

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        running = asyncio.create_task(self.deliverer.run())
        try:
            yield
        finally:
            self.deliverer.stop()
            await asyncio.wait_for(running, SOON)

    async def work(self) -> None:
        """Open, deliver what is due, close."""
        async with self.open():
            assert await self.deliverer.drain(SOON)
        self.anew()


@pytest.fixture
def office() -> Office:
    return Office()


async def test_everything_due_is_delivered_once(office: Office) -> None:
    for person in range(1, 301):
        office.outbox.put(person)
    await office.work()
    assert sorted(office.messenger.delivered) == list(range(1, 301))
    assert office.outbox.states() == [State.SENT] * 300
    await office.work()
    assert len(office.messenger.delivered) == 300


async def test_what_is_no_longer_true_is_dropped_and_the_early_is_put_off(office: Office) -> None:
    office.clock.moment = early = NOON - timedelta(hours=6)  # six in the morning in Moscow
    stale = office.outbox.put(1, at=early)
    stale.is_true = False
    early_bird = office.outbox.put(2, at=early)
    await office.work()
    assert stale.state is State.DROPPED
    assert (early_bird.state, early_bird.not_before) == (State.QUEUED, NOON - timedelta(hours=3))
    assert not office.messenger.seen


@pytest.mark.parametrize(
    ("delivery", "state", "seconds"),
    [
        (Delivery(Outcome.REFUSED), State.FAILED, None),
        (Delivery(Outcome.UNREACHABLE), State.HELD, None),
        (Delivery(Outcome.LATER, wait=7.0), State.QUEUED, (7.0, 7.0)),
        (Delivery(Outcome.NOT_ARRIVED), State.QUEUED, (0.5, 1.0)),
        (Delivery(Outcome.UNKNOWN), State.QUEUED, (0.5, 1.0)),
        (RuntimeError("a text is missing"), State.QUEUED, (0.5, 1.0)),
    ],
)
async def test_each_outcome_has_its_next_step(
    office: Office,
    delivery: Delivery | Exception,
    state: State,
    seconds: tuple[float, float] | None,
) -> None:
    row = office.outbox.put(1)
    office.messenger.scripts[1] = [delivery]
    await office.work()
    assert row.state is state
    assert row.unknown == (isinstance(delivery, Delivery) and delivery.outcome is Outcome.UNKNOWN)
    if seconds is not None:
        assert seconds[0] <= (row.not_before - NOON).total_seconds() <= seconds[1]
        office.clock.advance(seconds=10)
        await office.work()
        assert row.state is State.SENT


async def test_nobody_who_stopped_the_bot_is_written_to_again(office: Office) -> None:
    for _ in range(5):
        office.outbox.put(1)
    office.outbox.put(2)
    office.messenger.scripts[1] = [Delivery(Outcome.UNREACHABLE)] * 5
    await office.work()
    assert office.messenger.written_to.count(1) == 1
    assert office.outbox.states() == [State.HELD] * 5 + [State.SENT]


async def test_a_chat_told_to_wait_does_not_hold_up_the_others(office: Office) -> None:
    for person in (1, 1, 2, 2, 3):
        office.outbox.put(person)
    office.messenger.scripts[1] = [Delivery(Outcome.LATER, wait=600.0)]
    await office.work()
    assert office.messenger.written_to.count(1) == 1
    assert office.messenger.delivered == [3, 5, 4]


async def test_urgent_ones_go_first_and_each_person_gets_theirs_in_order(office: Office) -> None:
    for person in (1, 2, 1, 2):
        office.outbox.put(person)
    office.outbox.put(2, Kind.TEST)
    office.outbox.put(3, Kind.TEST)
    await office.work()
    delivered = office.messenger.delivered
    assert set(delivered[:2]) == {5, 6}
    assert delivered.index(1) < delivered.index(3)
    assert delivered.index(2) < delivered.index(4)


async def test_a_chat_has_one_message_in_flight(office: Office) -> None:
    for _ in range(3):
        office.outbox.put(1)
    office.messenger.delay = 0.01
    await office.work()
    assert office.messenger.most_in_flight == 1


async def test_what_is_at_hand_and_in_flight_is_bounded(office: Office) -> None:
    for person in range(1, 401):
        office.outbox.put(person)
    office.messenger.delay = 0.05
    await office.work()
    assert office.outbox.most_asked <= PEOPLE_AT_HAND
    assert IN_FLIGHT // 2 < office.messenger.most_in_flight <= IN_FLIGHT


async def test_a_digest_holds_only_what_begin_says_is_left(office: Office) -> None:
    office.outbox.digest = True
    hidden = [office.outbox.put(1) for _ in range(4)][1]

    def hide(_: Letter) -> None:
        hidden.state = State.DROPPED

    office.outbox.before_begin = hide
    await office.work()
    [digest] = office.messenger.seen
    assert [item.id for item in digest.items] == [1, 3, 4]
    assert hidden.state is State.DROPPED


async def test_a_letter_of_which_nothing_is_left_is_not_sent(office: Office) -> None:
    row = office.outbox.put(1)

    def hide(_: Letter) -> None:
        row.state = State.DROPPED

    office.outbox.before_begin = hide
    await office.work()
    assert not office.messenger.seen
    assert row.state is State.DROPPED


def test_an_urgent_letter_overtakes_those_that_are_at_hand_already() -> None:
    letters = LettersAtHand(10)
    for person in (1, 2):
        letters.add(PersonId(person), [letter_to(person)], at=0)
    letters.add(PersonId(3), [letter_to(3, urgent=True)], at=0)
    order = [letters.pick(lambda _: 0.0) for _ in range(4)]
    assert [letter and letter.to.person.id for letter in order] == [3, 1, 2, None]
    assert (letters.busy, letters.room) == (3, 10)


def test_letters_that_waited_too_long_are_composed_anew() -> None:
    letters = LettersAtHand(10)
    letters.add(PersonId(1), [letter_to(1), letter_to(1)], at=0)
    letters.add(PersonId(2), [letter_to(2)], at=0)
    letters.add(PersonId(3), [letter_to(3)], at=5)
    letters.pick(lambda _: 0.0)
    letters.forget_older(than=5)
    assert set(letters.people) == {1, 3}
    letters.release(PersonId(1))
    assert set(letters.people) == {3}


async def test_a_process_that_dies_between_begin_and_record_leaves_its_letters_to_the_next(
    office: Office,
) -> None:
    rows = [office.outbox.put(person) for person in (1, 2, 3)]
    office.messenger.delay = 60
    running = asyncio.create_task(office.deliverer.run())
    await until(lambda: office.messenger.in_flight == 3)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert office.outbox.states() == [State.SENDING] * 3
    office.messenger.delay = 0
    office.anew()
    await office.work()
    assert office.outbox.states() == [State.SENT] * 3
    assert [row.unknown for row in rows] == [1, 1, 1]
    assert sorted(office.messenger.delivered) == [1, 2, 3]


async def test_stopping_lets_what_is_in_flight_arrive_and_gives_the_rest_back(office: Office) -> None:
    for person in range(1, 101):
        office.outbox.put(person)
    office.messenger.delay = 0.05
    async with office.open():
        await until(lambda: office.messenger.in_flight >= 10)
    states = office.outbox.states()
    assert State.SENDING not in states
    assert states.count(State.SENT) == len(office.messenger.delivered) >= 10
    assert states.count(State.QUEUED) == 100 - len(office.messenger.delivered)


async def test_stopping_does_not_wait_for_ever(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliver, "STOP_SECONDS", 0.05)
    office.outbox.put(1)
    office.messenger.delay = 60
    async with office.open():
        await until(lambda: office.messenger.in_flight > 0)
    assert office.outbox.states() == [State.SENDING]


@pytest.mark.parametrize("method", ["recover", "due", "settle", "begin", "record", "next_moment"])
async def test_a_failing_database_is_counted_and_survived(office: Office, method: str) -> None:
    office.outbox.put(1)
    office.outbox.put(2).is_true = False
    office.outbox.failing.add(method)
    async with office.open():
        await until(lambda: bool(office.counted.failures))
        office.outbox.failing.clear()
        office.clock.advance(seconds=5)
        assert await office.deliverer.drain(SOON)
    assert office.outbox.states() == [State.SENT, State.DROPPED]
    assert office.messenger.delivered == [1]


async def test_results_that_come_while_others_are_written_down_form_a_group(office: Office) -> None:
    for person in range(1, 101):
        office.outbox.put(person)
    office.outbox.record_seconds = 0.01
    await office.work()
    assert sum(office.outbox.groups) == 100
    assert max(office.outbox.groups) > 5


async def test_an_idle_deliverer_wakes_when_nudged(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliver, "IDLE_SECONDS", 60)
    async with office.open():
        assert await office.deliverer.drain(SOON)
        office.outbox.put(1)
        office.deliverer.nudge()
        await until(lambda: bool(office.messenger.delivered))


async def test_a_way_that_leads_nowhere_is_not_hammered(office: Office) -> None:
    for person in range(1, 201):
        office.outbox.put(person)
        office.messenger.scripts[person] = [Delivery(Outcome.NOT_ARRIVED)]
    async with office.open():
        assert not await office.deliverer.drain(0.3)
    assert len(office.messenger.seen) < 20


@given(st.integers(0, 10_000), st.integers())
def test_pauses_double_up_to_five_minutes_and_are_spread(attempts: int, seed: int) -> None:
    longest = min(2.0 ** min(attempts, 20), 300.0)
    assert longest / 2 <= retrying.pause(attempts, Random(seed)) <= longest


def test_a_letter_that_was_told_is_done_with() -> None:
    assert retrying.next_attempt(letter_to(1), Delivery(Outcome.SENT), NOON, Random()) is None
