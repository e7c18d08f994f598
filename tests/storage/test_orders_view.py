"""Orders as people see them: months, pages, and accepting, behind the guard."""

from datetime import date

import pytest

from bot.cabinet.access import AccessDeniedError, AccessGuard
from bot.cabinet.cash.kept_order import OrderId, OrderMonth
from bot.cabinet.cash.order_register import OrderState
from bot.cabinet.cash.orders import CashOrders, UnknownOrderError
from bot.cabinet.fiscal.period import Period
from bot.cabinet.organization import OrganizationId
from bot.cabinet.person import Language, Person
from storage.cash.deciding import StoredCashDecisions
from storage.cash.view import StoredCashView
from storage.database import Database
from storage.memberships import StoredMemberships
from tests.storage.cash_rows import DRIVE, REGISTER, put_names, put_order
from tests.storage.samples import ANNA, BORIS, DAY, NOW, VASILEK, StoppedClock, confirm, meet

OCTOBER, NOVEMBER, LAST = date(2026, 10, 1), date(2026, 11, 1), date(2026, 11, 30)
ANYA = Person(ANNA, "Анна", Language.RU, "Europe/Moscow")
BORYA = Person(BORIS, "Борис", Language.RU, "Europe/Moscow")


async def settle(database: Database) -> tuple[OrganizationId, list[int]]:
    await meet(database, ANNA, BORIS)
    organization = (await confirm(database)).membership.organization.id
    await put_names(database, organization)
    return organization, [
        await put_order(database, organization, 1, date(2026, 10, 31), 100_50),
        await put_order(database, organization, 2, NOVEMBER, 12_480_50),
        await put_order(database, organization, 3, LAST, 1, source="market"),
    ]


def use_cases(database: Database, clock: StoppedClock) -> CashOrders:
    guard = AccessGuard(StoredMemberships(database), clock)
    return CashOrders(StoredCashView(database), StoredCashDecisions(database), guard, clock)


async def test_months_and_pages(database: Database) -> None:
    organization, _ = await settle(database)
    view = StoredCashView(database)
    assert list(await view.months(organization)) == [
        OrderMonth(NOVEMBER, 2, 12_480_51, 2, 3),
        OrderMonth(OCTOBER, 1, 100_50, 1, 1),
    ]
    page = await view.of_month(organization, NOVEMBER, LAST, 0, 8)
    assert [(order.number, order.register) for order in page.items] == [(2, "Касса у входа"), (3, "Лавка")]
    first, second = (order.shift.record for order in page.items)
    assert (first.registration_number, first.drive, first.number) == (REGISTER, DRIVE, 2)
    assert (second.cash_box, second.number) == ("box", None)
    beyond = await view.of_month(organization, NOVEMBER, LAST, 9, 1)
    assert (beyond.number, [order.number for order in beyond.items]) == (1, [3])


async def test_accepting_counts_once(database: Database) -> None:
    organization, idents = await settle(database)
    orders = use_cases(database, clock := StoppedClock())
    one = OrderId(idents[1])
    assert await orders.accept(ANYA, organization, one)
    clock.moment += DAY / 2
    assert not await orders.accept(ANYA, organization, one)
    _, kept = await orders.one(ANYA, organization, one)
    assert (kept.state, kept.accepted_at) == (OrderState.ACCEPTED, NOW)
    assert await orders.accept_month(ANYA, organization, NOVEMBER, 2) == 0  # number 3 has come since
    assert await orders.accept_month(ANYA, organization, NOVEMBER, 3) == 1
    assert await orders.accept_month(ANYA, organization, NOVEMBER, 3) == 0
    assert await orders.accept_month(ANYA, organization, NOVEMBER, 2**70) == 0
    _, months, _ = await orders.months(ANYA, organization)
    assert [month.new for month in months] == [0, 1]


async def test_nothing_is_seen_or_done_without_open_access(database: Database) -> None:
    organization, idents = await settle(database)
    other = (await confirm(database, BORIS, VASILEK)).membership.organization.id
    orders, later = use_cases(database, StoppedClock()), use_cases(database, StoppedClock(NOW + DAY))
    one = OrderId(idents[0])
    for forged in (one, OrderId(2**70)):
        with pytest.raises(UnknownOrderError):
            await orders.accept(BORYA, other, forged)
        with pytest.raises(UnknownOrderError):
            await orders.for_file(BORYA, other, Period(OCTOBER, OCTOBER), forged)
    for person, cases in ((BORYA, orders), (ANYA, later)):
        with pytest.raises(AccessDeniedError):
            await cases.months(person, organization)
        with pytest.raises(AccessDeniedError):
            await cases.of_month(person, organization, OCTOBER, 0)
        with pytest.raises(AccessDeniedError):
            await cases.accept(person, organization, one)
        with pytest.raises(AccessDeniedError):
            await cases.accept_month(person, organization, OCTOBER, 99)
        with pytest.raises(AccessDeniedError):
            await cases.for_file(person, organization, Period(OCTOBER, OCTOBER))
    assert [month.new for month in await StoredCashView(database).months(organization)] == [2, 1]
