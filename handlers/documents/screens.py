"""Screens of closing documents."""

from collections.abc import Callable, Collection, Sequence
from itertools import groupby

from aiogram.types import InlineKeyboardButton

from bot.cabinet.documents.closing_documents import MonthDocuments, Months
from bot.cabinet.documents.kept import KeptDocument
from bot.cabinet.organization import Membership
from bot.cabinet.page import Page
from bot.cabinet.person import Person
from bot.texts import Html, Texts, joined
from handlers import phrases
from handlers.buttons import Go, OrganizationAct, OrganizationButton, Place
from handlers.documents import wording
from handlers.documents.buttons import (
    ChooseDocuments,
    ChosenArchive,
    DocumentCard,
    DocumentFile,
    DocumentMonth,
    DocumentMonths,
    MonthArchive,
)
from handlers.paging import arrows
from handlers.screen import Row, Screen, button, link

MONTHS_ON_PAGE = 8
# What a message and its buttons have room for.
MOST_ON_CARD = 20

IsNew = Callable[[KeptDocument], bool]


def months(t: Texts, person: Person, view: Months, number: int) -> Screen:
    """The months with documents, and how fresh they are."""
    organization = view.membership.organization
    size = MONTHS_ON_PAGE
    last = max(0, (len(view.months) - 1) // size)
    number = min(number, last)
    shown = view.months[number * size : (number + 1) * size]
    page = Page(items=shown, number=number, size=size, total=len(view.months))
    rows: list[Row] = [
        [
            button(
                t("documents.month", month=wording.month(t, one.first), n=one.documents),
                DocumentMonth(id=organization.id, year=one.first.year, month=one.first.month),
            )
        ]
        for one in shown
    ]
    rows.append(arrows(t, page, lambda other: DocumentMonths(id=organization.id, page=other)))
    if view.is_connected:
        rows.append([button(t("button.refresh"), DocumentMonths(id=organization.id, again=True))])
    rows.append(_ways_back(t, view.membership))
    title = t.html("documents.title", name=phrases.firm(organization.name))
    return Screen(joined([title, *_state(t, person, view)], "\n\n"), tuple(rows))


def _state(t: Texts, person: Person, view: Months) -> list[Html]:
    if not view.is_connected:
        return [t.html("documents.off")]
    if view.load is None or (view.load.loaded_at is None and view.load.failure is None):
        return [t.html("documents.loading")]
    lines = []
    if view.load.failure is not None:
        lines.append(t.html(f"documents.failure.{view.load.failure.value}"))
    elif not view.months:
        lines.append(t.html("documents.none"))
    if view.load.loaded_at is not None:
        moment = phrases.moment(t, view.load.loaded_at, person.zone, view.now)
        lines.append(t.html("documents.updating" if view.is_loading else "documents.fresh", moment=moment))
    return lines


def month(t: Texts, view: MonthDocuments, is_new: IsNew) -> Screen:
    """The documents of a month, those of one deal together."""
    organization, first = view.membership.organization, view.first
    deals = _deals(view.page.items)
    month_of = {"id": organization.id, "year": first.year, "month": first.month}
    rows: list[Row] = [
        [
            button(
                _deal_label(t, deal),
                DocumentCard(id=organization.id, document=deal[0].id),
            )
        ]
        for deal in deals
    ]
    rows.append(arrows(t, view.page, lambda other: DocumentMonth(**month_of, page=other)))
    if view.page.total:
        rows.append([button(t("documents.month-archive"), MonthArchive(**month_of))])
    if view.page.total > 1:
        rows.append([button(t("documents.choose"), ChooseDocuments(**month_of))])
    rows.append([button(t("button.back"), DocumentMonths(id=organization.id)), _menu(t)])
    title = t.html(
        "documents.month-title", name=phrases.firm(organization.name), month=wording.month(t, first)
    )
    texts = [joined([wording.line(t, one, is_new=is_new(one)) for one in deal]) for deal in deals]
    return Screen(joined([title, *(texts or [t.html("documents.month-empty")])], "\n\n"), tuple(rows))


def card(t: Texts, membership: Membership, deal: Sequence[KeptDocument], is_new: IsNew) -> Screen:
    """The documents of one deal, each as a file and in Диадок."""
    organization, first = membership.organization, deal[0].filed_on
    rows: list[Row] = []
    if len(deal) > 1:
        together = DocumentFile(id=organization.id, document=deal[0].id, deal=True)
        rows.append([button(t.plural("documents.pdf-together", len(deal)), together, "primary")])
    for one in deal[:MOST_ON_CARD]:
        name = "" if len(deal) == 1 else wording.named(t, one)
        file = DocumentFile(id=organization.id, document=one.id)
        rows.append([button(t("documents.pdf", name=name).strip(" :"), file)])
        rows.append([link(t("documents.open", name=name).strip(" :"), one.link)])
    back = DocumentMonth(id=organization.id, year=first.year, month=first.month)
    rows.append([button(t("button.back"), back), _menu(t)])
    title = t.html("documents.title", name=phrases.firm(organization.name))
    lines = [wording.line(t, one, is_new=is_new(one)) for one in deal[:MOST_ON_CARD]]
    if len(deal) > MOST_ON_CARD:
        lines.append(t.html_plural("documents.more", len(deal) - MOST_ON_CARD))
    return Screen(joined([title, *lines], "\n\n"), tuple(rows))


def choice(t: Texts, view: MonthDocuments, chosen: Collection[int]) -> Screen:
    """The documents of a month with a mark at each that was chosen."""
    organization, first = view.membership.organization, view.first
    month_of = {"id": organization.id, "year": first.year, "month": first.month}
    here = view.page.number
    rows: list[Row] = [
        [
            button(
                f"{'☑️' if one.id in chosen else '⬜️'} {wording.named(t, one)}",
                ChooseDocuments(**month_of, page=here, toggle=one.id),
            )
        ]
        for one in view.page.items
    ]
    rows.append(arrows(t, view.page, lambda other: ChooseDocuments(**month_of, page=other)))
    if chosen:
        label = t.plural("documents.chosen-archive", len(chosen))
        rows.append([button(label, ChosenArchive(id=organization.id), "primary")])
    rows.append([button(t("button.back"), DocumentMonth(**month_of)), _menu(t)])
    text = t.html("documents.choice", name=phrases.firm(organization.name), month=wording.month(t, first))
    return Screen(text, tuple(rows))


def _deals(documents: Sequence[KeptDocument]) -> list[list[KeptDocument]]:
    return [list(deal) for _, deal in groupby(documents, key=lambda one: one.deal)]


def _deal_label(t: Texts, deal: Sequence[KeptDocument]) -> str:
    name = wording.named(t, deal[0])
    label = name if len(deal) == 1 else t.plural("documents.and-more", len(deal) - 1, name=name)
    return phrases.cut(label, phrases.LABEL_LENGTH)


def _ways_back(t: Texts, membership: Membership) -> Row:
    act = OrganizationButton(act=OrganizationAct.CARD, id=membership.organization.id)
    return [button(t("button.to-card"), act), _menu(t)]


def _menu(t: Texts) -> InlineKeyboardButton:
    return button(t("button.menu"), Go(to=Place.MENU))
