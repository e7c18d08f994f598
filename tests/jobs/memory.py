"""An outbox in memory, a messenger that says what it is told to, and what they need."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from bot.cabinet.organization import OrganizationId, PersonId
from bot.cabinet.person import Language, Person
from bot.cabinet.warnings.composing import Plan
from bot.cabinet.warnings.hours import NO_QUIET
from bot.cabinet.warnings.kind import RULES, Kind
from bot.cabinet.warnings.outbox import (
    Addressee,
    Delivery,
    Due,
    Ending,
    Item,
    Letter,
    Outcome,
    State,
    Waiting,
    WarningId,
)

NOON = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)  # in Moscow
SENT = Delivery(Outcome.SENT, message=1)


@dataclass(slots=True)
class Hand:
    """A clock that is moved by hand."""

    moment: datetime = NOON

    def now(self) -> datetime:
        return self.moment

    def advance(self, **delta: float) -> None:
        self.moment += timedelta(**delta)


@dataclass(slots=True)
class Row:
    id: WarningId
    person: PersonId
    kind: Kind = Kind.SERVICE
    threshold: int = 7
    not_before: datetime = NOON
    state: State = State.QUEUED
    attempts: int = 0
    unknown: int = 0
    is_true: bool = True


@dataclass
class MemoryOutbox:
    """`bot.cabinet.warnings.ports.Outbox` without a database.

    Attributes:
        failing: Methods that raise instead of working.
        digest: Whether people want several things told together.
        record_seconds: How long it takes to write results down.
        before_begin: Happens just before a letter is marked.
    """

    rows: dict[WarningId, Row] = field(default_factory=dict)
    unreachable: set[PersonId] = field(default_factory=set)
    failing: set[str] = field(default_factory=set)
    groups: list[int] = field(default_factory=list)
    most_asked: int = 0
    digest: bool = False
    record_seconds: float = 0.0
    before_begin: Callable[[Letter], None] = field(default=lambda _: None)

    def put(self, person: int, kind: Kind = Kind.SERVICE, *, at: datetime = NOON, threshold: int = 7) -> Row:
        number = WarningId(len(self.rows) + 1)
        row = self.rows[number] = Row(number, PersonId(person), kind, threshold, at)
        return row

    def states(self) -> list[State]:
        return [row.state for row in self.rows.values()]

    async def recover(self, _now: datetime) -> int:
        await self._work("recover")
        doubtful = [row for row in self.rows.values() if row.state is State.SENDING]
        for row in doubtful:
            row.state, row.unknown = State.QUEUED, row.unknown + 1
        return len(doubtful)

    async def due(self, now: datetime, limit: int, without: Collection[PersonId]) -> Sequence[Due]:
        await self._work("due")
        self.most_asked = max(self.most_asked, limit)
        waiting = [
            row
            for row in self.rows.values()
            if row.state is State.QUEUED and row.not_before <= now and row.person not in without
        ]
        waiting.sort(key=lambda row: not RULES[row.kind].urgent)
        people = list(dict.fromkeys(row.person for row in waiting))[:limit]
        return [
            Due(
                addressee(person, digest=self.digest),
                tuple(_waiting(row) for row in waiting if row.person == person),
            )
            for person in people
        ]

    async def next_moment(self, now: datetime) -> datetime | None:
        await self._work("next_moment")
        later = [row.not_before for row in self.rows.values() if row.state is State.QUEUED]
        return min((moment for moment in later if moment > now), default=None)

    async def settle(self, plans: Sequence[Plan]) -> None:
        await self._work("settle")
        for plan in plans:
            for number in plan.dropped:
                self.rows[number].state = State.DROPPED
            for number, moment in plan.postponed:
                self.rows[number].not_before = moment

    async def begin(self, letter: Letter, _now: datetime) -> Sequence[Item]:
        await self._work("begin")
        self.before_begin(letter)
        begun = [item for item in letter.items if self.rows[item.id].state is State.QUEUED]
        for item in begun:
            self.rows[item.id].state = State.SENDING
            self.rows[item.id].attempts += 1
        return begun

    async def record(
        self, results: Sequence[tuple[Letter, Delivery, datetime | None]], _now: datetime
    ) -> None:
        await self._work("record")
        await asyncio.sleep(self.record_seconds)
        self.groups.append(len(results))
        for letter, delivery, again in results:
            for item in letter.items:
                row = self.rows[item.id]
                row.unknown += delivery.outcome is Outcome.UNKNOWN
                if delivery.outcome is Outcome.SENT:
                    row.state = State.SENT
                elif delivery.outcome is Outcome.UNREACHABLE:
                    self._hold(row.person)
                elif again is not None:
                    row.state, row.not_before = State.QUEUED, again
                else:
                    row.state = State.FAILED

    def _hold(self, person: PersonId) -> None:
        self.unreachable.add(person)
        for row in self.rows.values():
            if row.person == person and row.state in (State.QUEUED, State.SENDING):
                row.state = State.HELD

    async def _work(self, method: str) -> None:
        await asyncio.sleep(0)
        if method in self.failing:
            raise ConnectionError(method)


def addressee(person: int, *, digest: bool = False) -> Addressee:
    return Addressee(Person(PersonId(person), f"№{person}", Language.RU, "Europe/Moscow"), NO_QUIET, digest)


def letter_to(person: int, *, urgent: bool = False, attempts: int = 0) -> Letter:
    kind = Kind.TEST if urgent else Kind.SERVICE
    item = Item(WarningId(person), kind, 7, FACT)
    return Letter(addressee(person), (item,), attempts, urgent, silent=False)


FACT = Ending(OrganizationId(1), "ООО «Ромашка»", "Экстерн", date(2026, 11, 28))


def _waiting(row: Row) -> Waiting:
    return Waiting(
        row.id,
        row.kind,
        subject=row.id,
        threshold=row.threshold,
        end="2026-11-28",
        attempts=row.attempts,
        asked_for=False,
        fact=FACT if row.is_true else None,
    )


@dataclass
class ScriptedMessenger:
    """Keeps what it was given; answers by the script of the person, then that all is well."""

    scripts: dict[int, list[Delivery | Exception]] = field(default_factory=dict)
    seen: list[Letter] = field(default_factory=list)
    delivered: list[int] = field(default_factory=list)
    delay: float = 0.0
    in_flight: int = 0
    most_in_flight: int = 0

    @property
    def written_to(self) -> list[int]:
        return [letter.to.person.id for letter in self.seen]

    async def send(self, letter: Letter) -> Delivery:
        self.seen.append(letter)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            await asyncio.sleep(self.delay)
        finally:
            self.in_flight -= 1
        script = self.scripts.get(letter.to.person.id)
        answer = script.pop(0) if script else replace(SENT, message=len(self.seen))
        if isinstance(answer, Exception):
            raise answer
        if answer.outcome is Outcome.SENT:
            self.delivered.extend(item.id for item in letter.items)
        return answer


@dataclass
class Counted:
    """`bot.jobs.surviving.Tally` as lists."""

    deliveries: list[Outcome] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def delivery(self, _letter: Letter, delivery: Delivery) -> None:
        self.deliveries.append(delivery.outcome)

    def failure(self, stage: str) -> None:
        self.failures.append(stage)
