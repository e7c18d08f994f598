from datetime import UTC, date, datetime

import pytest

from bot.cabinet.fiscal.shift_report import Doubt
from bot.demo.registers.world import Operation, Receipt, Shift
from tests.kontur_ofd.serving import ZONE, at, register, sale, served, shift, world_of


def night(number: int, day: int, hours: str = "20:00") -> Shift:
    return shift(
        number,
        f"03-{day:02} {hours}",
        f"03-{day + 1:02} 06:00",
        sale(number * 100 + 1, f"03-{day:02} 23:59:59", 1_01, 5_00),
        sale(number * 100 + 2, f"03-{day + 1:02} 00:00:00", 10_07, 50_00),
    )


@pytest.mark.parametrize("day", [2, 3])
async def test_a_shift_that_crosses_midnight_is_whole_and_of_the_day_it_was_closed(day: int) -> None:
    world = world_of(register(night(1, 1), night(2, 2)))
    async with served(world) as stand:
        [report] = await stand.reports(date(2026, 3, day), date(2026, 3, day))
    assert report.number == day - 1
    assert report.totals is not None
    assert (report.totals.sell.cash, report.totals.sell.cashless) == (11_08, 55_00)
    assert report.doubts == frozenset()


async def test_days_asked_one_by_one_give_what_a_month_gives() -> None:
    world = world_of(register(*(night(n, n) for n in range(1, 28))))
    async with served(world) as stand:
        whole = await stand.reports(date(2026, 3, 1), date(2026, 3, 31))
        single = [
            report
            for day in range(1, 32)
            for report in await stand.reports(date(2026, 3, day), date(2026, 3, day))
        ]
    assert len(whole) == 27
    assert single == whole


@pytest.mark.parametrize("opened", ["02-20 09:00", "01-10 09:00", "2025"])
async def test_a_shift_left_open_for_long_is_widened_for_until_it_is_whole(opened: str) -> None:
    began = datetime(2025, 4, 1, 9) if opened == "2025" else at(opened)  # noqa: DTZ001
    correction = Receipt(102, began.replace(hour=10), Operation.SELL, 3_00, 0, correction=True)
    receipts = (
        Receipt(101, began.replace(hour=9, minute=30), Operation.SELL, 7_00, 0),
        correction,
        Receipt(103, at("03-01 08:00"), Operation.SELL, 11_00, 0),
    )
    one = Shift("9960700000000001", 1, began, at("03-01 09:00"), 100, receipts)
    async with served(world_of(register(one))) as stand:
        [report] = await stand.reports(date(2026, 3, 1), date(2026, 3, 1))
    assert report.totals is not None
    assert report.totals.sell.cash == 18_00
    assert report.corrections.sell.cash == 3_00
    assert report.uncounted == 0
    assert report.opened is not None
    assert report.opened.wall == began
    assert report.doubts == frozenset()


async def test_a_shift_that_began_before_the_grant_is_reported_as_a_part() -> None:
    one = register(night(1, 1)).granted(at("03-02"), None)
    async with served(world_of(one)) as stand:
        [report] = await stand.reports(date(2026, 3, 1), date(2026, 3, 5))
    assert report.totals is not None
    assert report.totals.sell.cash == 10_07
    assert report.opened is None
    assert report.uncounted == 1
    assert report.doubts == {Doubt.OPENING_UNSEEN}


async def test_a_shift_that_is_still_open_makes_no_report() -> None:
    world = world_of(register(night(1, 1), shift(2, "03-02 09:00", None, sale(201, "03-02 10:00", 100))))
    async with served(world) as stand:
        reports = await stand.reports(date(2026, 3, 1), date(2026, 3, 5))
    assert [report.number for report in reports] == [1]


async def test_times_are_the_registers_own_and_the_zone_is_the_one_that_was_set() -> None:
    async with served(world_of(register(night(1, 1)))) as stand:
        [report] = await stand.reports(date(2026, 3, 2), date(2026, 3, 2))
    assert (report.closed.wall, report.closed.zone) == (at("03-02 06:00"), ZONE)
    assert report.closed.wall.tzinfo is None
    assert report.closed.moment == datetime(2026, 3, 2, 1, tzinfo=UTC)
