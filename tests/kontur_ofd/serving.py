"""A client of the stand-in over HTTP, with pauses that are written down instead of waited for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import aiohttp
from aiolimiter import AsyncLimiter

from bot.cabinet.fiscal.cash_register import CashRegister
from bot.cabinet.fiscal.period import Period
from bot.cabinet.fiscal.ports import FiscalSource
from bot.cabinet.fiscal.shift_report import ShiftReport
from bot.demo.ofd.server import OfdStandIn
from bot.demo.registers.world import Firm, Operation, Receipt, Register, Shift, World
from bot.kontur.ofd.client import OfdClient
from bot.kontur.ofd.source import OfdSource
from bot.kontur.patience import Patience

KEY, SID = "integrator-key", "session"
ZONE = "Asia/Yekaterinburg"
INN = "9600100116"


@dataclass
class Served:
    """What a test holds."""

    stand_in: OfdStandIn
    client: OfdClient
    source: FiscalSource
    pauses: list[float]

    async def registers(self) -> list[CashRegister]:
        """All registers, as listed."""
        [organization] = await self.source.organizations(INN)
        return list(await self.source.cash_registers(organization.id))

    async def reports(self, first: date, last: date) -> list[ShiftReport]:
        """Everything closed within these days, over all registers."""
        return [
            report
            for register in await self.registers()
            async for report in self.source.shifts(register, Period(first, last), ZONE)
        ]

    def asked(self, name: str) -> list[str]:
        """The raw addresses of one route."""
        return [path for route, path in self.stand_in.asked if route == name]


@asynccontextmanager
async def served(
    world: World,
    *,
    page: int = 1000,
    patience: Patience = Patience(jitter=0),  # noqa: B008  frozen
    stand_in: OfdStandIn | None = None,
    **more: Any,
) -> AsyncIterator[Served]:
    """The stand-in at work."""
    standing = stand_in or OfdStandIn(world, KEY, SID, **more)
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    await standing.start()
    try:
        async with aiohttp.ClientSession() as session:
            limiter = AsyncLimiter(100_000, 1)
            client = OfdClient(
                session,
                standing.url,
                KEY,
                SID,
                limiter=limiter,
                sleep=sleep,
                patience=patience,
                page=page,
            )
            yield Served(standing, client, OfdSource(client), pauses)
    finally:
        await standing.stop()


def at(text: str) -> datetime:
    """A moment of the year 2026: `03-01 10:00`."""
    return datetime.fromisoformat(f"2026-{text}")


def sale(document: int, when: str, cash: int, cashless: int = 0, **more: Any) -> Receipt:
    """A receipt of a sale."""
    return Receipt(document, at(when), Operation.SELL, cash, cashless, **more)


def shift(
    number: int,
    opened: str,
    closed: str | None,
    *receipts: Receipt,
    drive: str = "9960700000000001",
    first: int | None = None,
) -> Shift:
    """A shift; documents are numbered by the shift's number unless told."""
    return Shift(
        drive,
        number,
        at(opened),
        None if closed is None else at(closed),
        number * 100 if first is None else first,
        receipts,
    )


def register(*shifts: Shift, **more: Any) -> Register:
    """A register with these shifts."""
    drives: dict[str, datetime] = {}
    for one in shifts:
        drives.setdefault(one.drive, one.opened)
    return Register(
        registration_number="0000960700000001",
        serial="00106700000001",
        name="Касса 1",
        address="г. Пример",
        sales_point="Магазин 1",
        shop="shop",
        cash_box="cash-box",
        drives=tuple(drives.items()),
        shifts=shifts,
        **more,
    )


def world_of(*registers: Register) -> World:
    """A world of one firm."""
    firm = Firm(INN, "960001001", "1149600000012", "ООО «Ромашка»", "ofd-firm", "market-firm", (), registers)
    return World((firm,))
