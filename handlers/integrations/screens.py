"""Screens of integrations."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from bot.cabinet.integrations.integration import LOADING, Integration, IntegrationKind, IntegrationState
from bot.cabinet.integrations.paper import Paper
from bot.cabinet.integrations.tariff import TariffError
from bot.cabinet.integrations.transitions import NEEDS_START, missing
from bot.cabinet.integrations.view import IntegrationView
from bot.cabinet.organization import Membership
from bot.cabinet.person import Person
from bot.texts import Html, Texts, joined
from handlers import phrases
from handlers.buttons import Go, OrganizationAct, OrganizationButton, OrganizationServicesPage, Place
from handlers.cash import entry
from handlers.confirmation.screens import CRYPTO
from handlers.integrations import choices
from handlers.integrations.buttons import (
    IntegrationCard,
    IntegrationStep,
    SignedPaper,
    Step,
)
from handlers.screen import Row, Screen, button, link
from handlers.settings.zone.search import place

_MARKS = {
    IntegrationState.OFF: "⚪️",
    IntegrationState.PREPARING: "🟡",
    IntegrationState.AWAITS_ORDER: "🟡",
    IntegrationState.ON: "🟢",
    IntegrationState.AWAITS_PROHIBITION: "🟡",
}


def overview(t: Texts, membership: Membership, known: Sequence[Integration]) -> Screen:
    """All integrations of an organization."""
    organization = membership.organization
    lines = [_line(t, one) for one in known]
    rows: list[Row] = [
        [button(t(f"integration.{one.kind.value}"), IntegrationCard(id=organization.id, kind=one.kind))]
        for one in known
    ]
    if any(one.kind in NEEDS_START and one.version for one in known):
        rows += entry.rows(t, organization.id)
    card = OrganizationButton(act=OrganizationAct.CARD, id=organization.id)
    rows.append([button(t("button.to-card"), card), _menu(t)])
    title = t.html("integrations.title", name=phrases.firm(organization.name))
    return Screen(joined([title, joined(lines)], "\n\n"), tuple(rows))


def _line(t: Texts, one: Integration) -> Html:
    name, state = t(f"integration.{one.kind.value}"), t(f"integration.state.{one.state.value}")
    mark = "🔴" if one.failing_since is not None and one.state in LOADING else _MARKS[one.state]
    return t.html("integrations.line", mark=mark, name=name, state=state)


def card(t: Texts, person: Person, view: IntegrationView) -> Screen:
    """One integration: where it stands, and the next step."""
    one, organization = view.integration, view.membership.organization

    def step(label: str, what: Step, style: str | None = None) -> Row:
        return [button(t(label), IntegrationStep(id=organization.id, kind=one.kind, step=what), style)]

    if one.state is IntegrationState.OFF:
        rows = [step("integration.begin", Step.BEGIN, "primary")] if view.is_connected else []
    elif one.state is IntegrationState.PREPARING:
        rows = [
            *choices.rows(t, view),
            *choices.change_rows(t, view),
            step("integration.cancel", Step.CANCEL),
        ]
    elif one.state is IntegrationState.AWAITS_ORDER and missing(one):
        rows = [*choices.rows(t, view), step("integration.cancel", Step.CANCEL)]
    elif one.state is IntegrationState.AWAITS_ORDER:
        rows = [
            step("integration.get-order", Step.ORDER, "primary"),
            [link(t("button.crypto"), CRYPTO)],
            *choices.change_rows(t, view),
            step("integration.cancel", Step.CANCEL),
        ]
    elif one.state is IntegrationState.AWAITS_PROHIBITION:
        rows = [
            step("integration.get-prohibition", Step.ORDER, "primary"),
            [link(t("button.crypto"), CRYPTO)],
            step("integration.keep", Step.KEEP),
        ]
    else:
        rows = [step("integration.load", Step.LOAD, "primary")] if one.kind in NEEDS_START else []
        rows.append(step("integration.off", Step.ASK_OFF))
    if one.kind in NEEDS_START and (one.state in LOADING or one.loaded_at is not None):
        rows += entry.rows(t, organization.id)
    if one.kind is IntegrationKind.OFD:
        rows.append(step("integration.papers", Step.PAPERS))
    rows.append([button(t("button.back"), IntegrationCard(id=organization.id)), _menu(t)])
    title = t.html(
        "integration.card",
        integration=t(f"integration.{one.kind.value}"),
        name=phrases.firm(organization.name),
        about=t(f"integration.{one.kind.value}.about"),
    )
    return Screen(joined([title, *_facts(t, person, view)], "\n\n"), tuple(rows))


def _facts(t: Texts, person: Person, view: IntegrationView) -> list[Html]:
    one = view.integration
    if not view.is_connected and one.state is IntegrationState.OFF:
        return [t.html("integration.not-connected")]
    parts = [_line(t, one)]
    if chosen := _chosen(t, person, view):
        parts.append(joined(chosen))
    if one.kind in NEEDS_START and one.state in LOADING:
        parts += _loads(t, person, view)
    question = choices.question(view)
    if one.state is IntegrationState.PREPARING or (
        one.state is IntegrationState.AWAITS_ORDER and missing(one)
    ):
        parts.append(t.html(f"integration.ask-{question.value}"))
    elif t.has(hint := f"integration.hint.{one.state.value}"):
        parts.append(t.html(hint))
    return parts


def _chosen(t: Texts, person: Person, view: IntegrationView) -> list[Html]:
    one, zone, now = view.integration, person.zone, view.now
    if one.state is IntegrationState.OFF:
        if one.off_since is None:
            return []
        return [t.html("integration.off-since", moment=phrases.moment(t, one.off_since, zone, now))]
    lines = []
    if one.signer_name is not None:
        lines.append(t.html("integration.certificate", signer=phrases.cut(one.signer_name)))
    if one.load_from is not None:
        lines.append(t.html("integration.from", day=phrases.day(t, one.load_from)))
    if one.zone is not None and one.kind in NEEDS_START:
        lines.append(t.html("integration.zone", place=place(one.zone, t.language)))
    if one.on_since is not None and one.state in LOADING:
        lines.append(t.html("integration.on-since", moment=phrases.moment(t, one.on_since, zone, now)))
    return lines


def _loads(t: Texts, person: Person, view: IntegrationView) -> list[Html]:
    one = view.integration
    if one.loaded_at is None:
        parts = [t.html("integration.never-loaded")]
    else:
        moment = phrases.moment(t, one.loaded_at, person.zone, view.now)
        parts = [t.html("integration.loaded", moment=moment)]
    if one.failure is not None:
        parts.append(t.html("integration.fails", why=t(f"load-failure.{one.failure}")))
    return parts


def wrong_tariff(t: Texts, membership: Membership, error: TariffError) -> Screen:
    """Which tariff is needed, and what the organization has."""
    organization = membership.organization
    names = [t.html("integration.has", service=phrases.product(t, one)) for one in error.has[:10]]
    has = joined([t.html("integration.has-these"), *names]) if names else t.html("integration.has-none")
    return Screen(
        joined([t.html("integration.tariff", name=phrases.firm(organization.name)), has], "\n\n"),
        (
            [button(t("button.services"), OrganizationServicesPage(id=organization.id))],
            [button(t("button.back"), IntegrationCard(id=organization.id)), _menu(t)],
        ),
    )


def ask_off(t: Texts, view: IntegrationView) -> Screen:
    """Switching off something that needs no signature."""
    one, organization = view.integration, view.membership.organization
    off = IntegrationStep(id=organization.id, kind=one.kind, step=Step.OFF)
    back = IntegrationCard(id=organization.id, kind=one.kind)
    text = t.html(
        "integration.ask-off",
        integration=t(f"integration.{one.kind.value}"),
        name=phrases.firm(organization.name),
    )
    return Screen(
        text, ([button(t("integration.off-now"), off, "danger")], [button(t("button.back"), back), _menu(t)])
    )


def papers(t: Texts, person: Person, membership: Membership, signed: Sequence[Paper]) -> Screen:
    """Signed texts, to be downloaded with their signatures."""
    organization = membership.organization
    rows: list[Row] = [
        [
            button(
                t(
                    f"paper.{one.sort.value}",
                    day=phrases.day(t, phrases.local_date(one.signed_at or one.issued_at, person.zone)),
                ),
                SignedPaper(id=organization.id, text=one.id),
            )
        ]
        for one in signed
    ]
    back = IntegrationCard(id=organization.id, kind=IntegrationKind.OFD)
    text = t.html("papers.title" if signed else "papers.none", name=phrases.firm(organization.name))
    return Screen(text, (*rows, [button(t("button.back"), back), _menu(t)]))


def _menu(t: Texts) -> InlineKeyboardButton:
    return button(t("button.menu"), Go(to=Place.MENU))
