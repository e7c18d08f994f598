"""What a person decides about shifts."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from bot.cabinet.cash.kept_shift import KeptShift, KeptShiftId, ShiftState
from bot.cabinet.cash.matching import Decision
from bot.cabinet.organization import OrganizationId, PersonId
from storage.cash.posting import apply, decide, lock
from storage.cash.shift_rows import kept_shift
from storage.column_types import Identifier, UtcDateTime
from storage.database import Database
from storage.tables import cash_box_links, shifts
from storage.upsert import Insert, InsertInto, Upsert

_WHICH = bindparam("which", type_=Identifier())
_SHIFT = select(shifts).where(
    shifts.c.organization == _WHICH,
    shifts.c.id == bindparam("shift", type_=Identifier()),
    shifts.c.decided_by.is_(None),
)
_BOXES = (
    select(func.min(shifts.c.id).label("shift"), shifts.c.cash_box)
    .where(
        shifts.c.organization == _WHICH,
        shifts.c.cash_box.is_not(None),
        shifts.c.cash_box.not_in(
            select(cash_box_links.c.cash_box).where(cash_box_links.c.organization == _WHICH)
        ),
    )
    .group_by(shifts.c.cash_box)
    .order_by(shifts.c.cash_box)
)


def _link(insert: InsertInto) -> Insert:
    put = insert(cash_box_links)
    return put.on_conflict_do_update(
        index_elements=[cash_box_links.c.organization, cash_box_links.c.cash_box],
        set_={name: put.excluded[name] for name in ("registration_number", "decided_by", "decided_at")},
    )


_LINK = Upsert(_link)
_SEE = (
    update(shifts)
    .where(
        shifts.c.organization == _WHICH,
        shifts.c.id == bindparam("shift", type_=Identifier()),
        shifts.c.later_cash.is_not(None),
        shifts.c.later_seen_at.is_(None),
    )
    .values(later_seen_at=bindparam("at", type_=UtcDateTime()))
)
Deciding = Callable[[KeptShift], Decision | None]
_OPEN = frozenset({ShiftState.UNSURE, ShiftState.NEGATIVE})


class StoredCashDecisions:
    """`bot.cabinet.cash.ports.CashDecisions` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def same_shift(
        self, organization: OrganizationId, shift: KeptShiftId, person: PersonId, now: datetime
    ) -> bool:
        """The shift is the same as the one it was held against."""

        def decision(kept: KeptShift) -> Decision | None:
            if kept.state is not ShiftState.UNSURE or kept.twin is None:
                return None
            return Decision(kept.id, ShiftState.TWIN, kept.twin)

        return await self._decided(organization, shift, person, now, decision)

    async def another_shift(
        self, organization: OrganizationId, shift: KeptShiftId, person: PersonId, now: datetime
    ) -> bool:
        """The shift is one of its own."""

        def decision(kept: KeptShift) -> Decision | None:
            money = kept.record.money
            if kept.state is not ShiftState.UNSURE or money is None:
                return None
            if money.cash < 0:
                return Decision(kept.id, ShiftState.NEGATIVE)
            return Decision(kept.id, ShiftState.POSTED if money.cash else ShiftState.EMPTY)

        return await self._decided(organization, shift, person, now, decision)

    async def leave_out(
        self, organization: OrganizationId, shift: KeptShiftId, person: PersonId, now: datetime
    ) -> bool:
        """The shift makes no order."""

        def decision(kept: KeptShift) -> Decision | None:
            return Decision(kept.id, ShiftState.LEFT_OUT) if kept.state in _OPEN else None

        return await self._decided(organization, shift, person, now, decision)

    async def see_later(
        self, organization: OrganizationId, shift: KeptShiftId, _person: PersonId, now: datetime
    ) -> bool:
        """What the shift is told to be now has been seen."""
        async with self._database.write() as connection:
            seen = {"which": organization, "shift": shift, "at": now}
            return (await connection.execute(_SEE, seen)).rowcount == 1

    async def link(
        self,
        organization: OrganizationId,
        cash_box: str,
        registration_number: str,
        person: PersonId,
        now: datetime,
    ) -> None:
        """The cash box is this register; what is pending is decided anew."""
        row = {
            "organization": organization,
            "cash_box": cash_box,
            "registration_number": registration_number,
            "decided_by": person,
            "decided_at": now,
        }
        async with self._database.write() as connection:
            await lock(connection, organization)
            await connection.execute(_LINK.on(connection), row)
            await decide(connection, organization, now)

    async def cash_boxes(self, organization: OrganizationId) -> Mapping[KeptShiftId, str]:
        """Cash boxes that nobody has linked yet, each with a shift of it."""
        async with self._database.read() as connection:
            rows = await connection.execute(_BOXES, {"which": organization})
            return {KeptShiftId(row.shift): row.cash_box for row in rows}

    async def _decided(
        self,
        organization: OrganizationId,
        shift: KeptShiftId,
        person: PersonId,
        now: datetime,
        decision: Deciding,
    ) -> bool:
        async with self._database.write() as connection:
            await lock(connection, organization)
            found = await connection.execute(_SHIFT, {"which": organization, "shift": shift})
            row = found.one_or_none()
            if row is None:
                return False
            kept = kept_shift(row)
            decided = decision(kept)
            if decided is None:
                return False
            # More given back than taken: what to do about it is still to be decided.
            by = None if decided.state is ShiftState.NEGATIVE else person
            await apply(connection, organization, [decided], {kept.id: kept}, by, now)
            await decide(connection, organization, now)  # others may have waited for this one
            return True
