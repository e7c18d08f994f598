"""Writing acts and orders; whoever is to be told is told in the same transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, exists, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cabinet.acts.act import ActOrderId, NewAct, OrderState
from bot.cabinet.acts.ports import ActsMovedError, OrderExistsError, Put
from bot.cabinet.files.stored_file import FileId
from bot.cabinet.fiscal.period import Period
from bot.cabinet.organization import OrganizationId, PersonId
from bot.requisites import kind_of
from storage.acts.looking import INNS_AT_ONCE, known_acts
from storage.column_types import CleanText, Identifier, UtcDateTime
from storage.database import Database
from storage.folding import fold
from storage.tables import act_orders, organizations, reconciliation_acts
from storage.upsert import InsertInto, Statement, Upsert
from storage.warnings.acts import operator_zones, remind_operators, tell_declined, tell_operators, tell_ready
from storage.warnings.ends import written
from storage.warnings.given import DAY, WORD, given, rows

_NOW = bindparam("now", type_=UtcDateTime())
_ADD = insert(act_orders).returning(act_orders.c.id)


_WITHDRAW = (
    update(act_orders)
    .where(
        act_orders.c.id == bindparam("order", type_=Identifier()),
        act_orders.c.state == OrderState.WAITING.value,
        act_orders.c.organization == bindparam("which", type_=Identifier()),
        act_orders.c.person == bindparam("who", type_=Identifier()),
    )
    .values(
        state=OrderState.WITHDRAWN.value, settled_at=_NOW, settled_by=bindparam("who", type_=Identifier())
    )
)
_DECLINE = (
    update(act_orders)
    .where(
        act_orders.c.id == bindparam("order", type_=Identifier()),
        act_orders.c.state == OrderState.WAITING.value,
    )
    .values(
        state=OrderState.DECLINED.value,
        settled_at=_NOW,
        settled_by=bindparam("by", type_=Identifier()),
        comment=bindparam("told", type_=CleanText()),
    )
)
_CLAIM = (
    update(act_orders)
    .where(
        act_orders.c.id == bindparam("order", type_=Identifier()),
        act_orders.c.state == OrderState.WAITING.value,
    )
    .values(settled_at=_NOW)
)
# Whoever changes acts of an organization stands in one queue, or those who settle and those who put would wait for each
# other: one holds the order and wants the act, the other the other way round. On SQLite all writers stand in one.
_IN_TURN = (
    select(organizations.c.id)
    .where(organizations.c.inn.in_(bindparam("inns", expanding=True)))
    .order_by(organizations.c.inn)
    .with_for_update(key_share=True)
)
_KNOW = Upsert(
    lambda insert: insert(organizations).on_conflict_do_nothing(index_elements=[organizations.c.inn])
)


def _put(insert: InsertInto) -> Statement:
    of_inn = select(organizations.c.id).where(organizations.c.inn == bindparam("of_inn")).scalar_subquery()
    put = insert(reconciliation_acts).values(organization=of_inn)
    return put.on_conflict_do_update(
        index_elements=[
            reconciliation_acts.c.organization,
            reconciliation_acts.c.first,
            reconciliation_acts.c.last,
        ],
        set_={"file": put.excluded.file, "appeared_at": put.excluded.appeared_at},
        # The same file again is no news.
        where=reconciliation_acts.c.file != put.excluded.file,
    )


_PUT = Upsert(_put)
_ITS_ACT = (
    reconciliation_acts.c.organization == act_orders.c.organization,
    reconciliation_acts.c.first == act_orders.c.first,
    reconciliation_acts.c.last == act_orders.c.last,
)
_PUT_NOW = given("put", inn=WORD, first=DAY, last=DAY)
_SETTLE = (
    update(act_orders)
    .where(
        act_orders.c.state == OrderState.WAITING.value,
        # Only by what is put now: who orders again what is there already wants another one.
        exists()
        .where(
            organizations.c.inn == _PUT_NOW.c.inn,
            act_orders.c.organization == organizations.c.id,
            act_orders.c.first == _PUT_NOW.c.first,
            act_orders.c.last == _PUT_NOW.c.last,
        )
        .correlate(act_orders),
    )
    .values(
        state=OrderState.READY.value,
        settled_at=_NOW,
        settled_by=bindparam("by", type_=Identifier()),
        act=select(reconciliation_acts.c.id).where(*_ITS_ACT).scalar_subquery(),
    )
)


class ActCommands:
    """The part of `bot.cabinet.acts.ports.Acts` that writes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_order(
        self,
        organization: OrganizationId,
        person: PersonId,
        period: Period,
        operators: Collection[int],
        now: datetime,
    ) -> ActOrderId:
        """Write down an order, and have the operators told."""
        row = {
            "organization": organization,
            "person": person,
            "first": period.first,
            "last": period.last,
            "state": OrderState.WAITING.value,
            "ordered_at": now,
        }
        try:
            async with self._database.write() as connection:
                order = ActOrderId((await connection.execute(_ADD, row)).scalar_one())
                await tell_operators(connection, order, organization, operators, now)
        except IntegrityError:
            raise OrderExistsError from None
        return order

    async def withdraw(
        self, organization: OrganizationId, order: ActOrderId, person: PersonId, now: datetime
    ) -> bool:
        """Take back one's own order."""
        which = {"order": order, "which": organization, "who": person, "now": now}
        async with self._database.write() as connection:
            return (await connection.execute(_WITHDRAW, which)).rowcount > 0

    async def decline(self, order: ActOrderId, operator: PersonId, comment: str, now: datetime) -> bool:
        """Decline an order, and have whoever ordered it told."""
        values = {"order": order, "by": operator, "told": comment, "now": now}
        async with self._database.write() as connection:
            if not (await connection.execute(_DECLINE, values)).rowcount:
                return False
            await tell_declined(connection, order, now)
        return True

    async def settle(self, order: ActOrderId, act: NewAct, operator: PersonId | None, now: datetime) -> bool:
        """Put the act that an order asks for, if it still waits."""
        async with self._database.write() as connection:
            await connection.execute(_IN_TURN, {"inns": [act.inn]})
            # Whoever comes second waits here, and finds that the order waits no more.
            if not (await connection.execute(_CLAIM, {"order": order, "now": now})).rowcount:
                return False
            await _put_all(connection, [act], operator, now)
        return True

    async def put(
        self,
        acts: Sequence[NewAct],
        operator: PersonId | None,
        now: datetime,
        *,
        over: Collection[tuple[str, Period, FileId]] | None = None,
    ) -> Put:
        """Add or replace acts, and settle the orders for them."""
        if not acts:
            return Put(0, 0)
        async with self._database.write() as connection:
            return await _put_all(connection, acts, operator, now, over)

    async def zones(self, operators: Collection[int]) -> Sequence[str]:
        """The zones that the operators live in."""
        async with self._database.read() as connection:
            return await operator_zones(connection, operators)

    async def remind(
        self,
        operators: Collection[int],
        days: Mapping[str, date],
        ordered_before: datetime,
        now: datetime,
    ) -> int:
        """Have the operators told of orders that wait since then, once a day."""
        async with self._database.write() as connection:
            return await remind_operators(connection, operators, days, ordered_before, now)


async def _put_all(
    connection: AsyncConnection,
    acts: Sequence[NewAct],
    operator: PersonId | None,
    now: datetime,
    over: Collection[tuple[str, Period, FileId]] | None = None,
) -> Put:
    inns = sorted({act.inn for act in acts})
    await connection.execute(_KNOW.on(connection), [_unnamed(inn, now) for inn in inns])
    for start in range(0, len(inns), INNS_AT_ONCE):
        await connection.execute(_IN_TURN, {"inns": inns[start : start + INNS_AT_ONCE]})
    known = await known_acts(connection, [(act.inn, act.period) for act in acts])
    if over is not None and set(known) != set(over):
        raise ActsMovedError
    files = {(inn, period): file for inn, period, file in known}
    new = sum(files.get((act.inn, act.period)) != act.file for act in acts)
    await connection.execute(
        _PUT.on(connection),
        [
            {
                "of_inn": act.inn,
                "first": act.period.first,
                "last": act.period.last,
                "file": act.file,
                "appeared_at": now,
            }
            for act in acts
        ],
    )
    settling = {"now": now, "by": operator, "put": rows(map(_written, acts))}
    settled = (await connection.execute(_SETTLE, settling)).rowcount
    await tell_ready(connection, now)
    return Put(new, settled)


def _written(act: NewAct) -> dict[str, str]:
    return {"inn": act.inn, "first": written(act.period.first), "last": written(act.period.last)}


def _unnamed(inn: str, now: datetime) -> dict[str, object]:
    """An organization of which only the ИНН is known yet."""
    name = f"ИНН {inn}"
    return {
        "inn": inn,
        "name": name,
        "folded_name": fold(name),
        "kind": kind_of(inn).value,
        "created_at": now,
    }
