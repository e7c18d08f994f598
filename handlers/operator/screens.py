"""Screens of the operator."""

from datetime import datetime

from bot.cabinet.acts.fulfilling import Waiting
from bot.cabinet.person import Person
from bot.cabinet.warnings.ports import OutboxState
from bot.texts import Html, Texts, joined
from handlers import phrases
from handlers.acts import wording
from handlers.acts.buttons import WaitingOrders
from handlers.buttons import Go, Place
from handlers.operator.buttons import HowToUpload
from handlers.screen import Screen, button


def outbox(t: Texts, person: Person, state: OutboxState, orders: Waiting) -> Screen:
    """How the outbox stands, whom it cannot reach, when the watch last looked; and how many orders wait."""
    now = orders.now

    def moment(value: datetime) -> str:
        return phrases.moment(t, value, person.zone, now)

    due = t.html("outbox.due", n=state.due)
    if state.oldest_due is not None:
        due = t.html("outbox.due-since", n=state.due, moment=moment(state.oldest_due))
    numbers = [
        due,
        t.html("outbox.postponed", n=state.postponed),
        t.html("outbox.sending", n=state.sending),
        t.html("outbox.sent", n=state.sent),
        t.html("outbox.failed", n=state.failed),
        t.html("outbox.unknown", n=state.unknown),
        t.html("outbox.held", n=state.held),
    ]
    looked = t.html("outbox.never-looked")
    if state.looked is not None:
        looked = t.html("outbox.looked", moment=moment(state.looked))
    parts = [
        t.html("outbox.title", moment=moment(now)),
        joined(numbers),
        looked,
        _unreachable(t, person, state, now),
    ]
    return Screen(
        joined(parts, "\n\n"),
        (
            [
                button(
                    wording.waiting_orders(t, orders),
                    WaitingOrders(),
                    "primary" if orders.page.total else None,
                )
            ],
            [button(t("button.upload"), HowToUpload())],
            [button(t("button.refresh"), Go(to=Place.OUTBOX))],
            [button(t("button.menu"), Go(to=Place.MENU))],
        ),
    )


def _unreachable(t: Texts, person: Person, state: OutboxState, now: datetime) -> Html:
    if not state.unreachable_total:
        return t.html("outbox.all-reachable")
    lines = [
        t.html(
            "outbox.unreachable-line",
            name=phrases.cut(one.name, phrases.LABEL_LENGTH),
            moment=phrases.moment(t, one.since, person.zone, now),
            n=one.held,
        )
        for one in state.unreachable
    ]
    rest = state.unreachable_total - len(state.unreachable)
    if rest > 0:
        lines.append(t.html_plural("outbox.unreachable-more", rest))
    return joined([t.html("outbox.unreachable", n=state.unreachable_total), *lines])
