"""Whatever the pages, the days asked for and the faults on the way: every shift once, every kopeck."""

import asyncio
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cabinet.fiscal.shift_report import OperationTotals, ShiftReport
from bot.demo.registers.generator import Plan, world
from bot.demo.registers.world import Operation, Shift
from bot.emulator.faults import Fault
from tests.kontur_ofd.serving import served

FIRST = date(2026, 1, 1)
FAULTS = st.sampled_from(
    [
        Fault("*", status=500),
        Fault("documents", status=429, retry_after=1),
        Fault("by-shifts", drop="before"),
        Fault("documents", drop="after"),
        Fault("cashboxes", drop="after"),
    ]
)


def told(report: ShiftReport) -> tuple[object, ...]:
    assert report.totals is not None
    operations = (
        report.totals.sell,
        report.totals.return_sell,
        report.totals.buy,
        report.totals.return_buy,
    )
    corrected = report.corrections.sell
    return (
        report.key,
        report.opened and report.opened.wall,
        report.closed.wall,
        *operations,
        corrected,
        report.doubts,
    )


def true(registration_number: str, shift: Shift) -> tuple[object, ...]:
    operations = (OperationTotals(*shift.sum_of(operation)) for operation in Operation)
    corrected = OperationTotals(*shift.sum_of(Operation.SELL, corrections=True))
    key = (registration_number, shift.drive, shift.number)
    return (key, shift.opened, shift.closed, *operations, corrected, frozenset())


async def _check(
    plan: Plan, page: int, start: int, length: int, faults: list[Fault], *, corrections_counted: bool
) -> None:
    made = world(plan)
    first = FIRST + timedelta(start)
    last = first + timedelta(length)
    expected = [
        true(register.registration_number, shift)
        for register in made.firms[0].registers
        for shift in register.shifts
        if shift.closed is not None and first <= shift.closed.date() <= last
    ]
    async with served(made, page=page, corrections_counted=corrections_counted) as stand:
        for fault in faults:
            stand.stand_in.faults.add(Fault(fault.method, fault.status, retry_after=1, drop=fault.drop))
        assert [told(report) for report in await stand.reports(first, last)] == expected


@given(
    seed=st.integers(0, 99_999),
    days=st.integers(1, 60),
    page=st.sampled_from([7, 50, 333, 1000, 5000]),
    start=st.integers(-5, 40),
    length=st.integers(0, 70),
    faults=st.lists(FAULTS, max_size=4),
    corrections_counted=st.booleans(),
    running=st.booleans(),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_reports_are_the_worlds_shifts(
    seed: int,
    days: int,
    page: int,
    start: int,
    length: int,
    faults: list[Fault],
    corrections_counted: bool,  # noqa: FBT001  drawn by hypothesis
    running: bool,  # noqa: FBT001  the same
) -> None:
    plan = Plan(seed, FIRST, days, 2, running=running)
    asyncio.run(_check(plan, page, start, length, faults, corrections_counted=corrections_counted))


async def test_a_year_of_twelve_registers_comes_whole() -> None:
    made = world(Plan(7, FIRST, 365, 12, busiest=4))
    async with served(made) as stand:
        reports = await stand.reports(FIRST, FIRST + timedelta(366))
        requests = len(stand.stand_in.asked)
    assert len({report.key for report in reports}) == len(reports) == 12 * 365
    assert sum(r.totals.sales_cash for r in reports if r.totals is not None) == made.firms[0].sales_cash
    assert requests < 500
