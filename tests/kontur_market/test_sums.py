"""Whatever the pages, the days asked for and the faults on the way: every shift once, every kopeck."""

import asyncio
from collections import Counter
from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cabinet.fiscal.retail_shift import RetailShift
from bot.demo.market.cheques import Written, written
from bot.demo.registers.generator import Plan, world
from bot.demo.registers.world import World
from bot.emulator.faults import Fault
from tests.kontur_market.serving import served

FIRST = date(2026, 1, 1)
FAULTS = st.sampled_from(
    [
        Fault("cheques", status=500),
        Fault("cheques", status=429, retry_after=1),
        Fault("cheques", drop="before"),
        Fault("cheques", drop="after"),
    ]
)


def told(shift: RetailShift) -> tuple[object, ...]:
    counted = (shift.sales.count, shift.refunds.count)
    money = (shift.sales.cash, shift.sales.cashless, shift.refunds.cash, shift.refunds.cashless)
    return (shift.id, shift.cash_box, shift.closed.wall, counted, money)


def true(world: World, first: date, last: date) -> Counter[tuple[object, ...]]:
    firm = world.firms[0]
    shifts: dict[str, list[Written]] = {}
    for point in firm.points:
        for cheque in written(firm, point.id):
            shifts.setdefault(cheque.cash_register_id, []).append(cheque)
    found: Counter[tuple[object, ...]] = Counter()
    for identifier, cheques in shifts.items():
        closed: datetime = max(cheque.closed for cheque in cheques)
        if first <= closed.date() <= last:
            sales = [cheque.receipt for cheque in cheques if not cheque.refund]
            back = [cheque.receipt for cheque in cheques if cheque.refund]
            money = (
                sum(r.cash for r in sales),
                sum(r.cashless for r in sales),
                sum(r.cash for r in back),
                sum(r.cashless for r in back),
            )
            found[identifier, cheques[0].register.cash_box, closed, (len(sales), len(back)), money] += 1
    return found


async def _check(
    plan: Plan, page: int, start: int, length: int, faults: list[Fault], *, capitals: bool
) -> None:
    made = world(plan)
    first = FIRST + timedelta(start)
    last = first + timedelta(length)
    async with served(made, page=page, capitals=capitals) as stand:
        for fault in faults:
            stand.stand_in.faults.add(Fault(fault.method, fault.status, retry_after=1, drop=fault.drop))
        assert Counter(told(shift) for shift in await stand.shifts(first, last)) == true(made, first, last)


@given(
    seed=st.integers(0, 99_999),
    days=st.integers(1, 40),
    page=st.sampled_from([11, 50, 333, 1000]),
    start=st.integers(-5, 30),
    length=st.integers(0, 45),
    faults=st.lists(FAULTS, max_size=4),
    capitals=st.booleans(),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_shifts_are_the_worlds_shifts(
    seed: int,
    days: int,
    page: int,
    start: int,
    length: int,
    faults: list[Fault],
    capitals: bool,  # noqa: FBT001  drawn by hypothesis
) -> None:
    asyncio.run(_check(Plan(seed, FIRST, days, 2), page, start, length, faults, capitals=capitals))


async def test_a_year_of_twelve_registers_comes_whole() -> None:
    made = world(Plan(7, FIRST, 365, 12, busiest=4))
    async with served(made) as stand:
        shifts = await stand.shifts(FIRST, FIRST + timedelta(366))
    # The same shifts as ОФД shows, but for those without a cheque; the cash comes to the same.
    assert sum(shift.sales_cash for shift in shifts) == made.firms[0].sales_cash
    assert len({shift.id for shift in shifts}) == len(shifts)
    assert not any(shift.unbalanced for shift in shifts)
