"""Shifts, orders and integrations: the contract that both databases keep."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.cabinet.cash.kept_shift import KeptShiftId, ShiftRecord, ShiftState
from bot.cabinet.cash.loaded_days import AskedDays
from bot.cabinet.cash.ports import LoadedPiece, LoadFailure, Posted, ShopReports
from bot.cabinet.fiscal.cash_register import CashRegister, FiscalDrive, Grant
from bot.cabinet.fiscal.period import Period
from bot.cabinet.fiscal.retail import Payment, Shop
from bot.cabinet.fiscal.retail_reports import CashlessDay
from bot.cabinet.fiscal.shift_report import DriveSign
from bot.cabinet.fiscal.waybill import Waybill
from bot.cabinet.integrations.integration import Integration, IntegrationKind, IntegrationState
from bot.cabinet.integrations.ports import MovedMeanwhileError
from bot.cabinet.organization import OrganizationId
from bot.cabinet.warnings.kind import Kind
from storage.cash.deciding import StoredCashDecisions
from storage.cash.store import StoredCash
from storage.cash.view import StoredCashView
from storage.database import Database
from storage.integrations.integrations import StoredIntegrations
from storage.tables import cash_orders, outbox, shifts
from storage.warnings.outbox import StoredOutbox
from tests.cash.shifts import Happened, told
from tests.storage.samples import ANNA, NOW, ROMASHKA, VASILEK, confirm, meet

OFD, MARKET = IntegrationKind.OFD, IntegrationKind.MARKET
DAYS = Period(date(2026, 11, 1), date(2026, 11, 20))


def piece(
    records: Sequence[ShiftRecord],
    *,
    kind: IntegrationKind = OFD,
    unit: str = "1",
    asked: Period | None = DAYS,
    today: date = DAYS.last,
    sign: DriveSign | None = None,
    reports: ShopReports | None = None,
) -> LoadedPiece:
    return LoadedPiece(kind, unit, asked, today, records, sign, reports)


async def opened(database: Database, inn: str = ROMASHKA) -> OrganizationId:
    await meet(database, ANNA)
    return (await confirm(database, ANNA, inn)).membership.organization.id


async def switched_on(
    database: Database, organization: OrganizationId, kind: IntegrationKind = OFD
) -> Integration:
    integration = Integration(
        organization=organization,
        kind=kind,
        state=IntegrationState.ON,
        fingerprint=None,
        signer_name=None,
        load_from=DAYS.first,
        zone="Europe/Moscow",
        on_since=NOW,
        off_since=None,
        changed_at=None,
        tried_at=None,
        loaded_at=None,
        failing_since=None,
        failure=None,
        version=0,
    )
    await StoredIntegrations(database).save(integration, ANNA, NOW)
    return integration


async def numbers(database: Database, organization: OrganizationId) -> list[tuple[int, int]]:
    async with database.read() as connection:
        rows = await connection.execute(
            select(cash_orders.c.year, cash_orders.c.number)
            .where(cash_orders.c.organization == organization)
            .order_by(cash_orders.c.year, cash_orders.c.number)
        )
        return [(row.year, row.number) for row in rows]


def happened(count: int, register: int = 1) -> list[Happened]:
    return [Happened(register, day, 1000 + 10 * day + register, day, 3) for day in range(count)]


async def test_orders_are_numbered_without_gaps_whoever_posts_at_once(database: Database) -> None:
    cash = StoredCash(database)
    organization, other = await opened(database), await opened(database, VASILEK)

    async def load(register: int) -> None:
        records = [told(one, OFD) for one in happened(15, register)]
        await cash.save(organization, piece(records, unit=str(register)), NOW)
        await cash.post(organization, NOW)

    await asyncio.gather(*(load(register) for register in range(1, 7)))
    await cash.save(other, piece([told(one, OFD) for one in happened(2)]), NOW)
    await cash.post(other, NOW)
    assert await numbers(database, organization) == [(2026, number) for number in range(1, 91)]
    assert await numbers(database, other) == [(2026, 1), (2026, 2)]
    posted = await asyncio.gather(*(cash.post(organization, NOW) for _ in range(4)))
    assert [one.orders for one in posted] == [0, 0, 0, 0]


async def test_each_year_is_numbered_from_one(database: Database) -> None:
    cash, organization = StoredCash(database), await opened(database)
    records = [told(one, OFD) for one in happened(3)]
    old = [replace(one, key=f"{one.key}:old", day=one.day.replace(year=2025)) for one in records]
    await cash.save(organization, piece([*records, *old]), NOW)
    await cash.post(organization, NOW)
    assert await numbers(database, organization) == [
        (2025, 1),
        (2025, 2),
        (2025, 3),
        (2026, 1),
        (2026, 2),
        (2026, 3),
    ]


async def test_what_stands_is_not_changed_and_what_is_pending_is_completed(database: Database) -> None:
    cash, organization = StoredCash(database), await opened(database)
    whole, growing = told(Happened(1, 0, 500, 0, 2), OFD), told(Happened(1, 1, 500, 0, 2), MARKET)
    await cash.save(organization, piece([whole, replace(growing, is_over=False)]), NOW)
    assert (await cash.post(organization, NOW)).orders == 1
    assert whole.money is not None
    more = [replace(one, money=replace(whole.money, sales_cash=999)) for one in (whole, growing)]
    assert await cash.save(organization, piece(more), NOW) == 0
    assert (await cash.post(organization, NOW)).orders == 1
    async with database.read() as connection:
        rows = await connection.execute(select(cash_orders.c.amount).order_by(cash_orders.c.number))
        assert rows.scalars().all() == [500, 999]


async def test_two_sources_make_one_order_and_say_why(database: Database) -> None:
    cash, organization = StoredCash(database), await opened(database)
    world = happened(5)
    await cash.save(organization, piece([told(one, MARKET) for one in world]), NOW)
    assert (await cash.post(organization, NOW)).orders == 5
    await cash.save(organization, piece([told(one, OFD) for one in world]), NOW)
    assert (await cash.post(organization, NOW)).orders == 0
    page = await StoredCashView(database).shifts(organization, 0, 20, questions=False)
    twins = [one for one in page.items if one.shift.state is ShiftState.TWIN]
    assert len(twins) == 5
    assert all(one.twin is not None and one.order is None for one in twins)
    assert not await StoredCashDecisions(database).cash_boxes(organization)


async def test_a_person_decides_once(database: Database) -> None:
    cash, decisions, organization = (
        StoredCash(database),
        StoredCashDecisions(database),
        await opened(database),
    )
    unsure = told(Happened(1, 0, 700, 0, 4), MARKET)
    assert unsure.money is not None
    unsure = replace(unsure, money=replace(unsure.money, unknown=50))
    below = told(Happened(1, 1, 10, 700, 4), OFD)
    await cash.save(organization, piece([unsure, below]), NOW)
    assert (await cash.post(organization, NOW)).questions == 2
    page = await StoredCashView(database).shifts(organization, 0, 20, questions=True)
    first, second = (one.shift.id for one in page.items)
    assert not await decisions.same_shift(organization, first, ANNA, NOW)  # there is no other one
    assert not await decisions.another_shift(organization, second, ANNA, NOW)  # never a negative order
    assert not await decisions.leave_out(OrganizationId(organization + 1), first, ANNA, NOW)
    assert not await decisions.leave_out(organization, KeptShiftId(10**30), ANNA, NOW)
    assert await decisions.another_shift(organization, first, ANNA, NOW)
    assert not await decisions.another_shift(organization, first, ANNA, NOW)
    assert await decisions.leave_out(organization, second, ANNA, NOW)
    assert await numbers(database, organization) == [(2026, 1)]
    await cash.save(organization, piece([unsure, below]), NOW)
    assert (await cash.post(organization, NOW)).questions == 0
    async with database.read() as connection:
        states = (await connection.execute(select(shifts.c.state).order_by(shifts.c.id))).scalars().all()
    assert states == [ShiftState.POSTED.value, ShiftState.LEFT_OUT.value]


async def test_a_box_that_is_linked_is_held_against_its_register(database: Database) -> None:
    cash, decisions, organization = (
        StoredCash(database),
        StoredCashDecisions(database),
        await opened(database),
    )
    fiscal, retail = told(Happened(1, 0, 700, 0, 4), OFD), told(Happened(1, 0, 650, 0, 4), MARKET)
    await cash.save(organization, piece([fiscal]), NOW)
    await cash.post(organization, NOW)
    await cash.save(organization, piece([retail]), NOW)
    assert (await cash.post(organization, NOW)).questions == 1
    [box] = (await decisions.cash_boxes(organization)).values()
    await decisions.link(organization, box, f"{1:016}", ANNA, NOW)
    [asked] = (await StoredCashView(database).shifts(organization, 0, 9, questions=True)).items
    assert asked.twin is not None
    assert await decisions.same_shift(organization, asked.shift.id, ANNA, NOW)
    assert await numbers(database, organization) == [(2026, 1)]


def loaded(first: int, last: int, on: date | None) -> AskedDays:
    return AskedDays(Period(date(2026, 10, first), date(2026, 10, last)), on)


async def test_days_that_are_loaded_are_kept_with_their_gaps(database: Database) -> None:
    cash, organization, other = (
        StoredCash(database),
        await opened(database),
        await opened(database, VASILEK),
    )
    soon, late = date(2026, 10, 20), date(2026, 11, 22)
    for first, last, today in ((10, 12, soon), (8, 9, soon), (18, 20, soon), (9, 11, late)):
        asked = Period(date(2026, 10, first), date(2026, 10, last))
        await cash.save(organization, piece([], unit="1", asked=asked, today=today), NOW)
        await cash.save(other, piece([], unit="1", asked=None, today=today), NOW)
    days = (await cash.loaded_days(organization, OFD))["1"]
    assert days.runs() == [
        loaded(8, 8, soon),
        loaded(9, 11, None),  # asked for when nothing could come late any more
        loaded(12, 12, soon),
        loaded(18, 20, soon),
    ]
    assert await cash.loaded_days(organization, MARKET) == {}
    assert await cash.loaded_days(other, OFD) == {}


async def test_that_a_shift_which_stands_is_told_otherwise_is_asked_about_once(database: Database) -> None:
    cash, view, decisions = StoredCash(database), StoredCashView(database), StoredCashDecisions(database)
    organization = await opened(database)
    first = told(Happened(1, 0, 500, 0, 2), MARKET)
    assert first.money is not None
    more, most = (replace(first, money=replace(first.money, sales_cash=cash)) for cash in (700, 900))
    await cash.save(organization, piece([first, told(Happened(1, 1, 100, 0, 1), MARKET)]), NOW)
    assert await cash.post(organization, NOW) == Posted(2, 0)
    await cash.save(organization, piece([first]), NOW)
    assert await cash.post(organization, NOW) == Posted(0, 0)
    await cash.save(organization, piece([more]), NOW)
    assert await cash.post(organization, NOW) == Posted(0, 1)
    [asked] = (await view.shifts(organization, 0, 9, questions=True)).items
    assert (asked.shift.state, asked.shift.record.money, asked.order) == (ShiftState.POSTED, first.money, 1)
    assert asked.shift.later_cash == 700
    assert not await decisions.see_later(OrganizationId(organization + 1), asked.shift.id, ANNA, NOW)
    assert await decisions.see_later(organization, asked.shift.id, ANNA, NOW)
    assert not await decisions.see_later(organization, asked.shift.id, ANNA, NOW)
    await cash.save(organization, piece([more]), NOW)
    assert await cash.post(organization, NOW) == Posted(0, 0)
    await cash.save(organization, piece([most]), NOW)  # another sum yet: asked anew
    assert await cash.post(organization, NOW) == Posted(0, 1)
    await cash.save(organization, piece([first]), NOW)  # as it stands: nothing to ask
    assert await cash.post(organization, NOW) == Posted(0, 0)


async def test_reports_are_replaced_by_days(database: Database) -> None:
    cash, view, organization = StoredCash(database), StoredCashView(database), await opened(database)
    await cash.save_shops(organization, [Shop("s", "o", "Лавка", "", None, paid=True)] * 2)
    waybill = Waybill("w", "s", "7", DAYS.first, DAYS.first, None, "Manual", ())
    for received in (500, 700):
        day = CashlessDay(DAYS.first, ((Payment.CARD, received),), ((Payment.CARD, 100),))
        sold = {(DAYS.first, "p"): (2500, 0), (DAYS.first, ""): (1000, 0)}
        reports = ShopReports(DAYS, [day], sold, [waybill])
        await cash.save(organization, piece([], kind=MARKET, unit="s", reports=reports), NOW)
    [card] = await view.cashless(organization, DAYS.first, DAYS.last)
    assert (card.payment, card.received, card.returned) == ("card", 700, 100)
    lines, total = await view.sold(organization, DAYS.first, DAYS.last, 1)
    assert (lines[0].product, lines[0].sold, total) == ("p", 2500, 2)
    assert (await view.waybills(organization, DAYS.first, DAYS.last, 0, 5)).total == 1


async def test_loads_are_taken_in_turn_and_failures_have_a_beginning(database: Database) -> None:
    cash, organization = StoredCash(database), await opened(database)
    await switched_on(database, organization)
    await switched_on(database, organization, IntegrationKind.DIADOC)  # nothing to load
    [one] = await cash.to_load(NOW, 10)
    assert (one.inn, one.integration.kind) == (ROMASHKA, OFD)
    for minutes in (0, 40):
        await cash.record_load(organization, OFD, LoadFailure.UNAVAILABLE, NOW + timedelta(minutes=minutes))
    failing = await cash.one_to_load(organization, OFD)
    assert failing is not None
    assert failing.integration.failing_since == NOW
    assert not await cash.to_load(NOW, 10)
    await cash.record_load(organization, OFD, None, NOW + timedelta(hours=1))
    mended = await cash.one_to_load(organization, OFD)
    assert mended is not None
    assert (mended.integration.failing_since, mended.integration.failure) == (None, None)


async def test_two_who_move_an_integration_at_once(database: Database) -> None:
    organization = await opened(database)
    integration = await switched_on(database, organization)
    with pytest.raises(MovedMeanwhileError):
        await StoredIntegrations(database).save(integration, ANNA, NOW)
    [kept] = await StoredIntegrations(database).of_organization(organization)
    await StoredIntegrations(database).save(replace(kept, state=IntegrationState.OFF), ANNA, NOW)
    assert not await StoredCash(database).to_load(NOW, 10)


async def test_troubles_are_told_once_to_those_who_may_look(database: Database) -> None:
    cash, organization = StoredCash(database), await opened(database)
    await switched_on(database, organization)
    silent = (NOW - timedelta(days=26)).replace(tzinfo=None)
    drives = (FiscalDrive("9999078900000001", None),)
    register = CashRegister("o", "7", "s", "Касса", "m", "a", "p", drives, Grant(), silent, silent)
    await cash.save_registers(organization, [register], "Europe/Moscow", NOW)
    await cash.save(organization, piece([], unit="7", sign=DriveSign.ENDING), NOW)
    await cash.record_load(organization, OFD, LoadFailure.NO_ACCESS, NOW - timedelta(hours=30))
    assert await cash.tell_troubles(NOW) == 3
    assert await cash.tell_troubles(NOW) == 0
    due = await StoredOutbox(database).due(NOW, 10, [])
    facts = {one.kind: one.fact for one in due[0].waiting}
    assert facts.keys() == {Kind.REGISTER, Kind.DRIVE, Kind.LOADING}
    assert all(facts.values())
    await cash.save(organization, piece([], unit="7", sign=DriveSign.REPLACE_NOW), NOW + timedelta(hours=1))
    assert await cash.tell_troubles(NOW + timedelta(hours=1)) == 1
    async with database.read() as connection:
        rows = await connection.execute(select(outbox.c.threshold).where(outbox.c.kind == Kind.DRIVE.value))
        assert sorted(rows.scalars()) == [3, 30]


async def test_a_register_is_not_silent_because_nobody_could_ask(database: Database) -> None:
    cash, organization = StoredCash(database), await opened(database)
    await switched_on(database, organization)
    drives = (FiscalDrive("9999078900000001", None),)
    for days, rows in ((26, 0), (0, 1)):
        silent = (NOW - timedelta(days=40)).replace(tzinfo=None)
        register = CashRegister("o", "7", "s", "Касса", "m", "a", "p", drives, Grant(), silent, silent)
        await cash.save_registers(organization, [register], "Europe/Moscow", NOW - timedelta(days=days))
        assert await cash.tell_troubles(NOW) == rows
    due = await StoredOutbox(database).due(NOW, 10, [])
    assert all(one.fact is not None for one in due[0].waiting)
    # It has spoken meanwhile: nothing is said of a silence that is over.
    spoken = NOW.replace(tzinfo=None)
    register = CashRegister("o", "7", "s", "Касса", "m", "a", "p", drives, Grant(), spoken, spoken)
    await cash.save_registers(organization, [register], "Europe/Moscow", NOW)
    due = await StoredOutbox(database).due(NOW, 10, [])
    assert all(one.fact is None for letter in due for one in letter.waiting)


async def test_an_unsure_shift_below_nothing_stays_a_question_of_its_own(database: Database) -> None:
    cash, decisions, organization = (
        StoredCash(database),
        StoredCashDecisions(database),
        await opened(database),
    )
    below = told(Happened(1, 0, 10, 700, 4), MARKET)
    assert below.money is not None
    below = replace(below, money=replace(below.money, unknown=50))
    await cash.save(organization, piece([below]), NOW)
    assert (await cash.post(organization, NOW)).questions == 1
    [asked] = (await StoredCashView(database).shifts(organization, 0, 9, questions=True)).items
    assert await decisions.another_shift(organization, asked.shift.id, ANNA, NOW)
    [asked] = (await StoredCashView(database).shifts(organization, 0, 9, questions=True)).items
    assert asked.shift.state is ShiftState.NEGATIVE
    assert await decisions.leave_out(organization, asked.shift.id, ANNA, NOW)
    assert await numbers(database, organization) == []


async def test_months_without_orders_are_shown_too(database: Database) -> None:
    cash, view, organization = StoredCash(database), StoredCashView(database), await opened(database)
    waybill = Waybill("w", "s", "7", date(2026, 9, 3), date(2026, 9, 3), None, "Manual", ())
    day = CashlessDay(date(2026, 10, 5), ((Payment.CARD, 500),), ())
    reports = ShopReports(DAYS, [day], {(DAYS.first, "p"): (1000, 0)}, [waybill])
    await cash.save(organization, piece([], kind=MARKET, unit="s", reports=reports), NOW)
    months = await view.months(organization)
    assert [(one.first, one.orders, one.amount, one.new) for one in months] == [
        (date(2026, month, 1), 0, 0, 0) for month in (11, 10, 9)
    ]
