"""What waits to be told: whose turn it is, and what was decided about it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Row, Select, bindparam, func, literal, select, union_all, update

from bot.cabinet.organization import PersonId
from bot.cabinet.person import Language, Person
from bot.cabinet.warnings.composing import Plan
from bot.cabinet.warnings.hours import QuietHours
from bot.cabinet.warnings.kind import RULES, Kind
from bot.cabinet.warnings.outbox import Addressee, Due, State, Waiting, WarningId
from storage.column_types import UtcDateTime
from storage.database import Database
from storage.tables import outbox, people
from storage.warnings.ends import read
from storage.warnings.facts import Facts, facts

# Rows that are looked through for people whose turn it is.
_ROWS_AHEAD = 200
# Rows of all of them together: SQLite takes 32 766 parameters in a statement.
_MOST_ROWS = 10_000

_NOW = bindparam("now", type_=UtcDateTime())
_QUEUED = outbox.c.state == State.QUEUED.value


def _ahead(*, urgent: bool) -> Select[*tuple[Any, ...]]:
    due = (
        select(outbox.c.person, outbox.c.urgent, outbox.c.not_before, outbox.c.id)
        .where(
            _QUEUED,
            outbox.c.urgent.is_(urgent),
            outbox.c.not_before <= _NOW,
            outbox.c.person.not_in(bindparam("without", expanding=True)),
        )
        .order_by(outbox.c.not_before, outbox.c.id)
        .limit(literal(_ROWS_AHEAD, BigInteger()))
    )
    return select(due.subquery())


# Two looks into the index instead of one over both: within the urgent and within the others it is in order.
_AHEAD = union_all(_ahead(urgent=True), _ahead(urgent=False))

_DUE = (
    select(
        outbox.c.id,
        outbox.c.person,
        outbox.c.kind,
        outbox.c.subject,
        outbox.c.threshold,
        outbox.c.end,
        outbox.c.attempts,
        outbox.c.asked_for,
        people.c.name,
        people.c.language,
        people.c.zone,
        people.c.quiet_from,
        people.c.quiet_until,
        people.c.digest,
    )
    .join_from(outbox, people, people.c.id == outbox.c.person)
    .where(outbox.c.person.in_(bindparam("persons", expanding=True)), _QUEUED, outbox.c.not_before <= _NOW)
    .order_by(outbox.c.urgent.desc(), outbox.c.id)
    .limit(literal(_MOST_ROWS, BigInteger()))
)


def _soonest(*, urgent: bool) -> Select[*tuple[Any, ...]]:
    return select(func.min(outbox.c.not_before).label("moment")).where(
        _QUEUED, outbox.c.urgent.is_(urgent), outbox.c.not_before > _NOW
    )


_NEXT_MOMENT = union_all(_soonest(urgent=True), _soonest(urgent=False))

_ONE_QUEUED = (outbox.c.id == bindparam("which"), _QUEUED)
_DROP = update(outbox).where(*_ONE_QUEUED).values(state=State.DROPPED.value)
_POSTPONE = update(outbox).where(*_ONE_QUEUED).values(not_before=bindparam("moment", type_=UtcDateTime()))
_RECOVER = (
    update(outbox)
    .where(outbox.c.state == State.SENDING.value)
    .values(state=State.QUEUED.value, unknown=outbox.c.unknown + 1, changed_at=_NOW)
)


class OutboxQueue:
    """The half of `bot.cabinet.warnings.ports.Outbox` that precedes a letter."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def recover(self, now: datetime) -> int:
        """Queue again what a dead process left `sending`. How many there were; each counts as unknown."""
        async with self._database.write() as connection:
            return (await connection.execute(_RECOVER, {"now": now})).rowcount

    async def due(self, now: datetime, limit: int, without: Collection[PersonId]) -> Sequence[Due]:
        """Everything that is due for the people whose turn it is, urgent first; at most so many people."""
        async with self._database.read() as connection:
            ahead = await connection.execute(_AHEAD, {"now": now, "without": list(without)})
            persons = list(dict.fromkeys(row.person for row in ahead))[:limit]
            if not persons:
                return []
            rows = (await connection.execute(_DUE, {"now": now, "persons": persons})).all()
            known = await facts(connection, rows, now)
        waiting: dict[int, list[Row[*tuple[Any, ...]]]] = {person: [] for person in persons}
        for row in rows:
            waiting[row.person].append(row)
        return [_due(of_one, known, now) for of_one in waiting.values() if of_one]

    async def next_moment(self, now: datetime) -> datetime | None:
        """When the soonest of those that wait for a later moment is due; None when none does."""
        async with self._database.read() as connection:
            moments = (await connection.execute(_NEXT_MOMENT, {"now": now})).scalars()
            return min((moment for moment in moments if moment is not None), default=None)

    async def settle(self, plans: Sequence[Plan]) -> None:
        """Drop and postpone as the plans say."""
        dropped = [{"which": which} for plan in plans for which in plan.dropped]
        postponed = [{"which": which, "moment": moment} for plan in plans for which, moment in plan.postponed]
        if not dropped and not postponed:
            return
        async with self._database.write() as connection:
            if dropped:
                await connection.execute(_DROP, dropped)
            if postponed:
                await connection.execute(_POSTPONE, postponed)


def _due(rows: Sequence[Row[*tuple[Any, ...]]], known: Facts, now: datetime) -> Due:
    one = rows[0]
    return Due(
        Addressee(
            Person(PersonId(one.person), one.name, Language(one.language), one.zone),
            QuietHours(one.quiet_from, one.quiet_until),
            one.digest,
        ),
        tuple(_waiting(row, known, now) for row in rows),
    )


def _waiting(row: Row[*tuple[Any, ...]], known: Facts, now: datetime) -> Waiting:
    kind = Kind(row.kind)
    worth = RULES[kind].is_worth(read(row.end), now)
    return Waiting(
        id=WarningId(row.id),
        kind=kind,
        subject=row.subject,
        threshold=row.threshold,
        end=row.end,
        attempts=row.attempts,
        asked_for=row.asked_for,
        fact=known.get(WarningId(row.id)) if worth else None,
    )
