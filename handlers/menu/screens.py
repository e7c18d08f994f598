"""The main menu's screen."""

from datetime import date, datetime

from bot.cabinet.acts.fulfilling import Waiting
from bot.cabinet.person import Person
from bot.cabinet.ports import Overview
from bot.texts import Html, Texts, joined
from handlers import phrases
from handlers.acts.buttons import WaitingOrders
from handlers.acts.wording import waiting_orders
from handlers.buttons import Go, OrganizationsPage, Place, ServicesPage
from handlers.choosing.buttons import Choose, Feature
from handlers.screen import Row, Screen, button


def menu(
    t: Texts, person: Person, overview: Overview, now: datetime, today: date, orders: Waiting | None
) -> Screen:
    """What is open, what ends first, and the way to everything.

    Args:
        t: Texts in the person's language.
        person: Who looks.
        overview: What stands on top.
        now: The present moment.
        today: In the person's zone.
        orders: What waits for an operator; None for everybody else.
    """
    add = button(t("button.add"), Go(to=Place.ADD), "primary")
    last = [button(t("button.settings"), Go(to=Place.SETTINGS)), button(t("button.help"), Go(to=Place.HELP))]
    operators: list[Row] = [] if orders is None else _operators(t, orders)
    if not overview.organizations:
        welcome = t.html("menu.welcome", name=phrases.cut(person.name, phrases.LABEL_LENGTH))
        return Screen(joined([welcome, t.html("menu.how")], "\n\n"), ([add], last, *operators))
    # a morning begins with all of them lapsed: the way to open them stands first then
    renew = [button(t.plural("button.renew-lapsed", overview.organizations), Go(to=Place.LAPSED), "primary")]
    rows = (
        *([] if overview.open else [renew]),
        [button(t("button.organizations"), OrganizationsPage())],
        [button(t("button.services"), ServicesPage())],
        [button(t("button.documents"), Choose(feature=Feature.DOCUMENTS))],
        [button(t("button.acts"), Choose(feature=Feature.ACTS))],
        [button(t("button.integrations"), Choose(feature=Feature.INTEGRATIONS))],
        [button(t("button.add"), Go(to=Place.ADD))],
        last,
        *operators,
    )
    return Screen(joined([t.html("menu.title"), _summary(t, person, overview, now, today)], "\n\n"), rows)


def _operators(t: Texts, orders: Waiting) -> list[Row]:
    rows: list[Row] = [[button(t("button.operator"), Go(to=Place.OUTBOX))]]
    # Whoever became an operator after an order had been placed was told nothing of it.
    if orders.page.total:
        rows.insert(0, [button(waiting_orders(t, orders), WaitingOrders(), "primary")])
    return rows


def _summary(t: Texts, person: Person, overview: Overview, now: datetime, today: date) -> Html:
    lines = [
        t.html_plural("menu.open", overview.open, total=overview.organizations)
        if overview.open
        else t.html_plural("menu.none-open", overview.organizations)
    ]
    if overview.next_access_end is not None:
        lines.append(
            t.html(
                "menu.next-access",
                name=phrases.firm(overview.next_access_name or ""),
                left=phrases.span(t, overview.next_access_end - now),
                moment=phrases.moment(t, overview.next_access_end, person.zone, now),
            )
        )
    if overview.next_service is not None:
        service = overview.next_service
        lines.append(
            t.html(
                "menu.next-service",
                mark=phrases.MARKS[service.term.urgency(today)],
                service=phrases.cut(service.product),
                name=phrases.firm(service.organization_name),
                term=phrases.term(t, service.term, today),
            )
        )
    return joined(lines)
