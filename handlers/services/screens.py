"""Screens of connected services."""

from datetime import date

from bot.cabinet.organization import OrganizationId
from bot.cabinet.page import Page
from bot.cabinet.services import AllServices, OrganizationServices
from bot.cabinet.subscription import Subscription, Urgency
from bot.texts import Html, Texts, joined
from handlers import phrases
from handlers.buttons import (
    FileKind,
    Go,
    OrganizationAct,
    OrganizationButton,
    OrganizationServicesPage,
    OrganizationsPage,
    Place,
    ServicesFile,
    ServicesPage,
    UrgencyFilter,
)
from handlers.paging import arrows
from handlers.screen import Row, Screen, button


def of_organization(t: Texts, services: OrganizationServices) -> Screen:
    """One organization's services, soonest end first."""
    organization, page = services.membership.organization, services.page
    title = t.html("services.of", name=phrases.firm(organization.name))
    lines = [_service(t, service, services.today) for service in page.items]
    back = button(t("button.back"), OrganizationButton(act=OrganizationAct.CARD, id=organization.id))
    return Screen(
        joined([title, *(lines or [t.html("services.none")])], "\n\n"),
        (
            arrows(t, page, lambda number: OrganizationServicesPage(id=organization.id, page=number)),
            _files(t, page, organization.id),
            [back, button(t("button.menu"), Go(to=Place.MENU))],
        ),
    )


def of_all(t: Texts, services: AllServices) -> Screen:
    """Services of every open organization, with filters by urgency."""
    counts, chosen = services.counts, services.urgency
    parts = [t.html("services.title")]
    if services.page.total:
        parts += [_service_of(t, service, services.today) for service in services.page.items]
    else:
        parts.append(t.html("services.none-open" if counts.closed_organizations else "services.nothing"))
    if counts.closed_organizations:
        parts.append(t.html_plural("services.closed", counts.closed_organizations))

    def choice(urgency: Urgency | None) -> Row:
        amount = counts.total if urgency is None else counts.of(urgency)
        if not amount:
            return []
        key = UrgencyFilter.ALL if urgency is None else UrgencyFilter(urgency.value)
        label = t(f"services.filter.{key.value}", n=amount)
        return [
            button(t("choice.chosen", label=label) if urgency is chosen else label, ServicesPage(urgency=key))
        ]

    current = UrgencyFilter.ALL if chosen is None else UrgencyFilter(chosen.value)
    several = sum(bool(counts.of(urgency)) for urgency in Urgency) > 1 or chosen is not None
    rows: list[Row] = [arrows(t, services.page, lambda number: ServicesPage(urgency=current, page=number))]
    if several:
        rows += [
            choice(None),
            choice(Urgency.OVERDUE) + choice(Urgency.WEEK),
            choice(Urgency.MONTH) + choice(Urgency.LATER),
        ]
    rows.append(_files(t, services.page, None))
    if counts.closed_organizations:
        rows.append(
            [button(t.plural("button.renew-lapsed", counts.closed_organizations), Go(to=Place.LAPSED))]
        )
    rows.append(
        [
            button(t("button.to-organizations"), OrganizationsPage()),
            button(t("button.menu"), Go(to=Place.MENU)),
        ]
    )
    return Screen(joined(parts, "\n\n"), tuple(rows))


def _files(t: Texts, page: Page[Subscription], organization: OrganizationId | None) -> Row:
    """The same services to take away, all pages of them; nothing when there are none."""
    if not page.total:
        return []
    return [
        button(t(f"services.file.{kind.value}"), ServicesFile(kind=kind, id=organization))
        for kind in FileKind
    ]


def _service(t: Texts, service: Subscription, today: date) -> Html:
    mark, term = phrases.MARKS[service.term.urgency(today)], phrases.term(t, service.term, today)
    return t.html("services.line", mark=mark, service=phrases.product(t, service), term=term)


def _service_of(t: Texts, service: Subscription, today: date) -> Html:
    return t.html(
        "services.line-of",
        mark=phrases.MARKS[service.term.urgency(today)],
        service=phrases.product(t, service),
        name=phrases.firm(service.organization_name),
        term=phrases.term(t, service.term, today),
    )
