"""Контур.ОФД's methods, one call or one listing each."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from datetime import date, datetime
from functools import partial
from typing import Final
from urllib.parse import quote, unquote

import aiohttp
from aiolimiter import AsyncLimiter

from bot.cabinet.fiscal.cash_register import CashRegister, FiscalOrganization
from bot.kontur.json_api import JsonApi
from bot.kontur.ofd import reading
from bot.kontur.ofd.errors import refusal
from bot.kontur.ofd.reading import Document, ShiftRow
from bot.kontur.patience import Patience
from bot.kontur.transport import Sleep

LARGEST_PAGE: Final = 1000
# No limit is documented. Faster than this nobody needs, and slower a year of a chain of shops would take minutes.
_REQUESTS_A_SECOND: Final = 30

_ANY: Final = partial(refusal, of_period=False)
_OF_PERIOD: Final = partial(refusal, of_period=True)


class OfdClient:
    """Контур.ОФД with one integrator's key and one session.

    Every method raises `SourceError` in one of its kinds: `SessionEndedError` when the session is over.

    Args:
        session: Of aiohttp; whoever made it closes it.
        url: The API's address.
        api_key: The integrator's key.
        sid: The session (auth.sid), good for about 30 days.
        limiter: How many requests in what time.
        sleep: Waits between attempts.
        patience: How long to try.
        page: How many documents to ask for at once.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: str,
        api_key: str,
        sid: str,
        *,
        limiter: AsyncLimiter | None = None,
        sleep: Sleep = asyncio.sleep,
        patience: Patience = Patience(),  # noqa: B008  frozen
        page: int = LARGEST_PAGE,
    ) -> None:
        headers = {"X-Kontur-Ofd-ApiKey": api_key, "Authorization": f"auth.sid {sid}"}
        polite = limiter or AsyncLimiter(_REQUESTS_A_SECOND, 1)
        self._api = JsonApi(session, url, headers, polite, sleep=sleep, patience=patience)
        self._page = page

    async def organizations(self) -> tuple[FiscalOrganization, ...]:
        """Every organization that this key and session may see."""
        return reading.organizations(await self._api.get("/v2/organizations", _ANY))

    async def cash_registers(self, organization: str) -> tuple[CashRegister, ...]:
        """The registers of an organization."""
        path = f"/v2/organizations/{_part(organization)}/cashboxes"
        return reading.cash_registers(await self._api.get(path, _ANY), organization)

    async def documents(
        self, register: CashRegister, first: datetime, last: datetime, kinds: Iterable[str]
    ) -> AsyncIterator[Document]:
        """The documents of some kinds, written between two moments of the register's time, both included.

        Raises:
            NotGrantedError: A part of the time is not granted.
        """
        query = f"dateFrom={_moment(first)}&dateTo={_moment(last)}&types={','.join(kinds)}&limit={self._page}"
        path = f"{_path(register)}/documents/by-period?{query}"
        # The mark of the next page is percent-encoded by the API and is given back untouched. There is no last page:
        # the end is a mark that has been given before. A page may be short or empty and be followed by a full one.
        mark: str | None = None
        given: set[str] = set()
        while True:
            following = "" if mark is None else f"&offset={mark}"
            page = reading.page(await self._api.get(path + following, _OF_PERIOD))
            for document in page.documents:
                yield document
            mark = page.following
            if mark is None or unquote(mark) in given:
                return
            given.add(unquote(mark))

    async def shift_rows(self, register: CashRegister, first: date, last: date) -> tuple[ShiftRow, ...]:
        """Totals by shifts between two days, both included; of shifts that cross the ends only what lies between.

        Raises:
            NotGrantedError: A part of the days is not granted.
        """
        query = f"from={first.isoformat()}&to={last.isoformat()}"
        path = f"{_path(register)}/statistics/cash-receipt/by-shifts?{query}"
        return reading.shift_rows(await self._api.get(path, _OF_PERIOD))


def _path(register: CashRegister) -> str:
    return f"/v2/organizations/{_part(register.organization)}/cashboxes/{_part(register.registration_number)}"


def _part(value: str) -> str:
    return quote(value, safe="")


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S")
