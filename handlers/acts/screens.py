"""Screens of reconciliation acts."""

from datetime import date

from aiogram.types import InlineKeyboardButton

from bot.cabinet.acts.act import ActOrder, OrderState
from bot.cabinet.acts.ordering import ActsView
from bot.cabinet.acts.period import EARLIEST, Offer
from bot.cabinet.documents.kept import KeptDocument
from bot.cabinet.fiscal.period import Period
from bot.cabinet.organization import Membership, OrganizationId, PersonId
from bot.cabinet.page import Page
from bot.texts import Html, Texts, joined
from handlers import phrases
from handlers.acts import wording
from handlers.acts.buttons import (
    ActCalendar,
    ActFile,
    ActsPage,
    ChoosePeriod,
    OrderAct,
    OrderPeriod,
    SentActs,
    WithdrawOrder,
)
from handlers.buttons import Go, OrganizationAct, OrganizationButton, Place
from handlers.calendar.keyboard import month_rows, numbered
from handlers.documents import wording as documents
from handlers.documents.buttons import DocumentFile
from handlers.paging import arrows
from handlers.screen import Row, Screen, button


def acts(t: Texts, reader: PersonId, view: ActsView) -> Screen:
    """Ready acts as files, and orders with where they stand."""
    organization = view.membership.organization
    rows: list[Row] = [
        [
            button(
                t("acts.file", period=wording.period(t, act.period)),
                ActFile(id=organization.id, act=act.id),
            )
        ]
        for act in view.page.items
    ]
    rows.append(arrows(t, view.page, lambda other: ActsPage(id=organization.id, page=other)))
    rows += _sent_rows(t, organization.id, view.sent)
    if view.sent.total > len(view.sent.items):
        label = t("acts.all-sent", n=view.sent.total)
        rows.append([button(label, SentActs(id=organization.id))])
    rows += [
        [
            button(
                t("acts.withdraw", period=wording.period(t, order.period)),
                WithdrawOrder(id=organization.id, order=order.id),
            )
        ]
        for order in view.orders
        if order.state is OrderState.WAITING and order.person == reader
    ]
    if view.can_order:
        rows.append([button(t("acts.order"), ChoosePeriod(id=organization.id), "primary")])
    card = OrganizationButton(act=OrganizationAct.CARD, id=organization.id)
    rows.append([button(t("button.to-card"), card), _menu(t)])
    parts = [t.html("acts.title", name=phrases.firm(organization.name))]
    has_acts = view.page.total or view.sent.total
    parts.append(t.html("acts.ready") if has_acts else t.html("acts.none"))
    if view.is_loading:
        parts.append(t.html("acts.loading"))
    if not view.can_order:
        parts.append(t.html("acts.nobody-serves"))
    if view.orders:
        lines = [_order_line(t, order, view) for order in view.orders]
        parts.append(joined([t.html("acts.orders"), *lines]))
    return Screen(joined(parts, "\n\n"), tuple(rows))


def sent(t: Texts, membership: Membership, page: Page[KeptDocument]) -> Screen:
    """Acts that came through Диадок, as files."""
    organization = membership.organization
    rows = _sent_rows(t, organization.id, page)
    rows.append(arrows(t, page, lambda other: SentActs(id=organization.id, page=other)))
    rows.append([button(t("button.back"), ActsPage(id=organization.id)), _menu(t)])
    said = t.html("acts.ready") if page.total else t.html("acts.none")
    title = t.html("acts.sent-title", name=phrases.firm(organization.name))
    return Screen(joined([title, said], "\n\n"), tuple(rows))


def _sent_rows(t: Texts, organization: OrganizationId, page: Page[KeptDocument]) -> list[Row]:
    return [
        [
            button(
                phrases.cut(
                    t("acts.sent", name=documents.named(t, one), day=phrases.day(t, one.filed_on)),
                    phrases.LABEL_LENGTH,
                ),
                DocumentFile(id=organization, document=one.id),
            )
        ]
        for one in page.items
    ]


def _order_line(t: Texts, order: ActOrder, view: ActsView) -> Html:
    return t.html(
        f"acts.order.{order.state.value}",
        period=wording.period(t, order.period),
        age=wording.age(t, order.ordered_at, view.now),
        mark=wording.age_mark(order.ordered_at, view.now),
        comment=phrases.cut(order.comment or "", phrases.NAME_LENGTH),
    )


def periods(t: Texts, membership: Membership, offers: tuple[Offer, ...], today: date) -> Screen:
    """Periods to order an act for; any other may be typed."""
    organization = membership.organization

    def offered(offer: Offer) -> Row:
        first, last = numbered(offer.period.first), numbered(offer.period.last)
        key = "acts.this-year" if offer.name == "this-year" else "acts.offer"
        label = t(key, period=wording.period(t, offer.period))
        return [button(label, OrderPeriod(id=organization.id, first=first, last=last))]

    calendar = ActCalendar(id=organization.id, month=numbered(today.replace(day=1)))
    return Screen(
        t.html("acts.periods", name=phrases.firm(organization.name)),
        (
            *map(offered, offers),
            [button(t("acts.own-dates"), calendar)],
            [button(t("button.back"), ActsPage(id=organization.id)), _menu(t)],
        ),
    )


def calendar(t: Texts, membership: Membership, month: date, first: date | None, today: date) -> Screen:
    """A day to begin with, or to end with."""
    organization = membership.organization

    def turn(other: date) -> ActCalendar:
        begun = None if first is None else numbered(first)
        return ActCalendar(id=organization.id, month=numbered(other), first=begun)

    def pick(day: date) -> ActCalendar | OrderPeriod:
        if first is None:
            month_of_day = numbered(day.replace(day=1))
            return ActCalendar(id=organization.id, month=month_of_day, first=numbered(day))
        return OrderPeriod(id=organization.id, first=numbered(first), last=numbered(day))

    earliest = EARLIEST if first is None else first
    name = phrases.firm(organization.name)
    text = (
        t.html("acts.first-day", name=name)
        if first is None
        else t.html("acts.last-day", name=name, first=phrases.day(t, first))
    )
    rows = month_rows(t, month, earliest, today, pick, turn)
    back = [button(t("button.back"), ChoosePeriod(id=organization.id)), _menu(t)]
    return Screen(text, (*rows, back))


def confirmation(t: Texts, membership: Membership, period: Period, *, is_ready: bool) -> Screen:
    """What will be ordered, in words; or that it is there already."""
    organization = membership.organization
    text = t.html(
        "acts.ready-already" if is_ready else "acts.confirm",
        name=phrases.firm(organization.name),
        period=wording.period(t, period),
        days=wording.days(t, period),
    )
    order = OrderAct(id=organization.id, first=numbered(period.first), last=numbered(period.last))
    again = "acts.order-again" if is_ready else "acts.order-now"
    return Screen(
        text,
        (
            [button(t(again), order, None if is_ready else "primary")],
            [button(t("button.back"), ChoosePeriod(id=organization.id)), _menu(t)],
        ),
    )


def ordered(t: Texts, membership: Membership, period: Period) -> Screen:
    """It is ordered; what happens next."""
    organization = membership.organization
    name, words = phrases.firm(organization.name), wording.period(t, period)
    return Screen(
        t.html("acts.ordered", name=name, period=words),
        ([button(t("button.acts"), ActsPage(id=organization.id))], [_menu(t)]),
    )


def _menu(t: Texts) -> InlineKeyboardButton:
    return button(t("button.menu"), Go(to=Place.MENU))
