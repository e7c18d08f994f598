"""Z-reports out of Контур.ОФД: reports of closing give the identity, totals by shifts the money."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.cabinet.fiscal.cash_register import CashRegister, FiscalOrganization, Grant
from bot.cabinet.fiscal.local_time import LocalTime
from bot.cabinet.fiscal.period import DAY, Period
from bot.cabinet.fiscal.refusals import NotGrantedError
from bot.cabinet.fiscal.shift_report import Doubt, ShiftReport, ShiftTotals
from bot.kontur.ofd.client import OfdClient
from bot.kontur.ofd.joining import Pair, join
from bot.kontur.ofd.reading import (
    CLOSING,
    CORRECTIONS,
    OPENING,
    RECEIPTS,
    Closing,
    Opening,
    Receipt,
    ShiftRow,
)

# A month at a time: answers stay small, and a load that breaks off has lost little.
_PART_DAYS: Final = 31
# A shift that was closed in a part began on the day before at the latest, by law; some are found open for longer.
_LEAD_DAYS: Final = 1
_LONGER_DAYS: Final = (7, 40, 400)
_NONE: Final = ShiftTotals()


@dataclass(frozen=True, slots=True)
class _Shift:
    """How documents are told to which shift they belong."""

    drive: str
    number: int


Corrections = Mapping[_Shift, ShiftTotals]


class OfdSource:
    """Implements `FiscalSource`."""

    def __init__(self, client: OfdClient) -> None:
        self._client = client

    async def organizations(self, inn: str) -> tuple[FiscalOrganization, ...]:
        """The organizations with this ИНН."""
        return tuple(one for one in await self._client.organizations() if one.inn == inn)

    async def cash_registers(self, organization: str) -> tuple[CashRegister, ...]:
        """The registers of an organization."""
        return await self._client.cash_registers(organization)

    async def shifts(self, register: CashRegister, period: Period, zone: str) -> AsyncIterator[ShiftReport]:
        """Shifts closed within the granted part of the period, in the order of closing."""
        granted = register.grant.part_of(period)
        if granted is None:
            raise NotGrantedError(register.grant)
        reading = _RegisterReading(self._client, register, zone)
        try:
            for part in granted.parts(_PART_DAYS):
                for report in await reading.closed_in(part):
                    yield report
        except NotGrantedError:
            # The grant was withdrawn since the register was listed; what is known of it is what was listed.
            raise NotGrantedError(register.grant) from None


class _RegisterReading:
    """Reads one register."""

    def __init__(self, client: OfdClient, register: CashRegister, zone: str) -> None:
        self._client = client
        self._register = register
        self._zone = zone

    async def closed_in(self, part: Period) -> list[ShiftReport]:
        """The shifts closed within a few days."""
        window = self._register.grant.part_of(part.widened(_LEAD_DAYS, _LEAD_DAYS)) or part
        rows = await self._rows(window)
        closings, corrections = await self._closings(window)
        joined = join(closings, rows)
        reports = [
            await self._paired(pair, corrections, window)
            for pair in joined.pairs
            if pair.closing.closed in part
        ]
        reports += [await self._summed(closing) for closing in joined.closings if closing.closed in part]
        reports += [
            await self._without_document(row, row.closed)
            for row in joined.rows
            if row.closed is not None and row.closed in part
        ]
        return sorted(reports, key=lambda report: (report.closed.wall, report.number, report.drive or ""))

    async def _rows(self, days: Period) -> tuple[ShiftRow, ...]:
        try:
            return await self._client.shift_rows(self._register, days.first, days.last)
        except NotGrantedError:
            # Totals are asked for by days. Whether a day that is granted in part may be asked for is not documented;
            # without it the shifts of that day are counted by their receipts.
            whole = self._register.grant.whole_days_of(days)
            if whole == days:
                raise
            return (
                ()
                if whole is None
                else await self._client.shift_rows(self._register, whole.first, whole.last)
            )

    async def _closings(self, window: Period) -> tuple[list[Closing], Corrections]:
        closings: dict[object, Closing] = {}
        found: dict[object, Receipt] = {}
        first, last = _granted(self._register.grant, window.start, window.end)
        async for document in self._client.documents(self._register, first, last, (CLOSING, *CORRECTIONS)):
            if isinstance(document, Closing):
                closings[document.document.key] = document
            elif isinstance(document, Receipt):
                found[document.key] = document
        return list(closings.values()), _by_shift(found.values())

    async def _paired(self, pair: Pair, corrections: Corrections, window: Period) -> ShiftReport:
        closing = pair.closing
        row = await self._whole(pair.row, closing.closed)
        if row.opened is None:
            # Documents are granted to the second and totals by the day: the receipts may still be there, every one.
            summed = await self._summed(closing)
            if summed.totals is not None:
                return summed
        shift = _Shift(closing.document.drive, closing.shift)
        corrected = corrections.get(shift, _NONE)
        if row.opened is not None and row.opened < window.start:
            corrected += await self._earlier_corrections(shift, row.opened, window.start)
        doubts = set() if pair.exact else {Doubt.CLOSING_DIFFERS}
        return self._with_document(closing, row.opened, row.totals, corrected, doubts)

    async def _without_document(self, row: ShiftRow, closed: datetime) -> ShiftReport:
        row = await self._whole(row, closed)
        return self._report(
            row.number,
            self._register.drive_at(closed),
            row.opened,
            closed,
            totals=row.totals,
            doubts={Doubt.NO_DOCUMENT},
        )

    async def _whole(self, row: ShiftRow, closed: datetime) -> ShiftRow:
        """The row with all its sums: the days before are asked for too, until its opening is among them."""
        for days in _LONGER_DAYS:
            wanted = closed.date() - days * DAY
            asked = self._register.grant.part_of(Period(wanted, closed.date() + DAY))
            if row.opened is not None or asked is None:
                break
            for wider in await self._rows(asked):
                if (wider.number, wider.closed) == (row.number, row.closed):
                    row = wider
            if asked.first > wanted:
                break
        return row

    async def _earlier_corrections(self, shift: _Shift, opened: datetime, before: datetime) -> ShiftTotals:
        first, last = _granted(self._register.grant, opened, before - timedelta(seconds=1))
        found = {
            document.key: document
            async for document in self._client.documents(self._register, first, last, CORRECTIONS)
            if isinstance(document, Receipt)
        }
        return _by_shift(found.values()).get(shift, _NONE)

    async def _summed(self, closing: Closing) -> ShiftReport:
        """A report whose money is counted from the receipts: they name their fiscal drive and leave no doubt."""
        shift = _Shift(closing.document.drive, closing.shift)
        opened: datetime | None = None
        found: dict[object, Receipt] = {}
        for days in (_LEAD_DAYS, *_LONGER_DAYS):
            wanted = closing.closed - days * DAY
            first, last = _granted(self._register.grant, wanted, closing.closed)
            kinds = (OPENING, *RECEIPTS, *CORRECTIONS)
            async for document in self._client.documents(self._register, first, last, kinds):
                if isinstance(document, Closing) or _shift_of(document) != shift:
                    continue
                if isinstance(document, Opening):
                    opened = document.opened
                else:
                    found[document.key] = document
            if opened is not None or first > wanted:
                break
        corrected = _by_shift(r for r in found.values() if r.correction).get(shift, _NONE)
        totals = _by_shift(r for r in found.values() if not r.correction).get(shift, _NONE)
        whole = closing.receipts == totals.count + corrected.count
        doubts = {Doubt.SUMMED_UP if whole else Doubt.NO_TOTALS}
        return self._with_document(closing, opened, totals if whole else None, corrected, doubts)

    def _with_document(
        self,
        closing: Closing,
        opened: datetime | None,
        totals: ShiftTotals | None,
        corrected: ShiftTotals,
        doubts: set[Doubt],
    ) -> ShiftReport:
        if totals is not None and corrected.count and totals.count == closing.receipts:
            # The documentation does not say whether totals by shifts count corrections. Here they do: the report of
            # closing counts both, and the totals alone come to as many.
            totals -= corrected
        drive = closing.document.drive
        report = self._report(closing.shift, drive, opened, closing.closed, totals=totals, doubts=doubts)
        return replace(report, corrections=corrected, receipts=closing.receipts, document=closing.document)

    def _report(
        self,
        number: int,
        drive: str | None,
        opened: datetime | None,
        closed: datetime,
        *,
        totals: ShiftTotals | None,
        doubts: set[Doubt],
    ) -> ShiftReport:
        return ShiftReport(
            registration_number=self._register.registration_number,
            drive=drive,
            number=number,
            opened=None if opened is None else LocalTime(opened, self._zone),
            closed=LocalTime(closed, self._zone),
            totals=totals,
            doubts=frozenset(doubts | ({Doubt.OPENING_UNSEEN} if opened is None else set())),
        )


def _shift_of(document: Opening | Receipt) -> _Shift:
    return _Shift(document.key.drive, document.shift)


def _by_shift(receipts: Iterable[Receipt]) -> dict[_Shift, ShiftTotals]:
    totals: defaultdict[_Shift, ShiftTotals] = defaultdict(ShiftTotals)
    for receipt in receipts:
        totals[_shift_of(receipt)] += receipt.totals
    return dict(totals)


def _granted(grant: Grant, first: datetime, last: datetime) -> tuple[datetime, datetime]:
    """The part of the time that may be asked for. Whoever calls has seen that its days are granted."""
    return (
        first if grant.since is None else max(first, grant.since),
        last if grant.until is None else min(last, grant.until),
    )
