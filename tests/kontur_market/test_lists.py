from datetime import date
from decimal import Decimal

import pytest

from bot.cabinet.fiscal.period import Period
from bot.cabinet.fiscal.waybill import Supplier
from bot.cabinet.sources import (
    KeyRejectedError,
    NotFoundError,
    SourceError,
    UnavailableError,
    UnclearAnswerError,
    WrongRequestError,
)
from bot.demo.market.server import MarketStandIn
from bot.demo.registers.world import Delivery
from bot.emulator.faults import Fault
from bot.kontur.market.errors import refusal
from tests.kontur_market.serving import INN, KEY, SUPPLIER, ZONE, Fixed, at, sale, served, shift, world_of

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
ONE = shift(1, "03-01 10:00", "03-01 20:00", sale(101, "03-01 11:00", 12_30))


@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("capitals", [False, True])
async def test_lists_are_read_in_every_form_that_was_seen(
    bare: bool,  # noqa: FBT001  a parameter of the test
    capitals: bool,  # noqa: FBT001  the same
) -> None:
    async with served(world_of(ONE), bare=bare, capitals=capitals) as stand:
        [organization] = await stand.source.organizations(INN)
        [shop] = organization.shops
        assert await stand.client.shops() == [shop]
        [found] = await stand.shifts(MARCH.first, MARCH.last)
    assert (organization.id, organization.inn, organization.name) == ("firm", INN, "ООО «Ромашка»")
    assert (shop.id, shop.organization, shop.name, shop.paid) == ("shop", "firm", "Магазин 1", True)
    assert found.sales_cash == 12_30


async def test_a_shop_that_is_not_paid_for_is_listed_too() -> None:
    async with served(world_of(ONE, paid=False)) as stand:
        [shop] = await stand.shops()
        assert not shop.paid
        assert [one.id for one in await stand.client.shops()] == ["shop"]


async def test_organizations_that_come_without_shops_get_theirs_from_the_list_of_shops() -> None:
    class Short(MarketStandIn):
        def answer(self, value: object, *more: object) -> object:  # type: ignore[override]
            if isinstance(value, dict):
                value = {"items": [{k: v for k, v in one.items() if k != "shops"} for one in value["items"]]}
            return super().answer(value, *more)  # type: ignore[arg-type]

    world = world_of(ONE)
    async with served(world, stand_in=Short(world, KEY, Fixed())) as stand:
        assert [shop.id for shop in await stand.shops()] == ["shop"]


async def test_waybills_come_with_supplier_and_exact_cost() -> None:
    lines = (("milk", Decimal("2.335"), 10_01, 20_00), (None, Decimal(3), 1_00, None))
    unpriced = (("milk", Decimal(1), None, 20_00),)
    deliveries = (
        Delivery("w1", "УТ-1", date(2026, 2, 27), date(2026, 3, 1), SUPPLIER[0], lines, "Diadoc"),
        Delivery("w2", "УТ-2", date(2026, 3, 30), date(2026, 3, 31), "gone", unpriced),
        Delivery("w3", "УТ-3", date(2026, 3, 31), date(2026, 4, 1), SUPPLIER[0], lines),
    )
    async with served(world_of(deliveries=deliveries), page=1) as stand:
        [shop] = await stand.shops()
        first, second = await stand.source.waybills(shop, MARCH)
    assert (first.id, first.number, first.source) == ("w1", "УТ-1", "Diadoc")
    assert (first.dated, first.received) == (date(2026, 2, 27), date(2026, 3, 1))
    assert first.supplier == Supplier(*SUPPLIER, kpp=None)
    assert [line.cost for line in first.lines] == [23_37, 3_00]  # 2,335 × 10,01 = 23,37335
    assert first.lines[1].product is None
    assert first.cost == 26_37
    assert (second.id, second.supplier, second.cost) == ("w2", None, None)


async def test_a_key_that_is_not_accepted_is_said() -> None:
    world = world_of(ONE)
    async with served(world, stand_in=MarketStandIn(world, "another", Fixed())) as stand:
        with pytest.raises(KeyRejectedError):
            await stand.source.organizations(INN)
        assert stand.pauses == []


async def test_an_unknown_shop_is_not_found() -> None:
    async with served(world_of(ONE)) as stand:
        with pytest.raises(NotFoundError):
            [one async for one in stand.client.cheques("a/b", at("03-01"), at("03-02"), refund=False)]


async def test_a_wrong_parameter_is_a_fault_of_ours_and_is_named() -> None:
    async with served(world_of(ONE), page=5000) as stand:
        [shop] = await stand.shops()
        with pytest.raises(WrongRequestError, match="limit"):
            [one async for one in stand.source.shifts(shop, MARCH, ZONE)]


@pytest.mark.parametrize(
    "fault",
    [
        Fault("cheques", status=500, times=4),
        Fault("cheques", drop="after", times=4),
        Fault("cheques", status=429, retry_after=3, times=4),
    ],
    ids=["500", "cut", "429"],
)
async def test_a_passing_fault_is_waited_out(fault: Fault) -> None:
    async with served(world_of(ONE)) as stand:
        stand.stand_in.faults.add(fault)
        assert len(await stand.cheques(MARCH.first, MARCH.last)) == 1
        assert stand.pauses == ([3.0] * 4 if fault.status == 429 else [0.5, 1.0, 2.0, 4.0])


async def test_a_fault_that_does_not_pass_is_said() -> None:
    async with served(world_of(ONE)) as stand:
        stand.stand_in.faults.add(Fault("*", status=500, times=0))
        with pytest.raises(UnavailableError):
            await stand.source.organizations(INN)


@pytest.mark.parametrize("value", ["12.345", "-1", '"many"', "NaN", "true", "null"])
async def test_money_that_is_no_kopecks_is_not_rounded_in_silence(value: str) -> None:
    body = (
        '{"items": [{"id": "1", "cashRegisterId": "s", "closeTime": "2026-03-01T11:00:00.0000000",'
        f' "isRefund": false, "totalPrice": 1, "payments": [{{"type": "Cash", "value": {value}}}]}}]}}'
    )
    async with served(world_of(ONE)) as stand:
        [shop] = await stand.shops()
        stand.stand_in.faults.add(Fault("cheques", status=200, body=body))
        with pytest.raises(UnclearAnswerError):
            [one async for one in stand.source.shifts(shop, MARCH, ZONE)]


async def test_payments_that_do_not_add_up_and_ways_nobody_knows_are_said() -> None:
    body = (
        '{"items": [{"id": "1", "cashRegisterId": "s", "cashboxId": "b", "isRefund": false, "totalPrice": 10,'
        ' "closeTime": "2026-03-01T11:00:00.1234567",'
        ' "payments": [{"type": "Cash", "value": 4.50}, {"type": "Shells", "value": 5}]}]}'
    )
    async with served(world_of()) as stand:
        stand.stand_in.faults.add(Fault("cheques", status=200, body=body))
        [found] = await stand.shifts(MARCH.first, date(2026, 3, 2))
    assert (found.sales.cash, found.sales.unknown, found.sales.cashless, found.unbalanced) == (450, 500, 0, 1)
    assert found.opened == found.closed


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409])
@pytest.mark.parametrize("body", [None, [], {"ErrorField": "x" * 999}, {"errorField": 1.5}])
def test_every_refusal_has_its_error(status: int, body: object) -> None:
    error = refusal(status, body)
    assert isinstance(error, SourceError)
    assert len(str(error)) < 150
