"""What a warning looks like: its text and the buttons under it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiogram.types import InlineKeyboardButton

from bot.cabinet.warnings.kind import RULES, Kind
from bot.cabinet.warnings.outbox import Addressee, Ending, Fact, Intrusion, Item, Letter, WarningId
from bot.texts import Html, Texts
from handlers.buttons import (
    CloseForOther,
    Go,
    HideWarning,
    OrganizationAct,
    OrganizationButton,
    OrganizationServicesPage,
    Place,
    RemindTomorrow,
    ServicesPage,
)
from handlers.screen import Row, Screen, button
from handlers.warnings import acts, documents, facts, lines, lists, registers, sentences
from handlers.warnings.lists import Line

Sentence = Callable[[Texts, Fact, Addressee, datetime], Html]
Ways = Callable[[Texts, Fact, datetime], list[Row]]


@dataclass(frozen=True, slots=True)
class Wording:
    """How warnings of one kind are told.

    Attributes:
        sentence: The text of a message of its own.
        ways: Where one goes from it.
        line: The same as a line of a digest; kinds that are never told together have none.
    """

    sentence: Sentence
    ways: Ways
    line: Line | None = None


def letter(t: Texts, letter: Letter, now: datetime) -> Screen:
    """The message: one warning, or several as a digest.

    Args:
        t: Texts in the reader's language.
        letter: What to tell, and to whom.
        now: The moment of telling: what is left is counted from it, for a warning may come late.
    """
    if len(letter.items) > 1:
        return _digest(t, letter, now)
    [item] = letter.items
    wording = WORDINGS[item.kind]
    rows = wording.ways(t, item.fact, now)
    if RULES[item.kind].patient:
        rows.append([_tomorrow(t, letter.batch)])
        rows.append([button(t("button.hide-term"), HideWarning(batch=letter.batch))])
    return Screen(wording.sentence(t, item.fact, letter.to, now), (*rows, _menu(t)))


def _digest(t: Texts, letter: Letter, now: datetime) -> Screen:
    rows: list[Row] = []
    if any(item.kind is Kind.ACCESS for item in letter.items):
        rows.append([button(t("button.confirm-again"), Go(to=Place.LAPSED), "primary")])
    if any(RULES[item.kind].patient for item in letter.items):
        rows.append([button(t("button.details"), ServicesPage())])
        rows.append([_tomorrow(t, letter.batch)])
    return Screen(lists.digest(t, _entries(letter.items), letter.to, now), (*rows, _menu(t)))


def _entries(items: Sequence[Item]) -> list[tuple[Line, Ending]]:
    found = ((WORDINGS[item.kind].line, item.fact) for item in items)
    return [(line, facts.known(fact, Ending)) for line, fact in found if line is not None]


def _renewing(t: Texts, _fact: Fact, _now: datetime) -> list[Row]:
    return [[button(t("button.confirm-again"), Go(to=Place.ADD), "primary")]]


def _services(t: Texts, fact: Fact, _now: datetime) -> list[Row]:
    organization = facts.known(fact, Ending).organization
    return [[button(t("button.details"), OrganizationServicesPage(id=organization))]]


def _card(t: Texts, fact: Fact, _now: datetime) -> list[Row]:
    organization = facts.known(fact, Ending).organization
    return [[button(t("button.details"), OrganizationButton(act=OrganizationAct.CARD, id=organization))]]


def _guarding(t: Texts, fact: Fact, now: datetime) -> list[Row]:
    known = facts.known(fact, Intrusion)
    ident = known.organization
    who = button(t("button.who-has-access"), OrganizationButton(act=OrganizationAct.HOLDERS, id=ident))
    if known.open_until is None or known.open_until <= now:
        return [[who]]
    return [[button(t("button.close-this"), CloseForOther(id=ident, person=known.actor), "danger")], [who]]


def _to_services(t: Texts, _fact: Fact, _now: datetime) -> list[Row]:
    return [[button(t("button.services"), ServicesPage())]]


def _to_settings(t: Texts, _fact: Fact, _now: datetime) -> list[Row]:
    return [[button(t("button.settings"), Go(to=Place.SETTINGS))]]


def _tomorrow(t: Texts, batch: WarningId) -> InlineKeyboardButton:
    return button(t("button.remind-tomorrow"), RemindTomorrow(batch=batch))


def _menu(t: Texts) -> Row:
    return [button(t("button.menu"), Go(to=Place.MENU))]


WORDINGS: dict[Kind, Wording] = {
    Kind.ACCESS: Wording(sentences.access, _renewing, lines.access),
    Kind.SERVICE: Wording(sentences.service, _services, lines.service),
    Kind.CERTIFICATE: Wording(sentences.certificate, _card, lines.certificate),
    Kind.SHARED: Wording(sentences.shared, _guarding),
    Kind.CLOSED: Wording(sentences.closed, _renewing),
    Kind.DOCUMENT: Wording(documents.sentence, documents.ways),
    Kind.ACT: Wording(acts.ready, acts.to_act),
    Kind.DECLINED: Wording(acts.declined, acts.to_acts),
    Kind.ORDER: Wording(acts.waiting, acts.to_orders),
    Kind.DRIVE: Wording(registers.drive, registers.to_card),
    Kind.REGISTER: Wording(registers.silent, registers.to_card),
    Kind.LOADING: Wording(registers.failing, registers.to_card),
    Kind.WEEKLY: Wording(lists.weekly, _to_services),
    Kind.TEST: Wording(sentences.trial, _to_settings),
}
