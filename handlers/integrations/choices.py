"""What is chosen for an integration: the certificate, the day, the zone. Each may be chosen anew until it is on."""

from datetime import date
from enum import Enum

from bot.cabinet.acts.period import part
from bot.cabinet.integrations.start import EARLIEST
from bot.cabinet.integrations.transitions import NEEDS_CERTIFICATE, NEEDS_START, missing
from bot.cabinet.integrations.view import IntegrationView
from bot.texts import Texts
from handlers import phrases
from handlers.buttons import Go, Place
from handlers.calendar.keyboard import month_rows, numbered
from handlers.integrations.buttons import (
    ChooseCertificate,
    ChooseRegistersZone,
    ChooseStart,
    IntegrationCard,
    IntegrationStep,
    Step,
)
from handlers.screen import Row, Screen, button
from handlers.settings.zone.cities import RUSSIAN
from handlers.settings.zone.screens import label


class Question(Enum):
    """What a person is asked next."""

    CERTIFICATE = "certificate"
    NO_CERTIFICATE = "no-certificate"
    START = "start"
    ENABLE = "enable"


def question(view: IntegrationView) -> Question:
    """What has to be chosen next."""
    one = view.integration
    if one.kind in NEEDS_CERTIFICATE and one.fingerprint is None:
        return Question.CERTIFICATE if view.certificates else Question.NO_CERTIFICATE
    return Question.START if missing(one) else Question.ENABLE


def rows(t: Texts, view: IntegrationView) -> list[Row]:
    """The answers to the next question."""
    match question(view):
        case Question.CERTIFICATE:
            return _certificates(t, view)
        case Question.NO_CERTIFICATE:
            return [[button(t("button.add"), Go(to=Place.ADD), "primary")]]
        case Question.START:
            return _starts(t, view)
        case Question.ENABLE:
            enable = IntegrationStep(
                id=view.membership.organization.id, kind=view.integration.kind, step=Step.ENABLE
            )
            return [[button(t("integration.enable"), enable, "primary")]]


def change_rows(t: Texts, view: IntegrationView) -> list[Row]:
    """Ways to choose anew, once all is chosen."""
    one, organization = view.integration, view.membership.organization
    if missing(one):
        return []
    changes: list[Row] = []
    if one.kind in NEEDS_START:
        start = ChooseStart(id=organization.id, kind=one.kind)
        changes.append([button(t("integration.change-start"), start)])
        zone = ChooseRegistersZone(id=organization.id, kind=one.kind)
        changes.append([button(t("integration.change-zone"), zone)])
    if one.kind in NEEDS_CERTIFICATE and len(view.certificates) > 1:
        who = ChooseCertificate(id=organization.id, kind=one.kind)
        changes.append([button(t("integration.change-certificate"), who)])
    return changes


def certificates(t: Texts, view: IntegrationView) -> Screen:
    """Another certificate."""
    return Screen(t.html("integration.ask-certificate"), (*_certificates(t, view), _back(t, view)))


def starts(t: Texts, view: IntegrationView) -> Screen:
    """Another day to load from."""
    return Screen(t.html("integration.ask-start"), (*_starts(t, view), _back(t, view)))


def calendar(t: Texts, view: IntegrationView, month: date) -> Screen:
    """Any day to load from."""
    one, organization = view.integration, view.membership.organization

    def data(**what: int) -> ChooseStart:
        return ChooseStart(id=organization.id, kind=one.kind, **what)

    days = month_rows(
        t,
        month,
        EARLIEST,
        view.today,
        lambda day: data(day=numbered(day)),
        lambda other: data(month=numbered(other)),
    )
    return Screen(t.html("integration.ask-start"), (*days, _back(t, view)))


def zones(t: Texts, view: IntegrationView) -> Screen:
    """The zone of the cash registers."""
    one, organization = view.integration, view.membership.organization
    known: list[Row] = [
        [
            button(
                label(t, zone, one.zone or "", view.now),
                ChooseRegistersZone(id=organization.id, kind=one.kind, zone=zone),
            )
        ]
        for zone in RUSSIAN
    ]
    return Screen(t.html("integration.ask-zone"), (*known, _back(t, view)))


def _certificates(t: Texts, view: IntegrationView) -> list[Row]:
    one, organization = view.integration, view.membership.organization
    return [
        [
            button(
                phrases.cut(
                    t(
                        "integration.certificate-line",
                        signer=phrases.cut(certificate.signer_name, phrases.LABEL_LENGTH // 2),
                        day=phrases.day(t, certificate.valid_until.date()),
                    ),
                    phrases.LABEL_LENGTH + 8,
                ),
                ChooseCertificate(id=organization.id, kind=one.kind, confirmation=certificate.confirmation),
            )
        ]
        for certificate in view.certificates
    ]


def _starts(t: Texts, view: IntegrationView) -> list[Row]:
    one, organization, today = view.integration, view.membership.organization, view.today

    def start(key: str, day: date) -> Row:
        data = ChooseStart(id=organization.id, kind=one.kind, day=numbered(day))
        return [button(t(key, day=phrases.day(t, day)), data)]

    own = ChooseStart(id=organization.id, kind=one.kind, month=numbered(today.replace(day=1)))
    return [
        start("integration.from-today", today),
        start("integration.from-month", part(today, 1, 0).first),
        start("integration.from-quarter", part(today, 3, 0).first),
        start("integration.from-year", part(today, 12, 0).first),
        [button(t("integration.own-day"), own)],
    ]


def _back(t: Texts, view: IntegrationView) -> Row:
    card = IntegrationCard(id=view.membership.organization.id, kind=view.integration.kind)
    return [button(t("button.back"), card), button(t("button.menu"), Go(to=Place.MENU))]
