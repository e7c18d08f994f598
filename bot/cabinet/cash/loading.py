"""Loading shifts from ОФД and Маркет: piece by piece, so that a load that breaks off goes on where it was."""

import asyncio
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from bot.cabinet.cash.kept_shift import ShiftRecord
from bot.cabinet.cash.ports import (
    CashStore,
    LoadFailure,
    LoadProgress,
    LoadResult,
    Posted,
    Progress,
    ShopReports,
    ToLoad,
    unobserved,
)
from bot.cabinet.cash.recording import of_report, of_retail
from bot.cabinet.fiscal.cash_register import CashRegister
from bot.cabinet.fiscal.period import Period
from bot.cabinet.fiscal.ports import FiscalSource, RetailSource
from bot.cabinet.fiscal.refusals import NotGrantedError
from bot.cabinet.fiscal.retail import Shop
from bot.cabinet.fiscal.retail_reports import CashlessRevenue
from bot.cabinet.fiscal.shift_report import DriveSign
from bot.cabinet.fiscal.waybill import Waybill
from bot.cabinet.integrations.integration import IntegrationKind
from bot.cabinet.organization import OrganizationId
from bot.cabinet.sources import (
    KeyRejectedError,
    NoAccessError,
    NotFoundError,
    SessionEndedError,
    SourceError,
    UnavailableError,
)
from bot.clock import Clock

log = structlog.get_logger(__name__)

# A load that breaks off has lost so many days at most.
_PIECE_DAYS: Final = 92
# Registers and shops send late: the last days are asked for again.
_AGAIN: Final = timedelta(days=3)
_DAY: Final = timedelta(days=1)
_FRESH: Final = timedelta(minutes=30)
_UNITS_AT_ONCE: Final = 4
_LOADS_AT_ONCE: Final = 2
_MOST_A_RUN: Final = 50
_THOUSAND: Final = Decimal(1000)
_DEFAULT_ZONE: Final = "Europe/Moscow"

_FAILURES: Final[tuple[tuple[type[SourceError], LoadFailure], ...]] = (
    (SessionEndedError, LoadFailure.SESSION_ENDED),
    (KeyRejectedError, LoadFailure.KEY_REJECTED),
    (NoAccessError, LoadFailure.NO_ACCESS),
    (NotFoundError, LoadFailure.NOT_FOUND),
    (UnavailableError, LoadFailure.UNAVAILABLE),
)


class CashLoading:
    """Implements `Loading`, and the round that loads whatever is not fresh.

    Args:
        fiscal: ОФД; None when it is not connected.
        retail: Маркет; None when it is not connected.
        store: Keeps everything.
        clock: The present moment.
    """

    def __init__(
        self,
        fiscal: FiscalSource | None,
        retail: RetailSource | None,
        store: CashStore,
        clock: Clock,
    ) -> None:
        self._fiscal = fiscal
        self._retail = retail
        self._store = store
        self._clock = clock
        self._running: dict[tuple[OrganizationId, IntegrationKind], asyncio.Task[LoadResult]] = {}

    def is_connected(self, kind: IntegrationKind) -> bool:
        """Whether the service centre has connected the source."""
        sources = {IntegrationKind.OFD: self._fiscal, IntegrationKind.MARKET: self._retail}
        return sources.get(kind) is not None

    async def load_now(
        self, organization: OrganizationId, kind: IntegrationKind, progress: Progress = unobserved
    ) -> LoadResult:
        """Load now; whoever asks for the same meanwhile waits for the same load."""
        one = await self._store.one_to_load(organization, kind)
        if one is None:
            return LoadResult(0, Posted(0, 0), None)
        return await self._load(one, progress)

    async def load_stale(self) -> int:
        """Load what is not fresh any more, a few at a time; how many integrations there were.

        Then people are told of what needs them.
        """
        waiting = await self._store.to_load(self._clock.now() - _FRESH, _MOST_A_RUN)
        turns = asyncio.Semaphore(_LOADS_AT_ONCE)

        async def in_turn(one: ToLoad) -> None:
            async with turns:
                await self._load(one, unobserved)

        async with asyncio.TaskGroup() as group:
            for one in waiting:
                if self.is_connected(one.integration.kind):
                    group.create_task(in_turn(one))
        await self._store.tell_troubles(self._clock.now())
        return len(waiting)

    async def aclose(self) -> None:
        """Give up what is being loaded: it goes on later."""
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _load(self, one: ToLoad, progress: Progress) -> LoadResult:
        key = (one.integration.organization, one.integration.kind)
        task = self._running.get(key)
        if task is None:
            task = asyncio.create_task(self._loaded(one, progress), name="cash")
            self._running[key] = task
            task.add_done_callback(lambda _: self._running.pop(key, None))
        return await asyncio.shield(task)

    async def _loaded(self, one: ToLoad, progress: Progress) -> LoadResult:
        organization, kind = one.integration.organization, one.integration.kind
        load = _Load(self._store, one, progress, self._clock.now())
        failure: LoadFailure | None = None
        try:
            if kind is IntegrationKind.OFD and self._fiscal is not None:
                await load.from_ofd(self._fiscal)
            elif kind is IntegrationKind.MARKET and self._retail is not None:
                await load.from_market(self._retail)
        except* SourceError as errors:
            first = _first(errors)
            failure = next(
                (found for known, found in _FAILURES if isinstance(first, known)), LoadFailure.UNCLEAR
            )
            log.warning("cash.not-loaded", organization=organization, kind=kind.value, failure=failure.value)
        # What has come until a failure is posted too: nothing waits for what may never come.
        posted = await self._store.post(organization, self._clock.now())
        await self._store.record_load(organization, kind, failure, self._clock.now())
        if load.new:
            log.info(
                "cash.loaded",
                organization=organization,
                kind=kind.value,
                shifts=load.new,
                orders=posted.orders,
            )
        return LoadResult(load.new, posted, failure)


class _Load:
    """One load of one integration."""

    def __init__(self, store: CashStore, one: ToLoad, progress: Progress, now: datetime) -> None:
        self._store = store
        self._organization = one.integration.organization
        self._inn = one.inn
        self._zone = one.integration.zone or _DEFAULT_ZONE
        self._progress = progress
        self._now = now
        today = now.astimezone(ZoneInfo(self._zone)).date()
        first = one.integration.load_from or today
        self._wanted = Period(min(first, today), today)
        self._turns = asyncio.Semaphore(_UNITS_AT_ONCE)
        self._done = self._total = self.new = 0

    async def from_ofd(self, source: FiscalSource) -> None:
        """Shifts of every register."""
        registers: list[CashRegister] = []
        for organization in await source.organizations(self._inn):
            registers += await source.cash_registers(organization.id)
        if not registers:
            raise NotFoundError("no register of the organization")
        await self._store.save_registers(self._organization, registers, self._zone, self._now)
        covered = await self._store.covered(self._organization, IntegrationKind.OFD)
        self._total = len(registers)
        async with asyncio.TaskGroup() as group:
            for register in registers:
                known = covered.get(register.registration_number)
                group.create_task(self._register(source, register, known))

    async def from_market(self, source: RetailSource) -> None:
        """Shifts and reports of every shop."""
        shops = [shop for one in await source.organizations(self._inn) for shop in one.shops if shop.paid]
        if not shops:
            raise NotFoundError("no shop of the organization")
        await self._store.save_shops(self._organization, shops)
        covered = await self._store.covered(self._organization, IntegrationKind.MARKET)
        self._total = len(shops)
        async with asyncio.TaskGroup() as group:
            for shop in shops:
                group.create_task(self._shop(source, shop, covered.get(shop.id)))

    async def _register(self, source: FiscalSource, register: CashRegister, known: Period | None) -> None:
        async with self._turns:
            for period in self._missing(known):
                records, signs = await self._reports(source, register, period)
                unit = (IntegrationKind.OFD, register.registration_number, period)
                added = await self._store.save_shifts(self._organization, records, unit, signs, self._now)
                self.new += added
            await self._step()

    async def _reports(
        self, source: FiscalSource, register: CashRegister, period: Period
    ) -> tuple[list[ShiftRecord], dict[str, DriveSign]]:
        records: list[ShiftRecord] = []
        signs: dict[str, DriveSign] = {}
        try:
            async for report in source.shifts(register, period, self._zone):
                records.append(of_report(report))
                sign = None if report.document is None else _gravest(report.document.drive_signs)
                if sign is None:
                    signs.pop(register.registration_number, None)
                else:
                    signs[register.registration_number] = sign
        except NotGrantedError:
            # What its owner has not granted is no failure: it is loaded once it is.
            log.info("cash.not-granted", organization=self._organization)
        return records, signs

    async def _shop(self, source: RetailSource, shop: Shop, known: Period | None) -> None:
        async with self._turns:
            for period in self._missing(known):
                records = [
                    of_retail(shift, is_over=shift.is_over(self._now))
                    async for shift in source.shifts(shop, period, self._zone)
                ]
                unit = (IntegrationKind.MARKET, shop.id, period)
                added = await self._store.save_shifts(self._organization, records, unit, {}, self._now)
                self.new += added
                await self._store.save_reports(
                    self._organization, await self._shop_reports(source, shop, period)
                )
            await self._step()

    async def _shop_reports(self, source: RetailSource, shop: Shop, period: Period) -> ShopReports:
        revenue, sold = CashlessRevenue(), dict[tuple[date, str], tuple[int, int]]()
        async for cheque in source.cheques(shop, period):
            revenue.add(cheque)
            for line in cheque.lines:
                key = (cheque.closed.date(), line.product or "")
                before = sold.get(key, (0, 0))
                quantity = int(line.quantity * _THOUSAND)
                sold[key] = (
                    (before[0], before[1] + quantity) if cheque.refund else (before[0] + quantity, before[1])
                )
        return ShopReports(
            shop.id, period, revenue.result(), sold, await self._waybills(source, shop, period)
        )

    async def _waybills(self, source: RetailSource, shop: Shop, period: Period) -> list[Waybill]:
        try:
            return list(await source.waybills(shop, period))
        except (NoAccessError, NotFoundError):
            # Some keys see cheques and no waybills: no reason to go without the shifts.
            log.info("cash.no-waybills", organization=self._organization)
            return []

    def _missing(self, known: Period | None) -> Iterator[Period]:
        """The days that are still to be loaded, and the last ones once more."""
        wanted = self._wanted
        if known is None:
            yield from wanted.parts(_PIECE_DAYS)
            return
        if wanted.first < known.first:
            yield from Period(wanted.first, min(known.first - _DAY, wanted.last)).parts(_PIECE_DAYS)
        start = max(known.last - _AGAIN, wanted.first)
        if start <= wanted.last:
            yield from Period(start, wanted.last).parts(_PIECE_DAYS)

    async def _step(self) -> None:
        self._done += 1
        await self._progress(LoadProgress(self._done, self._total, self.new))


def _first(errors: BaseExceptionGroup[SourceError]) -> BaseException:
    found: BaseException = errors
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found


def _gravest(signs: frozenset[DriveSign]) -> DriveSign | None:
    order = (DriveSign.REPLACE_NOW, DriveSign.FULL, DriveSign.ENDING)
    return next((sign for sign in order if sign in signs), None)
