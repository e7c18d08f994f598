"""One load of one integration: what is missing, piece by piece, each written down as soon as it has come."""

import asyncio
from collections.abc import Awaitable, Iterable, Iterator
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from bot.cabinet.cash.kept_shift import ShiftRecord
from bot.cabinet.cash.loaded_days import LoadedDays
from bot.cabinet.cash.ports import CashStore, LoadedPiece, LoadProgress, Progress, ToLoad
from bot.cabinet.cash.recording import of_report, of_retail
from bot.cabinet.cash.shop_reporting import ShopReporting
from bot.cabinet.fiscal.cash_register import CashRegister
from bot.cabinet.fiscal.period import Period
from bot.cabinet.fiscal.ports import FiscalSource, RetailSource
from bot.cabinet.fiscal.refusals import NotGrantedError
from bot.cabinet.fiscal.retail import Shop
from bot.cabinet.fiscal.shift_report import DriveSign
from bot.cabinet.fiscal.waybill import Waybill
from bot.cabinet.integrations.integration import IntegrationKind
from bot.cabinet.sources import NoAccessError, NotFoundError

log = structlog.get_logger(__name__)

# A load that breaks off has lost so many days at most.
_PIECE_DAYS: Final = 92
_UNITS_AT_ONCE: Final = 4
_DEFAULT_ZONE: Final = "Europe/Moscow"
_GRAVEST_FIRST: Final = (DriveSign.REPLACE_NOW, DriveSign.FULL, DriveSign.ENDING)


class Load:
    """One load.

    Args:
        store: Keeps what comes.
        one: The integration.
        progress: Is told after every register or shop.
        now: The present moment.
    """

    def __init__(self, store: CashStore, one: ToLoad, progress: Progress, now: datetime) -> None:
        self._store = store
        self._organization = one.integration.organization
        self._inn = one.inn
        self._zone = one.integration.zone or _DEFAULT_ZONE
        self._progress = progress
        self._now = now
        self._today = now.astimezone(ZoneInfo(self._zone)).date()
        first = one.integration.load_from or self._today
        self._wanted = Period(min(first, self._today), self._today)
        self._turns = asyncio.Semaphore(_UNITS_AT_ONCE)
        self._done = self._total = 0
        self.new = 0

    async def from_ofd(self, source: FiscalSource) -> None:
        """Load the shifts of every register.

        Raises:
            SourceError: In one of its kinds, alone or in a group; what could be loaded has been.
        """
        registers: list[CashRegister] = []
        for organization in await source.organizations(self._inn):
            registers += await source.cash_registers(organization.id)
        if not registers:
            raise NotFoundError("no register of the organization")
        await self._store.save_registers(self._organization, registers, self._zone, self._now)
        loaded = await self._store.loaded_days(self._organization, IntegrationKind.OFD)
        self._total = len(registers)
        await _each(
            self._register(source, one, loaded.get(one.registration_number, LoadedDays()))
            for one in registers
        )

    async def from_market(self, source: RetailSource) -> None:
        """Load shifts and reports of every shop.

        Raises:
            SourceError: In one of its kinds, alone or in a group; what could be loaded has been.
        """
        shops = [shop for one in await source.organizations(self._inn) for shop in one.shops if shop.paid]
        if not shops:
            raise NotFoundError("no shop of the organization")
        await self._store.save_shops(self._organization, shops)
        loaded = await self._store.loaded_days(self._organization, IntegrationKind.MARKET)
        self._total = len(shops)
        await _each(self._shop(source, shop, loaded.get(shop.id, LoadedDays())) for shop in shops)

    async def _register(self, source: FiscalSource, register: CashRegister, known: LoadedDays) -> None:
        async with self._turns:
            for period in self._missing(known):
                try:
                    await self._piece_of_register(source, register, period)
                except NotGrantedError:
                    # What its owner has not granted is no failure: it is loaded once it is.
                    log.info("cash.not-granted", organization=self._organization)
            await self._step()

    async def _piece_of_register(self, source: FiscalSource, register: CashRegister, period: Period) -> None:
        records: list[ShiftRecord] = []
        sign: DriveSign | None = None
        async for report in source.shifts(register, period, self._zone):
            records.append(of_report(report))
            sign = None if report.document is None else _gravest(report.document.drive_signs)
        await self._save(
            LoadedPiece(
                kind=IntegrationKind.OFD,
                unit=register.registration_number,
                # A day that is granted in part may have more shifts once all of it is.
                asked=register.grant.whole_days_of(period),
                today=self._today,
                records=records,
                sign=sign,
            )
        )

    async def _shop(self, source: RetailSource, shop: Shop, known: LoadedDays) -> None:
        async with self._turns:
            for period in self._missing(known):
                reporting = ShopReporting()
                records = [
                    of_retail(shift, is_over=shift.is_over(self._now))
                    async for shift in source.shifts(shop, period, self._zone, reporting.add)
                ]
                waybills = await self._waybills(source, shop, period)
                await self._save(
                    LoadedPiece(
                        kind=IntegrationKind.MARKET,
                        unit=shop.id,
                        asked=period,
                        today=self._today,
                        records=records,
                        reports=reporting.result(period, waybills),
                    )
                )
            await self._step()

    async def _waybills(self, source: RetailSource, shop: Shop, period: Period) -> list[Waybill]:
        try:
            return list(await source.waybills(shop, period))
        except (NoAccessError, NotFoundError):
            # Some keys see cheques and no waybills: no reason to go without the shifts.
            log.info("cash.no-waybills", organization=self._organization)
            return []

    def _missing(self, known: LoadedDays) -> Iterator[Period]:
        for period in known.missing(self._wanted, self._today):
            yield from period.parts(_PIECE_DAYS)

    async def _save(self, piece: LoadedPiece) -> None:
        # Others add to it while this one is being written.
        added = await self._store.save(self._organization, piece, self._now)
        self.new += added

    async def _step(self) -> None:
        self._done += 1
        await self._progress(LoadProgress(self._done, self._total, self.new))


async def _each(loads: Iterable[Awaitable[None]]) -> None:
    """All of them to their ends: a register that is refused must hold up no other, today or for ever."""
    outcomes = await asyncio.gather(*loads, return_exceptions=True)
    if refused := [one for one in outcomes if isinstance(one, Exception)]:
        raise ExceptionGroup("not everything was loaded", refused)


def _gravest(signs: frozenset[DriveSign]) -> DriveSign | None:
    return next((sign for sign in _GRAVEST_FIRST if sign in signs), None)
