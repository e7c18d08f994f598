"""Screens of proving an organization."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.cabinet.challenge import Challenge
from bot.cabinet.confirmation import Confirmed
from bot.cabinet.confirmations import ChallengeRefusedError
from bot.cabinet.integrations.integration import IntegrationKind
from bot.cabinet.integrations.paper import PaperRefusedError, PaperSort
from bot.cabinet.integrations.signing import PaperAccepted
from bot.cabinet.organization import Membership
from bot.cabinet.person import Person
from bot.signature.verdict import SignatureRefusedError
from bot.texts import Html, Texts, joined
from handlers import phrases
from handlers.buttons import (
    Go,
    OrganizationAct,
    OrganizationButton,
    OrganizationsPage,
    Place,
    ServicesPage,
)
from handlers.integrations.buttons import IntegrationStep, Step
from handlers.screen import Row, Screen, button, link

CRYPTO = "https://crypto.kontur.ru"
MOST_NAMED = 15


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one signature; plain values, for outcomes of one album wait in the state for the next file."""

    line: str  # markup
    organization: int | None = None
    name: str = ""
    retry: bool = False  # a new file is what helps
    integration: str = ""  # what has been moved


def instruction(t: Texts, lapsed: Sequence[Membership]) -> Screen:
    """How to sign; when renewing, which organizations one file opens again."""
    parts = []
    if lapsed:
        names = [
            t.html("confirm.lapsed-line", name=phrases.firm(m.organization.name)) for m in lapsed[:MOST_NAMED]
        ]
        if len(lapsed) > MOST_NAMED:
            names.append(t.html_plural("confirm.lapsed-more", len(lapsed) - MOST_NAMED))
        parts.append(joined([t.html_plural("confirm.lapsed", len(lapsed)), *names]))
    parts.append(t.html("confirm.steps"))
    return Screen(
        joined(parts, "\n\n"), ([link(t("button.crypto"), CRYPTO)], [button(t("button.menu"), _MENU)])
    )


_MENU = Go(to=Place.MENU)


def caption(t: Texts, person: Person, challenge: Challenge) -> Html:
    """What stands under the challenge file."""
    return t.html("confirm.caption", time=phrases.clock(t, challenge.valid_until, person.zone))


def file_name(t: Texts, challenge: Challenge) -> str:
    """A name that Telegram leaves as it is and that tells two files apart."""
    return t("confirm.file-name", code=challenge.code[:9])


def too_many(t: Texts) -> Screen:
    """The person asks for files faster than anybody could sign them."""
    return Screen(t.html("confirm.too-many"), ([button(t("button.menu"), _MENU)],))


def accepted(t: Texts, person: Person, confirmed: Confirmed, now: datetime) -> Outcome:
    """The organization is open."""
    membership = confirmed.membership
    name = phrases.firm(membership.organization.name)
    lines = [
        t.html(
            "confirm.opened" if confirmed.is_new else "confirm.renewed",
            name=name,
            moment=phrases.moment(t, membership.open_until, person.zone, now),
        ),
        t.html("confirm.signer", signer=phrases.cut(membership.signed_by.name)),
        t.html_plural("card.services", confirmed.services)
        if confirmed.services
        else t.html("card.no-services"),
    ]
    if confirmed.missed_documents:
        lines.append(t.html_plural("confirm.missed-documents", confirmed.missed_documents))
    return Outcome(joined(lines), membership.organization.id, name)


def refused(t: Texts, person: Person, error: SignatureRefusedError) -> Outcome:
    """The signature does not count: what is wrong and what to do."""
    reason = error.reason.value
    values = {
        "subject": phrases.cut(error.subject) if error.subject else t("refusal.certificate"),
        "day": phrases.day(t, phrases.local_date(error.until, person.zone)) if error.until else "",
    }
    dated = f"refusal.{reason}.dated"
    key = dated if error.until is not None and t.has(dated) else f"refusal.{reason}"
    return Outcome(t.html("refusal.line", text=t.html(key, **values)))


def challenge_refused(t: Texts, error: ChallengeRefusedError) -> Outcome:
    """There is no live challenge that the signature could count for."""
    text = t.html(f"challenge.{error.refusal.value}")
    return Outcome(t.html("refusal.line", text=text), retry=True)


def paper_accepted(t: Texts, accepted: PaperAccepted) -> Outcome:
    """A signed text has moved an integration."""
    organization = accepted.membership.organization
    name = phrases.firm(organization.name)
    is_on = accepted.paper.sort is PaperSort.ORDER
    line = t.html(f"paper.accepted.{accepted.paper.sort.value}", name=name)
    return Outcome(line, organization.id, name, integration=accepted.integration.kind.value if is_on else "")


def paper_refused(t: Texts, error: PaperRefusedError) -> Outcome:
    """A good signature does not count for the text."""
    expected = phrases.cut(error.expected or "")
    text = t.html(f"paper.refused.{error.refusal.value}", expected=expected)
    return Outcome(t.html("refusal.line", text=text))


def problem(t: Texts, key: str) -> Outcome:
    """The signature could not be judged, through no fault of its own."""
    return Outcome(t.html("refusal.line", text=t.html(key)))


def of_file(t: Texts, outcome: Outcome, file: str) -> Outcome:
    """Which file of several has been refused; an accepted one is named by its organization already."""
    if outcome.organization is not None:
        return outcome
    named = joined([Html(outcome.line), t.html("refusal.file", file=phrases.cut(file))])
    return replace(outcome, line=named)


def results(t: Texts, outcomes: Sequence[Outcome]) -> Screen:
    """What came of one signature, or of every signature of an album."""
    opened = [outcome for outcome in outcomes if outcome.organization is not None]
    rows: list[Row] = [
        [
            button(
                t("button.open-organization", name=phrases.cut(outcome.name, phrases.LABEL_LENGTH)),
                OrganizationButton(act=OrganizationAct.CARD, id=outcome.organization),
            )
        ]
        for outcome in opened
        if outcome.organization is not None
    ]
    rows += [
        [
            button(
                t("integration.load"),
                IntegrationStep(
                    id=outcome.organization, kind=IntegrationKind(outcome.integration), step=Step.LOAD
                ),
                "primary",
            )
        ]
        for outcome in opened
        if outcome.integration and outcome.organization is not None
    ]
    if opened:
        rows.append([button(t("button.services"), ServicesPage())])
    if any(outcome.retry for outcome in outcomes):
        rows.append([button(t("button.new-file"), Go(to=Place.ADD), "primary")])
    elif len(opened) < len(outcomes):
        rows.append([button(t("button.help"), Go(to=Place.HELP))])
    rows.append([button(t("button.to-organizations"), OrganizationsPage()), button(t("button.menu"), _MENU)])
    return Screen(joined([Html(outcome.line) for outcome in outcomes], "\n\n"), tuple(rows))
