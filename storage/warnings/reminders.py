"""What a person does with a warning that was told: remind me later, hide, open; and the test warning."""

from datetime import datetime

from sqlalchemy import Text, and_, bindparam, exists, func, or_, select, true, update

from bot.cabinet.organization import PersonId
from bot.cabinet.person import Person
from bot.cabinet.warnings.kind import RULES
from bot.cabinet.warnings.outbox import State, WarningId
from storage.column_types import Identifier, UtcDateTime
from storage.database import Database
from storage.tables import hidden_ends, outbox
from storage.upsert import Upsert
from storage.warnings.ends import written
from storage.warnings.events import queue_trial

_NOW = bindparam("now", type_=UtcDateTime())
_PATIENT = {kind: rule for kind, rule in RULES.items() if rule.patient}
_OF_PERSON = outbox.c.person == bindparam("who")
_BATCH = (_OF_PERSON, outbox.c.batch == bindparam("told_in", type_=Identifier()))
_IS_PATIENT = outbox.c.kind.in_([kind.value for kind in _PATIENT])

_POSTPONE = (
    update(outbox)
    .where(
        *_BATCH,
        # Told, or postponed by the same button a moment ago.
        or_(
            outbox.c.state == State.SENT.value,
            and_(outbox.c.state == State.QUEUED.value, outbox.c.asked_for),
        ),
        or_(
            *(
                and_(outbox.c.kind == kind.value, outbox.c.end > bindparam(kind.value, type_=Text()))
                for kind in _PATIENT
            )
        ),
    )
    .values(
        state=State.QUEUED.value,
        not_before=bindparam("moment", type_=UtcDateTime()),
        asked_for=true(),
    )
)

_ENDS = select(outbox.c.person, outbox.c.kind, outbox.c.subject, outbox.c.end).where(*_BATCH, _IS_PATIENT)
_HIDE = Upsert(
    lambda insert: (
        insert(hidden_ends)
        .from_select(["person", "kind", "subject", "end", "hidden_at"], _ENDS.add_columns(_NOW).distinct())
        .on_conflict_do_nothing()
    )
)
_COUNT_ENDS = select(func.count()).select_from(_ENDS.distinct().subquery("ends"))
_DROP_HIDDEN = (
    update(outbox)
    .where(
        _OF_PERSON,
        outbox.c.state.in_((State.QUEUED.value, State.HELD.value)),
        exists().where(
            hidden_ends.c.person == outbox.c.person,
            hidden_ends.c.kind == outbox.c.kind,
            hidden_ends.c.subject == outbox.c.subject,
            hidden_ends.c.end == outbox.c.end,
        ),
    )
    .values(state=State.DROPPED.value, changed_at=_NOW)
)


class StoredReminders:
    """`bot.cabinet.warnings.ports.Reminders` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def postpone(self, person: PersonId, batch: WarningId, until: datetime) -> int:
        """Queue the message's warnings again for this moment; how many are still worth it. None of another person's."""
        worth = {kind.value: written(until - rule.worth) for kind, rule in _PATIENT.items()}
        async with self._database.write() as connection:
            postponed = await connection.execute(
                _POSTPONE, {"who": person, "told_in": batch, "moment": until, **worth}
            )
        return postponed.rowcount

    async def hide(self, person: PersonId, batch: WarningId, now: datetime) -> int:
        """Say nothing more about these ends; how many there were. None of another person's."""
        which = {"who": person, "told_in": batch, "now": now}
        async with self._database.write() as connection:
            ends = (await connection.execute(_COUNT_ENDS, which)).scalar_one()
            if ends:
                await connection.execute(_HIDE.on(connection), which)
                await connection.execute(_DROP_HIDDEN, which)
        return ends

    async def ask_trial(self, person: Person, now: datetime) -> None:
        """Queue a test warning."""
        async with self._database.write() as connection:
            await queue_trial(connection, person.id, now)
