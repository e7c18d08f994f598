"""Контур.Маркет's methods, one listing each."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import date, datetime
from typing import Final
from urllib.parse import quote, urlencode

import aiohttp
from aiolimiter import AsyncLimiter

from bot.cabinet.fiscal.retail import Cheque, RetailOrganization, Shop
from bot.cabinet.fiscal.waybill import Supplier, Waybill
from bot.kontur.fields import Fields
from bot.kontur.json_api import JsonApi
from bot.kontur.market import reading
from bot.kontur.market.errors import refusal
from bot.kontur.patience import Patience
from bot.kontur.transport import Sleep

# A key may ask 200 000 times an hour, 55 a second; it may have other users besides this program.
_REQUESTS_A_SECOND: Final = 40
_LARGEST_PAGE: Final = 1000
# How many objects are made in one go: between them others of the same loop have their turn.
_AT_ONCE: Final = 50


class MarketClient:
    """Контур.Маркет with one key.

    Every method raises `SourceError` in one of its kinds.

    Args:
        session: Of aiohttp; whoever made it closes it.
        url: The API's address, without the version.
        api_key: The key.
        limiter: How many requests in what time.
        sleep: Waits between attempts.
        patience: How long to try.
        page: How many objects to ask for at once.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: str,
        api_key: str,
        *,
        limiter: AsyncLimiter | None = None,
        sleep: Sleep = asyncio.sleep,
        patience: Patience = Patience(),  # noqa: B008  frozen
        page: int = _LARGEST_PAGE,
    ) -> None:
        polite = limiter or AsyncLimiter(_REQUESTS_A_SECOND, 1)
        headers = {"x-kontur-apikey": api_key}
        self._api = JsonApi(session, url, headers, polite, sleep=sleep, patience=patience)
        self._page = page

    async def organizations(self) -> list[RetailOrganization]:
        """Every organization that the key opens, with its shops, paid for or not."""
        query = {"shopsPaymentState": "All"}
        return [reading.organization(one) async for one in self._list("/v1/organizations", query)]

    async def shops(self) -> list[Shop]:
        """Every shop that the key opens, paid for or not."""
        return [reading.shop(one) async for one in self._list("/v1/shops", {"paymentState": "All"})]

    async def cheques(
        self, shop: str, first: datetime, last: datetime, *, refund: bool
    ) -> AsyncIterator[Cheque]:
        """Sales or refunds closed between two moments of the register's time, by the moment of closing.

        The API takes whole seconds; whether it includes the last one is best not relied on.
        """
        query = {
            "dateFrom": f"{first:%Y-%m-%d %H:%M:%S}",
            "dateTo": f"{last:%Y-%m-%d %H:%M:%S}",
            "useTime": "true",
            # Unless asked otherwise the API shows sales and keeps silent about refunds.
            "isRefund": "true" if refund else "false",
        }
        async for one in self._list(f"/v1/shops/{quote(shop, safe='')}/cheques", query):
            yield reading.cheque(one, refund=refund)

    async def suppliers(self, shop: str) -> list[Supplier]:
        """Everybody who has delivered to the shop, archived or not."""
        path = f"/v1/shops/{quote(shop, safe='')}/contractors"
        found = []
        for archived in ("false", "true"):
            answer = await self._api.get(f"{path}?isArchived={archived}", refusal)
            found += [reading.supplier(one) for one in reading.items(answer)]
        return found

    async def waybills(self, shop: str, first: date, last: date) -> list[Waybill]:
        """Incoming waybills accepted between two days, both included, by the day of acceptance."""
        query = {"receiveDateFrom": first.isoformat(), "receiveDateTo": last.isoformat()}
        path = f"/v1/shops/{quote(shop, safe='')}/incoming-waybills"
        suppliers = {one.id: one for one in await self.suppliers(shop)}
        return [reading.waybill(one, suppliers) async for one in self._list(path, query)]

    async def _list(self, path: str, query: Mapping[str, str]) -> AsyncIterator[Fields]:
        """All objects of a list. It has no total: a page shorter than asked for is the last one."""
        offset = 0
        while True:
            asked = urlencode({**query, "offset": offset, "limit": self._page}, quote_via=quote)
            page = reading.items(await self._api.get(f"{path}?{asked}", refusal))
            for place, one in enumerate(page):
                if place % _AT_ONCE == 0:
                    await asyncio.sleep(0)
                yield one
            if len(page) < self._page:
                return
            offset += len(page)
