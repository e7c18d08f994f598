from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from aiohttp import web

from bot.cabinet.fiscal.shift_report import Doubt
from bot.demo.ofd.server import OfdStandIn
from bot.demo.registers.world import Operation, Receipt, World
from tests.kontur_ofd.serving import KEY, SID, at, register, sale, served, shift, world_of

OLD, NEW = "9960700000000001", "9960700000000002"
MARCH = date(2026, 3, 1), date(2026, 3, 31)


class Forgetful(OfdStandIn):
    """Leaves out reports of closing, and rows of totals, by the shift's number; tells other times of closing."""

    def __init__(
        self,
        world: World,
        *,
        documents: Iterable[int] = (),
        rows: Iterable[int] = (),
        closed: dict[int, str] | None = None,
    ) -> None:
        super().__init__(world, KEY, SID)
        self._no_documents, self._no_rows, self._closed = set(documents), set(rows), closed or {}

    def answer(self, value: Any, *more: Any, **rest: Any) -> web.StreamResponse:  # type: ignore[override]
        if isinstance(value, dict) and "documents" in value:
            value["documents"] = [
                one
                for one in value["documents"]
                if "closeShift" not in one or one["closeShift"]["shiftNumber"] not in self._no_documents
            ]
        if isinstance(value, dict) and "shifts" in value:
            value["shifts"] = [one for one in value["shifts"] if one["shiftNumber"] not in self._no_rows]
            for one in value["shifts"]:
                if one["shiftNumber"] in self._closed and "shiftClose" in one:
                    one["shiftClose"] = self._closed[one["shiftNumber"]]
        return super().answer(value, *more, **rest)


async def test_one_number_on_two_drives_within_a_month_is_two_shifts() -> None:
    world = world_of(
        register(
            shift(1, "03-01 10:00", "03-01 20:00", sale(101, "03-01 12:00", 1_00)),
            shift(2, "03-02 10:00", "03-02 20:00", sale(201, "03-02 12:00", 2_00)),
            shift(1, "03-03 10:00", "03-03 20:00", sale(101, "03-03 12:00", 3_00), drive=NEW),
            shift(2, "03-04 10:00", "03-04 20:00", sale(201, "03-04 12:00", 4_00), drive=NEW),
        )
    )
    async with served(world) as stand:
        reports = await stand.reports(*MARCH)
    assert [(r.drive, r.number, r.totals and r.totals.sell.cash) for r in reports] == [
        (OLD, 1, 1_00),
        (OLD, 2, 2_00),
        (NEW, 1, 3_00),
        (NEW, 2, 4_00),
    ]
    assert not any(report.doubts for report in reports)
    assert len({report.key for report in reports}) == 4


async def test_one_number_closed_at_one_moment_on_two_drives_is_counted_by_receipts() -> None:
    world = world_of(
        register(
            shift(1, "03-01 10:00", "03-01 20:00", sale(101, "03-01 12:00", 1_00)),
            shift(1, "03-01 19:59", "03-01 20:00", sale(101, "03-01 19:59:30", 3_00, 5_00), drive=NEW),
        )
    )
    async with served(world) as stand:
        reports = await stand.reports(*MARCH)
    assert [(r.drive, r.totals and r.totals.sell.cash) for r in reports] == [(OLD, 1_00), (NEW, 3_00)]
    assert [r.doubts for r in reports] == [{Doubt.SUMMED_UP}] * 2
    assert [r.opened and r.opened.wall for r in reports] == [at("03-01 10:00"), at("03-01 19:59")]


async def test_totals_without_a_report_of_closing_are_told_with_the_drive_that_was_in() -> None:
    world = world_of(
        register(
            shift(1, "03-01 10:00", "03-01 20:00", sale(101, "03-01 12:00", 1_00)),
            shift(1, "03-03 10:00", "03-03 20:00", sale(101, "03-03 12:00", 3_00), drive=NEW),
        )
    )
    async with served(world, stand_in=Forgetful(world, documents=[1])) as stand:
        reports = await stand.reports(*MARCH)
    assert [(r.drive, r.totals and r.totals.sell.cash) for r in reports] == [(OLD, 1_00), (NEW, 3_00)]
    assert all(r.doubts == {Doubt.NO_DOCUMENT} and r.document is None for r in reports)
    assert all(r.receipts is None and r.uncounted is None for r in reports)


async def test_a_report_of_closing_without_totals_is_counted_by_receipts() -> None:
    world = world_of(register(shift(5, "03-01 10:00", "03-02 02:00", sale(501, "03-02 00:30", 7_00))))
    async with served(world, stand_in=Forgetful(world, rows=[5])) as stand:
        [report] = await stand.reports(*MARCH)
    assert report.totals is not None
    assert report.totals.sell.cash == 7_00
    assert report.doubts == {Doubt.SUMMED_UP}


async def test_money_that_cannot_be_counted_whole_is_not_stated() -> None:
    one = shift(5, "03-01 10:00", "03-02 02:00", sale(501, "03-01 12:00", 7_00), sale(502, "03-02 00:30", 1))
    world = world_of(register(one).granted(at("03-02"), None))
    async with served(world, stand_in=Forgetful(world, rows=[5])) as stand:
        [report] = await stand.reports(*MARCH)
    assert report.totals is None
    assert report.doubts == {Doubt.NO_TOTALS, Doubt.OPENING_UNSEEN}
    assert report.receipts == 2


@pytest.mark.parametrize(
    ("told", "doubts"),
    [("2026-03-01T20:00:59", set()), ("2026-03-01T21:30:00", {Doubt.CLOSING_DIFFERS})],
)
async def test_a_time_of_closing_that_differs_is_said(told: str, doubts: set[Doubt]) -> None:
    world = world_of(register(shift(5, "03-01 10:00", "03-01 20:00", sale(501, "03-01 12:00", 7_00))))
    async with served(world, stand_in=Forgetful(world, closed={5: told})) as stand:
        [report] = await stand.reports(*MARCH)
    assert report.closed.wall == at("03-01 20:00")  # the report of closing is the paper
    assert report.totals is not None
    assert report.totals.sell.cash == 7_00
    assert report.doubts == doubts


async def test_one_number_days_apart_is_not_one_shift() -> None:
    world = world_of(register(shift(5, "03-01 10:00", "03-01 20:00", sale(501, "03-01 12:00", 7_00))))
    async with served(world, stand_in=Forgetful(world, closed={5: "2026-03-09T20:00:00"})) as stand:
        reports = await stand.reports(*MARCH)
    assert [r.document is None for r in reports] == [False, True]
    assert [set(r.doubts) for r in reports] == [{Doubt.SUMMED_UP}, {Doubt.NO_DOCUMENT}]


@pytest.mark.parametrize("corrections_counted", [False, True])
async def test_corrections_are_told_apart_whether_totals_count_them_or_not(
    corrections_counted: bool,  # noqa: FBT001  a parameter of the test
) -> None:
    receipts = (
        sale(101, "03-01 11:00", 10_00),
        sale(102, "03-01 12:00", 3_00, 4_00, correction=True),
        Receipt(103, at("03-01 13:00"), Operation.RETURN_SELL, 25_00, 0),
    )
    world = world_of(register(shift(1, "03-01 10:00", "03-01 20:00", *receipts)))
    async with served(world, corrections_counted=corrections_counted) as stand:
        [report] = await stand.reports(*MARCH)
    assert report.totals is not None
    assert (report.totals.sell.cash, report.totals.sell.cashless, report.totals.count) == (10_00, 0, 2)
    assert (report.corrections.sell.cash, report.corrections.sell.cashless) == (3_00, 4_00)
    assert report.totals.sales_cash == -15_00
    assert (report.receipts, report.uncounted) == (3, 0)


async def test_a_shift_without_receipts_is_all_zeros() -> None:
    async with served(world_of(register(shift(1, "03-01 10:00", "03-01 20:00")))) as stand:
        [report] = await stand.reports(*MARCH)
    assert report.totals is not None
    assert (report.totals.count, report.totals.sales_cash, report.uncounted) == (0, 0, 0)
    assert report.doubts == frozenset()
