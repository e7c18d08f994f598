"""Screens of organizations."""

from collections.abc import Sequence
from datetime import date, datetime

from aiogram.types import InlineKeyboardButton

from bot.cabinet.audit import AuditEvent, AuditRecord
from bot.cabinet.organization import Holder, Membership
from bot.cabinet.organizations import Card
from bot.cabinet.page import Page
from bot.cabinet.person import Person
from bot.cabinet.subscription import Urgency
from bot.requisites import OrganizationKind
from bot.texts import Html, Texts, joined
from handlers import phrases
from handlers.acts.buttons import ActsPage
from handlers.buttons import (
    CloseForOther,
    Go,
    OrganizationAct,
    OrganizationButton,
    OrganizationServicesPage,
    OrganizationsPage,
    Place,
)
from handlers.documents.buttons import DocumentMonths
from handlers.integrations.buttons import IntegrationCard
from handlers.paging import arrows
from handlers.screen import Row, Screen, button


def listing(t: Texts, page: Page[Membership], lapsed: int, search: str, now: datetime) -> Screen:
    """The person's organizations with what is left of access."""
    found = bool(search)
    if found:
        wanted = phrases.cut(search, phrases.LABEL_LENGTH)
        if page.total:
            title = t.html_plural("organizations.found", page.total, search=wanted)
        else:
            title = t.html("organizations.nothing-found", search=wanted)
    elif page.total:
        title = t.html_plural("organizations.title", page.total)
    else:
        title = t.html("organizations.none")
    rows: list[Row] = [
        [
            button(
                _line(t, membership, now),
                OrganizationButton(act=OrganizationAct.CARD, id=membership.organization.id),
            )
        ]
        for membership in page.items
    ]
    rows.append(arrows(t, page, lambda number: OrganizationsPage(page=number, found=found)))
    if found:
        rows.append([button(t("button.all-organizations"), OrganizationsPage())])
    if lapsed and not found:
        rows.append([button(t.plural("button.renew-lapsed", lapsed), Go(to=Place.LAPSED))])
    rows.append([button(t("button.add"), Go(to=Place.ADD))])
    if not found and any(membership.is_open(now) for membership in page.items):
        rows.append([button(t("button.close-all"), Go(to=Place.CLOSE_ALL))])
    rows.append([_menu(t)])
    hint = [t.html("organizations.hint")] if page.total else []
    return Screen(joined([title, *hint], "\n\n"), tuple(rows))


def _line(t: Texts, membership: Membership, now: datetime) -> str:
    mark = phrases.OPEN_MARK if membership.is_open(now) else phrases.LAPSED_MARK
    name = phrases.firm(membership.organization.name, phrases.LABEL_LENGTH)
    return t("organizations.line", mark=mark, name=name, access=phrases.access(t, membership, now))


def card(t: Texts, person: Person, card: Card, now: datetime, today: date) -> Screen:
    """An organization whose access is open."""
    membership, organization = card.membership, card.membership.organization
    sole_trader = organization.kind is OrganizationKind.SOLE_TRADER
    lines = [
        t.html("card.name", name=phrases.firm(organization.name)),
        t.html("card.inn", inn=organization.inn),
    ]
    if organization.ogrn:
        lines.append(t.html("card.ogrnip" if sole_trader else "card.ogrn", ogrn=organization.ogrn))
    lines += [
        Html(""),
        t.html(
            "card.open",
            left=phrases.span(t, membership.open_until - now),
            moment=phrases.moment(t, membership.open_until, person.zone, now),
        ),
        t.html(
            "card.signed-by",
            signer=_signer(t, membership),
            moment=phrases.moment(t, membership.confirmed_at, person.zone, now),
        ),
        t.html(
            "card.certificate",
            day=phrases.day(t, phrases.local_date(membership.signed_by.valid_until, person.zone)),
        ),
        Html(""),
        t.html_plural("card.services", card.services) if card.services else t.html("card.no-services"),
    ]
    if card.next_service is not None:
        service = card.next_service
        urgency, term = service.term.urgency(today), phrases.term(t, service.term, today)
        key = "card.ended-service" if urgency is Urgency.OVERDUE else "card.next-service"
        mark = phrases.MARKS[urgency]
        lines.append(t.html(key, mark=mark, service=phrases.cut(service.product), term=term))

    if membership.muted:
        lines += [Html(""), t.html("mute.state")]

    def act(label: str, what: OrganizationAct, style: str | None = None) -> Row:
        return [button(label, OrganizationButton(act=what, id=organization.id), style)]

    return Screen(
        joined(lines),
        (
            [button(t("button.services"), OrganizationServicesPage(id=organization.id))],
            [button(t("button.documents"), DocumentMonths(id=organization.id))],
            [button(t("button.acts"), ActsPage(id=organization.id))],
            [button(t("button.integrations"), IntegrationCard(id=organization.id))],
            act(t("button.holders", n=card.others), OrganizationAct.HOLDERS),
            act(t("button.history"), OrganizationAct.HISTORY),
            _muting(t, membership),
            act(t("button.close"), OrganizationAct.CLOSE),
            act(t("button.remove"), OrganizationAct.REMOVE),
            [button(t("button.to-organizations"), OrganizationsPage()), _menu(t)],
        ),
    )


def _muting(t: Texts, membership: Membership) -> Row:
    key, act = ("button.mute", OrganizationAct.MUTE)
    if membership.muted:
        key, act = ("button.unmute", OrganizationAct.UNMUTE)
    return [button(t(key), OrganizationButton(act=act, id=membership.organization.id))]


def _signer(t: Texts, membership: Membership) -> str:
    signed_by = membership.signed_by
    name = phrases.cut(signed_by.name)
    return t("signer.with-title", name=name, title=phrases.cut(signed_by.title)) if signed_by.title else name


def lapsed_card(t: Texts, membership: Membership) -> Screen:
    """An organization whose access is over: its name, and nothing else."""
    parts = [t.html("card.lapsed", name=phrases.firm(membership.organization.name))]
    if membership.muted:
        parts.append(t.html("mute.state"))
    return Screen(
        joined(parts, "\n\n"),
        (
            [button(t("button.confirm-again"), Go(to=Place.ADD), "primary")],
            _muting(t, membership),
            [
                button(
                    t("button.remove"),
                    OrganizationButton(act=OrganizationAct.REMOVE, id=membership.organization.id),
                )
            ],
            [button(t("button.to-organizations"), OrganizationsPage()), _menu(t)],
        ),
    )


def holders(
    t: Texts, person: Person, membership: Membership, others: Sequence[Holder], now: datetime
) -> Screen:
    """Who else may look at the organization now, with a button to close each access."""
    organization = membership.organization
    title = t.html("holders.title", name=phrases.firm(organization.name))
    if not others:
        lines = [t.html("holders.nobody")]
    else:
        lines = [
            t.html(
                "holders.line",
                name=phrases.cut(holder.name),
                moment=phrases.moment(t, holder.open_until, person.zone, now),
                signer=phrases.cut(holder.signed_by),
            )
            for holder in others[:MOST_HOLDERS]
        ]
    if len(others) > MOST_HOLDERS:
        lines.append(t.html_plural("holders.more", len(others) - MOST_HOLDERS))
    rows: list[Row] = [
        [
            button(
                t("button.close-for", name=phrases.cut(holder.name, phrases.LABEL_LENGTH)),
                CloseForOther(id=organization.id, person=holder.person),
                "danger",
            )
        ]
        for holder in others[:MOST_HOLDERS]
    ]
    return Screen(joined([title, *lines], "\n\n"), (*rows, _back_to_card(t, membership)))


MOST_HOLDERS = 15


def history(
    t: Texts, person: Person, membership: Membership, records: Sequence[AuditRecord], now: datetime
) -> Screen:
    """The latest events around access to the organization."""
    title = t.html("history.title", name=phrases.firm(membership.organization.name))
    lines = [
        t.html(
            f"history.{record.event.value}",
            moment=phrases.moment(t, record.at, person.zone, now),
            name=phrases.cut(record.person_name),
            detail=_detail(t, record),
        )
        for record in records
        if record.event is not AuditEvent.REFUSED
    ]
    return Screen(
        joined([title, *(lines or [t.html("history.empty")])], "\n\n"), (_back_to_card(t, membership),)
    )


def _detail(t: Texts, record: AuditRecord) -> str:
    if record.event in {AuditEvent.INTEGRATION_ON, AuditEvent.INTEGRATION_OFF}:
        return t(f"integration.{record.detail}")
    return phrases.cut(record.detail)


def removal_question(t: Texts, membership: Membership) -> Screen:
    """Ask before an organization is taken off the list."""
    ident = membership.organization.id
    return Screen(
        t.html("remove.question", name=phrases.firm(membership.organization.name)),
        (
            [
                button(
                    t("button.remove-now"),
                    OrganizationButton(act=OrganizationAct.REMOVE_NOW, id=ident),
                    "danger",
                )
            ],
            [button(t("button.keep"), OrganizationButton(act=OrganizationAct.CARD, id=ident))],
        ),
    )


def closing_question(t: Texts) -> Screen:
    """Ask before everything is closed."""
    return Screen(
        t.html("close-all.question"),
        (
            [button(t("button.close-all-now"), Go(to=Place.CLOSE_ALL_NOW), "danger")],
            [button(t("button.keep-open"), OrganizationsPage())],
        ),
    )


def done(t: Texts, text: Html) -> Screen:
    """Something has been done; where to go from here."""
    return Screen(text, ([button(t("button.to-organizations"), OrganizationsPage()), _menu(t)],))


def _menu(t: Texts) -> InlineKeyboardButton:
    return button(t("button.menu"), Go(to=Place.MENU))


def _back_to_card(t: Texts, membership: Membership) -> Row:
    back = OrganizationButton(act=OrganizationAct.CARD, id=membership.organization.id)
    return [button(t("button.back"), back), _menu(t)]
