"""Screens of cash receipt orders."""

from collections.abc import Sequence
from datetime import datetime

from aiogram.types import InlineKeyboardButton

from bot.cabinet.acts.period import Offer
from bot.cabinet.cash.kept_order import KeptOrder, OrderMonth
from bot.cabinet.cash.order_register import OrderState
from bot.cabinet.cash.orders import MonthOrders
from bot.cabinet.organization import Membership
from bot.cabinet.page import Page
from bot.cabinet.person import Person
from bot.texts import Html, Texts, joined
from handlers import money, phrases
from handlers.acts.wording import period as period_name
from handlers.buttons import Go, Place
from handlers.calendar.keyboard import numbered
from handlers.cash import wording
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
    ShiftQuestion,
    ShiftsPage,
    WaybillsPage,
)
from handlers.documents.wording import month as month_name
from handlers.integrations.buttons import IntegrationCard
from handlers.paging import arrows
from handlers.screen import Row, Screen, button

MONTHS_ON_PAGE = 8


def months(
    t: Texts, membership: Membership, known: Sequence[OrderMonth], questions: int, number: int
) -> Screen:
    """The months with orders: how many, how much, how many are new."""
    organization = membership.organization
    number = min(number, max(0, (len(known) - 1) // MONTHS_ON_PAGE))
    shown = tuple(known[number * MONTHS_ON_PAGE : (number + 1) * MONTHS_ON_PAGE])
    page = Page(items=shown, number=number, size=MONTHS_ON_PAGE, total=len(known))
    rows: list[Row] = [
        [
            button(
                t("cash.month", month=month_name(t, one.first), amount=money.rubles(t, one.amount)),
                OrderMonthPage(id=organization.id, year=one.first.year, month=one.first.month),
            )
        ]
        for one in shown
    ]
    rows.append(arrows(t, page, lambda other: OrderMonths(id=organization.id, page=other)))
    if questions:
        rows.append([button(t("cash.questions", n=questions), ShiftQuestion(id=organization.id), "primary")])
    rows.append([button(t("button.shifts"), ShiftsPage(id=organization.id))])
    if known:
        rows.append([button(t("cash.register-period"), RegisterPeriod(id=organization.id))])
    rows.append([button(t("button.back"), IntegrationCard(id=organization.id)), _menu(t)])
    parts = [t.html("cash.title", name=phrases.firm(organization.name))]
    new = sum(one.new for one in known)
    parts.append(t.html_plural("cash.new", new) if known else t.html("cash.none"))
    return Screen(joined(parts, "\n\n"), tuple(rows))


def month(t: Texts, view: MonthOrders, known: OrderMonth | None) -> Screen:
    """A month's orders by number, with totals."""
    organization, first = view.membership.organization, view.first
    month_of = {"id": organization.id, "year": first.year, "month": first.month}

    def act(label: str, what: MonthAct) -> InlineKeyboardButton:
        return button(t(label), OrderMonthAct(**month_of, act=what))

    rows: list[Row] = [
        [
            button(
                t(
                    "cash.order-label",
                    mark=wording.ORDER_MARKS[one.state],
                    number=one.number,
                    amount=money.rubles(t, one.amount),
                ),
                OrderCard(id=organization.id, order=one.id),
            )
        ]
        for one in view.page.items
    ]
    rows.append(arrows(t, view.page, lambda other: OrderMonthPage(**month_of, page=other)))
    if view.page.total:
        if known is not None and known.new:
            rows.append([act("cash.accept-all", MonthAct.ACCEPT)])
        rows.append([act("cash.forms", MonthAct.FORMS), act("cash.register", MonthAct.REGISTER)])
    waybills = WaybillsPage(**month_of)
    rows.append([button(t("cash.waybills"), waybills), act("cash.reports", MonthAct.REPORTS)])
    rows.append([button(t("button.back"), OrderMonths(id=organization.id)), _menu(t)])
    title = t.html("cash.month-title", month=month_name(t, first), name=phrases.firm(organization.name))
    parts = [title]
    if known is not None:
        amount = money.rubles(t, known.amount)
        parts.append(t.html_plural("cash.totals", known.orders, amount=amount, new=known.new))
    lines = [_line(t, one) for one in view.page.items]
    parts += lines or [t.html("cash.none")]
    return Screen(joined(parts, "\n\n"), tuple(rows))


def card(t: Texts, person: Person, membership: Membership, order: KeptOrder, now: datetime) -> Screen:
    """One order, the shift that it comes from, and its paper."""
    organization = membership.organization
    rows: list[Row] = []
    if order.state is OrderState.NEW:
        rows.append([button(t("cash.accept"), AcceptOrder(id=organization.id, order=order.id), "primary")])
    rows.append([button(t("cash.form"), OrderForm(id=organization.id, order=order.id))])
    back = OrderMonthPage(id=organization.id, year=order.day.year, month=order.day.month)
    rows.append([button(t("button.back"), back), _menu(t)])
    shift = t.html(
        "cash.of-shift",
        shift=wording.shift_name(t, order.shift, order.register, person.zone),
        money=wording.shift_money(t, order.shift),
    )
    parts = [t.html("cash.title", name=phrases.firm(organization.name)), _line(t, order), shift]
    if order.accepted_at is not None:
        moment = phrases.moment(t, order.accepted_at, person.zone, now)
        parts.append(t.html("cash.accepted-at", moment=moment, name=phrases.cut(order.accepted_by or "")))
    return Screen(joined(parts, "\n\n"), tuple(rows))


def periods(t: Texts, membership: Membership, offers: Sequence[Offer]) -> Screen:
    """Periods to choose a register for."""
    organization = membership.organization
    rows: list[Row] = [
        [
            button(
                period_name(t, one.period),
                RegisterPeriod(
                    id=organization.id, first=numbered(one.period.first), last=numbered(one.period.last)
                ),
            )
        ]
        for one in offers
    ]
    back = [button(t("button.back"), OrderMonths(id=organization.id)), _menu(t)]
    return Screen(t.html("cash.register-which", name=phrases.firm(organization.name)), (*rows, back))


def ask_accept(t: Texts, view: MonthOrders, known: OrderMonth | None) -> Screen:
    """Accepting a whole month."""
    organization, first = view.membership.organization, view.first
    month_of = {"id": organization.id, "year": first.year, "month": first.month}
    count, last = (0, 0) if known is None else (known.new, known.last)
    now = AcceptMonth(**month_of, last=last)
    text = t.html_plural(
        "cash.accept-question", count, month=month_name(t, first), name=phrases.firm(organization.name)
    )
    return Screen(
        text,
        (
            [button(t("cash.accept-now"), now, "primary")],
            [button(t("button.back"), OrderMonthPage(**month_of)), _menu(t)],
        ),
    )


def _line(t: Texts, order: KeptOrder) -> Html:
    return t.html(
        "cash.order",
        mark=wording.ORDER_MARKS[order.state],
        number=order.number,
        day=phrases.day(t, order.day),
        amount=money.rubles(t, order.amount),
        state=t(f"cash.state.{order.state.value}"),
    )


def _menu(t: Texts) -> InlineKeyboardButton:
    return button(t("button.menu"), Go(to=Place.MENU))
