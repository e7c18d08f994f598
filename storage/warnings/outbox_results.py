"""What came of telling: letters on their way, and where their rows stand afterwards."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Update, bindparam, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cabinet.warnings.outbox import Delivery, Item, Letter, Outcome, State
from storage.column_types import Identifier, UtcDateTime
from storage.database import Database
from storage.reachability import HOLD, STOPPED
from storage.tables import outbox

_NOW = bindparam("now", type_=UtcDateTime())
_BATCH = bindparam("first", type_=Identifier())
_ITEM = outbox.c.id == bindparam("which")
_ITEMS = outbox.c.id.in_(bindparam("ids", expanding=True))

_BEGIN = (
    update(outbox)
    .where(_ITEMS, outbox.c.state == State.QUEUED.value)
    .values(state=State.SENDING.value, batch=_BATCH, attempts=outbox.c.attempts + 1, changed_at=_NOW)
    .returning(outbox.c.id)
)
_RENAME_BATCH = update(outbox).where(_ITEMS).values(batch=_BATCH)

_CHANGE = update(outbox).where(_ITEM)
# Whatever happened meanwhile, it was told.
_SENT = _CHANGE.values(
    state=State.SENT.value, message=bindparam("message_number", type_=Identifier()), changed_at=_NOW
)
_STILL_SENDING = _CHANGE.where(outbox.c.state == State.SENDING.value)
_UNKNOWN = outbox.c.unknown + bindparam("cut_off")
_FAILED = _STILL_SENDING.values(state=State.FAILED.value, unknown=_UNKNOWN, changed_at=_NOW)
_AGAIN = _STILL_SENDING.values(
    state=State.QUEUED.value,
    not_before=bindparam("moment", type_=UtcDateTime()),
    unknown=_UNKNOWN,
    changed_at=_NOW,
)

_Result = tuple[Letter, Delivery, datetime | None]


class OutboxResults:
    """The half of `bot.cabinet.warnings.ports.Outbox` that follows a letter."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, letter: Letter, now: datetime) -> Sequence[Item]:
        """Mark the letter's rows as being sent; those that still wait, for the person may have hidden one meanwhile."""
        async with self._database.write() as connection:
            begun = await connection.execute(
                _BEGIN, {"ids": [item.id for item in letter.items], "first": letter.batch, "now": now}
            )
            ids = set(begun.scalars())
            items = [item for item in letter.items if item.id in ids]
            if items and items[0].id != letter.batch:
                await connection.execute(
                    _RENAME_BATCH, {"ids": [item.id for item in items], "first": items[0].id}
                )
        return items

    async def record(self, results: Sequence[_Result], now: datetime) -> None:
        """Write down what came of the letters; with a moment, the rows are queued again for then.

        Unreachable people are remembered, and everything that waits for them is held. What was neither told nor is to
        be tried again has failed.
        """
        sent: list[dict[str, object]] = []
        again: list[dict[str, object]] = []
        failed: list[dict[str, object]] = []
        gone: list[dict[str, object]] = []
        for letter, delivery, moment in results:
            if delivery.outcome is Outcome.UNREACHABLE:
                gone.append({"who": letter.to.person.id, "since": now})
                continue
            cut_off = int(delivery.outcome is Outcome.UNKNOWN)
            if delivery.outcome is Outcome.SENT:
                sent.extend(_each(letter, now, message_number=delivery.message))
            elif moment is not None:
                again.extend(_each(letter, now, moment=moment, cut_off=cut_off))
            else:
                failed.extend(_each(letter, now, cut_off=cut_off))
        async with self._database.write() as connection:
            # The people first, as everybody does who changes their rows: nobody waits for somebody who waits for them.
            await _change(connection, STOPPED, gone)
            await _change(connection, _SENT, sent)
            await _change(connection, _AGAIN, again)
            await _change(connection, _FAILED, failed)
            await _change(connection, HOLD, gone)


def _each(letter: Letter, now: datetime, **values: object) -> Iterable[dict[str, object]]:
    return ({"which": item.id, "now": now, **values} for item in letter.items)


async def _change(connection: AsyncConnection, statement: Update, rows: Sequence[dict[str, object]]) -> None:
    if rows:
        await connection.execute(statement, rows)
