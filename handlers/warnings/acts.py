"""Reconciliation acts and orders for them as messages."""

from datetime import datetime

from bot.cabinet.files.stored_file import FileId
from bot.cabinet.warnings.outbox import ActReady, Addressee, Fact, Letter, OrderDeclined, OrdersWaiting
from bot.texts import Html, Texts
from handlers import phrases
from handlers.acts import wording
from handlers.acts.buttons import ActFile, ActsPage, WaitingOrder, WaitingOrders
from handlers.buttons import Go, Place
from handlers.screen import Row, button
from handlers.warnings import facts


def ready(t: Texts, fact: Fact, _to: Addressee, _now: datetime) -> Html:
    """An act is there; whoever may not look at the organization now learns only that what they ordered is."""
    known = facts.known(fact, ActReady)
    name = phrases.firm(known.name)
    if known.act is None:
        return t.html("warning.act.closed", name=name)
    key = "warning.act.ordered" if known.is_ordered else "warning.act"
    return t.html(key, name=name, period=wording.period(t, known.act.period))


def enclosed(t: Texts, letter: Letter) -> tuple[FileId, str] | None:
    """The file that comes with the message, and its name: the act that the reader has ordered."""
    fact = letter.items[0].fact
    if not isinstance(fact, ActReady) or fact.act is None or not fact.is_ordered:
        return None
    return fact.act.file, wording.file_name(t, fact.act.period, phrases.firm(fact.name))


def to_act(t: Texts, fact: Fact, _now: datetime) -> list[Row]:
    """To the file, or to confirming."""
    known = facts.known(fact, ActReady)
    if known.act is None:
        return [[button(t("button.confirm-again"), Go(to=Place.ADD), "primary")]]
    file = ActFile(id=known.organization, act=known.act.id)
    return [
        [button(t("acts.download"), file, "primary")],
        [button(t("button.acts"), ActsPage(id=known.organization))],
    ]


def declined(t: Texts, fact: Fact, _to: Addressee, _now: datetime) -> Html:
    """An order was declined, and why."""
    known = facts.known(fact, OrderDeclined)
    name = phrases.firm(known.name)
    if known.order is None:
        return t.html("warning.declined.closed", name=name)
    return t.html(
        "warning.declined",
        name=name,
        period=wording.period(t, known.order.period),
        comment=phrases.cut(known.order.comment or "", 500),
    )


def to_acts(t: Texts, fact: Fact, _now: datetime) -> list[Row]:
    """To all acts of the organization."""
    known = facts.known(fact, OrderDeclined)
    if known.order is None:
        return [[button(t("button.confirm-again"), Go(to=Place.ADD), "primary")]]
    return [[button(t("button.acts"), ActsPage(id=known.organization))]]


def waiting(t: Texts, fact: Fact, _to: Addressee, now: datetime) -> Html:
    """A new order, or all that wait."""
    known = facts.known(fact, OrdersWaiting)
    age = wording.age(t, known.oldest, now)
    total = t.html_plural("warning.order.waiting", known.total, age=age)
    if known.newest is None:
        return total
    return t.html(
        "warning.order.new",
        name=phrases.firm(known.newest.organization_name),
        period=wording.period(t, known.newest.period),
        person=phrases.cut(known.newest.person_name),
        total=total,
    )


def to_orders(t: Texts, fact: Fact, _now: datetime) -> list[Row]:
    """To the order, or to all of them."""
    known = facts.known(fact, OrdersWaiting)
    if known.newest is None:
        return [[button(t("button.orders"), WaitingOrders(), "primary")]]
    return [[button(t("button.details"), WaitingOrder(order=known.newest.id), "primary")]]
