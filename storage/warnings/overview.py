"""The outbox as an operator sees it: two statements over short parts of its indexes."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, ScalarSelect, bindparam, func, literal, select

from bot.cabinet.organization import PersonId
from bot.cabinet.warnings.outbox import State
from bot.cabinet.warnings.ports import OutboxState, Unreachable
from storage.column_types import UtcDateTime
from storage.database import Database
from storage.tables import outbox, people, watch_marks

_SHOWN = 10
_TOLD_WITHIN = timedelta(hours=24)
_FAILED_WITHIN = timedelta(days=7)

_NOW = bindparam("now", type_=UtcDateTime())
_CHANGED_TODAY = outbox.c.changed_at > bindparam("told_since", type_=UtcDateTime())
_CHANGED_LATELY = outbox.c.changed_at > bindparam("failed_since", type_=UtcDateTime())
_DUE = (outbox.c.state == State.QUEUED.value, outbox.c.not_before <= _NOW)


def _in(state: State) -> ColumnElement[bool]:
    return outbox.c.state == state.value


def _count(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(outbox).where(*conditions).scalar_subquery()


_OUT_OF_REACH = people.c.unreachable_since.is_not(None)
_STATE = select(
    _count(*_DUE).label("due"),
    _count(_in(State.QUEUED), outbox.c.not_before > _NOW).label("postponed"),
    _count(_in(State.HELD)).label("held"),
    _count(_in(State.SENDING)).label("sending"),
    _count(_in(State.SENT), _CHANGED_TODAY).label("sent"),
    _count(_in(State.FAILED), _CHANGED_LATELY).label("failed"),
    _count(outbox.c.unknown > 0, _CHANGED_LATELY).label("unknown"),
    select(func.min(outbox.c.not_before)).where(*_DUE).scalar_subquery().label("oldest_due"),
    select(func.count()).select_from(people).where(_OUT_OF_REACH).scalar_subquery().label("unreachable"),
    # The kind that was looked at longest ago: one that fails is not hidden by the others.
    select(func.min(watch_marks.c.looked_until)).scalar_subquery().label("looked"),
)
_UNREACHABLE = (
    select(
        people.c.id,
        people.c.name,
        people.c.unreachable_since,
        _count(outbox.c.person == people.c.id, _in(State.HELD)).label("held"),
    )
    .where(_OUT_OF_REACH)
    .order_by(people.c.unreachable_since.desc(), people.c.id)
    .limit(literal(_SHOWN, BigInteger()))
)


class StoredOutboxOverview:
    """`bot.cabinet.warnings.ports.OutboxOverview` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def state(self, now: datetime) -> OutboxState:
        """How it stands now."""
        moments = {"now": now, "told_since": now - _TOLD_WITHIN, "failed_since": now - _FAILED_WITHIN}
        async with self._database.read() as connection:
            row = (await connection.execute(_STATE, moments)).one()
            unreachable = (await connection.execute(_UNREACHABLE)).all()
        return OutboxState(
            due=row.due,
            postponed=row.postponed,
            held=row.held,
            sending=row.sending,
            sent=row.sent,
            failed=row.failed,
            unknown=row.unknown,
            oldest_due=row.oldest_due,
            unreachable=tuple(
                Unreachable(PersonId(one.id), one.name, one.unreachable_since, one.held)
                for one in unreachable
            ),
            unreachable_total=row.unreachable,
            looked=row.looked,
        )
