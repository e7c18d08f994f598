"""Cash registers and integrations that need somebody, as messages."""

from datetime import datetime

from bot.cabinet.warnings.outbox import Addressee, Fact, LoadingFails, RegisterTrouble
from bot.texts import Html, Texts
from handlers import phrases
from handlers.integrations.buttons import IntegrationCard
from handlers.screen import Row, button
from handlers.warnings import facts

SILENT_DAYS = 25


def silent(t: Texts, fact: Fact, to: Addressee, now: datetime) -> Html:
    """A register has told nothing for 25 days or more."""
    known = facts.known(fact, RegisterTrouble)
    last = known.last_document_at
    return t.html_plural(
        "warning.register",
        SILENT_DAYS if last is None else (now - last).days,
        name=phrases.firm(known.name),
        register=phrases.cut(known.register),
        number=known.registration_number,
        moment="—" if last is None else phrases.moment(t, last, to.person.zone, now),
    )


def drive(t: Texts, fact: Fact, _to: Addressee, _now: datetime) -> Html:
    """A fiscal drive ends soon, by the register's own word."""
    known = facts.known(fact, RegisterTrouble)
    key = "warning.drive" if known.sign is None else f"warning.drive.{known.sign.value}"
    return t.html(
        key,
        name=phrases.firm(known.name),
        register=phrases.cut(known.register),
        number=known.registration_number,
    )


def failing(t: Texts, fact: Fact, to: Addressee, now: datetime) -> Html:
    """An integration has failed for a day."""
    known = facts.known(fact, LoadingFails)
    return t.html(
        "warning.loading",
        name=phrases.firm(known.name),
        integration=t(f"integration.{known.kind.value}"),
        moment=phrases.moment(t, known.since, to.person.zone, now),
        why=t(f"load-failure.{known.failure.value}"),
    )


def to_card(t: Texts, fact: Fact, _now: datetime) -> list[Row]:
    """To the integration."""
    if isinstance(fact, LoadingFails):
        card = IntegrationCard(id=fact.organization, kind=fact.kind)
    else:
        known = facts.known(fact, RegisterTrouble)
        card = IntegrationCard(id=known.organization)
    return [[button(t("button.details"), card)]]
