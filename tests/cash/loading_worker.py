"""Loads one integration of one organization, as a process that a test may kill."""

import asyncio
import sys

import aiohttp

from bot.cabinet.cash.loading import CashLoading
from bot.cabinet.integrations.integration import IntegrationKind
from bot.cabinet.organization import OrganizationId
from bot.clock import SystemClock
from bot.kontur.market.client import MarketClient
from bot.kontur.market.source import MarketSource
from bot.kontur.ofd.client import OfdClient
from bot.kontur.ofd.source import OfdSource
from storage.cash.store import StoredCash
from storage.database import Database


async def main(url: str, ofd: str, market: str, kind: str) -> None:
    database = Database(url)
    async with aiohttp.ClientSession() as session:
        loading = CashLoading(
            OfdSource(OfdClient(session, ofd, "key", "sid")),
            MarketSource(MarketClient(session, market, "key")),
            StoredCash(database),
            SystemClock(),
        )
        result = await loading.load_now(OrganizationId(1), IntegrationKind(kind))
    await database.aclose()
    assert result.failure is None, result.failure


asyncio.run(main(*sys.argv[1:]))
