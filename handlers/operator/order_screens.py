"""Screens of orders for reconciliation acts, as operators see them."""

from collections.abc import Sequence
from datetime import datetime

from aiogram.types import InlineKeyboardButton

from bot.cabinet.acts.act import ActOrder
from bot.cabinet.acts.fulfilling import Waiting
from bot.cabinet.documents.kept import KeptDocument
from bot.cabinet.files.stored_file import FileId
from bot.texts import Html, Texts, joined
from handlers import phrases
from handlers.acts import wording
from handlers.acts.buttons import (
    AttachFile,
    DeclineOrder,
    SettleOrder,
    TakeSentAct,
    WaitingOrder,
    WaitingOrders,
)
from handlers.buttons import Go, Place
from handlers.documents import wording as documents
from handlers.paging import arrows
from handlers.screen import Row, Screen, button


def waiting(t: Texts, view: Waiting) -> Screen:
    """Orders that wait, the oldest first, with a mark that grows with their age."""
    page = view.page
    rows: list[Row] = [
        [
            button(
                phrases.cut(
                    t(
                        "orders.line",
                        mark=wording.age_mark(order.ordered_at, view.now),
                        name=phrases.firm(order.organization_name, phrases.LABEL_LENGTH // 2),
                        period=wording.period(t, order.period),
                    ),
                    phrases.LABEL_LENGTH,
                ),
                WaitingOrder(order=order.id),
            )
        ]
        for order in page.items
    ]
    rows.append(arrows(t, page, lambda number: WaitingOrders(page=number)))
    rows.append([button(t("button.back"), Go(to=Place.OUTBOX)), _menu(t)])
    if not page.total:
        return Screen(t.html("orders.none"), tuple(rows))
    age = wording.age(t, page.items[0].ordered_at, view.now)
    text = t.html_plural("orders.title", page.total, age=age)
    return Screen(text, tuple(rows))


def order(t: Texts, one: ActOrder, sent: Sequence[KeptDocument], zone: str, now: datetime) -> Screen:
    """One order, and what can be done with it.

    Args:
        t: Texts in the operator's language.
        one: The order.
        sent: Acts from Диадок that it may be.
        zone: The operator's.
        now: The present moment.
    """
    text = t.html(
        "orders.card",
        name=phrases.firm(one.organization_name),
        inn=one.inn,
        period=wording.period(t, one.period),
        days=wording.days(t, one.period),
        person=phrases.cut(one.person_name),
        mark=wording.age_mark(one.ordered_at, now),
        age=wording.age(t, one.ordered_at, now),
        file=f"{one.inn}_{one.period.first.isoformat()}_{one.period.last.isoformat()}.pdf",
    )
    if sent:
        came = joined([_came(t, one, document, zone, now) for document in sent])
        text = joined([text, came, t.html("orders.sent-since")], "\n\n")
    return Screen(
        text,
        (
            *(
                [button(_sent_label(t, document), TakeSentAct(order=one.id, document=document.id))]
                for document in sent
            ),
            [button(t("orders.attach"), AttachFile(order=one.id), "primary")],
            [button(t("orders.decline"), DeclineOrder(order=one.id))],
            [button(t("button.back"), WaitingOrders()), _menu(t)],
        ),
    )


def question(t: Texts, one: ActOrder, key: str) -> Screen:
    """What is to be sent next."""
    return Screen(joined([_subject(t, one), t.html(key)], "\n\n"), (_back(t, one),))


def attached(t: Texts, one: ActOrder, name: str, file: FileId) -> Screen:
    """The file once more before it goes."""
    text = t.html("orders.check", file=phrases.cut(name), person=phrases.cut(one.person_name))
    return Screen(
        joined([_subject(t, one), text], "\n\n"),
        ([button(t("orders.settle"), SettleOrder(order=one.id, file=file), "primary")], _back(t, one)),
    )


def settled(t: Texts, one: ActOrder) -> Screen:
    """It has gone."""
    text = t.html("orders.settled", person=phrases.cut(one.person_name))
    return Screen(joined([_subject(t, one), text], "\n\n"), (_others(t),))


def declined(t: Texts, one: ActOrder) -> Screen:
    """It was declined."""
    text = t.html("orders.declined", person=phrases.cut(one.person_name))
    return Screen(joined([_subject(t, one), text], "\n\n"), (_others(t),))


def _sent_label(t: Texts, document: KeptDocument) -> str:
    return phrases.cut(t("orders.take-sent", name=documents.named(t, document)), phrases.LABEL_LENGTH)


def _came(t: Texts, one: ActOrder, document: KeptDocument, zone: str, now: datetime) -> Html:
    """What came, and whether before the order: the fulfilling shows none without a moment of sending."""
    sent = document.sent or document.appeared_at
    return t.html(
        "orders.sent-after" if sent >= one.ordered_at else "orders.sent-before",
        name=documents.named(t, document),
        day=phrases.day(t, document.filed_on),
        moment=phrases.moment(t, sent, zone, now),
    )


def _subject(t: Texts, one: ActOrder) -> Html:
    return t.html(
        "orders.subject", name=phrases.firm(one.organization_name), period=wording.period(t, one.period)
    )


def _back(t: Texts, one: ActOrder) -> Row:
    return [button(t("button.back"), WaitingOrder(order=one.id)), _menu(t)]


def _others(t: Texts) -> Row:
    return [button(t("orders.others"), WaitingOrders()), _menu(t)]


def _menu(t: Texts) -> InlineKeyboardButton:
    return button(t("button.menu"), Go(to=Place.MENU))
