"""The deliverer: takes what is due out of the outbox and hands it to Telegram, at Telegram's pace.

A row is marked just before it is handed over, and what came of it is written down just after: a process that dies
leaves in doubt only what was in flight.
"""

import asyncio
from contextlib import suppress
from dataclasses import replace
from random import Random
from time import monotonic

import structlog

from bot.cabinet.organization import PersonId
from bot.cabinet.warnings.composing import compose
from bot.cabinet.warnings.outbox import Delivery, Letter, Outcome
from bot.cabinet.warnings.ports import Messenger, Outbox
from bot.clock import Clock
from bot.jobs.letters import LettersAtHand
from bot.jobs.pacing import Pacer
from bot.jobs.recording import Recorder
from bot.jobs.retrying import next_attempt
from bot.jobs.surviving import Tally, survive
from bot.jobs.waiting import wait

log = structlog.get_logger(__name__)

PEOPLE_AT_HAND = 64
IN_FLIGHT = 48
# Marked as being sent and waiting for their slot: so many hide the database's hesitation, and no more are in doubt.
AHEAD = 4
STALE_SECONDS = 30.0
IDLE_SECONDS = 1.0
STOP_SECONDS = 25.0


class Deliverer:
    """Delivers until it is stopped, once. One process per database may do so at a time.

    Args:
        outbox: Where warnings wait.
        messenger: Tells people.
        clock: Decides what is due; the pace goes by the machine's time.
        pacer: The limits, shared with everything that sends.
        tally: Counts.
        random: Spreads repeated attempts.
    """

    def __init__(
        self,
        outbox: Outbox,
        messenger: Messenger,
        clock: Clock,
        pacer: Pacer,
        tally: Tally,
        random: Random | None = None,
    ) -> None:
        self._outbox = outbox
        self._messenger = messenger
        self._clock = clock
        self._pacer = pacer
        self._tally = tally
        self._random = random or Random()  # noqa: S311  it only spreads load
        self._letters = LettersAtHand(PEOPLE_AT_HAND)
        self._recorder = Recorder(outbox, clock, tally, self._release)
        self._sends: set[asyncio.Task[None]] = set()
        self._ahead = 0
        self._more = False
        self._asked = self._answered = 0
        self._stopped = asyncio.Event()
        self._letters_changed = asyncio.Event()
        self._wanted = asyncio.Event()
        self._rested = asyncio.Event()
        self._turn = asyncio.Lock()

    async def run(self) -> None:
        """Queue again what a dead process left in doubt, then deliver until `stop`."""
        await self._recover()
        async with asyncio.TaskGroup() as tasks:
            recording = tasks.create_task(self._recorder.run())
            loading = tasks.create_task(self._load())
            await self._hand_over(tasks)
            await self._finish(loading, recording)

    def stop(self) -> None:
        """Hand over nothing more; `run` ends when what is in flight has been written down, or in 25 seconds."""
        self._stopped.set()
        self._letters_changed.set()
        self._wanted.set()

    def nudge(self) -> None:
        """Look into the outbox at once: something was put into it."""
        self._asked += 1
        self._wanted.set()

    async def drain(self, seconds: float) -> bool:
        """Wait until nothing that is due is left; False when that took longer than so many seconds."""
        self.nudge()
        asked = self._asked
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._answered < asked:
                    self._rested.clear()
                    await self._rested.wait()
        return self._answered >= asked

    async def _recover(self) -> None:
        while not self._stopped.is_set():
            try:
                doubtful = await self._outbox.recover(self._clock.now())
            except Exception as error:  # noqa: BLE001  whatever the database raises, the next attempt may succeed
                await survive(self._tally, "recover", error)
            else:
                if doubtful:
                    log.warning("delivery.recovered", warnings=doubtful)
                return

    # -- from the outbox to the letters at hand ----------------------------------------------------------------

    async def _load(self) -> None:
        while not self._stopped.is_set():
            self._wanted.clear()
            try:
                rest = await self._refill()
            except Exception as error:  # noqa: BLE001  as in `_recover`
                await survive(self._tally, "load", error)
            else:
                await wait(self._wanted, rest)

    async def _refill(self) -> float:
        """Compose what is due as far as there is room; seconds until it is worth looking again."""
        room = self._letters.room
        if room < PEOPLE_AT_HAND // 2:
            return IDLE_SECONDS
        asked, had_none = self._asked, not self._letters.people
        now = self._clock.now()
        without = {*self._letters.people, *map(PersonId, self._pacer.set_aside())}
        found = await self._outbox.due(now, room, without)
        plans = [(due.to.person.id, compose(due, now)) for due in found]
        unsettled = [plan for _, plan in plans if plan.dropped or plan.postponed]
        if unsettled:
            await self._outbox.settle(unsettled)
        for person, plan in plans:
            if plan.letters:
                self._letters.add(person, plan.letters, monotonic())
        self._letters_changed.set()
        self._more = len(found) >= room
        if found:
            return 0.0 if self._letters.room >= PEOPLE_AT_HAND // 2 else IDLE_SECONDS
        if had_none:
            self._answered = asked
            self._rested.set()
        moment = await self._outbox.next_moment(now)
        return IDLE_SECONDS if moment is None else min(IDLE_SECONDS, (moment - now).total_seconds())

    # -- from the letters at hand to Telegram ------------------------------------------------------------------

    async def _hand_over(self, tasks: asyncio.TaskGroup) -> None:
        while not self._stopped.is_set():
            self._letters_changed.clear()
            self._letters.forget_older(monotonic() - STALE_SECONDS)
            letter = None
            if self._ahead < AHEAD and self._letters.busy < IN_FLIGHT:
                letter = self._letters.pick(self._pacer.chat_wait)
            if letter is None:
                soonest = self._letters.soonest(self._pacer.chat_wait)
                await wait(self._letters_changed, IDLE_SECONDS if not soonest else min(soonest, IDLE_SECONDS))
                continue
            self._ahead += 1
            send = tasks.create_task(self._deliver(letter))
            self._sends.add(send)
            send.add_done_callback(self._sends.discard)
            if self._more and self._letters.room >= PEOPLE_AT_HAND // 2:
                self._wanted.set()

    async def _deliver(self, letter: Letter) -> None:
        try:
            items = await self._outbox.begin(letter, self._clock.now())
        except Exception as error:  # noqa: BLE001  as in `_recover`
            self._one_less_ahead()
            self._conclude(letter, Delivery(Outcome.NOT_ARRIVED, reason="not begun"))
            await survive(self._tally, "begin", error)
            return
        if not items:  # hidden, or renewed, while it was at hand
            self._one_less_ahead()
            self._release(letter)
            return
        begun = replace(letter, items=tuple(items))
        try:
            in_turn = await self._slot(letter.to.person.id)
        finally:
            self._one_less_ahead()
        if not in_turn:
            self._conclude(begun, Delivery(Outcome.NOT_ARRIVED, reason="stopped"))
            return
        self._conclude(begun, await self._send(begun))

    async def _slot(self, person: PersonId) -> bool:
        """Wait for the next slot, each in turn; False when the deliverer was stopped first."""
        async with self._turn:
            while not self._stopped.is_set():
                seconds = self._pacer.wait()
                if not seconds:
                    self._pacer.take(person)
                    return True
                await wait(self._stopped, seconds)
        return False

    async def _send(self, letter: Letter) -> Delivery:
        person = letter.to.person.id
        try:
            delivery = await self._messenger.send(letter)
        except Exception as error:
            # Such as a text that is missing: the row stays until a program that knows better.
            log.exception("delivery.unforeseen", person_id=person)
            self._pacer.give_back()
            delivery = Delivery(Outcome.NOT_ARRIVED, reason=type(error).__name__)
        else:
            self._heed(person, delivery)
        self._tally.delivery(letter, delivery)
        if delivery.outcome is not Outcome.SENT:
            log.warning(
                "delivery.unsent", person_id=person, outcome=delivery.outcome.value, reason=delivery.reason
            )
        return delivery

    def _heed(self, person: PersonId, delivery: Delivery) -> None:
        outcome = delivery.outcome
        # Telegram counts what it takes; the checks that refuse come before flood control.
        if outcome not in (Outcome.SENT, Outcome.UNKNOWN):
            self._pacer.give_back()
        if outcome is Outcome.LATER:
            self._pacer.told_to_wait(person, delivery.wait)
            self._letters.forget(person)
        elif outcome in (Outcome.NOT_ARRIVED, Outcome.UNKNOWN):
            self._pacer.unanswered()
        else:
            self._pacer.answered()

    def _one_less_ahead(self) -> None:
        self._ahead -= 1
        self._letters_changed.set()

    # -- back into the outbox ----------------------------------------------------------------------------------

    def _conclude(self, letter: Letter, delivery: Delivery) -> None:
        again = next_attempt(letter, delivery, self._clock.now(), self._random)
        self._recorder.add((letter, delivery, again))

    def _release(self, letter: Letter) -> None:
        self._letters.release(letter.to.person.id)
        self._letters_changed.set()
        if not self._letters.people:
            self._wanted.set()

    async def _finish(self, *work: "asyncio.Task[None]") -> None:
        """Let what is in flight arrive, and write it down; what takes too long is in doubt and goes again."""
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                while self._sends:
                    await asyncio.wait(self._sends)
                self._recorder.finish()
                await asyncio.wait(work)
        unfinished = [task for task in (*self._sends, *work) if not task.done()]
        if unfinished:
            log.error("delivery.cut-off", sends=len(self._sends), unrecorded=self._recorder.unrecorded)
            for task in unfinished:
                task.cancel()
