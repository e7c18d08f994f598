"""The outbox as the stand's panel shows it: what waits to be told, and what has been told, latest first."""

from datetime import datetime

from sqlalchemy import case, select

from bot.cabinet.warnings.kind import RULES, Kind, Unit
from bot.cabinet.warnings.outbox import State
from bot.demo import texts
from bot.emulator.stand import JournalLine
from storage.database import Database
from storage.tables import organizations, outbox, people, subscriptions

_SHOWN = 14
_WAITING = (State.QUEUED.value, State.HELD.value, State.SENDING.value)

_LATEST = (
    select(
        outbox.c.kind,
        outbox.c.threshold,
        outbox.c.state,
        outbox.c.not_before,
        outbox.c.changed_at,
        people.c.name.label("person"),
        organizations.c.name.label("organization"),
        subscriptions.c.product,
    )
    .join(people, people.c.id == outbox.c.person)
    .outerjoin(organizations, organizations.c.id == outbox.c.organization)
    .outerjoin(
        subscriptions, (subscriptions.c.id == outbox.c.subject) & (outbox.c.kind == Kind.SERVICE.value)
    )
    .order_by(
        case((outbox.c.state.in_(_WAITING), 0), else_=1), outbox.c.changed_at.desc(), outbox.c.id.desc()
    )
    .limit(_SHOWN)
)


async def journal(database: Database) -> tuple[JournalLine, ...]:
    """The lines to show: the waiting ones first."""
    async with database.read() as connection:
        rows = (await connection.execute(_LATEST)).all()
    return tuple(
        JournalLine(
            at=texts.short_moment(_moment(row.state, row.not_before, row.changed_at)),
            text=texts.JOURNAL_LINE.format(person=row.person, what=_what(row.product, row.organization)),
            detail=_why(Kind(row.kind), row.threshold),
            state=texts.JOURNAL_STATES[State(row.state)],
            waits=row.state in _WAITING,
        )
        for row in rows
    )


def _moment(state: str, not_before: datetime, changed_at: datetime) -> datetime:
    return not_before if state == State.QUEUED.value else changed_at


def _what(product: str | None, organization: str | None) -> str:
    return ", ".join(part for part in (product, organization) if part) or texts.JOURNAL_NO_ORGANIZATION


def _why(kind: Kind, threshold: int) -> str:
    unit = RULES[kind].unit
    if kind is Kind.WEEKLY or unit is Unit.NONE:
        return texts.JOURNAL_EVENTS[kind]
    return texts.JOURNAL_KINDS[kind].format(before=texts.before(threshold, unit))
