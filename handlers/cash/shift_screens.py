"""Screens of shifts: where each came from, and the questions they raise."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice

from aiogram.types import InlineKeyboardButton

from bot.cabinet.cash.kept_order import CashlessLine, KeptWaybill, KnownRegister, ShownShift, SoldLine
from bot.cabinet.cash.kept_shift import KeptShiftId, ShiftMoney, ShiftState
from bot.cabinet.cash.orders import Answer, ShiftList
from bot.cabinet.organization import Membership, OrganizationId
from bot.cabinet.page import Page
from bot.cabinet.person import Person
from bot.texts import Html, Texts, joined
from handlers import money, phrases
from handlers.buttons import Go, Place
from handlers.cash import wording
from handlers.cash.buttons import (
    AnswerShift,
    LinkBox,
    OrderMonthPage,
    OrderMonths,
    ShiftQuestion,
    ShiftsPage,
    WaybillsPage,
)
from handlers.documents.wording import month as month_name
from handlers.paging import arrows
from handlers.screen import Row, Screen, button

_REGISTERS_SHOWN = 20


def shifts(t: Texts, person: Person, view: ShiftList) -> Screen:
    """Shifts, the latest first: their source, their money, what became of each."""
    organization = view.membership.organization
    rows: list[Row] = [arrows(t, view.page, lambda other: ShiftsPage(id=organization.id, page=other))]
    if view.questions:
        label = t("cash.questions", n=view.questions)
        rows.append([button(label, ShiftQuestion(id=organization.id), "primary")])
    rows.append([button(t("button.back"), OrderMonths(id=organization.id)), _menu(t)])
    title = t.html("shifts.title", name=phrases.firm(organization.name))
    lines = [wording.shift_line(t, one, person.zone) for one in view.page.items]
    return Screen(joined([title, *(lines or [t.html("shifts.none")])], "\n\n"), tuple(rows))


def question(t: Texts, person: Person, view: ShiftList) -> Screen:
    """One shift that somebody has to decide about, beside the one that it may be the same as."""
    organization = view.membership.organization
    rows: list[Row] = []
    parts = [t.html("shifts.question-title", name=phrases.firm(organization.name), n=view.questions)]
    if not view.page.items:
        parts.append(t.html("shifts.no-questions"))
    for shown in view.page.items:
        parts += _asked(t, shown, person.zone)
        rows += [
            [button(t(label), AnswerShift(id=organization.id, shift=shown.shift.id, answer=answer))]
            for label, answer in _answers(shown)
        ]
    rows.append(arrows(t, view.page, lambda other: ShiftQuestion(id=organization.id, page=other)))
    if view.boxes:
        rows.append([button(t("shifts.link", n=view.boxes), LinkBox(id=organization.id))])
    rows.append([button(t("button.back"), ShiftsPage(id=organization.id)), _menu(t)])
    return Screen(joined(parts, "\n\n"), tuple(rows))


def _asked(t: Texts, shown: ShownShift, zone: str) -> list[Html]:
    """What a person has to know to decide."""
    shift = shown.shift
    parts = [wording.shift_line(t, shown, zone)]
    if shift.state is ShiftState.NEGATIVE:
        parts.append(t.html("shifts.negative"))
    if shift.state is not ShiftState.UNSURE:
        return parts
    if shift.record.money is None:
        parts.append(t.html("shifts.no-money"))
    elif not shift.record.is_over:
        parts.append(t.html("shifts.not-over"))
    if shown.twin is not None:
        name = wording.shift_name(t, shown.twin, shown.twin_register, zone)
        parts.append(t.html("shifts.beside", name=name, money=wording.shift_money(t, shown.twin)))
    return parts


def _answers(shown: ShownShift) -> list[tuple[str, Answer]]:
    """The labels of what a person can say."""
    shift = shown.shift
    if shift.state not in {ShiftState.UNSURE, ShiftState.NEGATIVE}:
        return [("shifts.seen", Answer.SEEN)]
    answers: list[tuple[str, Answer]] = []
    if shift.state is ShiftState.UNSURE and shown.twin is not None:
        answers.append(("shifts.same", Answer.SAME))
    if shift.state is ShiftState.UNSURE and shift.record.money is not None:
        answers.append((_another(shown, shift.record.money), Answer.ANOTHER))
    if shift.later_cash is not None:
        answers.append(("shifts.seen", Answer.SEEN))
    return [*answers, ("shifts.leave-out", Answer.LEAVE_OUT)]


def _another(shown: ShownShift, known: ShiftMoney) -> str:
    if known.cash < 0:
        return "shifts.counts"
    return "shifts.make-order" if shown.twin is None else "shifts.another"


def boxes(t: Texts, organization: OrganizationId, known: Mapping[KeptShiftId, str]) -> Screen:
    """Cash boxes of Маркет's that nobody has linked."""
    rows: list[Row] = [
        [button(phrases.cut(box, phrases.LABEL_LENGTH), LinkBox(id=organization, shift=shift))]
        for shift, box in islice(known.items(), _REGISTERS_SHOWN)
    ]
    back = [button(t("button.back"), ShiftQuestion(id=organization)), _menu(t)]
    return Screen(t.html("shifts.which-box"), (*rows, back))


def registers(
    t: Texts, organization: OrganizationId, shift: KeptShiftId, box: str, known: Sequence[KnownRegister]
) -> Screen:
    """Which register a cash box is."""
    rows: list[Row] = [
        [
            button(
                phrases.cut(f"{one.name}, {one.registration_number}", phrases.LABEL_LENGTH + 20),
                LinkBox(id=organization, shift=shift, register_id=one.id),
            )
        ]
        for one in known[:_REGISTERS_SHOWN]
    ]
    back = [button(t("button.back"), LinkBox(id=organization)), _menu(t)]
    return Screen(t.html("shifts.which-register", box=phrases.cut(box)), (*rows, back))


def waybills(t: Texts, membership: Membership, first: date, page: Page[KeptWaybill]) -> Screen:
    """Incoming waybills of a month."""
    organization = membership.organization
    month_of = {"id": organization.id, "year": first.year, "month": first.month}
    title = t.html("waybills.title", month=month_name(t, first), name=phrases.firm(organization.name))
    lines = [
        t.html(
            "waybills.line",
            number=phrases.cut(one.number, phrases.LABEL_LENGTH),
            day=phrases.day(t, one.dated),
            supplier=phrases.cut(one.supplier or t("waybills.no-supplier")),
            cost=t("waybills.no-cost") if one.cost is None else money.rubles(t, one.cost),
            positions=one.positions,
        )
        for one in page.items
    ]
    return Screen(
        joined([title, *(lines or [t.html("waybills.none")])], "\n\n"),
        (
            arrows(t, page, lambda other: WaybillsPage(**month_of, page=other)),
            [button(t("button.back"), OrderMonthPage(**month_of)), _menu(t)],
        ),
    )


def reports(
    t: Texts,
    membership: Membership,
    first: date,
    cashless: Sequence[CashlessLine],
    sold: Sequence[SoldLine],
    total: int,
) -> Screen:
    """Cashless revenue and products sold within a month."""
    organization = membership.organization
    month_of = {"id": organization.id, "year": first.year, "month": first.month}
    title = t.html("reports.title", month=month_name(t, first), name=phrases.firm(organization.name))
    paid = [
        t.html(
            "reports.cashless-line",
            payment=t(f"payment.{one.payment}"),
            received=money.rubles(t, one.received),
            returned=money.rubles(t, one.returned),
        )
        for one in cashless
    ]
    products = [
        t.html(
            "reports.sold-line",
            product=phrases.cut(one.product or t("reports.free-price"), phrases.LABEL_LENGTH),
            sold=_quantity(one.sold),
            returned=_quantity(one.returned),
        )
        for one in sold
    ]
    parts: list[Html] = [title, t.html("reports.cashless"), joined(paid or [t.html("reports.none")])]
    parts += [t.html("reports.sold"), joined(products or [t.html("reports.none")])]
    if total > len(sold):
        parts.append(t.html_plural("reports.more", total - len(sold)))
    return Screen(joined(parts, "\n\n"), ([button(t("button.back"), OrderMonthPage(**month_of)), _menu(t)],))


def _quantity(thousandths: int) -> str:
    whole, rest = divmod(thousandths, 1000)
    return f"{whole},{rest:03}".rstrip("0").rstrip(",")


def _menu(t: Texts) -> InlineKeyboardButton:
    return button(t("button.menu"), Go(to=Place.MENU))
