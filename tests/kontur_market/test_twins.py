"""One world through both windows: what Маркет knows without fiscal identity is found again in ОФД by time and money."""

from datetime import date, datetime, timedelta

from bot.demo.registers.generator import Plan, world
from tests.kontur_market import serving as market
from tests.kontur_ofd import serving as ofd

FIRST = date(2026, 1, 1)
LAST = FIRST + timedelta(61)


async def test_each_shift_of_the_one_lies_within_a_shift_of_the_other_with_the_same_money() -> None:
    made = world(Plan(3, FIRST, 60, 2))
    async with ofd.served(made) as fiscal, market.served(made) as retail:
        reports = await fiscal.reports(FIRST, LAST)
        shifts = await retail.shifts(FIRST, LAST)
    boxes = {register.cash_box: register.registration_number for register in made.firms[0].registers}
    twins = [
        [
            report.key
            for report in reports
            if report.registration_number == boxes[shift.cash_box]
            and report.opened is not None
            and report.totals is not None
            and report.opened.wall <= shift.closed.wall <= report.closed.wall + timedelta(seconds=1)
            and report.totals.sales_cash == shift.sales_cash
            and report.totals.sell.cashless == shift.sales.cashless
        ]
        for shift in shifts
    ]
    assert all(len(found) == 1 for found in twins)
    assert len({found[0] for found in twins}) == len(shifts)
    lonely = {report.key for report in reports} - {found[0] for found in twins}
    assert all(
        report.totals is not None and report.totals.sell.count + report.totals.return_sell.count == 0
        for report in reports
        if report.key in lonely
    )


async def test_neither_window_shows_what_has_not_been_written_yet() -> None:
    made = world(Plan(3, FIRST, 60, 2))
    moment = datetime.fromisoformat("2026-01-20T06:00:00")  # in the morning of a day whose shifts go on
    later = datetime.fromisoformat("2026-03-10T00:00:00")
    clock = [moment]
    async with (
        ofd.served(made, wall=lambda: clock[0]) as fiscal,
        market.served(made, wall=lambda: clock[0]) as retail,
    ):
        so_far, sold = await fiscal.reports(FIRST, LAST), await retail.shifts(FIRST, LAST)
        registers = await fiscal.registers()
        clock[0] = later
        everything, all_sold = await fiscal.reports(FIRST, LAST), await retail.shifts(FIRST, LAST)
    assert max(report.closed.wall for report in so_far) <= moment < max(r.closed.wall for r in everything)
    assert so_far == [report for report in everything if report.closed.wall <= moment]
    assert max(shift.closed.wall for shift in sold) <= moment < max(s.closed.wall for s in all_sold)
    assert all(one.last_document is not None and one.last_document <= moment for one in registers)
