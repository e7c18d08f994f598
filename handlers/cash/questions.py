"""Shifts with where they came from, and the questions that a person answers."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.cash.kept_shift import KeptShiftId
from bot.cabinet.organization import OrganizationId
from bot.cabinet.person import Person
from bot.middlewares.toast import Toast
from bot.texts import Texts
from handlers.cash import shift_screens
from handlers.cash.buttons import AnswerShift, LinkBox, ShiftQuestion, ShiftsPage
from handlers.screen import show


async def open_shifts(
    callback: CallbackQuery, callback_data: ShiftsPage, bot: Bot, person: Person, cabinet: Cabinet, t: Texts
) -> None:
    """Shifts, the latest first."""
    view = await cabinet.cash_orders.shifts(
        person, OrganizationId(callback_data.id), callback_data.page, questions=False
    )
    await show(callback, bot, shift_screens.shifts(t, person, view))


async def open_question(
    callback: CallbackQuery,
    callback_data: ShiftQuestion,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
) -> None:
    """One question."""
    await _show_question(callback, bot, person, cabinet, t, callback_data.id, callback_data.page)


async def answer(
    callback: CallbackQuery,
    callback_data: AnswerShift,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Decide about a shift; the next question follows."""
    decided = await cabinet.cash_orders.answer(
        person, OrganizationId(callback_data.id), KeptShiftId(callback_data.shift), callback_data.answer
    )
    toast.text = t("shifts.decided" if decided else "shifts.nothing-to-decide")
    await _show_question(callback, bot, person, cabinet, t, callback_data.id, 0)


async def link(
    callback: CallbackQuery,
    callback_data: LinkBox,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    toast: Toast,
) -> None:
    """Which register a cash box is: the box, the register, then both are linked."""
    organization = OrganizationId(callback_data.id)
    boxes = await cabinet.cash_orders.boxes(person, organization)
    shift = KeptShiftId(callback_data.shift or 0)
    if shift not in boxes:
        await show(callback, bot, shift_screens.boxes(t, organization, boxes))
        return
    if callback_data.register_id is None:
        known = await cabinet.cash_orders.registers(person, organization)
        await show(callback, bot, shift_screens.registers(t, organization, shift, boxes[shift], known))
        return
    linked = await cabinet.cash_orders.link(person, organization, shift, callback_data.register_id)
    toast.text = t("shifts.linked" if linked else "shifts.nothing-to-decide")
    await _show_question(callback, bot, person, cabinet, t, callback_data.id, 0)


async def _show_question(
    callback: CallbackQuery,
    bot: Bot,
    person: Person,
    cabinet: Cabinet,
    t: Texts,
    organization: int,
    number: int,
) -> None:
    view = await cabinet.cash_orders.shifts(person, OrganizationId(organization), number, questions=True)
    await show(callback, bot, shift_screens.question(t, person, view))


def build() -> Router:
    """The router of shifts."""
    router = Router(name="shifts")
    router.callback_query.register(open_shifts, ShiftsPage.filter())
    router.callback_query.register(open_question, ShiftQuestion.filter())
    router.callback_query.register(answer, AnswerShift.filter())
    router.callback_query.register(link, LinkBox.filter())
    return router
