"""ОФД and Маркет out of one invented world: late, granted in part, and breaking off wherever a test says."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.cabinet.fiscal.cash_register import CashRegister, FiscalOrganization, Grant
from bot.cabinet.fiscal.local_time import LocalTime
from bot.cabinet.fiscal.period import Period
from bot.cabinet.fiscal.refusals import NotGrantedError
from bot.cabinet.fiscal.retail import Cheque, Payment, RetailOrganization, Shop
from bot.cabinet.fiscal.retail_shift import Paid, RetailShift
from bot.cabinet.fiscal.shift_report import OperationTotals, ShiftReport, ShiftTotals
from bot.cabinet.fiscal.waybill import Waybill
from bot.cabinet.sources import NoAccessError, UnavailableError

FIRST_DAY = date(2026, 3, 1)
ZONE = "Europe/Moscow"


@dataclass(frozen=True, slots=True)
class LateShift:
    """A shift of a day: its register, its cash, and after how many days each source tells of it."""

    register: int
    day: int
    cash: int
    told_by_ofd: int
    told_by_market: int

    @property
    def closed(self) -> datetime:
        return datetime.combine(FIRST_DAY, datetime.min.time()) + timedelta(
            days=self.day, hours=20, minutes=self.register
        )

    @property
    def opened(self) -> datetime:
        return self.closed - timedelta(hours=10)


class Walked:
    """A clock that a test moves by days."""

    def __init__(self) -> None:
        self.days = 0

    def now(self) -> datetime:
        return datetime.combine(FIRST_DAY, datetime.min.time(), UTC) + timedelta(days=self.days, hours=21)

    @property
    def today(self) -> date:
        return FIRST_DAY + timedelta(days=self.days)


class Fuse:
    """Breaks a load off at a question: by a failure, or by leaving it without an answer until it is killed."""

    def __init__(self) -> None:
        self.left: int | None = None
        self.kills = False
        self.stuck = asyncio.Event()

    async def burn(self) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left >= 0:
            return
        if self.kills:
            self.stuck.set()
            await asyncio.Event().wait()
        raise UnavailableError("out of reach")


class LateOfd:
    """Implements `FiscalSource`."""

    def __init__(self, world: Sequence[LateShift], clock: Walked, fuse: Fuse) -> None:
        self._world, self._clock, self._fuse = world, clock, fuse
        self.grant = Grant()
        self.refused: set[str] = set()  # registration numbers

    async def organizations(self, inn: str) -> tuple[FiscalOrganization, ...]:
        await self._fuse.burn()
        return (FiscalOrganization("o", inn, None, "Ромашка"),)

    async def cash_registers(self, _organization: str) -> tuple[CashRegister, ...]:
        return tuple(
            CashRegister("o", f"{number:016}", "s", "Касса", "m", "a", "p", (), self.grant, None, None)
            for number in sorted({one.register for one in self._world})
        )

    async def shifts(self, register: CashRegister, period: Period, zone: str) -> AsyncIterator[ShiftReport]:
        if register.registration_number in self.refused:
            raise NoAccessError("not this register")
        await self._fuse.burn()
        granted = register.grant.part_of(period)
        if granted is None:
            raise NotGrantedError(register.grant)
        since = register.grant.since
        for one in self._world:
            number = f"{one.register:016}"
            if (
                register.registration_number != number
                or one.closed not in granted
                or (since is not None and one.closed < since)
                or one.day + one.told_by_ofd > self._clock.days
            ):
                continue
            totals = ShiftTotals(sell=OperationTotals(one.cash, 0, one.cash, 3))
            opened, closed = LocalTime(one.opened, zone), LocalTime(one.closed, zone)
            yield ShiftReport(number, "drive", one.day + 1, opened, closed, totals)


class LateMarket:
    """Implements `RetailSource`."""

    def __init__(self, world: Sequence[LateShift], clock: Walked, fuse: Fuse) -> None:
        self._world, self._clock, self._fuse = world, clock, fuse

    async def organizations(self, inn: str) -> tuple[RetailOrganization, ...]:
        await self._fuse.burn()
        shops = tuple(
            Shop(f"shop-{number}", "o", "Лавка", "", None, paid=True)
            for number in sorted({one.register for one in self._world})
        )
        return (RetailOrganization("o", inn, "Ромашка", shops),)

    async def shifts(
        self, shop: Shop, period: Period, zone: str, _see: Callable[[Cheque], None] | None = None
    ) -> AsyncIterator[RetailShift]:
        await self._fuse.burn()
        for one in self._world:
            closed = one.closed - timedelta(minutes=7)
            if (
                shop.id != f"shop-{one.register}"
                or closed not in period
                or one.day + one.told_by_market > self._clock.days
            ):
                continue
            yield RetailShift(
                id=f"{one.register}-{one.day}",
                shop=shop.id,
                cash_box=f"box-{one.register}",
                opened=LocalTime(one.opened + timedelta(minutes=4), zone),
                closed=LocalTime(closed, zone),
                sales=Paid(((Payment.CASH, one.cash),), 3),
                refunds=Paid(),
                products=(),
                unbalanced=0,
                followed=True,
            )

    async def waybills(self, _shop: Shop, _period: Period) -> tuple[Waybill, ...]:
        await self._fuse.burn()
        return ()
