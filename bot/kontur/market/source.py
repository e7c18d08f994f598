"""Cheques, shifts and waybills out of Контур.Маркет."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime, time
from typing import Final

from bot.cabinet.fiscal.period import DAY, Period
from bot.cabinet.fiscal.retail import Cheque, RetailOrganization, Shop
from bot.cabinet.fiscal.retail_shift import RetailShift, ShiftGrouping
from bot.cabinet.fiscal.waybill import Waybill
from bot.kontur.market.client import MarketClient

# A week at a time: a busy shop's cheques of a week are a few pages.
_PART_DAYS: Final = 7
# Shifts that cross the ends of a period are made whole out of the cheques around it.
_AROUND_DAYS: Final = 3


class MarketSource:
    """Implements `RetailSource`."""

    def __init__(self, client: MarketClient) -> None:
        self._client = client

    async def organizations(self, inn: str) -> list[RetailOrganization]:
        """The organizations with this ИНН and their shops."""
        found = [one for one in await self._client.organizations() if one.inn == inn]
        if all(one.shops for one in found):
            return found
        shops = await self._client.shops()
        return [
            RetailOrganization(
                one.id,
                one.inn,
                one.name,
                one.shops or tuple(shop for shop in shops if shop.organization == one.id),
            )
            for one in found
        ]

    async def shifts(
        self, shop: Shop, period: Period, zone: str, see: Callable[[Cheque], None] | None = None
    ) -> AsyncIterator[RetailShift]:
        """Shifts whose last cheque was closed within the period, whole."""
        grouping = ShiftGrouping(zone, longest=_AROUND_DAYS * DAY)
        for part in period.widened(_AROUND_DAYS, _AROUND_DAYS).parts(_PART_DAYS):
            async for cheque in self._within(shop, part):
                grouping.add(cheque)
                if see is not None and cheque.closed in period:
                    see(cheque)
            for shift in grouping.take(_next_midnight(part)):
                if shift.closed.wall in period:
                    yield shift
        for shift in grouping.rest():
            if shift.closed.wall in period:
                yield shift

    async def waybills(self, shop: Shop, period: Period) -> list[Waybill]:
        """Incoming waybills accepted within the period."""
        return await self._client.waybills(shop.id, period.first, period.last)

    async def _within(self, shop: Shop, part: Period) -> AsyncIterator[Cheque]:
        # Cheques are closed at fractions of a second and asked for by whole ones: the next midnight is asked for too,
        # and what belongs to the next part is left to it.
        end = _next_midnight(part)
        for refund in (False, True):
            seen: set[str] = set()  # cheques that a register sends late shift the pages: some come twice
            async for cheque in self._client.cheques(shop.id, part.start, end, refund=refund):
                if part.start <= cheque.closed < end and cheque.id not in seen:
                    seen.add(cheque.id)
                    yield cheque


def _next_midnight(part: Period) -> datetime:
    return datetime.combine(part.last + DAY, time.min)
