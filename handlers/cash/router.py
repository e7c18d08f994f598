"""Cash receipt orders: months, orders, accepting."""

from datetime import date

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery

from bot.cabinet.acts.period import offers
from bot.cabinet.cabinet import Cabinet
from bot.cabinet.cash.kept_order import OrderId, OrderMonth
from bot.cabinet.cash.orders import MonthOrders, UnknownOrderError
from bot.cabinet.organization import OrganizationId
from bot.cabinet.person import Person
from bot.middlewares.toast import Toast
from bot.texts import Texts
from handlers.cash import screens, shift_screens
from handlers.cash.buttons import (
    AcceptMonth,
    AcceptOrder,
    MonthAct,
    OrderCard,
    OrderForm,
    OrderMonthAct,
    OrderMonthPage,
    OrderMonths,
    RegisterPeriod,
    WaybillsPage,
)
from handlers.cash.files import CashFiles
from handlers.screen import show


async def open_months(
    callback: CallbackQuery, callback_data: OrderMonths, bot: Bot, person: Person, cabinet: Cabinet, t: Texts
) -> None:
    """The months with orders."""
    membership, known, questions = await cabinet.cash_orders.months(person, OrganizationId(callback_data.id))
    await show(callback, bot, screens.months(t, membership, known, questions, callback_data.page))


async def open_month(
    callback: CallbackQuery,
    callback_data: OrderMonthPage,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
) -> None:
    """The orders of a month."""
    first = date(callback_data.year, callback_data.month, 1)
    organization = OrganizationId(callback_data.id)
    await _show_month(callback, bot, person, cabinet, t, organization, first, callback_data.page)


async def act_on_month(
    callback: CallbackQuery,
    callback_data: OrderMonthAct,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
) -> None:
    """Ask whether to accept a month, or look at its reports; files are sent elsewhere."""
    organization, first = OrganizationId(callback_data.id), date(callback_data.year, callback_data.month, 1)
    if callback_data.act is MonthAct.REPORTS:
        membership, cashless, sold, total = await cabinet.cash_orders.reports(person, organization, first)
        await show(callback, bot, shift_screens.reports(t, membership, first, cashless, sold, total))
        return
    view = await cabinet.cash_orders.of_month(person, organization, first, 0)
    known = await _totals(cabinet, person, view)
    await show(callback, bot, screens.ask_accept(t, view, known))


async def accept_month(
    callback: CallbackQuery,
    callback_data: AcceptMonth,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Accept what the question was about; what has come since is left for another look."""
    organization, first = OrganizationId(callback_data.id), date(callback_data.year, callback_data.month, 1)
    accepted = await cabinet.cash_orders.accept_month(person, organization, first, callback_data.last)
    toast.text = t.plural("cash.accepted", accepted)
    await _show_month(callback, bot, person, cabinet, t, organization, first, 0)


async def open_order(
    callback: CallbackQuery,
    callback_data: OrderCard,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """One order."""
    await _show_order(callback, bot, person, cabinet, t, toast, callback_data.id, callback_data.order)


async def accept(
    callback: CallbackQuery,
    callback_data: AcceptOrder,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Accept an order into the books."""
    try:
        accepted = await cabinet.cash_orders.accept(
            person, OrganizationId(callback_data.id), OrderId(callback_data.order)
        )
    except UnknownOrderError:
        toast.text, toast.alert = t("cash.gone"), True
        return
    toast.text = t.plural("cash.accepted", 1) if accepted else t("cash.accepted-before")
    await _show_order(callback, bot, person, cabinet, t, toast, callback_data.id, callback_data.order)


async def choose_period(
    callback: CallbackQuery,
    callback_data: RegisterPeriod,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
) -> None:
    """Periods to choose a register for."""
    membership, _, _ = await cabinet.cash_orders.months(person, OrganizationId(callback_data.id))
    await show(callback, bot, screens.periods(t, membership, tuple(offers(cabinet.acts.today(person)))))


async def open_waybills(
    callback: CallbackQuery, callback_data: WaybillsPage, bot: Bot, person: Person, cabinet: Cabinet, t: Texts
) -> None:
    """Incoming waybills of a month."""
    first = date(callback_data.year, callback_data.month, 1)
    organization = OrganizationId(callback_data.id)
    membership, page = await cabinet.cash_orders.waybills(person, organization, first, callback_data.page)
    await show(callback, bot, shift_screens.waybills(t, membership, first, page))


async def _show_month(
    callback: CallbackQuery,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    organization: OrganizationId,
    first: date,
    number: int,
) -> None:
    view = await cabinet.cash_orders.of_month(person, organization, first, number)
    await show(callback, bot, screens.month(t, view, await _totals(cabinet, person, view)))


async def _totals(cabinet: Cabinet, person: Person, view: MonthOrders) -> OrderMonth | None:
    _, known, _ = await cabinet.cash_orders.months(person, view.membership.organization.id)
    return next((one for one in known if one.first == view.first), None)


async def _show_order(
    callback: CallbackQuery,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
    organization: int,
    order: int,
) -> None:
    try:
        membership, found = await cabinet.cash_orders.one(
            person, OrganizationId(organization), OrderId(order)
        )
    except UnknownOrderError:
        toast.text, toast.alert = t("cash.gone"), True
        return
    await show(callback, bot, screens.card(t, person, membership, found, cabinet.clock.now()))


def build() -> Router:
    """The router of cash receipt orders."""
    router = Router(name="cash")
    files = CashFiles()
    router.callback_query.register(open_months, OrderMonths.filter())
    router.callback_query.register(open_month, OrderMonthPage.filter())
    router.callback_query.register(files.send_month, OrderMonthAct.filter(), CashFiles.is_file)
    router.callback_query.register(act_on_month, OrderMonthAct.filter())
    router.callback_query.register(accept_month, AcceptMonth.filter())
    router.callback_query.register(open_order, OrderCard.filter())
    router.callback_query.register(accept, AcceptOrder.filter())
    router.callback_query.register(files.send_register, RegisterPeriod.filter(F.first & F.last))
    router.callback_query.register(choose_period, RegisterPeriod.filter())
    router.callback_query.register(files.send_order, OrderForm.filter())
    router.callback_query.register(open_waybills, WaybillsPage.filter())
    return router
