"""Buttons of the cash."""

from enum import Enum

from aiogram.filters.callback_data import CallbackData

from bot.cabinet.cash.orders import Answer
from handlers.buttons import Identifier, Number
from handlers.calendar.keyboard import DayNumber
from handlers.documents.buttons import MonthNumber, Year


class OrderMonths(CallbackData, prefix="km"):
    """The months with cash receipt orders."""

    id: Identifier
    page: Number = 0


class OrderMonthPage(CallbackData, prefix="kl"):
    """The orders of a month."""

    id: Identifier
    year: Year
    month: MonthNumber
    page: Number = 0


class MonthAct(Enum):
    """What to do with the orders of a month."""

    ACCEPT = "ok?"
    FORMS = "pdf"
    REGISTER = "xlsx"
    REPORTS = "rep"


class OrderMonthAct(CallbackData, prefix="ka"):
    """Do something with the orders of a month."""

    id: Identifier
    year: Year
    month: MonthNumber
    act: MonthAct


class AcceptMonth(CallbackData, prefix="ky"):
    """Accept the new orders of a month into the books, up to the number that was the last one when it was asked."""

    id: Identifier
    year: Year
    month: MonthNumber
    last: Identifier


class RegisterPeriod(CallbackData, prefix="kr"):
    """Send the register of a period; without one, show periods to choose from."""

    id: Identifier
    first: DayNumber | None = None
    last: DayNumber | None = None


class OrderCard(CallbackData, prefix="ko"):
    """One order."""

    id: Identifier
    order: Identifier


class AcceptOrder(CallbackData, prefix="kk"):
    """Accept an order into the books."""

    id: Identifier
    order: Identifier


class OrderForm(CallbackData, prefix="kf"):
    """Send an order as a PDF of form КО-1."""

    id: Identifier
    order: Identifier


class ShiftsPage(CallbackData, prefix="ks"):
    """Shifts with where they came from."""

    id: Identifier
    page: Number = 0


class ShiftQuestion(CallbackData, prefix="kq"):
    """Shifts that somebody has to decide about, one by one."""

    id: Identifier
    page: Number = 0


class AnswerShift(CallbackData, prefix="kw"):
    """Decide about a shift."""

    id: Identifier
    shift: Identifier
    answer: Answer


class LinkBox(CallbackData, prefix="kb"):
    """Say which register the cash box of a shift is; without them, show what there is to choose from."""

    id: Identifier
    shift: Identifier | None = None
    register_id: Identifier | None = None


class WaybillsPage(CallbackData, prefix="kn"):
    """Incoming waybills of a month."""

    id: Identifier
    year: Year
    month: MonthNumber
    page: Number = 0
