from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.cabinet.fiscal.retail import Cheque, Payment
from bot.cabinet.fiscal.retail_reports import CashlessRevenue
from bot.cabinet.fiscal.retail_shift import Quantities, ShiftGrouping, Sold
from bot.demo.market.server import MarketStandIn
from bot.demo.registers.world import Operation, Receipt
from tests.kontur_market.serving import KEY, ZONE, Fixed, at, bread, refund, sale, served, shift, world_of

MARCH = date(2026, 3, 1), date(2026, 3, 31)


async def test_refunds_are_asked_for_besides_sales_and_taken_off() -> None:
    world = world_of(
        shift(
            1,
            "03-01 10:00",
            "03-01 20:00",
            sale(101, "03-01 11:00", 100_10, 5_00, bread("2")),
            refund(102, "03-01 12:00", 30_00, 1_00, bread("0.5")),
        )
    )
    async with served(world) as stand:
        [found] = await stand.shifts(*MARCH)
        asked = stand.asked("cheques")
    assert {"isRefund=false" in path for path in asked} == {True, False}
    assert {"isRefund=true" in path for path in asked} == {True, False}
    assert (found.sales.cash, found.refunds.cash, found.sales_cash) == (100_10, 30_00, 70_10)
    assert (found.sales.cashless, found.refunds.cashless) == (5_00, 1_00)
    assert (found.sales.count, found.refunds.count, found.unbalanced) == (1, 1, 0)
    assert found.products == (Sold("bread", Decimal(2), Decimal("0.5")),)
    assert found.products[0].net == Decimal("1.5")


async def test_a_shift_of_refunds_only_is_negative() -> None:
    async with served(
        world_of(shift(1, "03-01 10:00", "03-01 20:00", refund(101, "03-01 12:00", 30_00)))
    ) as stand:
        [found] = await stand.shifts(*MARCH)
    assert found.sales_cash == -30_00
    assert found.sales.count == 0


@pytest.mark.parametrize("kopecks", [1, 10, 19, 29, 57, 58, 115, 205, 1_01, 10_07, 99_999_999_99])
async def test_rubles_become_the_very_kopecks(kopecks: int) -> None:
    world = world_of(shift(1, "03-01 10:00", "03-01 20:00", sale(101, "03-01 12:00", kopecks)))
    async with served(world) as stand:
        [found] = await stand.shifts(*MARCH)
    assert found.sales_cash == kopecks


async def test_ways_of_payment_are_kept_apart() -> None:
    # Of the 23rd and 24th document an aggregator brings the cashless part.
    receipts = (
        sale(115, "03-01 11:00", 0, 1_00),
        sale(116, "03-01 12:00", 0, 2_00),
        sale(117, "03-01 13:00", 4_00, 8_00, advance=16_00),
    )
    async with served(world_of(shift(1, "03-01 10:00", "03-01 20:00", *receipts))) as stand:
        [found] = await stand.shifts(*MARCH)
    assert dict(found.sales.amounts) == {
        Payment.CASH: 4_00,
        Payment.CARD: 8_00,
        Payment.PREPAID: 16_00,
        Payment.YANDEX_EDA: 1_00,
        Payment.DELIVERY_CLUB: 2_00,
    }
    assert (found.sales.cash, found.sales.cashless, found.sales.unknown) == (4_00, 11_00, 0)


async def test_corrections_and_purchases_are_no_cheques() -> None:
    receipts = (
        sale(101, "03-01 11:00", 1_00),
        sale(102, "03-01 12:00", 2_00, correction=True),
        Receipt(103, at("03-01 13:00"), Operation.BUY, 4_00, 0),
    )
    async with served(world_of(shift(1, "03-01 10:00", "03-01 20:00", *receipts))) as stand:
        [found] = await stand.shifts(*MARCH)
    assert (found.sales.cash, found.sales.count) == (1_00, 1)


@pytest.mark.parametrize("day", [1, 2, 3])
async def test_a_shift_that_crosses_midnight_is_whole_and_of_the_day_of_its_last_cheque(day: int) -> None:
    world = world_of(
        shift(
            1,
            "03-01 20:00",
            "03-02 06:00",
            sale(101, "03-01 23:59:59", 1_00),
            sale(102, "03-02 00:00:00", 2_00),
            refund(103, "03-02 05:00:00", 4_00),
        )
    )
    async with served(world) as stand:
        found = await stand.shifts(date(2026, 3, day), date(2026, 3, day))
    assert [(one.sales.cash, one.refunds.cash) for one in found] == ([(3_00, 4_00)] if day == 2 else [])


async def test_cheques_at_the_ends_of_the_asked_weeks_come_once_each() -> None:
    # Closed at a fraction of the last second and at midnight sharp, where one week's question meets the next one's.
    moments = [f"03-{day:02} {hour}" for day in range(1, 29) for hour in ("00:00:00", "23:59:59")]
    # The stand-in makes the fraction out of the document's number: of whole millions there is none.
    shifts = [
        shift(number, moment, moment, sale(number * (1_000_000 if "00:00" in moment else 1), moment, 1_00))
        for number, moment in enumerate(moments, 1)
    ]
    async with served(world_of(*shifts), page=3) as stand:
        cheques = await stand.cheques(*MARCH)
        last_week = await stand.cheques(date(2026, 3, 22), date(2026, 3, 28))
    assert len(cheques) == len({cheque.id for cheque in cheques}) == 56
    assert len(last_week) == 14


async def test_a_page_shorter_than_asked_for_is_the_last() -> None:
    receipts = [sale(101 + n, f"03-01 11:{n:02}", 1_00) for n in range(10)]
    async with served(world_of(shift(1, "03-01 10:00", "03-01 20:00", *receipts)), page=5) as stand:
        cheques = await stand.cheques(date(2026, 3, 1), date(2026, 3, 1))
        sales = [path for path in stand.asked("cheques") if "isRefund=false" in path]
    assert len(cheques) == 10
    assert [path.partition("offset=")[2] for path in sales] == ["0&limit=5", "5&limit=5", "10&limit=5"]


async def test_a_shift_is_over_when_another_followed_or_a_day_has_passed() -> None:
    world = world_of(
        shift(1, "03-01 10:00", "03-01 20:00", sale(101, "03-01 11:00", 1_00)),
        shift(2, "03-02 10:00", "03-02 20:00", sale(201, "03-02 11:00", 2_00)),
    )
    async with served(world) as stand:
        first, second = await stand.shifts(*MARCH)
    assert (first.followed, second.followed) == (True, False)
    opened = datetime(2026, 3, 2, 11, tzinfo=UTC) - timedelta(hours=5, seconds=40)
    assert abs(second.opened.moment - opened) < timedelta(seconds=1)
    assert first.is_over(opened)
    assert not second.is_over(second.opened.moment + timedelta(hours=24, seconds=-1))
    assert second.is_over(second.opened.moment + timedelta(hours=24))
    assert second.opened.zone == ZONE


async def test_cashless_revenue_and_quantities_are_counted_by_day_and_product() -> None:
    world = world_of(
        shift(
            1,
            "03-01 20:00",
            "03-02 06:00",
            sale(101, "03-01 21:00", 1_00, 2_00, bread("0.300")),
            sale(115, "03-01 22:00", 0, 4_00, bread("0.100")),
            refund(103, "03-02 01:00", 0, 8_00, bread("0.150")),
        )
    )
    revenue, quantities = CashlessRevenue(), Quantities()
    async with served(world) as stand:
        for cheque in await stand.cheques(*MARCH):
            revenue.add(cheque)
            quantities.add(cheque)
    first, second = revenue.result()
    assert (first.day, dict(first.received), first.net) == (
        date(2026, 3, 1),
        {Payment.CARD: 2_00, Payment.YANDEX_EDA: 4_00},
        6_00,
    )
    assert (second.day, dict(second.returned), second.net) == (date(2026, 3, 2), {Payment.CARD: 8_00}, -8_00)
    assert quantities.result() == (Sold("bread", Decimal("0.4"), Decimal("0.15")),)


async def test_a_cheque_that_a_late_one_pushes_to_the_next_page_is_counted_once() -> None:
    receipts = [sale(101 + n, f"03-01 11:{n:02}", 1_00) for n in range(1, 6)]
    before = world_of(shift(1, "03-01 10:00", "03-01 20:00", *receipts))
    after = world_of(shift(1, "03-01 10:00", "03-01 20:00", sale(101, "03-01 10:30", 1_00), *receipts))

    class Growing(MarketStandIn):
        def answer(self, value: object, *more: object) -> object:  # type: ignore[override]
            if len([name for name, _ in self.asked if name == "cheques"]) == 1:
                self.world = after
            return super().answer(value, *more)  # type: ignore[arg-type]

    async with served(before, page=3, stand_in=Growing(before, KEY, Fixed())) as stand:
        cheques = await stand.cheques(date(2026, 3, 1), date(2026, 3, 1))
        again = await stand.cheques(date(2026, 3, 1), date(2026, 3, 1))
    assert len(cheques) == len({cheque.id for cheque in cheques}) == 5
    assert len(again) == 6


def test_a_cheque_counted_twice_counts_once() -> None:
    one = Cheque(
        id="1",
        shop="shop",
        cash_box="box",
        shift="shift",
        number="1",
        opened=at("03-01 10:00"),
        closed=at("03-01 10:01"),
        refund=False,
        total=5,
        payments=((Payment.CASH, 5),),
        lines=(),
    )
    grouping = ShiftGrouping(ZONE)
    grouping.add(one)
    grouping.add(one)
    [found] = grouping.rest()
    assert (found.sales.cash, found.sales.count) == (5, 1)
    assert list(grouping.rest()) == []
