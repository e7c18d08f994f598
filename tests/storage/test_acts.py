"""Acts and orders: the contract that both databases keep."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.cabinet.acts.act import ActId, ActOrderId, NewAct, OrderState
from bot.cabinet.acts.ports import OrderExistsError, Put
from bot.cabinet.organization import OrganizationId, PersonId
from bot.cabinet.warnings.kind import Kind
from bot.cabinet.warnings.outbox import ActReady, OrderDeclined, OrdersWaiting
from storage.acts.acts import StoredActs
from storage.database import Database
from storage.memberships import StoredMemberships
from storage.tables import outbox
from storage.warnings.outbox import StoredOutbox
from tests.storage.act_rows import OPERATOR, QUARTER, YEAR, kept, opened, told
from tests.storage.samples import ANNA, BORIS, DAY, HOUR, NOW, ROMASHKA, TRADER, VASILEK, meet

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=NOW.tzinfo)


@pytest.fixture
def acts(database: Database) -> StoredActs:
    return StoredActs(database)


async def facts(database: Database, now: datetime) -> dict[tuple[int, Kind], object]:
    due = await StoredOutbox(database).due(now, 100, ())
    return {(one.to.person.id, row.kind): row.fact for one in due for row in one.waiting}


async def test_an_order_waits_once_for_a_period(database: Database, acts: StoredActs) -> None:
    organization = await opened(database)
    await meet(database, OPERATOR)
    first = await acts.add_order(organization, ANNA, QUARTER, [OPERATOR, 5], NOW)
    with pytest.raises(OrderExistsError):
        await acts.add_order(organization, ANNA, QUARTER, [OPERATOR], NOW + HOUR)
    await acts.add_order(organization, ANNA, YEAR, [OPERATOR], NOW + HOUR)
    assert await told(database, Kind.ORDER) == [OPERATOR, OPERATOR]
    page = await acts.waiting(0, 8)
    assert [(one.period, one.inn, one.person_name) for one in page.items] == [
        (QUARTER, ROMASHKA, f"Человек {ANNA}"),
        (YEAR, ROMASHKA, f"Человек {ANNA}"),
    ]
    assert await acts.withdraw(organization, first, ANNA, NOW + HOUR)
    await acts.add_order(organization, ANNA, QUARTER, [OPERATOR], NOW + 2 * HOUR)


async def test_of_many_who_order_at_once_one_does(database: Database, acts: StoredActs) -> None:
    organization = await opened(database)
    await opened(database, person=BORIS)
    people = [ANNA, BORIS] * 5
    results = await asyncio.gather(
        *(acts.add_order(organization, person, QUARTER, [], NOW) for person in people), return_exceptions=True
    )
    assert sum(isinstance(one, OrderExistsError) for one in results) == len(people) - 1
    assert (await acts.waiting(0, 8)).total == 1


async def test_only_ones_own_waiting_order_is_taken_back(database: Database, acts: StoredActs) -> None:
    organization, other = await opened(database), await opened(database, VASILEK, BORIS)
    order = await acts.add_order(organization, ANNA, QUARTER, [], NOW)
    assert not await acts.withdraw(organization, order, BORIS, NOW)
    assert not await acts.withdraw(other, order, ANNA, NOW)
    assert await acts.withdraw(organization, order, ANNA, NOW)
    assert not await acts.withdraw(organization, order, ANNA, NOW)
    assert not await acts.decline(order, ANNA, "", NOW)
    [kept_order] = await acts.orders(organization, 5)
    assert kept_order.state is OrderState.WITHDRAWN


async def test_an_act_settles_the_order_for_its_period_and_no_other(
    database: Database, acts: StoredActs
) -> None:
    organization, other = await opened(database), await opened(database, VASILEK, BORIS)
    await meet(database, OPERATOR)
    wanted = await acts.add_order(organization, ANNA, QUARTER, [], NOW)
    others = [
        await acts.add_order(organization, ANNA, YEAR, [], NOW),
        await acts.add_order(other, BORIS, QUARTER, [], NOW),
    ]
    file = await kept(database)
    assert await acts.put([NewAct(ROMASHKA, QUARTER, file)], OPERATOR, NOW + DAY) == Put(1, 1)
    settled = await acts.order(wanted)
    assert settled is not None
    assert (settled.state, settled.settled_at) == (OrderState.READY, NOW + DAY)
    act = await acts.of_period(organization, QUARTER)
    assert act is not None
    assert (act.id, act.file) == (settled.act, file)
    for order in others:
        untouched = await acts.order(order)
        assert untouched is not None
        assert untouched.state is OrderState.WAITING
    assert await acts.one(other, act.id) is None
    assert await acts.one(organization, ActId(2**70)) is None


async def test_loading_again_changes_nothing_and_another_file_counts_as_new(
    database: Database, acts: StoredActs
) -> None:
    organization = await opened(database)
    first, mended = await kept(database, "first"), await kept(database, "mended")
    assert (await acts.put([NewAct(ROMASHKA, QUARTER, first)], None, NOW)).new == 1
    assert await acts.put([NewAct(ROMASHKA, QUARTER, first)], None, NOW + HOUR) == Put(0, 0)
    act = await acts.of_period(organization, QUARTER)
    assert act is not None
    assert act.appeared_at == NOW
    assert await told(database, Kind.ACT) == [ANNA]
    assert (await acts.put([NewAct(ROMASHKA, QUARTER, mended)], None, NOW + 2 * HOUR)).new == 1
    again = await acts.of_period(organization, QUARTER)
    assert again is not None
    assert (again.id, again.file, again.appeared_at) == (act.id, mended, NOW + 2 * HOUR)
    assert await told(database, Kind.ACT) == [ANNA, ANNA]


async def test_who_orders_again_gets_a_new_file_and_not_the_old_one(
    database: Database, acts: StoredActs
) -> None:
    organization = await opened(database)
    old, new = await kept(database, "old"), await kept(database, "new")
    await acts.put([NewAct(ROMASHKA, QUARTER, old)], None, NOW)
    order = await acts.add_order(organization, ANNA, QUARTER, [], NOW + HOUR)
    await acts.put([NewAct(ROMASHKA, YEAR, new)], None, NOW + 2 * HOUR)
    waiting = await acts.order(order)
    assert waiting is not None
    assert waiting.state is OrderState.WAITING
    assert (await acts.put([NewAct(ROMASHKA, QUARTER, old)], None, NOW + 3 * HOUR)).settled == 1


async def test_acts_may_come_before_their_organization(database: Database, acts: StoredActs) -> None:
    file = await kept(database)
    new = [NewAct(TRADER, QUARTER, file), NewAct(TRADER, YEAR, file), NewAct(VASILEK, YEAR, file)]
    assert await acts.put(new, None, NOW) == Put(3, 0)
    organization = await opened(database, TRADER)
    page = await acts.ready(organization, 0, 10)
    assert [one.period for one in page.items] == [QUARTER, YEAR]
    assert set(await acts.known([(TRADER, QUARTER), (ROMASHKA, QUARTER)])) == {(TRADER, QUARTER, file)}


async def test_who_hears_of_a_ready_act(database: Database, acts: StoredActs) -> None:
    organization = await opened(database)
    muted, lapsed, removed, off = (PersonId(number) for number in (101, 102, 103, 104))
    for person in (BORIS, muted, lapsed, removed, off):
        await opened(database, person=person)
    memberships = StoredMemberships(database)
    await memberships.set_muted(muted, organization, muted=True, now=NOW)
    await memberships.close_all(lapsed, NOW)
    await memberships.remove(removed, organization, NOW)
    await acts.add_order(organization, ANNA, QUARTER, [], NOW)
    await acts.put([NewAct(ROMASHKA, QUARTER, await kept(database))], None, NOW + HOUR)
    assert sorted(await told(database, Kind.ACT)) == sorted([ANNA, BORIS, off])
    known = await facts(database, NOW + HOUR)
    for person in (ANNA, BORIS):
        fact = known[person, Kind.ACT]
        assert isinstance(fact, ActReady)
        assert fact.act is not None
        assert fact.is_ordered is (person == ANNA)
    await memberships.set_muted(off, organization, muted=True, now=NOW)
    later = await facts(database, NOW + 2 * DAY)
    ordered = later[ANNA, Kind.ACT]
    assert isinstance(ordered, ActReady)
    assert ordered.act is None
    assert later[BORIS, Kind.ACT] is None
    assert (await facts(database, NOW + HOUR))[off, Kind.ACT] is None


async def test_an_asker_who_has_removed_the_organization_hears_nothing(
    database: Database, acts: StoredActs
) -> None:
    organization = await opened(database)
    order = await acts.add_order(organization, ANNA, QUARTER, [], NOW)
    await acts.decline(await acts.add_order(organization, ANNA, YEAR, [], NOW), ANNA, "нет", NOW)
    await acts.put([NewAct(ROMASHKA, QUARTER, await kept(database))], None, NOW)
    await StoredMemberships(database).remove(ANNA, organization, NOW)
    known = await facts(database, NOW + HOUR)
    assert known[ANNA, Kind.ACT] is None
    assert known[ANNA, Kind.DECLINED] is None
    assert await acts.order(order) is not None


async def test_a_declined_order_tells_its_reason_while_access_is_open(
    database: Database, acts: StoredActs
) -> None:
    organization = await opened(database)
    await meet(database, OPERATOR)
    order = await acts.add_order(organization, ANNA, QUARTER, [], NOW)
    assert await acts.decline(order, OPERATOR, "Нет движений", NOW + HOUR)
    assert not await acts.decline(order, OPERATOR, "ещё раз", NOW + HOUR)
    fact = (await facts(database, NOW + HOUR))[ANNA, Kind.DECLINED]
    assert isinstance(fact, OrderDeclined)
    assert fact.order is not None
    assert fact.order.comment == "Нет движений"
    closed = (await facts(database, NOW + 2 * DAY))[ANNA, Kind.DECLINED]
    assert isinstance(closed, OrderDeclined)
    assert closed.order is None


async def test_operators_are_reminded_once_a_day_by_their_zone(database: Database, acts: StoredActs) -> None:
    organization = await opened(database)
    second = PersonId(7_000_000_010)
    await meet(database, OPERATOR, second)
    operators = [OPERATOR, second, 5]
    async with database.write() as connection:
        people = outbox.metadata.tables["people"]
        await connection.execute(update(people).where(people.c.id == second).values(zone="Asia/Vladivostok"))
    assert sorted(await acts.zones(operators)) == ["Asia/Vladivostok", "Europe/Moscow"]
    days = {"Europe/Moscow": MONDAY.date()}
    assert await acts.remind(operators, days, MONDAY - DAY, MONDAY) == 0
    order = await acts.add_order(organization, ANNA, QUARTER, [], MONDAY - 4 * DAY)
    assert await acts.remind(operators, days, MONDAY - 5 * DAY, MONDAY) == 0
    assert await acts.remind(operators, days, MONDAY - DAY, MONDAY) == 1
    assert await acts.remind(operators, days, MONDAY - DAY, MONDAY + HOUR) == 0
    assert await told(database, Kind.ORDER) == [OPERATOR]
    fact = (await facts(database, MONDAY))[OPERATOR, Kind.ORDER]
    assert fact == OrdersWaiting(None, 1, MONDAY - 4 * DAY)
    tomorrow = {zone: MONDAY.date() + timedelta(days=1) for zone in ("Europe/Moscow", "Asia/Vladivostok")}
    assert await acts.remind(operators, tomorrow, MONDAY, MONDAY + DAY) == 2
    await acts.withdraw(organization, order, ANNA, MONDAY)
    assert (await facts(database, MONDAY + DAY))[OPERATOR, Kind.ORDER] is None


async def test_forged_numbers_find_nothing(database: Database, acts: StoredActs) -> None:
    organization = await opened(database)
    for number in (0, 77, 2**63, 2**80):
        assert await acts.order(ActOrderId(number)) is None
        assert not await acts.decline(ActOrderId(number), ANNA, "", NOW)
        assert not await acts.withdraw(organization, ActOrderId(number), ANNA, NOW)
        assert await acts.one(OrganizationId(number), ActId(number)) is None
    assert (await acts.ready(organization, 10**9, 8)).total == 0
