"""A client of the stand-in over HTTP, with pauses that are written down instead of waited for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import aiohttp
from aiolimiter import AsyncLimiter

from bot.cabinet.fiscal.period import Period
from bot.cabinet.fiscal.ports import RetailSource
from bot.cabinet.fiscal.retail import Cheque, Shop
from bot.cabinet.fiscal.retail_shift import RetailShift
from bot.demo.market.server import MarketStandIn
from bot.demo.registers.world import (
    Delivery,
    Firm,
    Item,
    Operation,
    Point,
    Receipt,
    Register,
    Shift,
    World,
)
from bot.kontur.market.client import MarketClient
from bot.kontur.market.source import MarketSource
from bot.kontur.patience import Patience

KEY = "market-key"
ZONE = "Asia/Yekaterinburg"
INN = "9600100116"
SUPPLIER = ("supplier", "ООО «Молочный двор»", "9600199019")


class Fixed:
    """A clock that stands."""

    def now(self) -> datetime:
        return datetime(2026, 11, 26, 12, tzinfo=UTC)


@dataclass
class Served:
    """What a test holds."""

    stand_in: MarketStandIn
    client: MarketClient
    source: RetailSource
    pauses: list[float]

    async def shops(self) -> list[Shop]:
        """All shops of the firm."""
        [organization] = await self.source.organizations(INN)
        return list(organization.shops)

    async def shifts(self, first: date, last: date) -> list[RetailShift]:
        """All shifts closed within these days, over all shops."""
        return [
            shift
            for shop in await self.shops()
            async for shift in self.source.shifts(shop, Period(first, last), ZONE)
        ]

    async def cheques(self, first: date, last: date) -> list[Cheque]:
        """All cheques closed within these days, over all shops."""
        seen: list[Cheque] = []
        for shop in await self.shops():
            async for _ in self.source.shifts(shop, Period(first, last), ZONE, seen.append):
                pass
        return seen

    def asked(self, name: str) -> list[str]:
        """The raw addresses of one route."""
        return [path for route, path in self.stand_in.asked if route == name]


@asynccontextmanager
async def served(
    world: World,
    *,
    page: int = 1000,
    patience: Patience = Patience(jitter=0),  # noqa: B008  frozen
    stand_in: MarketStandIn | None = None,
    **more: Any,
) -> AsyncIterator[Served]:
    """The stand-in at work."""
    standing = stand_in or MarketStandIn(world, KEY, Fixed(), **more)
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    await standing.start()
    try:
        async with aiohttp.ClientSession() as session:
            client = MarketClient(
                session,
                standing.url,
                KEY,
                limiter=AsyncLimiter(100_000, 1),
                sleep=sleep,
                patience=patience,
                page=page,
            )
            yield Served(standing, client, MarketSource(client), pauses)
    finally:
        await standing.stop()


def at(text: str) -> datetime:
    """A moment of the year 2026: `03-01 10:00`."""
    return datetime.fromisoformat(f"2026-{text}")


def bread(quantity: str = "1", price: int = 100) -> Item:
    """A position."""
    return Item("bread", Decimal(quantity), price)


def sale(document: int, when: str, cash: int, cashless: int = 0, *items: Item, **more: Any) -> Receipt:
    """A receipt of a sale."""
    return Receipt(document, at(when), Operation.SELL, cash, cashless, items=items, **more)


def refund(document: int, when: str, cash: int, cashless: int = 0, *items: Item) -> Receipt:
    """A receipt of money given back."""
    return Receipt(document, at(when), Operation.RETURN_SELL, cash, cashless, items=items)


def shift(number: int, opened: str, closed: str, *receipts: Receipt) -> Shift:
    """A shift."""
    return Shift("9960700000000001", number, at(opened), at(closed), number * 100, receipts)


def world_of(*shifts: Shift, deliveries: tuple[Delivery, ...] = (), paid: bool = True) -> World:
    """A world of one firm with one shop and one register."""
    register = Register(
        registration_number="0000960700000001",
        serial="1",
        name="Касса 1",
        address="г. Пример",
        sales_point="Магазин 1",
        shop="shop",
        cash_box="cash-box",
        drives=(),
        shifts=shifts,
    )
    point = Point("shop", "Магазин 1", "г. Пример, ул. Торговая, 1", paid, deliveries)
    firm = Firm(INN, "960001001", "1149600000012", "ООО «Ромашка»", "ofd-firm", "firm", (point,), (register,))
    return World((firm,), (SUPPLIER,))
